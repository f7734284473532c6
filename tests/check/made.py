"""Findings, rules and hits as the tests of this package need them."""

from __future__ import annotations

from deploylint.check.finding import Finding, Hit, Level, Related
from deploylint.check.load import load
from deploylint.check.rule import Rule
from deploylint.facts.place import Range, Span

RULE = """\
# some-rule

```toml
id = "TST001"
kind = "syntax"
level = {production = "error", unknown = "note"}
queries = {python = "(module) @match"}
needles = ["x"]
[messages]
default = "'{name}' is wrong."
other = "'{name}' is wrong as well."
[hints]
default = "repair it"
```

First sentence. Second sentence.
"""


def rule(text: str = RULE, name: str = "some-rule", **replaced: str) -> Rule:
    """The rule of a text in which words are replaced."""
    for old, new in replaced.items():
        text = text.replace(old, new)
    return load(f"rules/family/{name}.md", text.encode(), examples=True)


def span(path: str = "a.py", line: int = 1, column: int = 1) -> Span:
    return Span(path, Range(line, column, line, column + 5))


def hit(line: int = 1, *subject: str, path: str = "a.py", **values: object) -> Hit:
    return Hit(span=span(path, line), subject=subject or ("subject",), values=(("name", "it"),), **values)  # type: ignore[arg-type]


def finding(
    line: int = 1,
    subject: str = "subject",
    *,
    rule_id: str = "TST001",
    path: str = "a.py",
    level: Level = "error",
    service: str = "",
    scope: str = "all",
    related: tuple[Related, ...] = (),
) -> Finding:
    return Finding(
        rule=rule_id,
        name="some-rule",
        level=level,
        confidence="high",
        certainty="certain",
        message="'it' is wrong.",
        hint="",
        message_id="default",
        arguments=(),
        service=service,
        platform="",
        scope="changed" if scope == "changed" else "all",
        key=f"{rule_id}:{path}:{subject}",
        subject=subject,
        span=span(path, line),
        related=related,
    )
