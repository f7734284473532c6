"""What a YAML scalar means under the core schema of YAML 1.2: `yes`, `on` and dates are strings."""

from __future__ import annotations

import math
import re

from deploylint.facts.document import Scalar

_CONSTANTS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
    **{sign + word: math.inf for sign in ("", "+") for word in (".inf", ".Inf", ".INF")},
    **{"-" + word: -math.inf for word in (".inf", ".Inf", ".INF")},
}
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NUMBER_STARTS = frozenset("-+.0123456789")
_LONGEST_NUMBER = 4000  # Python refuses to convert longer ones
_CORE = "tag:yaml.org,2002:"


def resolve(value: str) -> Scalar:
    """The value of a plain scalar without a tag."""
    if not value or value[0] not in _NUMBER_STARTS:
        return _CONSTANTS.get(value, value)
    if value in _CONSTANTS:
        return _CONSTANTS[value]
    if len(value) > _LONGEST_NUMBER:
        return value
    if _INTEGER.fullmatch(value):
        return int(value, 0) if value[:2] in ("0o", "0x") else int(value)
    return float(value) if _FLOAT.fullmatch(value) else value


def resolve_tagged(value: str, tag: str, plain: bool) -> Scalar:
    """The value of a scalar with an explicit tag: core tags force their type, local ones (`!reset`) change nothing."""
    if not tag.startswith(_CORE):
        return resolve(value) if plain and tag != "!" else value
    wanted: dict[str, type | tuple[type, ...]] = {"null": type(None), "bool": bool, "int": int, "float": (int, float)}
    name = tag[len(_CORE) :]
    resolved = resolve(value)
    if name == "float" and isinstance(resolved, int) and not isinstance(resolved, bool):
        return float(resolved)
    return resolved if name in wanted and isinstance(resolved, wanted[name]) else value


def shown(tag: str) -> str:
    """A tag as people write it: `!!str` for the core ones."""
    return "!!" + tag[len(_CORE) :] if tag.startswith(_CORE) else tag
