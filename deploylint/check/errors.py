"""What is wrong with a rule, and where."""

from __future__ import annotations


class RuleError(ValueError):
    """A rule file, or a setting of a rule, that cannot be used; line is 1-based, 0 where there is none."""

    def __init__(self, path: str, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}" if line else f"{path}: {message}")
        self.path = path
        self.line = line
        self.message = message
