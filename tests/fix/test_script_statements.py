"""Removing debugger statements from JavaScript and TypeScript."""

from __future__ import annotations

import pytest

from tests.fix.made import fix


@pytest.mark.parametrize(("before", "after"), [
    ("debugger;\nlet x = 1;\n", "let x = 1;\n"),
    ("function f() {\n  debugger\n  return 1\n}\n", "function f() {\n  return 1\n}\n"),
    ("function f() {\n  a();\n  debugger; // here\n  b();\n}\n", "function f() {\n  a();\n  b();\n}\n"),
    ("function f() {\n  debugger; /* here */\n  b();\n}\n", "function f() {\n  b();\n}\n"),
    ("a(); debugger; b();\n", "a(); b();\n"),
    ("a(); debugger;\nb();\n", "a();\nb();\n"),
    ("a(); debugger; debugger; b();\n", "a(); b();\n"),
    ("debugger; debugger;\nb();\n", "b();\n"),
    ("() => { debugger; };\n", "() => { };\n"),
    ("if (x) debugger;\ny();\n", "if (x) {}\ny();\n"),
    ("if (x) y(); else debugger;\n", "if (x) y(); else {}\n"),
    ("for (;;) debugger\n", "for (;;) {}\n"),
    ("switch (x) {\n  case 1:\n    debugger;\n    break;\n}\n", "switch (x) {\n  case 1:\n    break;\n}\n"),
    ("const é = '😀'; debugger; f();\n", "const é = '😀'; f();\n"),
    ("function f() {\n  /* a */ debugger;\n}\n", "function f() {\n  /* a */\n}\n"),
    ("a();\n\ndebugger;\n\nb();\n", "a();\n\nb();\n"),
    ("debugger;", ""),
])  # fmt: skip
@pytest.mark.parametrize("path", ["src/pay.js", "src/pay.ts", "src/pay.tsx"])
def test_the_statement_goes_and_all_else_stays(path: str, before: str, after: str) -> None:
    fixed = fix({path: before}, "SRC005")
    assert fixed.text(path) == after
    assert fixed.refused == {}
    assert fix(fixed.files, "SRC005").changed == {}


@pytest.mark.parametrize("source", ["a\ndebugger;\n(b)()\n", "const x = a\ndebugger;\n[1].forEach(f)\n"])
def test_a_statement_that_parts_two_others_stays(source: str) -> None:
    fixed = fix({"src/pay.js": source}, "SRC005")
    assert fixed.text("src/pay.js") == source
    assert list(fixed.refused.values()) == ["the code around it would be read differently"]
