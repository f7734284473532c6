"""The programs that process managers start by a file of their own: supervisor's configuration, PM2's process files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field

from deploylint.facts.commands import Command, Expansion, Script, Word
from deploylint.facts.document import EMPTY, Document, Node
from deploylint.facts.place import Range
from deploylint.facts.record import dataclass
from deploylint.facts.settings import Settings
from deploylint.facts.text import Text
from deploylint.model.evidence import role_of_name
from deploylint.model.paths import base
from deploylint.model.workspace import Workspace

_PM2_FILE = re.compile(
    r"(?:.*\.)?(?:ecosystem|pm2)(?:[.-].+)?\.(?:[cm]?js|json|ya?ml)|process(?:es)?\.json", re.IGNORECASE
)
_DYNAMIC = "dynamic"
_INTERPRETER_KEYS = ("interpreter", "exec_interpreter")
_INTERPRETERS = {"js": "node", "cjs": "node", "mjs": "node", "py": "python3", "sh": "bash", "rb": "ruby", "pl": "perl"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Managed:
    """One program of a manager's file. label: what the file calls it (`program:web`). range: of its command.

    directory: "" for the manager's own, None where it is dynamic. starts: False if the manager waits to be told to.
    watch: where the file says that a changed source restarts it.
    """

    platform: str
    name: str
    label: str
    text: str
    range: Range
    entry: Range
    script: Script
    directory: str | None = ""
    environment: Mapping[str, tuple[str | None, Range]] = field(default_factory=dict)
    starts: bool = True
    watch: Range | None = None


def files(workspace: Workspace) -> tuple[str, ...]:
    """The files of process managers, sorted."""
    named = (p for p in workspace.of_format("javascript", "json", "yaml") if is_process_file(p))
    return tuple(sorted((*workspace.of_format("supervisor"), *named)))


def is_process_file(path: str) -> bool:
    """True for a path that PM2's users give to a process file."""
    return _PM2_FILE.fullmatch(base(path)) is not None


def programs(workspace: Workspace, path: str, environment: str | None = "") -> tuple[Managed, ...]:
    """The programs of a manager's file, in its order.

    environment: the name given to PM2's `--env`, None where nobody knows it: then the one for production, if there is.
    """
    settings = workspace.get(path, Settings)
    if settings is not None and workspace.format(path) == "supervisor":
        return tuple(_supervised(settings))
    document = workspace.get(path, Document, "pm2") if is_process_file(path) else None
    if document is None:
        return ()
    name = environment if environment is not None else production_environment(workspace, path)
    return tuple(_apps(document.root, name))


def production_environment(workspace: Workspace, path: str) -> str:
    """The name of the environment for production that the apps of PM2's process file have beside `env`, "" for none."""
    document = workspace.get(path, Document, "pm2") if is_process_file(path) else None
    root = document.root if document is not None else EMPTY
    keys = [entry.key.value for app in _list(root) for entry in app.entries if entry.key.value.startswith("env_")]
    names = [key.removeprefix("env_") for key in keys]
    said = [name for name in names if (role_of_name(name) or ("",))[0] == "production"]
    return "production" if "production" in said else next(iter(said), "")


def _list(root: Node) -> tuple[Node, ...]:
    """A list under `apps`, one app under it, a list, or one app alone."""
    apps = root if root.kind == "sequence" else root.get("apps") or root
    return apps.items if apps.kind == "sequence" else (apps,)


def _supervised(settings: Settings) -> Iterator[Managed]:
    for section in settings.sections:
        kind, _, name = section.partition(":")
        command = settings.last(section, "command")
        if kind not in ("program", "fcgi-program") or command is None or command.script is None:
            continue
        directory, start = settings.last(section, "directory"), settings.last(section, "autostart")
        environment = settings.last(section, "environment")
        said = directory.value.value if directory is not None else ""
        yield Managed(
            platform="supervisor",
            name=name,
            label=section,
            text=command.value.value,
            range=command.value.range(),
            entry=command.range,
            script=command.script,
            directory=said if "%(" not in said else None,
            environment={
                v.name.value: (v.value.value if "%(" not in v.value.value else None, v.range)
                for v in (environment.variables if environment is not None else ())
            },
            starts=start is None or start.value.value.lower() not in ("false", "no", "0", "off"),
        )


def _apps(root: Node, environment: str) -> Iterator[Managed]:
    """The apps of a process file."""
    for app in _list(root):
        script = app.get("script") if app.kind == "mapping" else None
        if script is None or script.text is None or not isinstance(script.value, str):
            continue
        name, watch = app.string("name"), app.entry("watch")
        watches = watch is not None and (watch.value.value is True or bool(watch.value.items))
        command = _command(app, script)
        yield Managed(
            platform="pm2",
            name=name.value if name is not None else base(script.value),
            label=name.value if name is not None else "script",
            text=" ".join(word.raw for word in command.words),
            range=script.text.range(),
            entry=app.range,
            script=Script(commands=(command,)),
            directory=_directory(app),
            environment=_environment(app, environment),
            watch=watch.range if watches and watch is not None else None,
        )


def _command(app: Node, script: Node) -> Command:
    """pm2.keymetrics.io/docs: the interpreter by suffix unless one is named; spaces are for a shell.

    One that the file works out (`path.join(home, "node")`) is taken for some version of that of the suffix.
    """
    assert script.text is not None
    text, said = script.text, str(script.value)
    interpreter = app.string("interpreter") or app.string("exec_interpreter")
    suffix = base(said).rpartition(".")[2] if "." in base(said) else ""
    words = [_word(script)]
    if any(letter.isspace() for letter in said.strip()):
        words = [_beside(text, "bash"), _beside(text, "-c"), *words]
    elif suffix and (interpreter is None or interpreter.value != "none"):
        worked_out = any(node is not None and node.tag == _DYNAMIC for node in map(app.get, _INTERPRETER_KEYS))
        program = interpreter.value if interpreter is not None and not worked_out else _INTERPRETERS.get(suffix, "")
        flags = _words(app.get("node_args")) or _words(app.get("interpreter_args"))
        words = [*([_beside(text, program)] if program else []), *flags, *words]
    return Command(text.range(), "exec", (*words, *_words(app.get("args"))))


def _words(node: Node | None) -> list[Word]:
    """The words of a list, or of a text that PM2 cuts at its spaces."""
    if node is None:
        return []
    if node.kind == "sequence":
        return [_word(item) for item in node.items if item.text is not None and item.value is not None]
    if node.text is None or node.tag == _DYNAMIC:
        return [_word(node)] if node.text is not None else []
    return [Word(node.text.slice(*match.span())) for match in re.finditer(r"\S+", node.text.value)]


def _word(node: Node) -> Word:
    assert node.text is not None
    if node.tag == _DYNAMIC:
        return Word(node.text, (Expansion(None, None, None, node.text.range()),))
    return Word(node.text, quoted=True)


def _beside(text: Text, value: str) -> Word:
    """A word that PM2 puts before the script, which stands where the script stands."""
    return Word(Text.escape(value, text.source, *text.offsets()))


def _directory(app: Node) -> str | None:
    node = app.get("cwd") or app.get("exec_cwd")
    if node is None or node.text is None or node.text.value == "__dirname":
        return ""
    return node.text.value if node.tag != _DYNAMIC else None


def _environment(app: Node, name: str) -> dict[str, tuple[str | None, Range]]:
    found: dict[str, tuple[str | None, Range]] = {}
    for key in ("env", f"env_{name}"):
        section = app.get(key)
        for entry in section.entries if section is not None else ():
            value = entry.value
            known = value.text is not None and value.tag != _DYNAMIC and value.value is not None
            found[entry.key.value] = (value.text.value if known and value.text is not None else None, entry.range)
    return found
