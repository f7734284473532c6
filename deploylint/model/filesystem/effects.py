"""From a command to the layers it makes: by what the data files say of programs, and literally for file tools."""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.facts.commands import Word
from deploylint.model.files import Held
from deploylint.model.filesystem import fetching, tools
from deploylint.model.filesystem.globs import is_glob
from deploylint.model.filesystem.layers import Doubt, Layer, Made
from deploylint.model.filesystem.outputs import ANY, BUILD, PACKAGES, Outputs
from deploylint.model.filesystem.told import Told
from deploylint.model.paths import absolute

SYSTEM = Outputs("system")
_HARMLESS = frozenset(
    "mention system system-packages builtin linter tester waiter database-client version-manager remote cloud".split()
)
_TOOLS = frozenset("builder bundler framework migrator publisher server".split())
_OUTPUT = (
    "-o",
    "--output",
    "-out",
    "--out",
    "--out-dir",
    "--outDir",
    "--outdir",
    "--output-dir",
    "-O",
    "--output-document",
)
_TARGETS = ("-t", "--target", "--prefix", "--root")
_FILE = Held("there", folder=False, executable=None)


def layers(told: Told) -> Iterator[Layer]:
    """What a command may do to the files, as layers; nothing for what only looks at them."""
    invocation = told.invocation
    program = invocation.program or ""
    special = tools.TOOLS.get(program)
    if special is not None and invocation.known:
        yield from special(told)
    elif invocation.effects == ("reads",):
        return
    elif "package-manager" in invocation.kinds and invocation.target is None:
        yield from _package_manager(told)
    elif "builds" in invocation.effects or _writes_no_sources(told):
        yield from _outputs(told, BUILD)
    elif invocation.known and _HARMLESS & set(invocation.kinds):
        yield from _named(told)
    else:
        yield from _outputs(told, ANY)


def installer(told: Told) -> Iterator[Layer]:
    """What a downloaded installer may bring: tools, wherever it likes, but none of the program's own sources."""
    yield from _outputs(told, BUILD)


def _writes_no_sources(told: Told) -> bool:
    """True for compilers, migrators and the like; what runs a script of its user may write anything."""
    kinds = set(told.invocation.kinds)
    return bool(kinds & _TOOLS) and not kinds & {"generator", "task-runner"} and told.invocation.target is None


def _package_manager(told: Told) -> Iterator[Layer]:
    invocation = told.invocation
    yield from _named(told)
    if any(option.name in ("-g", "--global") for option in invocation.options) or "system-packages" in invocation.kinds:
        yield Doubt("/", f"'{told.text}' may bring it", SYSTEM)
    elif "installs" in invocation.effects:
        yield Doubt(told.folder or "/", f"'{told.text}' may bring it", PACKAGES)
        for name in ("UV_PROJECT_ENVIRONMENT", "VIRTUAL_ENV", "PYTHONUSERBASE"):
            if told.values.get(name):
                yield Doubt(absolute(told.folder or "/", told.values[name] or ""), f"'{told.text}' may bring it", ANY)
        for word in [*invocation.arguments, *(o.value for o in invocation.options if o.value is not None)]:
            if "git+" in word.raw:
                yield Doubt(absolute(told.folder or "/", "src"), f"'{told.text}' may bring it", ANY)
        if invocation.program == "pip" or invocation.program == "uv":
            said = told.value(*_TARGETS)
            if said is not None:
                yield from _below(told, said)
    elif "builds" in invocation.effects:
        yield from _outputs(told, BUILD)
    elif "generator" in invocation.kinds or not invocation.subcommands:
        yield from _outputs(told, ANY)
    elif invocation.program == "uv" and invocation.subcommands[:1] == ("venv",):
        yield from fetching.environment(told)


def _outputs(told: Told, outputs: Outputs) -> Iterator[Layer]:
    """Doubt below the folder it runs in, and below every folder that it is told to write to."""
    builds = "builds" in told.invocation.effects
    yield Doubt("/", told.reason, BUILD, builds)  # its configuration may name any folder for what it makes
    yield Doubt(told.folder or "/", told.reason, outputs, builds)
    for option in told.invocation.options:
        if option.name in _OUTPUT and option.text:
            yield from _below(told, option.text)
    for word in told.invocation.words[1:]:
        said = word.raw.partition("=")[2] if word.raw.startswith("-") else word.raw
        if said.startswith(("/", "..")):
            yield from _below(told, said)
    yield from _named(told)


def _below(told: Told, said: str) -> Iterator[Layer]:
    path = told.path(said.partition("$")[0].rpartition("/")[0] + "/" if "$" in said else said)
    if path is not None and path != "/":
        yield Doubt(path, told.reason, ANY)


def _named(told: Told) -> Iterator[Layer]:
    """The file that `-o name` writes."""
    said = told.value("-o", "-out", "--output", "-O", "--output-document")
    path = told.path(said) if said and said != "-" else None
    if path is not None and told.files.at(path).folder is not True:
        yield Doubt(path, told.reason, ANY)


def written(word: Word, folder: str | None) -> Iterator[Layer]:
    """What a redirection to a word writes."""
    said = word.raw
    if said.startswith(("/dev/", "&")) or said.isdigit():
        return
    if word.expansions or is_glob(said) or (folder is None and not said.startswith("/")):
        start = said.partition("$")[0].rpartition("/")[0]
        under = absolute(folder or "/", start) if start or not said.startswith("$") else "/"
        yield Doubt(under, f"a command that writes to '{said}' may make it", ANY)
        return
    path = absolute(folder or "/", said)
    yield Made(path, _FILE)
