"""Names in a platform file that name nothing, and names that two things share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches
from fnmatch import fnmatchcase

from deploylint.check.finding import Hit, Related
from deploylint.check.schemas import SchemaParams, described
from deploylint.facts.document import Node
from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.facts.text import Text
from deploylint.model.deployment import Deployment
from deploylint.platforms.schema import Inner, Reference, Schema, schema
from deploylint.platforms.visit import Typed, visit


class Params(SchemaParams, frozen=True, forbid_unknown_fields=True):
    """Nothing more."""


@dataclass(frozen=True, slots=True)
class _Named:
    """Something that has a name: its type, where the name stands, and the list it is an item of."""

    type: str
    name: Text
    path: str
    node: Node
    scope: tuple[str, ...]


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each reference to a name that no file of the format has, and for each name that stands twice."""
    known = schema(params.platform)
    files = {path: tuple(visit(known, root)) for path, root in described(deployment, params)}
    named = [one for path, spots in files.items() for one in _named(known, path, spots)]
    for path, spots in files.items():
        own = [one for one in named if one.path == path]
        for typed in spots:
            for reference in known.references:
                if typed.type == reference.type and not typed.merged:
                    yield from _judged(path, known, typed, reference, own, named)
        yield from _twice(path, known, own)


def _named(known: Schema, path: str, spots: Iterable[Typed]) -> Iterator[_Named]:
    definitions = {one for group in known.unique for one in group}
    for typed in spots:
        name = typed.node.string("name") if typed.type in definitions else None
        if name is not None:
            yield _Named(typed.type, name, path, typed.node, typed.way[:-1])


def _judged(
    path: str, known: Schema, typed: Typed, reference: Reference, own: list[_Named], everywhere: list[_Named]
) -> Iterator[Hit]:
    text = typed.node.string(reference.key)
    if text is None:
        return
    found = [one for one in own if one.type in reference.to and one.name.value == text.value]
    hit = Hit(
        span=Span(path, text.range()),
        subject=(*typed.way, reference.key),
        values=(("name", text.value), ("what", reference.what), ("platform", known.title), ("near", "")),
        platform=known.title.lower(),
    )
    if found:
        if reference.inner is not None:
            yield from _inner(path, typed, reference.inner, found[0], hit)
    elif not any(one.type in reference.to and one.name.value == text.value for one in everywhere):
        names = sorted({one.name.value for one in own if one.type in reference.to})
        near = _near(text.value, names)
        message = "near" if near else "elsewhere" if reference.elsewhere else "default"
        yield replace(hit, message=message, values=(*hit.values[:-1], ("near", near)))


def _near(name: str, names: list[str]) -> str:
    """The name that differs by so little that it must be meant; `shop-api` and `shop-app` are two names."""
    return next(iter(get_close_matches(name, names, 1, 0.88)), "")


def _inner(path: str, typed: Typed, inner: Inner, found: _Named, hit: Hit) -> Iterator[Hit]:
    """The second name of a reference, of an entry in a list of what the first one names."""
    text, entries = typed.node.string(inner.key), found.node.get(inner.list)
    if text is None or any(fnmatchcase(text.value, word) for word in inner.given):
        return
    items = entries.items if entries is not None else ()
    if any(item.get(inner.unless) is not None for item in items if inner.unless):
        return
    names = [said.value for item in items if (said := item.string(inner.by)) is not None]
    if text.value not in names:
        near = _near(text.value, names)
        yield replace(
            hit,
            span=Span(path, text.range()),
            subject=(*typed.way, inner.key),
            message="inner",
            values=(("name", text.value), ("what", found.name.value), *hit.values[2:-1], ("near", near)),
            related=(Related(Span(path, found.name.range()), "what it is asked of"),),
        )


def _twice(path: str, known: Schema, own: list[_Named]) -> Iterator[Hit]:
    groups: defaultdict[tuple[int, str], list[_Named]] = defaultdict(list)
    for one in own:
        number = next(index for index, types in enumerate(known.unique) if one.type in types)
        groups[number, one.name.value].append(one)
    for (_, name), members in groups.items():
        first, *others = members
        for other in others:
            # A mapping that an anchor shares is one thing.
            if other.name.range() != first.name.range():
                yield Hit(
                    span=Span(path, other.name.range()),
                    subject=(*other.scope, name, "twice"),
                    message="twice",
                    values=(
                        ("name", name),
                        ("what", known.name(other.type)),
                        ("platform", known.title),
                        ("near", ""),
                    ),
                    platform=known.title.lower(),
                    related=(Related(Span(path, first.name.range()), "the first one"),),
                )
