"""The build context: ignore files, what git does not hold, and what something may make before the build."""

from __future__ import annotations

import pytest

from deploylint.model.filesystem import build_context, copy_sources, repository_files
from tests.model.filesystem.replayed import filed, imaged, said
from tests.model.joined import opened

EVERYTHING = "WORKDIR /w ; COPY . ."


@pytest.mark.parametrize(
    ("ignores", "answers"),
    [
        ("secret.txt", {"secret.txt": "absent", "docs/a.md": "docs/a.md"}),
        ("docs", {"docs/a.md": "absent", "docs": "absent", "docs/sub/b.md": "absent"}),
        ("docs\n!docs/sub", {"docs/a.md": "absent", "docs": "folder", "docs/sub/b.md": "docs/sub/b.md"}),
        ("docs\n!docs/gone.md", {"docs": "absent"}),
        ("*\n!main.py", {"main.py": "main.py", "secret.txt": "absent", "gone.txt": "absent"}),
        ("**/*.md", {"docs/a.md": "absent", "docs/sub/b.md": "absent", "docs": "folder"}),
        ("*.md", {"docs/a.md": "docs/a.md"}),
        (".env", {".env": "absent"}),
    ],
)
def test_what_the_ignore_file_leaves_out_is_absent(ignores: str, answers: dict[str, str]) -> None:
    files = dict.fromkeys(("main.py", "secret.txt", "docs/a.md", "docs/sub/b.md"), "x\n")
    held = filed(EVERYTHING, {**files, ".dockerignore": ignores + "\n"})
    assert {path: said(held, f"/w/{path}") for path in answers} == answers


def test_the_ignore_file_of_the_dockerfile_wins_and_one_outside_of_the_context_says_nothing() -> None:
    files = {"api/a.py": "x\n", "api/b.py": "x\n", "api/.dockerignore": "a.py\n", ".dockerignore": "b.py\n"}
    held = filed(EVERYTHING, files, path="api/Dockerfile", context="api")
    assert (said(held, "/w/a.py"), said(held, "/w/b.py")) == ("absent", "api/b.py")
    files["api/Dockerfile.dockerignore"] = "b.py\n"
    held = filed(EVERYTHING, files, path="api/Dockerfile", context="api")
    assert (said(held, "/w/a.py"), said(held, "/w/b.py")) == ("api/a.py", "absent")


def test_an_ignored_file_cannot_be_copied_by_its_name() -> None:
    workspace, image = imaged("COPY secret.txt /x/", {"secret.txt": "x\n", ".dockerignore": "secret.txt\n"})
    (source,) = copy_sources(workspace, image)
    assert (source.held.state, source.held.reason) == ("absent", "'.dockerignore' leaves it out")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("local.env", "git ignores it, so something may make it before the build"),
        ("lib/core/x.c", "the submodule 'lib/core' may hold it"),
        ("node_modules/a/b.js", "a package manager may have made it before the build"),
        ("dist/app.js", "a build may make it before the image is built"),
        ("web/target/app.jar", "a build may make it before the image is built"),
        ("version.txt", "'.github/workflows/ci.yml' may make it"),
        ("artifacts/x", "'.github/workflows/ci.yml' may make it"),
        ("seed.sql", "'prepare.sh' may make it"),
        ("api.json", "'Makefile' may make it"),
        ("schema.graphql", "'package.json' may make it"),
        ("roles.sql", "'prepare.sh' may make it"),
    ],
)
def test_what_something_may_make_before_the_build_is_not_known(path: str, reason: str) -> None:
    files = {
        ".gitignore": "*.env\n",
        ".gitmodules": '[submodule "core"]\n\tpath = lib/core\n\turl = ../core.git\n',
        ".github/workflows/ci.yml": """
            on: push
            jobs:
              build:
                steps:
                  - uses: actions/download-artifact@v4
                    with: {path: ./artifacts}
                  - run: git describe > version.txt
        """,
        "prepare.sh": "#!/bin/sh\ncp /data/dump seed.sql\ncp /data/roles.sql .\n",
        "Makefile": "docs:\n\tcurl -o api.json https://example.com\n",
        "package.json": '{"scripts": {"schema": "cp x/schema.graphql ."}}',
    }
    held = filed(EVERYTHING, files).at(f"/w/{path}")
    assert (held.state, held.reason) == ("maybe", reason)


def test_what_is_written_to_a_folder_of_an_image_is_none_of_the_repository() -> None:
    assert said(filed(EVERYTHING, {"start.sh": "#!/bin/sh\ncp -r /public /app\n"}), "/w/shop/app") == "absent"


def test_an_artifact_without_a_folder_may_hold_anything_that_the_image_is_built_from() -> None:
    workflow = "on: push\njobs: {b: {steps: [{uses: actions/download-artifact@v4}, {run: docker build .}]}}\n"
    files = filed(EVERYTHING, {".github/workflows/ci.yml": workflow})
    assert said(files, "/w/anything.py") == "maybe"


def test_the_context_is_not_the_repository() -> None:
    workspace, image = imaged(EVERYTHING, {"backend/main.py": "x\n"}, path="backend/Dockerfile", context="backend")
    context = build_context(workspace, image)
    assert context.at("main.py").source == "backend/main.py"
    assert context.at("backend/main.py").state == "absent"
    assert context.at("").folder is True
    assert context.children("") == (("Dockerfile", "main.py"), True)


def test_a_native_build_finds_the_repository_below_its_root_alone() -> None:
    workspace = opened({"backend/main.py": "x\n", "shared/a.py": "x\n", "README.md": "x\n"})
    whole, part = repository_files(workspace), repository_files(workspace, "backend")
    assert whole.at("shared/a.py").source == "shared/a.py"
    assert part.at("backend/main.py").source == "backend/main.py"
    assert part.at("shared/a.py").state == "absent"
    assert part.at("backend/gone.py").state == "absent"
    assert part.at("../x").state == "maybe"
    assert part.children("") == (("backend",), True)
    assert part.children("backend") == (("main.py",), True)
