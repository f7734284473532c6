"""Small repositories with one image and one start command, nothing in them dynamic, for hypothesis to make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hypothesis import strategies as st

_NAMES = ("alpha", "beta", "gamma", "api", "core")
_FOLDERS = ("/app", "/srv/code", "/app/service")


@dataclass(frozen=True)
class Copy:
    """One COPY: sources relative to the build context, the destination as it is written."""

    sources: tuple[str, ...]
    destination: str

    def __str__(self) -> str:
        return f"COPY {' '.join(self.sources)} {self.destination}"


@dataclass(frozen=True)
class Case:
    """A repository, the image that it builds, and the command that starts it.

    files: context path -> text. path: PYTHONPATH. kind: module, file, import, uvicorn, gunicorn, node, script.
    argv: the command's words. target: what it names. search: folders that the server searches first.
    executable: start.sh may be executed.
    """

    context: str
    files: Mapping[str, str]
    ignored: tuple[str, ...]
    workdir: tuple[str, ...]
    copies: tuple[Copy, ...]
    staged: bool
    path: tuple[str, ...]
    kind: str
    argv: tuple[str, ...]
    target: str
    attribute: str = ""
    search: str = ""
    shell: bool = False
    executable: bool = False

    @property
    def repository(self) -> dict[str, str]:
        """The files of the repository, with the blueprint that says what the context is."""
        files = {f"{self.context}/{path}".lstrip("/"): text for path, text in self.files.items()}
        files[f"{self.context}/Dockerfile".lstrip("/")] = self.dockerfile
        if self.ignored:
            files[f"{self.context}/.dockerignore".lstrip("/")] = "\n".join(self.ignored) + "\n"
        files["render.yaml"] = (
            "services:\n  - type: web\n    name: service\n    runtime: docker\n"
            f"    dockerfilePath: ./{self.context and self.context + '/'}Dockerfile\n"
            f"    dockerContext: ./{self.context}\n"
        )
        return files

    @property
    def dockerfile(self) -> str:
        base = "node:22-slim" if self.kind == "node" else "python:3.12-slim"
        lines = [f"FROM {base} AS build", "WORKDIR /build", "COPY . ."] if self.staged else []
        lines += [f"FROM {base}", *(f"WORKDIR {folder}" for folder in self.workdir)]
        lines += [str(copy) for copy in self.copies]
        if self.staged:
            lines.append("COPY --from=build /build/alpha /srv/staged/alpha")
        if self.path:
            lines.append(f"ENV PYTHONPATH={':'.join(self.path)}")
        words = ", ".join(f'"{word}"' for word in self.argv)
        command = " ".join(f"'{word}'" if " " in word else word for word in self.argv)
        return "\n".join([*lines, f"CMD {command}" if self.shell else f"CMD [{words}]"]) + "\n"

    @property
    def folder(self) -> str:
        """The working directory of the image."""
        folder = "/"
        for said in self.workdir:
            folder = said if said.startswith("/") else f"{folder.rstrip('/')}/{said}"
        return folder


def _imports(paths: list[str]) -> st.SearchStrategy[str]:
    dotted = [path.removesuffix("/__init__.py").removesuffix(".py").replace("/", ".") for path in paths]
    here = st.sampled_from([name for name in dotted if name != "__init__"] or ["alpha"])
    plain = st.one_of(here.map("import {}".format), here.map("from {} import app".format))
    broken = here.map("from {}.missing import app".format)
    caught = broken.map("try:\n    {}\nexcept ImportError:\n    app = None".format)
    typed = broken.map("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    {}".format)
    relative = st.sampled_from(["from . import beta", "from .core import app", "from .. import alpha"])
    return st.one_of(plain, plain, broken, caught, typed, relative)


@st.composite
def _files(draw: st.DrawFn) -> dict[str, str]:
    folders = draw(st.lists(st.sampled_from(_NAMES), min_size=0, max_size=2, unique=True))
    nested = draw(st.booleans()) and bool(folders)
    places = ["", *folders, *([f"{folders[0]}/{draw(st.sampled_from(_NAMES))}"] if nested else [])]
    paths = []
    for place in places:
        if place and draw(st.integers(0, 3)):
            paths.append(f"{place}/__init__.py")
        if place and draw(st.integers(0, 4)) == 0:
            paths.append(f"{place}/__main__.py")
        for name in draw(st.lists(st.sampled_from(_NAMES), min_size=1 if place else 0, max_size=2, unique=True)):
            paths += [f"{place}/{name}.py".lstrip("/")]
    paths = sorted(path for path in set(paths) if path.removesuffix(".py") not in places) or ["alpha.py"]
    files = {}
    for path in paths:
        lines = ["def app(*_):\n    return None"]  # first, so that modules may import each other in a circle
        if draw(st.integers(0, 2)) == 0:
            lines.append(draw(_imports(paths)))
        files[path] = "\n".join(lines) + "\n"
    return files


@st.composite
def _copies(draw: st.DrawFn, files: Mapping[str, str]) -> tuple[Copy, ...]:
    folders = sorted({path.split("/")[0] for path in files if "/" in path})
    whole = st.sampled_from([Copy((".",), "."), Copy((".",), "./"), Copy((".",), "/app"), Copy(("./",), "/app/")])
    rows = [whole] * 6
    if folders:
        one = st.sampled_from(folders)
        rows += [
            one.map(lambda f: Copy((f,), f"./{f}")),
            one.map(lambda f: Copy((f"{f}/",), ".")),
            one.map(lambda f: Copy((f"./{f}",), f"/app/{f}/")),
            one.map(lambda f: Copy((f,), "/srv/code/deeper")),
        ]
    single = st.sampled_from(sorted(files))
    rows += [single.map(lambda p: Copy((p,), "./")), single.map(lambda p: Copy((p,), p.rpartition("/")[2]))]
    if not folders:
        rows.append(st.just(Copy(("*.py",), "./")))
    return tuple(draw(st.lists(st.one_of(rows), min_size=1, max_size=2)))


@st.composite
def _named(draw: st.DrawFn, files: Mapping[str, str]) -> str:
    """A dotted module: one of the repository's, seldom with a segment less, more or other."""
    path = draw(st.sampled_from(sorted(files)))
    module = path.removesuffix(".py").replace("/", ".").removesuffix(".__init__").removesuffix(".__main__")
    change = draw(st.integers(0, 14))
    if change == 0 and "." in module:
        return module.partition(".")[2]
    if change == 1:
        return f"{module}.missing"
    if change == 2:
        return f"{draw(st.sampled_from(_NAMES))}.{module}"
    return module


@st.composite
def python_cases(draw: st.DrawFn) -> Case:
    """A Python service."""
    files = draw(_files())
    kind = draw(st.sampled_from(["module", "module", "file", "import", "script", "uvicorn", "uvicorn", "gunicorn"]))
    module, attribute, search = draw(_named(files)), "", ""
    if kind == "module":
        target, argv = module, ("python", "-m", module)
    elif kind == "file":
        target = draw(st.sampled_from([*sorted(files), "alpha/missing.py"]))
        argv = ("python", target)
    elif kind == "import":
        target, argv = module, ("python", "-c", f"import {module}")
    elif kind == "script":
        target, argv = "start.sh", draw(st.sampled_from([("./start.sh",), ("sh", "start.sh")]))
        ending = draw(st.sampled_from(["\n", "\n", "\n", "\r\n"]))
        files["start.sh"] = f"#!/bin/sh{ending}exec python -m {module}\n"
    else:
        target, attribute = module, draw(st.sampled_from(["app", "app", "app", "server"]))
        search = draw(st.sampled_from(["", "", "", "alpha", "/app"]))
        option = {"uvicorn": "--app-dir", "gunicorn": draw(st.sampled_from(["--chdir", "--pythonpath"]))}[kind]
        argv = (kind, *((option, search) if search else ()), f"{module}:{attribute}")
    return Case(
        context=draw(st.sampled_from(["", "service"])),
        files=files,
        ignored=tuple(draw(st.lists(st.sampled_from([*sorted(files), "alpha", "**/beta.py", "core"]), max_size=1)))
        if draw(st.integers(0, 3)) == 0
        else (),
        workdir=draw(st.sampled_from([("/app",), ("/app",), ("/srv/code",), ("/srv", "code"), ("/app", "service")])),
        copies=draw(_copies(files)),
        staged="alpha/__init__.py" in files and draw(st.integers(0, 4)) == 0,
        path=tuple(
            draw(st.lists(st.sampled_from([*_FOLDERS, "/app/alpha", "alpha", "/srv/staged"]), max_size=2, unique=True))
        )
        if draw(st.integers(0, 2)) == 0
        else (),
        kind=kind,
        argv=argv,
        target=target,
        attribute=attribute,
        search=search,
        shell=draw(st.booleans()),
        executable=draw(st.integers(0, 3)) > 0,
    )


@st.composite
def node_cases(draw: st.DrawFn) -> Case:
    """A Node service: CommonJS files that require each other."""
    names = draw(st.lists(st.sampled_from(["index", "server", "lib/index", "lib/tool"]), min_size=1, unique=True))
    paths = sorted(f"{name}.js" for name in names)
    lines = ["", "", "require('./tool')", "require('./lib')", "require('./lib/tool.js')", "require('./missing')"]
    files = {path: draw(st.sampled_from(lines)) + "\n" for path in paths}
    if draw(st.integers(0, 3)) == 0:
        files["package.json"] = '{"name": "service", "main": "server.js"}\n'
    target = draw(st.sampled_from([*paths, *names, ".", "lib", "missing.js"]))
    return Case(
        context=draw(st.sampled_from(["", "service"])),
        files=files,
        ignored=(),
        workdir=("/app",),
        copies=draw(_copies(files)),
        staged=False,
        path=(),
        kind="node",
        argv=("node", target),
        target=target,
        shell=draw(st.booleans()),
    )
