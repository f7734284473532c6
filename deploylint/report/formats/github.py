"""The report for the log of GitHub Actions: workflow commands, which GitHub shows beside the lines they name."""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.check.finding import Finding, Level
from deploylint.report.plain import well_formed
from deploylint.report.run import SEVERITY, Run
from deploylint.report.visible import visible

MOST = 10  # annotations of a level that the runner keeps of a step (actions/runner, ExecutionContext)
LONGEST = 4000  # characters of a message; the runner cuts at 4,096
_COMMANDS: dict[Level, str] = {"error": "error", "warning": "warning", "note": "notice"}


def render(run: Run) -> str:
    """One workflow command for each finding, the most severe first, at most ten of a level; a line counts the rest.

    Notes are shown with `-v` alone. Nothing that a repository holds can end a command, or begin another.
    """
    levels = SEVERITY if run.options.verbose else SEVERITY[:2]
    lines: list[str] = []
    left_out = []
    for level in levels:
        found = [finding for finding in run.findings if finding.level == level]
        lines.extend(map(_command, found[:MOST]))
        if len(found) > MOST:
            left_out.append(f"{len(found) - MOST} {level}{'s' * (len(found) > MOST + 1)}")
    if left_out:
        lines.append(f"{' and '.join(left_out)} more: GitHub keeps {MOST} of a level, the text report has all.")
    return well_formed("".join(f"{line}\n" for line in lines))


def _command(finding: Finding) -> str:
    properties = ",".join(f"{name}={_property(value)}" for name, value in _properties(finding))
    return f"::{_COMMANDS[finding.level]} {properties}::{_data(_message(finding))}"


def _properties(finding: Finding) -> Iterator[tuple[str, str]]:
    place = finding.range
    yield "title", f"{finding.rule} {finding.name}"
    yield "file", finding.span.path
    yield "line", str(place.line)
    yield "endLine", str(place.end_line)
    if place.line == place.end_line:  # GitHub refuses columns of several lines
        yield "col", str(place.column)
        yield "endColumn", str(place.end_column)


def _message(finding: Finding) -> str:
    """What the text report says below the excerpt, as lines."""
    places = ((f"{visible(one.span.path)}:{one.span.range.line}", visible(one.message)) for one in finding.related)
    lines = [visible(finding.message), *(f"{place}  {said}".rstrip() for place, said in places)]
    if finding.hint:
        lines.append(f"hint: {visible(finding.hint)}")
    text = "\n".join(lines)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _data(text: str) -> str:
    """Text behind the last `::`, escaped as actions/toolkit does."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """A value in front of it, escaped as actions/toolkit does."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
