"""Commands that stand as values in YAML and TOML."""

from __future__ import annotations

from collections.abc import Callable

from deploylint.facts.commands import Script
from deploylint.facts.document import Entry, Node
from deploylint.facts.files import Launch
from deploylint.facts.text import Text
from deploylint.read import shell


def shell_launch(node: Node, key: str, read: Callable[[Text], Script] = shell.script) -> Launch | None:
    """The command text under a key, which read takes apart; None if there is none, or null, or no scalar."""
    entry = node.entry(key)
    if entry is None or entry.value.kind != "scalar" or entry.value.value is None or entry.value.text is None:
        return None
    return text_launch(entry, entry.value.text, read)


def text_launch(entry: Entry, text: Text, read: Callable[[Text], Script]) -> Launch:
    """The launch of a text."""
    return Launch(entry.key.range(), entry.value, read(text), text, empty=not text.value.strip())
