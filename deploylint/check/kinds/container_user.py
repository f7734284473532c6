"""Images whose processes run as root."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from deploylint.check.finding import Hit, Related
from deploylint.facts.commands import Script
from deploylint.facts.dockerfile import Instruction
from deploylint.facts.glob import escape
from deploylint.facts.place import Span
from deploylint.model.base_images import listed, reference
from deploylint.model.deployment import Declaration, Deployment, Use
from deploylint.model.images import Image
from deploylint.model.paths import base, below
from deploylint.model.pod_users import runs_as_other

_SCRIPT = re.compile(r"(?:\.sh|entrypoint|entry-point)\Z|\A/(?:sbin/)?(?:my_)?init\Z")


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Patterns for base images, as `name` or `name:tag`, without `docker.io/` and `library/`.

    rootless: they set another user. dropping: their own entrypoint does. rooted: of the images with a registry or an
    owner in their name those that surely end as root; official images without one do unless another list has them.
    switches: programs that run another one as somebody else. managers: programs that need root, and give it up for
    what they start if their configuration says so. options: of servers that do so themselves.
    """

    rootless: list[str]
    dropping: list[str]
    rooted: list[str]
    switches: list[str]
    managers: list[str]
    options: list[str]
    bare: list[str] = []


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each image that somebody starts as root, at the FROM of its final stage."""
    for image in deployment.images:
        if _exported(image) or _is_material(deployment, image, params):
            continue
        user = image.last("USER")
        name = reference(deployment.workspace, image)
        if user is None and (name is None or not _rooted(name, image, params)):
            continue
        if user is not None and not _is_root(user.value.value):
            continue
        starts = [d for d in deployment.declarations if d.kind == "dockerfile.start" and _same(d, image)]
        if _is_switched(deployment, image):
            continue
        if not any(_drops(deployment, image, use, params) for d in starts for use in d.uses):
            yield _hit(deployment, image, user, name or image.base, starts)


def _same(declaration: Declaration, image: Image) -> bool:
    return declaration.image is not None and declaration.image.id == image.id


def _is_switched(deployment: Deployment, image: Image) -> bool:
    """True if all that run the image are manifests, which run it as somebody else."""
    runs = deployment.running(image)
    return bool(runs) and all(
        run.platform == "kubernetes" and runs_as_other(deployment.workspace, run.entry) for run in runs
    )


def _exported(image: Image) -> bool:
    """A stage that only carries files out of a build (`FROM scratch`, then COPY) starts nothing."""
    return image.base == "scratch" and image.entrypoint is None and image.command is None


def _is_material(deployment: Deployment, image: Image, params: Params) -> bool:
    """An image that starts nothing, and that nobody gives a command: of tools, or a base of others."""
    if image.entrypoint is not None or image.command is not None or image.instructions("EXPOSE"):
        return False
    name = reference(deployment.workspace, image)
    if name is None or not listed(name, params.bare):
        return False
    runs = deployment.running(image)
    return all(run.platform == "docker" and run.winner is None for run in runs)


def _is_root(said: str) -> bool:
    """`root`, `0`, `0:0`, `root:app`; a variable is somebody else, or nobody knows."""
    return said.strip().strip("\"'").partition(":")[0] in ("root", "0")


def _rooted(name: str, image: Image, params: Params) -> bool:
    """True if the base image is known to end as root, and so does what it starts."""
    if listed(name, params.rootless) or (image.entrypoint is None and listed(name, params.dropping)):
        return False
    return "/" not in name.partition(":")[0] or listed(name, params.rooted)


def _drops(deployment: Deployment, image: Image, use: Use, params: Params) -> bool:
    """True if the command, or a script that only the image has, may run what it starts as somebody else."""
    invocation = use.invocation
    names = {wrapper.name for wrapper in invocation.wrappers} | {invocation.program}
    words = {base(word.raw) for word in invocation.words}
    if names & set(params.switches) or words & set(params.switches) or names & set(params.managers):
        return True
    if any(option.name in params.options for option in invocation.options):
        return True
    named = [base(word.raw) for word in invocation.command.words if _SCRIPT.search(word.raw)]
    if use.followed or not named:
        return False
    scripts = [
        script
        for name in sorted(set(named))
        for path in deployment.workspace.glob(f"**/{escape(name)}")
        if below(path, image.context) is not None
        if (script := deployment.workspace.get(path, Script)) is not None
    ]
    return not scripts or any(_switches(script, params) for script in scripts)


def _switches(script: Script, params: Params) -> bool:
    return any(base(word.raw) in params.switches for command in script.commands for word in command.words)


def _hit(deployment: Deployment, image: Image, user: Instruction | None, name: str, starts: list[Declaration]) -> Hit:
    stage = image.chain[-1]
    related = (Related(Span(image.path, user.range), "the last USER"),) if user is not None else ()
    return Hit(
        span=Span(image.path, stage.start.range),
        subject=(image.target or "final stage",),
        message="explicit" if user is not None else "default",
        values=(("base", name), ("user", user.value.value.strip() if user is not None else "root")),
        role=deployment.image_roles.get(image.id, "production"),
        certainty="certain" if user is not None else "likely",
        service=next((use.service for start in starts for use in start.uses if use.service), ""),
        platform="docker",
        related=related,
    )
