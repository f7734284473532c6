"""The commands of RUN, CMD, ENTRYPOINT and HEALTHCHECK CMD.

Source: BuildKit, frontend/dockerfile/dockerfile2llb/convert.go (what runs of a RUN with heredocs).
"""

from __future__ import annotations

from dataclasses import replace

from deploylint.facts.commands import Script, Word
from deploylint.facts.dockerfile import Instruction
from deploylint.facts.text import Text
from deploylint.read.dockerfile_flags import keyword_and_rest
from deploylint.read.dockerfile_heredoc import announces
from deploylint.read.dockerfile_json import strings
from deploylint.read.dockerfile_lines import Block


def command(bare: Instruction, block: Block | None, posix: bool) -> Instruction:
    """RUN, CMD or ENTRYPOINT with its commands; block: the lines of a RUN. Raises NotStrings."""
    heredocs = block.heredocs if block else ()
    found = _exec(bare, bare.value)
    if found:
        return found
    text = _with_heredocs(bare.value, block) if block and heredocs else bare.value
    broken = bare.value.value.startswith("[")
    return replace(bare, form="shell", script=_script(text, posix), broken_json=broken, heredocs=heredocs)


def healthcheck(bare: Instruction, posix: bool) -> Instruction:
    """A HEALTHCHECK whose value begins with CMD, with its commands. Raises NotStrings."""
    _, text = keyword_and_rest(bare.value)
    found = _exec(bare, text)
    return found or replace(bare, form="shell", script=_script(text, posix), broken_json=text.value.startswith("["))


def _exec(bare: Instruction, text: Text) -> Instruction | None:
    from deploylint.read.shell import listed

    found = strings(text)
    if found is None:
        return None
    words = tuple(Word(string, quoted=True) for string in found)
    return replace(bare, form="exec", words=words, script=listed(found, text.range()))


def _script(text: Text, posix: bool) -> Script:
    from deploylint.read.shell import script

    return script(text) if posix else Script(dialect="", incomplete=text.range())


def _with_heredocs(value: Text, block: Block) -> Text:
    """What the shell gets: the body of a bare heredoc, else the line with the bodies below it as they stand."""
    if len(block.heredocs) == 1 and announces(value.value):
        return block.heredocs[0].body
    source = value.source
    start, end = (source.starts[line - 1] + len(source.line(line)) for line in (block.announced, block.last))
    return Text.join((value, Text.whole(source, start, end)), source, (value.offsets()[0], end))
