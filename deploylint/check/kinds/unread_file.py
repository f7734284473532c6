"""Platform files that their platform does not read: in the wrong place, or after its end of life."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from deploylint.check.finding import Hit, Related
from deploylint.facts.files import Blueprint
from deploylint.facts.glob import escape
from deploylint.facts.place import FIRST, Span
from deploylint.model.blueprints import names
from deploylint.model.deployment import Deployment
from deploylint.model.evidence import is_aside
from deploylint.model.paths import base, parent
from deploylint.model.workspace import Workspace


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """Files that a platform reads. files: patterns. home: the only folder it reads them in, None for any.

    ends: the day from which on it reads none of them; instead: what takes their place. message: of the rule, for a
    file that lies elsewhere.
    """

    platform: str
    files: list[str]
    home: str | None = None
    message: str = "default"
    ends: date | None = None
    instead: str = ""


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """copies: names of folders that hold files of other projects, or what projects are made from.

    licences: patterns of files that make the folder they lie in a project of its own, kept elsewhere as well.
    """

    read: list[Row]
    copies: list[str]
    licences: list[str] = []


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each file that is not read where it lies or at the day of the run, or will not be for long."""
    workspace = deployment.workspace
    for row in params.read:
        for path in sorted({path for pattern in row.files for path in workspace.glob(pattern)}):
            if workspace.format(path) is None or _copied(path, params) or not _meant(workspace, path):
                continue
            if row.home is not None and parent(path) != row.home and not _elsewhere(workspace, row.home, path, params):
                yield _misplaced(workspace, row, path)
            if row.ends is not None and deployment.as_of is not None:
                over = deployment.as_of >= row.ends
                yield _hit(row, path, "ended" if over else "ending")


def _copied(path: str, params: Params) -> bool:
    folders = path.split("/")[:-1]
    return is_aside(path) or any(folder in params.copies or "{{" in folder for folder in folders)


def _elsewhere(workspace: Workspace, home: str, path: str, params: Params) -> bool:
    """True for a file of a project whose licence is not that of the repository: it is read where that is kept."""
    folder = parent(path).removesuffix(home).rstrip("/")
    return all(
        any(workspace.glob(f"{start}{pattern}") for pattern in params.licences) for start in ("", f"{escape(folder)}/")
    )


def _meant(workspace: Workspace, path: str) -> bool:
    """True unless the file holds something else than its name says."""
    blueprint = workspace.get(path, Blueprint)
    return blueprint is None or bool(blueprint.services) or blueprint.root.get("databases") is not None


def _misplaced(workspace: Workspace, row: Row, path: str) -> Hit:
    assert row.home is not None
    twin = f"{row.home}/{base(path)}" if row.home else base(path)
    if workspace.exists(twin) and _repeats(workspace, path, twin):
        return _hit(row, path, "twin", (Related(Span(twin, FIRST), "the one that is read"),))
    return _hit(row, path, row.message)


def _repeats(workspace: Workspace, path: str, twin: str) -> bool:
    """True unless both are blueprints of different services: then each may be read, the other by the dashboard."""
    own = names(workspace, path)
    return not own or not own.isdisjoint(names(workspace, twin))


def _hit(row: Row, path: str, message: str, related: tuple[Related, ...] = ()) -> Hit:
    return Hit(
        span=Span(path, FIRST),
        subject=(base(path), message),
        message=message,
        values=(
            ("platform", row.platform),
            ("file", base(path)),
            ("folder", parent(path) or "."),
            ("home", row.home or "the root of the repository"),
            ("twin", f"{row.home}/{base(path)}" if row.home else base(path)),
            ("date", row.ends.isoformat() if row.ends is not None else ""),
            ("instead", row.instead),
        ),
        platform=row.platform.lower(),
        related=related,
    )
