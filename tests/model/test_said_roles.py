"""What the contract says of a file's role comes before all that its name, its folder and its platform say."""

from __future__ import annotations

import pytest

from deploylint.config.schema import Contract
from deploylint.config.schema import FileRole as Said
from deploylint.facts.place import Range, Span
from deploylint.model.intent import FileRole, Intent, intent
from deploylint.model.roles import Role
from tests.model.joined import Files, joined

PYTHON = {"app.py": "app = 1\n"}
IMAGE = {"Dockerfile": "FROM python:3.12\nCOPY . .\nCMD uvicorn app:app\n"}


def roles(files: Files, *said: tuple[str, Role]) -> dict[str, set[str]]:
    """Path -> the roles of the uses that stand in it."""
    deployment = joined({**PYTHON, **files}, Intent(roles=tuple(FileRole(pattern, role) for pattern, role in said)))
    found: dict[str, set[str]] = {}
    for use in deployment.uses:
        found.setdefault(use.span.path, set()).add(use.role)
    return found


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("Dockerfile", IMAGE["Dockerfile"]),
        ("Procfile", "web: uvicorn app:app\n"),
        ("compose.yaml", "services: {api: {image: a, command: uvicorn app:app}}\n"),
        ("render.yaml", "services:\n- {type: web, name: a, runtime: python, startCommand: uvicorn app:app}\n"),
        ("fly.toml", "[processes]\napp = 'uvicorn app:app'\n"),
        ("package.json", '{"scripts": {"serve": "node x.js"}}\n'),
        ("run.sh", "uvicorn app:app\n"),
        ("deploy/start.sh", "uvicorn app:app\n"),
        (".github/workflows/a.yml", "on: push\njobs: {a: {runs-on: x, steps: [{run: uvicorn app:app}]}}\n"),
        ("tool.py", "import subprocess\nsubprocess.run(['npm', 'ci'])\n"),
    ],
)
def test_every_kind_of_file_has_the_role_that_the_contract_gives_it(path: str, text: str) -> None:
    for role in ("development", "production", "test"):
        assert roles({path: text}, (path, role))[path] == {role}


def test_a_name_and_a_folder_do_not_stand_against_the_contract() -> None:
    files = {"dev/Dockerfile.dev": IMAGE["Dockerfile"], "test/Procfile.dev": "dev: uvicorn app:app\n"}
    assert roles(files, ("Dockerfile.dev", "production"))["dev/Dockerfile.dev"] == {"production"}
    procfile = {"Procfile": "dev: uvicorn app:app\n"}
    assert roles(procfile)["Procfile"] == {"development"}
    assert roles(procfile, ("Procfile", "production"))["Procfile"] == {"production"}


def test_of_several_statements_about_a_file_the_last_counts() -> None:
    said: tuple[tuple[str, Role], ...] = (("Dockerfile", "test"), ("/Dockerfile", "development"), ("x/", "production"))
    assert roles(IMAGE, *said)["Dockerfile"] == {"development"}


def test_what_is_reached_has_the_role_of_its_root_and_not_of_its_own_file() -> None:
    files = {"Procfile": "web: sh start-dev.sh\n", "start-dev.sh": "uvicorn app:app\n"}
    found = roles(files, ("start-dev.sh", "development"), ("Procfile", "production"))
    assert found["start-dev.sh"] == {"production"}


def test_a_profile_of_the_contract_says_more_of_a_service_than_the_role_of_its_file() -> None:
    files = {
        "compose.yaml": "services:\n  a: {image: a, command: uvicorn app:app, profiles: [aws]}\n"
        "  b: {image: a, command: uvicorn app:app, profiles: [debug]}\n  c: {image: a, command: uvicorn app:app}\n"
    }
    said = Intent(compose_profiles=("aws",), roles=(FileRole("compose.yaml", "test"),))
    deployment = joined({**PYTHON, **files}, said)
    assert [use.role for use in deployment.uses] == ["production", "development", "test"]


def test_the_statement_is_evidence_with_its_reason_and_its_place() -> None:
    span = Span("deploylint.yaml", Range(2, 3, 2, 30))
    contract = Contract(
        roles=(Said(path="Dockerfile", role="development", reason="built on laptops"),), places={"roles.0": span}
    )
    (first, *_) = joined({**PYTHON, **IMAGE}, intent(contract)).declarations[0].evidence
    assert (first.role, first.span) == ("development", span)
    assert first.reason == "the contract says so of 'Dockerfile': built on laptops"
