"""What runs remember on disk: of a state whose rules have spoken, all that they asked for; never a line of a file.

Where the states of a later run give the same answers, the same is true of them: what the rules say of the whole
repository is equal before and after the change, which answers for none of it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

import msgspec

from deploylint.cli import cache
from deploylint.cli.plan import Picture, Plan
from deploylint.cli.states import Comparison, State, States
from deploylint.facts.digest import digest
from deploylint.facts.secrets import hidden
from deploylint.model.of_file import followed
from deploylint.tree.blobs import LINK, BlobTree
from deploylint.workspace.named import regrouped
from deploylint.workspace.questions import Questions, Search
from deploylint.workspace.workspace import Workspace

_MOST_RECORDS = 3  # states: the last ones, because people go back and forth between branches
_MOST_LISTINGS = 16
OF_FILE = "deploylint.model.of_file"


Answer = tuple[str, tuple[str, ...], bytes]  # the name of a question, its arguments, and a digest of what it says


class Record(msgspec.Struct):
    """One state. settled: the rules that have spoken; searching: those of them that looked into files of the change.

    unknown: how many of its commands are unknown. as_of: the day of the run, "" if no rule asked for it. listings:
    digests of all paths, of this state and of others that gave the same answers. contents: path -> id of the blob, ""
    where there is no file; aspects: so for the files of which questions were asked, with the answers; searched: so for
    those in which some bytes were searched for, no more. searches: what was searched for in the files of a change, and
    not found; wide: in all files; found: where. The others are as in Questions.
    """

    settled: list[str]
    searching: list[str]
    unknown: int
    as_of: str
    listings: list[str]
    contents: dict[str, str]
    modes: list[str]
    aspects: dict[str, tuple[str, list[Answer]]]
    searched: dict[str, str]
    places: list[str]
    folders: list[str]
    children: list[str]
    patterns: list[tuple[str, bool]]
    formats: list[str]
    searches: list[Search]
    wide: list[Search]
    found: set[str]
    everything: bool

    @property
    def followed(self) -> bool:
        """True if the imports of all that production starts are among the answers."""
        return any(name == followed.__name__ for _, answers in self.aspects.values() for name, *_ in answers)

    def names(self) -> Questions:
        """What was asked about names."""
        asked = Questions()
        asked.contents.update(self.contents, self.aspects)
        asked.modes.update(self.modes)
        asked.places.update(self.places)
        asked.folders.update(self.folders)
        asked.children.update(self.children)
        asked.patterns.update(self.patterns)
        asked.formats.update(self.formats)
        asked.everything = self.everything
        return asked


class Memory:
    """The records of one repository under the same options. name: what they are filed under."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._records = self._read()

    def _read(self) -> list[Record]:
        try:
            return msgspec.msgpack.decode(cache.read(self._name) or b"\x90", type=list[Record])
        except (msgspec.DecodeError, RecursionError):
            return []

    def recall(self, plan: Plan, states: States) -> Record | None:
        """The record of a state which gives the same answers as all of these states, if there is one."""
        head, known = states.head.tree, frozenset(rule.id for rule in plan.rules)
        if not self._records or not isinstance(head, BlobTree):
            return None
        workspace = plan.workspace(states.head, judge=False)
        for record in self._records:
            if not known.issuperset(record.settled):
                continue
            if record.as_of in ("", plan.as_of.isoformat()) and all(
                _same(record, plan, head, workspace, one) for one in states.comparisons
            ):
                self._know(record, head, workspace, states.changed)
                return record
        return None

    def _know(self, record: Record, head: BlobTree, workspace: Workspace, changed: frozenset[str]) -> None:
        """Remember that neither the paths of a state make a difference, nor what it changed in files."""
        answered = record.aspects.keys() & changed
        listing = listing_digest(head)
        if not answered and listing in record.listings:
            return
        for path in answered:
            record.aspects[path] = (head.blobs[path], record.aspects[path][1])
        if listing not in record.listings:
            record.listings = [listing, *record.listings][:_MOST_LISTINGS]
            new = workspace.of_format(*(name for _, formats in record.wide for name in formats))
            record.searched |= {path: head.blobs[path] for path in new if path not in record.searched}
        self.write()

    def keep(self, plan: Plan, contract: Questions, picture: Picture, state: State, unknown: int) -> None:
        """Remember a state that was judged, until `write`. contract: what was asked to know which rules run."""
        made = _record(plan, contract, picture, state, unknown)
        if made is not None:
            self._records = [made, *(one for one in self._records if one.contents != made.contents)][:_MOST_RECORDS]

    def write(self) -> None:
        """Leave the records to later runs."""
        try:
            data = msgspec.msgpack.encode(self._records)
        except UnicodeEncodeError:  # a file name that is not UTF-8
            return
        cache.write(self._name, data)


def named(states: States, options: Mapping[str, object]) -> str:
    """What the records of a repository are filed under: they hold for the same program and the same options."""
    said = (cache.program(), os.fspath(states.root), sorted((key, repr(value)) for key, value in options.items()))
    return digest(repr(said)).hex()


def listing_digest(tree: BlobTree) -> str:
    """A digest of all paths of a tree, of what may be executed, and of where links lead."""
    names = [
        f"{mode}{blob} {path}" if mode == LINK else f"{mode} {path}" for path, (mode, blob) in tree.entries.items()
    ]
    names.sort()
    return digest("\0".join(names)).hex()


def _same(record: Record, plan: Plan, head: BlobTree, workspace: Workspace, comparison: Comparison) -> bool:
    """True if neither the state before nor head has other answers than the recorded one."""
    base, touched = comparison.base.tree, comparison.paths | comparison.gone
    if not isinstance(base, BlobTree) or listing_digest(base) not in record.listings:
        return False
    if not touched.isdisjoint(record.contents) or not touched.isdisjoint(base.links | head.links):
        return False
    blobs = base.blobs
    if any(blobs.get(path, "") != blob for path, blob in record.contents.items()):
        return False
    if any(base.executable(path) != head.executable(path) for path in touched.intersection(record.modes)):
        return False
    moved = [path for path in touched if (path in blobs) != (path in head.blobs)]
    if moved and (base.links or head.links or record.names().concerned(moved)):
        return False
    before = plan.workspace(comparison.base, judge=False)
    if regrouped(record.names(), moved, before, workspace):
        return False
    return _same_inside(record, before, blobs, touched, workspace)


def _same_inside(
    record: Record, before: Workspace, blobs: Mapping[str, str], touched: frozenset[str], head: Workspace
) -> bool:
    """True if files that differ have the same answers to the questions about them, and hold none of what was sought."""
    other = [path for path, blob in record.searched.items() if blobs.get(path) != blob]
    if not record.found.isdisjoint(other) or any(before.holds(path, one) for path in other for one, _ in record.wide):
        return False
    if any(one.holding(*search) for search in (*record.searches, *record.wide) for one in (head, before)):
        return False
    for path, (blob, answers) in record.aspects.items():
        for state in (*((before,) if blobs.get(path) != blob else ()), *((head,) if path in touched else ())):
            if any(_answer(state, path, name, said) != answer for name, said, answer in answers):
                return False
    return True


def _answer(workspace: Workspace, path: str, name: str, arguments: tuple[str, ...]) -> bytes | None:
    """A digest of what a question of `of_file` says; None if there is no such question."""
    from deploylint.model import of_file

    question = getattr(of_file, name) if name in of_file.QUESTIONS else None
    return None if question is None else _spelled(workspace.of(path, question, *arguments))


def _spelled(answer: object) -> bytes:
    return digest(repr(answer), 8)


def _record(plan: Plan, contract: Questions, picture: Picture, state: State, unknown: int) -> Record | None:
    """What is worth to be remembered of a state; None if what it was asked does not say all."""
    asked, tree = picture.asked.also(contract), state.tree
    found = [finding for each in picture.told.values() for finding in each]
    if any(question.__module__ != OF_FILE for _, question, _ in asked.aspects):
        return None
    if not isinstance(tree, BlobTree) or asked.notes or any(asked.held.values()) or not picture.workspace.whole():
        return None
    spans = {span.path for one in found for span in (one.span, *(related.span for related in one.related))}
    # Names that were looked for and are not there may come from any text.
    said = {word for *_, arguments in asked.aspects for word in arguments}
    said |= asked.places | asked.folders | asked.children | asked.modes | asked.contents
    said |= {pattern for pattern, _ in asked.patterns}
    if any(hidden(name) != name for name in said if name not in tree.entries):
        return None
    aspects: dict[str, tuple[str, list[Answer]]] = {}
    for (path, question, arguments), answer in asked.aspects.items():
        answers = aspects.setdefault(path, (tree.blobs.get(path, ""), []))[1]
        answers.append((question.__name__, arguments, _spelled(answer)))
    return Record(
        settled=sorted(picture.told),
        searching=sorted(picture.searching),
        unknown=unknown,
        as_of=plan.as_of.isoformat() if picture.dated else "",
        listings=[listing_digest(tree)],
        contents={path: tree.blobs.get(path, "") for path in sorted({*asked.contents, *spans, *picture.files})},
        places=sorted(asked.places),
        folders=sorted(asked.folders),
        children=sorted(asked.children),
        patterns=sorted(asked.patterns),
        formats=sorted(asked.formats),
        searches=sorted(asked.held),
        everything=asked.everything,
        modes=sorted(asked.modes),
        aspects=aspects,
        searched={path: tree.blobs.get(path, "") for path in sorted(asked.searched)},
        wide=sorted(asked.found),
        found={path for paths in asked.found.values() for path in paths},
    )
