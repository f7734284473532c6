"""What runs remember on disk: of a state whose rules have spoken, all that they asked for, and what they said.

Where a state of a later run gives the same answers, the rules say the same of it. Where all its states do, what the
rules say is equal before and after the change, which answers for none of it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace

import msgspec

from deploylint.cli import cache
from deploylint.cli.plan import Picture, Plan
from deploylint.cli.records import Record, record, spelled
from deploylint.cli.states import Comparison, State, States
from deploylint.facts.digest import digest
from deploylint.tree.blobs import BlobTree
from deploylint.workspace.named import regrouped
from deploylint.workspace.questions import Questions
from deploylint.workspace.workspace import Workspace

_MOST_RECORDS = 4  # states: the last ones, because people go back and forth between branches
_MOST_LISTINGS = 16


class Memory:
    """The records of one repository under the same options. name: what they are filed under."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._records = self._read()
        self._changed = False

    def _read(self) -> list[Record]:
        try:
            return msgspec.msgpack.decode(cache.read(self._name) or b"\x90", type=list[Record])
        except (msgspec.DecodeError, RecursionError):
            return []

    def recall(self, plan: Plan, states: States) -> States:
        """The states with what is known of each."""
        rules, day = frozenset(rule.id for rule in plan.rules), plan.as_of.isoformat()
        usable = [one for one in self._records if rules.issuperset(one.told) and one.as_of in ("", day)]
        if not usable or not isinstance(states.head.tree, BlobTree):
            return states
        alike = self._alike(usable, plan, states, states.head.tree)
        if alike is not None:
            known = alike.alike()
            comparisons = tuple(replace(one, base=replace(one.base, known=known)) for one in states.comparisons)
            return replace(states, head=replace(states.head, known=known), comparisons=comparisons)
        comparisons = tuple(replace(one, base=self._told(usable, plan, one.base)) for one in states.comparisons)
        return replace(states, head=self._told(usable, plan, states.head), comparisons=comparisons)

    def _alike(self, usable: list[Record], plan: Plan, states: States, head: BlobTree) -> Record | None:
        """The record of a state which gives the same answers as all of these states, if there is one."""
        workspace = plan.workspace(states.head, judge=False)
        for one in usable:
            if all(_same(one, plan, head, workspace, comparison) for comparison in states.comparisons):
                self._know(one, head, workspace, states.changed)
                return one
        return None

    def _told(self, usable: list[Record], plan: Plan, state: State) -> State:
        """The state with what a record says that has the same answers, if there is one."""
        found = next((one for one in usable if _holds(one, plan, state)), None)
        if found is None:
            return state
        if all(one is not found for one in self._records[:2]):
            self._records = [found, *(one for one in self._records if one is not found)]
            self._changed = True
        return replace(state, known=found.known())

    def _know(self, record: Record, head: BlobTree, workspace: Workspace, changed: frozenset[str]) -> None:
        """Remember that neither the paths of a state make a difference, nor what it changed in files."""
        answered = record.aspects.keys() & changed
        listing = head.names
        if not answered and listing in record.listings:
            return
        for path in answered:
            record.aspects[path] = (head.blobs[path], record.aspects[path][1])
        if listing not in record.listings:
            record.listings = [listing, *record.listings][:_MOST_LISTINGS]
            searched = {name for _, formats in record.wide for name in formats}
            new = (path for path in changed if path not in record.searched and workspace.format(path) in searched)
            record.searched |= {path: head.blobs[path] for path in new}
        self._changed = True

    def keep(self, plan: Plan, contract: Questions, picture: Picture, state: State) -> None:
        """Remember a state that was judged, until `write`. contract: what was asked to know which rules run."""
        made = record(plan, contract, picture, state)
        if made is not None:
            self._records = [made, *(one for one in self._records if one.contents != made.contents)][:_MOST_RECORDS]
            self._changed = True

    def write(self) -> None:
        """Leave the records to later runs, where they are other ones than before."""
        if not self._changed:
            return
        try:
            data = msgspec.msgpack.encode(self._records)
        except UnicodeEncodeError:  # a file name that is not UTF-8
            return
        cache.write(self._name, data)


def named(states: States, options: Mapping[str, object]) -> str:
    """What the records of a repository are filed under: they hold for the same program and the same options."""
    said = (cache.program(), os.fspath(states.root), sorted((key, repr(value)) for key, value in options.items()))
    return digest(repr(said)).hex()


def _same(record: Record, plan: Plan, head: BlobTree, workspace: Workspace, comparison: Comparison) -> bool:
    """True if neither the state before nor head has other answers than the recorded one."""
    base, touched = comparison.base.tree, comparison.paths | comparison.gone
    if not isinstance(base, BlobTree) or base.names not in record.listings:
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
    return (
        _answers(record, before, blobs)
        and not any(one.holding(*search) for search in (*record.searches, *record.wide) for one in (workspace, before))
        and all(_answered(record, workspace, path) for path in record.aspects.keys() & touched)
    )


def _holds(record: Record, plan: Plan, state: State) -> bool:
    """True if a state of the same paths has the same answers as the recorded one."""
    tree = state.tree
    if not isinstance(tree, BlobTree) or tree.names not in record.listings:
        return False
    blobs = tree.blobs
    if any(blobs.get(path, "") != blob for path, blob in record.contents.items()):
        return False
    workspace = plan.workspace(state, judge=False)
    return _answers(record, workspace, blobs) and not any(workspace.holding(*search) for search in record.searches)


def _answers(record: Record, workspace: Workspace, blobs: Mapping[str, str]) -> bool:
    """True if files that differ have the same answers to the questions about them, and hold none of what was sought."""
    other = [path for path, blob in record.searched.items() if blobs.get(path) != blob]
    if not record.found.isdisjoint(other) or any(
        workspace.holds(path, one) for path in other for one, _ in record.wide
    ):
        return False
    return all(
        blobs.get(path) == blob or _answered(record, workspace, path) for path, (blob, _) in record.aspects.items()
    )


def _answered(record: Record, workspace: Workspace, path: str) -> bool:
    """True if all questions about a file have the recorded answers. No question of that name: another one."""
    from deploylint.model import of_file

    return all(
        name in of_file.QUESTIONS and spelled(workspace.of(path, getattr(of_file, name), *said)) == answer
        for name, said, answer in record.aspects[path][1]
    )
