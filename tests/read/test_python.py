"""What a Python module imports, defines and says in comments."""

from __future__ import annotations

import pytest

from deploylint.facts.place import Range, Source
from deploylint.facts.source import PythonModule
from deploylint.read import python


def read(text: str) -> PythonModule:
    return python.read(Source(text))


def imported(text: str) -> list[tuple[str, str | None, int]]:
    return [(found.module, found.name, found.level) for found in read(text).imports]


def test_every_form_of_import_is_read() -> None:
    text = "import a.b as c, d\nfrom ..x.y import (\n  z as w,\n  v,\n)\nfrom . import q\nfrom m import *\n"
    assert imported(text) == [
        *[("a.b", None, 0), ("d", None, 0), ("x.y", "z", 2), ("x.y", "v", 2), ("", "q", 1), ("m", "*", 0)]
    ]


def test_a_future_import_is_an_import() -> None:
    assert imported("from __future__ import annotations\n") == [("__future__", "annotations", 0)]


def test_white_space_in_a_dotted_name_does_not_count() -> None:
    assert imported("import a . \\\n  b\n") == [("a.b", None, 0)]


def test_imports_in_strings_and_comments_are_none() -> None:
    assert imported('"""\nimport a\n"""\n# import b\nx = "import c"\n') == []


def test_the_range_of_an_import_is_that_of_its_module() -> None:
    first, second = read("x = 'é'; from a.b import c\nimport d as e\n").imports
    assert first.range == Range(1, 15, 1, 18)
    assert second.range == Range(2, 8, 2, 9)


@pytest.mark.parametrize(
    "text",
    [
        "try:\n  import a\nexcept ImportError:\n  pass\n",
        "try:\n  import a\nexcept (KeyError, ModuleNotFoundError):\n  pass\n",
        "try:\n  import a\nexcept Exception as e:\n  print(e)\n",
        "try:\n  import a\nexcept:\n  pass\n",
        "try:\n  x()\nexcept ImportError:\n  import a\n",
        "try:\n  pass\nfinally:\n  try:\n    import a\n  except ImportError: pass\n",
        "if TYPE_CHECKING:\n  import a\n",
        "if x:\n  pass\nelse:\n  import a\n",
        "with contextlib.suppress(ImportError):\n  import a\n",
        "match x:\n  case 1:\n    import a\n",
    ],
)
def test_an_import_that_is_guarded_or_under_a_condition_is_optional(text: str) -> None:
    assert [found.optional for found in read(text).imports] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "import a\n",
        "try:\n  import a\nexcept KeyError:\n  pass\n",
        "try:\n  pass\nexcept ImportError:\n  pass\nfinally:\n  import a\n",
        "with open(f):\n  import a\n",
        "for x in y:\n  import a\n",
    ],
)
def test_other_imports_are_not_optional(text: str) -> None:
    assert [found.optional for found in read(text).imports] == [False]


def test_an_import_in_a_function_is_local_and_one_in_a_class_is_not() -> None:
    found = read("def f():\n  if x:\n    import a\nclass C:\n  import b\n  def g(self):\n    import c\n").imports
    assert [(one.module, one.local) for one in found] == [("a", True), ("b", False), ("c", True)]


def test_every_way_to_bind_a_name_at_module_level_counts() -> None:
    text = """
import a1.x, a2 as b1
from m import c1 as d1, e1
f1 = g1 = 1
h1, (i1, *j1), obj.no1, seq[0] = k
l1: int = 3
m1: int
n1 += 1
for o1, p1 in q: r1 = 1
else: s1 = 1
with x as t1, y as (u1, v1): w1 = 1
def x1(no2): no3 = 1
async def y1(): pass
@dec
class z1: no4 = 1
if (a3 := 1): pass
[no5 for no5 in (b3 := [1])]
try: c3 = 1
except E as no6: d3 = 1
else: e3 = 1
finally: f3 = 1
while x: g3 = 1
match x:
    case [h3, *i3] | {"k": j3, **k3}: l3 = 1
    case K(m3, no7=n3) as o3: pass
    case no8.no9: pass
    case _: pass
type p3[T] = int
lambda: (no10 := 1)
def q3():
    global r3
    r3 = 1
"""
    expected = "a1 b1 d1 e1 f1 g1 h1 i1 j1 l1 n1 o1 p1 r1 s1 t1 u1 v1 w1 x1 y1 z1 a3 b3 c3 d3 e3 f3 g3 h3 i3 j3 k3 l3"
    assert set(read(text).definitions) == {*expected.split(), "m3", "n3", "o3", "p3", "q3", "r3"}


def test_a_definition_is_named_once() -> None:
    assert read("app = 1\napp = 2\ndef app(): pass\n").definitions == ("app",)


@pytest.mark.parametrize(
    "text",
    [
        "globals()[name] = 1\n",
        "globals().update(x)\n",
        "def f():\n  globals()['a'] = 1\n",
        "vars().update(x)\n",
        "locals()['x'] = 1\n",
        "setattr(sys.modules[__name__], n, v)\n",
        "sys.modules[__name__] = Lazy()\n",
        "exec(code)\n",
        "exec 'x = 1'\n",
        "def __getattr__(name): pass\n",
        "from lazy import attach as __getattr__\n",
        "fill(globals())\n",
        "del globals()['x']\n",
    ],
)
def test_a_module_that_binds_names_nobody_can_read_off_is_dynamic(text: str) -> None:
    assert read(text).dynamic


@pytest.mark.parametrize(
    "text",
    [
        "x = globals()['a']\n",
        "x = globals().get('a')\n",
        "if 'a' in globals(): pass\n",
        "def f():\n  exec(code)\n",
        "def f():\n  return vars()\n",
        "setattr(thing, n, v)\n",
        "# globals()['x'] = 1\n",
        "class C:\n  def __getattr__(self, name): pass\n",
        "x = sys.modules['a']\n",
    ],
)
def test_a_module_that_only_looks_names_up_is_not_dynamic(text: str) -> None:
    assert not read(text).dynamic


@pytest.mark.parametrize(
    ("text", "guard"),
    [
        ("if __name__ == '__main__':\n  main()\n", True),
        ('if "__main__" == __name__ and x:\n  main()\n', True),
        ("if __name__ != '__main__':\n  main()\n", False),
        ("if name == '__main__':\n  main()\n", False),
        ("def f():\n  if __name__ == '__main__': pass\n", False),
    ],
)
def test_the_main_guard_is_a_comparison_at_module_level(text: str, guard: bool) -> None:
    assert read(text).main_guard is guard


def test_comments_come_without_their_marker_and_with_their_place() -> None:
    first, second = read("# one\nx = 'é# no'  # two\n").comments
    assert (first.text.value, first.own_line, first.range) == (" one", True, Range(1, 1, 1, 6))
    assert (second.text.value, second.own_line, second.range) == (" two", False, Range(2, 14, 2, 19))
    assert second.text.range() == Range(2, 15, 2, 19)


def test_a_directive_on_its_own_line_covers_the_statement_that_follows_in_whole() -> None:
    text = "# deploylint: ignore[A001] why\n\n# more\n@dec\ndef f():\n  x = 1\n  return x\ny = 1\n"
    (found,) = read(text).directives
    assert (found.text.value, found.first_line, found.last_line) == ("ignore[A001] why", 4, 7)


def test_a_directive_before_a_clause_covers_the_clause_and_not_the_whole_try() -> None:
    text = "try:\n  x()\n# deploylint: ignore[A001] why\nexcept E:\n  pass\nfinally:\n  y()\n"
    (found,) = read(text).directives
    assert (found.first_line, found.last_line) == (4, 5)


def test_a_directive_behind_code_covers_its_line() -> None:
    (found,) = read("def f():  # deploylint: ignore[A001] why\n  pass\n").directives
    assert (found.first_line, found.last_line) == (1, 1)


def test_a_directive_at_the_end_of_the_file_covers_nothing_else() -> None:
    (found,) = read("x = 1\n# deploylint: ignore[A001] why").directives
    assert (found.first_line, found.last_line) == (3, 3)


def test_stacked_directives_cover_the_same_statement() -> None:
    text = "# deploylint: ignore[A001] why\n# deploylint: ignore[B001] why\nx = (\n  1)\n"
    assert [(one.first_line, one.last_line) for one in read(text).directives] == [(3, 4), (3, 4)]


def test_a_syntax_error_is_a_note_and_the_rest_is_read() -> None:
    module = read("import a\ndef f(:\n  pass\n\nimport b\nx = 1\n")
    assert [(problem.kind, problem.range.line) for problem in module.problems] == [("skip", 2)]
    assert {"a", "b"} <= {found.module for found in module.imports}
    assert "x" in module.definitions


def test_python_2_is_read() -> None:
    module = read("print 'a'\ntry:\n  import a\nexcept E, e:\n  raise\nexec 'x'\n")
    assert module.problems == ()
    assert module.handlers[0].form == "handles"


def test_a_file_with_a_very_long_line_is_not_read() -> None:
    module = read("import a\nx = '" + "y" * 20_001 + "'\n")
    assert module.imports == ()
    assert [(problem.kind, problem.range.line) for problem in module.problems] == [("skip", 2)]


def test_an_empty_file_has_no_facts() -> None:
    assert read("") == PythonModule()


@pytest.mark.parametrize(
    "text",
    [
        "(\n" * 20_000,
        "x = (1\n" + " + 1\n" * 20_000 + ")",
        "(lambda:\n" * 20_000,
        "# deploylint: ignore[A001] x\n" * 5_000,
        "if a: pass\n" + "elif b: import c\n" * 5_000,
    ],
)
def test_deep_and_endless_source_is_read_without_a_fault(text: str) -> None:
    assert isinstance(read(text), PythonModule)
