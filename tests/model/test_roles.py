"""Roles are decided tier by tier; all evidence is kept."""

from __future__ import annotations

import pytest

from deploylint.model.evidence import in_folders, named, role_of_name
from deploylint.model.roles import Evidence, decide

PRODUCTION = Evidence("production", "the platform deploys it")
DEVELOPMENT = Evidence("development", "the file says dev")
NOTHING = Evidence("unknown", "nobody says")


def test_the_first_tier_that_says_anything_decides() -> None:
    assert decide([(), (DEVELOPMENT,), (PRODUCTION,)]).role == "development"


def test_evidence_against_evidence_within_one_tier_is_unknown() -> None:
    assert decide([(DEVELOPMENT, PRODUCTION), (PRODUCTION,)]).role == "unknown"


def test_unknown_says_nothing_so_that_the_next_tier_decides() -> None:
    assert decide([(NOTHING,), (PRODUCTION,)]).role == "production"


def test_without_any_evidence_the_role_is_unknown() -> None:
    assert decide([]).role == "unknown"


def test_all_evidence_is_kept_the_deciding_first() -> None:
    judgement = decide([(DEVELOPMENT,), (PRODUCTION,)])
    assert judgement.evidence == (DEVELOPMENT, PRODUCTION)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("docker-compose.prod.yml", "production"),
        ("Dockerfile.dev", "development"),
        ("compose.override.yaml", "development"),
        ("start:dev", "development"),
        ("test:e2e", "test"),
        ("db:migrate:dev", "development"),
        ("deployToStaging", "production"),
        ("dev-deploy", "development"),
        ("Procfile.windows", "development"),
    ],
)
def test_a_name_says_a_role(name: str, role: str) -> None:
    found = role_of_name(name)
    assert found is not None
    assert found[0] == role


@pytest.mark.parametrize("name", ["Dockerfile", "device-api", "products", "latest", "contest", "deliver", "web"])
def test_a_word_that_only_looks_like_one_says_nothing(name: str) -> None:
    assert role_of_name(name) is None


def test_a_name_that_says_development_and_test_says_neither() -> None:
    assert role_of_name("dev-test") is None


def test_the_evidence_of_a_name_tells_the_word() -> None:
    assert named("the file", "Dockerfile.dev")[0].reason == "the file 'Dockerfile.dev' says 'dev'"


def test_folders_of_examples_and_tests_are_evidence() -> None:
    assert [e.role for e in in_folders("tests/e2e/Dockerfile")] == ["test"]
    assert [e.role for e in in_folders(".devcontainer/compose.yaml")] == ["development"]
    assert [e.role for e in in_folders("third_party/tool/Procfile")] == ["development"]
    assert in_folders("backend/Dockerfile") == ()
