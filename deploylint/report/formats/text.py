"""The report for people: grouped by service, the most severe first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

import click

from deploylint.check.finding import LEVELS, Finding, Level
from deploylint.facts.listing import FileNote
from deploylint.facts.place import Span
from deploylint.report.excerpt import excerpt
from deploylint.report.run import Options, Run, Summary
from deploylint.report.service import Service
from deploylint.report.visible import cells, pad, visible

COLOURS: dict[Level, str] = {"error": "red", "warning": "yellow", "note": "cyan", "off": "white"}
GUTTER = 10  # cells before the text of an excerpt


def render(run: Run) -> str:
    """Findings by service, then by file, then the summary; `-v` says first what was read. Ends with a line end."""
    lines: list[str] = []
    if not run.options.quiet:
        if run.options.verbose:
            lines.extend(_files(run))
        lines.extend(_fixed(run))
        for title, findings in _groups(run):
            lines.append(style(title, run.options, bold=True))
            said = ""
            for finding in findings:
                lines.extend(_finding(finding, run, finding.hint if finding.hint != said else ""))
                said = finding.hint
            lines.append("")
    lines.append(_summary(run.summary, run.options, sum(fixed.count for fixed in run.fixed)))
    return "\n".join(lines) + "\n"


def style(text: str, options: Options, **styles: bool | str) -> str:
    """The text in a style, if colour was asked for."""
    return click.style(text, **styles) if options.colour else text  # type: ignore[arg-type]


def listing(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def _groups(run: Run) -> Iterator[tuple[str, list[Finding]]]:
    """The findings to show under their titles: services, then files; in each the most severe first."""
    services = {service.id: service for service in run.services}
    groups: dict[tuple[bool, str], list[Finding]] = {}
    for finding in run.findings:
        if finding.level != "note" or run.options.verbose:
            key = (False, finding.service) if finding.service else (True, finding.span.path)
            groups.setdefault(key, []).append(finding)
    for findings in groups.values():
        findings.sort(key=_severity)
    for (of_file, name), findings in sorted(
        groups.items(), key=lambda item: (item[0][0], _severity(item[1][0]), item[0])
    ):
        service = None if of_file else services.get(name)
        yield _title(service) if service else visible(name), findings


def _severity(finding: Finding) -> int:
    return -LEVELS.index(finding.level)


def _title(service: Service) -> str:
    """`backend · production on Render (docker) and Heroku, development on Compose`."""
    by_role: dict[str, list[str]] = {}
    for effective in service.platforms:
        titles = by_role.setdefault(effective.role, [])
        if effective.title not in titles:
            titles.append(effective.title)
    roles = sorted(by_role, key=("production", "unknown", "development", "test").index)
    parts = [f"{'role unknown' if role == 'unknown' else role} on {listing(by_role[role])}" for role in roles]
    return visible(f"{service.id} · {', '.join(parts)}" if parts else service.id)


def _finding(finding: Finding, run: Run, hint: str) -> Iterator[str]:
    """The lines of a finding. hint: its own, or "" where the one before has just said the same."""
    options = run.options
    level = style(finding.level, options, fg=COLOURS[finding.level], bold=True)
    place = finding.span.range
    where = _link(f"{visible(finding.span.path)}:{place.line}:{place.column}", finding.span, options)
    yield f"  {level} {style(finding.rule, options, bold=True)} {finding.name}  {where}"
    yield from _excerpt(finding, run)
    yield f"    {visible(finding.message)}"
    places = [f"{visible(related.span.path)}:{related.span.range.line}" for related in finding.related]
    width = max(map(cells, places), default=0)
    for related, text in zip(finding.related, places, strict=True):
        padding = pad(text, width)[len(text) :]
        yield f"      {_link(text, related.span, options)}{padding}  {visible(related.message)}".rstrip()
    if hint:
        yield f"    {style('hint:', options, fg='green')} {visible(hint)}"
    if options.verbose:
        also = f", also {', '.join(finding.also)}" if finding.also else ""
        yield style(f"    {finding.certainty}, confidence {finding.confidence}{also}", options, dim=True)


def _excerpt(finding: Finding, run: Run) -> Iterator[str]:
    source = run.source(finding.span.path)
    if source is None or not source.text:
        return
    shown = excerpt(source, finding.range, run.options.width - GUTTER)
    bar = style("|", run.options, dim=True)
    yield f"{shown.line:>{GUTTER - 3}} {bar} {shown.text}".rstrip()
    mark = style("^" * shown.length, run.options, fg=COLOURS[finding.level], bold=True)
    more = f" and {shown.further} more line{'s' * (shown.further > 1)}" if shown.further else ""
    yield f"{'':>{GUTTER - 3}} {bar} {' ' * shown.start}{mark}{more}"


def _link(text: str, span: Span, options: Options) -> str:
    """The text, linked to the file where the terminal can (OSC 8)."""
    if not options.root:
        return text
    path = quote(span.path.encode("utf-8", "surrogateescape"))
    return f"\x1b]8;;{options.root.rstrip('/')}/{path}\x1b\\{text}\x1b]8;;\x1b\\"


def _files(run: Run) -> Iterator[str]:
    """What each file was taken as, and what was left out and why."""
    if not run.files:
        return
    yield style("Files", run.options, bold=True)
    width = max(len(file.format or "") for file in run.files)
    for file in run.files:
        yield f"  {file.format or '-':<{max(width, 1)}}  {_file(file)}"
    yield ""


def _file(file: FileNote) -> str:
    return visible(file.path) + (f"  skipped: {visible(file.skipped)}" if file.skipped else "")


def _fixed(run: Run) -> Iterator[str]:
    """What was mended before the run, by file."""
    if run.fixed:
        yield style("Fixed", run.options, bold=True)
        for one in run.fixed:
            times = f"  ({one.count} times)" if one.count > 1 else ""
            yield f"  {visible(one.rule)} {visible(one.name)}  {visible(one.path)}{times}"
        yield ""


def _summary(summary: Summary, options: Options, fixed: int) -> str:
    """`2 errors, 1 warning, 312 notes (-v shows them) in 42 of 311 files, 3 fixable with --fix, 0.2 s`."""
    counts: tuple[tuple[int, Level], ...] = (
        (summary.errors, "error"),
        (summary.warnings, "warning"),
        (summary.notes, "note"),
    )
    parts = [style(f"{n} {level}{'s' * (n != 1)}", options, fg=COLOURS[level], bold=True) for n, level in counts if n]
    if summary.notes and not (options.verbose and not options.quiet):
        parts[-1] += " (-v shows them)"
    if summary.suppressed:
        parts.append(f"{summary.suppressed} suppressed")
    head = ", ".join(parts) if parts else style("no findings", options, fg="green")
    text = f"{head} in {summary.recognised} of {summary.files} {'changed ' if summary.change else ''}files"
    if fixed:
        text += f", {fixed} fixed"
    if summary.fixable:
        text += f", {summary.fixable} fixable with --fix"
    if summary.unknown_commands and options.verbose:
        text += f", {summary.unknown_commands} command{'s' * (summary.unknown_commands != 1)} unknown"
    return text if summary.seconds is None else f"{text}, {summary.seconds:.1f} s"
