"""Records behave as the frozen dataclasses of the standard library, beside which every test defines the same class."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from functools import cached_property
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.facts import record

MAKERS: tuple[Callable[..., Any], ...] = (record.dataclass, dataclasses.dataclass)
both = pytest.mark.parametrize("dataclass", MAKERS, ids=["record", "standard"])


def point(dataclass: Callable[..., Any], **options: bool) -> Any:
    @dataclass(frozen=True, **options)
    class Point:
        """A point."""

        kinds: ClassVar[int] = 2
        x: int
        y: int = 0
        names: tuple[str, ...] = dataclasses.field(default=())
        notes: list[str] = dataclasses.field(default_factory=list)

        def moved(self) -> int:
            return self.x + 1

    return Point


@record.dataclass(frozen=True, slots=True, order=True)
class Pair:
    """Of a module, so that it can be pickled."""

    first: int
    second: str = "b"


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class StandardPair:
    first: int
    second: str = "b"


@both
@pytest.mark.parametrize("slots", [True, False])
def test_objects_hold_what_they_are_given_and_their_defaults(dataclass: Callable[..., Any], slots: bool) -> None:
    made = point(dataclass, slots=slots)
    one, other = made(1), made(x=1, y=0)
    assert (one.x, one.y, one.names, one.notes, one.moved(), made.kinds) == (1, 0, (), [], 2, 2)
    assert one == other
    assert one.notes is not other.notes
    assert one != made(2)
    assert one != (1, 0, (), [])
    assert repr(one) == "point.<locals>.Point(x=1, y=0, names=(), notes=[])"
    assert made.__doc__ == "A point."
    assert made.__match_args__ == ("x", "y", "names", "notes")
    assert hasattr(one, "__dict__") is not slots


@both
@pytest.mark.parametrize(
    ("values", "named"),
    [((), {}), ((1, 2, (), [], 5), {}), ((1,), {"z": 2}), ((1,), {"x": 1})],
)
def test_wrong_arguments_are_refused(
    dataclass: Callable[..., Any], values: tuple[Any, ...], named: dict[str, Any]
) -> None:
    for _ in range(2):  # when the first object is made, and later
        with pytest.raises(TypeError, match="__init__"):
            point(dataclass)(*values, **named)


@both
def test_nothing_can_be_changed(dataclass: Callable[..., Any]) -> None:
    for slots in (True, False):
        one = point(dataclass, slots=slots)(1)
        with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'x'"):
            one.x = 2
        with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'x'"):
            del one.x


@both
@pytest.mark.parametrize("slots", [True, False])
def test_what_is_not_frozen_can_be_changed_and_has_no_hash(dataclass: Callable[..., Any], slots: bool) -> None:
    @dataclass(slots=slots)
    class Open:
        start: int
        items: list[int] = dataclasses.field(default_factory=list)

    one = Open(1)
    one.start = 2
    one.items.append(3)
    assert one == Open(2, [3])
    assert repr(one).endswith("Open(start=2, items=[3])")
    with pytest.raises(TypeError, match="unhashable"):
        hash(one)

    @dataclass(slots=slots)
    class Closed(Open):
        end: int = 0

    assert dataclasses.replace(Closed(1, [], 4), start=2) == Closed(2, [], 4)


@both
def test_fields_of_keywords_are_given_by_name_alone(dataclass: Callable[..., Any]) -> None:
    made = point(dataclass, kw_only=True)
    assert made(x=1).x == 1
    assert made.__match_args__ == ()
    with pytest.raises(TypeError, match="positional"):
        made(1)


@both
def test_the_functions_of_the_standard_library_know_them(dataclass: Callable[..., Any]) -> None:
    for slots in (True, False):
        made = point(dataclass, slots=slots)
        one = made(1, 2)
        assert dataclasses.is_dataclass(made)
        assert dataclasses.is_dataclass(one)
        assert [field.name for field in dataclasses.fields(made)] == ["x", "y", "names", "notes"]
        assert dataclasses.asdict(one) == {"x": 1, "y": 2, "names": (), "notes": []}
        assert dataclasses.replace(one, y=3) == made(1, 3)
        with pytest.raises(TypeError, match="unexpected keyword"):
            dataclasses.replace(one, z=3)


@pytest.mark.parametrize("base", MAKERS, ids=["on-record", "on-standard"])
@both
@pytest.mark.parametrize("slots", [True, False])
def test_a_class_may_inherit_whoever_made_its_base(
    base: Callable[..., Any], dataclass: Callable[..., Any], slots: bool
) -> None:
    @base(frozen=True, slots=slots, kw_only=True)
    class Facts:
        problems: tuple[str, ...] = ()
        comments: tuple[str, ...] = ()

    @dataclass(frozen=True, slots=slots, kw_only=True)
    class Script(Facts):
        text: str
        comments: tuple[str, ...] = ("more",)

    one = Script(text="ls", problems=("bad",))
    assert (one.text, one.problems, one.comments) == ("ls", ("bad",), ("more",))
    assert one == dataclasses.replace(one)
    assert one != dataclasses.replace(one, problems=())
    assert len({one, dataclasses.replace(one)}) == 1
    assert [field.name for field in dataclasses.fields(one)] == ["problems", "comments", "text"]
    assert isinstance(one, Facts)
    assert Facts() == Facts()
    assert repr(one).endswith("Script(problems=('bad',), comments=('more',), text='ls')")
    assert hasattr(one, "__dict__") is not slots


@both
def test_methods_of_its_own_are_kept(dataclass: Callable[..., Any]) -> None:
    @dataclass(frozen=True, slots=True)
    class Caseless:
        name: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Caseless) and self.name.lower() == other.name.lower()

        def __repr__(self) -> str:
            return self.name

        def __hash__(self) -> int:
            return 1

    assert Caseless("A") == Caseless("a")
    assert (hash(Caseless("A")), repr(Caseless("A"))) == (1, "A")


@both
def test_without_equality_an_object_is_equal_to_itself_alone(dataclass: Callable[..., Any]) -> None:
    made = point(dataclass, eq=False)
    one = made(1)
    assert one == one
    assert one != made(1)
    assert len({one, made(1)}) == 2


@both
def test_what_is_cached_can_be_cached(dataclass: Callable[..., Any]) -> None:
    @dataclass(frozen=True)
    class Listing:
        paths: tuple[str, ...]

        @cached_property
        def number(self) -> int:
            return len(self.paths)

    one = Listing(("a", "b"))
    assert (one.number, one.number) == (2, 2)
    assert one == Listing(("a", "b"))


@both
def test_a_class_without_fields_has_equal_objects(dataclass: Callable[..., Any]) -> None:
    @dataclass(frozen=True, slots=True)
    class Nothing:
        pass

    assert Nothing() == Nothing()
    assert hash(Nothing()) == hash(Nothing())


@given(st.tuples(st.integers(), st.text()), st.tuples(st.integers(), st.text()))
def test_the_order_is_that_of_the_values(one: tuple[int, str], other: tuple[int, str]) -> None:
    ours, standard = (Pair(*one), Pair(*other)), (StandardPair(*one), StandardPair(*other))
    assert (ours[0] < ours[1], ours[0] <= ours[1]) == (standard[0] < standard[1], standard[0] <= standard[1])
    assert (ours[0] > ours[1], ours[0] >= ours[1]) == (standard[0] > standard[1], standard[0] >= standard[1])
    assert (ours[0] == ours[1]) == (one == other)
    assert one != other or hash(ours[0]) == hash(ours[1])


def test_objects_can_be_copied_and_pickled() -> None:
    one = Pair(1, "c")
    for again in (pickle.loads(pickle.dumps(one)), copy.copy(one), copy.deepcopy(one)):
        assert again == one


def test_objects_can_be_matched_by_position() -> None:
    match Pair(1, "c"):
        case Pair(first, second):
            assert (first, second) == (1, "c")
        case _:
            raise AssertionError


def test_a_class_that_is_not_frozen_is_the_standard_one() -> None:
    @record.dataclass(slots=True)
    class Open:
        x: int = 1

    one = Open()
    one.x = 2
    assert one == Open(2)
