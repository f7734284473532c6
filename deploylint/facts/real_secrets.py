"""Which secrets look as if somebody used them, and are not there to fill a gap while something is built."""

from __future__ import annotations

import re

from deploylint.facts.secret_patterns import placeholder
from deploylint.facts.secrets import found as shaped
from deploylint.facts.secrets import names_secret, secret_parts

SHORTEST = 8  # characters
_WORD = re.compile(r"[A-Za-z]+")
_STAND_INS = frozenset(
    (
        "build building builder builds buildtime dummy test tests testing fake mock stub sample example insecure "
        "placeholder changeme unused temp temporary tmp local localhost dev development ci default collectstatic "
        "compile unsafe assets ignore ignored nothing none null foo bar baz todo your only runtime"
    ).split()
)
_HOST = re.compile(r"://[^/@]*@([^:/?#]*)")
_NO_HOSTS = frozenset({"localhost", "127.0.0.1", "0.0.0.0", "host", "db", "database", "postgres", "mysql", "redis"})


def real(name: str, value: str) -> bool:
    """True if the value of a variable holds a secret that looks real: it has letters and digits and says no stand-in.

    A host that exists only in a compose network or on a developer's machine makes its password none.
    """
    host = _HOST.search(value)
    if host is not None and host[1].lower() in _NO_HOSTS:
        return False
    return any(looks_real(value[start:end]) for start, end in secret_parts(name, value))


def looks_real(value: str) -> bool:
    """True for a secret with letters and digits, of some length, without a word that says it is a stand-in."""
    core = value.rpartition(":")[2] if "://" not in value else value
    words = {word.lower() for word in _WORD.findall(core)}
    mixed = any(map(str.isdigit, core)) and any(map(str.isalpha, core))
    return len(core) >= SHORTEST and mixed and not words & _STAND_INS


def to_fill(name: str, value: str) -> bool:
    """True if a variable of a secret's name says that the secret is still to be written there: `your_token_here`."""
    return names_secret(name) and placeholder().search(value) is not None


def holds_real(text: str) -> bool:
    """True if any text holds a secret that looks real."""
    return any(looks_real(text[start:end]) for start, end in shaped(text))
