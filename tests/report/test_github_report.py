"""The report for GitHub's log: what its runner reads of it, whatever a repository calls its files."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deploylint.check.finding import Finding, Level, Related
from deploylint.facts.place import Range, Span
from deploylint.report.formats.github import LONGEST, MOST, render
from deploylint.report.run import Options
from tests.report.samples import FINDINGS, finding, run, span

RUN = run()

HOSTILE = (
    "new\n::error file=x::forged.py",
    "a,line=99::b%0A.py",
    "carriage\r\nreturn::warning::.py",
    "[brackets]|pipe<b>&;.py",
    "%0A::set-output name=a::b",
    "##[error]old form.py",
    "::error ::at the start",
    "naïve 日本\u2028\u0085\x1b[31m.py",
    "not utf-8 \udcff.py",
)


@dataclass(frozen=True)
class Command:
    """A workflow command as the runner understands it (actions/runner, ActionCommand.TryParseV2)."""

    name: str
    properties: dict[str, str]
    message: str


def parse(line: str) -> Command | None:
    text = line.strip()
    if not text.startswith("::") or "::" not in text[2:]:
        return None
    head, message = text[2:].split("::", 1)
    name, _, rest = head.partition(" ")
    properties = dict(pair.split("=", 1) for pair in rest.split(",") if "=" in pair)
    unescaped = {key: _plain(value.replace("%3A", ":").replace("%2C", ",")) for key, value in properties.items()}
    return Command(name, unescaped, _plain(message))


def _plain(text: str) -> str:
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def commands(*findings: Finding, verbose: bool = False) -> list[Command | None]:
    run = replace(RUN, findings=findings, options=Options(verbose=verbose))
    return [parse(line) for line in render(run).split("\n")[:-1]]


def at(path: str, level: Level = "error", **fields: object) -> Finding:
    return finding("BOOT002", span(path, 3, 18, 39), level, {"target": path}, **fields)


def test_a_finding_is_a_command_with_its_place_and_what_the_text_report_says() -> None:
    assert commands(FINDINGS[0]) == [
        Command(
            "error",
            {
                "title": "BOOT001 conflicting-start-commands",
                "file": "backend/Dockerfile",
                "line": "3",
                "endLine": "3",
                "col": "5",
                "endColumn": "56",
            },
            "'backend' starts in 'two' different ways.\n"
            "render.yaml:4  gunicorn api.service:app: runs when the blueprint decides\n"
            "backend/Procfile:1  gunicorn api.service:app: not in the repository root\n"
            "hint: declare one start command and let the others go",
        )
    ]


def test_a_range_of_several_lines_has_no_columns() -> None:
    (command,) = commands(finding("BOOT002", span("a", 3, 18, 2, 5), "error", {"target": "b"}))
    assert command is not None
    assert {"line", "endLine"} <= command.properties.keys()
    assert not {"col", "endColumn"} & command.properties.keys()


def test_nothing_found_is_nothing_written() -> None:
    assert render(replace(RUN, findings=())) == ""


@pytest.mark.parametrize("path", HOSTILE)
def test_a_hostile_file_name_stays_one_file_name(path: str) -> None:
    (command,) = commands(at(path, related=(Related(Span(path, Range(1, 1, 1, 2)), path),), hint=path))
    assert command is not None
    assert command.name == "error"
    assert command.properties["file"] == path.replace("\udcff", "\ufffd")
    assert command.properties["line"] == "3"
    assert command.message.count("\n") == 2


@example("%25", "%")
@given(st.text(min_size=1), st.text())
def test_no_text_ends_a_command_or_begins_another(path: str, said: str) -> None:
    found = replace(at(path), message=said, hint="")
    (command,) = commands(found)
    assert command is not None
    assert set(command.properties) == {"title", "file", "line", "endLine", "col", "endColumn"}
    assert command.properties["title"] == "BOOT002 missing-start-target"


def test_the_most_severe_come_first_and_above_ten_of_a_level_a_line_counts_the_rest() -> None:
    many = [at(f"{level}{n:02}", level) for n in range(MOST + 2) for level in ("warning", "error")]
    found = commands(*many, at("last", "warning"))
    assert [one.name for one in found if one is not None] == ["error"] * MOST + ["warning"] * MOST
    assert found[-1] is None
    last = render(replace(RUN, findings=(*many, at("last", "warning")))).splitlines()[-1]
    assert last == "2 errors and 3 warnings more: GitHub keeps 10 of a level, the text report has all."


def test_one_finding_too_many_is_one() -> None:
    last = render(replace(RUN, findings=tuple(at(f"{n:02}") for n in range(MOST + 1)))).splitlines()[-1]
    assert last.startswith("1 error more:")


def test_notes_are_shown_where_somebody_asks_for_them() -> None:
    assert commands(at("a", "note")) == []
    (command,) = commands(at("a", "note"), verbose=True)
    assert command is not None
    assert command.name == "notice"


def test_a_message_is_cut_before_the_runner_cuts_it() -> None:
    (command,) = commands(replace(at("a"), message="x" * 10_000))
    assert command is not None
    assert len(command.message) == LONGEST
