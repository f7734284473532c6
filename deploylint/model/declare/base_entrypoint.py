"""What the entrypoint of a base image makes of a CMD that is no program.

Sources: denoland/deno_docker, `_entry.sh`; apache/airflow, `scripts/docker/entrypoint_prod.sh`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from deploylint.facts.commands import Script, Word
from deploylint.facts.text import Text
from deploylint.model.images import Image

_REGISTRY = r"^(?:docker\.io/|index\.docker\.io/)?"
_DENO = frozenset(
    "add bench bundle cache check clean compile completions coverage deploy doc eval fmt help info init install jsr "
    "jupyter lint lsp outdated publish remove repl run serve task test types uninstall update upgrade vendor".split()
)
_OWN = frozenset(("airflow", "bash", "python"))
_PROGRAMS: tuple[tuple[re.Pattern[str], str, Callable[[str], bool]], ...] = (
    (re.compile(rf"{_REGISTRY}denoland/deno(?!:bin)(?:[:@]|$)"), "deno", lambda word: word in _DENO or word[:1] == "-"),
    (re.compile(rf"{_REGISTRY}apache/airflow(?:[:@]|$)"), "airflow", lambda word: word not in _OWN and word[:1] != "/"),
)


def handed(image: Image | None, script: Script) -> Script:
    """The command with the program that the base image's entrypoint puts before its words, as it stands if none."""
    if image is None or image.entrypoint is not None or len(script.commands) != 1:
        return script
    command = script.commands[0]
    if command.form == "shell" or not command.words:
        return script
    first = command.words[0]
    for base, program, takes in _PROGRAMS:
        if base.match(image.base) and not first.expansions and takes(first.raw):
            start = first.text.offsets()[0]
            word = Word(Text.escape(program, first.text.source, start, first.text.offsets()[1]))
            return replace(script, commands=(replace(command, words=(word, *command.words)),))
    return script
