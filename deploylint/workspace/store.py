"""What several workspaces of one run share: facts by content."""

from __future__ import annotations

from deploylint.facts.base import Facts
from deploylint.facts.commands import Script
from deploylint.facts.text import Text


class Store:
    """facts: name of a content and format -> what its reader says; scripts: text -> its commands."""

    def __init__(self) -> None:
        self.facts: dict[tuple[str, str], Facts | None] = {}
        self.scripts: dict[Text, Script] = {}
