"""The example of chapter 15 (Profiles) of the Compose specification, and what 05 says of depends_on."""

from __future__ import annotations

import pytest

from deploylint.model.compose.profiles import active
from tests.model.compose.merged import model, services

EXAMPLE = """
    services:
      foo: {image: foo}
      bar: {image: bar, profiles: [test]}
      baz: {image: baz, depends_on: [bar], profiles: [test]}
      zot: {image: zot, depends_on: [bar], profiles: [debug]}
"""
BROKEN = ("'zot' depends on 'bar', which no active profile turns on",)


@pytest.mark.parametrize(
    ("profiles", "named", "expected", "problems"),
    [
        ((), (), ("foo",), ()),
        (("test",), (), ("bar", "baz", "foo"), ()),
        (("debug",), (), ("foo", "zot"), BROKEN),
        (("debug", "test"), (), ("bar", "baz", "foo", "zot"), ()),
        ((), ("bar",), ("bar",), ()),
        ((), ("baz",), ("bar", "baz"), ()),
        ((), ("zot",), ("zot",), BROKEN),
        (("test",), ("zot",), ("bar", "zot"), ()),
    ],
    ids=[
        "15 no profile enabled",
        "15 test is enabled",
        "15 debug is enabled: invalid",
        "15 debug and test are enabled",
        "15 bar as the explicit service",
        "15 baz as the explicit service",
        "15 zot as the explicit service: invalid",
        "15 zot as the explicit service and test enabled",
    ],
)
def test_profiles_start_what_is_published(
    profiles: tuple[str, ...], named: tuple[str, ...], expected: tuple[str, ...], problems: tuple[str, ...]
) -> None:
    found = active(services(model({"compose.yaml": EXAMPLE})), profiles, named)
    assert (found.services, found.problems) == (expected, problems)


def test_15_an_explicit_service_turns_its_profile_on() -> None:
    assert active(services(model({"compose.yaml": EXAMPLE})), (), ("baz",)).profiles == ("test",)


def test_an_asterisk_turns_every_profile_on() -> None:
    assert active(services(model({"compose.yaml": EXAMPLE})), ("*",)).services == ("bar", "baz", "foo", "zot")


def test_05_a_dependency_that_is_not_required_may_be_off() -> None:
    text = "services: {a: {image: a, depends_on: {b: {required: false}}}, b: {profiles: [x]}}\n"
    found = active(services(model({"compose.yaml": text})), ())
    assert (found.services, found.problems) == (("a",), ())


def test_profiles_of_several_files_are_added_up() -> None:
    files = {
        "a.yaml": "services: {a: {image: a, profiles: [one]}}\n",
        "b.yaml": "services: {a: {profiles: [two, one]}}\n",
    }
    found = services(model(files))
    assert [active(found, (profile,)).services for profile in ("one", "two", "three")] == [("a",), ("a",), ()]


def test_a_service_that_nobody_has_is_a_problem() -> None:
    found = active(services(model({"compose.yaml": EXAMPLE})), (), ("fou",))
    assert found.problems == ("there is no service 'fou'",)
