"""What one platform runs for one entry: the first of its profile's selectors that the repository declares."""

from __future__ import annotations

from collections.abc import Sequence

from deploylint.facts.place import Span
from deploylint.model.deployment import Certainty, Declaration, Effective, Shadowed, Stated
from deploylint.model.ends import ends
from deploylint.model.entries import Entry
from deploylint.model.final_words import final_words
from deploylint.model.paths import parent
from deploylint.platforms.load import Profile, Runtime, Selector, profiles


def effective(entry: Entry, image_start: Declaration | None, others: Sequence[Declaration]) -> Effective:
    """The effective command of an entry. others: the other start declarations of its service."""
    profile = profiles()[entry.platform]
    runtime = profile.runtime(entry.runtime)
    own = [d for d in entry.declarations if d.phase == "start"]
    candidates = [*own, *([image_start] if image_start is not None else [])]
    candidates += [d for d in others if _shared(d, profile, runtime) and d not in own and d.process == entry.process]
    selector, winner = _winner(runtime, candidates)
    note = selector.note if selector is not None else ""
    keeps = selector is not None and selector.replaces == ("command",)
    certainty, reason = _certainty(entry, runtime, selector, winner)
    shadowed = (*entry.shadowed, *_shadowed(runtime, winner, candidates, others, keeps_entrypoint=keeps))
    return Effective(
        platform=entry.platform,
        title=runtime.title,
        name=entry.name,
        entry=entry.span,
        winner=winner,
        argv=_argv(winner),
        certainty=certainty,
        reason=reason,
        role=entry.judgement.role,
        evidence=entry.judgement.evidence,
        shadowed=shadowed,
        assumptions=tuple(_assumptions(profile, runtime, entry, winner, note)),
        unread=entry.unread,
        server=runtime.server,
        image=entry.image,
        runtime=entry.runtime,
        ports=entry.ports,
        health=entry.health,
        environment=entry.environment,
        before=entry.before,
        builds=tuple(d for d in entry.declarations if d.phase == "build"),
        entrypoint=_entrypoint(entry, winner) if keeps else None,
        pulled=entry.pulled,
        published=entry.published,
    )


def _shared(declaration: Declaration, profile: Profile, runtime: Runtime) -> bool:
    """True for what the file of another platform, or of several, says to this one as well."""
    owner = declaration.kind.partition(".")[0]
    return runtime.selector(declaration.kind) is not None and owner not in (profile.name, "dockerfile", "npm")


def _doubted(selector: Selector | None, entry: Entry) -> bool:
    """True if the row is not documented, or the sources disagree on an ENTRYPOINT that the image has."""
    if selector is None or entry.doubted:
        return entry.doubted
    entrypoint = entry.image is not None and entry.image.entrypoint is not None
    if entry.image is not None and selector.replaces == ("command",):
        return bool(selector.note) and entrypoint
    return selector.confidence not in ("", "documented") or (bool(selector.note) and entrypoint)


def _winner(runtime: Runtime, candidates: Sequence[Declaration]) -> tuple[Selector | None, Declaration | None]:
    for selector in runtime.start:
        if selector.guess:
            continue
        for declaration in candidates:
            if declaration.kind == selector.kind:
                return selector, declaration
    return None, None


def _shadowed(
    runtime: Runtime,
    winner: Declaration | None,
    own: Sequence[Declaration],
    others: Sequence[Declaration],
    *,
    keeps_entrypoint: bool,
) -> list[Shadowed]:
    found = []
    seen = {winner.span} if winner is not None else set()
    for declaration in (*own, *others):
        if declaration.span in seen or declaration.implied:
            continue
        seen.add(declaration.span)
        reason = runtime.ignores.get(declaration.kind)
        if reason is None and winner is not None and declaration in own:
            reason = f"{winner.label} of '{winner.span.path}' replaces it"
            if keeps_entrypoint and declaration.label == "ENTRYPOINT":
                if declaration.image is None or declaration.image.command is None:
                    continue
                reason = f"{winner.label} of '{winner.span.path}' replaces its CMD"
        if reason is not None:
            found.append(Shadowed(declaration, reason))
    return found


def _argv(winner: Declaration | None) -> tuple[str, ...]:
    if winner is None or winner.launch is None:
        return ()
    return tuple(word.raw for word in final_words(winner.launch.use.invocation))


def _entrypoint(entry: Entry, winner: Declaration | None) -> Stated | None:
    """The ENTRYPOINT of the image that stays in force around the winner."""
    found = entry.image.entrypoint if entry.image is not None and winner is not None else None
    if found is None or entry.image is None:
        return None
    return Stated(found.name, found.value.value, Span(entry.image.path, found.value.range()))


def _certainty(
    entry: Entry, runtime: Runtime, selector: Selector | None, winner: Declaration | None
) -> tuple[Certainty, str]:
    """How sure it is what starts, and why it is not certain."""
    if winner is None:
        return "unknown", _unsaid(entry, runtime)
    if winner.launch is None:
        if not ends(winner):
            return "unknown", winner.dynamic
        return ("likely", _doubt(entry, selector)) if _doubted(selector, entry) else ("certain", "")
    found = winner.launch.resolution
    if found.state == "unknown":
        return "likely", found.reason
    if _doubted(selector, entry):
        return "likely", _doubt(entry, selector)
    if winner.launch.use.place.mount:  # the folder of a server is worked out, not said
        return "likely", "where the repository lies on the server is worked out, not said"
    if found.state == "found" and found.certainty != "certain":
        return "likely", found.reason or "something that is installed or made may lie before the target"
    return "certain", ""


def _unsaid(entry: Entry, runtime: Runtime) -> str:
    """Why nothing of the repository says what starts."""
    if not runtime.server:
        return runtime.default or "static files"
    if entry.pulled:
        return f"the image '{entry.pulled}' decides what starts"
    if entry.image is not None:
        return f"the base image '{entry.image.base}' decides what starts"
    if entry.runtime == "docker":
        return "its Dockerfile is not in the repository or cannot be read"
    return runtime.default or f"{runtime.title} is told no start command here"


def _doubt(entry: Entry, selector: Selector | None) -> str:
    """Why it is doubted that the platform takes the winner."""
    if selector is not None and not entry.doubted:
        return selector.note or "that the platform takes it is not documented"
    return entry.assumptions[0] if entry.assumptions else "which of the builders the platform takes is worked out"


def _assumptions(profile: Profile, runtime: Runtime, entry: Entry, winner: Declaration | None, note: str) -> list[str]:
    found = [*entry.assumptions]
    if entry.image is not None and not entry.image.certain and entry.image.context != parent(entry.image.path):
        context = entry.image.context or "."
        found.append(f"the build context is '{context}': most COPY sources lie there")
    if note:
        found.append(note)
    if winner is None:
        found += [_guess(runtime, declaration) for declaration in entry.declarations if declaration.implied]
        found += [runtime.default] if runtime.default and runtime.server else []
    if winner is None and entry.image is not None:
        found.append(f"the base image '{entry.image.base}' decides what starts")
    if profile.hidden:
        found.append(f"{profile.hidden} could override this")
    return found


def _guess(runtime: Runtime, implied: Declaration) -> str:
    return (
        f"{runtime.title} works out a start by itself, maybe {implied.label} of '{implied.span.path}': {implied.text}"
    )
