"""How the contract wants a service to start, and which declarations agree with it."""

from __future__ import annotations

from deploylint.facts.place import Source
from deploylint.facts.record import dataclass
from deploylint.facts.text import Text
from deploylint.model.deployment import Declaration, Deployment, Service
from deploylint.model.intent import Boot
from deploylint.model.launch import invoked
from deploylint.programs.interpret import interpret
from deploylint.programs.invocation import Invocation, Option
from deploylint.programs.load import lookup

_FREE = ("port", "host", "bind")  # a platform decides where a server listens


@dataclass(frozen=True, slots=True)
class Canon:
    """A contract's start of a service. command: None where it names the program alone, or where its text is dynamic."""

    boot: Boot
    command: Invocation | None
    program: str

    def agrees(self, declaration: Declaration) -> bool | None:
        """True if the declaration starts that, by whatever wrappers and scripts; None if it cannot be followed."""
        if any(self._same(use.invocation) for use in declaration.uses if not use.remote):
            return True
        launch = declaration.launch
        if launch is None or not launch.use.invocation.known:
            return None  # a script or program that may end in the very same
        return False

    def _same(self, used: Invocation) -> bool:
        if used.program != self.program:
            return False
        wanted = self.command
        if wanted is None:
            return True
        if (invoked(used), _kind(used)) != (invoked(wanted), _kind(wanted)):
            return False
        return all(_has(used, wanted, option) for option in wanted.options)


def canon(deployment: Deployment, service: Service) -> Canon | None:
    """The contract's start of a service; None if it says none, or none that can be compared."""
    boot = _boot(deployment, service)
    if boot is None:
        return None
    if not boot.command:
        program = lookup(boot.program)
        return Canon(boot, None, program.name if program is not None else boot.program)
    script = deployment.workspace.script(Text.whole(Source(boot.command)))
    invocations = [interpret(command, deployment.workspace.script) for command in script.commands]
    if not invocations or script.incomplete is not None or invocations[-1].program is None:
        return None
    return Canon(boot, invocations[-1], invocations[-1].program)


def _boot(deployment: Deployment, service: Service) -> Boot | None:
    """By the service's name; a contract that gives no path may mean the name on a platform, or the only web service."""
    boots = deployment.intent.boots
    if service.id in boots:
        return boots[service.id]
    known = {one.id for one in deployment.services}
    names = {row.name for row in service.effective}
    webs = [one for one in deployment.services if one.process == "web"]
    for name, boot in boots.items():
        if boot.path is None and name not in known and (name in names or webs == [service]):
            return boot
    return None


def _kind(invocation: Invocation) -> str:
    return invocation.target.kind if invocation.target is not None else ""


def _has(used: Invocation, wanted: Invocation, option: Option) -> bool:
    """True if a call has an option that the contract names, in whatever spelling."""
    setting = next((one for one in wanted.settings if option.range.covers(one.range)), None)
    if setting is None:
        return any(one.name == option.name and one.text == option.text for one in used.options)
    if setting.name in _FREE:
        return True
    said = used.setting(setting.name)
    return said is not None and said.value == setting.value
