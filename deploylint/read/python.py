"""Python source: imports, what a module defines, what it does with failures, and where it changes `sys.path`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deploylint.facts.place import Source
from deploylint.facts.source import PythonModule
from deploylint.read.python_bindings import definitions, dynamic
from deploylint.read.python_handlers import handlers
from deploylint.read.python_imports import imports
from deploylint.read.python_names import IMPORTS, aliases
from deploylint.read.python_paths import path_edits
from deploylint.read.remarks import comments, covered
from deploylint.read.sweep import sweep
from deploylint.read.syntax import overlong, parse, syntax_problems

if TYPE_CHECKING:
    from tree_sitter import Node

_KINDS = IMPORTS | {
    *("function_definition", "class_definition", "lambda"),
    *("try_statement", "except_clause", "finally_clause", "with_statement", "if_statement", "match_statement"),
    *("named_expression", "global_statement", "comment"),
}


def read(source: Source) -> PythonModule:
    """The facts of a Python module, Python 2 or 3; with syntax errors, those of what could be read."""
    problem = overlong(source)
    if problem is not None:
        return PythonModule(problems=(problem,))
    syntax = parse(source, "python")
    found = sweep(syntax.tree, "python", _KINDS)
    names = aliases(found)
    bound = definitions(syntax.root, found)
    remarks = comments(syntax, (item.node for item in found if item.kind == "comment"))
    return PythonModule(
        problems=syntax_problems(syntax),
        comments=remarks,
        directives=covered(syntax, remarks),
        imports=imports(syntax, found),
        definitions=bound,
        dynamic=dynamic(syntax, bound),
        handlers=handlers(syntax, found, names),
        path_edits=path_edits(syntax, names),
        main_guard=any(_is_main_guard(statement) for statement in syntax.root.named_children),
    )


def _is_main_guard(statement: Node) -> bool:
    """True for `if __name__ == "__main__":`, either way round, alone or with other conditions."""
    condition = statement.child_by_field_name("condition") if statement.type == "if_statement" else None
    stack = [condition] if condition is not None else []
    while stack:
        node = stack.pop()
        if node.type == "comparison_operator":
            parts = [part.text or b"" for part in node.children]
            if b"__name__" in parts and b"==" in parts and {b'"__main__"', b"'__main__'"}.intersection(parts):
                return True
        elif node.type in {"boolean_operator", "parenthesized_expression"}:
            stack.extend(node.named_children)
    return False
