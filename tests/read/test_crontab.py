"""The readers of crontabs and quadlets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.facts.place import Range, Source
from deploylint.read import quadlet
from deploylint.read.crontab import read


def lines(text: str) -> list[tuple[str, str]]:
    return [(line.schedule.value, line.command.value) for line in read(Source(text)).lines]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("*/5 * * * * python job.py", ("*/5 * * * *", "python job.py")),
        ("  0\t3 1,15 jan-mar MON  cd /app && ./run.sh  ", ("0\t3 1,15 jan-mar MON", "cd /app && ./run.sh")),
        ("@daily root /usr/bin/backup", ("@daily", "root /usr/bin/backup")),
        ("@reboot x=1 run", ("@reboot", "x=1 run")),
        ("0 0 * * 1-5 date +\\%F", ("0 0 * * 1-5", "date +\\%F")),
        ("0 0 * * * mail -s x%the body%more", ("0 0 * * *", "mail -s x")),
    ],
)
def test_a_line_has_a_schedule_and_a_command(line: str, expected: tuple[str, str]) -> None:
    assert lines(line + "\n") == [expected]


def test_variables_comments_and_other_text_are_no_lines() -> None:
    facts = read(
        Source('# 1 2 3 4 5 no\nMAILTO=""\nPATH = /usr/bin:/bin\n\nwhatever this is\n* * * * *\n0 1 * * * a b\n')
    )
    assert [(v.name.value, v.value.value) for v in facts.variables] == [("MAILTO", ""), ("PATH", "/usr/bin:/bin")]
    assert [(line.command.value, line.range) for line in facts.lines] == [("a b", Range(7, 1, 7, 14))]
    assert [one.text.value for one in facts.comments] == [" 1 2 3 4 5 no"]


@pytest.mark.parametrize(
    "text", ["#!/bin/sh\ncrontab -l | grep x\n", "this is a text of many words\n", "echo a b c d e f\n"]
)
def test_text_that_is_no_crontab_has_no_lines(text: str) -> None:
    assert lines(text) == []


def test_a_quadlet_is_read_as_a_unit_and_other_text_is_nothing() -> None:
    facts = quadlet.read(Source("[Container]\nImage=x\nExec=-c 'a b' \\\n  c\n"))
    (command,) = facts.entries[1].script.commands if facts.entries[1].script is not None else ()
    assert [word.raw for word in command.words] == ["-c", "a b", "c"]
    assert quadlet.read(Source("free text\n[Other]\na=b\n")).entries == ()
    assert quadlet.read(Source("free text\n")).problems == ()


@given(st.text(alphabet="*/0 1@ab%\\=\n\t#'", max_size=60))
def test_any_text_is_read_at_its_place(text: str) -> None:
    for line in read(Source(text)).lines:
        assert line.command.exact()
        assert line.schedule.exact()
