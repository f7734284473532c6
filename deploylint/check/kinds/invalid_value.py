"""Values that a platform refuses: of the wrong type, not among its choices, missing, or said in two ways at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches

from deploylint.check.finding import Hit, Related
from deploylint.check.schemas import SchemaParams, described
from deploylint.facts.document import Entry, Node
from deploylint.facts.place import Range, Span
from deploylint.model.deployment import Deployment
from deploylint.platforms.schema import Schema, ValueRule, schema
from deploylint.platforms.visit import Typed, visit

_WORDS = {
    "text": "a text or a number",
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}


class Params(SchemaParams, frozen=True, forbid_unknown_fields=True):
    """Nothing more."""


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each value that the schema does not take; what an alias repeats is reported once."""
    known = schema(params.platform)
    for path, root in described(deployment, params):
        seen: set[tuple[Range, str]] = set()
        for typed in visit(known, root):
            for hit in () if typed.merged else _judged(path, known, typed):
                place = (hit.span.range, hit.message)
                if place not in seen:
                    seen.add(place)
                    yield hit


def _judged(path: str, known: Schema, typed: Typed) -> Iterator[Hit]:
    node = typed.node
    if node.kind == "scalar" and node.value is None:
        return  # a key without a value says nothing
    wanted = _wanted(known, typed.type)
    if node.kind != wanted and wanted:
        yield _hit(path, known, typed, "default", wanted=_shape_words(known, typed.type, wanted))
    elif typed.type in known.values:
        yield from _scalar(path, known, typed, known.values[typed.type])
    elif node.kind == "mapping":
        yield from _missing(path, known, typed)
        yield from _forms(path, known, typed)


def _wanted(known: Schema, type_name: str) -> str:
    """The kind of node that a type asks for; "" for anything."""
    if type_name.startswith("["):
        return "sequence"
    return "mapping" if type_name in known.types else "scalar" if type_name in known.values else ""


def _shape_words(known: Schema, type_name: str, wanted: str) -> str:
    if wanted == "scalar":
        return _WORDS[known.values[type_name].shape]
    return "a list" if wanted == "sequence" else "a mapping"


def _scalar(path: str, known: Schema, typed: Typed, rule: ValueRule) -> Iterator[Hit]:
    value, text = typed.node.value, typed.node.text
    said = text.value if text is not None else ""
    if isinstance(value, bool) and rule.shape in ("text", "string") and not rule.one_of:
        yield _hit(path, known, typed, "boolean", value=said)
    elif rule.shape == "string" and not isinstance(value, str):
        yield _hit(path, known, typed, "number", value=said)
    elif not _fits(value, rule):
        yield _hit(path, known, typed, "default", wanted=_WORDS[rule.shape])
    elif rule.one_of and said not in rule.one_of:
        yield _choice(path, known, typed, rule, said)
    elif isinstance(value, int) and not isinstance(value, bool) and not _within(value, rule):
        yield _hit(path, known, typed, "range", value=said, wanted=_range_words(rule))


def _fits(value: object, rule: ValueRule) -> bool:
    if rule.shape == "boolean":
        return isinstance(value, bool)
    if rule.shape == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return rule.shape != "number" or (isinstance(value, (int, float)) and not isinstance(value, bool))


def _within(value: int, rule: ValueRule) -> bool:
    if rule.least is not None and value < rule.least:
        return False
    if rule.most is not None and value > rule.most:
        return False
    return rule.multiple is None or value == rule.least or value % rule.multiple == 0


def _range_words(rule: ValueRule) -> str:
    if rule.multiple is not None:
        return f"{rule.least} or a multiple of {rule.multiple}"
    return f"{rule.least} to {rule.most}" if rule.most is not None else f"{rule.least} or more"


def _choice(path: str, known: Schema, typed: Typed, rule: ValueRule, said: str) -> Hit:
    instead = (rule.instead or {}).get(said, "")
    folded = next((word for word in rule.one_of if word.lower() == said.lower()), "")
    near = folded or next(iter(get_close_matches(said, rule.one_of, 1, 0.75)), "")
    message = "open" if rule.open else "instead" if instead else "near" if near else "choice"
    choices = ", ".join(rule.one_of)
    return _hit(path, known, typed, message, value=said, near=near, instead=instead, choices=choices)


def _missing(path: str, known: Schema, typed: Typed) -> Iterator[Hit]:
    for groups, message in ((known.required, "missing"), (known.expected, "expected")):
        for keys in groups.get(typed.type, ()):
            if not any(typed.node.entry(key) is not None for key in keys):
                head = typed.node.entry("name") or typed.node.entry("key")
                head = head or (typed.node.entries[0] if typed.node.entries else typed.entry)
                place = head.key.range() if head is not None else typed.node.range
                yield _hit(path, known, typed, message, place=place, key=keys[0], wanted=" or ".join(keys))


def _forms(path: str, known: Schema, typed: Typed) -> Iterator[Hit]:
    """The second of two forms that exclude each other."""
    found: list[Entry] = []
    for form in known.forms.get(typed.type, ()):
        key, _, value = form.partition("=")
        entry = typed.node.entry(key)
        if entry is not None and not _null(entry.value) and (not value or _said(entry.value) == value):
            found.append(entry)
    found.sort(key=lambda entry: entry.key.range())
    if len(found) > 1:
        first, second = found[:2]
        hit = _hit(path, known, typed, "forms", place=second.key.range(), key=second.key.value, value=first.key.value)
        yield replace(hit, related=(Related(Span(path, first.key.range()), "the other form"),))


def _null(node: Node) -> bool:
    return node.kind == "scalar" and node.value is None


def _said(node: Node) -> str:
    return node.text.value.lower() if node.kind == "scalar" and node.text is not None else ""


def _hit(path: str, known: Schema, typed: Typed, message: str, *, place: Range | None = None, **values: str) -> Hit:
    way = typed.way
    given = {
        "key": way[-1] if way else "",
        "value": "",
        "wanted": "",
        "near": "",
        "instead": "",
        "choices": "",
        "owner": _owner(way if typed.node.kind == "mapping" else way[:-1]),
        "place": known.name(typed.type),
        "platform": known.title,
        **values,
    }
    return Hit(
        span=Span(path, place or _place(typed)),
        subject=(*way, message, *([given["key"]] if message in ("missing", "expected") else [])),
        message=message,
        values=tuple(given.items()),
        platform=known.title.lower(),
    )


def _owner(way: tuple[str, ...]) -> str:
    """What people call the nearest thing with a name."""
    return next((name for name in reversed(way) if not name.isdigit()), "")


def _place(typed: Typed) -> Range:
    """A scalar itself; of a list or mapping its key."""
    if typed.node.kind == "scalar" and typed.node.text is not None:
        return typed.node.text.range()
    return typed.entry.key.range() if typed.entry is not None else typed.node.range
