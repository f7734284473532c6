"""Compose projects of a repository: the chains of files that somebody starts, and their merged services."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field

from deploylint.facts.files import ComposeFile, ComposeService
from deploylint.facts.record import dataclass
from deploylint.model.compose.called import called
from deploylint.model.compose.calls import DEFAULT_FILES, OVERRIDE_FILES, Call, calls, default_files
from deploylint.model.compose.load import Model, Problem, load
from deploylint.model.compose.profiles import active
from deploylint.model.compose.service import Service
from deploylint.model.compose.tree import Value
from deploylint.model.compose.variables import known
from deploylint.model.intent import Intent
from deploylint.model.paths import base, join, parent
from deploylint.model.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """One chain of files as Compose merges it. reason: why it is one, as a sentence part.

    automatic: the files are those that Compose takes by itself. profiles: that are on wherever it is started, of the
    contract. calls: the commands that start it or do something with it. ignored: files that Compose leaves out.
    """

    files: tuple[str, ...]
    directory: str
    model: Model
    reason: str
    automatic: bool = False
    contracted: bool = False
    profiles: tuple[str, ...] = ()
    calls: tuple[Call, ...] = ()
    ignored: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    services: Mapping[str, Service] = field(default_factory=dict)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.model.problems

    def decided(self, path: str, name: str) -> Service | None:
        """The service of a name, if this file has the last word on it."""
        service = self.services.get(name)
        return service if service is not None and service.last.path == path else None

    def enabled(self, call: Call) -> tuple[str, ...]:
        """The services that the profiles of a call turn on, whichever it names."""
        return active(self._values, call.profiles).services

    def starts(self, call: Call) -> tuple[str, ...]:
        """The services that a call starts: those it names with what they need, else all that its profiles turn on."""
        return active(self._values, call.profiles, call.services).services

    @property
    def _values(self) -> dict[str, Value]:
        return {name: one.value for name, one in self.services.items()}


def projects(workspace: Workspace, intent: Intent) -> tuple[Project, ...]:
    """The projects: the contract's, those of calls, the automatic ones, overlays by name, and files for themselves."""
    return workspace.remember("compose projects", lambda: tuple(_projects(workspace, intent)))


def services(workspace: Workspace, intent: Intent | None = None) -> tuple[tuple[Project, Service], ...]:
    """Every merged service of every project, in the order of the projects."""
    return tuple((one, s) for one in projects(workspace, intent or Intent()) for s in one.services.values())


def production_calls(project: Project) -> tuple[Call, ...]:
    """The commands by which something deploys the project."""
    return tuple(filter(deploys, project.calls))


def deploys(call: Call) -> bool:
    """True for a deploy step of production, and for a systemd unit that keeps the project up."""
    return call.use.role == "production" and (call.use.phase == "deploy" or call.use.platform == "systemd")


def seen(found: Sequence[Project], path: str, name: str) -> tuple[Project, Service] | None:
    """The project whose view of a file's service counts, and that view; None where no project has the file.

    The contract's goes first, then one that production starts, then the longest chain: an override is loaded where
    nobody says otherwise. What lies over a file by its name alone changes nothing of services that it does not name.
    """
    said = [one for one in found if one.contracted or one.calls or one.automatic or one.files[-1] == path]
    having = [(one, service) for one in said if (service := one.decided(path, name)) is not None]
    order = [(not one.contracted, not production_calls(one), -len(one.files)) for one, _ in having]
    return having[order.index(min(order))] if having else None


def _projects(workspace: Workspace, intent: Intent) -> Iterator[Project]:
    files = tuple(path for path in workspace.of_format("compose") if workspace.get(path, ComposeFile) is not None)
    if not files:
        return
    by_chain: dict[tuple[tuple[str, ...], str], list[Call]] = {}
    for one in calls(workspace, called(workspace, intent)):
        by_chain.setdefault((one.files, one.directory), []).append(one)
    seen: set[tuple[str, ...]] = set()
    contracted = tuple(path for path in intent.compose_files if workspace.exists(path))
    if contracted:
        seen.add(contracted)
        found = by_chain.pop((contracted, parent(contracted[0])), [])
        yield _project(workspace, contracted, reason="the contract names it", calls=found, intent=intent)
    for (chain, directory), found in by_chain.items():
        seen.add(chain)
        caller = f"'{base(found[0].span.path)}' calls it"
        reason = f"Compose takes them where {caller}" if found[0].automatic else caller
        yield _project(workspace, chain, directory=directory, reason=reason, calls=found)
    for chain, reason in _chains(workspace, files):
        if chain not in seen:
            seen.add(chain)
            yield _project(workspace, chain, reason=reason)


def _chains(workspace: Workspace, files: Iterable[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The chains that nobody has to call: default files, and files that lie over them by their name and content."""
    for folder in sorted({parent(path) for path in files if base(path) in DEFAULT_FILES}):
        found, _ = default_files(workspace, folder)
        if len(found) > 1:
            yield found, "Compose takes both by itself"
    for path in files:
        below = _below(workspace, path)
        if below and _lies_over(workspace, path, below):
            yield (below, path), f"'{base(path)}' has services that only '{base(below)}' gives an image"
    for path in files:
        yield (path,), "its own file"


def _below(workspace: Workspace, path: str) -> str:
    """The file that one may lie over by its name: `x.yml` for `x.override.yml`, else the default file beside it."""
    folder, name = parent(path), base(path)
    if name in (*DEFAULT_FILES, *OVERRIDE_FILES):
        return ""
    plain = join(folder, name.replace(".override", ""))
    if plain is not None and plain != path and workspace.exists(plain):
        return plain
    return next(iter(default_files(workspace, folder)[0]), "")


def _lies_over(workspace: Workspace, path: str, below: str) -> bool:
    """True if a file has a service with nothing to run that another file gives an image or a build."""
    over, under = workspace.get(path, ComposeFile), workspace.get(below, ComposeFile)
    if over is None or under is None:
        return False
    complete = {one.name.value for one in under.services}
    return any(
        one.image is None and one.extends is None and one.name.value in complete and _without_context(one)
        for one in over.services
    )


def _without_context(service: ComposeService) -> bool:
    """True for a service without a build, or with one that only says more of another: its target, its arguments."""
    build = service.build
    return build is None or (build.context is None and build.dockerfile is None and build.inline is None)


def _project(
    workspace: Workspace,
    files: tuple[str, ...],
    *,
    reason: str,
    directory: str | None = None,
    calls: Iterable[Call] = (),
    intent: Intent | None = None,
) -> Project:
    directory = parent(files[0]) if directory is None else directory
    found = tuple(calls)
    variables = found[0].variables if found else known(workspace, directory, None, {})
    model = load(workspace, files, directory, variables)
    automatic, ignored = default_files(workspace, directory)
    merged = model.root.get("services")
    return Project(
        files=files,
        directory=directory,
        model=model,
        reason=reason,
        automatic=automatic == files,
        contracted=intent is not None,
        profiles=intent.compose_profiles if intent is not None else (),
        calls=found,
        ignored=ignored if automatic == files else (),
        variables=variables,
        services={
            name: Service(name, one, model.layers[name], directory)
            for name, one in (merged.entries.items() if merged is not None else ())
            if one.kind == "mapping" and model.layers.get(name)
        },
    )
