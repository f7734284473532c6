"""Fixing until nothing is left to fix: what one fix leaves may be mended by the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from deploylint.check.finding import Finding
from deploylint.check.rule import Rule
from deploylint.facts.record import dataclass
from deploylint.fix.files import Files, Reader
from deploylint.fix.offer import Group, groups, round_of

MOST_ROUNDS = 10

_Place = tuple[str, str]  # path and rule


@dataclass(frozen=True, slots=True)
class State:
    """What is found in a state of the repository, after filters, and its files."""

    findings: tuple[Finding, ...]
    files: Files


@dataclass(frozen=True, slots=True)
class Mended:
    """How many findings of a rule are gone from a file."""

    path: str
    rule: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Settled:
    """data: path -> its new bytes; before: what it held. refused: findings that are left, each with the reason."""

    data: Mapping[str, bytes]
    before: Mapping[str, bytes]
    mended: tuple[Mended, ...]
    refused: tuple[tuple[Finding, str], ...]
    last: State


Lint = Callable[[Mapping[str, bytes]], State]  # the state in which these files are replaced


@dataclass(frozen=True, slots=True)
class Settings:
    """rules: those that run. again: reads a file anew. links: path of a link -> the file it leads to."""

    rules: tuple[Rule, ...]
    again: Reader
    links: Mapping[str, str]
    unsafe: bool = False


def settle(first: State, lint: Lint, settings: Settings) -> Settled:
    """Fix what can be fixed, lint again, and so on. Nothing is written.

    A fix after which its finding is still there is undone, and not tried again.
    """
    state, data = first, dict[str, bytes]()
    before: dict[str, bytes] = {}
    useless: set[_Place] = set()
    hopeless: dict[_Place, Mapping[str, str]] = {}
    mended: Counter[_Place] = Counter()
    for _ in range(MOST_ROUNDS):
        tried = [g for g in _groups(state, settings) if _place(g) not in useless and _place(g) not in hopeless]
        this = round_of(tried, state.files, settings.again, settings.links)
        hopeless.update(this.hopeless)
        if not this.data:
            break
        trial = {**data, **this.data}
        after = lint(spread(trial, settings.links))
        stayed = _stayed(state.findings, after.findings, this.mended)
        if stayed:
            useless |= stayed
            continue
        before = {**this.before, **before}
        changed = spread(this.data, settings.links)
        hopeless = {place: reasons for place, reasons in hopeless.items() if place[0] not in changed}
        mended.update(_by_place(this.mended))
        state, data = after, trial
    names = {rule.id: rule.name for rule in settings.rules}
    counts = tuple(Mended(path, rule, names[rule], count) for (path, rule), count in sorted(mended.items()))
    return Settled(data, before, counts, _refused(state, settings, hopeless, useless), state)


def spread(data: Mapping[str, bytes], links: Mapping[str, str]) -> Mapping[str, bytes]:
    """The replaced files, and the links that lead to them."""
    return {**data, **{link: data[end] for link, end in links.items() if end in data}}


def _groups(state: State, settings: Settings) -> Iterable[Group]:
    return groups(state.findings, settings.rules, unsafe=settings.unsafe)


def _stayed(old: Iterable[Finding], new: Iterable[Finding], mended: Iterable[Finding]) -> set[_Place]:
    """Where more findings are left than a round should have left."""
    gone, left, was = _by_place(mended), _by_place(new), _by_place(old)
    return {place for place, count in gone.items() if left[place] > was[place] - count}


def _by_place(findings: Iterable[Finding]) -> Counter[_Place]:
    return Counter((finding.span.path, finding.rule) for finding in findings)


def _place(group: Group) -> _Place:
    return group.path, group.rule.id


def _refused(
    state: State, settings: Settings, hopeless: Mapping[_Place, Mapping[str, str]], useless: set[_Place]
) -> tuple[tuple[Finding, str], ...]:
    reasons = {key: reason for same in hopeless.values() for key, reason in same.items()}
    for group in _groups(state, settings):
        if _place(group) in useless:
            reasons.update({finding.key: "the finding would stay" for finding in group.findings})
    return tuple((finding, reasons[finding.key]) for finding in state.findings if finding.key in reasons)
