"""The report for people, as they see it."""

from __future__ import annotations

import re

import click
import pytest

from deploylint.facts.listing import FileNote
from deploylint.report.formats.text import listing, render
from deploylint.report.run import Fixed, Summary
from tests.report.samples import FINDINGS, finding, options, run, span
from tests.report.snapshots import equals


def test_findings_stand_by_service_with_excerpts_and_the_summary_last() -> None:
    equals("report.txt", render(run()))


def test_verbose_shows_notes_certainty_and_what_became_of_each_file() -> None:
    equals("report-verbose.txt", render(options(run(), verbose=True)))


def test_quiet_is_the_summary_alone() -> None:
    assert render(options(run(), quiet=True)) == "2 errors, 1 note (-v shows them) in 3 of 12 files\n"


def test_what_was_fixed_and_what_could_be_is_said() -> None:
    fixed = (Fixed("a\x1b.py", "SRC005", "debugger-statement", 2), Fixed("b.yaml", "RND001", "unknown-key", 1))
    told = render(run(findings=(), fixed=fixed, summary=Summary(recognised=3, files=12, fixable=1)))
    assert told == (
        "Fixed\n"
        "  SRC005 debugger-statement  a\\x1b.py  (2 times)\n"
        "  RND001 unknown-key  b.yaml\n\n"
        "no findings in 3 of 12 files, 3 fixed, 1 fixable with --fix\n"
    )


def test_nothing_found_is_said_in_so_many_words() -> None:
    quiet = run(findings=(), summary=Summary(recognised=3, files=12, suppressed=2, seconds=0.234))
    assert render(quiet) == "2 suppressed in 3 of 12 files, 0.2 s\n"
    assert render(run(findings=(), summary=Summary(recognised=3, files=12))) == "no findings in 3 of 12 files\n"


def test_the_most_severe_comes_first_in_a_group_and_among_groups() -> None:
    place = span("render.yaml", 1, 1, 3)
    mixed = (
        finding("SRC006", place, "warning", {"marker": "a"}),
        finding("BOOT002", place, "error", {"target": "b"}),
        finding("BOOT002", span("a.yaml", 1, 1, 3), "warning", {"target": "c"}),
    )
    heads = [line.split()[:2] for line in render(run(findings=mixed)).splitlines() if re.match(r"  \w", line)]
    assert heads == [["error", "BOOT002"], ["warning", "SRC006"], ["warning", "BOOT002"]]


def test_a_hint_that_was_just_given_is_not_repeated() -> None:
    twice = tuple(finding("BOOT002", span("a.yaml", line, 1, 3), "error", {"target": "c"}) for line in (1, 2))
    assert render(run(findings=twice)).count("hint: start 'api.service:app'") == 1


def test_colour_changes_nothing_but_escapes() -> None:
    plain, coloured = render(run()), render(options(run(), colour=True))
    assert click.unstyle(coloured) == plain
    assert "\x1b[31m\x1b[1merror\x1b[0m" in coloured


def test_places_are_links_where_the_terminal_can() -> None:
    linked = render(options(run(), root="file:///home/me/shop", verbose=True))
    assert "\x1b]8;;file:///home/me/shop/backend/Procfile\x1b\\backend/Procfile:1\x1b]8;;\x1b\\" in linked
    assert "file:///home/me/shop/backend/na%C3%AFve%20%5B1%5D/%E6%97%A5%E6%9C%AC.py" in linked


def test_nothing_of_a_hostile_repository_reaches_the_terminal_unescaped() -> None:
    evil = "a\x1b[2J\r\n::error ::pwn\u202e.py"
    hostile = finding("BOOT002", span(evil, 1, 1, 9), "error", {"target": "\x1b]0;x\x07"}, service="s\x07")
    text = render(
        options(
            run({evil: "x = '\x1b[31m\u202e\x00'\n"}, findings=(hostile,), files=(FileNote(evil, "python", "\x9b2J"),)),
            verbose=True,
        )
    )
    assert all(line.isprintable() for line in text.splitlines())
    assert "a\\x1b[2J\\r\\n::error ::pwn\\u202e.py:1:1" in text
    assert "x = '\\x1b[31m\\u202e\\x00'" in text


def test_a_file_without_text_gives_no_excerpt() -> None:
    text = render(run({}, findings=FINDINGS[1:2]))
    assert " | " not in text
    assert "backend/Dockerfile:3:18" in text


@pytest.mark.parametrize(("words", "expected"), [("a", "a"), ("ab", "a and b"), ("abc", "a, b and c")])
def test_a_list_reads_as_a_sentence(words: str, expected: str) -> None:
    assert listing(words) == expected
