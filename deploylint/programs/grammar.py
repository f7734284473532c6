"""What a data file says about a program, as types: the grammar of its command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from deploylint.facts.record import dataclass

EFFECTS = frozenset({"installs", "builds", "migrates", "tests", "deploys", "restarts", "destroys", "seeds", "reads"})


@dataclass(frozen=True, slots=True)
class Variable:
    """An environment variable that says the same as an option.

    loose: as a switch it is on with every value but empty, 0, false and no (FLASK_DEBUG=off switches on).
    """

    name: str
    loose: bool = False


@dataclass(frozen=True, slots=True)
class SettingRule:
    """Where a setting is said: options, options that switch it off, variables, a positional, or always.

    unless: name and value of another setting; where that holds, `always` does not. switch: it is on or
    off. address: the value is `host:port`.
    """

    name: str
    options: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    variables: tuple[Variable, ...] = ()
    position: int | None = None
    always: bool = False
    unless: tuple[str, str] | None = None
    switch: bool = False

    @property
    def address(self) -> bool:
        """True if the option's value is an address that sets both `host` and `port`."""
        return self.name == "bind"


@dataclass(frozen=True, slots=True)
class TargetRule:
    """Where the name of what the program runs stands, and of which kind it is."""

    kind: str
    position: int | None = None
    options: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    literal: str | None = None


@dataclass(frozen=True, slots=True)
class Runs:
    """How the program runs another one: which of its arguments are the other command, and in which shape.

    skip: that many arguments stand before it. Shapes: rest, known, separator, assignments, again (arguments that are
    a command themselves); text, texts, scripts (arguments that a shell or a script runner reads); python, node, file
    (an interpreter whose target may be a program).
    """

    shape: str
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Grammar:
    """The command line of a program, or of one of its subcommands laid over the program's.

    values: options that take a value; optional: those that may. flags: options that take none. last: options after
    whose value everything belongs to what it names. stop: options end at the first argument. glued: a value may stand
    in the option's word (`-p80`). texts: options whose value a shell reads; runner: the option whose value and the
    arguments together are one command; listed: the option whose value holds a JSON list of commands; stdin: a shell
    reads its standard input. destructive: options that make it destroy; harmless: options with which it has no effect
    and runs nothing.
    module: options that name a Python module; search, directory, workspace, if_present: options for a Target's fields
    of these names. attribute: what a target without one means, `.` for `module.attribute`; paths: the kind of a target
    that is a path. becomes: the program this subcommand is. fallback: without a script of that name it is a binary.
    listens: the `host:port` it listens on where nothing says another.
    """

    kinds: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    values: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()
    last: frozenset[str] = frozenset()
    destructive: frozenset[str] = frozenset()
    harmless: frozenset[str] = frozenset()
    settings: tuple[SettingRule, ...] = ()
    target: TargetRule | None = None
    runs: Runs | None = None
    texts: tuple[str, ...] = ()
    runner: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    module: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    directory: tuple[str, ...] = ()
    workspace: tuple[str, ...] = ()
    if_present: tuple[str, ...] = ()
    attribute: str | None = None
    paths: str | None = None
    becomes: str | None = None
    stop: bool = False
    glued: bool = True
    remote: bool = False
    stdin: bool = False
    fallback: bool = False
    listens: str | None = None

    def over(self, under: Grammar) -> Grammar:
        """This subcommand's grammar laid over that of what stands before it."""
        return replace(
            under,
            kinds=under.kinds + self.kinds,
            effects=self.effects,
            values=(under.values - self.flags - self.optional) | self.values,
            optional=(under.optional - self.flags - self.values) | self.optional,
            flags=(under.flags - self.values - self.optional) | self.flags,
            last=under.last | self.last,
            destructive=under.destructive | self.destructive,
            harmless=under.harmless | self.harmless,
            settings=under.settings + self.settings,
            target=self.target or under.target,
            runs=self.runs or under.runs,
            texts=under.texts + self.texts,
            runner=under.runner + self.runner,
            listed=under.listed + self.listed,
            module=under.module + self.module,
            search=under.search + self.search,
            directory=under.directory + self.directory,
            workspace=under.workspace + self.workspace,
            if_present=under.if_present + self.if_present,
            attribute=self.attribute or under.attribute,
            paths=self.paths or under.paths,
            becomes=self.becomes,
            stop=self.stop or under.stop,
            glued=self.glued and under.glued,
            remote=self.remote or under.remote,
            stdin=self.stdin or under.stdin,
            fallback=self.fallback,
            listens=self.listens or under.listens,
        )


@dataclass(frozen=True, slots=True)
class Program:
    """One program: its names and the grammars of its command line.

    subcommands: grammars already laid over those before them; prefixes: every sequence of words that starts one.
    aliases: other words for one sequence. verbs: so many first arguments are subcommands though the file does not
    name them. default: the subcommand it runs without one. options_from: a variable that holds more options.
    files: names under which an interpreter or a path may run it (manage.py). ordinary: its name is a word that other
    files have too (`migrate`). binstub: `bin/x` of a repository is it. versioned: `x3.11` is it. family: each
    of its names is a program of its own, and goes by that name.
    """

    name: str
    grammar: Grammar = field(default_factory=Grammar)
    subcommands: Mapping[tuple[str, ...], Grammar] = field(default_factory=dict)
    prefixes: frozenset[tuple[str, ...]] = frozenset()
    aliases: Mapping[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    verbs: int = 0
    default: tuple[str, ...] = ()
    options_from: str | None = None
    files: tuple[str, ...] = ()
    ordinary: bool = False
    binstub: bool = False
    versioned: bool = False
    family: bool = False

    def called(self, name: str) -> str:
        """What the program goes by where it was called by a name."""
        return name if self.family else self.name

    def under(self, subcommands: tuple[str, ...]) -> Grammar:
        """The grammar that holds after these subcommands; that of the longest start the file names."""
        for length in range(len(subcommands), 0, -1):
            grammar = self.subcommands.get(subcommands[:length])
            if grammar is not None:
                return grammar
        return self.grammar
