"""Where a Python module changes `sys.path`."""

from __future__ import annotations

import pytest

from deploylint.facts.place import Range, Source
from deploylint.facts.source import PathEdit
from deploylint.read import python


def edits(text: str) -> tuple[PathEdit, ...]:
    return python.read(Source(text)).path_edits


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("import sys\nsys.path.append(x)\n", "append"),
        ("import os, sys\nsys.path.insert(0, x)\n", "insert"),
        ("import sys\nsys.path.extend([x])\n", "extend"),
        ("import sys\nsys.path += [x]\n", "extend"),
        ("import sys\nsys.path = [x]\n", "assign"),
        ("import sys\nsys.path[:0] = [x]\n", "assign"),
        ("import sys\nsys.path[0] = x\n", "assign"),
        ("import sys\nold, sys.path = sys.path, []\n", "assign"),
        ("import sys\nsys.path.remove(x)\n", "remove"),
        ("import sys\nsys.path.pop(0)\n", "remove"),
        ("import sys\nsys.path.clear()\n", "remove"),
        ("import sys\ndel sys.path[0]\n", "remove"),
        ("import sys as s\ns.path.append(x)\n", "append"),
        ("from sys import path\npath.append(x)\n", "append"),
        ("from sys import path as p\np.insert(0, x)\n", "insert"),
        ("import sys\np = sys.path\np.insert(0, x)\n", "insert"),
        ("import sys\np = sys.path\ndef f():\n    p.append(x)\n", "append"),
        ("def f():\n    import sys\n    sys.path.append(x)\n", "append"),
        ("import site\nsite.addsitedir(x)\n", "addsitedir"),
        ("from site import addsitedir as add\nadd(x)\n", "addsitedir"),
        ("import sys\nif x not in sys.path: sys.path.append(x)\n", "append"),
    ],
)
def test_every_way_to_change_the_path_is_an_edit(text: str, action: str) -> None:
    assert [edit.action for edit in edits(text)] == [action]


@pytest.mark.parametrize(
    "text",
    [
        "import sys\nprint(sys.path)\n",
        "import sys\nfor p in sys.path: pass\n",
        "import sys\nx = sys.path[0]\n",
        "import sys\nx = sys.path.copy()\n",
        "import sys\nsys.path_hooks.append(x)\n",
        "import os, sys\nos.path.append(x)\n",
        "import sys\nx.sys.path.append(y)\n",
        "from os import path\nimport sys\npath.append(x)\n",
        '"""\nimport sys\nsys.path.append(x)\n"""\n',
        "import sys\n# sys.path.append(x)\n",
        "import sys\ndef f():\n    p = sys.path\ndef g(p):\n    p.append(x)\n",
        "import sys\np = sys.path\np = []\n",
    ],
)
def test_reading_the_path_and_other_paths_are_no_edits(text: str) -> None:
    assert edits(text) == ()


def test_an_edit_knows_its_place_and_what_is_around() -> None:
    (edit,) = edits("import sys\nclass A:\n    def f(self):\n        sys.path.insert(\n            0, x)\n")
    assert edit == PathEdit("insert", Range(4, 9, 5, 18), "A.f", "sys.path.insert( 0, x)")
