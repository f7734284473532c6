"""Runners of Procfiles, and LiteFS: what they start stands in the file they read."""

from __future__ import annotations

import pytest

from tests.model.joined import joined, python_image, winner
from tests.model.rows import row

PROCESSES = "web: gunicorn app:app\nworker: celery -A app worker\n"


def image(command: str) -> dict[str, str]:
    return {"Dockerfile": python_image(f"CMD {command}"), "Procfile.dev": PROCESSES, "app.py": ""}


@pytest.mark.parametrize(
    "command",
    [
        "honcho start -f Procfile.dev web",
        "foreman start -f Procfile.dev web",
        "overmind start --procfile Procfile.dev -l web",
        "hivemind -l web Procfile.dev",
        "cd . && honcho -f Procfile.dev start web",
    ],
)
def test_a_runner_of_one_process_type_starts_its_line(command: str) -> None:
    files = image(command)
    found = row(files, "docker").winner
    assert found is not None
    assert found.launch is not None, found.dynamic
    assert (found.launch.text, found.launch.use.span.path) == ("gunicorn app:app", "Procfile.dev")
    assert found.launch.use.via[-1].label.split()[0] in command


def test_of_several_process_types_none_is_what_a_runner_starts_but_all_are_seen() -> None:
    found = row(image("honcho start -f Procfile.dev"), "docker").winner
    assert found is not None
    assert (found.launch, found.dynamic) == (None, "it starts several programs in the background")
    assert [use.invocation.program for use in found.uses] == ["honcho", "gunicorn", "celery"]


@pytest.mark.parametrize(
    "command", ["honcho check", "honcho start -f $FILE", "honcho start -f gone", "foreman run web"]
)
def test_what_a_runner_starts_is_not_guessed(command: str) -> None:
    found = row(image(command), "docker").winner
    assert found is not None
    assert "gunicorn" not in [use.invocation.program for use in found.uses]


def test_a_procfile_that_starts_its_own_runner_comes_to_an_end() -> None:
    uses = joined({"Procfile": "web: honcho start\n"}).uses
    assert [use.invocation.program for use in uses][:2] == ["honcho", "honcho"]


LITEFS = """
exec:
  - cmd: npx prisma migrate deploy
    if-candidate: true
  - cmd: node server.js
"""


@pytest.mark.parametrize("text", [LITEFS, "exec: node server.js\n"])
@pytest.mark.parametrize(
    ("copy", "command"),
    [("litefs.yml /etc/litefs.yml", "litefs mount"), (". /x/", "litefs mount -config /x/litefs.yml")],
)
def test_litefs_starts_what_its_file_says(text: str, copy: str, command: str) -> None:
    files = {"Dockerfile": python_image(f"COPY {copy}", f"CMD {command}"), "litefs.yml": text, "server.js": ""}
    found = winner(files).launch
    assert found is not None
    assert (found.text, found.use.span.path) == ("node server.js", "litefs.yml")
