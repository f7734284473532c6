"""Edits that each break a deployment in one known way, made at places that the joined repository names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from deploylint.facts.files import PackageJson
from deploylint.facts.place import Range
from deploylint.model.deployment import Declaration, Launch, Use
from deploylint.model.images import Image
from deploylint.model.paths import base, below, parent
from tests.mutation.repositories import State, cut, replaced

_SERVERS = ("uvicorn", "gunicorn", "hypercorn")
_SOURCE = (".py", ".js", ".mjs", ".cjs", ".sh")


@dataclass(frozen=True)
class Mutant:
    """A state with one fault. rules: any of them must report it; lines: at one of these lines of path.

    word: what the fault is about; errors of other rules that name it follow from the same fault. way: places that lead
    to these lines and break by the same fault, before them. follows: rules whose errors follow from it too.
    """

    operator: str
    state: State
    rules: tuple[str, ...]
    path: str
    lines: frozenset[int]
    word: str
    way: frozenset[tuple[str, int]] = frozenset()
    follows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Start:
    """A start, not for development or tests, whose target is a file of the repository."""

    declaration: Declaration
    launch: Launch
    path: str
    platform: str

    @property
    def use(self) -> Use:
        return self.launch.use

    @property
    def target(self) -> Range:
        assert self.use.invocation.target is not None
        return self.use.invocation.target.range

    @property
    def lines(self) -> frozenset[int]:
        """The lines of the file that names the target, on which a finding may stand."""
        return frozenset({self.target.line, self.use.span.range.line})

    @property
    def way(self) -> frozenset[tuple[str, int]]:
        """The places that call what leads to it."""
        return frozenset((step.span.path, step.span.range.line) for step in self.use.via)


def starts(state: State) -> Iterator[Start]:
    """The effective starts, one for each place that names a target.

    Not those on a server of one's own: what git lacks may lie there, so nothing is ever missing.
    """
    seen = set()
    for service in state.deployment.services:
        for effective in service.effective:
            winner = effective.winner
            if winner is None or winner.launch is None or effective.role in ("development", "test") or effective.unread:
                continue
            launch = winner.launch
            path, target = launch.resolution.path, launch.use.invocation.target
            if launch.use.place.mount:
                continue
            place = (launch.use.span.path, target.range) if target is not None else None
            if path is None or launch.resolution.state != "found" or place in seen or target is None:
                continue
            seen.add(place)
            yield Start(winner, launch, path, effective.platform)


def delete_target(state: State) -> Iterator[Mutant]:
    """The started file is gone."""
    for start in starts(state):
        if start.path.endswith(_SOURCE):
            after = state.edited({}, frozenset({start.path}))
            yield Mutant("delete-target", after, _GONE, start.use.span.path, start.lines, _stem(start.path))


def rename_target(state: State) -> Iterator[Mutant]:
    """The started file has another name, lies elsewhere, or is written in other letters."""
    for start in starts(state):
        if not start.path.endswith(_SOURCE):
            continue
        folder, name = parent(start.path), base(start.path)
        stem, _, ending = name.rpartition(".")
        for new in (f"{stem}_renamed.{ending}", f"moved/{name}", f"{name.upper()}"):
            path = f"{folder}/{new}".lstrip("/")
            if name != "__init__.py" or "/" not in new:
                after = state.edited({path: state.text(start.path)}, frozenset({start.path}))
                yield Mutant("rename-target", after, _GONE, start.use.span.path, start.lines, _stem(start.path))


_GONE = ("BOOT002", "BOOT010", "IMG003")


def other_module(state: State) -> Iterator[Mutant]:
    """Only the Dockerfile names another module, which nobody has."""
    for start in starts(state):
        target = start.use.invocation.target
        if target is None or target.value is None or target.kind not in ("python-attribute", "python-module"):
            continue
        if start.declaration.kind != "dockerfile.start" or start.use.span.path != start.declaration.span.path:
            continue
        path = start.use.span.path
        text = state.text(path)
        written, module = _slice(text, target.range), target.value
        first, last = module.partition(".")[0], module.rpartition(".")[2]
        if written.count(module) != 1:
            continue
        for new in (f"{module}_server", f"source_{module}", module.removesuffix(last) + f"old.{last}"):
            after = state.edited({path: replaced(text, target.range, written.replace(module, new))})
            word = new if new.startswith("source_") else first
            yield Mutant("other-module", after, ("BOOT002", "BOOT001"), path, start.lines, word)


def reload(state: State) -> Iterator[Mutant]:
    """The server reloads."""
    for start in starts(state):
        words = start.use.invocation.words
        if any(word.raw == "--reload" for word in words):
            continue  # it reloads already
        if start.launch.program in _SERVERS and start.use.span.path != start.path and words:
            path, word = start.use.span.path, words[0].range
            text = state.text(path)
            in_list = start.use.invocation.command.form == "exec"
            if in_list and not _quoted(text, word, '"'):
                continue
            new = _slice(text, word) + ('", "--reload' if in_list else " --reload")
            after = state.edited({path: replaced(text, word, new)})
            yield Mutant("reload", after, ("DEV001", "DEV003"), path, start.lines | {word.line}, "--reload")


def dev_script(state: State) -> Iterator[Mutant]:
    """The image starts the `dev` script of the package in place of its `start` script."""
    for service in state.deployment.services:
        for declaration in service.declarations:
            if declaration.role != "production" or not declaration.uses:
                continue
            use = declaration.uses[0]
            target = use.invocation.target
            if target is None or target.kind != "package-script" or target.value != "start":
                continue
            package = _package_of(state, declaration)
            if package is None or package.script("dev") is None or not _is_server(package):
                continue
            path, text = use.span.path, state.text(use.span.path)
            written = _slice(text, target.range)
            form = "run dev" if use.invocation.command.form != "exec" else 'run", "dev'
            if written != "start" or use.invocation.subcommands[:1] == ("run",):
                form = "dev"
            after = state.edited({path: replaced(text, target.range, form)})
            lines = frozenset({target.range.line})
            yield Mutant("dev-script", after, ("DEV003", "DEV001", "DEV002"), path, lines, "dev")


def _package_of(state: State, declaration: Declaration) -> PackageJson | None:
    for use in declaration.uses:
        if use.owner == "scripts.start":
            return state.workspace.get(use.span.path, PackageJson)
    return None


def _is_server(package: PackageJson) -> bool:
    script = package.script("dev")
    return script is not None and bool(
        re.search(r"\b(?:nodemon|next dev|vite|tsx watch|--watch|ts-node-dev|remix dev|nuxt dev)\b", script.text.value)
    )


def no_copy(state: State) -> Iterator[Mutant]:
    """The image no longer takes the started file along."""
    for start in starts(state):
        image = start.use.place.image
        if image is None or _copied_twice(image, start.path):
            continue
        for stage in image.chain:
            for instruction in stage.instructions:
                if instruction.name not in ("COPY", "ADD") or instruction.flag("from") is not None:
                    continue
                sources = [f"{image.context}/{word.raw.lstrip('./')}".strip("/") for word in instruction.words[:-1]]
                if any(below(start.path, source) is not None for source in sources):
                    after = state.edited({image.path: cut(state.text(image.path), instruction.range)})
                    gone = instruction.range
                    lines = _below_cut({(start.use.span.path, line) for line in start.lines}, image.path, gone)
                    yield Mutant(
                        "no-copy",
                        after,
                        ("BOOT002", "IMG004"),
                        start.use.span.path,
                        frozenset(line for _, line in lines),
                        base(start.path),
                        # a script on the way, and what a command at build or release loads, came by the same COPY
                        way=_below_cut(start.way, image.path, gone)
                        | {(image.path, line) for line in _runs(image, gone)},
                        follows=("ART001",),
                    )


def _below_cut(places: Iterable[tuple[str, int]], path: str, gone: Range) -> frozenset[tuple[str, int]]:
    """Where places stand once the lines of a stretch are cut out of a file."""
    height = gone.end_line - gone.line + 1
    return frozenset((p, line - height * (p == path and line > gone.line)) for p, line in places)


def _runs(image: Image, gone: Range) -> Iterator[int]:
    """The lines on which RUN instructions below a cut stand after it: one may be the first that lacks the file."""
    height = gone.end_line - gone.line + 1
    for stage in image.chain:
        for instruction in stage.instructions:
            if instruction.name == "RUN" and instruction.range.line > gone.line:
                yield from range(instruction.range.line - height, instruction.range.end_line - height + 1)


def _copied_twice(image: Image, path: str) -> bool:
    rows = [copied for stage in image.chain for copied in image.copies[stage.index] if copied.stage is None]
    return sum(any(below(path, source) is not None for source in row.sources) for row in rows) > 1


def ignore_target(state: State) -> Iterator[Mutant]:
    """The ignore file of the build context leaves the started file out."""
    for start in starts(state):
        image = start.use.place.image
        inner = below(start.path, image.context) if image is not None else None
        if image is None or not inner or not image.certain or start.path.endswith("__init__.py"):
            continue
        if _mounted_over(state, image):
            continue  # what the image lacks is there by the mount
        name = f"{image.path}.dockerignore"
        if not state.workspace.exists(name):
            name = f"{image.context}/.dockerignore".lstrip("/")
        held = state.text(name) if state.workspace.exists(name) else ""
        after = state.edited({name: f"{held.rstrip()}\n{inner}\n".lstrip()})
        yield Mutant("ignore-target", after, _GONE, start.use.span.path, start.lines, _stem(start.path))


def _mounted_over(state: State, image: Image) -> bool:
    """True if a compose file mounts a folder of the checkout over the working directory of the image."""
    mount = re.compile(rf"(?:^|[\s\"'])\.{{1,2}}(?:/[\w./-]*)?:{re.escape(image.folder or '/')}/?(?=[\s\"':]|$)", re.M)
    return any(mount.search(state.text(path)) for path in state.workspace.of_format("compose"))


def root_directory(state: State) -> Iterator[Mutant]:
    """Render's `rootDir` under the name that other platforms give it."""
    for path in state.workspace.of_format("render"):
        text = state.text(path)
        for number, line in enumerate(text.splitlines(), 1):
            if re.match(r"\s*(?:- )?rootDir:", line):
                after = state.edited({path: _line(text, number, line.replace("rootDir:", "rootDirectory:"))})
                lines = frozenset({number})
                # without its root directory the other paths of the service mean other files
                yield Mutant("root-directory", after, ("RND001",), path, lines, "rootDir", follows=("RND004",))


def unexpanded_port(state: State) -> Iterator[Mutant]:
    """A port in exec form that only a shell would put in."""
    for start in starts(state):
        command = start.use.invocation.command
        path = start.use.span.path
        if command.form != "exec" or not path.rpartition("/")[2].lower().startswith("dockerfile"):
            continue
        for word in command.words:
            if re.fullmatch(r"(?:[\w.]+:)?\d{4,5}", word.raw):
                text = state.text(path)
                if not _quoted(text, word.range, '"'):
                    continue
                new = re.sub(r"\d{4,5}$", "$PORT", word.raw)
                after = state.edited({path: replaced(text, word.range, new)})
                lines = frozenset({word.range.line, start.use.span.range.line})
                yield Mutant("unexpanded-port", after, ("BOOT009",), path, lines, "$PORT")


def migrating_start(state: State) -> Iterator[Mutant]:
    """The start script of a package migrates the database by itself."""
    seen = set()
    for service in state.deployment.services:
        for declaration in service.declarations:
            for use in declaration.uses:
                if use.owner != "scripts.start" or declaration.role != "production" or use.span.path in seen:
                    continue
                seen.add(use.span.path)
                path, text = use.span.path, state.text(use.span.path)
                package = state.workspace.get(path, PackageJson)
                script = package.script("start") if package is not None else None
                if script is None or "prisma" in script.text.value:
                    continue
                place = script.text.range()
                new = f"prisma migrate deploy && {_slice(text, place)}"
                after = state.edited({path: replaced(text, place, new)})
                yield Mutant("migrating-start", after, ("DB001",), path, frozenset({place.line}), "prisma")


def second_manager(state: State) -> Iterator[Mutant]:
    """A unit runs the same program on the server that an image runs."""
    for start in starts(state):
        image = start.use.place.image
        target = start.use.invocation.target
        if image is None or target is None or start.launch.program not in _SERVERS:
            continue
        command = " ".join(word.raw for word in start.use.invocation.words)
        if "$" in command or start.platform != "compose":
            continue  # a unit would need a shell; what a platform in the cloud runs, or an image alone, is no rival
        folder = f"/srv/service/{image.context}".rstrip("/")  # the server has the whole repository
        unit = (
            f"[Unit]\nDescription=The service\n\n[Service]\nWorkingDirectory={folder}\n"
            f"ExecStart=/srv/service/venv/bin/{command}\nRestart=always\n\n[Install]\nWantedBy=multi-user.target\n"
        )
        path = f"{parent(start.path) and image.context}/deploy/service.service".lstrip("/")
        after = state.edited({path: unit})
        yield Mutant("second-manager", after, ("SYS001",), path, frozenset({6}), "service")


OPERATORS: tuple[Callable[[State], Iterator[Mutant]], ...] = (
    delete_target,
    rename_target,
    other_module,
    reload,
    dev_script,
    no_copy,
    ignore_target,
    root_directory,
    unexpanded_port,
    migrating_start,
    second_manager,
)


def _slice(text: str, place: Range) -> str:
    lines = text.split("\n")
    if place.line != place.end_line:
        return "\n".join(lines[place.line - 1 : place.end_line])
    return lines[place.line - 1][place.column - 1 : place.end_column - 1]


def _quoted(text: str, place: Range, quote: str) -> bool:
    line = text.split("\n")[place.line - 1]
    return line[: place.column - 1].endswith(quote) and line[place.end_column - 1 :].startswith(quote)


def _line(text: str, number: int, new: str) -> str:
    lines = text.split("\n")
    lines[number - 1] = new
    return "\n".join(lines)


def _stem(path: str) -> str:
    name = base(path).rpartition(".")[0]
    return base(parent(path)) if name in ("__init__", "__main__", "index") else name
