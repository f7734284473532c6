"""Forms that bash reads and the grammar does not: rewritten at equal length where the parser stumbles over them.

What a rewritten text says is taken from the original; only where things start and end comes from the tree.
"""

from __future__ import annotations

import re

from deploylint.read.shell_tree import Parsed, captures, parse_plain

_ROUNDS = 12
_CLOSED = re.compile(r"(?:\b(?:fi|done|esac)|[)}])([ \t]+)\}")
_OPENED = re.compile(r"\$\{[#!]?\w+(?:\[[^]\n]*\])?(?::?[-=?+]|##?|%%?|//?|\^\^?|,,?)")
_SIGNS = re.compile(r"\$\{[^}]*\}|\$\(\([^)]*\)|[%^]")
_BACKQUOTED = re.compile(r"`(?:\\.|[^`\\])*`", re.DOTALL)
_BEFORE = 400


def mend(parsed: Parsed) -> Parsed:
    """The tree with its errors mended, as far as each mending lets the parser get further."""
    parsed = _unmelted(parsed)
    broken = parsed.broken
    for _ in range(_ROUNDS):
        if broken is None:
            break
        better = None
        for text in (rule(parsed.text, broken) for rule in (_closing, _inside, _signs)):
            if text is None:
                continue
            tried = Parsed(parse_plain(text), text, parsed.heredocs)
            reached = tried.broken
            if reached is None or reached > broken:
                better, broken = tried, reached
                break
        if better is None:
            break
        parsed = better
    return parsed


def _unmelted(parsed: Parsed) -> Parsed:
    """Where the grammar melts several substitutions in backquotes into one they become plain letters."""
    text = parsed.text
    if text.count("`") < 4:
        return parsed
    parts: list[str] = []
    at = 0
    for node in captures(parsed.tree.root_node, "(command_substitution) @x"):
        start, end = node.start_byte, node.end_byte
        if start >= at and "`" in text[start : start + 1] and _BACKQUOTED.fullmatch(text, start, end) is None:
            parts += [text[at:start], _BACKQUOTED.sub(lambda match: "." * len(match.group()), text[start:end])]
            at = end
    if not parts:
        return parsed
    text = "".join(parts) + text[at:]
    return Parsed(parse_plain(text), text, parsed.heredocs)


def _closing(text: str, at: int) -> str | None:
    """`fi }`: a brace may close behind a word that ends a command, without `;`."""
    if _CLOSED.search(text, max(0, at - 5), at + 5) is None:
        return None
    return _CLOSED.sub(lambda match: f"{match.group()[:-2]};}}", text)


def _inside(text: str, at: int) -> str | None:
    """`${NAME:-x`date`}`: the word in an expansion, its closing brace found by counting."""
    line = text.rfind("\n", 0, at) + 1
    openings = [match for match in _OPENED.finditer(text, max(line, at - _BEFORE), at + 1) if match.end() <= at + 1]
    for match in reversed(openings):
        end = _closing_brace(text, match.end())
        if end > at and "." * (end - match.end()) != text[match.end() : end]:
            return f"{text[: match.end()]}{'.' * (end - match.end())}{text[end:]}"
    return None


def _signs(text: str, at: int) -> str | None:
    """`a%b` and `^a` are words."""
    low, high = _line(text, at)
    line = _SIGNS.sub(lambda match: match.group() if match.group()[0] == "$" else ".", text[low:high])
    return None if line == text[low:high] else text[:low] + line + text[high:]


def _line(text: str, at: int) -> tuple[int, int]:
    """The line of an offset, or as much of it as lies near."""
    low, high = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    return max(low, at - _BEFORE), min(len(text) if high < 0 else high, at + _BEFORE)


def _closing_brace(text: str, at: int) -> int:
    depth = 1
    for match in re.compile(r"\\.|'[^'\n]*'|[{}\n]").finditer(text, at):
        letter = match.group()
        if letter == "{":
            depth += 1
        elif letter == "}":
            depth -= 1
        elif letter == "\n":
            break
        if depth == 0:
            return match.start()
    return -1
