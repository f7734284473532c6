"""The one shell reader: scripts, and every decoded string that a shell would read."""

from __future__ import annotations

from deploylint.facts.base import Problem
from deploylint.facts.commands import Script
from deploylint.facts.place import FIRST, Source
from deploylint.facts.text import Text
from deploylint.read import shell_notes
from deploylint.read.shell_build import Builder
from deploylint.read.shell_dialect import SHELLS, dialect, shebang
from deploylint.read.shell_flow import Flow
from deploylint.read.shell_mend import mend
from deploylint.read.shell_place import Cutter
from deploylint.read.shell_split import listed, split
from deploylint.read.shell_syntax import Sequence
from deploylint.read.shell_tree import Parsed, parse, reparse

__all__ = ["listed", "read", "script", "split"]

_ROUNDS = 8
_PIPES = 2_000  # the parser's time grows with their square: a second for 8,000


def read(source: Source) -> Script:
    """The facts of a shell script file; see `script`."""
    return script(Text.whole(source))


def script(text: Text, errexit: bool = False, pipefail: bool = False) -> Script:
    """The commands of a text that a shell reads, each place in the file that the text was decoded from.

    errexit, pipefail: how its shell is started (a workflow step: `bash -e`), beside what `#!` and `set` say. Text for
    another interpreter has no commands and is incomplete from its start; where the parser lost the thread the commands
    that end before count. Too deep a nesting and lines of more than 2,000 pipes are fatal problems.
    """
    line = shebang(text)
    name, said = dialect(line, text.value)
    if name not in SHELLS:
        return Script(shebang=line, dialect=name, incomplete=text.range() if text.value else FIRST)
    if "|" in text.value and max(row.count("|") for row in text.value.split("\n")) > _PIPES:
        problem = Problem(f"A line of more than {_PIPES} pipes cannot be read in time.", text.range(), "fatal")
        return Script(problems=(problem,), shebang=line, dialect=name, incomplete=text.range())
    try:
        return _script(text, line, name, errexit or said, pipefail)
    except RecursionError:
        problem = Problem("The commands are nested too deeply to be read.", text.range(), "fatal")
        return Script(problems=(problem,), shebang=line, dialect=name, incomplete=text.range())


def _script(text: Text, line: Text | None, name: str, errexit: bool, pipefail: bool) -> Script:
    cutter = Cutter(text)
    parsed, builder, statements = _statements(cutter)
    flow = Flow(cutter, builder.functions, errexit, pipefail)
    flow.run(statements)
    found = shell_notes.comments(cutter, parsed)
    broken = builder.error
    return Script(
        comments=found,
        directives=shell_notes.suppressions(found, statements, cutter, parsed),
        commands=tuple(flow.commands),
        substituted=tuple(flow.substituted),
        functions=tuple(builder.functions),
        shebang=line,
        dialect=name,
        errexit=flow.errexit,
        incomplete=None if broken is None else cutter.range(broken, len(text.value)),
    )


def _statements(cutter: Cutter) -> tuple[Parsed, Builder, Sequence]:
    """The statements of a text; it is parsed again as long as a command turns out to be two."""
    parsed = mend(parse(cutter.value))
    for _ in range(_ROUNDS):
        error = parsed.broken
        builder = Builder(cutter, parsed, error)
        statements = builder.sequence(parsed.tree.root_node.children)
        if not builder.breaks:
            break
        parsed = mend(reparse(parsed, builder.breaks))
    if builder.lost is not None:
        builder = Builder(cutter, parsed, builder.lost)
        statements = builder.sequence(parsed.tree.root_node.children)
    return parsed, builder, statements
