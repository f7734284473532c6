"""What questions said of files is kept as it was, and spares the reading."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from deploylint.cli.answers import Answers
from deploylint.cli.cache import FOLDER
from deploylint.cli.plan import Picture
from deploylint.cli.states import State
from deploylint.facts.base import Facts
from deploylint.model import of_file
from deploylint.model.deployment import Deployment
from deploylint.tree.memory import MemoryTree
from deploylint.workspace.store import UNKNOWN
from deploylint.workspace.workspace import Workspace
from tests.cli.histories import FILES
from tests.cli.test_memory import answer
from tests.repository import Repository, isolate

ANSWERS = (of_file.imports, of_file.reads, of_file.loads, of_file.puts, of_file.path_edits, of_file.opaque)


def test_answers_come_back_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For every Python file of this project, by an object that has not seen them."""
    monkeypatch.setenv(FOLDER, str(tmp_path))
    root = Path(of_file.__file__).parents[1]
    state = State(MemoryTree({path.name: path.read_bytes() for path in sorted(root.glob("*/*.py"))}))
    state = replace(state, blobs={path: path for path in state.tree.paths()})
    workspace = Workspace(state.tree, blobs=state.blobs)
    said = {(path, ask): workspace.of(path, ask) for path in state.blobs for ask in ANSWERS}
    first = Answers("answers")
    first.keep(Picture(workspace, cast("Deployment", None), asked=workspace.asked()), state)
    first.write()
    later = Answers("answers")
    assert {(path, ask): later.find(path, path, ask, ()) for path, ask in said} == said
    assert any(said.values())
    assert later.find("of_file.py", "another blob", of_file.imports, ()) is UNKNOWN
    assert later.find("of_file.py", "of_file.py", of_file.binds, ("imports",)) is UNKNOWN


def test_files_that_did_not_change_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though a Dockerfile is another one, and production is pictured anew."""
    isolate(monkeypatch)
    monkeypatch.setenv(FOLDER, str(tmp_path / "cache"))
    repository = Repository(tmp_path / "r")
    repository.commit(dict(FILES))
    read: list[str] = []

    def noted(
        workspace: Workspace, path: str, name: str, plain: Callable[..., Facts | None] = Workspace._read
    ) -> object:
        read.append(path)
        return plain(workspace, path, name)

    monkeypatch.setattr(Workspace, "_read", noted)
    for line, again in (("ENV TZ=UTC\n", True), ("ENV LANG=C\n", False)):
        repository.stage({"Dockerfile": FILES["Dockerfile"] + line})
        read.clear()
        assert answer(repository.root, cache=True).endswith("changed files\n")
        assert ("shop/pay.py" in read) is again  # which the started module imports
