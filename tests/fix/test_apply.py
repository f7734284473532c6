"""Writing files: whole or not at all, and only over what was read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from deploylint.fix.apply import write


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    (folder / "app").mkdir(parents=True)
    for name in ("a.py", "b.py", "c.py"):
        (folder / "app" / name).write_bytes(b"old\n")
    return folder


def names(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if not path.is_dir())


def test_a_file_gets_its_new_content_and_keeps_its_permissions(root: Path) -> None:
    (root / "app/a.py").chmod(0o751)
    assert write(root, {"app/a.py": b"old\n"}, {"app/a.py": b"new\r\n"}) == {}
    assert (root / "app/a.py").read_bytes() == b"new\r\n"
    assert stat.S_IMODE((root / "app/a.py").stat().st_mode) == (0o751 if os.name != "nt" else 0o666)
    assert names(root) == ["app/a.py", "app/b.py", "app/c.py"]


def test_files_that_cannot_be_written_stop_no_other(root: Path) -> None:
    (root / "app/a.py").chmod(0o444)
    (root / "app/b.py").write_bytes(b"somebody else was here\n")
    paths = ("app/a.py", "app/b.py", "app/c.py", "app/gone.py", "app")
    failed = write(root, dict.fromkeys(paths, b"old\n"), dict.fromkeys(paths, b"new\n"))
    assert failed == {
        "app/a.py": "it is read-only",
        "app/b.py": "it changed after it was read",
        "app/gone.py": f"cannot be written: {os.strerror(2)}",
        "app": "it is no regular file",
    }
    assert [(root / path).read_bytes() for path in paths[:3]] == [b"old\n", b"somebody else was here\n", b"new\n"]
    assert names(root) == ["app/a.py", "app/b.py", "app/c.py"]


def test_a_folder_in_which_nothing_can_be_made_is_a_reason(root: Path) -> None:
    name = "x" * 250 + ".py"  # one that leaves no room for the name of the new file beside it
    (root / name).write_bytes(b"old\n")
    failed = write(root, {name: b"old\n", "app/a.py": b"old\n"}, {name: b"new\n", "app/a.py": b"new\n"})
    assert list(failed) == [name]
    assert failed[name].startswith("cannot be written: ")
    assert ((root / name).read_bytes(), (root / "app/a.py").read_bytes()) == (b"old\n", b"new\n")
