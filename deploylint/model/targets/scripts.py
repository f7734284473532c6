"""Targets that are scripts of a package.json."""

from __future__ import annotations

from deploylint.model.deployment import Resolution, Use
from deploylint.model.packages import has_script, manifest
from deploylint.model.paths import parent
from deploylint.model.targets.ground import ground
from deploylint.model.targets.paths import unknown
from deploylint.model.workspace import Workspace
from deploylint.programs.invocation import Invocation, Target

_MANAGERS = ("npm", "pnpm", "yarn", "bun")  # others have tasks of their own (deno.json, lerna.json)
_OWN = ("env", "restart")  # docs.npmjs.com: `npm run env` needs no script, `npm restart` stops and starts without one


def resolve_package_script(workspace: Workspace, use: Use, target: Target, name: str) -> Resolution:
    """The package.json that has a script, or lacks it."""
    found = manifest(workspace, use.place, target)
    if found is None:
        return _without_package(workspace, use, target, name)
    path, package = found
    if package.script(name) is not None:
        return Resolution("found", path)
    program = use.invocation.program
    beside = f"{parent(path)}/server.js".lstrip("/")
    if name == "start" and program in ("npm", "pnpm") and workspace.exists(beside):
        return Resolution("found", beside)  # docs of both: run without a start script
    if target.optional:
        return unknown("it may be missing (--if-present)")
    if program == "pnpm" and len(name) > 2 and name.startswith("/") and name.rstrip("imsuy").endswith("/"):
        return unknown("it is a pattern for the names of scripts")  # pnpm.io/cli/run, running multiple scripts
    if program not in _MANAGERS or (program == "npm" and name in _OWN):
        return unknown("it need not be a script of a package.json")
    if target.workspace is None and use.place.kind == "repository" and has_script(workspace, name):
        return unknown("another package has it, and the platform's root directory may be there")
    if package.problems or (_runs_programs(use.invocation) and name not in ("start", "build", "test")):
        return unknown(f"'{name}' may be a program of a package")
    return Resolution("missing", path, reason=f"'{path}' has no script '{name}'", lacking=name)


def _without_package(workspace: Workspace, use: Use, target: Target, name: str) -> Resolution:
    """A call that finds no package.json in its folder and in none above it, which is where npm looks.

    Source: docs.npmjs.com/cli/folders (the prefix is the nearest folder above with a package.json).
    """
    if use.invocation.program == "deno":
        return unknown(f"no package.json has '{name}', and the tasks of deno.json are not followed")
    not_known = unknown("it is not known which package.json it means")
    if target.workspace is not None or target.optional or use.invocation.program not in _MANAGERS:
        return not_known
    if (use.invocation.program == "npm" and name in _OWN) or _runs_programs(use.invocation):
        return not_known
    if not workspace.of_format("package_json"):
        return not_known  # whatever makes the first one may make it here
    if use.place.kind == "unknown" or (use.place.kind == "repository" and has_script(workspace, name)):
        return not_known  # the platform's root directory may be where that package is
    here = ground(workspace, use.place if target.directory is None else use.place.moved(target.directory))
    folder = ""
    for _ in range(here.folder.strip("/").count("/") + 2):
        if here.at(f"{folder}package.json").state != "absent":
            return not_known
        folder += "../"
        if here.path(folder) is None:
            break
    return Resolution("missing", reason="there is no package.json", certainty=here.sure, lacking="package.json")


def _runs_programs(invocation: Invocation) -> bool:
    """True if a call runs a program of a package where there is no script of its name: not npm, not `pnpm run`."""
    if invocation.program == "pnpm":
        return invocation.subcommands[:1] != ("run",)
    return invocation.program in ("yarn", "bun")
