"""Which entries of the platforms are one service (design section 5, identity). A name alone never joins."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from deploylint.facts.record import dataclass
from deploylint.model.deployment import Declaration
from deploylint.model.ends import ends
from deploylint.model.entries import Entry
from deploylint.model.paths import base, below, parent
from deploylint.model.process_names import process_of_name
from deploylint.programs.invocation import Invocation

# Folders that hold Dockerfiles of a source that lies elsewhere.
_NO_SOURCE = frozenset(
    "docker .docker dockerfiles deploy .deploy deployment infra ops build images other containers .devcontainer".split()
)
_WORKERS = frozenset({"celery", "rq", "arq", "dramatiq", "huey", "sidekiq"})


@dataclass(frozen=True, slots=True)
class Member:
    """An entry with the declaration that decides what it runs: its own, else that of its image."""

    entry: Entry
    main: Declaration | None
    process: str
    root: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """The members of one service. steps: by which steps of identity they came together, as sentences."""

    members: tuple[Member, ...]
    steps: tuple[str, ...]

    @property
    def declared(self) -> bool:
        """True if a platform's file is among them, not only scripts that somebody may start by hand."""
        return any(one.entry.platform != "script" for one in self.members)


def member(entry: Entry, main: Declaration | None) -> Member:
    """The entry with its process type and its source root."""
    return Member(entry, main, _process(entry, main), _root(entry, main))


def groups(members: Sequence[Member], services: Mapping[str, str]) -> tuple[Group, ...]:
    """The services. services: the contract's, name -> path."""
    union = _Union(members)
    _by_contract(union, members, services)
    _by_image(union, members)
    _by_root(union, members)
    _by_target(union, members)
    return union.groups()


class _Union:
    """Disjoint sets of members, with the reasons for which they were joined."""

    def __init__(self, members: Sequence[Member]) -> None:
        self._members = members
        self._parents = list(range(len(members)))
        self._steps: list[tuple[int, str]] = []

    def find(self, index: int) -> int:
        while self._parents[index] != index:
            index = self._parents[index]
        return index

    def join(self, indexes: Iterable[int], step: str) -> None:
        first, *rest = indexes or [0]
        for other in rest:
            a, b = self.find(first), self.find(other)
            if a != b:
                self._parents[max(a, b)] = min(a, b)
                self._steps.append((first, step))

    def groups(self) -> tuple[Group, ...]:
        by_root: dict[int, list[Member]] = defaultdict(list)
        for index, one in enumerate(self._members):
            by_root[self.find(index)].append(one)
        steps: dict[int, list[str]] = defaultdict(list)
        for index, step in self._steps:
            steps[self.find(index)].append(step)
        return tuple(Group(tuple(ms), tuple(dict.fromkeys(steps[root]))) for root, ms in by_root.items())


def _by_contract(union: _Union, members: Sequence[Member], services: Mapping[str, str]) -> None:
    for name, path in services.items():
        inside = [
            i
            for i, m in enumerate(members)
            if m.process == "web" and _under(m, path) and m.entry.judgement.role not in ("development", "test")
        ]
        if len(inside) > 1:
            union.join(inside, f"the contract's service '{name}' holds '{path}'")


def _under(one: Member, path: str) -> bool:
    return one.root is not None and below(one.root, path) is not None


def _by_image(union: _Union, members: Sequence[Member]) -> None:
    """The same image and process type; what runs it for development or tests is no part of what production runs."""
    by_image: dict[tuple[str, str | None, str, bool], list[int]] = defaultdict(list)
    for index, one in enumerate(members):
        if one.entry.image is not None:
            aside = one.entry.judgement.role in ("development", "test")
            by_image[(one.entry.image.path, one.entry.image.target, one.process, aside)].append(index)
    for (path, target, process, _), indexes in by_image.items():
        stage = f", stage '{target}'" if target else ""
        for alike in _alike(members, _single(members, indexes)):
            union.join(alike, f"the same image '{path}'{stage} and process type '{process}'")


def _alike(members: Sequence[Member], indexes: Sequence[int]) -> list[list[int]]:
    """Those of one service: files of one Compose project that lie over each other name another service otherwise."""
    composed: dict[str, list[int]] = defaultdict(list)
    for index in indexes:
        if members[index].entry.platform == "compose":
            composed[members[index].entry.name].append(index)
    if len(composed) < 2:
        return [list(indexes)]
    return [[i for i in indexes if members[i].entry.platform != "compose"], *composed.values()]


def _single(members: Sequence[Member], indexes: Sequence[int]) -> list[int]:
    """Those that are the only one of their platform file: several of one file are several services."""
    files = Counter(_file(members[i].entry) for i in indexes)
    return [i for i in indexes if files[_file(members[i].entry)] == 1]


def _file(entry: Entry) -> tuple[str, str]:
    """The platform and the file, or what the file is deployed with."""
    return entry.platform, entry.project or entry.span.path


def _by_root(union: _Union, members: Sequence[Member]) -> None:
    """The same source root and process type, where each platform has one entry of it there.

    Development and test entries join nothing: they are other ways to start the same source on purpose.
    """
    rows: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for index, one in enumerate(members):
        if one.root is not None and one.entry.judgement.role not in ("development", "test"):
            rows[(one.root, one.process)][one.entry.platform].append(index)
    for (root, process), platforms in rows.items():
        single = [i[0] for i in platforms.values() if len({union.find(index) for index in i}) == 1]
        if single and "script" in platforms:
            single = list(dict.fromkeys((*single, *platforms["script"])))  # several scripts may start one service
        if len(single) > 1:
            union.join(single, f"the same source root '{root or '.'}' and process type '{process}'")


def _by_target(union: _Union, members: Sequence[Member]) -> None:
    """Production entries whose commands resolve to one file of the repository start the same thing."""
    by_file: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, one in enumerate(members):
        start = one.main.launch if one.main is not None else None
        path = (start.resolution.path or start.resolution.installed) if start is not None else None
        if start is None or path is None or one.entry.judgement.role in ("development", "test"):
            continue
        target = start.use.invocation.target
        if target is not None and target.kind.startswith(("python", "node")):
            by_file[(path, one.process)].append(index)
    for (path, _), indexes in by_file.items():
        platforms = [members[i].entry.platform for i in indexes]
        if len(set(platforms)) == len(platforms):
            union.join(indexes, f"the same start target '{path}'")


def _is_told(invocation: Invocation) -> bool:
    """True for a known program that runs what it is told, and is no server of its own."""
    return invocation.known and invocation.kinds != ("server",)


def _process(entry: Entry, main: Declaration | None) -> str:
    if entry.process and entry.process not in ("web",):
        return entry.process
    start = main.launch if main is not None else None
    if start is not None:
        if start.program == "celery" and "beat" in start.use.invocation.subcommands:
            return "scheduler"
        if start.program in _WORKERS:
            return "worker"
        invocation = start.use.invocation
        if entry.pulled and not entry.process and invocation.target is None and not _is_told(invocation):
            return "service"  # `redis-server --appendonly yes`: as where the image starts it by itself
        if start.program == "django" and not entry.process and "server" not in invocation.kinds:
            return next(iter(invocation.subcommands), "web")
    if main is not None and not entry.process and ends(main):
        return "job"
    named = _named(entry)
    if named:
        return named
    return "web" if start is not None or entry.process or entry.image is not None else "service"


def _named(entry: Entry) -> str:
    """What the Dockerfile or the script says of itself where nothing gives the entry a process type."""
    if entry.process or (entry.image is None and entry.platform != "script"):
        return ""
    return process_of_name(base(entry.image.path if entry.image is not None else entry.span.path))


def _root(entry: Entry, main: Declaration | None) -> str | None:
    image = entry.image
    if image is not None:
        folder = parent(image.path)
        return image.context if base(folder) in _NO_SOURCE else folder
    start = main.launch if main is not None else None
    if start is not None and start.use.place.kind == "repository":
        place = start.use.place
        target = start.use.invocation.target
        if target is not None and target.directory is not None:
            place = place.moved(target.directory)
        if place.kind == "repository":
            return place.folder
    return entry.folder
