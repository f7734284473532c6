"""Rules: from Markdown files to what the engine runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from deploylint.check import messages
from deploylint.check.errors import RuleError
from deploylint.check.finding import Confidence, Level, Role
from deploylint.check.rule import Example, Remedy, Rule
from deploylint.model.workspace import Workspace

if TYPE_CHECKING:
    from deploylint.check import markdown

Levels = Level | dict[Role, Level]
ROLES: tuple[Role, ...] = ("production", "unknown", "development", "test")


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The keys of the data that are the rule's own; every other key is a parameter of its kind."""

    id: str
    kind: str
    messages: dict[str, str]
    confidence: Confidence = "high"
    since: str = "0.1"
    presets: tuple[str, ...] = ("recommended",)
    level: Levels | None = None
    levels: dict[str, Levels] = {}
    scope: Literal["all", "changed"] = "all"
    subsumes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    hints: dict[str, str] = {}
    fix: str | dict[str, Any] | None = None


class FixHeader(msgspec.Struct, frozen=True):
    """The keys of `[fix]` that every fixer has; the others are its parameters."""

    name: str
    safe: bool = True
    messages: tuple[str, ...] = ()


OWN = frozenset(Header.__struct_fields__)
OWN_RULES = ".deploylint/rules/**/*.md"


@cache
def identifier() -> re.Pattern[str]:
    """What every rule's id looks like."""
    return re.compile(r"^[A-Z]{1,8}[0-9]{3}\Z")


def folder() -> Path:
    """Where the shipped rules lie: in the installed package, else beside it in a checkout."""
    package = Path(__file__).parent.parent
    installed = package / "_rules"
    return installed if installed.is_dir() else package.parent / "rules"


@cache
def shipped(examples: bool = False) -> tuple[Rule, ...]:
    """All rules that come with deploylint, by id. Raises RuleError for one that cannot be used."""
    root = folder()
    found = sorted(root.glob("*/*.md"))
    return collect(load(f"rules/{p.parent.name}/{p.name}", p.read_bytes(), examples=examples) for p in found)


def own_rules(workspace: Workspace) -> tuple[Rule, ...]:
    """The rules that a repository brings in `.deploylint/rules/`. Raises RuleError for one that cannot be used."""
    sources = ((path, workspace.source(path)) for path in workspace.glob(OWN_RULES))
    return tuple(load(path, source.text.encode(), own=False) for path, source in sources if source is not None)


def collect(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules by id. Raises RuleError if two have one id."""
    by_id: dict[str, Rule] = {}
    for rule in rules:
        other = by_id.setdefault(rule.id, rule)
        if other is not rule:
            raise RuleError(rule.path, 1, f"id {rule.id} is taken by {other.path}")
    return tuple(by_id[key] for key in sorted(by_id))


def load(path: str, data: bytes, *, examples: bool = False, own: bool = True) -> Rule:
    """The rule of one Markdown file; name and family are the last parts of its path (`/`-separated).

    examples: read them too. own: False for rules of users, which are checked in whole at once; shipped ones are checked
    by the tests. Raises RuleError with the place of the first fault.
    """
    try:
        text = data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise RuleError(path, 1, f"not UTF-8: {error.reason}") from error
    page = _page(text, path, whole=examples or not own)
    parts = path.split("/")
    name = parts[-1].removesuffix(".md")
    if page.title.text != name:
        raise RuleError(path, page.title.line, f"the heading is '{page.title.text}', the file's name says '{name}'")
    header, params = _data(page.data, path)
    if not own:
        _check_messages(header, page.data, path)
    return Rule(
        id=header.id,
        name=name,
        family=parts[-2] if len(parts) > 1 else "",
        kind=header.kind,
        confidence=header.confidence,
        since=header.since,
        levels=_levels(header, page.data, path),
        messages=header.messages,
        hints=header.hints,
        presets=header.presets,
        params=params,
        subsumes=header.subsumes,
        scope=header.scope,
        tags=header.tags,
        title=_first_sentence(page.prose),
        prose=page.prose,
        path=path,
        examples=_examples(page, path) if examples else (),
        remedy=_remedy(header, page.data, path),
    )


def _page(text: str, path: str, *, whole: bool) -> markdown.Page:
    from deploylint.check import markdown

    return markdown.page(text, path, whole=whole)


def _examples(page: markdown.Page, path: str) -> tuple[Example, ...]:
    from deploylint.check import examples

    return examples.examples(page, path)


def _data(fence: markdown.Fence, path: str) -> tuple[Header, Mapping[str, Any]]:
    try:
        data = msgspec.toml.decode(fence.body)
    except msgspec.DecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        raise RuleError(path, fence.line + (int(found[1]) if found else 0), str(error)) from error
    own = {key: value for key, value in data.items() if key in OWN}
    try:
        header = msgspec.convert(own, Header)
    except msgspec.ValidationError as error:
        raise RuleError(path, _line(fence, str(error)), str(error)) from error
    if not identifier().match(header.id):
        raise RuleError(path, _line(fence, "`$.id`"), f"'{header.id}' is no id: letters A-Z, then three digits")
    if not header.messages:
        raise RuleError(path, fence.line, "a rule has at least one message")
    return header, {key: value for key, value in data.items() if key not in OWN}


def _remedy(header: Header, fence: markdown.Fence, path: str) -> Remedy | None:
    """`fix = "name"`, or a table with the name and more."""
    if header.fix is None:
        return None
    said = {"name": header.fix} if isinstance(header.fix, str) else header.fix
    try:
        fix = msgspec.convert(said, FixHeader)
    except msgspec.ValidationError as error:
        raise RuleError(path, _line(fence, "`$.fix`"), f"fix: {error}") from error
    for message in fix.messages:
        if message not in header.messages:
            raise RuleError(path, _line(fence, "`$.fix`"), f"fix for '{message}', which is no message")
    params = {key: value for key, value in said.items() if key not in FixHeader.__struct_fields__}
    return Remedy(fix.name, fix.safe, fix.messages, params)


def _line(fence: markdown.Fence, error: str) -> int:
    """The line of the key that a validation error names, else that of the fence."""
    named = re.search(r"`\$\.([\w-]+)", error)
    if named:
        for number, line in enumerate(fence.body.split("\n"), fence.line + 1):
            if re.match(rf"\s*\[*{re.escape(named[1])}\b", line):
                return number
    return fence.line


def _levels(header: Header, fence: markdown.Fence, path: str) -> Mapping[str, Mapping[str, Level]]:
    """The level tables by message, `default` for messages without one; a single level holds for all roles."""
    tables: dict[str, Mapping[str, Level]] = {}
    if header.level is not None:
        tables["default"] = _table(header.level)
    for message, level in header.levels.items():
        if message not in header.messages:
            raise RuleError(path, _line(fence, "`$.levels`"), f"levels for '{message}', which is no message")
        tables[message] = _table(level)
    if "default" not in tables and set(header.messages) - set(tables):
        raise RuleError(path, fence.line, "no level")
    return tables


def _table(level: Levels) -> dict[str, Level]:
    return {role: level[role] for role in level} if isinstance(level, dict) else dict.fromkeys(ROLES, level)


def _check_messages(header: Header, fence: markdown.Fence, path: str) -> None:
    for name, message in header.messages.items():
        fault = messages.fault(message)
        if fault:
            raise RuleError(path, _line(fence, "`$.messages`"), f"message '{name}': {fault}")


def _first_sentence(prose: str) -> str:
    paragraph = " ".join(prose.split("\n\n", 1)[0].split())
    found = re.match(r".+?[.!?](?=\s|$)", paragraph)
    return found[0] if found else paragraph
