"""Build commands that need a file which is not there yet, or never."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from deploylint.check.editables import editables
from deploylint.check.finding import Hit, Related
from deploylint.check.needs import Need, Needs, above, by_table
from deploylint.facts.commands import Word
from deploylint.facts.dockerfile import Dockerfile, Instruction
from deploylint.facts.files import PythonProject
from deploylint.facts.place import Span
from deploylint.model.contexts import no_other
from deploylint.model.deployment import Deployment
from deploylint.model.filesystem import Ran, brought_later, image_commands, steps
from deploylint.model.filesystem.checkouts import checkout_commands
from deploylint.model.filesystem.native_builds import CLONE, build_commands
from deploylint.model.images import Image
from deploylint.model.paths import absolute, below, parent
from deploylint.model.roles import Role
from deploylint.model.workspace import Workspace

_EXTRAS = re.compile(r"\[[^\]]*\]$")
_PROJECT = ("pyproject.toml", "setup.py", "setup.cfg")
_SUFFIXES = ("", ".js", ".mjs", ".cjs", ".json", ".node", "/index.js", "/package.json")


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """needs: what commands need by themselves. Files that a command names are known from the data of programs."""

    needs: list[Needs]


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each build command that surely runs and surely lacks a file."""
    seen: set[tuple[Any, ...]] = set()
    for ran, role, image in _commands(deployment):
        for need in _needs(deployment.workspace, ran, params):
            if all(ran.files.at(path).state == "absent" for path in need.paths):
                key = (ran.path, need.range, need.said)
                if key not in seen:
                    seen.add(key)
                    yield _hit(deployment, ran, need, role, image)
    for image in deployment.images:
        yield from _editable(deployment, image)


def _commands(deployment: Deployment) -> Iterator[tuple[Ran, Role, Image | None]]:
    workspace = deployment.workspace
    for image in deployment.images:
        if image.certain or _is_likely(workspace, image):
            role = deployment.image_roles.get(image.id, "production")
            for stage in image.needed:
                for ran in image_commands(workspace, image, stage.index):
                    yield ran, role, image
    for declaration in deployment.declarations:
        if declaration.phase == "build" and declaration.image is None:
            for ran in build_commands(workspace, declaration):
                yield ran, declaration.role, None
    for path in workspace.of_format("workflow"):
        for job, ran in checkout_commands(workspace, path):
            yield ran, "production" if job.environment_name is not None else "unknown", None


def _editable(deployment: Deployment, image: Image) -> Iterator[Hit]:
    for found in editables(deployment.workspace, image):
        yield Hit(
            span=Span(image.path, found.copy.range),
            subject=("editable", found.package),
            message="editable",
            values=(("package", found.package), ("command", found.command), ("file", found.folder)),
            role=deployment.image_roles.get(image.id, "production"),
            platform="docker",
            related=found.related,
            certainty="likely",
        )


def _is_likely(workspace: Workspace, image: Image) -> bool:
    """True if a context that nobody says can be no other: the Dockerfile lies in it, or it alone has what is copied."""
    if image.context == parent(image.path):
        return True
    facts = workspace.get(image.path, Dockerfile)
    return facts is not None and no_other(workspace, image.path, facts, image.context)


def _needs(workspace: Workspace, ran: Ran, params: Params) -> Iterator[Need]:
    if not ran.surely or ran.folder is None or ran.invocation.remote:
        return
    yield from by_table(workspace, ran, params.needs)
    invocation = ran.invocation
    if invocation.program in ("pip", "uv") and "install" in invocation.subcommands:
        yield from _pip(workspace, ran)
    elif invocation.program in ("chmod", "cp", "mv"):
        words = invocation.arguments
        for word in words[1:] if invocation.program == "chmod" else words[:-1]:
            yield from _named(ran, word, "default")
    elif invocation.target is not None and invocation.target.value is not None and invocation.target.workspace is None:
        yield from _target(ran)


def _pip(workspace: Workspace, ran: Ran) -> Iterator[Need]:
    """`-r file`, and local projects: `.`, `./x`, `-e x` (pip documentation, pip install)."""
    invocation = ran.invocation
    for option in invocation.options:
        if option.name in ("-r", "--requirement", "--requirements", "-c", "--constraint") and option.value is not None:
            yield from _named(ran, option.value, "default")
        elif option.name in ("-e", "--editable") and option.value is not None:
            yield from _project(workspace, ran, option.value)
    for word in invocation.arguments:
        if word.raw.startswith(".") or word.raw.startswith("/"):
            if word.raw.endswith((".whl", ".tar.gz", ".zip")):
                yield from _named(ran, word, "default")
            else:
                yield from _project(workspace, ran, word)


def _project(workspace: Workspace, ran: Ran, word: Word) -> Iterator[Need]:
    said = _EXTRAS.sub("", word.value or "")
    if said and "://" not in said and "+" not in said and ran.folder is not None:
        folder = absolute(ran.folder, said)
        yield Need(tuple(absolute(folder, name) for name in _PROJECT), said, word.range, "project")
        source = ran.files.at(absolute(folder, "pyproject.toml")).source
        facts = workspace.get(source, PythonProject) if source is not None else None
        for inner in facts.package_folders if facts is not None else ():
            if inner != ".":
                yield Need((absolute(folder, inner),), inner, word.range, "package")


def _named(ran: Ran, word: Word, message: str) -> Iterator[Need]:
    said = word.value
    if said and ran.folder is not None and "://" not in said and not said.startswith(("~", "-")):
        yield Need((absolute(ran.folder, said),), said, word.range, message)


def _target(ran: Ran) -> Iterator[Need]:
    target = ran.invocation.target
    assert target is not None
    assert ran.folder is not None
    said = target.value or ""
    if _is_read(ran) and ran.invocation.option("-s") is not None:
        return  # the script comes from standard input
    folder = ran.folder if target.directory is None else absolute(ran.folder, target.directory)
    if "$" in said or "$" in folder or any(character in said for character in "*?[~"):
        return
    path = absolute(folder, said)
    if target.kind == "package-script":
        paths = tuple(absolute(one, "package.json") for one in above(ran, folder))
        if not target.optional and ran.invocation.program in ("npm", "pnpm", "yarn"):
            yield Need(paths, "package.json", ran.invocation.range, "command")
    elif target.kind == "node-file":
        yield Need(tuple(path + suffix for suffix in _SUFFIXES), said, target.range)
    elif target.kind == "python-file" or (target.kind == "file" and ("/" in said or _is_read(ran))):
        yield Need((path,), said, target.range)


def _is_read(ran: Ran) -> bool:
    """True if a shell is told the name of its script, which it does not look for on PATH."""
    return ran.invocation.program in ("sh", "bash", "dash", "ash", "source", ".")


def _hit(deployment: Deployment, ran: Ran, need: Need, role: Role, image: Image | None) -> Hit:
    later = _later(deployment.workspace, ran, need, image)
    related = tuple(Related(span, f"called here as '{label}'") for span, label in steps(ran))
    if later is not None and image is not None:
        related = (*related, Related(Span(image.path, later.range), "only this brings it"))
    message = need.message + ("-later" if later is not None else "-checkout" if image is None else "")
    return Hit(
        span=Span(ran.path, need.range),
        subject=(ran.invocation.program or "", need.said),
        message=message,
        values=(
            ("file", need.said),
            ("command", " ".join(word.raw for word in ran.invocation.words[:4])),
            ("place", _place(ran, image)),
            ("later", f"{later.name} {later.value.value}" if later is not None else ""),
        ),
        role=role,
        platform="docker" if image is not None else "",
        related=related,
        certainty="certain" if image is None or image.certain else "likely",
    )


def _place(ran: Ran, image: Image | None) -> str:
    if image is not None:
        return ran.folder or ""
    return below(ran.folder or "", CLONE) or "."


def _later(workspace: Workspace, ran: Ran, need: Need, image: Image | None) -> Instruction | None:
    """The first COPY or ADD below, in the same stage, after which one of the files is there."""
    if image is None or ran.instruction is None:
        return None
    return brought_later(workspace, image, ran.instruction, need.paths)
