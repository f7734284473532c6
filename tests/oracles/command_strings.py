"""Every command string of a folder of checkouts, roughly extracted, to hold the shell reader against shfmt with."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

_SKIPPED = frozenset({"node_modules", ".git", ".venv", "venv"})
_KEYS = frozenset({"run", "startCommand", "buildCommand", "preDeployCommand", "dockerCommand", "command", "script"})
_INSTRUCTION = re.compile(r"^[ \t]*(?:RUN|CMD|ENTRYPOINT)[ \t]+((?:--\S+\s+)*)", re.IGNORECASE)
_EXPRESSION = re.compile(r"\$\{\{.*?\}\}", re.DOTALL)


def collect(folder: Path) -> list[str]:
    """The distinct texts, in the order of their paths."""
    found: dict[str, None] = {}
    for top, folders, names in os.walk(folder):
        folders[:] = sorted(set(folders) - _SKIPPED)
        for name in sorted(names):
            path = Path(top, name)
            if path.is_file() and _reader(name) is not None:
                for text in _texts(path):
                    if text.strip() and "\0" not in text:
                        found[text] = None
    return list(found)


def _reader(name: str) -> str | None:
    lower = name.lower()
    if lower.endswith((".sh", ".bash")):
        return "shell"
    if lower == "package.json":
        return "package"
    if "dockerfile" in lower and not lower.endswith((".md", ".dockerignore", ".py", ".ts", ".js")):
        return "dockerfile"
    if lower.endswith((".yml", ".yaml")):
        return "yaml"
    return "procfile" if lower.startswith("procfile") else None


def _texts(path: Path) -> Iterator[str]:
    text = path.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n")
    kind = _reader(path.name)
    if kind == "shell":
        yield text
    elif kind == "package":
        yield from _scripts(text)
    elif kind == "dockerfile":
        yield from _instructions(text)
    elif kind == "procfile":
        yield from (line.partition(":")[2].strip() for line in text.splitlines() if not line.startswith("#"))
    else:
        yield from _yaml(text)


def _scripts(text: str) -> Iterator[str]:
    try:
        scripts = json.loads(text).get("scripts", {})
    except (ValueError, AttributeError):
        return
    yield from (value for value in scripts.values() if isinstance(value, str))


def _instructions(text: str) -> Iterator[str]:
    lines = iter(text.splitlines())
    for line in lines:
        match = _INSTRUCTION.match(line)
        if match is None:
            continue
        part = line[match.end() :]
        parts = [part]
        while part.rstrip().endswith("\\"):
            part = next(lines, "")
            if not part.lstrip().startswith("#"):
                parts.append(part)
            else:
                part = "\\"
        joined = "\n".join(part.rstrip() for part in parts)
        if not joined.startswith("[") and "<<" not in joined:
            yield joined


def _yaml(text: str) -> Iterator[str]:
    try:
        pending = list(YAML(typ="safe").load_all(text))
    except (YAMLError, ValueError, RecursionError):
        return
    while pending:
        value: Any = pending.pop()
        if isinstance(value, list):
            pending += value
        elif isinstance(value, dict):
            for key, inner in value.items():
                if key in _KEYS and isinstance(inner, str):
                    yield _EXPRESSION.sub(lambda match: "x" * len(match.group()), inner)
                else:
                    pending.append(inner)
