"""Which states of the repository a run looks at: the one that it lints, and those that it compares this one with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path

from deploylint.check.engine import Told
from deploylint.cli.errors import CannotRun
from deploylint.cli.which import Which
from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.tree.base import Tree
from deploylint.tree.git import GitError

Launches = tuple[tuple[Span, str | None], ...]  # where production starts a program, and the file that it then starts


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What an earlier run found out about a state.

    told: what rules say that do not judge files one by one; searching: those of them that looked into files of the
    focus, and found nothing there. files: what the model speaks of. unknown: how many commands are unknown. alike: all
    states that are compared start the same files over the same imports, and of all of them the same is told.
    """

    told: Told
    searching: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    launches: Launches = ()
    unknown: int = 0
    alike: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """blobs: path -> a name of the file's content, where git knows it.

    focus: the files whose own content differs in some other state, None where there is no other.
    """

    tree: Tree
    blobs: Mapping[str, str] = field(default_factory=dict)
    focus: frozenset[str] | None = None
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A state before the change. paths: what is new or differs in head; gone: what differs in base or is not in head.

    renames: path in base -> path in head.
    """

    base: State
    paths: frozenset[str]
    gone: frozenset[str]
    renames: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class States:
    """root: the folder that paths start from. comparisons: None if the whole of head is reported, whatever it holds.

    lenient: nothing to lint is no error, because a change need not touch anything that is linted.
    """

    root: Path
    head: State
    comparisons: tuple[Comparison, ...] = ()
    lenient: bool = False

    @property
    def changed(self) -> frozenset[str]:
        """The files of head that differ from some state before."""
        return frozenset(path for one in self.comparisons for path in one.paths)

    @property
    def touched(self) -> frozenset[str]:
        """The files that are changed, and those that are gone, by their name in the state before."""
        return self.changed.union(path for one in self.comparisons for path in one.gone if path not in one.renames)


def compared(root: Path, head: State, comparisons: tuple[Comparison, ...]) -> States:
    """A state and those before it, each with the files on which to look."""
    states = States(root, head, comparisons, lenient=True)
    looked = []
    for one in comparisons:
        sources = {new: old for old, new in one.renames.items()}
        focus = one.gone.union(sources.get(path, path) for path in states.changed)
        looked.append(replace(one, base=replace(one.base, focus=focus)))
    return replace(states, head=replace(head, focus=states.changed), comparisons=tuple(looked))


def open_states(start: Path, which: Which) -> States:
    """The states that are asked for, of the repository that a path lies in. Raises CannotRun."""
    try:
        if which == Which():
            from deploylint.tree.worktree import open_worktree

            tree = open_worktree(start)
            return States(tree.root, State(tree))
        from deploylint.cli import commits

        folder = next((place for place in (start, *start.absolute().parents) if place.is_dir()), Path())
        return commits.open_states(folder, which)
    except NotADirectoryError as error:
        raise CannotRun(f"'{start}' is no folder") from error
    except GitError as error:
        raise CannotRun(str(error)) from error
