"""What a change answers for."""

from __future__ import annotations

from dataclasses import replace

from deploylint.check.changes import answered
from deploylint.check.finding import Related
from deploylint.check.keys import number
from deploylint.facts.place import Range
from tests.check.made import finding, span


def test_a_finding_that_base_has_is_not_the_changes() -> None:
    assert answered([finding(9)], [finding(2)], {"a.py": {1}}) == ()


def test_a_new_key_is_the_changes_wherever_it_stands() -> None:
    assert [one.subject for one in answered([finding(9, "new")], [finding(2)], {})] == ["new"]


def test_a_finding_on_an_added_line_is_the_changes_even_if_base_has_it() -> None:
    assert len(answered([finding(9)], [finding(2)], {"a.py": {9}})) == 1


def test_a_related_line_that_was_added_counts() -> None:
    related = (Related(span("Procfile", 3), "starts here"),)
    assert len(answered([finding(9, related=related)], [finding(9)], {"Procfile": {3}})) == 1


def test_scope_changed_has_its_level_on_added_lines_only() -> None:
    related = (Related(span("Procfile", 3), "starts here"),)
    new = finding(9, "new", scope="changed", related=related)
    assert [one.level for one in answered([new], [], {"Procfile": {3}})] == ["note"]
    assert [one.level for one in answered([new], [], {"a.py": {9}})] == ["error"]
    assert answered([new], [new], {"Procfile": {3}}) == ()


def test_a_line_within_the_extent_of_a_finding_counts() -> None:
    one = replace(finding(9, scope="changed"), extent=Range(9, 1, 12, 1))
    assert answered([one], [one], {"a.py": {13}}) == ()
    assert [found.level for found in answered([one], [one], {"a.py": {12}})] == ["error"]


def test_a_renamed_file_brings_nothing() -> None:
    assert answered([finding(2, path="b.py")], [finding(2)], {}, {"a.py": "b.py"}) == ()
    assert len(answered([finding(2, path="b.py")], [finding(2)], {})) == 1


def test_among_equals_the_one_on_the_added_line_is_new() -> None:
    head = number([finding(2), finding(9)])
    assert [one.span.range.line for one in answered(head, [finding(8)], {"a.py": {2}})] == [2]


def test_one_more_of_equals_is_told_even_if_no_line_says_which() -> None:
    head = number([finding(2), finding(9)])
    assert [one.span.range.line for one in answered(head, [finding(2)], {})] == [9]
