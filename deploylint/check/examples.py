"""The examples of a rule file: sections that are small repositories."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal, cast

from deploylint.check.errors import RuleError
from deploylint.check.markdown import Fence, Heading, Page, section
from deploylint.check.rule import Example, ExampleFile, Expectation

_REPORTED: tuple[Literal["error", "warning", "note"], ...] = ("error", "warning", "note")
_MARKS = {"utf-8": (b"\xef\xbb\xbf", "utf-8"), "utf-16le": (b"\xff\xfe", "utf-16-le")}
_CHOICES = {
    "mode": ("755",),
    "eol": ("crlf",),
    "final-newline": ("no",),
    "bom": tuple(_MARKS),
    "bytes": ("base64",),
    "delete": ("",),
    "at": ("base",),
}


def examples(page: Page, path: str) -> tuple[Example, ...]:
    """The sections of a rule file in its order.

    Raises RuleError for a section without files, a Bad one that expects nothing, a Good one that expects more than
    notes, a Fixed one without its Bad, and for values that a key does not have.
    """
    found: list[Example] = []
    heading: Heading | None = None
    fences: list[Fence] = []
    for block in (*page.blocks, None):
        if isinstance(block, Fence):
            if block.get("path") is not None:
                fences.append(block)
            continue
        if block is not None and section(block) is None:
            if block.level <= 2:
                raise RuleError(path, block.line, f"'{block.text}' is no section: Bad, Good or Fixed, a colon, a title")
            continue
        if heading is not None:
            found.append(_example(heading, fences, path))
        heading, fences = block, []
    _check_titles(found, path)
    return tuple(found)


def _example(heading: Heading, fences: list[Fence], path: str) -> Example:
    named = section(heading)
    assert named is not None
    kind, title = cast(Literal["bad", "good", "fixed"], named[0].lower()), named[1]
    if not title:
        raise RuleError(path, heading.line, "the section has no title")
    if not fences:
        raise RuleError(path, heading.line, "the section has no file: no fence has a path")
    files = tuple(_file(fence, path) for fence in fences)
    levels = {expected.level for file in files for expected in file.expected}
    if kind == "bad" and not levels:
        raise RuleError(path, heading.line, "a Bad section expects at least one finding")
    if kind == "good" and levels - {"note"}:
        raise RuleError(path, heading.line, "a Good section expects nothing, or notes")
    also = tuple(dict.fromkeys(rule for fence in fences for rule in _list(fence.get("also"))))
    days = {_day(value, fence, path) for fence in fences if (value := fence.get("as-of")) is not None}
    if len(days) > 1:
        raise RuleError(path, heading.line, "the section is linted on one day")
    return Example(kind, title, heading.line, files, also, next(iter(days), None))


def _day(value: str, fence: Fence, path: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise RuleError(path, fence.line, f"'{value}' is no day as YYYY-MM-DD") from error


def _check_titles(found: Iterable[Example], path: str) -> None:
    bad: set[str] = set()
    seen: set[tuple[str, str]] = set()
    for example in found:
        if (example.kind, example.title) in seen:
            raise RuleError(path, example.line, "the section's title stands twice")
        seen.add((example.kind, example.title))
        if example.kind == "bad":
            bad.add(example.title)
        elif example.kind == "fixed" and example.title not in bad:
            raise RuleError(path, example.line, "no Bad section of this title stands above")


def _file(fence: Fence, path: str) -> ExampleFile:
    for key, choices in _CHOICES.items():
        value = fence.get(key)
        if value is not None and value not in choices:
            raise RuleError(path, fence.line, f"'{key}' is one of {', '.join(choices)}, not '{value}'")
    name = fence.get("path") or ""
    if not name or name.startswith("/") or "\\" in name or ".." in name.split("/"):
        raise RuleError(path, fence.line, f"'{name}' is no path of a repository")
    return ExampleFile(
        path=name,
        content=_content(fence, path),
        line=fence.line,
        expected=_expected(fence, path),
        executable=fence.get("mode") == "755",
        link=fence.get("link"),
        delete=fence.get("delete") is not None,
        base=fence.get("at") == "base",
    )


def _expected(fence: Fence, path: str) -> tuple[Expectation, ...]:
    found = []
    for level in _REPORTED:
        for line in _list(fence.get(level)):
            if not line.isdecimal() or line == "0":
                raise RuleError(path, fence.line, f"'{line}' is no line number")
            found.append(Expectation(int(line), level))
    if found and fence.get("at") == "base":
        raise RuleError(path, fence.line, "findings are expected of the change, not of its base")
    return tuple(sorted(found, key=lambda expected: expected.line))


def _content(fence: Fence, path: str) -> bytes:
    body = fence.body
    if fence.get("bytes") is not None:
        import base64

        try:
            return base64.b64decode("".join(body.split()), validate=True)
        except ValueError as error:
            raise RuleError(path, fence.line, f"not base64: {error}") from error
    if fence.get("final-newline") == "no":
        body = body.removesuffix("\n")
    if fence.get("eol") == "crlf":
        body = body.replace("\n", "\r\n")
    mark, encoding = _MARKS.get(fence.get("bom") or "", (b"", "utf-8"))
    return mark + body.encode(encoding)


def _list(value: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",")) if value else ()
