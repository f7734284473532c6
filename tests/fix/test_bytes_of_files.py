"""Fixes keep what they do not touch: encodings, marks, line ends, links."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploylint.check import load
from tests.fix.made import fix

MARKED = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
}
BLUEPRINT = "services:\n  - type: web\n    name: é日😀\n    env: docker\n    # é\n    rootDirectory: x"
PYTHON = "import os\n\n\ndef f():\n    'é日😀'\n    breakpoint()\n    return os"


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", sorted(MARKED))
def test_marks_encodings_and_line_ends_stay(encoding: str, line_end: str) -> None:
    def written(text: str) -> bytes:
        return MARKED[encoding] + text.replace("\n", line_end).encode(encoding)

    fixed = fix({"render.yaml": written(BLUEPRINT), "a.py": written(PYTHON)}, "RND001", "RND006", "SRC005")
    assert fixed.files["render.yaml"] == written(BLUEPRINT.replace("env", "runtime").replace("Directory", "Dir"))
    assert fixed.files["a.py"] == written(PYTHON.replace("    breakpoint()\n", ""))


def test_new_lines_end_as_those_around_them_do() -> None:
    source = b"import os\r\n\ndef f():\n    try:\r\n        g()\r\n    except Exception:\n        pass\r\n    h()\n"
    assert fix({"a.py": source}, "SRC001").files["a.py"] == (
        b"import logging\r\nimport os\r\n\ndef f():\n    try:\r\n        g()\r\n    except Exception:\n"
        b'        logging.getLogger(__name__).exception("f failed")\r\n        raise\r\n    h()\n'
    )


def test_a_file_in_latin_1_stays_so() -> None:
    source = "services:\n  - type: web\n    name: caf\xe9\n    env: docker\n".encode("latin-1")
    assert fix({"render.yaml": source}, "RND006").files["render.yaml"] == source.replace(b"env", b"runtime")


def test_a_file_that_would_be_read_in_another_encoding_stays() -> None:
    source = b"function f() {\n  debugger; // \xe9\n  g('\xc3\xa9');\n}\n"
    fixed = fix({"a.js": source}, "SRC005")
    assert fixed.files["a.js"] == source
    assert list(fixed.refused.values()) == ["the new file would be read in another encoding"]


def test_a_link_and_its_file_are_fixed_once() -> None:
    fixed = fix({"app/a.py": "breakpoint()\nx = 1\n"}, "SRC005", links={"b.py": "app/a.py"})
    assert fixed.changed == {"app/a.py": b"x = 1\n"}
    assert fixed.files["b.py"] == b"x = 1\n"


def test_a_fix_that_leaves_its_finding_is_undone() -> None:
    rule = load.load("rules/source/words.md", RULE)
    source = b"services:\n  - type: web\n    name: api\n    runtime: docker\n    rootDirectory: x\n"
    fixed = fix({"render.yaml": source}, rule)
    assert fixed.files["render.yaml"] == source
    assert set(fixed.refused.values()) == {"the finding would stay"}


RULE = b"""# words

```toml
id = "TST001"
kind = "unknown-key"
platform = "render"
format = "render"
level = "error"
[messages]
default = "No key '{key}'."
near = "No key '{key}'."
doubtful = "No key '{key}'."
foreign = "No key '{key}'."
[fix]
name = "rewrite-entry"
keys = {near = "place"}
```

Renames a wrong key to another wrong one.
"""

LINES = st.sampled_from([
    "x = 1", "breakpoint()", "x = 2; breakpoint()", "# breakpoint()", "", "'é'; breakpoint(); y = '日'", "import pdb",
    "pdb.set_trace()", "if x: breakpoint()", "def f(): breakpoint()", "if x:", "    breakpoint()", "    x = 3",
    "x = breakpoint()", "\tz", "pdb.post_mortem()",
])  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(LINES, st.sampled_from(["\n", "\r\n"])), max_size=8))
def test_fixing_python_again_changes_nothing_and_other_words_stay(lines: list[tuple[str, str]]) -> None:
    source = "".join(line + end for line, end in lines)
    once = fix({"a.py": source}, "SRC005")
    assert fix(once.files, "SRC005").changed == {}
    words = ("# breakpoint()", "x = 1", "x = 3", "z", "x = breakpoint()", "pdb.post_mortem()")
    after = once.text("a.py")
    assert [after.count(word) for word in words] == [source.count(word) for word in words]
