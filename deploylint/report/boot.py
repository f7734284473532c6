"""What runs where: the services of a repository for people (`deploylint boot`) and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from deploylint.report import fold, plain
from deploylint.report.formats.text import style
from deploylint.report.ports import place, sentence
from deploylint.report.pulled import ARGUMENTS, is_pulled, pulled
from deploylint.report.run import Options, Run
from deploylint.report.said import declared, lines, said, stated, written
from deploylint.report.service import Declaration, Effective, Service, Target
from deploylint.report.visible import cells, visible

LABEL = 11  # cells of the column of labels
INDENT = 4
ROLES = 45  # cells of a heading beside title and entries, at most
OTHERS = 3  # how many entries a heading names that run the same


def render(run: Run) -> str:
    """One block for each service, in it one for each platform, and a list of the images that are pulled.

    verbose: all in full, the evidence for roles, and how the declarations of a service came together.
    """
    if not run.services:
        return "No service found: nothing in the recognised files starts one.\n"
    apart = [] if run.options.verbose else [one for one in run.services if is_pulled(one)]
    blocks = [_service(one, run.options) for one in run.services if one not in apart]
    blocks += [pulled(apart, run.options)] if apart else []
    return "\n".join("".join(line.rstrip() + "\n" for line in block) for block in blocks)


def render_json(run: Run) -> str:
    """The services part of the JSON report, as a document of its own."""
    return plain.text({"version": 1, "as_of": run.as_of.isoformat(), "services": plain.plain(run.services)})


def _service(service: Service, options: Options) -> Iterator[str]:
    where = f" in {service.folder}/" if service.folder else ""
    yield style(visible(service.id), options, bold=True) + visible(f" · {service.process}{where}")
    if options.verbose:
        yield from _row("joined by", map(visible, service.joined), options)
    alike: dict[tuple[str, ...], list[Effective]] = {}
    for number, effective in enumerate(service.platforms):
        key = (_heading(effective, options), *_effective(effective, options))
        alike.setdefault((*key, str(number)) if options.verbose else key, []).append(effective)
    for (heading, *body), rows in alike.items():
        yield heading + _entries(rows, fold.columns(options.width) - len(rows[0].title) - ROLES)
        yield from body[:-1] if options.verbose else body


def _heading(effective: Effective, options: Options) -> str:
    role = "role unknown" if effective.role == "unknown" else effective.role
    sure = {"unknown": ", start unknown"}.get(effective.certainty, f", {effective.certainty}")
    sure = ", not read" if effective.unread else sure
    return f"  {style(visible(effective.title), options, bold=True)} · {role}{sure if effective.server else ''}"


def _entries(rows: list[Effective], room: int) -> str:
    """Where the platform's own file says it, unless the winner stands there."""
    winner = rows[0].winner
    places = [place(row.entry) for row in rows]
    if len(rows) == 1 and winner is not None and winner.location.path == rows[0].entry.path:
        return ""
    named = OTHERS if cells(", ".join(places[:OTHERS])) <= room else 1
    more = f" and {len(places) - named} more" if len(places) > named else ""
    return f" · {', '.join(places[:named])}{more}"


def _effective(effective: Effective, options: Options) -> Iterator[str]:
    winner = effective.winner
    yield from _row("unread", [visible(effective.unread)] if effective.unread else (), options)
    if winner is None:
        yield from _row("starts", [_nothing(effective)], options)
    else:
        yield from _winner(effective, winner, options)
    if effective.port is not None:
        unread = effective.image and effective.port.listens is not None and effective.port.listens.source == "unknown"
        port = replace(effective.port, listens=None) if unread else effective.port
        shown = sentence(port, effective.title, winner.location if winner is not None else None)
        yield from _row("port", [shown] if shown else (), options)
    yield from _row("before", map(stated, effective.before), options, whole=options.verbose)
    yield from _row("build", map(stated, effective.build), options, whole=options.verbose)
    for number, one in enumerate(effective.shadowed):
        label = "" if number else "ignored"
        yield from _row(label, [declared(one.declaration)], options, whole=options.verbose)
        yield from _row("", ["  " + visible(one.reason)], options)
    yield from _taken(effective, options)


def _winner(effective: Effective, winner: Declaration, options: Options) -> Iterator[str]:
    yield from _row("starts", _command(effective, winner, options), options, folded=True)
    if winner.launch is None and effective.certainty != "unknown":
        yield from _row("ends", ["it does its work and ends: a one-shot job"], options)
    elif winner.dynamic or winner.launch is None:
        yield from _row("unknown", [visible(winner.dynamic or effective.reason or "it cannot be followed")], options)
    yield from _row("said by", [said(winner, effective)], options, whole=options.verbose)
    yield from _row("via", lines(winner), options)
    if effective.entrypoint is not None:
        yield from _row("through", [stated(effective.entrypoint)], options, whole=options.verbose)
    target = winner.launch.target if winner.launch is not None else None
    if target is not None:
        yield from _row("target", [_target(target)], options, alarm=target.state == "missing")
    yield from _likely(effective, options)


def _command(effective: Effective, winner: Declaration, options: Options) -> Iterator[str]:
    """What starts, in lines; of an image that is pulled, what its ENTRYPOINT is given."""
    command = visible(effective.command or written(winner))
    room = fold.columns(options.width) - INDENT - LABEL
    if not effective.image or (winner.kind not in ARGUMENTS and effective.command):
        yield from fold.command(command, room)
        return
    image = f"image {visible(effective.image)} with"
    if cells(f"{image} {command}") <= room:
        yield f"{image} {command}"
        return
    yield image
    yield from (f"  {line}" for line in fold.command(command, room - 2))


def _nothing(effective: Effective) -> str:
    """What is known of a start that no declaration of the repository says."""
    if not effective.server:
        return f"no process: {visible(effective.reason or 'static files')}"
    if effective.image:
        return f"image {visible(effective.image)}, its own start command"
    return f"unknown: {visible(effective.reason or 'nothing in the repository says it')}"


def _target(target: Target) -> str:
    """The file that the command names, or why it is not there or not known."""
    if target.state == "found":
        return f"found: {visible(target.path or target.reason or '')}"
    return f"{target.state}: {visible(target.reason or target.path or 'not in the repository')}"


def _likely(effective: Effective, options: Options) -> Iterator[str]:
    """Why the start is not certain, unless the target says that."""
    launch = effective.winner.launch if effective.winner is not None else None
    told = launch is not None and effective.reason == launch.target.reason
    if effective.certainty == "likely" and effective.reason and not told:
        yield from _row("likely", [visible(effective.reason)], options)


def _taken(effective: Effective, options: Options) -> Iterator[str]:
    """The assumptions that do not stand above, and what says the role."""
    assumed = [one for one in effective.assumptions if one != effective.reason and not _names(one, effective.image)]
    if effective.server or options.verbose:
        yield from _row("assuming", map(visible, assumed), options)
    told = [one for one in effective.evidence if one.role == "unknown"] if effective.role == "unknown" else []
    shown = effective.evidence if options.verbose else told[:1]
    reasons = (f"{one.role}: {one.reason}" + (f" ({place(one.location)})" if one.location else "") for one in shown)
    yield from _row("role", map(visible, reasons), options)


def _names(assumption: str, image: str | None) -> bool:
    """True for what only says again which image is pulled."""
    return image is not None and f"'{image}'" in assumption


def _row(
    label: str,
    values: Iterable[str],
    options: Options,
    *,
    whole: bool = True,
    folded: bool = False,
    alarm: bool = False,
) -> Iterator[str]:
    """The values under each other, the label before the first. whole: long ones are folded, else cut.

    folded: they are lines already. alarm: it will not start.
    """
    room = fold.columns(options.width) - INDENT - LABEL
    for value in values:
        if folded:
            shown: Iterable[str] = [value]
        else:
            shown = fold.prose(value, room) if whole else [fold.cut(value, room)]
        for number, line in enumerate(shown):
            shown_label = style(f"{label:<{LABEL}}", options, fg="red") if alarm and label else f"{label:<{LABEL}}"
            yield f"{' ' * INDENT}{shown_label}{'    ' if number else ''}{line}"
            label = ""
