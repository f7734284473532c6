"""From the parser's tree to statements: and-or lists and pipelines flat, redirections where they belong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deploylint.read import shell_syntax as syntax
from deploylint.read.shell_place import Cutter
from deploylint.read.shell_simple import SimpleReader
from deploylint.read.shell_tree import Parsed

if TYPE_CHECKING:
    from tree_sitter import Node

_SIMPLE = frozenset({"command", "declaration_command", "unset_command", "variable_assignment", "variable_assignments"})
_REDIRECTS = ("file_redirect", "herestring_redirect")
_RESERVED = frozenset("if then elif else fi for while until do done case esac select function {".split())
_LOOPS = frozenset({"while_statement", "for_statement", "c_style_for_statement"})


class Builder:
    """Builds the statements of one parsed text; what starts behind an error is left out."""

    def __init__(self, cutter: Cutter, parsed: Parsed, error: int | None) -> None:
        self.error = error
        self.lost: int | None = None
        self._text = parsed.text
        self._simple = SimpleReader(cutter, parsed, self.sequence)
        self.functions: dict[str, syntax.Item] = {}

    @property
    def breaks(self) -> list[int]:
        """The line breaks that parted the words of a command, which makes it two."""
        return self._simple.breaks

    def sequence(self, nodes: Sequence[Node]) -> syntax.Sequence:
        """The statements among the nodes, in order."""
        found: list[syntax.Statement] = []
        for node in nodes:
            if self.error is not None and node.end_byte > self.error:
                if node.type == "ERROR" and node.start_byte < self.error:
                    found += self.sequence(node.children).statements
                if node.start_byte >= self.error or node.type == "ERROR":
                    self._cut(found, self.error)
                    break
            if node.is_named:
                item = self._item(node, [])
                if item is None and found and self._lost(node):
                    found[-1].broken = True
                if item is not None:
                    broken = self._lost(node)
                    found.append(syntax.Statement(item, node.start_byte, node.end_byte, False, broken))
            elif node.type == "&" and found:
                found[-1].background = True
        return syntax.Sequence(found)

    def _cut(self, found: list[syntax.Statement], error: int) -> None:
        """Mark the statement in front of an error as broken; without its end it may be only the half of one."""
        if not found:
            return
        found[-1].broken = True
        gap = self._text[found[-1].end : error + 1]
        if gap.strip(" \t") and not any(sign in gap for sign in ";&|)}\n"):
            self.error = found.pop().start
            if found:
                found[-1].broken = True

    def _item(self, node: Node, redirects: list[Node]) -> syntax.Item | None:
        kind = node.type
        if kind in _SIMPLE or kind in _REDIRECTS:
            return None if self._lost(node) else self._command(node, redirects)
        if kind == "list":
            return self._chain(node, redirects)
        if kind == "redirected_statement":
            return self._redirected(node, redirects)
        if kind in ("pipeline", "negated_command"):
            return self._pipeline(node, redirects)
        if kind == "test_command":
            return syntax.Quiet(self._simple.substitutions(node.children))
        return self._compound(node, redirects)

    def _command(self, node: Node, redirects: list[Node]) -> syntax.Item:
        simple = self._simple.simple([node, *redirects])
        if simple.words and not simple.words[0].quoted and simple.words[0].raw in _RESERVED and self.lost is None:
            self.lost = simple.start
        return simple

    def _lost(self, node: Node) -> bool:
        return self.error is not None and (node.end_byte > self.error or node.has_error)

    def _compound(self, node: Node, redirects: list[Node]) -> syntax.Item | None:
        kind = node.type
        item: syntax.Item | None = None
        if kind == "subshell":
            item = syntax.Block(self.sequence(node.children), subshell=True)
        elif kind == "compound_statement":
            item = self._group(node)
        elif kind == "if_statement":
            item = self._if(node)
        elif kind in _LOOPS:
            item = self._loop(node)
        elif kind == "case_statement":
            item = self._case(node)
        elif kind == "function_definition":
            item = self._function(node)
        if item is not None and redirects:
            run = self._simple.of_redirects(redirects)
            if run:
                pieces = [syntax.Statement(item, node.start_byte, node.end_byte)]
                pieces.insert(0, syntax.Statement(syntax.Quiet(run), node.end_byte, node.end_byte))
                return syntax.Block(syntax.Sequence(pieces), subshell=False)
        return item

    def _redirected(self, node: Node, redirects: list[Node]) -> syntax.Item | None:
        body, own = self._parts(node)
        if body is None:
            return self._simple.simple(own + redirects) if own and not self._lost(node) else None
        return self._item(body, own + redirects)

    @staticmethod
    def _parts(node: Node) -> tuple[Node | None, list[Node]]:
        body = node.child_by_field_name("body")
        own = [child for child in node.children if child.type in _REDIRECTS]
        return body, own

    def _flat(self, node: Node, redirects: list[Node], kind: str) -> list[tuple[Node, list[Node]]]:
        """The operands and operators of nested nodes of a kind, redirections at the end with the last operand."""
        found: list[tuple[Node, list[Node]]] = []
        pending = [(node, redirects)]
        while pending:
            node, redirects = pending.pop()
            if node.type == "redirected_statement":
                body, own = self._parts(node)
                if body is not None and body.type == kind:
                    node, redirects = body, own + redirects
            if node.type == kind:
                children = [child for child in node.children if child.type not in ("comment", "ERROR")]
                pending += [(child, redirects if child is children[-1] else []) for child in reversed(children)]
            else:
                found.append((node, redirects))
        return found

    def _chain(self, node: Node, redirects: list[Node]) -> syntax.Item:
        operands: list[syntax.Item] = []
        operators: list[str] = []
        for part, own in self._flat(node, redirects, "list"):
            if not part.is_named:
                if part.type in ("&&", "||"):
                    operators.append(part.type)
            elif not (self.error is not None and part.start_byte >= self.error):
                operands.append(self._item(part, own) or syntax.Quiet([]))
        return syntax.Chain(operands, operators[: max(0, len(operands) - 1)])

    def _pipeline(self, node: Node, redirects: list[Node]) -> syntax.Item:
        items: list[syntax.Item] = []
        negated = False
        for part, own in self._flat(node, redirects, "pipeline"):
            if not part.is_named or (self.error is not None and part.start_byte >= self.error):
                continue
            if part.type == "negated_command":
                negated = negated or not items
                part = next((child for child in part.named_children if child.type != "comment"), part)
            if part.type != "negated_command":
                items.append(self._item(part, own) or syntax.Quiet([]))
        return syntax.Pipeline(items, negated)

    def _group(self, node: Node) -> syntax.Item:
        if node.children[0].type == "((":
            return syntax.Quiet(self._simple.substitutions(node.children))
        return syntax.Block(self.sequence(node.children), subshell=False)

    def _if(self, node: Node) -> syntax.Item:
        branch = syntax.Branch([], [], loop=False, substitutions=[])
        part: list[Node] = []
        for child in node.children:
            if child.type == "then":
                branch.conditions.append(self.sequence(part))
                part = []
            elif child.type in ("elif_clause", "else_clause"):
                branch.bodies.append(self.sequence(part))
                part = []
                inner = self._if(child)
                if isinstance(inner, syntax.Branch):
                    branch.conditions += inner.conditions
                    branch.bodies += inner.bodies
            else:
                part.append(child)
        branch.bodies.append(self.sequence(part))
        return branch

    def _loop(self, node: Node) -> syntax.Item:
        body = node.child_by_field_name("body")
        before = [child for child in node.children if body is None or child.end_byte <= body.start_byte]
        inner = [self.sequence(body.children if body is not None else [])]
        if node.type == "while_statement":
            return syntax.Branch([self.sequence(before)], inner, loop=True, substitutions=[])
        return syntax.Branch([], inner, loop=True, substitutions=self._simple.substitutions(before))

    def _case(self, node: Node) -> syntax.Item:
        branch = syntax.Branch([], [], loop=False, substitutions=[])
        for child in node.children:
            if child.type != "case_item":
                branch.substitutions += self._simple.substitutions([child])
                continue
            parts = child.children
            close = next((i for i, part in enumerate(parts) if part.type == ")"), len(parts))
            branch.substitutions += self._simple.substitutions(parts[:close])
            branch.bodies.append(self.sequence(parts[close + 1 :]))
        return branch

    def _function(self, node: Node) -> syntax.Item | None:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is None or body is None:
            return None
        item = self._item(body, [])
        if item is None:
            return None
        called = self._text[name.start_byte : name.end_byte]
        self.functions[called] = item
        return syntax.Function(called, item)
