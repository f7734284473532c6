"""Files of a platform for other environments, beside the one that it takes by itself."""

from __future__ import annotations

import pytest

from tests.model.joined import joined

IMAGE = {"Dockerfile": 'FROM node:22\nWORKDIR /app\nCOPY . .\nCMD ["node", "a.js"]\n', "a.js": ""}


def declared(name: str) -> list[tuple[str, str]]:
    """The files of Fly that start something, with the roles they have."""
    files = {**IMAGE, "fly.toml": "app = 'shop'\n", name: "app = 'other'\n[processes]\nweb = 'node a.js'\n"}
    rows = (row for service in joined(files).services for row in service.effective if row.platform == "fly")
    return sorted((row.entry.path, row.role) for row in rows)


@pytest.mark.parametrize(
    ("name", "role"),
    [("fly.production.toml", "production"), ("fly.staging.toml", "production"), ("fly.dev.toml", "development")],
)
def test_a_file_that_names_an_environment_deploys_beside_the_one_without(name: str, role: str) -> None:
    assert declared(name) == [(name, role), ("fly.toml", "production")]


@pytest.mark.parametrize("name", ["fly.shop.toml", "fly.yaml", "fly-production.toml"])
def test_a_file_that_names_none_says_nothing(name: str) -> None:
    assert [path for path, _ in declared(name)] == ["fly.toml"]
