"""YAML: any file of the format as a Document."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Literal

from ruamel.yaml.cyaml import CParser  # type: ignore[attr-defined]
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from deploylint.facts.base import Problem
from deploylint.facts.document import Document
from deploylint.facts.place import Source
from deploylint.read.comments import covering, hash_comments, node_lines
from deploylint.read.yaml_tree import Builder, Refused

# What the C scanner refuses, and what it takes for line ends where nobody else does.
_UNREADABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_HARMLESS = "\x7f\x85\u2028\u2029\ufeff"
# Words in which the C scanner takes `:` and `?` for indicators inside `[]` and `{}`; in YAML 1.2 they are plain there.
_WORD = re.compile(r"""(?<![^\s,\[\]{}])[^\s,\[\]{}"'!&*][^\s,\[\]{}]+""")
_INDICATOR = re.compile(r"""(?<!["'])[:?]""")  # behind a quote it may end a quoted key
_CONFLICT = (re.compile(r"(?m)^<{7} "), re.compile(r"(?m)^={7}\r?$"))  # what git leaves around two versions
_TEMPLATE = re.compile(r"\{%|<%|(?<!\$)\{\{")
# A line of ERB that puts in nothing, and decides nothing: `<% require "dotenv" %>`, `<%# remark %>`.
_STATEMENT = re.compile(r"(?m)^[ \t]*<%(?:#(?:(?!%>)[^\n])*|(?![=#])(?:(?!%>)[^\n{|])*)%>[ \t]*\r?$")
_BRANCH = re.compile(r"\b(?:if|unless|else|elsif|end|do|for|while|until|case|when|begin|def)\b")
_PLAIN_WORDS = {
    "found character that cannot start any token": "this character cannot begin a value; quote it",
    "mapping values are not allowed in this context": "a second ': ' cannot stand here; quote the value",
    "could not find expected ':'": "a key without ':' stands here",
    "did not find expected key": "no key where one must stand; check the indentation",
    "did not find expected '-' indicator": "no '-' where the next item of the list must stand; check the indentation",
    "did not find expected ',' or ']'": "',' or ']' is missing",
    "did not find expected ',' or '}'": "',' or '}' is missing",
    "found unexpected end of stream": "the quoted value is not closed",
}


def read(source: Source) -> Document:
    """The documents of a YAML stream.

    A text that is no YAML gives one problem, "fatal", or "skip" where a template's braces stand in it. Control
    characters, unknown aliases and senseless merge keys are "invalid", a key that stands twice "duplicate-key".
    """
    clean = _UNREADABLE.sub("\xa0", source.text) if _UNREADABLE.search(source.text) else source.text
    try:
        builder = _templated(source, clean)
    except MarkedYAMLError as error:
        return _refused(source, _message(error, clean), _offset(error))
    except YAMLError as error:
        return _refused(source, " ".join(str(error).split()), getattr(error, "position", 0) or 0)
    except Refused as error:
        return Document(problems=(Problem(str(error), error.range, "fatal"),))
    if clean is not source.text:
        builder.problems.extend(_control_characters(source))
    comments = hash_comments(source, builder.hashes) if "#" in clean else ()
    extents = node_lines(builder.documents) if "deploylint:" in clean else ()
    facts: dict[str, Any] = {"root": builder.documents[0]} if builder.documents else {}
    return Document(
        **facts,
        others=tuple(builder.documents[1:]),
        problems=tuple(sorted(builder.problems, key=lambda problem: problem.range)),
        comments=comments,
        directives=covering(comments, extents),
    )


def _templated(source: Source, clean: str) -> Builder:
    """The builder after the text, or after one without ERB's statements where only these are no YAML."""
    try:
        return _built(source, clean)
    except MarkedYAMLError:
        bare = _STATEMENT.sub(_without_statement, clean) if "<%" in clean else clean
        if bare == clean:
            raise
        return _built(source, bare)


def _without_statement(found: re.Match[str]) -> str:
    decides = _BRANCH.search(found[0]) is not None and "<%#" not in found[0]
    return found[0] if decides else re.sub(r"[^\r]", " ", found[0])


def _built(source: Source, clean: str) -> Builder:
    """The builder after the whole text; a text that only the C scanner refuses is read with such characters masked."""
    builder = Builder(source, clean)
    try:
        _feed(CParser(clean), builder)
    except MarkedYAMLError:
        masked = _WORD.sub(_masked, clean) if "[" in clean or "{" in clean else clean
        if masked == clean:
            raise
        builder = Builder(source, masked)
        _feed(CParser(masked), builder)
    return builder


def _masked(word: re.Match[str]) -> str:
    body, last = word.group()[:-1], word.group()[-1]
    if body == "-" or (body == ":" and last == ":"):
        return word.group()
    return _INDICATOR.sub("\xa0", body) + last


def _feed(parser: Any, builder: Builder) -> None:
    """Hand the parser's events to the builder. Iterative: deep nesting costs no stack."""
    handlers: dict[type, Callable[[Any], None]] = {
        ScalarEvent: builder.scalar,
        MappingStartEvent: builder.start_mapping,
        SequenceStartEvent: builder.start_sequence,
        MappingEndEvent: builder.end_collection,
        SequenceEndEvent: builder.end_collection,
        AliasEvent: builder.alias,
        DocumentStartEvent: builder.start_document,
        DocumentEndEvent: builder.end_document,
        StreamStartEvent: lambda _: None,
        StreamEndEvent: lambda _: None,
    }
    event = parser.get_event()
    while event is not None:
        handlers[type(event)](event)
        event = parser.get_event()


def _offset(error: MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return int(mark.index) if mark is not None else 0


def _message(error: MarkedYAMLError, clean: str) -> str:
    offset = _offset(error)
    problem = " ".join((error.problem or "the structure is broken").split())
    if all(mark.search(clean) for mark in _CONFLICT):
        words = "a merge conflict is left in it"
    elif clean[offset : offset + 1] == "\t":
        words = "a tab cannot indent YAML; use spaces"
    else:
        words = _PLAIN_WORDS.get(problem, problem)
    return f"This is no YAML: {words}."


def _refused(source: Source, message: str, offset: int) -> Document:
    kind: Literal["fatal", "skip"] = "fatal"
    if _TEMPLATE.search(source.text):
        kind, message = "skip", "This is a template, which is not read as YAML."
    offset = min(offset, len(source.text))
    place = source.range(offset, min(offset + 1, len(source.text)))
    return Document(problems=(Problem(message, place, kind),))


def _control_characters(source: Source) -> list[Problem]:
    """A problem at the first character that YAML does not allow."""
    for found in _UNREADABLE.finditer(source.text):
        if found.group() not in _HARMLESS:
            message = f"The control character U+{ord(found.group()):04X} is not allowed in YAML."
            return [Problem(message, source.range(*found.span()))]
    return []
