"""Commands of several lines as one line that means the same."""

from __future__ import annotations

import re
from itertools import pairwise

# After these a command goes on, or another one begins without a sign of its own.
_OPEN = re.compile(r"(?:&&|\|\|?|[;&({]|(?:^|[\s;])(?:then|do|else|in))$")
_BRANCH = re.compile(r"^\(?[^\s()]+(?:\s*\|\s*[^\s()]+)*\)$")  # `start)` of a case
_QUOTES = re.compile(r"\\.|'[^']*'|\"(?:\\.|[^\"\\])*\"", re.DOTALL)


def one_line(text: str) -> str:
    """A text that a shell reads in one line: `;` where a line ends a command, comments of their own lines left out.

    Where quotes span lines, or a here-document does, lines are joined by blanks: it is for people alone.
    """
    text = text.replace("\\\n", " ")
    lines = [_without_comment(" ".join(line.split())) for line in text.split("\n")]
    lines = [line for line in lines if line]
    if len(lines) < 2 or "<<" in text or any("'" in rest or '"' in rest for rest in map(_unquoted, lines)):
        return " ".join(text.split()) if len(lines) > 1 else "".join(lines)
    found = lines[0]
    for before, line in pairwise(lines):
        goes_on = _OPEN.search(before) or _BRANCH.match(before) or line.startswith(";;")
        found += f" {line}" if goes_on else f"; {line}"
    return found


def _without_comment(line: str) -> str:
    """A line up to its comment, unless quotes before that leave it unclear."""
    code, mark, _ = f" {line}".partition(" #")
    return code.strip() if mark and "'" not in code and '"' not in code else line


def _unquoted(line: str) -> str:
    return _QUOTES.sub("", line)
