"""What runs where: the services of a repository for people (`deploylint boot`) and as JSON."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator

from deploylint.facts.place import Span
from deploylint.report import plain
from deploylint.report.formats.text import style
from deploylint.report.run import Options, Run
from deploylint.report.service import Declaration, Effective, Service, Shadowed
from deploylint.report.visible import visible

LABEL = 11  # cells of the column of labels


def render(run: Run) -> str:
    """One table for each service: platform, winner with its place, argv, role, certainty, what is shadowed and why.

    verbose: the evidence for roles, and how its declarations came together.
    """
    if not run.services:
        return "No service found: nothing in the recognised files starts one.\n"
    return "\n".join("".join(line + "\n" for line in _service(one, run.options)) for one in run.services)


def render_json(run: Run) -> str:
    """The services part of the JSON report, as a document of its own."""
    return plain.text({"version": 1, "as_of": run.as_of.isoformat(), "services": plain.plain(run.services)})


def _service(service: Service, options: Options) -> Iterator[str]:
    where = f" in {service.folder}/" if service.folder else ""
    yield style(visible(service.id), options, bold=True) + visible(f" · {service.process}{where}")
    if options.verbose:
        yield from _row("joined by", map(visible, service.joined), indent=2)
    for effective in service.platforms:
        yield from _effective(effective, options)


def _effective(effective: Effective, options: Options) -> Iterator[str]:
    role = "role unknown" if effective.role == "unknown" else effective.role
    certainty = "certainty unknown" if effective.certainty == "unknown" else effective.certainty
    yield f"  {style(visible(effective.title), options, bold=True)} · {role}, {certainty}"
    winner = effective.winner
    if winner is None:
        yield from _row("starts", ["nothing the repository says" if effective.server else "no process: static files"])
        yield from _row("declared", [place(effective.entry)])
    else:
        yield from _row("starts", [_command(effective, winner)])
        yield from _row("said by", [_declared(winner, _command(effective, winner))])
        yield from _row("target", _target(winner))
        if winner.dynamic:
            yield from _row("not known", [visible(winner.dynamic)])
    yield from _row("unread", [visible(effective.unread)] if effective.unread else ())
    yield from _row("shadowed", (line for one in effective.shadowed for line in _shadowed(one)))
    yield from _row("assuming", map(visible, effective.assumptions))
    if options.verbose:
        reasons = (
            f"{evidence.role}: {evidence.reason}" + (f" ({place(evidence.location)})" if evidence.location else "")
            for evidence in effective.evidence
        )
        yield from _row("evidence", map(visible, reasons))


def _command(effective: Effective, winner: Declaration) -> str:
    """The final argument list as one would type it; the declared text where it is not known."""
    return visible(shlex.join(effective.argv) if effective.argv else winner.text)


def _target(winner: Declaration) -> Iterator[str]:
    """The file that the command names, or why it is not known."""
    target = winner.launch.target if winner.launch else None
    if target is not None and target.path is not None:
        yield visible(target.path)
    elif target is not None and (target.reason or target.state == "missing"):
        yield visible(target.reason or "not in the repository")


def _declared(declaration: Declaration, known: str = "") -> str:
    """Place, label and text of a declaration; without the text where that is known."""
    text = visible(" ".join(declaration.text.split()))
    return f"{place(declaration.location)}  {visible(declaration.label)}" + (
        f"  {text}" if text not in ("", known) else ""
    )


def _shadowed(shadowed: Shadowed) -> Iterator[str]:
    yield _declared(shadowed.declaration)
    yield "  " + visible(shadowed.reason)


def _row(label: str, values: Iterable[str], indent: int = 4) -> Iterator[str]:
    """The values under each other, the label before the first."""
    for value in values:
        yield f"{' ' * indent}{label:<{LABEL + 4 - indent}}{value}".rstrip()
        label = ""


def place(span: Span) -> str:
    """`path:line`, made safe to print."""
    return visible(f"{span.path}:{span.range.line}")
