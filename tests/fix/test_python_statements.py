"""Removing debugger statements from Python: what is left, what is refused."""

from __future__ import annotations

import ast

import pytest

from tests.fix.made import fix

PATH = "app/views.py"


@pytest.mark.parametrize(("before", "after"), [
    ("breakpoint()\nx = 1\n", "x = 1\n"),
    ("x = 1\nbreakpoint()  # here\ny = 2\n", "x = 1\ny = 2\n"),
    ("def f():\n    breakpoint()\n", "def f():\n    pass\n"),
    ("def f():\n    # why\n    breakpoint()  # here\n", "def f():\n    # why\n    pass  # here\n"),
    ('def f():\n    """Doc."""\n    breakpoint()\n', 'def f():\n    """Doc."""\n'),
    ("def f():\n    breakpoint()\n    breakpoint()\n", "def f():\n    pass\n"),
    ("def f():\n    x = 1; breakpoint()\n", "def f():\n    x = 1\n"),
    ("def f():\n    breakpoint(); x = 1\n", "def f():\n    x = 1\n"),
    ("def f():\n    x = 1; breakpoint(); y = 2\n", "def f():\n    x = 1; y = 2\n"),
    ("def f():\n    x = 1; breakpoint(); breakpoint();\n", "def f():\n    x = 1;\n"),
    ("def f(x):\n    if x: breakpoint()\n    return x\n", "def f(x):\n    if x: pass\n    return x\n"),
    ("def f(x):\n    if x: breakpoint(); g()\n", "def f(x):\n    if x: g()\n"),
    ("class A:\n\tbreakpoint()\n", "class A:\n\tpass\n"),
    ("x = 1\nbreakpoint(\n    header='é'\n)\ny = 2\n", "x = 1\ny = 2\n"),
    ("def f():\n    'é'; breakpoint()\n", "def f():\n    'é'\n"),
    ("try:\n    breakpoint()\nfinally:\n    x()\n", "try:\n    pass\nfinally:\n    x()\n"),
    ("if a:\n    breakpoint()\nelse:\n    b()\n", "if a:\n    pass\nelse:\n    b()\n"),
    ("import pdb\n\n\ndef f():\n    pdb.set_trace()\n    g()\n", "def f():\n    g()\n"),
    ("import os\nimport pdb\n\n\ndef f():\n    pdb.set_trace()\n    g()\n", "import os\n\n\ndef f():\n    g()\n"),
    ("import pdb as p\n\nx = 1\n", "x = 1\n"),
    ("def f():\n    import pdb; pdb.set_trace()\n    g()\n", "def f():\n    g()\n"),
    ("def f():\n    from ipdb import set_trace\n    g()\n", "def f():\n    g()\n"),
    ("from ipdb import (\n    set_trace,\n)\nx = 1\n", "x = 1\n"),
    ("def f(x):\n    if x:\n        import pdb\n        pdb.set_trace()\n    return x\n",
     "def f(x):\n    if x:\n        pass\n    return x\n"),
    ("def f(x):\n    if x:\n        import pdb; pdb.set_trace()\n", "def f(x):\n    if x:\n        pass\n"),
    ("try:\n    import ipdb as pdb\nexcept ImportError:\n    import pdb\n\n\ndef f():\n    pdb.set_trace()\n    g()\n",
     "try:\n    import ipdb as pdb\nexcept ImportError:\n    import pdb\n\n\ndef f():\n    g()\n"),
])  # fmt: skip
def test_the_statement_goes_and_all_else_stays(before: str, after: str) -> None:
    fixed = fix({PATH: before}, "SRC005")
    assert fixed.text(PATH) == after
    assert fixed.refused == {}
    ast.parse(after)


@pytest.mark.parametrize(("source", "reason"), [
    ("x = breakpoint()\n", "part of a larger expression"),
    ("x = lambda: breakpoint()\n", "part of a larger expression"),
    ("a and breakpoint()\n", "part of a larger expression"),
    ("def f():\n    return breakpoint()\n", "part of a larger expression"),
    ("import pdb\n\npdb.post_mortem()\n", "used on line 3"),
    ("import pdb\n\n__all__ = ['pdb']\n", "used on line 3"),
    ("from pdb import *\n", "nobody knows"),
    ("import os, pdb\n\nos.x()\n", "several modules"),
    ("import pdb; pdb.set_trace()\npdb.post_mortem()\n", "used on line 2"),
    ("breakpoint()\nprint 'two'\n", "not understood"),
    ("breakpoint()\rx = 1\n", "line ends"),
])  # fmt: skip
def test_what_cannot_go_stays_with_a_reason(source: str, reason: str) -> None:
    fixed = fix({PATH: source}, "SRC005")
    assert fixed.text(PATH) == source
    assert [reason in said for said in fixed.refused.values()] == [True]


def test_what_can_go_goes_though_its_neighbour_stays() -> None:
    fixed = fix({PATH: "import pdb\n\n\ndef f():\n    pdb.set_trace()\n    pdb.post_mortem()\n"}, "SRC005")
    assert fixed.text(PATH) == "import pdb\n\n\ndef f():\n    pdb.post_mortem()\n"
    assert fixed.refused == {f"{PATH}:1": "what it imports is used on line 5"}


def test_an_import_stays_while_a_suppressed_call_uses_it() -> None:
    source = "import pdb\n\n\ndef f():\n    pdb.set_trace()  # deploylint: ignore[SRC005] a tool of ours\n"
    fixed = fix({PATH: source}, "SRC005")
    assert fixed.text(PATH) == source
    assert fixed.refused == {f"{PATH}:1": "what it imports is used on line 5"}


def test_an_import_of_one_function_does_not_depend_on_another_function() -> None:
    source = "def f():\n    import pdb\n    pdb.set_trace()\n    g()\n\n\ndef h(pdb):\n    pdb.go()\n"
    assert fix({PATH: source}, "SRC005").text(PATH) == "def f():\n    g()\n\n\ndef h(pdb):\n    pdb.go()\n"


def test_fixing_twice_changes_nothing_more() -> None:
    once = fix({PATH: "import pdb\n\n\ndef f(x):\n    if x: pdb.set_trace()\n    breakpoint(); g()\n"}, "SRC005")
    twice = fix(once.files, "SRC005")
    assert twice.changed == {}
    assert twice.files == once.files


def test_it_is_counted_by_file_and_rule() -> None:
    fixed = fix({"a.py": "breakpoint()\nbreakpoint()\n", "b.py": "breakpoint()\n"}, "SRC005")
    assert [(one.path, one.rule, one.name, one.count) for one in fixed.mended] == [
        ("a.py", "SRC005", "debugger-statement", 2),
        ("b.py", "SRC005", "debugger-statement", 1),
    ]
