"""The layer of `${{ expressions }}` that GitHub Actions takes off a script before its shell sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deploylint.facts.commands import Expansion, Script
from deploylint.facts.text import Text
from deploylint.read import shell
from deploylint.read.masks import masked, unmasked

# A quoted string in an expression may hold `}}`; quotes in it are doubled. Outside of one there is no `$`.
_EXPRESSION = re.compile(r"\$\{\{(?:[^'}$]|'[^']*'|\}(?!\}))*\}\}")
_POSIX_SHELLS = frozenset({"bash", "sh", "dash", "ksh", "zsh"})


def script(text: Text, shell_key: str | None) -> Script | None:
    """The commands of a `run:` text; words with an expression in them are dynamic, whatever quotes stand around it.

    shell_key: the step's `shell:`, None for the default, `bash -e {0}`. None comes back for a shell whose language we
    do not read.
    """
    options = _options(shell_key)
    if options is None:
        return None
    errexit, pipefail = options
    if "${{" not in text.value:
        return shell.script(text, errexit, pipefail)
    hidden = masked(text, _expressions(text))
    return unmasked(shell.script(hidden.text, errexit, pipefail), hidden.hidden)


def _expressions(text: Text) -> Iterator[tuple[int, int, Expansion]]:
    for found in _EXPRESSION.finditer(text.value):
        yield *found.span(), Expansion(None, None, found.group()[3:-2].strip(), text.range(*found.span()))


def _options(shell_key: str | None) -> tuple[bool, bool] | None:
    """Whether a step's shell runs with errexit and pipefail; None for a shell whose language we do not read.

    A bare `bash` is `bash --noprofile --norc -eo pipefail {0}`, a bare `sh` is `sh -e {0}`, and a text with `{0}` is
    taken as it is (GitHub's workflow syntax, `jobs.<id>.steps[*].shell`).
    """
    words = shell_key.split() if shell_key is not None else ["bash", "-e", "{0}"]
    if not words or words[0].rpartition("/")[2] not in _POSIX_SHELLS:
        return None
    if len(words) == 1:
        return True, words[0] == "bash"
    flags = [word for word in words[1:] if word.startswith("-") and not word.startswith("--")]
    return any("e" in flag for flag in flags) or "errexit" in words, "pipefail" in words
