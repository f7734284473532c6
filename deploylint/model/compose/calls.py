"""Commands that call Compose: which files in which order, which profiles, which services.

Source: the Compose specification, chapter 15; compose-go cli/options.go for the default files and the variables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.model.compose.variables import known
from deploylint.model.deployment import Use
from deploylint.model.paths import base, below, join, parent
from deploylint.model.workspace import Workspace
from deploylint.programs.invocation import Option

PROGRAM = "docker-compose"
DEFAULT_FILES = ("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml")
OVERRIDE_FILES = (
    "compose.override.yml",
    "compose.override.yaml",
    "docker-compose.override.yml",
    "docker-compose.override.yaml",
)
_LOOKING = frozenset({"config", "convert", "version", "ls", "completion", "help"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One command that calls Compose. files: in the order of `-f`, the default ones where it names none.

    automatic: it names none. directory: of the project. profiles: those it turns on, by flags, variables and `.env`.
    dynamic: a part of its profiles or services is not known. services: those it names. variables: what interpolation
    knows. name: of the project, "" where nothing says it.
    """

    use: Use
    subcommand: str
    files: tuple[str, ...]
    automatic: bool
    directory: str
    profiles: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    variables: Mapping[str, str]
    dynamic: bool = False
    name: str = ""

    @property
    def span(self) -> Span:
        return self.use.span


def default_files(workspace: Workspace, folder: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The files that Compose takes in a folder without being told, the override last, and those that it leaves out."""
    beside = [path for name in DEFAULT_FILES if workspace.exists(path := join(folder, name) or "")]
    if not beside:
        return (), ()
    over = [path for name in OVERRIDE_FILES if workspace.exists(path := join(folder, name) or "")]
    return (beside[0], *over[:1]), (*beside[1:], *over[1:])


def calls(workspace: Workspace, uses: Iterable[Use]) -> Iterator[Call]:
    """The calls among uses whose files are known."""
    for use in uses:
        if _stack(use) or PROGRAM in (use.invocation.program, *(one.name for one in use.invocation.wrappers)):
            found = call(workspace, use)
            if found is not None and found.subcommand not in _LOOKING:
                yield found


def call(workspace: Workspace, use: Use) -> Call | None:
    """The call of Compose that a use is, or that its wrapper is; None if its files are not known."""
    options, subcommands, words = _said(use)
    env_files, said = _of(options, "--env-file"), _of(options, "--project-directory")
    if not _literal((*_of(options, "-f", "--file"), *env_files, *said)):
        return None
    shell = {name: text for name, (text, _) in use.environment.items() if text is not None}
    start = _start(workspace, use)
    if start is None:
        return None
    folder = join(start, said[-1]) if said else None
    found = _files(workspace, use, options, shell, start, folder)
    if found is None:
        return None
    files, automatic = found
    directory = parent(files[0]) if folder is None else folder
    given = [path for text in env_files if (path := join(start, text)) is not None] if env_files else None
    variables = known(workspace, directory, given, shell)
    flags = _of(options, "--profile")
    profiles = flags or [profile.strip() for profile in variables.get("COMPOSE_PROFILES", "").split(",")]
    hidden = "COMPOSE_PROFILES" in use.environment and "COMPOSE_PROFILES" not in shell
    return Call(
        use=use,
        subcommand=subcommands[0] if subcommands else "",
        files=files,
        automatic=automatic,
        directory=directory,
        profiles=tuple(profile for profile in profiles if profile and _literal((profile,))),
        services=tuple(word for word in words if _literal((word,))),
        variables=variables,
        dynamic=hidden or not _literal((*profiles, *words)),
        name=next(iter(_of(options, "-p", "--project-name")), ""),
    )


def _start(workspace: Workspace, use: Use) -> str | None:
    """The folder a command runs in; the root on another host. A script changes from its own folder or from the root."""
    if use.place.kind != "repository":
        return ""
    folder = use.place.folder
    inner = below(folder, parent(use.span.path))
    tried = (folder, *([inner] if inner else ()))
    return next((one for one in tried if not one or workspace.is_folder(one)), None)


def _of(options: Iterable[Option], *names: str) -> list[str]:
    return [option.text for option in options if option.name in names]


def _files(
    workspace: Workspace, use: Use, options: Iterable[Option], shell: Mapping[str, str], start: str, folder: str | None
) -> tuple[tuple[str, ...], bool] | None:
    """The files of a call, and whether it leaves them to Compose; COMPOSE_FILE may stand in `.env`, too."""
    named = _of(options, "-f", "--file")
    if not named and "COMPOSE_FILE" in use.environment:
        named = _listed(shell.get("COMPOSE_FILE", ""), shell)
        if not named:
            return None
    if not named:
        found = _automatic(workspace, start if folder is None else folder)
        if found is None:
            return None
        variables = known(workspace, parent(found[0]), None, shell)
        start, named = parent(found[0]), _listed(variables.get("COMPOSE_FILE", ""), variables)
        if not named:
            return found, True
    chain = _chain(workspace, start, named)
    return (chain, False) if chain is not None else None


def _said(use: Use) -> tuple[tuple[Option, ...], tuple[str, ...], list[str]]:
    """The options, the subcommand and the services of the call; of `exec web x` the service is web."""
    for wrapper in use.invocation.wrappers:
        if wrapper.name == PROGRAM:
            return wrapper.options, wrapper.subcommands, [word.raw for word in wrapper.arguments[:1]]
    invocation = use.invocation
    if _stack(use):
        files = (replace(one, name="-f") for one in invocation.options if one.name in ("-c", "--compose-file"))
        return tuple(files), ("up",), []
    words = [word.raw for word in invocation.arguments]
    return invocation.options, invocation.subcommands, words if invocation.subcommands[:1] != ("run",) else words[:1]


def _stack(use: Use) -> bool:
    """True for `docker stack deploy -c compose.yaml`, which gives a swarm the files of a project."""
    invocation = use.invocation
    named = invocation.option("-c", "--compose-file") is not None
    return (
        invocation.program == "docker"
        and " ".join(invocation.subcommands[:2]) in ("stack deploy", "stack up")
        and named
    )


def _literal(texts: Iterable[str]) -> bool:
    return not any(character in text for text in texts for character in "${}`")


def _listed(text: str, variables: Mapping[str, str]) -> list[str]:
    """The paths of COMPOSE_FILE, which COMPOSE_PATH_SEPARATOR separates."""
    return [path for path in text.split(variables.get("COMPOSE_PATH_SEPARATOR") or ":") if path]


def _automatic(workspace: Workspace, folder: str | None) -> tuple[str, ...] | None:
    """The default files of the folder or of the nearest one above it; else those of the only folder that has any."""
    while folder is not None:
        found, _ = default_files(workspace, folder)
        if found:
            return found
        if not folder:
            break
        folder = parent(folder)
    folders = {parent(path) for path in workspace.of_format("compose") if base(path) in DEFAULT_FILES}
    return default_files(workspace, folders.pop())[0] if len(folders) == 1 else None


def _chain(workspace: Workspace, folder: str, named: list[str]) -> tuple[str, ...] | None:
    """The files that a chain names, from the folder in which all of them lie: the call's, one above it, or any.

    A script is called from the root as often as from its own folder, and on a server from a copy of either.
    """
    folders = [folder]
    while folders[-1]:
        folders.append(parent(folders[-1]))
    for one in folders:
        found = _all(workspace, one, named)
        if found is not None:
            return found
    anywhere = {parent(path) for path in workspace.of_format("compose")} - set(folders)
    chains = {found for one in anywhere if (found := _all(workspace, one, named)) is not None}
    if not chains and all("/" in text for text in named):
        bases = [base(text) for text in named]  # an absolute path on a server
        chains = {found for one in (*folders, *anywhere) if (found := _all(workspace, one, bases)) is not None}
    return chains.pop() if len(chains) == 1 else None


def _all(workspace: Workspace, folder: str, named: list[str]) -> tuple[str, ...] | None:
    found = [join(folder, text) for text in named if not text.startswith("/")]
    paths = tuple(path for path in found if path is not None and workspace.exists(path))
    return paths if named and len(paths) == len(named) else None
