"""What would mend findings: one finding at a time, for reports; all of a file at once, for --fix."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from deploylint.check.finding import Finding, Fix
from deploylint.check.rule import Rule
from deploylint.facts.record import dataclass
from deploylint.fix.files import File, Files, Reader
from deploylint.fix.fixer import Attempt, Task, of

_MOST_READ = 2_000_000  # characters of a file that are read again to offer fixes one by one: some seconds


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one rule in one file that its fixer may mend."""

    rule: Rule
    path: str
    findings: tuple[Finding, ...]


def groups(findings: Iterable[Finding], rules: Iterable[Rule], *, unsafe: bool) -> Iterator[Group]:
    """The findings that may be mended, by path and rule; suppressed ones never are. unsafe: by unsafe fixes too."""
    by_id = {rule.id: rule for rule in rules if rule.remedy is not None and (unsafe or rule.remedy.safe)}
    found: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.suppressed is None and finding.rule in by_id and _mends(by_id[finding.rule], finding):
            found.setdefault((finding.span.path, finding.rule), []).append(finding)
    for (path, rule_id), same in sorted(found.items()):
        yield Group(by_id[rule_id], path, tuple(same))


def _mends(rule: Rule, finding: Finding) -> bool:
    messages = rule.remedy.messages if rule.remedy is not None else ()
    return not messages or finding.message_id in messages


def attempt(group: Group, file: File, wanted: Sequence[Finding]) -> Attempt:
    """What mends some findings of a group. Raises RuleError where the rule says what its fixer does not take."""
    fixer, params = of(group.rule)
    return fixer.attempt(Task(group.rule, params, file, tuple(wanted), group.findings))


def offered(
    findings: Sequence[Finding], rules: Iterable[Rule], files: Files, again: Reader, *, unsafe: bool
) -> tuple[Finding, ...]:
    """The findings, those that can be mended with what mends each of them alone.

    Each is tried by reading the file again: of many findings in a long file the first ones are.
    """
    fixes: dict[str, Fix] = {}
    for group in groups(findings, rules, unsafe=unsafe):
        file = File(group.path, files, again)
        safe = group.rule.remedy is not None and group.rule.remedy.safe
        source = files.source(group.path)
        affordable = 1 + _MOST_READ // (1 + len(source.text)) if source is not None else 0
        for finding in group.findings[:affordable]:
            edits = attempt(group, file, (finding,)).edits
            if edits:
                fixes[finding.key] = Fix(safe, edits)
    return tuple(replace(one, fix=fixes[one.key]) if one.key in fixes else one for one in findings)


@dataclass(frozen=True, slots=True)
class Round:
    """What one pass over the findings comes to.

    data: path -> its new bytes, before: those that were read; at most one rule mends a file in a pass. mended: the
    findings that should be gone; hopeless: path and rule, where nothing can be mended -> key -> reason.
    """

    data: Mapping[str, bytes]
    before: Mapping[str, bytes]
    mended: tuple[Finding, ...]
    hopeless: Mapping[tuple[str, str], Mapping[str, str]]


def round_of(found: Iterable[Group], files: Files, again: Reader, links: Mapping[str, str]) -> Round:
    """The edits of all groups, but of one alone for each file. links: path of a link -> the file it leads to."""
    data: dict[str, bytes] = {}
    before: dict[str, bytes] = {}
    mended: list[Finding] = []
    hopeless: dict[tuple[str, str], Mapping[str, str]] = {}
    for group in found:
        path = links.get(group.path, group.path)
        if path in data:
            continue
        file = File(group.path, files, again)
        result = attempt(group, file, group.findings)
        if result.edits:
            before[path] = file.encoded.data
            data[path] = file.after(result.edits).encoded.data
            mended.extend(finding for finding in group.findings if finding.key not in result.refused)
        else:
            hopeless[group.path, group.rule.id] = result.refused
    return Round(data, before, tuple(mended), hopeless)
