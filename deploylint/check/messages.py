"""The words of findings: templates with named placeholders, each in single quotes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache


@cache
def _placeholder() -> re.Pattern[str]:
    return re.compile(r"\{([^{}]*)\}")


@cache
def _blanks() -> re.Pattern[str]:
    return re.compile(r"\s+")


def placeholders(template: str) -> tuple[str, ...]:
    """The names in a template, in its order, each as often as it stands there."""
    return tuple(_placeholder().findall(template))


def fill(template: str, values: Mapping[str, str]) -> str:
    """The template with its placeholders replaced, white space folded. Raises KeyError for a missing value."""
    return _placeholder().sub(lambda found: _blanks().sub(" ", values[found[1]]).strip(), template)


def fault(message: str) -> str | None:
    """What is wrong with a message, or None: named placeholders in single quotes, at least one, a full stop."""
    found = list(_placeholder().finditer(message))
    if not found:
        return "no placeholder"
    for match in found:
        if not re.fullmatch(r"[a-z][a-z_0-9]*", match[1]):
            return f"'{match[1]}' is no name for a placeholder"
        if message[match.start() - 1 : match.start()] != "'" or message[match.end() : match.end() + 1] != "'":
            return f"placeholder '{match[1]}' does not stand in single quotes"
    if re.search(r"[{}]", _placeholder().sub("", message)):
        return "a stray brace"
    return None if message.endswith(".") else "no full stop at the end"
