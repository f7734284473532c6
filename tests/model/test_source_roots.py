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
