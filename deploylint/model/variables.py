"""All places that set an environment variable: platform files, images, commands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deploylint.facts.place import Span
from deploylint.model.builds import Builds
from deploylint.model.declare.dockerfile import variables as image_variables
from deploylint.model.deployment import Use, VariableSite
from deploylint.model.entries import Entry


def variables(entries: Iterable[Entry], builds: Builds, uses: Iterable[Use]) -> Iterator[VariableSite]:
    """The places, each once: of the entries, of the images, then of the commands."""
    seen: set[tuple[Span, str]] = set()
    for one in _declared(entries, builds):
        if (one.span, one.name) not in seen:
            seen.add((one.span, one.name))
            yield one
    yield from _assigned(uses)


def _declared(entries: Iterable[Entry], builds: Builds) -> Iterator[VariableSite]:
    for entry in entries:
        yield from entry.variables
    for name, image in builds.images.items():
        yield from image_variables(image, builds.judgements[name])


def _assigned(uses: Iterable[Use]) -> Iterator[VariableSite]:
    """The variables that commands set for themselves and for those after them."""
    for use in uses:
        for assignment in use.invocation.assignments or use.invocation.command.assignments:
            yield VariableSite(
                name=assignment.name,
                value=assignment.value.value if assignment.value else None,
                span=Span(use.span.path, assignment.range),
                kind="export" if assignment.exported else "assignment",
                owner=use.owner,
                platform=use.platform,
                role=use.role,
                phase=use.phase,
                service=use.service,
                evidence=use.evidence,
            )
