"""The rules themselves, for people and for programs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from deploylint.check.rule import Example, ExampleFile, Rule
from deploylint.report import plain
from deploylint.report.formats.text import COLOURS, style
from deploylint.report.run import Options, loudest


def render(rules: Sequence[Rule], *, colour: bool = False) -> str:
    """One line for each rule: id, highest level, name, the beginning of its first sentence."""
    options = Options(colour=colour)
    width = max((len(rule.name) for rule in rules), default=0)
    lines = []
    for rule in rules:
        title = textwrap.shorten(rule.title, options.width - width - 20, placeholder=" ...")
        level = style(f"{loudest(rule):<7}", options, fg=COLOURS[loudest(rule)])
        lines.append(f"{style(rule.id, options, bold=True):<7}  {level}  {rule.name:<{width}}  {title}".rstrip())
    return "".join(f"{line}\n" for line in lines)


def render_json(rules: Sequence[Rule]) -> str:
    """The rules as `{"version": 1, "rules": [...]}`."""
    return plain.text({"version": 1, "rules": [_plain(rule) for rule in rules]})


def explain(rule: Rule, *, colour: bool = False) -> str:
    """A rule's levels, prose and examples."""
    return "\n".join([*_head(rule, Options(colour=colour)), "", rule.prose.strip(), *_examples(rule, colour)]) + "\n"


def explain_json(rule: Rule) -> str:
    """One rule with its prose and examples."""
    examples = [
        {
            "kind": example.kind,
            "title": example.title,
            "files": [
                {
                    "path": file.path,
                    "content": _content(file),
                    "expected": [{"line": one.line, "level": one.level} for one in file.expected],
                }
                for file in example.files
                if file.link is None and not file.delete
            ],
        }
        for example in rule.examples
    ]
    return plain.text({"version": 1, **_plain(rule), "prose": rule.prose, "examples": examples})


def _head(rule: Rule, options: Options) -> Iterator[str]:
    yield f"{style(rule.id, options, bold=True)} {rule.name}"
    for message, table in rule.levels.items():
        roles: dict[str, list[str]] = {}
        for role, said in table.items():
            roles.setdefault(said, []).append(role)
        same = len(roles) == 1
        words = ", ".join(
            said if same else f"{said} in {' and '.join(of)}" for said, of in roles.items() if said != "off"
        )
        yield f"  level{'' if message == 'default' else f' ({message})'}: {words or 'off'}"
    yield f"  confidence: {rule.confidence}; presets: {', '.join(rule.presets) or 'none'}; since {rule.since}"
    if rule.scope == "changed":
        yield "  scope: full level on changed lines and in what production starts, a note elsewhere"


def _examples(rule: Rule, colour: bool) -> Iterator[str]:
    options = Options(colour=colour)
    for example in rule.examples:
        yield ""
        yield style(f"{example.kind.capitalize()}: {example.title}", options, bold=True)
        yield from _files(example, options)


def _files(example: Example, options: Options) -> Iterator[str]:
    for file in example.files:
        state = " (before the change)" if file.base else " (deleted)" if file.delete else ""
        yield f"  {file.path}{f' -> {file.link}' if file.link else ''}{state}"
        expected = {one.line: one.level for one in file.expected}
        for number, line in enumerate(_content(file).splitlines(), 1):
            mark = expected.get(number)
            marker = style(f"{mark:>7}", options, fg=COLOURS[mark]) if mark else " " * 7
            yield f"  {marker} {style('|', options, dim=True)} {line}".rstrip()


def _content(file: ExampleFile) -> str:
    return file.content.decode("utf-8", "replace")


def _plain(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "name": rule.name,
        "family": rule.family,
        "level": loudest(rule),
        "levels": {message: dict(table) for message, table in rule.levels.items()},
        "confidence": rule.confidence,
        "scope": rule.scope,
        "since": rule.since,
        "presets": list(rule.presets),
        "tags": list(rule.tags),
        "subsumes": list(rule.subsumes),
        "title": rule.title,
    }
