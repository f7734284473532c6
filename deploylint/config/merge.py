"""One contract over another: presets under the repository's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from msgspec import Struct

from deploylint.config.schema import Contract
from deploylint.facts.place import Span

StructT = TypeVar("StructT", bound=Struct)


def merge(base: Contract, over: Contract) -> Contract:
    """Base with what over says: lists are appended (equal items stand once), mappings merged, single values replaced.

    Places follow their values, so that an item of over is found under its index in the merged list.
    """
    moved: dict[str, str] = {}
    merged = {
        name: _merged(getattr(base, name), getattr(over, name), key, moved)
        for name, key in _fields(Contract)
        if name != "places"
    }
    return Contract(**merged, places={**base.places, **dict(_moved(over.places, moved))})


def _fields(kind: type[Struct]) -> Iterator[tuple[str, str]]:
    """The fields of a struct, each with its key in a file; `msgspec.structs.fields` would work out their types, too."""
    return zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True)


def _merged(base: Any, over: Any, way: str, moved: dict[str, str]) -> Any:
    if isinstance(base, Struct) and type(base) is type(over):
        return _struct(base, over, way, moved)
    if isinstance(base, dict) and isinstance(over, dict):
        both = {key: _merged(base[key], over[key], f"{way}.{key}", moved) for key in base if key in over}
        return {**base, **over, **both}
    if isinstance(base, tuple) and isinstance(over, tuple):
        items = list(base)
        for index, item in enumerate(over):
            if item not in items:
                items.append(item)
            moved[f"{way}.{index}"] = f"{way}.{items.index(item)}"
        return tuple(items)
    return base if over is None else over


def _struct(base: StructT, over: StructT, way: str, moved: dict[str, str]) -> StructT:
    values = {
        name: _merged(getattr(base, name), getattr(over, name), f"{way}.{key}", moved)
        for name, key in _fields(type(base))
    }
    return type(base)(**values)


def _moved(places: dict[str, Span], moved: dict[str, str]) -> Iterator[tuple[str, Span]]:
    """The places with the indexes that their list items have now."""
    for way, span in places.items():
        steps = way.split(".")
        heads = (".".join(steps[:length]) for length in range(1, len(steps) + 1))
        head = next((head for head in heads if head in moved), "")
        yield (moved[head] + way[len(head) :] if head else way), span
