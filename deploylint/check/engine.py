"""From rules and a Deployment to findings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from deploylint.check import keys, kind, messages, suppress
from deploylint.check.finding import Finding, Hit, Level, louder, lower
from deploylint.check.nominate import query_name
from deploylint.check.rule import Rule
from deploylint.check.suppression import Suppression, inline
from deploylint.facts.secrets import hidden

if TYPE_CHECKING:
    from deploylint.model.deployment import Deployment

Told = Mapping[str, Sequence[Finding]]  # id of a rule -> what it reports, before keys are numbered


def run(
    rules: Sequence[Rule],
    deployment: Deployment,
    *,
    as_of: date,
    known: Collection[str] = (),
    suppressions: Iterable[Suppression] = (),
    changes: bool = False,
    told: Told | None = None,
    files: Collection[str] | None = None,
) -> tuple[Finding, ...]:
    """All findings of a run, the suppressed ones with their reason, in the order of reports.

    rules: those that run, as `settings.configure` gives them. as_of: today. known: the ids of all rules there are.
    suppressions: the contract's; those in comments are read here. changes, told, RuleError: as in `judge`.
    files: those whose comments are read in any case; None: all that the deployment speaks of.
    """
    told = told or {}
    ran = frozenset(rule.id for rule in rules)
    judged = judge(rules, on(deployment, as_of), changes=changes, told=told)
    known_files = {*(finding.span.path for finding in judged), *(deployment.files if files is None else files)}
    reviewed = suppress.review(
        judged,
        (*inline(deployment.workspace, known_files), *suppressions),
        known=ran.union(known),
        ran=ran,
        as_of=as_of,
    )
    found = [
        finding
        for rule in rules
        if rule.id not in told and (review := kind.of(rule).review) is not None
        for finding in findings(rule, review(reviewed, kind.params(rule)), changes=changes)
    ]
    return tuple(sorted((*reviewed.findings, *keys.number(found)), key=lambda finding: finding.order))


def queries(rules: Iterable[Rule]) -> dict[str, dict[str, str]]:
    """Language -> name -> the tree-sitter query whose matches a rule's kind asks for under `nominate.query_name`."""
    asked: dict[str, dict[str, str]] = {}
    for rule in rules:
        query = kind.of(rule).queries
        for language, text in query(kind.params(rule)).items() if query is not None else ():
            asked.setdefault(language, {})[query_name(text)] = text
    return asked


def on(deployment: Deployment, day: date) -> Deployment:
    """The deployment as it is judged on a day."""
    return deployment if deployment.as_of == day else replace(deployment, as_of=day)


def judge(
    rules: Iterable[Rule], deployment: Deployment, *, changes: bool = False, told: Told | None = None
) -> tuple[Finding, ...]:
    """What the rules report, with keys, folded, before suppressions; in the order of reports.

    changes: the findings are for lines of a change, where rules of scope `changed` have their full level. told: what
    rules have reported already, which are not asked again. Raises RuleError for a rule whose kind or parameters do not
    exist.
    """
    ran, told = tuple(rules), told or {}
    found = [
        finding
        for rule in ran
        for finding in (told[rule.id] if rule.id in told else reported(rule, deployment, changes=changes))
    ]
    return fold(keys.number(found), ran)


def reported(rule: Rule, deployment: Deployment, *, changes: bool = False) -> Iterator[Finding]:
    """What one rule reports, its keys not numbered yet; a rule that reviews suppressions nothing. Raises RuleError."""
    check = kind.of(rule).check
    if check is not None:
        yield from findings(rule, check(deployment, kind.params(rule)), changes=changes)


def findings(rule: Rule, hits: Iterable[Hit], *, changes: bool = False) -> Iterator[Finding]:
    """One finding for each path, line and subject that a rule's hits name: the hit of the highest level."""
    best: dict[tuple[str, int, str], Finding] = {}
    for hit in sorted(hits, key=_order):
        found = finding(rule, hit, changes=changes)
        place = (hit.span.path, hit.span.range.line, found.subject)
        if found.level != "off" and (place not in best or louder(found.level, best[place].level)):
            best[place] = found
    yield from best.values()


def finding(rule: Rule, hit: Hit, *, changes: bool = False) -> Finding:
    """A hit in the words and at the level of its rule, secrets as stars; its key is not numbered yet."""
    rule = rule.at(hit.span.path)
    values = {name: hidden(value) for name, value in hit.values}
    subject = hidden("/".join(hit.subject))
    hint = rule.hints.get(hit.message, rule.hints.get("default", ""))
    message = worded(rule, hit)
    return Finding(
        rule=rule.id,
        name=rule.name,
        level=level(rule, hit, changes=changes),
        confidence=rule.confidence,
        certainty=hit.certainty,
        message=messages.fill(rule.messages[message], values),
        hint=messages.fill(hint, values),
        message_id=message,
        arguments=tuple(values.items()),
        service=hit.service,
        platform=hit.platform,
        scope=rule.scope,
        key=keys.stem(rule.id, hit.span.path, subject),
        subject=subject,
        span=hit.span,
        related=tuple(replace(one, message=hidden(one.message)) for one in hit.related),
        extent=hit.extent,
    )


def worded(rule: Rule, hit: Hit) -> str:
    """The message of a hit: the one for its role (`default-unknown`), where the rule has it."""
    own = f"{hit.message}-{hit.told or hit.role}"
    return own if own in rule.messages else hit.message


def level(rule: Rule, hit: Hit, *, changes: bool) -> Level:
    """The level of a hit by its message and role. What is unknown is never an error."""
    table = rule.levels[hit.message] if hit.message in rule.levels else rule.levels["default"]
    said = table.get(hit.role, "off")
    if rule.scope == "changed" and not changes and not hit.started:
        said = lower(said, "note")
    return lower(said, "warning") if hit.certainty == "unknown" else said


def fold(found: Sequence[Finding], rules: Iterable[Rule]) -> tuple[Finding, ...]:
    """Findings that another one subsumes become part of its `also`: same range or line, same service, no louder."""
    subsumes = {rule.id: frozenset(rule.subsumes) for rule in rules if rule.subsumes}
    by_line: dict[tuple[str, int], list[int]] = {}
    for index, one in enumerate(found):
        by_line.setdefault((one.span.path, one.span.range.line), []).append(index)
    also: dict[int, list[str]] = {}
    gone: set[int] = set()
    for index, one in enumerate(found):
        for other in by_line[one.span.path, one.span.range.line] if one.rule in subsumes else ():
            if found[other].rule in subsumes[one.rule] and _same(one, found[other]):
                also.setdefault(index, []).append(found[other].rule)
                gone.add(other)
    return tuple(
        replace(one, also=tuple(sorted({*one.also, *also[index]}))) if index in also else one
        for index, one in enumerate(found)
        if index not in gone
    )


def _same(one: Finding, other: Finding) -> bool:
    service = one.service == other.service or not one.service or not other.service
    return service and not louder(other.level, one.level)


def _order(hit: Hit) -> tuple[object, ...]:
    return (hit.span, hit.subject, hit.message, hit.values, hit.service, hit.platform)
