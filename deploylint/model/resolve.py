"""Targets of commands: which file of the repository they are, or why that cannot be known."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable

from deploylint.facts.glob import escape
from deploylint.model.deployment import Resolution, Use
from deploylint.model.distributions import declared_distributions
from deploylint.model.packages import has_script, manifest
from deploylint.model.paths import base, parent
from deploylint.model.place import Place, locate
from deploylint.model.workspace import Workspace
from deploylint.programs.invocation import Invocation, Target

_MANAGERS = ("npm", "pnpm", "yarn", "bun")  # others have tasks of their own (deno.json, lerna.json)
_OWN = ("env", "restart")  # docs.npmjs.com: `npm run env` needs no script, `npm restart` stops and starts without one
_NODE_SUFFIXES = ("", ".js", ".cjs", ".mjs", ".ts", ".mts", ".cts", ".tsx", ".jsx", "/index.js", "/index.ts")
_SOURCE_SUFFIX = re.compile(r"\.(?:[cm]?[jt]sx?|json)$")
_BUILD_FOLDERS = frozenset("dist build out output .output .next target bin lib release public publish .build".split())
_PACKAGE_FOLDERS = frozenset({"node_modules", ".venv", "venv", "site-packages", ".bin"})
_BUILT = frozenset({".jar", ".war", ".dll", ".exe", ".wasm", ".class", ".pyc", ".phar", ".so"})


def resolve(workspace: Workspace, use: Use) -> Resolution:
    """The file that the target of a use names.

    `missing` is said only where no file of the repository ends with the target's path, no package is likely to bring
    it and nothing we see can make it.
    """
    target = use.invocation.target
    if target is None:
        return Resolution("unknown", reason="the command names no target")
    if target.value is None or "$" in target.value:
        return Resolution("unknown", reason="the target is dynamic")
    if target.kind in ("python-attribute", "python-module"):
        return _module(workspace, use, target, target.value)
    if target.kind == "package-script":
        return _package_script(workspace, use, target, target.value)
    if target.kind in ("python-file", "node-file", "file"):
        return _file(workspace, use, target, target.value)
    return Resolution("unknown", reason="a program of the image or the system")


def module_roots(use: Use) -> tuple[Place, ...]:
    """The folders in which Python looks for first-party modules, in the order of sys.path."""
    target = use.invocation.target
    place = use.place
    if target is not None and target.directory is not None:
        place = place.moved(target.directory)
    roots = [place.moved(folder) for folder in (target.search if target else ())]
    roots.append(place)
    value, _ = use.environment.get("PYTHONPATH", ("", None))
    roots += [place.moved(entry) for entry in (value or "").split(":") if entry and "$" not in entry]
    return tuple(roots)


def find_module(workspace: Workspace, roots: Iterable[Place], module: str, *, run: bool = False) -> str | None:
    """The file of a dotted module under one of the roots: `a/b.py`, `a/b/__init__.py`; `a/b/__main__.py` to run it."""
    path = module.replace(".", "/")
    names = (f"{path}.py", f"{path}/__main__.py") if run else (f"{path}.py", f"{path}/__init__.py")
    for root in roots:
        for name in names:
            for found in locate(workspace, root, name):
                if workspace.exists(found):
                    return found
    return None


def _module(workspace: Workspace, use: Use, target: Target, module: str) -> Resolution:
    if target.kind == "python-attribute" and ("/" in module or module.endswith(".py")):
        return _file(workspace, use, target, module)
    if not all(part.isidentifier() for part in module.split(".")):
        return Resolution("unknown", reason=f"'{module}' is no module name")
    found = find_module(workspace, module_roots(use), module, run=target.kind == "python-module")
    if found is None and target.kind == "python-attribute" and not target.attribute and "." in module:
        found = find_module(workspace, module_roots(use), module.rpartition(".")[0])  # `celery -A package.module.app`
    if found is not None:
        return Resolution("found", found)
    path = module.replace(".", "/")
    for name in (
        f"{path}.py",
        f"{path}/__init__.py",
        f"{path}/__main__.py",
        f"{path}.pyi",
        f"{path}.so",
        f"{path}.pyx",
    ):
        elsewhere = workspace.glob(f"**/{escape(name)}")
        if elsewhere:
            return Resolution("unknown", elsewhere[0] if len(elsewhere) == 1 else None, f"'{elsewhere[0]}' may be it")
    top = module.split(".")[0]
    if top in sys.stdlib_module_names or top.lower().replace("_", "-") in declared_distributions(workspace):
        return Resolution("unknown", reason=f"an installed package may bring '{top}'")
    return _missing(workspace, use, module)


def _package_script(workspace: Workspace, use: Use, target: Target, name: str) -> Resolution:
    found = manifest(workspace, use.place, target)
    if found is None:
        return Resolution("unknown", reason="it is not known which package.json it means")
    path, package = found
    if package.script(name) is not None:
        return Resolution("found", path)
    program = use.invocation.program
    if name == "start" and program in ("npm", "pnpm") and workspace.exists(_beside(path, "server.js")):
        return Resolution("found", _beside(path, "server.js"))  # docs of both: run without a start script
    if target.optional:
        return Resolution("unknown", reason="it may be missing (--if-present)")
    if program not in _MANAGERS or (program == "npm" and name in _OWN):
        return Resolution("unknown", reason="it need not be a script of a package.json")
    if target.workspace is None and use.place.kind == "repository" and has_script(workspace, name):
        return Resolution("unknown", reason="another package has it, and the platform's root directory may be there")
    if package.problems or (_runs_programs(use.invocation) and name not in ("start", "build", "test")):
        return Resolution("unknown", reason=f"'{name}' may be a program of a package")
    return Resolution("missing", path, reason=f"'{path}' has no script '{name}'")


def _runs_programs(invocation: Invocation) -> bool:
    """True if a call runs a program of a package where there is no script of its name: not npm, not `pnpm run`."""
    if invocation.program == "pnpm":
        return invocation.subcommands[:1] != ("run",)
    return invocation.program in ("yarn", "bun")


def _beside(path: str, name: str) -> str:
    folder = parent(path)
    return f"{folder}/{name}" if folder else name


def _file(workspace: Workspace, use: Use, target: Target, path: str) -> Resolution:
    place = use.place if target.directory is None else use.place.moved(target.directory)
    suffixes = _NODE_SUFFIXES if target.kind == "node-file" else ("",)
    for suffix in suffixes:
        for found in locate(workspace, place, path + suffix):
            if workspace.exists(found):
                return Resolution("found", found)
    segments = [s for s in path.split("/") if s not in ("", ".", "..")]
    if not segments or any(c in path for c in "*?[{~"):
        return Resolution("unknown", reason="the path is a pattern")
    name = segments[-1]
    if _PACKAGE_FOLDERS & set(segments):
        return Resolution("unknown", reason="a package brings it")
    if _BUILD_FOLDERS & set(segments[:-1]) or segments[0] in _BUILD_FOLDERS or _dot_suffix(name) in _BUILT:
        return Resolution("unknown", reason="a build step makes it")
    if target.kind == "file" and ("." not in name or (not path.startswith(("./", "/", "../")) and "/" not in path)):
        return Resolution("unknown", reason="it may be a program that is built or installed")
    stem = _SOURCE_SUFFIX.sub("", name)
    if target.kind == "node-file":
        made = _compiled(workspace, name, stem)
        if made is not None:
            return Resolution("unknown", reason=made)
    elif elsewhere := workspace.glob(f"**/{escape(name)}"):
        return Resolution("unknown", elsewhere[0] if len(elsewhere) == 1 else None, f"'{elsewhere[0]}' may be it")
    if path.startswith("/") and not _in_application(place, path):
        return Resolution("unknown", reason="it lies outside the application's folder")
    return _missing(workspace, use, path)


def _compiled(workspace: Workspace, name: str, stem: str) -> str | None:
    """What may become a JavaScript file by a build, as a reason; None if nothing does."""
    if any(workspace.glob(f"**/{escape(stem)}{suffix}") for suffix in (".js", ".ts", ".mjs", ".cjs", ".mts", "")):
        return f"a file named '{stem}' elsewhere in the repository may become it"
    return "the build of Next.js makes it" if name == "server.js" and _is_standalone(workspace) else None


def _is_standalone(workspace: Workspace) -> bool:
    """True if a configuration of Next.js asks for a server of its own (nextjs.org/docs: output)."""
    held = workspace.holding((b"standalone",), ("javascript", "typescript"))
    return any(base(path).startswith("next.config.") for path in held)


def _dot_suffix(name: str) -> str:
    return "." + name.rsplit(".", 1)[-1] if "." in name else ""


def _in_application(place: Place, path: str) -> bool:
    return place.kind == "image" and place.folder != "/" and path.startswith(place.folder + "/")


def _missing(workspace: Workspace, use: Use, what: str) -> Resolution:
    """Missing, unless something that we see may make the file."""
    reason = "the server may hold it" if use.place.mount else maker(workspace, use)
    if reason is not None:
        return Resolution("unknown", reason=reason)
    return Resolution("missing", reason=f"no file of the repository can be '{what}'")


_FETCHERS = frozenset(
    {"curl", "wget", "git", "unzip", "tar", "svn", "aws", "gsutil", "gcloud", "cookiecutter", "copier"}
)
_OFFICIAL = re.compile(
    r"^(?:docker\.io/)?(?:library/)?(?:python|node|alpine|debian|ubuntu|golang|ruby|rust|openjdk|eclipse-temurin|maven|gradle|"
    r"php|amazonlinux|fedora|busybox|oven/bun|denoland/deno|ghcr\.io/astral-sh/uv|mcr\.microsoft\.com/.*)(?:[:@].*)?$"
)


def maker(workspace: Workspace, use: Use) -> str | None:
    """Why a file that the repository lacks may exist all the same where a use runs; None if nothing makes it."""
    if workspace.exists(".gitmodules"):
        return "a submodule may hold it"
    image = use.place.image
    if image is None:
        return "it is not known where the command runs" if use.place.kind == "unknown" else None
    if not _OFFICIAL.match(image.base):
        return f"the base image '{image.base}' may hold it"
    if image.copies_from_elsewhere:
        return "the image copies files from another stage or image"
    if image.writes_files:
        return "the image makes files of its own"
    for stage in image.chain:
        for instruction in stage.instructions:
            if instruction.name == "RUN" and instruction.script is not None:
                for command in instruction.script:
                    if any(word.raw.rsplit("/", 1)[-1] in _FETCHERS for word in command.words[:2]):
                        return "a RUN instruction fetches files"
                    if any(redirect.operator.startswith(">") for redirect in command.redirects):
                        return "a RUN instruction writes files"
    return None


def similar_module(workspace: Workspace, target: Target, folder: str) -> str | None:
    """The file of a folder that a module probably means: the same path less its first segments; None if unclear."""
    if target.kind not in ("python-attribute", "python-module") or target.value is None:
        return None
    parts = target.value.split(".")
    for cut in range(1, len(parts)):
        tail = escape("/".join(parts[cut:]))
        found = [path for path in workspace.glob(f"**/{tail}.py") if not folder or path.startswith(folder + "/")]
        if len(found) == 1:
            return found[0]
    return None
