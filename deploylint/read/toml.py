"""TOML: any file of the format as a Document."""

from __future__ import annotations

import re
import sys
from functools import cache
from typing import Literal

import tree_sitter

from deploylint.facts.base import Problem
from deploylint.facts.document import Document
from deploylint.facts.place import FIRST, Range, Source
from deploylint.read.comments import covering
from deploylint.read.grammars import grammar
from deploylint.read.toml_tree import TomlTree, TooDeep

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")
_TEMPLATE = re.compile(r"\{%|(?<!\$)\{\{")


def read(source: Source) -> Document:
    """The document; what the standard parser refuses gives one "fatal" problem, "skip" where it is a template."""
    text = source.text
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _refused(source, str(error))
    except RecursionError:
        return _unread("This document nests too deeply to be read.", FIRST)
    data = text.encode("utf-8", "replace")
    document = tree_sitter.Parser(_language()).parse(data).root_node
    if document.has_error:
        return _unread("This TOML is valid, but its places could not be found: it is not read.", FIRST, "skip")
    tree = TomlTree(source, None if len(data) == len(text) else _character_offsets(text))
    try:
        root = tree.root(document)
    except TooDeep:
        return _unread("This document nests too deeply to be read.", FIRST)
    comments = tuple(tree.comments)
    return Document(root=root, comments=comments, directives=covering(comments, tree.lines))


@cache
def _language() -> tree_sitter.Language:
    return tree_sitter.Language(grammar("tree_sitter_toml"))


def _character_offsets(text: str) -> list[int]:
    """From the offset of each byte of the UTF-8 text to that of its character."""
    offsets: list[int] = []
    for index, character in enumerate(text):
        offsets.extend([index] * len(character.encode("utf-8", "replace")))
    return [*offsets, len(text)]


def _refused(source: Source, message: str) -> Document:
    found = _PLACE.search(message)
    place = source.range(len(source.text), len(source.text))
    if found and found.group(1):
        line, column = min(int(found.group(1)), len(source.starts)), int(found.group(2))
        place = Range(line, column, line, column + 1)
    if _TEMPLATE.search(source.text):
        return _unread("This is a template, which is not read as TOML.", place, "skip")
    words = message[: found.start()] if found else message
    return _unread(f"This is no TOML: {words[:1].lower()}{words[1:]}.", place)


def _unread(message: str, place: Range, kind: Literal["fatal", "skip"] = "fatal") -> Document:
    return Document(problems=(Problem(message, place, kind),))
