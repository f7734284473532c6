"""Environment variables without which a Python module cannot be imported.

Only what an import surely does counts: statements of the module and of its classes, outside of branches, loops, `try`
and `with`, and of expressions what is evaluated in any case.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from deploylint.facts.source import EnvironmentRead
from deploylint.read.python_literals import arguments, keywords
from deploylint.read.python_names import dotted, name
from deploylint.read.python_settings import Settings, settings_class
from deploylint.read.python_values import literal
from deploylint.read.source_scopes import text_of
from deploylint.read.syntax import Syntax

if TYPE_CHECKING:
    from tree_sitter import Node

_NEEDLES = ("environ", "getenv", "decouple", "BaseSettings", "starlette.config")
_LOOKUPS = frozenset({"os.environ.get", "os.getenv"})
# Objects that raise for a variable that is not there: environs, django-environ, Starlette.
_READERS = frozenset({"environ.Env", "environs.Env", "environ.FileAwareEnv", "starlette.config.Config"})
_METHODS = frozenset("str int bool float list tuple dict json url decimal date datetime uuid path bytes enum".split())
_PASSING = frozenset({"block", "expression_statement", "decorated_definition"})
_LAZY = frozenset(
    {
        *("lambda", "list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression"),
        *("function_definition", "await", "yield", "string", "type", "if_statement", "try_statement", "with_statement"),
        *("for_statement", "while_statement", "match_statement", "delete_statement", "assert_statement"),
    }
)
_EXITS = frozenset({"sys.exit", "exit", "quit", "os._exit"})


def reads(syntax: Syntax, names: Mapping[str, str]) -> tuple[EnvironmentRead, ...]:
    """The variables in the order of the source. names: what imports make local names stand for."""
    if not any(needle in syntax.source.text for needle in _NEEDLES):
        return ()
    found = _Module(syntax, names)
    found.body(syntax.root)
    return tuple(sorted(found.reads, key=lambda one: one.range))


class _Module:
    """A walk over what the import of a module does, in order."""

    def __init__(self, syntax: Syntax, names: Mapping[str, str]) -> None:
        self._syntax, self._names = syntax, names
        self.reads: list[EnvironmentRead] = []
        self._readers: dict[str, frozenset[str]] = {}  # names of reader objects -> variables that have a default
        self._looked_up: dict[str, EnvironmentRead] = {}
        self._settings: dict[str, Settings] = {}

    def body(self, node: Node) -> None:
        for statement in node.named_children:
            if statement.type in _PASSING:
                self.body(statement)
            elif statement.type == "class_definition":
                self._class(statement)
            elif statement.type == "assignment":
                self._assignment(statement)
            elif statement.type == "if_statement":
                self._guard(statement.child_by_field_name("condition"), statement.child_by_field_name("consequence"))
            elif statement.type == "assert_statement" and statement.named_children:
                self._demanded(statement.named_children[0])
            else:
                self._expression(statement)

    def _class(self, node: Node) -> None:
        settings = settings_class(self._syntax, node, self._names)
        body, said = node.child_by_field_name("body"), node.child_by_field_name("name")
        if settings is not None and said is not None:
            self._settings[name(said)] = settings
        elif body is not None:
            self.body(body)

    def _assignment(self, node: Node) -> None:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if right is None or left is None:
            return
        if right.type == "assignment":
            self._assignment(right)
        elif left.type == "identifier" and right.type == "call":
            self._bound(name(left), right)
        self._expression(right)

    def _bound(self, said: str, call: Node) -> None:
        """What a name stands for that is assigned the result of a call."""
        called = dotted(call.child_by_field_name("function"), self._names)
        if called in _READERS:
            self._readers[said] = frozenset(keywords(call))
        looked_up = self._lookup(call)
        if looked_up is not None:
            self._looked_up[said] = looked_up

    def _lookup(self, node: Node) -> EnvironmentRead | None:
        """`os.getenv("NAME")` without a default."""
        if node.type != "call" or dotted(node.child_by_field_name("function"), self._names) not in _LOOKUPS:
            return None
        given = arguments(node)
        key = literal(given[0]) if len(given) == 1 and not keywords(node) else None
        return self._read(key, node) if key else None

    def _read(self, key: str, node: Node, *, any_case: bool = False) -> EnvironmentRead:
        return EnvironmentRead(key, self._syntax.range(node), self._syntax.snippet(node, node), any_case)

    def _expression(self, root: Node) -> None:
        """All that is evaluated whenever an expression is."""
        stack = [root]
        while stack:
            node = stack.pop()
            if node.type in _LAZY:
                continue
            if node.type == "boolean_operator":
                stack.extend(node.named_children[:1])
            elif node.type == "conditional_expression":
                stack.extend(node.named_children[1:2])
            else:
                self._one(node)
                stack.extend(reversed(node.named_children))

    def _one(self, node: Node) -> None:
        if node.type == "subscript":
            key = literal(node.child_by_field_name("subscript"))
            if key is not None and dotted(node.child_by_field_name("value"), self._names) == "os.environ":
                self.reads.append(self._read(key, node))
        elif node.type == "call":
            self._called(node)

    def _called(self, call: Node) -> None:
        function, given, named = call.child_by_field_name("function"), arguments(call), keywords(call)
        if function is None:
            return
        settings = self._settings.get(text_of(function)) if not given and not named else None
        if settings is not None:
            self.reads += [self._read(one.name, one.node, any_case=True) for one in settings.required]
            return
        key = literal(given[0]) if len(given) == 1 and not {"default", "**"} & set(named) else None
        if key is None:
            return
        owner, method = function, "str"
        if function.type == "attribute":
            owner, method = function.child_by_field_name("object") or function, text_of(function).rpartition(".")[2]
        defaults = self._readers.get(text_of(owner)) if method in _METHODS else None
        if dotted(owner, self._names) == "environs.env" and method in _METHODS:
            defaults = frozenset()
        decouple = dotted(function, self._names) == "decouple.config"
        if decouple or (defaults is not None and not {key, "**"} & defaults):
            self.reads.append(self._read(key, call))

    def _guard(self, condition: Node | None, body: Node | None) -> None:
        """`if not NAME: raise ...`: of `or` both sides are demanded."""
        if condition is None or body is None:
            return
        if any(self._ends(statement) for statement in body.named_children):
            stack = [condition]
            while stack:
                node = stack.pop()
                either = node.type == "boolean_operator" and any(child.type == "or" for child in node.children)
                if either or node.type == "parenthesized_expression":
                    stack.extend(node.named_children)
                elif node.type == "not_operator":
                    self._demanded(node.child_by_field_name("argument"))
                elif node.type == "comparison_operator" and text_of(node).endswith("is None"):
                    self._demanded(node.named_children[0])
        self._expression(condition)

    def _demanded(self, node: Node | None) -> None:
        if node is None:
            return
        found = self._looked_up.get(name(node)) if node.type == "identifier" else self._lookup(node)
        if found is not None:
            self.reads.append(found)

    def _ends(self, statement: Node) -> bool:
        if statement.type == "expression_statement" and statement.named_children:
            call = statement.named_children[0]
            return call.type == "call" and dotted(call.child_by_field_name("function"), self._names) in _EXITS
        return statement.type == "raise_statement"
