"""The images that entries build: each with its role, what it starts, and what it builds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from deploylint.facts.place import Span
from deploylint.model.declare.dockerfile import build_declarations, start_declaration
from deploylint.model.declare.image_role import image_evidence
from deploylint.model.deployment import Declaration
from deploylint.model.effective import effective
from deploylint.model.entries import Entry
from deploylint.model.images import Image
from deploylint.model.intent import Intent
from deploylint.model.roles import Evidence, Judgement, Role, decide
from deploylint.model.workspace import Workspace


class Builds:
    """All images by id, made once for a join."""

    def __init__(self, workspace: Workspace, entries: Sequence[Entry], intent: Intent) -> None:
        self.images: dict[str, Image] = {}
        self.users: dict[str, list[Entry]] = {}
        for entry in entries:
            if entry.image is not None:
                self.images.setdefault(entry.image.id, entry.image)
                self.users.setdefault(entry.image.id, []).append(entry)
        deployed = any(entry.judgement.role == "production" and _deploys(entry) for entry in entries)
        self.judgements: dict[str, Judgement] = {}
        self.starts: dict[str, Declaration | None] = {}
        self.declarations: dict[str, tuple[Declaration, ...]] = {}
        for name, image in self.images.items():
            judgement = _judgement(workspace, image, self.users[name], deployed, intent)
            self.judgements[name] = judgement
            self.starts[name] = _start(workspace, image, judgement, self.users[name])
            self.declarations[name] = build_declarations(workspace, image, judgement)

    def start(self, entry: Entry) -> Declaration | None:
        """What the image of an entry starts by itself; None without an image or where its base decides."""
        return self.starts[entry.image.id] if entry.image is not None else None

    def told(self, entry: Entry) -> Declaration | None:
        """What the image of an entry starts, if it is said of the entry's service.

        Where a platform's file runs an image several times, each with a command of its own, CMD speaks of none of them;
        nor of what runs it for something else than production, where one that deploys to production does so.
        """
        start = self.start(entry)
        if start is None or effective(entry, start, ()).winner is start:
            return start
        assert entry.image is not None
        here = _deployment(entry)
        users = Counter(map(_deployment, self.users[entry.image.id]))
        deploying = {_deployment(u) for u in self.users[entry.image.id] if u.judgement.role == "production"}
        counted = {here} if entry.judgement.role == "production" else {here, *deploying}
        return start if all(users[one] == 1 for one in counted) else None


def _deployment(entry: Entry) -> tuple[str, str]:
    """The platform, and what is deployed there together."""
    return (entry.platform, entry.project or entry.span.path)


def _deploys(entry: Entry) -> bool:
    """True for what a platform's file deploys, with an image or without one; a Dockerfile or crontab is none."""
    return entry.platform not in ("docker", "script", "cron") and not entry.unread and entry.starts


def _start(workspace: Workspace, image: Image, judgement: Judgement, users: list[Entry]) -> Declaration | None:
    """What the image starts; what it lacks is looked for where all that run it mount a folder over its own."""
    environment = _environment(users)
    start = start_declaration(workspace, image, judgement, environment)
    shown = users[0].shown
    if shown is None or start is None or start.launch is None or start.launch.resolution.state != "missing":
        return start
    if any(user.shown != shown for user in users):
        return start
    return start_declaration(workspace, image, judgement, environment, shown=shown)


def _environment(users: list[Entry]) -> Mapping[str, tuple[str | None, Span]]:
    """The variables that the only user of an image gives it."""
    return users[0].environment if len(users) == 1 else {}


def _judgement(workspace: Workspace, image: Image, users: list[Entry], deployed: bool, intent: Intent) -> Judgement:
    """The role of what an image starts by itself: by the contract, its name, who builds it, else production.

    Where a platform file deploys something, an image that only compose files build may be for development alone. What
    only tests build, from a Dockerfile that is not the repository's own, is for tests.
    deployed: such a platform file is there.
    """
    if all(user.span.path == image.path for user in users):
        return users[0].judgement  # nothing but the Dockerfile speaks of it
    said: set[Role] = {user.judgement.role for user in users}
    aside = said == {"test"} and "/" in image.path
    by_users: list[Evidence] = []
    for role in ("production", "development", "test"):
        if role in said and (role == "production" or ((deployed or aside) and said == {role})):
            user = next(u for u in users if u.judgement.role == role)
            by_users.append(Evidence(role, f"'{user.platform}' builds it for '{user.name}'", user.span))
    default = Evidence("production", "an image without other evidence is built for production")
    if deployed and "production" not in said:
        default = Evidence("unknown", "only a compose file builds it, while a platform file deploys something else")
    by_name = image_evidence(workspace, image) if "production" not in said else ()
    return decide((intent.said(image.path), by_name, by_users, (default,)))
