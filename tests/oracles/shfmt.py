"""shfmt's syntax tree as a list of simple commands, and the shell reader's facts in the same form."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from typing import Any

from deploylint.facts.commands import Command, Redirect, Script, Word
from deploylint.facts.place import Range, Source
from deploylint.read.shell import read

SHFMT = which("shfmt", path=str(Path(sys.executable).parent)) or "shfmt"
_BATCH = 64


@dataclass(frozen=True, order=True)
class Simple:
    """One simple command: its place, its words as they are written and without quotes, and what belongs to it."""

    start: int
    words: tuple[tuple[str, str], ...] = ()
    assignments: tuple[str, ...] = ()
    redirects: tuple[tuple[str, str, str], ...] = ()


Node = dict[str, Any]


def trees(texts: Sequence[str]) -> list[list[Simple] | None]:
    """shfmt's commands of each text; None where it refuses the text. Texts share a process as long as they parse."""
    found: list[list[Simple] | None] = []
    for low in range(0, len(texts), _BATCH):
        found += _together(texts[low : low + _BATCH])
    return found


def _together(texts: Sequence[str]) -> list[list[Simple] | None]:
    if len(texts) == 1:
        return [_alone(texts[0])]
    if any(_spills(text) for text in texts):
        middle = len(texts) // 2
        return _together(texts[:middle]) + _together(texts[middle:])
    tree = _run("".join(f"{text}\n" for text in texts))
    if tree is None:
        middle = len(texts) // 2
        return _together(texts[:middle]) + _together(texts[middle:])
    joined = "".join(f"{text}\n" for text in texts)
    found: list[list[Simple] | None] = []
    commands = _Tree(joined).commands(tree)
    base = 0
    for text in texts:
        stop = base + len(text) + 1
        own = [Simple(c.start - base, c.words, c.assignments, c.redirects) for c in commands if base <= c.start < stop]
        found.append(own)
        base = stop
    return found


def _spills(text: str) -> bool:
    """True if a text must not stand before another: its end, or its first line, would be read in another way."""
    return "<<" in text or text.endswith("\\") or text.startswith("#!")


def _alone(text: str) -> list[Simple] | None:
    tree = _run(text)
    return None if tree is None else sorted(_Tree(text).commands(tree))


def _run(text: str) -> Node | None:
    done = subprocess.run([SHFMT, "-ln=bash", "--to-json"], input=text.encode(), capture_output=True, check=False)
    if done.returncode:
        return None
    tree: Node = json.loads(done.stdout)
    return tree


class _Tree:
    """Walks shfmt's tree of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._data = text.encode()
        self._plain = text.isascii()

    def commands(self, node: Any) -> list[Simple]:
        """The simple commands in and below a node."""
        found: list[Simple] = []
        pending = [node]
        while pending:
            node = pending.pop()
            if isinstance(node, list):
                pending += node
            elif isinstance(node, dict):
                command = self._command(node)
                if command is not None:
                    found.append(command)
                pending += [value for value in node.values() if isinstance(value, dict | list)]
        return sorted(found)

    def _command(self, node: Node) -> Simple | None:
        """The command that a statement is; None for other nodes, compound commands and `let`."""
        if "Position" not in node or ("Cmd" not in node and "Redirs" not in node):
            return None
        command = node.get("Cmd") or {}
        kind = command.get("Type")
        redirects = node.get("Redirs", [])
        if kind == "CallExpr":
            words, assignments = command.get("Args", []), command.get("Assigns", [])
        elif kind == "DeclClause":
            words, assignments = self._declared(command)
        elif kind is None and redirects:
            words, assignments = [], []
        else:
            return None
        start = min(self._at(part["Pos"]) for part in [*words, *assignments, *redirects, command or redirects[0]])
        return Simple(
            start,
            tuple((self._source(word), self._value(word)) for word in words),
            tuple(self._assignment(assignment) for assignment in assignments),
            tuple(self._redirect(redirect) for redirect in redirects),
        )

    def _assignment(self, node: Node) -> str:
        """An assignment as it is written; shfmt leaves the `=` out of the extent of `NAME+=`."""
        source = self._source(node)
        return f"{source}=" if node.get("Append") and source.endswith("+") else source

    def _declared(self, command: Node) -> tuple[list[Node], list[Node]]:
        arguments = command.get("Args", [])
        assignments = [argument for argument in arguments if not argument.get("Naked")]
        words = [argument.get("Value") or argument["Name"] for argument in arguments if argument.get("Naked")]
        if assignments and all(self._source(word)[0] in "-+" for word in words):
            return [], assignments
        return [command["Variant"], *words], assignments

    def _redirect(self, node: Node) -> tuple[str, str, str]:
        descriptor = node.get("N", {}).get("Value", "")
        operator = node["Op"]
        if operator in ("<<", "<<-"):
            return descriptor, operator, self._body(node)
        word = node["Word"]
        return descriptor, operator, self._source(word)

    def _body(self, node: Node) -> str:
        body = node.get("Hdoc")
        if body is None:
            return ""
        parts = body.get("Parts", [])
        if not parts:
            return ""
        text = "".join(part["Value"] if part["Type"] == "Lit" else self._source(part) for part in parts)
        if node["Op"] == "<<-":
            text = "".join(line.lstrip("\t") for line in text.splitlines(keepends=True))
        return text.rstrip("\t\n")

    def _value(self, word: Node) -> str:
        """A word without its quotes, expansions as they are written."""
        if "Parts" not in word or "$'" in self._source(word):
            return self._source(word)
        return "".join(self._part(part, False) for part in word["Parts"])

    def _part(self, part: Node, quotes: bool) -> str:
        kind = part["Type"]
        if kind == "Lit":
            value = self._source(part)
            value = value.replace("\\\n", "")
            return re.sub(r"\\([$`\"\\])" if quotes else r"\\(.)", r"\1", value)
        if kind == "SglQuoted":
            return str(part.get("Value", ""))
        if kind == "DblQuoted":
            return "".join(self._part(inner, True) for inner in part.get("Parts", []))
        return self._source(part)

    def _source(self, node: Node) -> str:
        return self._text[self._at(node["Pos"]) : self._at(node["End"])]

    def _at(self, position: Node) -> int:
        offset = int(position["Offset"])
        return offset if self._plain else len(self._data[:offset].decode(errors="replace"))


def ours(text: str) -> list[Simple]:
    """What the shell reader finds, in the form of shfmt's commands."""
    return facts(read(Source(text)), Source(text))


def facts(script: Script, source: Source) -> list[Simple]:
    """The commands of a script, those of substitutions among them, in the order of the text."""
    commands = [_simple(command, source) for command in (*script.commands, *script.substituted)]
    return sorted(command for command in commands if command is not None)


def _simple(command: Command, source: Source) -> Simple | None:
    words = list(command.words)
    names = [word.raw for word in words[:2]]
    if names[:1] == ["let"]:
        return None
    start = source.offset(command.range.line, command.range.column)
    while words and (words[0].raw in ("time", "coproc") or (names[0] == "time" and words[0].raw == "-p")):
        words.pop(0)
        places = [word.text.outer[0] for word in words] + [
            source.offset(redirect.range.line, redirect.range.column) for redirect in command.redirects
        ]
        start = min(places, default=start)
    if not words and not command.assignments and not command.redirects:
        return None
    return Simple(
        start,
        tuple((_source(word, source), _value(word, source)) for word in words),
        tuple(_slice(assignment.range, source) for assignment in command.assignments),
        tuple(_redirect(redirect, source) for redirect in command.redirects),
    )


def _source(word: Word, source: Source) -> str:
    return source.text[slice(*word.text.outer)]


def _value(word: Word, source: Source) -> str:
    return _source(word, source) if "$'" in _source(word, source) else word.raw


def _slice(place: Range, source: Source) -> str:
    return source.text[source.offset(place.line, place.column) : source.offset(place.end_line, place.end_column)]


def _redirect(redirect: Redirect, source: Source) -> tuple[str, str, str]:
    if redirect.heredoc is not None:
        if redirect.operator == "<<<":
            return redirect.descriptor, redirect.operator, source.text[slice(*redirect.heredoc.outer)]
        return redirect.descriptor, redirect.operator, redirect.heredoc.value.rstrip("\t\n")
    destination = "" if redirect.destination is None else _source(redirect.destination, source)
    return redirect.descriptor, redirect.operator, destination


def differences(text: str, expected: Sequence[Simple]) -> Iterator[tuple[Simple | None, Simple | None]]:
    """Pairs of (shfmt's command, ours) that differ; None where one of the two has none at that place."""
    found = {command.start: command for command in ours(text)}
    wanted = {command.start: command for command in expected}
    for start in sorted({*found, *wanted}):
        if found.get(start) != wanted.get(start):
            yield wanted.get(start), found.get(start)
