"""systemd services: each unit file with its drop-ins and its timer. Source: systemd.service(5), systemd.unit(5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from deploylint.facts.commands import Script
from deploylint.facts.files import EnvFile
from deploylint.facts.place import FIRST, Span
from deploylint.facts.record import dataclass
from deploylint.facts.settings import Setting, Settings
from deploylint.model.declare.common import Said, declare, site
from deploylint.model.declare.server import Checkout, checkout, process_of
from deploylint.model.deployment import Declaration, Shadowed, Stated, Use, VariableSite
from deploylint.model.entries import Entry
from deploylint.model.evidence import in_folders, named
from deploylint.model.intent import Intent
from deploylint.model.paths import base, join, parent
from deploylint.model.roles import Evidence, Judgement, decide
from deploylint.model.workspace import Workspace

_BESIDE = ("ExecStartPre", "ExecStartPost", "ExecCondition")
_SECTION = "Service"


@dataclass(frozen=True, slots=True)
class _Said:
    """A setting with the file it stands in."""

    path: str
    setting: Setting


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit: its files, the unit file first, and their settings of the section Service in the order of reading."""

    name: str
    paths: tuple[str, ...]
    said: tuple[_Said, ...]

    def last(self, key: str) -> _Said | None:
        return next((one for one in reversed(self.said) if one.setting.key.value == key), None)

    def list(self, *keys: str) -> tuple[list[_Said], list[_Said]]:
        """The values of a list, and those that an empty assignment behind them puts out of force."""
        kept: list[_Said] = []
        reset: list[_Said] = []
        for one in self.said:
            if one.setting.key.value not in keys:
                continue
            if one.setting.value.value:
                kept.append(one)
            else:
                gone = [k for k in kept if k.setting.key.value == one.setting.key.value]
                reset += gone
                kept = [k for k in kept if k not in gone]
        return kept, reset


def entries(workspace: Workspace, intent: Intent) -> Iterator[Entry]:
    """One entry for each unit that starts a program of its own."""
    return (entry for entry, _ in _made(workspace, intent) if entry is not None)


def uses(workspace: Workspace, intent: Intent) -> Iterator[Use]:
    """What the units do that only manage containers: `docker compose up` is no service of its own."""
    return (use for entry, found in _made(workspace, intent) if entry is None for use in found)


def _made(workspace: Workspace, intent: Intent) -> Sequence[tuple[Entry | None, tuple[Use, ...]]]:
    paths = workspace.of_format("systemd")
    return [made for unit in _units(workspace, paths) if (made := _entry(workspace, unit, paths, intent)) is not None]


def _units(workspace: Workspace, paths: Iterable[str]) -> Iterator[_Unit]:
    """The service units, each with the drop-ins of its name in the order of their names."""
    services = [path for path in paths if path.endswith(".service")]
    drop_ins = sorted((path for path in paths if path.endswith(".conf")), key=lambda path: (base(path), path))
    taken: set[str] = set()
    for path in services:
        own = [one for one in drop_ins if base(parent(one)) == f"{base(path)}.d" and _beside(services, path, one)]
        taken.update(own)
        yield _unit(workspace, base(path), (path, *own))
    for folder in dict.fromkeys(parent(path) for path in drop_ins if path not in taken):
        inside = tuple(path for path in drop_ins if parent(path) == folder and path not in taken)
        if folder.endswith(".service.d"):
            yield _unit(workspace, base(folder).removesuffix(".d"), inside)


def _beside(services: Sequence[str], unit: str, drop_in: str) -> bool:
    """True if the drop-in is the unit's: it lies beside it, or no other unit has the name."""
    alike = [path for path in services if base(path) == base(unit)]
    return len(alike) == 1 or parent(parent(drop_in)) == parent(unit)


def _unit(workspace: Workspace, name: str, paths: tuple[str, ...]) -> _Unit:
    said = []
    for path in paths:
        settings = workspace.get(path, Settings)
        if settings is not None:
            said += [_Said(path, one) for one in settings.entries if one.section == _SECTION]
    return _Unit(name.removesuffix(".service"), paths, tuple(said))


def _entry(
    workspace: Workspace, unit: _Unit, paths: Sequence[str], intent: Intent
) -> tuple[Entry | None, tuple[Use, ...]] | None:
    starts, reset = unit.list("ExecStart")
    if not starts:
        return None
    first = starts[-1]
    judgement = _judgement(unit, intent)
    environment, variables = _environment(workspace, unit, judgement)
    where = checkout(workspace, first.path, _script(starts), _directory(unit), environment)
    maker = _Maker(workspace, judgement, where, environment)
    alone = maker.one(first, _script(starts))
    if _manages(alone):
        return None, tuple(replace(use, phase="deploy") for use in alone.uses)
    before, _ = unit.list(*_BESIDE)
    winner = maker.one(first, _script([*(b for b in before if b.path == first.path), *starts])) if before else alone
    timer = _timer(unit, paths)
    return (
        Entry(
            platform="systemd",
            name=unit.name,
            span=Span(first.path, first.setting.key.range()),
            process="cron" if timer else process_of(unit.name),
            runtime="native",
            folder=where.place.folder if where.place.kind == "repository" else None,
            judgement=judgement,
            declarations=(winner,),
            shadowed=tuple(
                Shadowed(maker.one(one, _script([one])), f"{first.setting.key.value} of '{first.path}' replaces it")
                for one in reset
            ),
            variables=variables,
            environment=environment,
            assumptions=tuple(filter(None, (where.reason, _template(unit)))),
            before=tuple(_stated(one) for one in before if one.setting.key.value != "ExecStartPost"),
        ),
        (),
    )


def _stated(one: _Said) -> Stated:
    return Stated(one.setting.key.value, one.setting.value.value, Span(one.path, one.setting.value.range()))


def _directory(unit: _Unit) -> str | None:
    """The working directory, "" without one; None where only the server knows it."""
    directory = unit.last("WorkingDirectory")
    said = directory.setting.value.value.lstrip("-") if directory is not None else ""
    return None if said.startswith("~") or "%" in said else said


def _script(said: Sequence[_Said]) -> Script:
    """The commands of several settings as one script, which fails with the first that fails."""
    scripts = [one.setting.script for one in said if one.setting.script is not None]
    incomplete = next((script.incomplete for script in scripts if script.incomplete is not None), None)
    return Script(commands=tuple(c for script in scripts for c in script.commands), incomplete=incomplete)


def _template(unit: _Unit) -> str:
    return "it is a template: each instance is started by its own name" if unit.name.endswith("@") else ""


def _manages(declaration: Declaration) -> bool:
    """True for a unit that starts containers and no program of its own."""
    kinds = {kind for use in declaration.uses for kind in use.invocation.kinds}
    return declaration.launch is None and bool(kinds & {"container", "compose"})


def _timer(unit: _Unit, paths: Sequence[str]) -> str | None:
    folders = [parent(path) for path in unit.paths]
    return next((path for path in paths if base(path) == f"{unit.name}.timer" and parent(path) in folders), None)


def _judgement(unit: _Unit, intent: Intent) -> Judgement:
    path = unit.paths[0]
    names = (*named("the unit", unit.name, Span(path, FIRST)), *in_folders(path))
    default = Evidence("production", "a systemd unit runs on a server")
    return decide((intent.said(path), names, (default,)))


def _environment(
    workspace: Workspace, unit: _Unit, judgement: Judgement
) -> tuple[dict[str, tuple[str | None, Span]], tuple[VariableSite, ...]]:
    """The variables of `Environment=`, below those of files of the repository that `EnvironmentFile=` names."""
    found: dict[str, tuple[str | None, Span]] = {}
    sites = []
    lines, _ = unit.list("Environment")
    for one in lines:
        for variable in one.setting.variables:
            span = Span(one.path, variable.range)
            value = variable.value.value if "%" not in variable.value.value else None
            found[variable.name.value] = (value, span)
            sites.append(
                site(
                    variable.name.value, value, span, kind="Environment", owner=unit.name, platform="systemd",
                    judgement=judgement, phase="start",
                )
            )  # fmt: skip
    files, _ = unit.list("EnvironmentFile")
    for one in files:
        path = join(parent(one.path), base(one.setting.value.value))
        facts = workspace.get(path, EnvFile) if path is not None else None
        for variable in facts.variables if facts is not None and path is not None else ():
            found[variable.name.value] = (None, Span(path or "", variable.range))  # the server's copy may say another
    return found, tuple(sites)


class _Maker:
    """Makes the declarations of one unit."""

    def __init__(
        self,
        workspace: Workspace,
        judgement: Judgement,
        where: Checkout,
        environment: dict[str, tuple[str | None, Span]],
    ) -> None:
        self._workspace, self._judgement, self._where = workspace, judgement, where
        self._environment = environment

    def one(self, said: _Said, script: Script) -> Declaration:
        return declare(
            self._workspace,
            script,
            Said(
                kind="systemd.start",
                platform="systemd",
                label=said.setting.key.value,
                path=said.path,
                range=said.setting.value.range(),
                text=said.setting.value.value,
                phase="start",
                shell="no",
                judgement=self._judgement,
                place=self._where.place,
                environment=self._environment,
            ),
        )
