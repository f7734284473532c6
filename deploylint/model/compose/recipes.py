"""Recipes of Makefiles that call a program: each line is read by a shell, with the role its target's name gives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deploylint.facts.place import Source, Span
from deploylint.facts.text import Text
from deploylint.model.context import Context
from deploylint.model.deployment import Use
from deploylint.model.evidence import in_folders, named
from deploylint.model.intent import Intent
from deploylint.model.paths import parent
from deploylint.model.place import Place
from deploylint.model.roles import Evidence, decide
from deploylint.model.walk import walk
from deploylint.model.workspace import Workspace

_TARGET = re.compile(r"([A-Za-z0-9_.-]+)[ \t]*::?(?!=)")
_PREFIX = re.compile(r"\t[ \t]*[@+-]*[ \t]*")


def recipes(workspace: Workspace, path: str, intent: Intent, word: str = "compose") -> Iterator[Use]:
    """The uses of the recipe lines that hold a word; what make expands in them stays unknown."""
    source = workspace.source(path)
    for target, text in _lines(source, word) if source is not None else ():
        span = Span(path, text.range())
        evidence = named("the target", target, span)
        judgement = decide(
            (intent.said(path), evidence, in_folders(path), (Evidence("unknown", "nothing we see calls it"),))
        )
        context = Context(
            workspace=workspace,
            path=path,
            owner=target,
            platform="make",
            judgement=judgement,
            phase="deploy" if judgement.role == "production" else "other",
            place=Place("repository", parent(path)),
        )
        yield from walk(workspace.script(text), context)


def _lines(source: Source, word: str) -> Iterator[tuple[str, Text]]:
    """The recipe lines that hold the word with their target; a line that goes on below is taken as a whole."""
    target, at, text = "", 0, source.text
    while at < len(text):
        end = text.find("\n", at)
        while end > 0 and text[end - 1] == "\\":
            end = text.find("\n", end + 1)
        end = len(text) if end < 0 else end
        prefix = _PREFIX.match(text, at)
        if prefix is None:
            found = _TARGET.match(text, at)
            target = found[1] if found else target
        elif target and word in text[at:end] and "$$" not in text[at:end]:
            yield target, Text.whole(source, prefix.end(), end)
        at = end + 1
