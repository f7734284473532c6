"""Which interpreter a script is written for."""

from __future__ import annotations

import posixpath
import re

from deploylint.facts.text import Text

SHELLS = frozenset({"sh", "bash", "dash", "ash", "ksh", "mksh", "zsh", "busybox", "openrc-run"})
_STARTERS = frozenset({"env", "with-contenv", "sudo", "tini", "dumb-init", "--", "command"})
_HEAD = 4096
_CMD = re.compile(
    r"^[ \t]*@?echo[ \t]+off\b|^[ \t]*@?setlocal\b"
    r"|(?:^|[&|(])[ \t]*if[ \t]+(?:not[ \t]+)?exist[ \t]+(?![^\n]*\bthen\b)",
    re.IGNORECASE | re.MULTILINE,
)
_POWERSHELL = re.compile(
    r"^[ \t]*(?:\$env:\w+[ \t]*=|\$\w+[ \t]+=[ \t]"
    r"|Write-(?:Host|Output|Error)\b|Set-StrictMode\b|Param[ \t]*\(|#Requires\b)",
    re.IGNORECASE | re.MULTILINE,
)


def shebang(text: Text) -> Text | None:
    """The first line behind its `#!`; None if it is no such line. Blanks in front of `#!` make it a comment."""
    if not text.value.startswith("#!"):
        return None
    end = text.value.find("\n")
    return text.slice(2, len(text.value) if end < 0 else end).strip()


def dialect(line: Text | None, value: str) -> tuple[str, bool]:
    """The name of the interpreter, and whether its options say errexit.

    `python3.12` is "python", `nodejs` is "node"; without a line it is "sh", or "cmd" or
    "powershell" where the text says what only these understand.
    """
    if line is None:
        return _foreign(value[:_HEAD]) or "sh", False
    words = line.value.split()
    name, options = "sh", words
    for index, word in enumerate(words):
        base = posixpath.basename(word)
        if base in _STARTERS or word.startswith("-") or "=" in word:
            continue
        name, options = base, words[index + 1 :]
        break
    errexit = any(re.fullmatch(r"-[a-zA-Z]*e[a-zA-Z]*", option) is not None for option in options)
    return _named(name), errexit or "errexit" in options


def _named(name: str) -> str:
    name = re.sub(r"[\d.]+$|\.exe$", "", name)
    return {"nodejs": "node", "pwsh": "powershell", "openrc-run": "sh", "busybox": "sh"}.get(name, name)


def _foreign(head: str) -> str | None:
    if _CMD.search(head):
        return "cmd"
    return "powershell" if _POWERSHELL.search(head) else None
