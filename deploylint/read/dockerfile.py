"""Dockerfiles."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from deploylint.facts.base import Comment, Problem
from deploylint.facts.commands import Word
from deploylint.facts.dockerfile import Dockerfile, Instruction, Pair, Stage
from deploylint.facts.place import FIRST, Range, Source
from deploylint.facts.text import Text
from deploylint.read.directives import directives
from deploylint.read.dockerfile_instructions import read as read_instruction
from deploylint.read.dockerfile_lines import Block, ParserDirective, blocks, is_comment, parser_directives

_WINDOWS = ("/windows/", "windowsservercore", "nanoserver")
_POSIX = ("sh", "bash", "ash", "dash", "ksh", "mksh", "zsh", "busybox")


def read(source: Source) -> Dockerfile:
    """The facts of a Dockerfile; a template of one is a problem of kind skip and has no stages."""
    try:
        return _read(source)
    except RecursionError:
        return Dockerfile(problems=(Problem("The file is nested too deeply.", FIRST, "fatal"),))


def _read(source: Source) -> Dockerfile:
    problems: list[Problem] = []
    tops = parser_directives(source)
    escape = _escape(source, tops, problems)
    found = blocks(source, escape)
    comments = _comments(source, found, len(tops))
    template = next((block for block in found if _is_template(block)), None)
    if template:
        place = source.range(template.text.outer[0], template.text.outer[1])
        return Dockerfile(problems=(Problem("This is a template of a Dockerfile.", place, "skip"),), comments=comments)
    arguments, stages = _stages(found, escape, problems)
    return Dockerfile(
        problems=tuple(problems),
        comments=comments,
        directives=directives(comments, lambda line: _following(found, line), trailing=False),
        stages=stages,
        arguments=arguments,
        escape=escape,
        syntax=next((top.value for top in tops if top.name == "syntax"), None),
    )


def _escape(source: Source, tops: Sequence[ParserDirective], problems: list[Problem]) -> str:
    escape, seen = "\\", set()
    for top in tops:
        place = Range(top.line, 1, top.line, len(source.line(top.line)) + 1)
        if top.name in seen:
            problems.append(Problem(f"The parser directive '{top.name}' stands here twice.", place))
        elif top.name == "escape" and top.value not in ("\\", "`"):
            problems.append(Problem("The escape character is a backslash or a backtick.", place))
        elif top.name == "escape":
            escape = top.value
        seen.add(top.name)
    return escape


def _is_template(block: Block) -> bool:
    text = block.text.value
    return text.startswith(("{{", "{%", "{#")) or (text[:5].upper() == "FROM " and ("{{" in text or "{%" in text))


def _comments(source: Source, found: Sequence[Block], tops: int) -> tuple[Comment, ...]:
    bodies = {line for block in found for line in range(block.announced + 1, block.last + 1)}
    comments = []
    for number in range(tops + 1, len(source.starts) + 1):
        line = source.line(number)
        if number in bodies or not is_comment(line):
            continue
        start, end = source.starts[number - 1] + line.index("#"), source.starts[number - 1] + len(line.rstrip("\r"))
        comments.append(Comment(Text.whole(source, start + 1, end), source.range(start, end), own_line=True))
    return tuple(comments)


def _following(found: Sequence[Block], line: int) -> tuple[int, int]:
    """The lines of the instruction that a comment stands in or, with its next line at `line`, before."""
    at = bisect_left(found, line, key=lambda block: block.last)
    return (found[at].first, found[at].last) if at < len(found) else (line, line)


def _stages(found: Sequence[Block], escape: str, problems: list[Problem]) -> tuple[tuple[Pair, ...], tuple[Stage, ...]]:
    arguments: list[Pair] = []
    stages: list[Stage] = []
    early: list[Problem] = []
    body: list[Instruction] = []
    shells: dict[str, bool] = {}
    posix = True
    torn = False  # the lines above are no instruction: what follows them is the same text, reported once
    for block in found:
        known = len(problems)
        instruction = read_instruction(block, escape, posix, problems)
        if instruction is None:
            del problems[known + (not torn) :]
            torn = True
            continue
        torn = False
        if instruction.name == "FROM":
            _close(stages, body)
            stages.append(_stage(instruction, len(stages)))
            base = stages[-1].base.raw.lower()
            posix = shells.get(base, not any(mark in base for mark in _WINDOWS))
        elif stages:
            body.append(instruction)
        elif instruction.name == "ARG":
            arguments.extend(instruction.pairs)
        else:
            early.append(Problem(f"{instruction.name} stands before the first FROM.", instruction.keyword))
        if instruction.name == "SHELL" and instruction.words:
            posix = _is_posix(instruction.words[0].raw)
        if stages and stages[-1].name:
            shells[stages[-1].name.value.lower()] = posix
    _close(stages, body)
    problems.extend(early if stages else [Problem("There is no FROM.", FIRST)])
    return tuple(arguments), tuple(stages)


def _stage(start: Instruction, index: int) -> Stage:
    named = len(start.words) == 3 and start.words[1].raw.upper() == "AS"
    base = start.words[0] if start.words else Word(start.value)
    return Stage(index, base, start.words[2].text if named else None, start, ())


def _close(stages: list[Stage], body: list[Instruction]) -> None:
    if stages:
        stages[-1] = replace(stages[-1], instructions=tuple(body))
    body.clear()


def _is_posix(program: str) -> bool:
    return program.replace("\\", "/").rpartition("/")[2].lower().removesuffix(".exe") in _POSIX
