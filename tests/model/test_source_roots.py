"""The folder that a platform builds, where its file says another one than its own."""

from __future__ import annotations

import pytest

from tests.model.joined import Files, joined, launched


@pytest.mark.parametrize(
    ("base", "folder"),
    [('base = "web"\n', "web"), ('base = "/web/"\n', "web"), ('base = "gone"\n', ""), ("", "")],
)
def test_netlify_builds_the_base_that_its_file_names(base: str, folder: str) -> None:
    files: Files = {"netlify.toml": f'[build]\n{base}command = "npm run build"\n', "web/package.json": "{}"}
    deployment = joined(files)
    builds = [use.place.folder for use in deployment.uses if use.span.path == "netlify.toml"]
    assert ([one.folder for one in deployment.services], builds) == ([folder], [folder])


def test_a_script_of_the_image_is_found_where_the_source_lies_over_its_folder() -> None:
    files: Files = {
        "docker/start": "#!/bin/sh\nuvicorn shop:app\n",
        "shop.py": "app = 1\n",
        "Dockerfile": "FROM python:3.12\nCOPY docker/start /start\nWORKDIR /app\nCOPY . .\n",
        "compose.yaml": 'services:\n  api: {build: ., command: /start, volumes: [".:/app"]}\n',
    }
    launch = launched(files)
    assert (launch.text, launch.resolution.state) == ("uvicorn shop:app", "found")


START = """
#!/usr/bin/env bash
set -euo pipefail
HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
APP="$(cd "$HERE/.." && pwd)"
cd "$APP"
exec uvicorn shop:app
"""


@pytest.mark.parametrize(
    ("image", "state", "folder"),
    [
        ('COPY . .\nCMD ["bash", "deploy/start.sh"]\n', "found", "/app"),
        ('COPY deploy/start.sh /start.sh\nCOPY shop.py .\nCMD ["bash", "/start.sh"]\n', "unknown", ""),
    ],
)
def test_a_script_of_an_image_knows_its_own_folder_where_it_lies_as_in_the_context(
    image: str, state: str, folder: str
) -> None:
    found = launched({
        "Dockerfile": f"FROM python:3.12\nWORKDIR /app\n{image}", "deploy/start.sh": START, "shop.py": "app = 1\n"
    })  # fmt: skip
    assert (found.resolution.state, found.use.place.folder) == (state, folder)
