"""From hits to findings: levels, one finding a place, folding."""

from __future__ import annotations

from dataclasses import replace

from deploylint.check.engine import findings, fold
from deploylint.check.finding import Hit, Related
from deploylint.facts.place import Range, Span
from tests.check.made import finding, hit, rule


def test_a_hit_becomes_words_at_the_level_of_its_role() -> None:
    (found,) = findings(rule(), [hit(3, "scripts", "start")])
    assert (found.level, found.message, found.hint) == ("error", "'it' is wrong.", "repair it")
    assert (found.key, found.subject) == ("TST001:a.py:scripts/start", "scripts/start")


def test_a_role_that_is_not_named_is_off() -> None:
    found = list(findings(rule(), [hit(1, role="unknown"), hit(2, role="development"), hit(3, role="test")]))
    assert [(one.level, one.span.range.line) for one in found] == [("note", 1)]


def test_one_place_and_subject_is_reported_once_at_its_highest_level() -> None:
    hits = [hit(1, role="unknown"), hit(1), hit(1, role="unknown", service="b")]
    assert [one.level for one in findings(rule(), hits)] == ["error"]
    assert [one.level for one in findings(rule(), reversed(hits))] == ["error"]


def test_other_subjects_of_a_line_are_other_findings() -> None:
    assert len(list(findings(rule(), [hit(1, "a"), hit(1, "b")]))) == 2


def test_what_is_unknown_is_never_an_error() -> None:
    (found,) = findings(rule(), [hit(1, certainty="unknown")])
    assert found.level == "warning"


def test_scope_changed_is_a_note_on_a_whole_scan_unless_production_starts_there() -> None:
    changed = replace(rule(), scope="changed")
    hits = [hit(1, "a"), hit(2, "b", started=True)]
    assert [one.level for one in findings(changed, hits)] == ["note", "error"]
    assert [one.level for one in findings(changed, hits, changes=True)] == ["error", "error"]


def test_a_message_without_levels_has_those_of_default() -> None:
    (found,) = findings(rule(), [hit(1, message="other")])
    assert (found.level, found.message) == ("error", "'it' is wrong as well.")


def test_a_subsumed_finding_of_the_same_line_and_service_folds_in() -> None:
    one = finding(1, "a", rule_id="TST001", service="web")
    other = finding(1, "b", rule_id="TST002", service="web", level="warning")
    (kept,) = fold([one, other], [replace(rule(), subsumes=("TST002",))])
    assert (kept.rule, kept.also) == ("TST001", ("TST002",))


def test_nothing_folds_across_lines_files_services_or_upwards() -> None:
    one = finding(1, "a", service="web", level="warning")
    others = [
        finding(2, "b", rule_id="TST002", service="web", level="note"),
        finding(1, "b", rule_id="TST002", service="web", level="note", path="b.py"),
        finding(1, "b", rule_id="TST002", service="job", level="note"),
        finding(1, "c", rule_id="TST002", service="web", level="error"),
        finding(1, "b", rule_id="TST003", service="web", level="note"),
    ]
    assert len(fold([one, *others], [replace(rule(), subsumes=("TST002",))])) == 6


def test_the_order_of_hits_does_not_matter() -> None:
    hits = [hit(2, "b"), hit(1, "a"), hit(1, "a", service="x"), hit(1, "a", service="y")]
    assert list(findings(rule(), hits)) == list(findings(rule(), hits[::-1]))


def test_a_finding_keeps_the_places_that_belong_to_it() -> None:
    related = (Related(Span("b.py", Range(1, 1, 1, 2)), "starts here"),)
    made = Hit(span=Span("a.py", Range(1, 1, 1, 2)), subject=("a",), values=(("name", "x"),), related=related)
    (found,) = findings(rule(), [made])
    assert found.related == related
