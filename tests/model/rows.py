"""Helpers: what one platform runs in a repository."""

from __future__ import annotations

from deploylint.model.deployment import Effective
from tests.model.joined import Files, joined

IMAGE = "FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\n"
DOCKERFILE = IMAGE + 'CMD ["python", "a.py"]\n'
SOURCES = dict.fromkeys(("a.py", "b.py", "c.py"), "")
BUILT: Files = {"Dockerfile": DOCKERFILE}
PROCFILE: Files = {"Procfile": "web: python c.py\n"}


def row(files: Files, platform: str, name: str | None = None) -> Effective:
    """The row of a platform in the repository, whatever services there are."""
    rows = [row for service in joined({**SOURCES, **files}).services for row in service.effective]
    (found,) = [row for row in rows if row.platform == platform and name in (None, row.name)]
    return found


def blueprint(said: str) -> str:
    return f"services:\n  - {{type: web, name: shop, {said}}}\n"


def won(found: Effective) -> tuple[str, str] | None:
    return (found.winner.span.path, found.winner.label) if found.winner is not None else None


def lost(found: Effective) -> list[tuple[str, str]]:
    return [(shadowed.declaration.label, shadowed.reason) for shadowed in found.shadowed]
