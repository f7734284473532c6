"""setup.py as far as its call of setup() says things literally; setuptools.pypa.io/en/latest/references/keywords.html.

A format of its own beside Python: whoever asks says so, for the file itself is read as the module that it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from deploylint.facts.files import PythonProject
from deploylint.facts.place import Source
from deploylint.facts.text import Text
from deploylint.read.ini import assignment
from deploylint.read.pyproject import folder
from deploylint.read.sweep import sweep
from deploylint.read.syntax import Syntax, overlong, parse

if TYPE_CHECKING:
    from tree_sitter import Node

_GROUP = "console_scripts"
_FINDERS = ("find_packages", "find_namespace_packages")


def read(source: Source) -> PythonProject:
    """The project; nothing of it where there is no call of setup(), or more than one.

    It has no scripts where their modules may lie in folders that the file does not say literally.
    """
    if overlong(source) is not None:
        return PythonProject()
    syntax = parse(source, "python")
    found = [item.node for item in sweep(syntax.tree, "python", frozenset({"call"}))]
    calls = [node for node in found if _called(node) == "setup"]
    if len(calls) != 1:
        return PythonProject()
    said = _keywords(calls[0])
    name, folders = _text(syntax, said.get("name")), _package_folders(syntax, said)
    open_ended = any(child.type == "dictionary_splat" for child in _given(calls[0])) or None in folders
    return PythonProject(
        name=name.value if name is not None else None,
        scripts=() if open_ended else tuple(_scripts(syntax, said.get("entry_points"))),
        package_folders=tuple(dict.fromkeys(one for one in folders if one is not None)),
    )


def _called(call: Node) -> str:
    """The last name of what a call calls: `setup` of `setuptools.setup(...)`."""
    function = call.child_by_field_name("function")
    if function is not None and function.type == "attribute":
        function = function.child_by_field_name("attribute")
    return (function.text or b"").decode("utf-8", "replace") if function is not None else ""


def _given(call: Node) -> list[Node]:
    given = call.child_by_field_name("arguments")
    return given.named_children if given is not None else []


def _keywords(call: Node) -> dict[str, Node]:
    found = {}
    for child in _given(call):
        name, value = child.child_by_field_name("name"), child.child_by_field_name("value")
        if child.type == "keyword_argument" and name is not None and value is not None:
            found[(name.text or b"").decode("utf-8", "replace")] = value
    return found


def _text(syntax: Syntax, node: Node | None) -> Text | None:
    """The text of a plain string; None for all else, and for one with escapes or something put in."""
    if node is None or node.type != "string":
        return None
    first, last = node.named_children[0], node.named_children[-1]
    plain = (first.text or b"")[:1] in (b'"', b"'")
    if not plain or any(i.type != "string_content" or i.named_child_count for i in node.named_children[1:-1]):
        return None
    return Text.whole(syntax.source, syntax.offsets(first)[1], syntax.offsets(last)[0])


def _pairs(syntax: Syntax, node: Node | None) -> Iterator[tuple[str, Node]]:
    """The entries of a dictionary whose keys are plain strings."""
    for child in node.named_children if node is not None and node.type == "dictionary" else ():
        key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
        text = _text(syntax, key)
        if text is not None and value is not None:
            yield text.value, value


def _scripts(syntax: Syntax, node: Node | None) -> Iterator[tuple[str, Text]]:
    """A dictionary of lists or texts, or one text as a file entry_points.txt."""
    whole = _text(syntax, node)
    if whole is not None:
        yield from _of_section(whole)
    for group, value in _pairs(syntax, node):
        if group != _GROUP:
            continue
        lines = list(_lines(value_text)) if (value_text := _text(syntax, value)) is not None else []
        if value.type in ("list", "tuple"):
            lines = [text for child in value.named_children if (text := _text(syntax, child)) is not None]
        yield from (found for line in lines if (found := assignment(line)) is not None)


def _of_section(text: Text) -> Iterator[tuple[str, Text]]:
    inside = False
    for line in _lines(text):
        if line.value.startswith("["):
            inside = line.value == f"[{_GROUP}]"
        elif inside and (found := assignment(line)) is not None:
            yield found


def _lines(text: Text) -> Iterator[Text]:
    at = 0
    for line in text.value.split("\n"):
        yield text.slice(at, at + len(line)).strip()
        at += len(line) + 1


def _package_folders(syntax: Syntax, said: Mapping[str, Node]) -> list[str | None]:
    """`package_dir={"": "src"}`, and where find_packages() looks; None among them where packages may lie elsewhere."""
    found: list[str | None] = []
    directory, packages = said.get("package_dir"), said.get("packages")
    if directory is not None:
        pairs = list(_pairs(syntax, directory))
        found += [_folder(syntax, value) if not name else None for name, value in pairs]
        found += [None] if len(pairs) != directory.named_child_count else []
    if packages is not None and packages.type == "call" and _called(packages) in _FINDERS:
        first = next((child for child in _given(packages) if child.type != "keyword_argument"), None)
        where = _keywords(packages).get("where") or first
        found += [_folder(syntax, where)] if where is not None else []
    return found


def _folder(syntax: Syntax, node: Node) -> str | None:
    text = _text(syntax, node)
    return folder(text.value) if text is not None else None
