"""Suppressions: what they cover, and what is wrong with them."""

from __future__ import annotations

from datetime import date

import pytest

from deploylint.check.suppress import Review, review
from deploylint.check.suppression import Suppression, parse
from deploylint.facts.base import Directive
from deploylint.facts.place import Range, Source
from deploylint.facts.text import Text
from tests.check.made import finding

KNOWN = ("TST001", "TST002", "CFG003")


def directive(text: str, first: int = 2, last: int = 3) -> Directive:
    return Directive(Text.whole(Source(text)), Range(1, 1, 1, 20), first, last)


def inline(text: str, path: str = "a.py") -> Suppression:
    return parse(directive(text), path)


def reviewed(suppression: Suppression, line: int = 2, ran: tuple[str, ...] = KNOWN) -> Review:
    return review([finding(line)], [suppression], known=KNOWN, ran=ran, as_of=date(2026, 1, 1))


def kinds(result: Review) -> list[str]:
    return [fault.kind for fault in result.faults]


def test_a_directive_says_rules_date_and_reason() -> None:
    said = inline("ignore[TST001,  TST002] until=2027-01-31  the   cache is optional */")
    assert (said.rules, said.until, said.reason) == (("TST001", "TST002"), "2027-01-31", "the cache is optional")


def test_a_finding_is_kept_with_the_reason() -> None:
    result = reviewed(inline("ignore[TST001] why not"))
    assert [one.suppressed for one in result.findings] == ["why not"]
    assert kinds(result) == []


@pytest.mark.parametrize(("line", "covered"), [(1, True), (2, True), (3, True), (4, False)])
def test_a_comment_covers_its_lines_and_what_it_stands_within(line: int, covered: bool) -> None:
    result = reviewed(
        Suppression(span=finding(1).span, rules=("TST001",), path="a.py", reason="why", lines=(2, 3)), line
    )
    assert (result.findings[0].suppressed is not None) == covered
    assert kinds(result) == ([] if covered else ["unused"])


def test_a_comment_covers_its_own_file_only() -> None:
    assert kinds(reviewed(inline("ignore[TST001] why", "b.py"))) == ["unused"]


def test_a_rule_that_did_not_run_makes_nothing_unused() -> None:
    assert kinds(reviewed(inline("ignore[TST002] why"), ran=("TST001",))) == []
    assert kinds(reviewed(inline("ignore[TST002] why"))) == ["unused"]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("ignore[TST001]", ["unreasoned"]),
        ("ignore[TST001] until=2027-01-31", ["unreasoned"]),
        ("ignore[TST001] until=2025-12-31 why", ["expired"]),
        ("ignore[TST001] until=tomorrow why", ["undated"]),
        ("ignore[TST001] until=20270131 why", ["undated"]),
        ("ignore[] why", ["malformed"]),
        ("ignore TST001 why", ["malformed"]),
        ("ignroe[TST001] why", ["malformed"]),
    ],
)
def test_a_faulty_suppression_does_not_hold(text: str, faults: list[str]) -> None:
    result = reviewed(inline(text))
    assert result.findings[0].suppressed is None
    assert kinds(result) == faults


def test_it_holds_on_its_last_day() -> None:
    assert reviewed(inline("ignore[TST001] until=2026-01-01 why")).findings[0].suppressed == "why"


def test_an_unknown_rule_is_told_with_the_nearest_and_the_others_hold() -> None:
    result = reviewed(inline("ignore[TST001, TST01, NOTHING] why"))
    assert [(fault.kind, fault.rule, fault.detail) for fault in result.faults] == [
        ("misspelt", "TST01", "TST001"),
        ("unknown", "NOTHING", ""),
    ]
    assert result.findings[0].suppressed == "why"


def test_rules_about_suppressions_cannot_be_suppressed() -> None:
    own = finding(2, rule_id="CFG003")
    result = review([own], [inline("ignore[CFG003] why")], known=KNOWN, ran=KNOWN, as_of=date(2026, 1, 1))
    assert result.findings == (own,)
    assert kinds(result) == ["permanent"]


@pytest.mark.parametrize(
    ("path", "at", "covered"),
    [
        ("a.py", None, True),
        ("**/*.py", None, True),
        ("b.py", None, False),
        ("a.py", "subject", True),
        ("a.py", "other", False),
    ],
)
def test_the_contract_names_path_and_subject(path: str, at: str | None, covered: bool) -> None:
    said = Suppression(span=finding(1).span, rules=("TST001",), path=path, at=at, reason="why")
    assert (reviewed(said, 40).findings[0].suppressed == "why") == covered


def test_the_first_suppression_names_the_reason_and_both_are_used() -> None:
    both = [inline("ignore[TST001] one"), inline("ignore[TST001] two")]
    result = review([finding(2)], both, known=KNOWN, ran=KNOWN, as_of=date(2026, 1, 1))
    assert result.findings[0].suppressed == "one"
    assert result.faults == ()
