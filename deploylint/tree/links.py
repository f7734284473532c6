"""Symbolic links, followed by text alone: what a link leads to depends on the tree, not on this machine."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field

from deploylint.facts.record import dataclass
from deploylint.tree.base import Skip

_MOST_STEPS = 40  # what Linux follows before ELOOP


@dataclass(frozen=True, slots=True)
class Followed:
    """files, folders: link -> what it finally leads to; skipped: links that lead to nothing of the tree."""

    files: Mapping[str, str] = field(default_factory=dict)
    folders: Mapping[str, str] = field(default_factory=dict)
    skipped: tuple[Skip, ...] = ()


def follow(links: Mapping[str, str], files: Collection[str]) -> Followed:
    """Sort the links (path -> text of the link) of a tree by what they lead to.

    files: the paths of the regular files. Absolute links leave the tree: they hold on one machine only.
    """
    if not links:
        return Followed()
    known = frozenset(files)
    folders = {path[:at] for path in known for at in _slashes(path)} | {""}
    to_files, to_folders, skipped = {}, {}, []
    for link in sorted(links):
        end, reason = _end(link, links)
        if end in known:
            to_files[link] = end
        elif end in folders:
            to_folders[link] = end
        else:
            skipped.append(Skip(link, reason or f"a link to '{links[link]}', which is not in the repository"))
    return Followed(to_files, to_folders, tuple(skipped))


def _end(path: str, links: Mapping[str, str]) -> tuple[str | None, str]:
    """Where a path leads when all links in it are followed, or None and the reason."""
    rest = path.split("/")[::-1]
    done: list[str] = []
    steps = 0
    while rest:
        segment = rest.pop()
        if segment == ".." and not done:
            return None, "a link that leaves the repository"
        if segment == "..":
            done.pop()
        elif segment not in ("", "."):
            done.append(segment)
        target = links.get("/".join(done))
        if target is None or segment in ("", ".", ".."):
            continue
        steps += 1
        if steps > _MOST_STEPS:
            return None, "a link that leads back to itself"
        if target.startswith("/") or target[1:3] == ":/":
            return None, "a link that leaves the repository"
        done.pop()
        rest.extend(target.split("/")[::-1])
    return "/".join(done), ""


def _slashes(path: str) -> list[int]:
    """The offsets of the slashes of a path."""
    return [at for at, character in enumerate(path) if character == "/"]
