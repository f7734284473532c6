"""Shell text parsed by tree-sitter-bash, with heredocs taken out first and line ends put where it misses them.

The grammar loses commands around heredocs (`cat <<E; b`, two heredocs on one line), so a first parse only finds the
operators; their bodies are blanked and they become `<` before the text is parsed for good. Every edit
keeps the length, and each character outside ASCII is parsed as one of ASCII: offsets are code points throughout.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from deploylint.facts.record import dataclass
from deploylint.read.syntax import language

if TYPE_CHECKING:
    from tree_sitter import Node, Parser, Query, Tree

_ROUNDS = 16
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_ORDINARY = "."  # a letter would make names of variables longer
_BRACKET = re.compile(r"(?<![^\s;&|(!`])\[(?=[ \t])|(?<=[ \t])\](?![^\s;&|)`\"])")
_NEGATED = re.compile(
    r"((?:^|[;&|({]|\b(?:if|elif|while|until|then|else|do))[ \t]*)!"
    r"(?=[ \t]+(?:(?:if|for|while|until|case|select|\{)\s|\(\()|[ \t]*[<>])",
    re.MULTILINE,
)
_OPERATOR = re.compile(
    r"(<<-?)[ \t]*((?:\\.|'[^'\n]*'|\"[^\"\n]*\"|[^\s;&|<>()\\'\"])+)|\\.|'[^']*'|\"(?:\\.|[^\"\\])*\"", re.DOTALL
)
_STATEMENTS = frozenset(
    "command declaration_command unset_command test_command variable_assignment variable_assignments "
    "redirected_statement list pipeline negated_command subshell compound_statement if_statement while_statement "
    "for_statement c_style_for_statement case_statement function_definition".split()
)
_WORDS = frozenset(
    {"string", "raw_string", "ansi_c_string", "expansion", "concatenation", "array"}
    | {"command_substitution", "process_substitution", "arithmetic_expansion"}
)
_VISIBLE = re.compile(r"[^\n]")
_STRINGS = re.compile(r"\\.|'[^']*'|\"(?:\\.|[^\"\\])*\"|\n", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Heredoc:
    """A here-document: offsets of its body, of the end of its closing line, and what its body substitutes."""

    operator: str
    quoted: bool
    start: int
    end: int
    close: int
    substitutions: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tree of a text as it was edited; heredocs are found by the offset of their operator."""

    tree: Tree
    text: str
    heredocs: dict[int, Heredoc]

    @property
    def broken(self) -> int | None:
        """Where the first error starts; None if there is none."""
        root = self.tree.root_node
        return first_error(root) if root.has_error else None


@cache
def _parser() -> Parser:
    from tree_sitter import Parser

    return Parser(language("bash"))


@cache
def _query(pattern: str) -> Query:
    from tree_sitter import Query

    query: Query = Query(language("bash"), pattern)
    return query


def captures(root: Node, pattern: str) -> list[Node]:
    """The nodes that a query captures as @x, in the order of the text."""
    from tree_sitter import QueryCursor

    found = QueryCursor(_query(pattern)).captures(root).get("x", [])
    return sorted(found, key=lambda node: node.start_byte)


def parse_plain(text: str) -> Tree:
    """The tree of a text of ASCII as it stands."""
    return _parser().parse(text.encode())


def parse(text: str) -> Parsed:
    """The tree of a text without its heredocs."""
    plain = _simplified(text if text.isascii() else _NOT_ASCII.sub(_ORDINARY, text))
    tree = parse_plain(plain)
    heredocs: dict[int, Heredoc] = {}
    for _ in range(_ROUNDS):
        if "<<" not in plain:
            break
        found = _heredocs(plain, tree, {heredoc.start: heredoc.close for heredoc in heredocs.values()})
        if not found:
            break
        heredocs.update(found)
        plain = _without(plain, found)
        tree = parse_plain(plain)
    return Parsed(tree, plain, heredocs)


def reparse(parsed: Parsed, breaks: list[int]) -> Parsed:
    """The tree with `;` at the line breaks that the grammar took for blanks; comments in front of them are blanked."""
    letters = list(parsed.text)
    for at in breaks:
        letters[at] = ";"
    for node in captures(parsed.tree.root_node, "(comment) @x"):
        if node.end_byte in breaks:
            letters[node.start_byte : node.end_byte] = " " * (node.end_byte - node.start_byte)
    text = "".join(letters)
    return Parsed(parse_plain(text), text, parsed.heredocs)


def first_error(root: Node) -> int:
    """Where the first ERROR node or missing token starts; whole statements that an ERROR node begins with are none."""
    best = root.end_byte + 1
    pending = [root]
    while pending:
        node = pending.pop()
        if node.start_byte >= best:
            continue
        if node.is_error:
            clean = node.end_byte if node.children else node.start_byte
            best = min(best, next((child.start_byte for child in node.children if not _sound(child)), clean))
        elif node.is_missing:
            whole = node.parent
            best = whole.start_byte if whole is not None and whole.type in _WORDS else node.start_byte
        else:
            pending.extend(child for child in node.children if child.has_error or child.is_missing)
    return best


def _sound(node: Node) -> bool:
    return not node.has_error and (node.type in _STATEMENTS or node.type in (";", "&", "\n", "comment"))


def _simplified(text: str) -> str:
    """`[ ... ]` as `. ... .`, `<<<` as `<`, `>&-` as `>&0`, `<>` as `<`, no `!` before compounds and redirections.

    The grammar takes only some tests, loses here-strings, and gives closed descriptors and negations wrong ends.

    What stands in quotes and comments is changed as well: nobody reads it from here.
    """
    text = text.replace("<<<", "<  ").replace("<&-", "<&0").replace(">&-", ">&0").replace("<>", "< ")
    if "!" in text:
        text = _NEGATED.sub(r"\1 ", text)
    if " ]" not in text:
        return text
    opened: list[int] = []
    brackets: list[int] = []
    for match in _BRACKET.finditer(text):
        if match.group() == "[":
            opened.append(match.start())
        elif opened:
            brackets += [opened.pop(), match.start()]
    letters = list(text)
    for at in brackets:
        letters[at] = _ORDINARY
    return "".join(letters)


def _heredocs(text: str, tree: Tree, closed: dict[int, int]) -> dict[int, Heredoc]:
    """The heredocs that this parse shows, and what else stands on the lines of their operators.

    closed: where the bodies found before start and end: that of a second operator stands behind that of the first.
    """
    found: dict[int, Heredoc] = {}
    beyond = 0
    for start in captures(tree.root_node, "(heredoc_start) @x"):
        token = start.prev_sibling
        if token is None or start.start_byte < beyond:
            continue
        line_end = _line_end(text, start.start_byte)
        body = line_end + 1
        while body in closed:
            body = closed[body] + 1
        substituted = _substituted(start)
        for match in _OPERATOR.finditer(text, token.start_byte, line_end):
            if match[1]:
                heredoc = _heredoc(text, match[1], match[2], body, substituted)
                found[match.start()] = heredoc
                body, beyond, substituted = heredoc.close + 1, heredoc.close, ()
    return found


def _heredoc(text: str, operator: str, delimiter: str, body: int, substituted: tuple[Node, ...]) -> Heredoc:
    quoted = any(mark in delimiter for mark in "'\"\\")
    if quoted:
        delimiter = re.sub(r"['\"\\]", "", delimiter)
    at = body = min(body, len(text))
    while at < len(text):
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        line = text[at:stop]
        if (line.lstrip("\t") if operator == "<<-" else line) == delimiter:
            return Heredoc(operator, quoted, body, at, stop, () if quoted else substituted)
        at = stop + 1
    return Heredoc(operator, quoted, body, len(text), len(text), () if quoted else substituted)


def _substituted(start: Node) -> tuple[Node, ...]:
    parent = start.parent
    bodies = [] if parent is None else [child for child in parent.children if child.type == "heredoc_body"]
    return tuple(
        node
        for body in bodies
        for node in captures(body, "(heredoc_body (command_substitution) @x)")
        if not node.has_error
    )


def _line_end(text: str, at: int) -> int:
    """The line break that ends the command line, strings and continued lines left behind."""
    for match in _STRINGS.finditer(text, at):
        if match.group() == "\n":
            return match.start()
    return len(text)


def _without(text: str, found: dict[int, Heredoc]) -> str:
    """The text with `<<` as `<` and the bodies with their closing lines as blank lines."""
    edits: list[tuple[int, int, str]] = []
    for operator, heredoc in found.items():
        end = operator + len(heredoc.operator)
        edits.append((operator, end, "<".ljust(end - operator)))
        edits.append((heredoc.start, heredoc.close, _VISIBLE.sub(" ", text[heredoc.start : heredoc.close])))
    parts: list[str] = []
    at = 0
    for start, end, written in sorted(edits):
        parts += [text[at:start], written]
        at = end
    return "".join(parts) + text[at:]
