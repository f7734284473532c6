"""Files without which a Python module cannot be imported.

As for environment variables, only what an import surely does counts; paths are followed through the names that the
module itself gives them.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from deploylint.facts.record import dataclass
from deploylint.facts.source import FileLoad
from deploylint.read.python_literals import arguments, keywords
from deploylint.read.python_names import dotted, name
from deploylint.read.python_values import literal
from deploylint.read.source_scopes import text_of
from deploylint.read.syntax import Syntax

if TYPE_CHECKING:
    from tree_sitter import Node

# Functions that fail for a path that is not there -> whether it is a folder. Sources: the libraries' documentation.
_LOADERS: Mapping[str, bool] = {
    **dict.fromkeys(("open", "io.open", "codecs.open", "gzip.open"), False),
    **dict.fromkeys(("joblib.load", "torch.load", "numpy.load", "toml.load", "onnx.load", "skops.io.load"), False),
    **dict.fromkeys((f"pandas.read_{kind}" for kind in "csv json excel parquet pickle feather".split()), False),
    **dict.fromkeys(("onnxruntime.InferenceSession", "ultralytics.YOLO", "logging.config.fileConfig"), False),
    **dict.fromkeys(("tensorflow.keras.models.load_model", "keras.models.load_model"), False),
    **dict.fromkeys(("fastapi.staticfiles.StaticFiles", "starlette.staticfiles.StaticFiles"), True),
}
_NEEDLES = ("open(", "read_", "load", "InferenceSession", "YOLO", "fileConfig", "StaticFiles", "iterdir")
_READERS = frozenset({"read_text", "read_bytes", "open", "iterdir"})
_UNCHANGED = frozenset({"resolve", "absolute", "expanduser", "as_posix"})
_SAME = frozenset({"str", "pathlib.Path", "pathlib.PurePath", "os.path.abspath", "os.path.realpath", "os.fspath"})
_WRITES = re.compile("[wax+]")
_PASSING = frozenset({"block", "expression_statement", "decorated_definition", "with_statement", "with_clause"})
_LAZY = frozenset(
    {
        *("lambda", "list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression"),
        *("function_definition", "class_definition", "if_statement", "try_statement", "for_statement", "string"),
        *("while_statement", "match_statement", "boolean_operator", "conditional_expression"),
    }
)
_ITSELF = "\0"  # the module's own file, below its folder


@dataclass(frozen=True, slots=True)
class _Path:
    """A path: of the working directory, or of the module's folder. names: the names that it went through."""

    path: str
    beside: bool
    names: tuple[str, ...] = ()

    def joined(self, *parts: str) -> _Path:
        return _Path(posixpath.join(self.path, *parts), self.beside, self.names)

    def parent(self) -> _Path:
        return _Path(posixpath.normpath(posixpath.join(self.path, "..")), self.beside, self.names)


def loads(syntax: Syntax, names: Mapping[str, str]) -> tuple[FileLoad, ...]:
    """The files in the order of the source. names: what imports make local names stand for."""
    if not any(name in syntax.source.text for name in _NEEDLES):
        return ()
    return tuple(_Module(syntax, names).loads())


class _Module:
    """A walk over what the import of a module does, in order."""

    def __init__(self, syntax: Syntax, names: Mapping[str, str]) -> None:
        self._syntax, self._names = syntax, names
        self._bound: dict[str, _Path | None] = {}
        self._around = (0, 0)  # the statement that is walked

    def loads(self) -> Iterator[FileLoad]:
        for statement in self._statements(self._syntax.root):
            self._around = self._syntax.offsets(statement)
            yield from self._expression(statement)
            self._bind(statement)

    def _statements(self, node: Node) -> Iterator[Node]:
        """The statements that run in any case; of `with` the items, then the body, if nothing there hides errors."""
        for statement in node.named_children:
            if statement.type == "with_statement" and b"suppress" in (statement.named_children[0].text or b""):
                continue
            if statement.type in _PASSING:
                yield from self._statements(statement)
            else:
                yield statement

    def _bind(self, statement: Node) -> None:
        left, right = statement.child_by_field_name("left"), statement.child_by_field_name("right")
        if statement.type == "assignment" and left is not None and left.type == "identifier" and right is not None:
            said = name(left)
            value = self._path(right, 0)
            again = said in self._bound
            self._bound[said] = _Path(value.path, value.beside, (*value.names, said)) if value and not again else None

    def _expression(self, root: Node) -> Iterator[FileLoad]:
        stack = [root]
        while stack:
            node = stack.pop()
            if node.type in _LAZY:
                continue
            if node.type == "call":
                found = self._call(node)
                if found is not None:
                    yield found
                    continue
            stack.extend(reversed(node.named_children))

    def _call(self, call: Node) -> FileLoad | None:
        function, given, named = call.child_by_field_name("function"), arguments(call), keywords(call)
        called = dotted(function, self._names)
        if called is not None and called in _LOADERS:
            said = named["directory"].child_by_field_name("value") if "directory" in named else next(iter(given), None)
            mode = named["mode"].child_by_field_name("value") if "mode" in named else next(iter(given[1:]), None)
            opens = called.rpartition(".")[2] == "open"
            if said is not None and not {"check_dir", "packages"} & set(named) and not (opens and self._writes(mode)):
                return self._load(call, self._path(said, 0), folder=_LOADERS[called])
        elif function is not None and function.type == "attribute":
            method, owner = function.child_by_field_name("attribute"), function.child_by_field_name("object")
            if method is not None and owner is not None and name(method) in _READERS:
                path = self._path(owner, 0) if owner.type != "string" else None
                if not (name(method) == "open" and self._writes(next(iter(given), None))):
                    return self._load(call, path, folder=name(method) == "iterdir")
        return None

    def _writes(self, mode: Node | None) -> bool:
        """True if a mode may make the file."""
        said = literal(mode) if mode is not None else "r"
        return said is None or _WRITES.search(said) is not None

    def _load(self, call: Node, path: _Path | None, *, folder: bool) -> FileLoad | None:
        if path is None:
            return None
        normal = posixpath.normpath(path.path)
        last = posixpath.basename(normal)
        if _ITSELF in normal or last in ("", ".", ".."):
            return None
        through = [one for one in path.names if self._holds(one, last)]
        guarded = self._outside(last) > bool(through) or any(self._outside(one) > 1 for one in through)
        return FileLoad(
            normal,
            self._syntax.range(call),
            self._syntax.snippet(call, call),
            beside=path.beside,
            folder=folder,
            guarded=guarded,
        )

    def _outside(self, word: str) -> int:
        """How often a word stands outside of the statement that is walked."""
        text, (start, end) = self._syntax.source.text, self._around
        pattern = re.compile(rf"(?<![\w.-]){re.escape(word)}(?![\w-])")
        return len(pattern.findall(text[:start])) + len(pattern.findall(text[end:]))

    def _holds(self, said: str, last: str) -> bool:
        bound = self._bound.get(said)
        return bound is not None and posixpath.basename(posixpath.normpath(bound.path)) == last

    def _path(self, node: Node, depth: int) -> _Path | None:
        """The path that an expression is; None if it is none, or not known."""
        if depth > 12:
            return None
        text = literal(node) if node.type == "string" else None
        if text is not None:
            return _Path(text, beside=False)
        if node.type == "identifier":
            return _Path(_ITSELF, beside=True) if text_of(node) == "__file__" else self._bound.get(name(node))
        if node.type == "parenthesized_expression":
            return self._path(node.named_children[0], depth + 1)
        if node.type == "attribute" and text_of(node.child_by_field_name("attribute")) == "parent":
            owner = node.child_by_field_name("object")
            above = self._path(owner, depth + 1) if owner is not None else None
            return above.parent() if above is not None else None
        if node.type == "subscript":
            return self._parents(node, depth)
        if node.type == "binary_operator" and text_of(node.child_by_field_name("operator")) == "/":
            return self._joined([child for child in node.named_children if child.type != "comment"], depth)
        return self._called(node, depth) if node.type == "call" else None

    def _parents(self, node: Node, depth: int) -> _Path | None:
        """`path.parents[1]`."""
        owner, index = node.child_by_field_name("value"), node.child_by_field_name("subscript")
        inner = owner.child_by_field_name("object") if owner is not None and owner.type == "attribute" else None
        said = literal(index) if index is not None else None
        if inner is None or said is None or not said.isdigit() or not text_of(owner).endswith(".parents"):
            return None
        found = self._path(inner, depth + 1)
        for _ in range(min(int(said), 20) + 1):
            found = found.parent() if found is not None else None
        return found

    def _joined(self, parts: list[Node], depth: int) -> _Path | None:
        first = self._path(parts[0], depth + 1) if parts else None
        rest = [self._path(part, depth + 1) for part in parts[1:]]
        known = [part.path for part in rest if part is not None and not part.beside]
        if first is None or len(known) != len(rest):
            return None
        names = (*first.names, *(one for part in rest if part is not None for one in part.names))
        return _Path(posixpath.join(first.path, *known), first.beside, names)

    def _called(self, call: Node, depth: int) -> _Path | None:
        function, given = call.child_by_field_name("function"), arguments(call)
        called = dotted(function, self._names)
        if called in ("os.getcwd", "pathlib.Path.cwd"):
            return _Path(".", beside=False)
        if called in ("os.path.join", "pathlib.Path") and len(given) > 1:
            return self._joined(given, depth)
        if called in _SAME and len(given) == 1:
            return self._path(given[0], depth + 1)
        if called == "os.path.dirname" and len(given) == 1:
            inner = self._path(given[0], depth + 1)
            return inner.parent() if inner is not None else None
        if function is not None and function.type == "attribute":
            method, owner = text_of(function.child_by_field_name("attribute")), function.child_by_field_name("object")
            if method == "joinpath" and owner is not None:
                return self._joined([owner, *given], depth)
            if method in _UNCHANGED and owner is not None:
                return self._path(owner, depth + 1)
        return None
