"""What JavaScript and TypeScript modules import and say in comments."""

from __future__ import annotations

import pytest

from deploylint.facts.place import Range, Source
from deploylint.facts.source import ScriptModule
from deploylint.read import javascript, tsx, typescript


def read(text: str) -> ScriptModule:
    return javascript.read(Source(text))


def imported(module: ScriptModule) -> list[tuple[str, str | None]]:
    return [(found.module, found.name) for found in module.imports]


def test_every_form_of_import_is_read() -> None:
    text = """
import a, {b as c, default as d} from "m";
import * as n from './x/y';
import "side";
export {q as r} from '../z';
export * from './w';
export * as ns from './v';
const e = require('fs'), {f} = require("g").h;
import(`lazy`).then(x);
"""
    assert imported(read(text)) == [
        *[("m", "default"), ("m", "b"), ("m", "default"), ("./x/y", "*"), ("side", None), ("../z", "q")],
        *[("./w", "*"), ("./v", "*"), ("fs", None), ("g", None), ("lazy", None)],
    ]


def test_typescript_imports_its_own_way_too() -> None:
    module = typescript.read(
        Source('import x = require("y");\nimport {A} from "z";\nexport const a = <T>(b: T) => b;\n')
    )
    assert imported(module) == [("y", None), ("z", "A")]
    assert module.problems == ()


def test_what_only_types_use_is_optional() -> None:
    text = 'import type {T} from "t";\nimport {type U, V} from "u";\nexport type {W} from "w";\n'
    found = tsx.read(Source(text)).imports
    assert [(one.name, one.optional) for one in found] == [("T", True), ("U", True), ("V", False), ("W", True)]


@pytest.mark.parametrize(
    "text",
    ["require(name)", "import(`./${x}`)", "require.resolve('a')", "// import 'a'", "x = \"import 'a'\"", "export {a}"],
)
def test_what_names_no_module_is_no_import(text: str) -> None:
    assert imported(read(text)) == []


@pytest.mark.parametrize(
    ("text", "optional"),
    [
        ("require('a')", False),
        ("try { require('a') } catch {}", True),
        ("try { x() } finally { require('a') }", False),
        ("if (x) require('a')", True),
        ("x = dev ? require('a') : null", True),
        ("import('a').catch(() => null)", True),
        ("go().catch(() => import('a'))", False),
    ],
)
def test_an_import_that_is_guarded_or_under_a_condition_is_optional(text: str, optional: bool) -> None:
    assert [found.optional for found in read(text).imports] == [optional]


def test_an_import_in_a_function_is_local() -> None:
    found = read("const f = () => import('a');\nclass A { m() { require('b') } }\nrequire('c')\n").imports
    assert [(one.module, one.local) for one in found] == [("a", True), ("b", True), ("c", False)]


def test_the_range_of_an_import_is_that_of_its_module_within_the_quotes() -> None:
    assert read("/* é */ import 'ab'\n").imports[0].range == Range(1, 17, 1, 19)


def test_comments_come_without_their_markers() -> None:
    first, second, third = read("// one\nx() /* two\n * more */ // three\n").comments
    assert (first.text.value, first.own_line) == (" one", True)
    assert (second.text.value, second.own_line, second.range) == (" two\n * more ", False, Range(2, 5, 3, 11))
    assert (third.text.value, third.own_line) == (" three", False)


def test_a_comment_in_an_element_is_a_comment() -> None:
    module = tsx.read(Source("const A = () => <p>{/* TODO */}</p>;\n"))
    assert [comment.text.value for comment in module.comments] == [" TODO "]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("// deploylint: ignore[A001] why\n\nfunction f() {\n  g();\n}\nh();\n", (3, 5)),
        ("/* deploylint: ignore[A001] why */\nexport const f = () => {\n  g();\n};\n", (2, 4)),
        ("try {\n  // deploylint: ignore[A001] why\n  f();\n  g();\n} catch {}\n", (3, 3)),
        ("f(); // deploylint: ignore[A001] why\n", (1, 1)),
        ("class A {\n  // deploylint: ignore[A001] why\n  m() {\n  }\n}\n", (3, 4)),
    ],
)
def test_a_directive_covers_the_statement_that_follows_or_its_line(text: str, lines: tuple[int, int]) -> None:
    (found,) = read(text).directives
    assert (found.first_line, found.last_line) == lines


def test_a_shebang_is_seen() -> None:
    assert read("#!/usr/bin/env node\nx()\n").shebang
    assert not read("x()\n").shebang


def test_a_syntax_error_is_a_note_and_the_rest_is_read() -> None:
    module = read("import 'a';\nconst = ;\nrequire('b');\n")
    assert [(problem.kind, problem.range.line) for problem in module.problems] == [("skip", 2)]
    assert imported(module) == [("a", None), ("b", None)]


@pytest.mark.parametrize("text", ["x = <p>Terms & Privacy, R&D</p>", "x = <C a='P&L' b={c && d}/>; y = 1 & 2"])
def test_a_bare_ampersand_in_an_element_is_no_syntax_error(text: str) -> None:
    assert read(text).problems == ()
    assert tsx.read(Source(text)).problems == ()


def test_a_bundle_is_not_read() -> None:
    module = read("require('a');\n" + "x();" * 600_000)
    assert module.imports == ()
    assert [(problem.kind, problem.range.line) for problem in module.problems] == [("skip", 2)]


def test_an_empty_file_has_no_facts() -> None:
    assert read("") == ScriptModule()


@pytest.mark.parametrize(
    "text",
    [
        "{\n" * 20_000,
        "(() => {\n" * 5_000 + "})\n" * 5_000,
        "try{}catch(e){\n" * 3_000 + "}\n" * 3_000,
        "p\n" + ".catch(() => {})\n" * 5_000,
        "[\n" + ",\n" * 20_000 + "]",
    ],
)
def test_deep_and_endless_source_is_read_without_a_fault(text: str) -> None:
    assert isinstance(read(text), ScriptModule)


def test_a_long_file_of_long_lines_is_taken_for_generated() -> None:
    written = "debugger;" * 50 + "\n"
    bundle = read(written * 120)
    assert [(problem.kind, problem.range.line) for problem in bundle.problems] == [("skip", 1)]
    assert read(written * 20).problems == ()
    assert read("call(1, 2, 3);\n" * 4_000).problems == ()
