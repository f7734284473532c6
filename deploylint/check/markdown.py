"""The Markdown of rule files: fences, sections and prose, read strictly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from deploylint.check.errors import RuleError
from deploylint.facts.record import dataclass

SECTIONS = ("Bad", "Good", "Fixed")
KEYS = frozenset("path error warning note mode eol final-newline bom bytes link delete at also as-of".split())


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block. line: of the opening fence, 1-based; keys: what follows the language in the info string."""

    language: str
    keys: tuple[tuple[str, str], ...]
    body: str
    line: int
    start: int
    end: int

    def get(self, key: str) -> str | None:
        """The value of a key, "" for one without `=`, None if it is not there."""
        return next((value for name, value in self.keys if name == key), None)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading outside fences: its level, its text and its place."""

    level: int
    text: str
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """A rule file cut into its parts. blocks: the fences and headings that follow the first section's heading."""

    title: Heading
    data: Fence
    prose: str
    text: str
    blocks: tuple[Fence | Heading, ...]


def page(text: str, path: str, *, whole: bool = True) -> Page:
    """The parts of a rule file; without whole nothing from the first section on is read.

    Raises RuleError for an unclosed fence, unknown keys, no data fence or a second one.
    """
    title: Heading | None = None
    data: Fence | None = None
    blocks: list[Fence | Heading] = []
    first = len(text)
    for block in _blocks(text, path):
        if isinstance(block, Heading):
            if block.level == 1:
                title = title or block
            elif section(block) is not None and not blocks:
                first = block.start
                if not whole:
                    break
        elif block.language == "toml" and block.get("path") is None:
            if data is not None:
                raise RuleError(path, block.line, "a second data fence")
            data = block
        elif first == len(text) and block.get("path") is not None:
            raise RuleError(path, block.line, "a file stands outside the sections Bad, Good and Fixed")
        if first < len(text):
            blocks.append(block)
    if title is None:
        raise RuleError(path, 1, "no heading `# rule-name`")
    if data is None or data.start > first:
        raise RuleError(path, 1, "no data: the first `toml` fence holds it")
    return Page(title, data, _prose(text, title, data, first), text, tuple(blocks))


def section(heading: Heading) -> tuple[str, str] | None:
    """Kind and title of a section's heading such as `## Bad: the image reloads`; None for any other heading."""
    kind, colon, title = heading.text.partition(":")
    return (kind, title.strip()) if heading.level == 2 and colon and kind in SECTIONS else None


def _prose(text: str, title: Heading, data: Fence, first: int) -> str:
    before = text[title.end : data.start] if title.end <= data.start else ""
    return "\n\n".join(part for part in (before.strip(), text[max(title.end, data.end) : first].strip()) if part)


@cache
def _line_pattern() -> re.Pattern[str]:
    return re.compile(r"^(?:(`{3,})([^\n]*)|(\#{1,6})[ \t]+([^\n]*))$", re.MULTILINE)


def _blocks(text: str, path: str) -> Iterator[Fence | Heading]:
    """The fences and headings in the order of the file; what looks like a heading inside a fence is none."""
    fence: re.Match[str] | None = None
    seen, line = 0, 1
    opened = 0
    for match in _line_pattern().finditer(text):
        line += text.count("\n", seen, match.start())
        seen = match.start()
        ticks = match[1]
        if fence is not None:
            if ticks and len(ticks) >= len(fence[1]) and not match[2].strip():
                language, keys = _info(fence[2], path, opened)
                body = text[fence.end() + 1 : match.start()]
                yield Fence(language, keys, body, opened, fence.start(), match.end())
                fence = None
        elif ticks:
            fence, opened = match, line
        else:
            yield Heading(len(match[3]), match[4].strip(), line, match.start(), match.end())
    if fence is not None:
        raise RuleError(path, opened, "the fence is not closed")


@cache
def _key_pattern() -> re.Pattern[str]:
    return re.compile(r'\s*([A-Za-z][\w-]*)(?:=("[^"]*"|\S*))?(?=\s|$)')


def _info(info: str, path: str, line: int) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Language and keys of an info string; a value in double quotes may hold blanks."""
    language, _, rest = info.strip().partition(" ")
    keys: list[tuple[str, str]] = []
    at = 0
    rest = rest.strip()
    while at < len(rest):
        match = _key_pattern().match(rest, at)
        if match is None or match[1] not in KEYS:
            word = match[1] if match else rest[at:].split()[0]
            raise RuleError(path, line, f"unknown key '{word}' in the fence")
        if any(name == match[1] for name, _ in keys):
            raise RuleError(path, line, f"key '{match[1]}' stands twice in the fence")
        keys.append((match[1], (match[2] or "").strip('"')))
        at = match.end()
    if keys and not any(name == "path" for name, _ in keys):
        raise RuleError(path, line, f"key '{keys[0][0]}' in a fence without a path")
    return language, tuple(keys)
