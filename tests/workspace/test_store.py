"""What several workspaces share, and whether one's answers are another's."""

from __future__ import annotations

import pytest

from deploylint.tree.memory import MemoryTree
from deploylint.workspace.store import Store
from deploylint.workspace.workspace import Workspace

BEFORE = {"a.py": b"import os\n", "b.py": b"x = 1\n", "README": b"#!/bin/sh\nls\n"}


def made(store: Store, files: dict[str, bytes], executables: frozenset[str] = frozenset()) -> Workspace:
    names = {path: data.hex() for path, data in files.items()}
    return Workspace(MemoryTree(files, executables), blobs=names, store=store)


def test_a_content_of_one_name_is_read_once_wherever_it_lies() -> None:
    store = Store()
    first, second = made(store, BEFORE), made(store, {"moved.py": BEFORE["a.py"]})
    assert first.facts("a.py") is second.facts("moved.py")
    assert first.facts("a.py") is not first.facts("b.py")


def test_a_content_without_a_name_is_shared_with_nobody() -> None:
    store = Store()
    first = Workspace(MemoryTree({"a.py": b"import os\n"}), store=store)
    second = Workspace(MemoryTree({"a.py": b"import re\n"}), store=store)
    assert first.facts("a.py") != second.facts("a.py")


def test_a_content_is_read_as_each_format_that_is_asked_for() -> None:
    workspace = made(Store(), BEFORE)
    assert type(workspace.facts("README")) is not type(workspace.facts("README", "dockerfile"))


def asks_a(workspace: Workspace) -> None:
    workspace.facts("a.py")


def asks_for_holders(workspace: Workspace) -> None:
    workspace.holding((b"import",), ("python",))


def asks_for_a_line(workspace: Workspace) -> None:
    workspace.line("a.py", 1)


@pytest.mark.parametrize("ask", [asks_a, asks_for_holders, asks_for_a_line])
def test_answers_agree_until_something_that_was_asked_for_differs(ask: object) -> None:
    assert callable(ask)
    store = Store()
    workspace = made(store, BEFORE)
    ask(workspace)
    assert workspace.agrees(made(store, BEFORE))
    assert workspace.agrees(made(store, {**BEFORE, "b.py": b"x = 2\n"}))
    assert not workspace.agrees(made(store, {**BEFORE, "a.py": b"x = 3\n", "b.py": b"import re\n"}))
    assert not workspace.agrees(made(store, {**BEFORE, "c.py": b""}))


def test_a_file_that_may_be_executed_now_is_another_answer() -> None:
    store = Store()
    workspace = made(store, BEFORE)
    workspace.executable("a.py")
    assert not workspace.agrees(made(store, BEFORE, frozenset({"a.py"})))


def test_what_has_no_name_may_always_be_another_answer() -> None:
    store = Store()
    workspace = Workspace(MemoryTree(BEFORE), store=store)
    workspace.source("a.py")
    assert not workspace.agrees(Workspace(MemoryTree(BEFORE), store=store))


def test_a_workspace_with_a_focus_names_no_other_files() -> None:
    workspace = made(Store(), BEFORE)
    assert workspace.holding((b"",), ("python",)) == ("a.py", "b.py")
    focused = workspace.focused({"b.py", "gone.py"})
    assert focused.holding((b"",), ("python",)) == ("b.py",)
    assert [note.path for note in focused.files()] == ["b.py"]
    assert focused.facts("a.py") is workspace.facts("a.py")
