"""A whole run: rules, suppressions in comments and in the contract, faults."""

from __future__ import annotations

from datetime import date

import pytest

from deploylint.check import engine, load
from deploylint.check.finding import Finding
from deploylint.check.rule import Rule
from deploylint.check.suppression import Suppression
from deploylint.facts.place import Range, Span
from deploylint.model.join import join
from deploylint.tree.memory import MemoryTree
from deploylint.workspace.workspace import Workspace
from tests.check.made import RULE

RULES = load.shipped()
CATCH = "try {\n  work();\n} catch (error) {}\n"


def run(files: dict[str, str], *ids: str, suppressions: tuple[Suppression, ...] = ()) -> tuple[Finding, ...]:
    rules: list[Rule] = [rule for rule in RULES if rule.id in ids]
    workspace = Workspace(MemoryTree({path: text.encode() for path, text in files.items()}), engine.queries(rules))
    known = [rule.id for rule in RULES]
    return engine.run(rules, join(workspace), as_of=date(2026, 1, 1), known=known, suppressions=suppressions)


@pytest.mark.parametrize(
    ("path", "text", "rule"),
    [
        ("a.py", "# deploylint: ignore[SRC005] why\nbreakpoint()\n", "SRC005"),
        ("a.py", "def f(\n    x,\n):\n    breakpoint()  # deploylint: ignore[SRC005] why\n", "SRC005"),
        ("a.ts", "// deploylint: ignore[SRC005] why\ndebugger;\n", "SRC005"),
        ("a.ts", "/* deploylint: ignore[SRC005] why */\ndebugger;\n", "SRC005"),
        ("a.js", "debugger; // deploylint: ignore[SRC005] why\n", "SRC005"),
        ("a.js", "try {\n  work();\n} catch {\n  // deploylint: ignore[SRC002] why\n}\n", "SRC002"),
        ("compose.yaml", "services:\n  # deploylint: ignore[SRC006] why\n  web: {image: x} # TODO pin\n", "SRC006"),
    ],
)
def test_a_comment_suppresses_in_every_language(path: str, text: str, rule: str) -> None:
    found = run({path: text}, rule, "CFG003")
    assert [(one.rule, one.suppressed) for one in found] == [(rule, "why")]


def test_the_contract_suppresses_by_path_and_subject() -> None:
    first = run({"src/a.js": CATCH + CATCH}, "SRC002")
    assert [one.key for one in first] == ["SRC002:src/a.js:catch (error)", "SRC002:src/a.js:catch (error)#2"]
    span = Span("deploylint.yaml", Range(4, 5, 4, 40))
    said = Suppression(span=span, rules=("SRC002",), path="src/**", at="catch (error)#2", reason="why")
    found = run({"src/a.js": CATCH + CATCH}, "SRC002", "CFG003", suppressions=(said,))
    assert [one.suppressed for one in found] == [None, "why"]


def test_a_suppression_of_the_contract_that_is_idle_is_told_at_its_place() -> None:
    span = Span("deploylint.yaml", Range(4, 5, 4, 40))
    said = Suppression(span=span, rules=("SRC002",), path="lib/**", at="catch", reason="why")
    (found,) = run({"src/a.js": "work();\n"}, "SRC002", "CFG003", suppressions=(said,))
    assert (found.rule, found.span, found.key) == ("CFG003", span, "CFG003:deploylint.yaml:SRC002/lib/**/catch")


def test_findings_come_in_the_order_of_path_and_place() -> None:
    found = run({"b.js": CATCH + "debugger;\n", "a.js": "debugger;\n"}, "SRC002", "SRC005")
    assert [(one.span.path, one.span.range.line) for one in found] == [("a.js", 1), ("b.js", 3), ("b.js", 4)]


def test_two_rules_of_one_kind_see_their_own_matches_only() -> None:
    found = run({"a.js": "console.log(1);\ndebugger;\n"}, "SRC004", "SRC005")
    assert [(one.rule, one.span.range.line) for one in found] == [("SRC004", 1), ("SRC005", 2)]


def test_a_repository_brings_rules_of_its_own() -> None:
    files = {".deploylint/rules/house/some-rule.md": RULE.encode()}
    (found,) = load.own_rules(Workspace(MemoryTree(files)))
    assert (found.id, found.name, found.family) == ("TST001", "some-rule", "house")
