"""Links, and names that only POSIX systems have: not collected elsewhere."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from deploylint.fix.apply import write
from deploylint.fix.preview import patch

PATHS = ("a.py", "with blank.py", "d\xe9/\u65e5.py", 'quote".py', "tab\t.py", "a\\b.py", "new\nline.py")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("before", "after"), [
    (b"one\r\ntwo\r\n", b"two\r\n"),
    (b"one\ntwo", b"one\nthree"),
    (b"one\ntwo", b"one\n"),
    (b"\xff\n\x0c\n", b"\xff\n"),
])  # fmt: skip
def test_git_applies_it(tmp_path: Path, path: str, before: bytes, after: bytes) -> None:
    file = tmp_path / path
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(before)
    command = ["git", "apply", "--whitespace=nowarn", "-"]
    applied = subprocess.run(command, input=patch({path: before}, {path: after}), cwd=tmp_path, check=False)
    assert (applied.returncode, file.read_bytes()) == (0, after)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    (folder / "app").mkdir(parents=True)
    (folder / "app/a.py").write_bytes(b"old\n")
    return folder


def test_a_link_is_written_through_to_its_file(root: Path) -> None:
    (root / "link.py").symlink_to("app/a.py")
    assert write(root, {"link.py": b"old\n"}, {"link.py": b"new\n"}) == {}
    assert (root / "link.py").is_symlink()
    assert (root / "app/a.py").read_bytes() == b"new\n"


@pytest.mark.parametrize("target", ["../outside.py", ".git/config"])
def test_nothing_is_written_outside_of_the_repository(root: Path, target: str) -> None:
    (root / ".git").mkdir()
    (root / target).write_bytes(b"old\n")
    (root / "link.py").symlink_to(target)
    assert write(root, {"link.py": b"old\n"}, {"link.py": b"new\n"}) == {"link.py": "it leads out of the repository"}
    assert (root / target).read_bytes() == b"old\n"
