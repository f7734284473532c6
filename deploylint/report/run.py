"""Everything that a report says: one run, its findings and what they were drawn from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import field
from datetime import date

from deploylint.check.finding import Finding, Level
from deploylint.check.rule import Rule
from deploylint.facts.listing import FileNote
from deploylint.facts.place import Source
from deploylint.facts.record import dataclass
from deploylint.report.service import Service

SEVERITY: tuple[Level, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Counts of one run. recognised: files of a known format; files: all there are; seconds: None unless asked for.

    change: only a change was judged, and only the files that it changes are counted. fixable: findings that --fix
    mends.
    """

    errors: int = 0
    warnings: int = 0
    notes: int = 0
    suppressed: int = 0
    unknown_commands: int = 0
    recognised: int = 0
    files: int = 0
    change: bool = False
    fixable: int = 0
    seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How people want to see it. root: a `file:` URI that locations are linked to, or ""; width: in terminal cells."""

    colour: bool = False
    verbose: bool = False
    quiet: bool = False
    root: str = ""
    width: int = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where the repository is published, and the state of it that was read. repository: a URI without credentials."""

    repository: str
    revision: str
    branch: str = ""


@dataclass(frozen=True, slots=True)
class Fixed:
    """How many findings of a rule were mended in a file before the run that is reported."""

    path: str
    rule: str
    name: str
    count: int


def _nothing(path: str) -> None:
    """For runs without files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What reporters are pure functions of. findings: sorted by Finding.order, suppressed ones left out; rules: the
    enabled ones by id; source: the text of a file for excerpts, without its secrets; content: its bytes,
    which no report may quote; None where there is none."""

    version: str
    as_of: date
    findings: tuple[Finding, ...] = ()
    services: tuple[Service, ...] = ()
    files: tuple[FileNote, ...] = ()
    rules: tuple[Rule, ...] = ()
    source: Callable[[str], Source | None] = _nothing
    content: Callable[[str], bytes | None] = _nothing
    summary: Summary = field(default_factory=Summary)
    options: Options = field(default_factory=Options)
    provenance: Provenance | None = None
    fixed: tuple[Fixed, ...] = ()


def arrange(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that are reported, in the order of reports: neither suppressed nor off."""
    shown = (finding for finding in findings if finding.suppressed is None and finding.level != "off")
    return tuple(sorted(shown, key=lambda finding: finding.order))


def loudest(rule: Rule) -> Level:
    """The highest level that a rule has for anything."""
    tables = (rule.levels, *(one.levels for one in rule.elsewhere))
    found = {level for levels in tables for table in levels.values() for level in table.values()}
    return next((level for level in SEVERITY if level in found), "off")


def count(findings: Iterable[Finding]) -> Counter[Level]:
    """How many findings there are of each level."""
    return Counter(finding.level for finding in findings)
