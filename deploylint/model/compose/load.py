"""Files loaded and merged into one model: interpolation, `extends` and `include`, in Compose's own order.

Source: the Compose specification, chapters 05-services (extends), 12, 13 and 14; compose-go loader/loader.go for the
order: each file is interpolated, gets what it includes, is extended, and is then laid over the files before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace

from deploylint.facts.document import EMPTY
from deploylint.facts.files import ComposeFile, ComposeService
from deploylint.facts.place import FIRST, Span
from deploylint.facts.record import dataclass
from deploylint.model.compose.interpolate import Interpolated, interpolate
from deploylint.model.compose.merge import merge, normalised
from deploylint.model.compose.tree import Value, value
from deploylint.model.compose.variables import known
from deploylint.model.paths import join, parent
from deploylint.model.workspace import Workspace

_RESOURCES = ("services", "networks", "volumes", "configs", "secrets", "models")


@dataclass(frozen=True, slots=True)
class Layer:
    """What one file says of a service. extended: it is there because another layer extends it."""

    path: str
    service: ComposeService
    extended: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Why Compose refuses the model, or why a part of it is not known here (open)."""

    message: str
    span: Span
    open: bool = False


@dataclass(frozen=True, slots=True)
class Model:
    """The merged files. layers: of each service, in the order in which they lie over each other, the base first."""

    root: Value
    layers: Mapping[str, tuple[Layer, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def open(self) -> bool:
        """True if a file that belongs to it is not here, or a path to one is not known."""
        return any(problem.open for problem in self.problems)


def load(workspace: Workspace, paths: Iterable[str], directory: str, variables: Mapping[str, str]) -> Model:
    """The model of files in the order of `-f`. directory: of the project, from which relative paths count."""
    loader = _Loader(workspace, directory, variables)
    return loader.model(tuple(paths), ())


@dataclass(frozen=True, slots=True)
class _Loaded:
    """One file without the files before it; the services extend each other when they are asked for."""

    path: str
    root: Value
    facts: ComposeFile
    layers: Mapping[str, tuple[Layer, ...]]

    def service(self, name: str) -> Value | None:
        found = self.root.get("services", name)
        return found if found is not None and found.kind == "mapping" else None


class _Loader:
    """The loading of one project; problems collect in it."""

    def __init__(self, workspace: Workspace, directory: str, variables: Mapping[str, str]) -> None:
        self.workspace, self.directory, self.variables = workspace, directory, variables
        self.problems: list[Problem] = []

    def model(self, paths: tuple[str, ...], included: tuple[str, ...]) -> Model:
        """The files laid over each other; included: the files that led here by `include`."""
        root: Value | None = None
        layers: dict[str, tuple[Layer, ...]] = {}
        for path in paths:
            loaded = self._file(path, self.directory)
            if loaded is None:
                continue
            loaded = self._extended(self._including(loaded, (*included, path)))
            root = normalised(loaded.root) if root is None else merge(root, loaded.root)
            for name, found in loaded.layers.items():
                layers[name] = (*layers.get(name, ()), *found)
        services = root.get("services") if root is not None else None
        kept = services.entries if services is not None else {}
        return Model(
            root or _nothing(paths),
            {name: found for name, found in layers.items() if name in kept},
            tuple(dict.fromkeys(self.problems)),
        )

    def _interpolate(self, text: str) -> Interpolated:
        return interpolate(text, self.variables)

    def _file(self, path: str, base: str) -> _Loaded | None:
        facts = self.workspace.get(path, ComposeFile, "compose")
        if facts is None or facts.root.kind != "mapping":
            self._problem(f"'{path}' is no compose file that can be read", Span(path, FIRST), is_open=True)
            return None
        layers = {one.name.value: (Layer(path, one),) for one in facts.services}
        return _Loaded(path, value(path, facts.root, base, self._interpolate), facts, layers)

    def _problem(self, message: str, span: Span, *, is_open: bool = False) -> None:
        self.problems.append(Problem(message, span, is_open))

    def _including(self, loaded: _Loaded, included: tuple[str, ...]) -> _Loaded:
        """The file with the resources of the projects that it includes; what both define stays the file's own."""
        for item in _items(loaded.root.get("include")):
            found = self._included(item, included)
            if found is None:
                continue
            entries = dict(loaded.root.entries)
            for section in _RESOURCES:
                theirs, ours = found.root.get(section), entries.get(section)
                if theirs is None or theirs.kind != "mapping":
                    continue
                own = ours.entries if ours is not None else {}
                for name in sorted(own.keys() & theirs.entries.keys()):
                    self._problem(f"'{name}' of {section} is defined here and in what is included", own[name].span)
                entries[section] = replace(ours or theirs, entries={**theirs.entries, **own})
            layers = {**found.layers, **loaded.layers}
            loaded = replace(loaded, root=replace(loaded.root, entries=entries), layers=layers)
        return loaded

    def _included(self, item: Value, included: tuple[str, ...]) -> Model | None:
        """The project that one entry of `include` names, in its own folder and with its own `.env`."""
        said = item.texts("path") if item.kind == "mapping" else (item,)
        paths = [self._path(one, self.directory) for one in said]
        if not paths or None in paths:
            return None
        found = tuple(path for path in paths if path is not None)
        if found[0] in included:
            self._problem(f"'{found[0]}' includes itself", item.span)
            return None
        own = item.get("project_directory")
        directory = self._path(own, self.directory) if own is not None else parent(found[0])
        files = [self._path(one, self.directory) for one in item.texts("env_file")]
        if directory is None or None in files:
            return None
        given = [path for path in files if path is not None] or None
        inner = _Loader(self.workspace, directory, known(self.workspace, directory, given, self.variables))
        model = inner.model(found, included)
        self.problems += model.problems
        return model

    def _path(self, said: Value, folder: str) -> str | None:
        """The repository path that a value names; None, with a problem, where it is not known."""
        path = None if said.missing or "://" in said.text or said.text.startswith("/") else join(folder, said.text)
        if path is None:
            self._problem(
                f"'{said.node.text or said.text}' is outside of the repository or not known", said.span, is_open=True
            )
        elif not (self.workspace.exists(path) or self.workspace.is_folder(path)):
            self._problem(f"'{said.text}' does not exist", said.span, is_open=True)
            return None
        return path

    def _extended(self, loaded: _Loaded) -> _Loaded:
        """The file with `extends` of its services followed."""
        services = loaded.root.get("services")
        if services is None or not any("extends" in one.entries for one in services.entries.values()):
            return loaded
        entries, layers = dict(services.entries), dict(loaded.layers)
        for name in entries:
            found = self._service(loaded, name, ())
            if found is not None:
                entries[name], layers[name] = found
        root = replace(loaded.root, entries={**loaded.root.entries, "services": replace(services, entries=entries)})
        return replace(loaded, root=root, layers=layers)

    def _service(
        self, loaded: _Loaded, name: str, seen: tuple[tuple[str, str], ...]
    ) -> tuple[Value, tuple[Layer, ...]] | None:
        """A service laid over the one that it extends, and so on."""
        own, layers = loaded.service(name), loaded.layers.get(name, ())
        if own is None:
            return None
        said = own.get("extends")
        if said is None:
            return own, layers
        without = replace(own, entries={key: v for key, v in own.entries.items() if key != "extends"})
        if (loaded.path, name) in seen:
            self._problem(f"'{name}' extends itself", said.span)
            return without, layers
        target = said.said("service") or said.text
        other = self._other(loaded, said)
        below = self._service(other, target, (*seen, (loaded.path, name))) if other is not None else None
        if below is None:
            if other is not None:
                self._problem(f"'{name}' extends '{target}', which '{other.path}' does not have", said.span)
            return without, layers
        inherited = (replace(layer, extended=True) for layer in below[1])
        return merge(below[0], without, ("services", name)), (*inherited, *layers)

    def _other(self, loaded: _Loaded, said: Value) -> _Loaded | None:
        """The file in which an extended service stands: paths count from the project, in that file from its folder."""
        file = said.get("file")
        if file is None:
            return loaded
        path = self._path(file, said.base)
        return self._file(path, parent(path)) if path is not None else None


def _items(one: Value | None) -> Iterator[Value]:
    """The entries of `include`: a list, or one path."""
    if one is not None:
        yield from one.items if one.kind == "sequence" else ((one,) if not one.null else ())


def _nothing(paths: tuple[str, ...]) -> Value:
    return Value("mapping", Span(paths[0] if paths else "", FIRST), EMPTY)
