"""RAILWAY_DOCKERFILE_PATH, where something of the repository says it."""

from __future__ import annotations

import pytest

from tests.model.joined import Files
from tests.model.rows import BUILT, DOCKERFILE, row, won

OTHER: Files = {**BUILT, "railway.json": "{}", "docker/live": "", "docker/live.Dockerfile": DOCKERFILE}
SAID = "RAILWAY_DOCKERFILE_PATH=docker/live.Dockerfile"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".env.railway", f"{SAID}\n"),
        ("deploy/railway.env", f"{SAID.replace('=', '=/')}\n"),
        ("setup.sh", f"railway variables --set '{SAID}' --service web\n"),
        ("setup.sh", f'railway variables --set="{SAID}"\n'),
        ("package.json", f'{{"scripts": {{"setup": "railway variable set {SAID}"}}}}'),
        (
            ".github/workflows/a.yml",
            f"on: push\njobs:\n  a:\n    steps:\n      - run: railway variables --set {SAID}\n",
        ),
    ],
)
def test_a_variable_that_the_repository_says_names_the_dockerfile(path: str, text: str) -> None:
    found = row({**OTHER, path: text}, "railway")
    assert won(found) == ("docker/live.Dockerfile", "CMD")
    assert found.certainty == "likely"
    assert f"RAILWAY_DOCKERFILE_PATH is what '{path}' says" in found.assumptions


@pytest.mark.parametrize(
    "files",
    [
        {".env": "RAILWAY_DOCKERFILE_PATH=\n"},
        {".env": "RAILWAY_DOCKERFILE_PATH=nowhere/Dockerfile\n"},
        {".env": f"{SAID}\n", "b.env": "RAILWAY_DOCKERFILE_PATH=Dockerfile\n"},
        {"a.sh": f"echo {SAID}\n"},
        {"a.sh": "railway variables --set RAILWAY_DOCKERFILE_PATH=$FILE\n"},
        {".env": f"{SAID}\n", "railway.json": '{"build": {"dockerfilePath": "Dockerfile"}}'},
    ],
)
def test_without_one_plain_value_the_file_of_railway_decides(files: Files) -> None:
    assert won(row({**OTHER, **files}, "railway")) == ("Dockerfile", "CMD")
