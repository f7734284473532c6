"""What git says about a work tree. It is asked through its command line, and never writes."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from deploylint.facts.record import dataclass

_EXECUTABLE, _LINK, _SUBMODULE = "100755", "120000", "160000"
# A repository may name a program to run in its own configuration; what is linted is never run.
_HARMLESS = ("-c", "core.fsmonitor=false")
_FILTER = r"filter\.(?s:.+)\.(?:clean|process|smudge|required)"


class GitError(Exception):
    """Git is not installed, or refuses; the message is its own first line."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One path of the index or the work tree.

    kind: unknown for files git does not track. executable: as the index says, None if it does not know the file.
    """

    path: str
    kind: str
    executable: bool | None


def run(arguments: tuple[str, ...], folder: Path, settings: Mapping[str, str] | None = None) -> bytes:
    """The standard output of one git command run in a folder, with these settings over the others. Raises GitError."""
    return finish(start(arguments, folder, settings=settings), arguments[0])


def start(
    arguments: tuple[str, ...], folder: Path, *, asked: bool = False, settings: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """A git command that runs while other things are done. asked: it is asked through its standard input.

    Objects that a partial clone left out are not fetched. Raises GitError.
    """
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
    count = int(environment.get("GIT_CONFIG_COUNT") or 0)
    for number, (name, value) in enumerate((settings or {}).items(), count):
        environment |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
        environment["GIT_CONFIG_COUNT"] = str(number + 1)
    try:
        return subprocess.Popen(
            ("git", *_HARMLESS, *arguments),
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE if asked else None,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if asked else subprocess.PIPE,
        )
    except OSError as error:
        raise GitError(f"git cannot be started: {error.strerror}") from error


def finish(process: subprocess.Popen[bytes], name: str = "") -> bytes:
    """The standard output of a git command that was started. Raises GitError."""
    output, errors = process.communicate()
    if process.returncode != 0:
        lines = errors.decode("utf-8", "replace").splitlines()
        raise GitError(lines[0] if lines else f"git {name} failed with status {process.returncode}")
    return output


def no_filters(root: Path) -> dict[str, str]:
    """The settings under which git runs none of the filters that it is configured with. Raises GitError."""
    names = run(("config", "--null", "--name-only", "--list"), root).decode("utf-8", "surrogateescape").split("\0")
    programs = (name for name in names if re.fullmatch(_FILTER, name))
    return {name: "false" if name.endswith(".required") else "" for name in programs}


def top_level(folder: Path) -> Path:
    """The top folder of the work tree that a folder lies in. Raises GitError outside one."""
    return Path(os.fsdecode(run(("rev-parse", "--show-toplevel"), folder).rstrip(b"\r\n")))


def listed(root: Path) -> tuple[Listed, ...]:
    """What the work tree holds: tracked, and untracked but not ignored; without tracked files that are deleted.

    Nested repositories are listed as one submodule each. Raises GitError.
    """
    output = run(("ls-files", "-z", "-t", "--stage", "--deleted", "--cached", "--others", "--exclude-standard"), root)
    found: dict[str, Listed] = {}
    deleted = set()
    for tag, entry in _records(output):
        if tag == "R":
            deleted.add(entry.path)
        else:
            found[entry.path] = entry
    return tuple(entry for path, entry in found.items() if path not in deleted)


def _records(output: bytes) -> Iterator[tuple[str, Listed]]:
    """The tag and the entry of each record: `? path`, or `H mode id stage\\tpath` with other tags for other states."""
    for record in output.decode("utf-8", "surrogateescape").split("\0"):
        if not record:
            continue
        tag, rest = record[0], record[2:]
        if tag == "?":
            kind = "submodule" if rest.endswith("/") else "unknown"
            yield tag, Listed(rest.rstrip("/"), kind, None)
        else:
            head, _, path = rest.partition("\t")
            mode = head[:6]
            kind = {_LINK: "link", _SUBMODULE: "submodule"}.get(mode, "file")
            yield tag, Listed(path, kind, mode == _EXECUTABLE)
