"""Services of the model in the words of reports, secrets in their commands as stars."""

from __future__ import annotations

from itertools import accumulate

from deploylint.facts.secrets import hidden
from deploylint.model import deployment as model
from deploylint.model.roles import Evidence
from deploylint.report import service as report


def service(one: model.Service) -> report.Service:
    """A service as reports know it."""
    return report.Service(
        id=one.id,
        process=one.process,
        folder=one.folder,
        role=one.role,
        joined=one.joined,
        platforms=tuple(map(_effective, one.effective)),
        declarations=tuple(map(_declaration, one.declarations)),
    )


def _effective(one: model.Effective) -> report.Effective:
    return report.Effective(
        platform=one.platform,
        title=one.title,
        name=one.name,
        server=one.server,
        unread=one.unread or None,
        role=one.role,
        certainty=one.certainty,
        argv=_masked(one.argv),
        entry=one.entry,
        winner=_declaration(one.winner) if one.winner else None,
        shadowed=tuple(report.Shadowed(s.reason, s.partly, _declaration(s.declaration)) for s in one.shadowed),
        assumptions=one.assumptions,
        evidence=tuple(map(_reason, one.evidence)),
    )


def _declaration(one: model.Declaration) -> report.Declaration:
    return report.Declaration(
        kind=one.kind,
        platform=one.platform,
        label=one.label,
        text=hidden(one.text),
        process=one.process,
        phase=one.phase,
        shell=one.shell,
        role=one.role,
        location=one.span,
        launch=_launch(one.launch) if one.launch else None,
        dynamic=hidden(one.dynamic) or None,
        note=one.note or None,
    )


def _launch(one: model.Launch) -> report.Launch:
    target = report.Target(one.resolution.state, one.resolution.path, one.resolution.reason or None)
    return report.Launch(one.program, hidden(one.identity), hidden(one.text), target)


def _reason(one: Evidence) -> report.Reason:
    return report.Reason(one.role, one.reason, one.span)


def _masked(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a command; an option tells that the word behind it is a secret."""
    text = hidden(" ".join(words))
    ends = accumulate(len(word) + 1 for word in words)
    return tuple(text[end - 1 - len(word) : end - 1] for word, end in zip(words, ends, strict=True))
