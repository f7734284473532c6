"""What kinds share: which files to look at, and the parts of keys and messages that come from source text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deploylint.check.finding import Related
from deploylint.facts.digest import digest
from deploylint.model.workspace import Workspace

if TYPE_CHECKING:
    from deploylint.model.deployment import Deployment

_LONG = 64
_SHOWN = 48


def holding(workspace: Workspace, needles: tuple[str, ...], names: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The files of these formats (of any, if none is named) whose bytes hold one of the needles, sorted."""
    return workspace.holding(tuple(needle.encode() for needle in needles), names)


def query_name(query: str) -> str:
    """The name under which the matches of a query are found."""
    return digest(query, 8).hex()


def normal(text: str) -> str:
    """A text as part of a key: white space folded; a long one shortened to its start and a digest."""
    folded = " ".join(text.split())
    if len(folded) <= _LONG:
        return folded
    from hashlib import sha256  # takes 4 ms to import, and few texts are long

    return f"{folded[:_SHOWN]}~{sha256(folded.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def shown(text: str) -> str:
    """A text for a message: white space folded, a long one cut."""
    folded = " ".join(text.split())
    return folded if len(folded) <= _LONG else folded[:_SHOWN] + " ..."


def place(symbol: str, path: str) -> str:
    """How a message names where something stands: the symbol around it, else the file's name."""
    return symbol or path.rsplit("/", 1)[-1]


def way(deployment: Deployment, path: str) -> tuple[Related, ...]:
    """The steps by which a production start reaches a file; empty if none does."""
    return tuple(Related(step.span, step.label) for step in deployment.started.get(path, ()))
