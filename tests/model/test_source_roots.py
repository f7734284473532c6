"""The folder that a platform builds, where its file says another one than its own."""

from __future__ import annotations

import pytest

from tests.model.joined import Files, joined


@pytest.mark.parametrize(
    ("base", "folder"),
    [('base = "web"\n', "web"), ('base = "/web/"\n', "web"), ('base = "gone"\n', ""), ("", "")],
)
def test_netlify_builds_the_base_that_its_file_names(base: str, folder: str) -> None:
    files: Files = {"netlify.toml": f'[build]\n{base}command = "npm run build"\n', "web/package.json": "{}"}
    deployment = joined(files)
    builds = [use.place.folder for use in deployment.uses if use.span.path == "netlify.toml"]
    assert ([one.folder for one in deployment.services], builds) == ([folder], [folder])
