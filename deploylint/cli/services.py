"""Services of the model in the words of reports, secrets in their commands as stars."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from deploylint.facts.commands import Word
from deploylint.facts.place import Span
from deploylint.facts.secrets import hidden
from deploylint.model import deployment as model
from deploylint.model.expected_port import expected_port
from deploylint.model.final_words import final_words
from deploylint.model.ports import GIVEN
from deploylint.model.roles import Evidence
from deploylint.report import service as report


def service(deployment: model.Deployment, one: model.Service) -> report.Service:
    """A service of a deployment as reports know it."""
    return report.Service(
        id=one.id,
        process=one.process,
        folder=one.folder,
        role=one.role,
        joined=one.joined,
        platforms=tuple(_effective(deployment, row, one.process) for row in one.effective),
        declarations=tuple(map(_declaration, one.declarations)),
    )


def _effective(deployment: model.Deployment, one: model.Effective, process: str) -> report.Effective:
    launch = one.winner.launch if one.winner is not None else None
    words = final_words(launch.use.invocation) if launch is not None else ()
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
        shadowed=tuple(_shadowed(one, shadowed) for shadowed in one.shadowed),
        assumptions=tuple(map(hidden, one.assumptions)),
        evidence=tuple(map(_reason, one.evidence)),
        reason=hidden(one.reason) or None,
        command=_typed(words),
        image=hidden(one.pulled) or None,
        entrypoint=_line(one.entrypoint) if one.entrypoint is not None else None,
        before=(
            *(report.Line(d.label, hidden(d.text), d.span) for d in one.releases),
            *map(_line, one.before),
        ),
        build=tuple(report.Line(d.label, hidden(d.text), d.span) for d in one.builds),
        port=_port(deployment, one, process),
    )


def _shadowed(one: model.Effective, shadowed: model.Shadowed) -> report.Shadowed:
    """A declaration that does not run; of an image whose ENTRYPOINT stays in force that is its CMD alone."""
    said = _declaration(shadowed.declaration)
    image = shadowed.declaration.image
    if one.entrypoint is not None and one.entrypoint.span == said.location and image and image.command is not None:
        value = image.command.value
        place = Span(image.path, value.range())
        said = replace(said, label=image.command.name, text=hidden(value.value), location=place, launch=None)
    return report.Shadowed(shadowed.reason, shadowed.partly, said)


def _line(one: model.Stated) -> report.Line:
    return report.Line(one.way, hidden(one.value), one.span)


def _port(deployment: model.Deployment, one: model.Effective, process: str) -> report.Port | None:
    found = expected_port(deployment, one, process)
    if found is None:
        return None
    part, at = found.listens, found.variable_at
    return report.Port(
        given=found.given or None,
        default=found.default,
        stated=_line(found.stated) if found.stated is not None else None,
        variable=report.Line(GIVEN, hidden(found.variable or ""), at) if at is not None else None,
        published=tuple(map(_line, found.published)),
        listens=report.Listens(
            source=part.source,
            port=part.value or None,
            host=(found.host.value or None) if found.host is not None else None,
            location=part.span,
        )
        if part is not None
        else None,
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
    via = tuple(report.Step(hidden(step.label), step.span) for step in one.use.via)
    location = Span(one.use.span.path, one.use.invocation.range)
    return report.Launch(one.program, hidden(one.identity), hidden(one.text), target, via, location)


def _reason(one: Evidence) -> report.Reason:
    return report.Reason(one.role, one.reason, one.span)


def _masked(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a command; an option tells that the word behind it is a secret."""
    text = hidden(" ".join(words))
    ends = accumulate(len(word) + 1 for word in words)
    return tuple(text[end - 1 - len(word) : end - 1] for word, end in zip(words, ends, strict=True))


def _typed(words: Sequence[Word]) -> str:
    """The command as one would type it: what a shell still expands is left to it, all else is quoted."""
    masked = _masked(tuple(word.raw for word in words))
    return " ".join(_word(text, word) for text, word in zip(masked, words, strict=True))


def _word(text: str, word: Word) -> str:
    if word.value is not None:
        return shlex.quote(text)
    return text if text.split() == [text] else '"' + text.replace('"', '\\"') + '"'
