"""Settings classes of pydantic: which fields have no default, and which variables they are read from.

Source: docs.pydantic.dev, Settings Management: the variable is the prefix and the field's name in any case, or its
alias alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from deploylint.facts.record import dataclass
from deploylint.read.python_literals import arguments, keywords
from deploylint.read.python_names import dotted, name
from deploylint.read.python_values import literal
from deploylint.read.source_scopes import text_of
from deploylint.read.syntax import Syntax

if TYPE_CHECKING:
    from tree_sitter import Node

_BASES = frozenset({"pydantic_settings.BaseSettings", "pydantic.BaseSettings", "pydantic.v1.BaseSettings"})
# Where one of these stands, values may come from elsewhere, or be filled in before they are missed.
_OTHER_SOURCES = ("before", "pre=True", "settings_customise_sources", "customise_sources", "secrets_dir", "_file=")
_CONFIGURATION = ("SettingsConfigDict", "ConfigDict", "dict")
_OPTIONAL = ("Optional", "None", "ClassVar", "Any")
_ALIASES = ("validation_alias", "alias", "env")


@dataclass(frozen=True, slots=True)
class Field:
    """A field without a default: the variable it is read from."""

    name: str
    node: Node


@dataclass(frozen=True, slots=True)
class Settings:
    """A class whose objects are made from the environment."""

    required: tuple[Field, ...]


def settings_class(syntax: Syntax, node: Node, names: Mapping[str, str]) -> Settings | None:
    """What a class of settings needs; None for any other class, and where that cannot be known."""
    above, body = node.child_by_field_name("superclasses"), node.child_by_field_name("body")
    bases = [child for child in above.named_children if child.type != "comment"] if above is not None else []
    if body is None or len(bases) != 1 or dotted(bases[0], names) not in _BASES:
        return None
    text = syntax.text(body).replace("env_file=", "")
    if any(word in text for word in _OTHER_SOURCES):
        return Settings(())
    prefix = _prefix(body)
    return Settings(tuple(_fields(body, prefix)) if prefix is not None else ())


def _prefix(body: Node) -> str | None:
    """The prefix of the variables; None if it is not literal."""
    for statement in _assignments(body):
        right = statement.child_by_field_name("right")
        if text_of(statement.child_by_field_name("left")) == "model_config" and right is not None:
            if right.type != "call" or text_of(right.child_by_field_name("function")) not in _CONFIGURATION:
                return None
            said = keywords(right).get("env_prefix")
            return literal(said.child_by_field_name("value")) if said is not None else ""
    for child in body.named_children:
        inner = child.child_by_field_name("body") if child.type == "class_definition" else None
        for statement in _assignments(inner) if inner is not None else ():
            if text_of(statement.child_by_field_name("left")) == "env_prefix":
                return literal(statement.child_by_field_name("right"))
    return ""


def _fields(body: Node, prefix: str) -> Iterator[Field]:
    for statement in _assignments(body):
        left, kind = statement.child_by_field_name("left"), statement.child_by_field_name("type")
        right = statement.child_by_field_name("right")
        if left is None or left.type != "identifier" or kind is None or name(left).startswith(("_", "model_config")):
            continue
        if any(word in text_of(kind) for word in _OPTIONAL) or "Field(" in text_of(kind):
            continue
        if right is None:
            yield Field(prefix + name(left), statement)
        elif right.type == "call" and text_of(right.child_by_field_name("function")) == "Field":
            said = _alias(right)
            if said is not None:
                yield Field(said or prefix + name(left), statement)


def _alias(call: Node) -> str | None:
    """The variable that `Field(...)` names, "" if it names none; None if it has a default or cannot be read."""
    named, given = keywords(call), arguments(call)
    if {"default", "default_factory", "**"} & set(named) or (given and given[0].type != "ellipsis"):
        return None
    for key in _ALIASES:
        if key in named:
            return literal(named[key].child_by_field_name("value")) or None
    return ""


def _assignments(body: Node) -> Iterator[Node]:
    for statement in body.named_children:
        first = statement.named_children[0] if statement.named_children else statement
        if statement.type == "expression_statement" and first.type == "assignment":
            yield first
