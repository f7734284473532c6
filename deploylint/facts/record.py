"""Dataclasses that are cheap to define.

The standard library compiles up to twelve methods for every class when its module is imported: before Python 3.13 that
is 0.3 ms a class, and with two hundred classes a fifth of a staged run. Here the methods are shared functions, and
`__init__`, which has to be compiled, is so when the first object is made. For type checkers it is the standard one;
`dataclasses.replace`, `fields` and dataclasses that inherit find what they expect.
"""

from __future__ import annotations

import dataclasses
import operator
from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass

_FIELDS = "__dataclass_fields__"
_PARAMETERS = "__dataclass_params__"
_NOTHING = dataclasses.MISSING
_PLAIN: Any = vars(dataclasses)["_FIELD"]  # private, and what `dataclasses.fields` and `replace` go by

if not TYPE_CHECKING:

    def dataclass(cls: type | None = None, /, *, frozen: bool = False, **options: bool) -> Any:
        """As `dataclasses.dataclass` does it."""
        return (lambda given: _made(given, frozen, **options)) if cls is None else _made(cls, frozen, **options)


def _made(
    cls: type, frozen: bool, *, slots: bool = False, kw_only: bool = False, order: bool = False, eq: bool = True
) -> type[Any]:
    own = dict(_own_fields(cls, kw_only=kw_only))
    inherited = {name: one for base in cls.__mro__[:0:-1] for name, one in _fields_of(base).items()}
    fields = {**inherited, **own}
    compared = [name for name, one in fields.items() if one.compare]
    shared = {**_SHARED, **(_FROZEN if frozen else {})}
    added: dict[str, Any] = {name: one for name, one in shared.items() if name not in vars(cls)}
    if eq:
        equal = {**_EQUAL, "__hash__": _hash if frozen else None}
        added |= {name: one for name, one in equal.items() if vars(cls).get(name) is None}
    added |= _ORDER if order else {}
    added[_PARAMETERS] = _Parameters(own, cls.__bases__, frozen)
    added[_FIELDS] = fields
    added["__match_args__"] = tuple(name for name, one in fields.items() if not one.kw_only)
    added["__record_key__"] = staticmethod(operator.attrgetter(*compared) if compared else _no_key)
    if slots:
        added["__slots__"] = tuple(name for name in own if name not in inherited)
        return _remade(cls, {**added, "__getstate__": _state, "__setstate__": _restore}, own)
    for name, value in added.items():
        setattr(cls, name, value)
    for name, one in own.items():
        if one.default is not _NOTHING:
            setattr(cls, name, one.default)
        elif name in vars(cls):
            delattr(cls, name)
    return cls


def _remade(cls: type, added: dict[str, Any], own: Collection[str]) -> type[Any]:
    """The class with slots, which cannot be given to one that is there already."""
    dropped = {"__dict__", "__weakref__", *own}
    kept = {name: value for name, value in vars(cls).items() if name not in dropped}
    made: type[Any] = type(cls)(cls.__name__, cls.__bases__, {**kept, **added})
    made.__qualname__ = cls.__qualname__
    return made


def _own_fields(cls: type, *, kw_only: bool) -> Iterator[tuple[str, dataclasses.Field[Any]]]:
    """The fields that a class adds, with their defaults."""
    for name, annotation in cls.__annotations__.items():
        if str(annotation).startswith("ClassVar"):
            continue
        value = vars(cls).get(name, _NOTHING)
        one: Any = value if isinstance(value, dataclasses.Field) else dataclasses.field(default=value)
        one.name, one.type = name, annotation
        one._field_type = _PLAIN
        one.kw_only = kw_only if one.kw_only is _NOTHING else one.kw_only
        yield name, one


def _fields_of(base: type) -> dict[str, dataclasses.Field[Any]]:
    """The fields of a base class, also of one that the standard library made."""
    found: dict[str, dataclasses.Field[Any]] = vars(base).get(_FIELDS, {})
    return found


class _Parameters:
    """How the standard library would have made a class, worked out when a dataclass of its own inherits from it."""

    def __init__(self, own: dict[str, dataclasses.Field[Any]], bases: tuple[type, ...], frozen: bool) -> None:
        self.own, self.bases, self.frozen = own, bases, frozen

    def __get__(self, one: object, owner: type) -> Any:
        fields: Any = {name: _copied(field) for name, field in self.own.items()}
        twin = type(
            owner.__name__, self.bases, {**fields, "__annotations__": dict.fromkeys(self.own, "Any"), "__doc__": ""}
        )
        twin = dataclasses.dataclass(init=False, repr=False, eq=False, frozen=self.frozen, match_args=False)(twin)
        for place in owner.__mro__:
            if vars(place).get(_PARAMETERS) is self:
                setattr(place, _PARAMETERS, getattr(twin, _PARAMETERS))
        return getattr(twin, _PARAMETERS)


def _copied(one: dataclasses.Field[Any]) -> Any:
    how: dict[str, Any] = {"kw_only": one.kw_only}
    if one.default_factory is not _NOTHING:
        how["default_factory"] = one.default_factory
    elif one.default is not _NOTHING:
        how["default"] = one.default
    return dataclasses.field(**how)


def _first(self: Any, *values: Any, **named: Any) -> None:
    """`__init__` until the first object is made; then it puts the compiled one in its own place."""
    for owner in type(self).__mro__:
        if vars(owner).get("__init__") is _first:
            owner.__init__ = _compiled(vars(owner)[_FIELDS])  # type: ignore[misc]
            break
    type(self).__init__(self, *values, **named)


def _compiled(fields: dict[str, dataclasses.Field[Any]]) -> Callable[..., None]:
    values: dict[str, Any] = {"_set": object.__setattr__, "_nothing": _NOTHING}
    parameters: dict[bool, list[str]] = {False: ["self"], True: []}
    lines = ["pass"]
    for index, (name, one) in enumerate(fields.items()):
        default, value = "", name
        if one.default_factory is not _NOTHING:
            values[f"_{index}"], default = one.default_factory, "=_nothing"
            value = f"_{index}() if {name} is _nothing else {name}"
        elif one.default is not _NOTHING:
            values[f"_{index}"], default = one.default, f"=_{index}"
        parameters[bool(one.kw_only)].append(name + default)
        lines.append(f"_set(self, {name!r}, {value})")
    named = ["*", *parameters[True]] if parameters[True] else []
    exec(f"def __init__({', '.join([*parameters[False], *named])}):\n " + "\n ".join(lines), values)
    made: Callable[..., None] = values["__init__"]
    return made


def _no_key(one: object) -> tuple[()]:
    return ()


def _equal(self: Any, other: Any) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    return self.__record_key__(self) == other.__record_key__(other)


def _hash(self: Any) -> int:
    return hash(self.__record_key__(self))


def _text(self: Any) -> str:
    values = ", ".join(f"{name}={getattr(self, name)!r}" for name in getattr(self, _FIELDS))
    return f"{type(self).__qualname__}({values})"


def _refuse(self: object, name: str, *value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot {'assign to' if value else 'delete'} field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, name) for name in getattr(self, _FIELDS)]


def _restore(self: Any, state: list[Any]) -> None:
    for name, value in zip(getattr(self, _FIELDS), state, strict=True):
        object.__setattr__(self, name, value)


def _ordered(compare: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def ordered(self: Any, other: Any) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return compare(self.__record_key__(self), other.__record_key__(other))

    return ordered


_SHARED = {"__init__": _first, "__repr__": _text}
_FROZEN = {"__setattr__": _refuse, "__delattr__": _refuse}
_EQUAL: dict[str, Any] = {"__eq__": _equal}
_ORDER = {f"__{name}__": _ordered(getattr(operator, name)) for name in ("lt", "le", "gt", "ge")}
