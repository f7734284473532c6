"""What a declaration finally runs: the one long-running command among its uses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deploylint.model.deployment import Launch, Resolution, Use
from deploylint.model.paths import base
from deploylint.model.resolve import resolve
from deploylint.model.workspace import Workspace
from deploylint.programs import load
from deploylint.programs.invocation import Invocation

NOTHING_STAYS = "it names no program that stays running"
# Kinds and programs that do their work and end, so that they are never what a service runs.
_PASSING = frozenset(
    "mention files shell control migrator installer builder tester transfer waiter remote container query utility "
    "source-control privilege system".split()
)
_PASSING_PROGRAMS = frozenset(
    "cd set export echo printf test [ true false : sleep wait trap ulimit umask source . mkdir chmod chown cp mv rm "
    "ln touch cat ls pwd date env exit return read local unset shift eval ps kill pkill grep sed awk find which "
    "command pip pip3 apt apt-get apk curl wget nc pg_isready alembic prisma collectstatic sh bash envsubst whoami id "
    "sync head tail tr cut tee type systemctl".split()
)
# What a build makes: its name says nothing of the sources, and a COPY may have renamed it.
_ARTIFACTS = (".jar", ".war", ".dll", ".exe")
_SCRIPTS = (".sh", ".bash")
_COMPARED = ("workers", "threads", "timeout", "worker-class")
_EXTENSION = re.compile(r"\.(?:[cm]?[jt]sx?|py)$")


def launch(workspace: Workspace, uses: Sequence[Use]) -> tuple[Launch | None, str]:
    """The launch among the uses of one declaration; None and the reason if there is no single one."""
    candidates = _sources([use for use in uses if not use.followed and _long_running(use) and not _follows(use, uses)])
    candidates = candidates or [use for use in uses[-1:] if _own_management_command(use)]
    if not candidates:
        return None, NOTHING_STAYS if uses else "it could not be read"
    certain = [use for use in candidates if use.invocation.command.condition not in ("branch", "failure")]
    if not certain:
        texts = {_text(use) for use in candidates}
        if len(texts) > 1:
            return None, "which of several programs it starts depends on a condition"
    chosen = (certain or candidates)[-1]
    foreground = [use for use in certain if not use.invocation.command.background]
    if foreground:
        chosen = foreground[-1]
    elif len(certain) > 1:
        return None, "it starts several programs in the background"
    if chosen.invocation.program is None:
        return None, "the program is dynamic"
    resolution = resolve(workspace, chosen)
    return (
        Launch(
            use=chosen,
            program=chosen.invocation.program,
            identity=_identity(chosen, resolution),
            text=_text(chosen),
            resolution=resolution,
            options=_options(chosen),
        ),
        "",
    )


def _sources(candidates: list[Use]) -> list[Use]:
    """Without the programs that only read what the one before them in a pipeline writes."""
    return [
        use
        for before, use in zip([None, *candidates], candidates, strict=False)
        if before is None or not (use.invocation.command.piped and before.invocation.command.piped)
    ]


def _follows(use: Use, uses: Sequence[Use]) -> bool:
    """True for a command of `poststart`: it runs when what `start` runs has ended."""
    before = use.owner.removeprefix("scripts.post")
    if before == use.owner:
        return False
    return any(other.owner == f"scripts.{before}" and other.via == use.via for other in uses)


def _long_running(use: Use) -> bool:
    invocation = use.invocation
    if use.remote:
        return False
    if invocation.program is None:
        return bool(invocation.words)
    if invocation.program in _PASSING_PROGRAMS or invocation.effects:
        return False
    kinds = set(invocation.kinds) - (
        {"builder"} if "interpreter" in invocation.kinds else set()
    )  # dotnet x.dll, go run
    if _PASSING & kinds and "server" not in kinds:
        return False
    if "package-manager" in invocation.kinds:
        return invocation.target is not None
    return invocation.program != "django" or invocation.setting("development-server") is not None


def _own_management_command(use: Use) -> bool:
    """True for a command of a Django project that the data of Django does not know to end (`manage.py rqworker`)."""
    invocation, known = use.invocation, load.lookup("django")
    if use.remote or invocation.program != "django" or invocation.effects or known is None:
        return False
    return bool(invocation.subcommands) and not any(
        invocation.subcommands[: len(one)] == one for one in known.subcommands if one
    )


def _identity(use: Use, resolution: Resolution) -> str:
    target = use.invocation.target
    if target is not None and target.kind == "file":
        unread = resolution.state == "unknown" and (target.value or "").endswith(_SCRIPTS)
        if resolution.state == "missing" or unread:
            return ""  # what a script runs that is not there, or that a build makes, nobody knows
    attribute = (target.attribute or "") if target is not None else ""
    attribute = attribute.split("(")[0]
    if (
        resolution.state == "found"
        and resolution.path is not None
        and target is not None
        and not (target.kind == "package-script" and base(resolution.path) == "package.json")
    ):
        own = " ".join(("", *use.invocation.subcommands)) if _own_management_command(use) else ""
        return resolution.path + (f":{attribute}" if attribute else "") + own
    return target_text(use)


def target_text(use: Use) -> str:
    """The target as a comparable text, or the program's arguments where it has none; "" if it is dynamic."""
    return invoked(use.invocation)


def invoked(invocation: Invocation) -> str:
    """What a call runs, as for `target_text`."""
    target = invocation.target
    if target is None:
        return " ".join((*invocation.subcommands, *(word.raw for word in invocation.arguments)))
    if target.value is None:
        return ""
    if target.value.endswith(_ARTIFACTS):
        return "*" + target.value[target.value.rindex(".") :]
    value = _EXTENSION.sub("", target.value.removeprefix("./")) if target.kind.endswith("file") else target.value
    return value + (f":{target.attribute}" if target.attribute else "")


def _text(use: Use) -> str:
    """The command for people: the program and its target, without options."""
    invocation = use.invocation
    target = invocation.target
    words = [invocation.program or "?", *invocation.subcommands]
    if target is not None and target.value is not None:
        named = target.value + (f":{target.attribute}" if target.attribute else "")
        words += ["-m", named] if target.kind == "python-module" and invocation.program == "python" else [named]
    else:
        words += [word.raw for word in invocation.arguments[:3]]
    return " ".join(dict.fromkeys(words)) if invocation.program != "java" else " ".join(w.raw for w in invocation.words)


def _options(use: Use) -> tuple[str, ...]:
    """The settings that change how the program serves, as `name=value`."""
    found = []
    for name in _COMPARED:
        setting = use.invocation.setting(name)
        if setting is not None and setting.value is not None:
            found.append(f"{name}={setting.value}")
    return tuple(found)
