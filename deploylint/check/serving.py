"""Which texts of commands start something that stays running, beside what does its work and ends."""

from __future__ import annotations

from deploylint.model.deployment import Deployment, Use

Text = tuple[str, str, str]  # a path, what stands there (`scripts.start`, "" for a whole file), and the service
_STAYING = frozenset({"server", "worker", "process-manager"})


def texts(use: Use) -> frozenset[Text]:
    """The texts that a use belongs to: its own, and the file in which the way to it begins."""
    first = use.via[0].span.path if use.via else use.span.path
    return frozenset(((use.span.path, use.owner, use.service), (first, "", use.service)))


def servers(deployment: Deployment) -> frozenset[Text]:
    """The texts among whose commands a service is started: of start declarations, and of scripts that nobody calls.

    What runs on a schedule does its work and ends, whatever its program is.
    """
    found: set[Text] = set()
    declared: set[str] = set()
    scheduled = {service.id for service in deployment.services if service.process == "cron"}
    for declaration in deployment.declarations:
        if declaration.phase == "start":
            declared.update(use.span.path for use in declaration.uses)
            if any(use.service in scheduled for use in declaration.uses):
                continue
            if declaration.launch is not None or any(_stays(use) for use in declaration.uses):
                found |= {(use.span.path, use.owner, use.service) for use in declaration.uses}
    for use in deployment.uses:
        if use.phase != "start" and _stays(use):
            found |= {text for text in texts(use) if text[0] not in declared}
    return frozenset(found)


def _stays(use: Use) -> bool:
    """True if a command is or may be what a service runs."""
    invocation = use.invocation
    if use.followed or invocation.remote or invocation.effects:
        return False
    if invocation.program is None:
        return bool(invocation.words)
    target = invocation.target
    runs_file = "interpreter" in invocation.kinds and target is not None and use.phase != "start"
    return runs_file or bool(_STAYING & set(invocation.kinds))
