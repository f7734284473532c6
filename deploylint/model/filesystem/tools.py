"""Programs whose effects on files are known exactly: what they make, copy, move, remove, or fetch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import MappingProxyType

from deploylint.facts.commands import Word
from deploylint.model.files import Held
from deploylint.model.filesystem import fetching
from deploylint.model.filesystem.fetching import FILE, vague
from deploylint.model.filesystem.globs import braces, is_glob, matches
from deploylint.model.filesystem.layers import FOLDER, Doubt, Layer, Made, Mapped, Mode, Removed
from deploylint.model.filesystem.outputs import ANY
from deploylint.model.filesystem.told import Told
from deploylint.model.paths import absolute, base, parent


def _words(words: tuple[Word, ...], told: Told) -> Iterator[tuple[str, str | None]]:
    """Each word after brace expansion with the absolute path it means, None where that is not known."""
    for word in words:
        for said in braces(word.raw) if word.glob else [word.raw]:
            dynamic = bool(word.expansions)
            yield said, None if dynamic else told.path(said)


def _made(told: Told, held: Held) -> Iterator[Layer]:
    for said, path in _words(told.invocation.arguments, told):
        if path is None or is_glob(said):
            yield from vague(told, said)
        elif held is FOLDER or told.files.at(path).state != "there":
            yield Made(path, held)


def _mkdir(told: Told) -> Iterator[Layer]:
    yield from _made(told, FOLDER)


def _touch(told: Told) -> Iterator[Layer]:
    yield from _made(told, Held("there", folder=False, executable=False))


def _tee(told: Told) -> Iterator[Layer]:
    yield from _made(told, FILE)


def _remove(told: Told) -> Iterator[Layer]:
    for said, path in _words(told.invocation.arguments, told):
        if path is not None:
            for one in matches(told.files, path)[0] if is_glob(said) else (path,):
                yield Removed(one)


def _copy(told: Told) -> Iterator[Layer]:
    yield from _transferred(told, move=False)


def _move(told: Told) -> Iterator[Layer]:
    yield from _transferred(told, move=True)


def _install(told: Told) -> Iterator[Layer]:
    if any(option.name in ("-d", "--directory") for option in told.invocation.options):
        yield from _mkdir(told)
        return
    yield from _transferred(told, move=False)


def _transferred(told: Told, *, move: bool) -> Iterator[Layer]:
    """`cp` and `mv`: to a name, or under their own names into a folder that is there."""
    words = list(_words(told.invocation.arguments, told))
    target = told.value("-t", "--target-directory")
    if target is not None:
        words.append((target, told.path(target)))
    if len(words) < 2:
        return
    *sources, (said, destination) = words
    if destination is None or is_glob(said):
        yield from vague(told, said)
        return
    into = len(sources) > 1 or target is not None or said.endswith("/") or said in (".", "..")
    into = into or told.files.at(destination).folder is True
    for word, path in sources:
        if path is None:
            yield Doubt(destination, told.reason, ANY)
            continue
        found, surely = matches(told.files, path) if is_glob(word) else ((path,), True)
        if not surely:
            yield Doubt(destination, told.reason, ANY)
        for one in found:
            yield from _moved(told, one, word, destination, into or len(found) > 1, move=move)


def _moved(told: Told, source: str, word: str, destination: str, into: bool, *, move: bool) -> Iterator[Layer]:
    held = told.files.at(source)
    contents = word.endswith(("/.", "/./")) or word in (".", "./")
    path = absolute(destination, base(source)) if into and not contents else destination
    if held.state != "there":
        yield Doubt(path, held.reason or told.reason, ANY)
    else:
        yield Mapped(path, told.files, source, held.folder)
    if move:
        yield Removed(source)


def _link(told: Told) -> Iterator[Layer]:
    words = list(_words(told.invocation.arguments, told))
    if not words:
        return
    said, place = words[-1] if len(words) > 1 else (".", told.folder)
    if place is None:
        yield from vague(told, said)
        return
    symbolic = any(
        o.name in ("-s", "--symbolic", "-sf", "-fs", "-sfn", "-snf") or "s" in o.name.lstrip("-")[:4]
        for o in told.invocation.options
    )
    inside = told.files.at(place).folder is True or len(words) > 2 or said.endswith("/")
    for word, path in words[:-1] if len(words) > 1 else words:
        link = absolute(place, base(word)) if inside else place
        if path is not None and symbolic and not word.startswith("/"):
            path = absolute(parent(link), word)
        held = told.files.at(path) if path is not None else Held("maybe")
        if held.state == "there" and path is not None:
            yield Mapped(link, told.files, path, held.folder)
        else:
            yield Made(link, Held("there"))
            yield Doubt(link, told.reason, ANY)


def _chmod(told: Told) -> Iterator[Layer]:
    words = [(word.raw, word) for word in told.invocation.words[1:] if not _is_flag(word.raw)]
    if len(words) < 2:
        return
    executable = _sets(words[0][0])
    recursive = any(word.raw in ("-R", "--recursive", "-Rf", "-fR", "-vR", "-Rv") for word in told.invocation.words)
    if executable is None:
        return
    for said, path in _words(tuple(word for _, word in words[1:]), told):
        if path is not None:
            for one in matches(told.files, path)[0] if is_glob(said) else (path,):
                yield Mode(one, executable, recursive)


def _is_flag(word: str) -> bool:
    return word.startswith("--") or (word.startswith("-") and not set(word[1:]) <= set("rwxXst"))


def _sets(mode: str) -> bool | None:
    """Whether a mode lets somebody execute the file; None where it leaves that as it is."""
    if mode.isdigit():
        return any(int(digit) % 2 == 1 for digit in mode[-3:])
    if "x" not in mode.lower():
        return False if mode.startswith(("=", "a=")) else None
    return "-" not in mode.partition("x")[0].rpartition(",")[2]


def _nothing(told: Told) -> Iterator[Layer]:
    return iter(())


Tool = Callable[[Told], Iterator[Layer]]
_BY_NAMES: tuple[tuple[str, Tool], ...] = (
    ("mkdir", _mkdir),
    ("touch", _touch),
    ("tee", _tee),
    ("rm rmdir unlink", _remove),
    ("cp", _copy),
    ("mv", _move),
    ("install", _install),
    ("ln link", _link),
    ("chmod", _chmod),
    ("tar unzip 7z cpio ar zip", fetching.archive),
    ("curl wget", fetching.fetch),
    ("git", fetching.git),
    ("venv virtualenv", fetching.environment),
    ("rimraf", _remove),
    ("chown chgrp sync fsync setfacl mktemp compileall ensurepip", _nothing),
    # What `npm install` runs as a `prepare` or `postinstall` script: hooks of git, packages that are mended in place.
    ("husky lefthook simple-git-hooks only-allow is-ci patch-package ts-patch", _nothing),
)
TOOLS = MappingProxyType({name: tool for names, tool in _BY_NAMES for name in names.split()})
