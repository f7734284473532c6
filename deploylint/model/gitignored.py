"""Which paths git would leave out of the repository, as far as its own ignore files say."""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.facts.glob import covers
from deploylint.model.paths import below, parent
from deploylint.model.workspace import Workspace


def ignored(workspace: Workspace, path: str) -> bool:
    """True if a `.gitignore` above the path leaves it out; the last line about it decides, see gitignore(5)."""
    found = False
    for folder, pattern, negated in workspace.remember("gitignored", lambda: tuple(_patterns(workspace))):
        inner = below(path, folder)
        if inner and covers(pattern, inner):
            found = not negated
    return found


def _patterns(workspace: Workspace) -> Iterator[tuple[str, str, bool]]:
    """The patterns of all `.gitignore` files, the outer ones first: their folder, the pattern, and if it is a `!`."""
    files = sorted(workspace.glob("**/.gitignore"), key=lambda p: (p.count("/"), p))
    for path in files:
        source = workspace.source(path)
        for line in source.text.split("\n") if source is not None else ():
            said = line.rstrip()
            if said and not said.startswith("#"):
                negated = said.startswith("!")
                pattern = said[1:] if negated else said
                # A slash at the start or in the middle ties the pattern to the folder of the file.
                yield parent(path), pattern, negated
