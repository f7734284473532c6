"""Renames keys of YAML and JSON files, and puts new values in the place of old ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from deploylint.check.finding import Finding
from deploylint.facts.document import Document, Node
from deploylint.facts.edit import Edit
from deploylint.fix.documents import Change, Place, expected, find, written
from deploylint.fix.files import File
from deploylint.fix.fixer import Attempt, Task, together
from deploylint.fix.refused import Refused


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """keys: message -> the argument that holds the new key; the parts of a way (`previews.generation`) become mappings.

    values: message -> the argument that holds the new value. What a message is not named in stays. A finding stands at
    a key or at a value.
    """

    keys: Mapping[str, str] = {}
    values: Mapping[str, str] = {}


def attempt(task: Task) -> Attempt:
    """Rewrite the entry that each finding stands at, and read the file again: nothing else may have changed."""

    def changes(findings: Sequence[Finding]) -> tuple[Change, ...]:
        tree = _root(task.file)
        return tuple(dict.fromkeys(_change(tree, finding, task.params) for finding in findings))

    def plan(findings: Sequence[Finding]) -> tuple[Edit, ...]:
        tree = _root(task.file)
        return tuple(sorted({edit for change in changes(findings) for edit in _edits(task.file, tree, change)}))

    def verify(findings: Sequence[Finding], edits: Sequence[Edit]) -> None:
        after = task.file.after(edits)
        if expected(_root(after)) != expected(_root(task.file), changes(findings)):
            raise Refused("the file would say something else")

    return together(task.wanted, plan, verify)


def _root(file: File) -> Node:
    """Raises Refused for what is not one document of keys and values."""
    root = getattr(file.facts, "root", None)
    others = file.facts.others if isinstance(file.facts, Document) else ()
    if file.format == "toml" or not isinstance(root, Node) or others:
        raise Refused("the file is not one document of keys and values")
    return root


def _change(tree: Node, finding: Finding, params: Params) -> Change:
    said = dict(finding.arguments)
    key = said.get(params.keys.get(finding.message_id, ""), "")
    value = said.get(params.values.get(finding.message_id, ""), "")
    entry = find(tree, finding.span.range).entry
    old = entry.value.text.value if entry.value.text is not None else None
    if not key and not value:
        raise Refused(f"nothing says what takes the place of '{entry.key.value}'")
    if finding.message_id in params.values and value in (old, ""):
        raise Refused(f"nothing says what '{old or ''}' becomes")
    return Change(entry.key.range(), tuple(key.split(".")) if key else (entry.key.value,), value or None)


def _edits(file: File, tree: Node, change: Change) -> list[Edit]:
    place = find(tree, change.range)
    edits = []
    if change.way[0] != place.entry.key.value:
        edits.append(Edit(file.path, place.entry.key.range(), _key(place, change.way[0])))
    if change.value is not None or len(change.way) > 1:
        edits.append(Edit(file.path, place.entry.value.range, _value(file, place, change)))
    return edits


def _key(place: Place, new: str) -> str:
    """The new key, which is written between the quotes of the old one if that has any."""
    if any(entry.key.value == new for entry in place.siblings):
        raise Refused(f"'{new}' stands there already")
    if not place.entry.key.exact():
        raise Refused("the key is not written as it is read")
    return new


def _value(file: File, place: Place, change: Change) -> str:
    value = place.entry.value
    if value.kind != "scalar" or value.text is None or value.tag or value.style in ("|", ">") or not value.text.value:
        raise Refused("its value is no simple one")
    start, end = file.offsets(value.range)
    quoted = file.source.text.lstrip().startswith("{")  # JSON, or YAML written like it
    text = file.source.text[start:end] if change.value is None else written(change.value, quoted=quoted)
    for part in reversed(change.way[1:]):
        text = f"{{{written(part, quoted=quoted)}: {text}}}"
    return text
