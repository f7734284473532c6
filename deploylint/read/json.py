"""JSON, with the comments and trailing commas that some of its readers allow, as a Document."""

from __future__ import annotations

import re
from dataclasses import field
from typing import Literal

from deploylint.facts.base import Comment, Problem
from deploylint.facts.document import Document, Entry, Node, Scalar
from deploylint.facts.place import Source
from deploylint.facts.record import dataclass
from deploylint.facts.text import Piece, Text
from deploylint.read.comments import comment, covering, node_lines
from deploylint.read.places import ranger

DEEPEST = 200
_TOKEN = re.compile(
    r"""[ \t\n\r]*(?:
      (?P<mark>[{}\[\],:])
    | (?P<string>"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*")
    | (?P<number>-?(?:0|[1-9][0-9]*)(?P<fraction>\.[0-9]+)?(?P<exponent>[eE][-+]?[0-9]+)?)(?![\w.])
    | (?P<word>true|false|null)(?!\w)
    | (?P<comment>//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)
    )""",
    re.VERBOSE,
)
_TEMPLATE = re.compile(r"\{%|(?<!\$)\{\{")
_BLANK = re.compile(r"[ \t\n\r]*")
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)")
_ESCAPED = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None}
_LONGEST_INTEGER = 4000  # Python refuses to convert longer ones


class _Broken(Exception):  # noqa: N818 - the file is broken, not the program
    def __init__(self, message: str, start: int) -> None:
        super().__init__(message)
        self.start = start


@dataclass(slots=True)
class _Open:
    """An object or array whose end has not come yet; wants: what may stand next."""

    kind: Literal["mapping", "sequence"]
    start: int
    wants: str  # "key", ":", "value" or ","
    entries: list[Entry] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)
    key: Text | None = None
    names: dict[str, int] = field(default_factory=dict)
    comma: int = -1  # the offset of the comma that was just read


def read(source: Source) -> Document:
    """The document; broken JSON gives one "fatal" problem, or "skip" where a template's braces stand in it.

    A trailing comma is "invalid", a key that stands twice "duplicate-key"; comments are no problem, for whether they
    are allowed depends on who reads the file.
    """
    scanner = _Scanner(source)
    try:
        root = scanner.document()
    except _Broken as error:
        end = min(error.start + 1, len(source.text))
        place = source.range(min(error.start, len(source.text)), end)
        if _TEMPLATE.search(source.text):
            return Document(problems=(Problem("This is a template, which is not read as JSON.", place, "skip"),))
        return Document(problems=(Problem(f"This is no JSON: {error}.", place, "fatal"),))
    comments = tuple(scanner.comments)
    return Document(
        root=root,
        problems=tuple(scanner.problems),
        comments=comments,
        directives=covering(comments, node_lines((root,)) if comments else ()),
    )


class _Scanner:
    """One pass over the text, with a stack of open objects and arrays: deep nesting costs no recursion."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.comments: list[Comment] = []
        self.problems: list[Problem] = []
        self._range = ranger(source)
        self._stack: list[_Open] = []
        self._root: Node | None = None

    def document(self) -> Node:
        text = self.source.text
        scan = _TOKEN.match
        at = 0
        while True:
            token = scan(text, at)
            if token is None:
                break
            kind = token.lastgroup or ""
            if kind == "mark":
                self._mark(token.group("mark"), token.end() - 1)
            elif kind == "comment":
                self._comment(*token.span("comment"))
            else:
                self._scalar(kind, token)
            at = token.end()
        blank = _BLANK.match(text, at)
        at = blank.end() if blank else at
        if at < len(text):
            raise _Broken(_unreadable(text[at]), at)
        if self._stack:
            opened = self._stack[-1]
            closing = "}" if opened.kind == "mapping" else "]"
            raise _Broken(f"'{closing}' is missing", opened.start)
        if self._root is None:
            raise _Broken("the file is empty", 0)
        return self._root

    def _mark(self, mark: str, at: int) -> None:
        if mark in "{[":
            self._expect_value(at)
            if len(self._stack) >= DEEPEST:
                raise _Broken("it nests too deeply to be read", at)
            self._stack.append(_Open("mapping", at, "key") if mark == "{" else _Open("sequence", at, "value"))
            return
        opened = self._stack[-1] if self._stack else None
        if opened is None:
            raise _Broken(f"'{mark}' cannot stand here", at)
        if mark in "}]":
            self._close(opened, mark, at)
        elif mark != opened.wants:
            raise _Broken(f"'{mark}' cannot stand here", at)
        elif mark == ":":
            opened.wants = "value"
        else:
            opened.comma = at
            opened.wants = "key" if opened.kind == "mapping" else "value"

    def _close(self, opened: _Open, mark: str, at: int) -> None:
        fresh = opened.wants == ("key" if opened.kind == "mapping" else "value")
        if (mark == "}") != (opened.kind == "mapping") or not (fresh or opened.wants == ","):
            raise _Broken(f"'{mark}' cannot stand here", at)
        if fresh and opened.comma >= 0:
            place = self._range(opened.comma, opened.comma + 1)
            self.problems.append(Problem("JSON allows no ',' before a closing bracket.", place))
        self._stack.pop()
        place = self._range(opened.start, at + 1)
        self._put(Node(opened.kind, place, entries=tuple(opened.entries), items=tuple(opened.items)), at + 1)

    def _scalar(self, kind: str, token: re.Match[str]) -> None:
        start, end = token.span(kind)
        opened = self._stack[-1] if self._stack else None
        if opened is not None and opened.wants == "key":
            if kind != "string":
                raise _Broken("a key must be a string in double quotes", start)
            self._key(opened, string_text(self.source, start, end))
            return
        self._expect_value(start)
        value: Scalar
        if kind == "string":
            text = string_text(self.source, start, end)
            value = text.value
        else:
            raw = self.source.text[start:end]
            text = Text(raw, (Piece(0, end - start, start, end),), (start, end), self.source)
            whole = token.group("fraction") is None and token.group("exponent") is None
            value = _WORDS[raw] if kind == "word" else _number(raw, whole)
        self._put(Node("scalar", self._range(start, end), text, value, "", '"' if kind == "string" else ""), end)

    def _expect_value(self, at: int) -> None:
        wants = self._stack[-1].wants if self._stack else "value" if self._root is None else "nothing"
        if wants == "key":
            raise _Broken("a key must be a string in double quotes", at)
        if wants == "nothing":
            raise _Broken("something stands behind the end of the document", at)
        if wants != "value":
            raise _Broken(f"'{wants}' is missing", at)

    def _key(self, opened: _Open, key: Text) -> None:
        first = opened.names.setdefault(key.value, key.outer[0])
        if first != key.outer[0]:
            message = f"The key '{key.value}' stands on line {self.source.position(first)[0]} already."
            self.problems.append(Problem(message, self._range(*key.outer), "duplicate-key"))
        opened.key = key
        opened.wants = ":"

    def _put(self, node: Node, end: int) -> None:
        if not self._stack:
            self._root = node
            return
        opened = self._stack[-1]
        if opened.key is not None:
            opened.entries.append(Entry(opened.key, node, self._range(opened.key.outer[0], end)))
            opened.key = None
        else:
            opened.items.append(node)
        opened.wants = ","
        opened.comma = -1

    def _comment(self, start: int, end: int) -> None:
        closing = 2 if self.source.text.startswith("/*", start) else 0
        self.comments.append(comment(self.source, start, end, 2, closing))


def string_text(source: Source, start: int, end: int) -> Text:
    """The Text of the JSON string whose quotes stand at start and end - 1."""
    raw = source.text
    if raw.find("\\", start, end) < 0:
        pieces = (Piece(0, end - start - 2, start + 1, end - 1),) if end - start > 2 else ()
        return Text(raw[start + 1 : end - 1], pieces, (start, end), source)
    parts: list[str] = []
    places: list[Piece] = []
    at, spot = 0, start + 1
    for escape in (*_ESCAPE.finditer(raw, start + 1, end - 1), None):
        here, after = escape.span() if escape else (end - 1, end - 1)
        if here > spot:
            places.append(Piece(at, here - spot, spot, here))
            parts.append(raw[spot:here])
            at += here - spot
        if escape:
            places.append(Piece(at, 1, here, after))
            parts.append(_unescaped(escape.group()))
            at += 1
        spot = after
    return Text("".join(parts), tuple(places), (start, end), source)


def _unescaped(escape: str) -> str:
    """The one character of an escape; half a surrogate pair, which is none, becomes the replacement character."""
    if escape[1] != "u":
        return _ESCAPED[escape[1]]
    if len(escape) == 12:
        high, low = int(escape[2:6], 16), int(escape[8:], 16)
        return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    code = int(escape[2:], 16)
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)


def _number(raw: str, whole: bool) -> Scalar:
    return int(raw) if whole and len(raw) < _LONGEST_INTEGER else float(raw)


def _unreadable(character: str) -> str:
    if character == '"':
        return "a string is not closed on its line or has a wrong escape"
    return f"'{character}' cannot stand here" if character.isprintable() else "a control character cannot stand here"
