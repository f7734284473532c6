"""The workspace: what is there, what it is, what it says, and that the order of questions does not matter."""

from __future__ import annotations

import inspect
import time
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from deploylint.facts.files import Procfile
from deploylint.facts.listing import FileNote
from deploylint.facts.place import Source
from deploylint.facts.text import Text
from deploylint.model import workspace as protocol
from deploylint.tree.base import NotInTree
from deploylint.tree.memory import MemoryTree
from deploylint.workspace.blobs import LARGEST
from deploylint.workspace.workspace import Workspace

FILES: dict[str, bytes] = {
    "Procfile": b"web: gunicorn app:app\n",
    "app.py": b"import os\nprint('hi')\n",
    "api/Dockerfile": b"FROM python:3.12\nCMD python app.py\n",
    "api/web/app.py": b"console = 1\n",
    "bin/run": b"#!/bin/sh\nexec gunicorn app:app\n",
    "node_modules/x/index.js": b"console.log(1)\n",
    "static/site.js": b"console.log(2)\n",
    "env/pyvenv.cfg": b"home = /usr\n",
    "env/lib/a.py": b"print(1)\n",
    "generated/a.py": b"print(1)\n",
    "README": b"read me\n",
}


def make(files: Mapping[str, bytes] = FILES, links: Mapping[str, str] | None = None) -> Workspace:
    return Workspace(MemoryTree(files, links=links or {}), exclude=("generated/",))


def test_it_does_what_the_model_may_ask() -> None:
    asked: protocol.Workspace = make()
    for name, method in inspect.getmembers(protocol.Workspace, inspect.isfunction):
        if not name.startswith("_"):
            assert inspect.signature(method) == inspect.signature(getattr(type(asked), name)), name


def test_files_and_folders_are_there_even_where_excluded() -> None:
    workspace = make()
    assert workspace.exists("node_modules/x/index.js")
    assert not workspace.exists("api")
    assert not workspace.exists("readme")
    assert workspace.is_folder("")
    assert workspace.is_folder("api/web")
    assert not workspace.is_folder("api/we")
    assert not workspace.is_folder("app.py")
    assert workspace.children("api") == ("Dockerfile", "web")
    assert workspace.children("app.py") == ()
    assert "node_modules" in workspace.children("")


def test_globs_name_files_and_folders_from_the_root() -> None:
    workspace = make()
    assert workspace.glob("**/app.py") == ("api/web/app.py", "app.py")
    assert workspace.glob("*.py") == ("app.py",)
    assert workspace.glob("api/**") == ("api/Dockerfile", "api/web/app.py")
    assert workspace.glob("./api/*") == ("api/Dockerfile",)
    assert workspace.glob("api/*", folders=True) == ("api/Dockerfile", "api/web")
    assert workspace.glob("**/web", folders=True) == ("api/web",)
    assert workspace.glob("**/web") == ()
    assert workspace.glob("nothing*") == ()


def test_formats_come_from_names_and_from_first_lines() -> None:
    workspace = make()
    assert workspace.format("api/Dockerfile") == "dockerfile"
    assert workspace.format("bin/run") == "shell"
    assert workspace.format("README") is None
    assert workspace.of_format("python") == ("api/web/app.py", "app.py")
    assert workspace.of_format("shell", "procfile") == ("Procfile", "bin/run")
    assert workspace.of_format("cobol") == ()


def test_excluded_files_have_no_format_and_no_facts() -> None:
    workspace = make()
    for path in ("node_modules/x/index.js", "env/lib/a.py", "generated/a.py"):
        assert workspace.exists(path)
        assert workspace.format(path) is None
        assert workspace.facts(path) is None
        assert workspace.facts(path, "procfile") is None


def test_facts_are_read_once_and_typed() -> None:
    workspace = make()
    procfile = workspace.get("Procfile", Procfile)
    assert procfile is not None
    assert [line.command.value for line in procfile.processes] == ["gunicorn app:app"]
    assert workspace.facts("Procfile") is procfile
    assert workspace.facts("nowhere/Procfile") is None
    assert workspace.facts("README") is None


def test_a_file_can_be_read_as_what_another_file_says_it_is() -> None:
    workspace = make({"deploy/processes": b"web: flask run\n"})
    assert workspace.get("deploy/processes", Procfile) is None
    procfile = workspace.get("deploy/processes", Procfile, "procfile")
    assert procfile is not None
    assert procfile.processes[0].name.value == "web"


def test_files_are_nominated_by_the_bytes_they_hold() -> None:
    workspace = make()
    assert workspace.holding((b"console", b"nothing"), ("javascript", "python")) == ("api/web/app.py", "static/site.js")
    assert workspace.holding((b"console",), ("javascript",)) == ("static/site.js",)
    assert workspace.holding((), ("javascript",)) == ()


def test_wide_encodings_are_searched_as_text() -> None:
    workspace = make({"a.py": "x = 'ü'\nprint(1)".encode("utf-16")})
    assert workspace.holding((b"print(",), ("python",)) == ("a.py",)
    assert workspace.line("a.py", 1) == "x = 'ü'"


def test_sources_and_lines_of_any_file_can_be_read() -> None:
    workspace = make()
    assert workspace.source("README") == Source("read me\n")
    assert workspace.source("node_modules/x/index.js") is not None
    assert workspace.source("nowhere") is None
    assert workspace.line("app.py", 2) == "print('hi')"
    assert [workspace.line("app.py", number) for number in (0, -1, 4)] == ["", "", ""]
    assert workspace.line("nowhere", 1) == ""


def test_files_that_cannot_be_read_are_skipped_with_the_reason() -> None:
    files = {
        "big.py": b"x" * (LARGEST + 1),
        "big.yml": b"#" * 1_500_000,
        "blob.py": bytes(range(256)) * 8,
        "bad.py": b"\xff\xfea\xd8b\xd8",
        "Procfile": b"web: x\n",
        "photo.jpg": b"\xff\xd8\x00\x00",
        "node_modules/big.js": b"x" * (LARGEST + 1),
    }
    workspace = make(files, links={"gone.py": "nothing.py", "node_modules/.bin/x": "../nothing"})
    notes = {note.path: note for note in workspace.files()}
    assert {path: note.skipped for path, note in notes.items()} == {
        "Procfile": "",
        "bad.py": "not valid utf-16-le: illegal UTF-16 surrogate",
        "big.py": "larger than 2 MB",
        "big.yml": "larger than 1 MB",
        "blob.py": "binary",
        "gone.py": "a link to 'nothing.py', which is not in the repository",
    }
    assert notes["Procfile"] == FileNote("Procfile", "procfile")
    assert [note.path for note in workspace.files()] == sorted(notes)
    for path in ("big.py", "big.yml", "blob.py", "bad.py", "gone.py"):
        assert workspace.facts(path) is None
    assert workspace.source("big.py") is None
    assert workspace.holding((b"x",), ("python",)) == ()


def test_a_file_that_vanishes_after_it_was_listed_is_skipped_with_the_reason() -> None:
    class Vanishing(MemoryTree):
        def read(self, path: str) -> bytes:
            raise NotInTree(path, "cannot be read: No such file or directory")

    workspace = Workspace(Vanishing({"Procfile": b"web: x\n"}))
    assert workspace.facts("Procfile") is None
    assert workspace.files() == (FileNote("Procfile", "procfile", "cannot be read: No such file or directory"),)


def test_paths_through_linked_folders_are_the_paths_they_lead_to() -> None:
    workspace = make(FILES, links={"service": "api", "api/up": "../bin", "start": "bin/run"})
    assert workspace.exists("service/web/app.py")
    assert workspace.exists("service/up/run")
    assert workspace.is_folder("service")
    assert workspace.children("service") == ("Dockerfile", "up", "web")
    assert workspace.format("service/Dockerfile") == "dockerfile"
    assert workspace.facts("service/Dockerfile") is workspace.facts("api/Dockerfile")
    assert workspace.line("service/web/app.py", 1) == "console = 1"
    assert workspace.of_format("dockerfile") == ("api/Dockerfile",)
    assert workspace.format("start") == "shell"


def test_what_may_be_executed_is_what_the_tree_says() -> None:
    tree = MemoryTree(FILES, executables=frozenset({"bin/run"}), links={"go": "bin"})
    workspace = Workspace(tree)
    assert workspace.executable("bin/run")
    assert workspace.executable("go/run")
    assert not workspace.executable("app.py")


def test_text_that_a_shell_reads_becomes_commands() -> None:
    workspace = make()
    text = Text.whole(Source("gunicorn app:app && echo"))
    script = workspace.script(text)
    assert [command.name for command in script] == ["gunicorn", "echo"]
    assert workspace.script(text) is script


def test_the_queries_of_rules_run_on_files_of_their_language() -> None:
    queries = {"python": {"PY": "(call function: (identifier) @hit)"}, "bash": {"SH": "(command_name) @hit"}}
    workspace = Workspace(MemoryTree(FILES), queries)
    assert [(match.query, match.range.line) for match in workspace.matches("app.py")] == [("PY", 2)]
    assert [(match.query, match.range.line) for match in workspace.matches("bin/run")] == [("SH", 2)]
    assert workspace.matches("static/site.js") == ()
    assert workspace.matches("nowhere.py") == ()
    assert make().matches("app.py") == ()


def test_many_files_are_listed_and_told_apart_in_no_time() -> None:
    files = {f"packages/p{n % 97}/src/d{n % 13}/file{n}.{('ts', 'py', 'md', 'sh')[n % 4]}": b"" for n in range(20_000)}
    started = time.perf_counter()
    workspace = Workspace(MemoryTree(files), exclude=("docs/", "*.snap", "/legacy/**"))
    assert len(workspace.of_format("typescript", "python", "shell")) == 15_000
    assert len(workspace.children("packages")) == 97
    for n in range(500):
        assert len(workspace.glob(f"**/file{n}.*")) == 1
        assert len(workspace.glob(f"**/src/**/file{n * 4}.ts")) == 1
    assert time.perf_counter() - started < 15  # seconds, on a machine that does much else


QUESTIONS = {
    "files": lambda w: w.files(),
    "format": lambda w: w.format("bin/run"),
    "of_format": lambda w: w.of_format("python", "shell"),
    "facts": lambda w: w.facts("Procfile"),
    "holding": lambda w: w.holding((b"console",), ("python", "javascript")),
    "glob": lambda w: w.glob("**/*.py"),
    "source": lambda w: w.source("app.py"),
    "children": lambda w: w.children(""),
}


@given(st.permutations(sorted(QUESTIONS)))
def test_answers_do_not_depend_on_the_order_of_questions(order: list[str]) -> None:
    workspace, fresh = make(), make()
    answers = {name: QUESTIONS[name](workspace) for name in order}
    assert answers == {name: QUESTIONS[name](fresh) for name in sorted(QUESTIONS)}
