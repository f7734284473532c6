"""The Python reader against Python's own `ast`: imports, module-level names and the places of except clauses.

DEPLOYLINT_CORPUS may name a folder of checkouts: then every Python file in it that `ast` parses is compared too.
"""

from __future__ import annotations

import ast
import os
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploylint.facts.place import Source
from deploylint.read import python
from deploylint.read.decode import NotText, decode

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def parse(text: str) -> ast.Module | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(text)
        except (SyntaxError, ValueError, RecursionError):
            return None


def imports(tree: ast.Module) -> list[tuple[str, str, int]]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, "", 0) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [(node.module or "", alias.name, node.level) for alias in node.names]
    return sorted(found)


def clauses(tree: ast.Module) -> list[tuple[int, int]]:
    return sorted((n.lineno, n.col_offset) for n in ast.walk(tree) if isinstance(n, ast.ExceptHandler))


def module_nodes(tree: ast.Module) -> Iterator[ast.AST]:
    """The nodes of the module that are in no function and no class, with the definitions themselves."""
    stack: list[ast.AST] = [tree]
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, _SCOPES):
            stack.extend(ast.iter_child_nodes(node))


def definitions(tree: ast.Module) -> set[str]:
    bound: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            bound.update(node.names)
    comprehended = {id(n) for c in ast.walk(tree) if isinstance(c, ast.comprehension) for n in ast.walk(c.target)}
    bare = {id(n.target) for n in ast.walk(tree) if isinstance(n, ast.AnnAssign) and n.value is None}
    for node in module_nodes(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            bound.update({node.id} if id(node) not in comprehended | bare else ())
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            bound.add(node.name)
        elif isinstance(node, ast.Import):
            bound.update(alias.asname or alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            bound.update(alias.asname or alias.name for alias in node.names if alias.name != "*")
        elif isinstance(node, (ast.MatchAs, ast.MatchStar)):
            bound.update({node.name} if node.name else ())
        elif isinstance(node, ast.MatchMapping):
            bound.update({node.rest} if node.rest else ())
    return bound


def compare(source: Source, tree: ast.Module) -> None:
    module = python.read(source)
    assert module.problems == ()
    assert sorted((one.module, one.name or "", one.level) for one in module.imports) == imports(tree)
    assert set(module.definitions) == definitions(tree)
    heads = [found.range for found in module.handlers if found.snippet.startswith("except")]
    places = [(head.line, len(source.line(head.line)[: head.column - 1].encode())) for head in heads]
    assert sorted(places) == clauses(tree)


NAMES = st.sampled_from(["a", "b", "app", "é", "match", "type", "_", "x1"])
DOTTED = st.lists(NAMES, min_size=1, max_size=3).map(".".join)
TARGETS = st.one_of(
    NAMES,
    st.lists(NAMES, min_size=2, max_size=3).map(", ".join),
    NAMES.map("({0}, [*_{0}])".format),
    NAMES.map("{}.attribute".format),
    NAMES.map("{}[0]".format),
)
SIMPLE = st.one_of(
    st.just("pass"),
    st.just("'''import no\nexcept no:'''  # import no"),
    NAMES.map("f({})".format),
    TARGETS.map("{} = 1".format),
    st.tuples(NAMES, TARGETS).map("{0[0]} = {0[1]} = 1".format),
    NAMES.map("{}: int".format),
    NAMES.map("{}: int = 1".format),
    NAMES.map("{} += 1".format),
    NAMES.map("print([n for n in (w_{} := [1])])".format),
    st.tuples(DOTTED, NAMES).map("import {0[0]}, sys as {0[1]}".format),
    DOTTED.map("import {}".format),
    st.tuples(st.sampled_from(["", ".", "..", "..."]), DOTTED, NAMES).map("from {0[0]}{0[1]} import {0[2]}".format),
    st.tuples(DOTTED, NAMES, NAMES).map("from {0[0]} import (\n  {0[1]} as {0[2]},  # c\n)".format),
    NAMES.map("from . import {}".format),
)
HEADS = st.one_of(
    NAMES.map("def {}(p, q=1):".format),
    NAMES.map("async def {}():".format),
    NAMES.map("@dec\nclass {}(Base):".format),
    NAMES.map("if {}:".format),
    NAMES.map("while {}:".format),
    TARGETS.map("for {} in y:".format),
    st.tuples(NAMES, NAMES).map("with x as {0[0]}, (y) as {0[1]}:".format),
)
EXCEPTS = st.sampled_from(["except:", "except E:", "except (A, b.C) as e:", "except E as é:"])


def indented(block: str) -> str:
    """The block one level in; lines within strings are moved too, which changes nothing that is compared."""
    return "\n".join(f"  {line}" for line in block.split("\n"))


def compound(statements: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    blocks = st.lists(statements, min_size=1, max_size=3).map("\n".join).map(indented)
    guarded = st.tuples(blocks, EXCEPTS, blocks, blocks).map("try:\n{0[0]}\n{0[1]}\n{0[2]}\nfinally:\n{0[3]}".format)
    return st.one_of(st.tuples(HEADS, blocks).map("\n".join), guarded)


MODULES = st.lists(st.recursive(SIMPLE, compound, max_leaves=8), max_size=6).map("\n".join)


@settings(max_examples=200, deadline=None)
@given(MODULES)
def test_made_up_modules_are_read_as_python_reads_them(text: str) -> None:
    tree = parse(text)
    if tree is not None:
        compare(Source(text), tree)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("aé=:()[]'\"\\#\n ,.@\t\f"), max_size=40))
def test_odd_text_is_read_as_python_reads_it(text: str) -> None:
    tree = parse(text)
    if tree is None:
        assert python.read(Source(text)).imports == ()
    else:
        compare(Source(text), tree)


def corpus() -> list[Path]:
    folder = os.environ.get("DEPLOYLINT_CORPUS")
    return sorted(path for path in Path(folder).rglob("*.py") if path.is_file()) if folder else []


@pytest.mark.parametrize("path", corpus() or [Path(__file__)], ids=str)
def test_real_files_are_read_as_python_reads_them(path: Path) -> None:
    try:
        source = decode(path.read_bytes())
    except NotText:
        return
    tree = parse(source.text)
    if tree is not None:
        compare(source, tree)
