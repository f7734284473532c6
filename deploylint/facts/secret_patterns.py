"""The patterns of `facts.secrets`, each compiled when it is first asked for."""

from __future__ import annotations

import re
from functools import cache

from deploylint.facts import secret_names as data

RANDOM = 16  # characters of a literal beside an expansion that can be a secret

_EXPANDED = r"\$\{[^{}\n]*(?:\{[^{}\n]*\}[^{}\n]*)*\}"
_BARE = rf"(?P<value>(?:{_EXPANDED}|[^\s\"'`;&|()<>{{}}\[\]\\]|\\(?!\n))+)(?P<end>[\s\"'`;&|)}}\]]|\Z)?"


@cache
def words() -> re.Pattern[str]:
    return re.compile(r"[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z]+[0-9]*|[0-9]+")


@cache
def inner() -> re.Pattern[str]:
    return re.compile(r"[^\n]")


@cache
def shape() -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9_-])(?:{'|'.join(data.SHAPES)})")


@cache
def long() -> re.Pattern[str]:
    """What every shape holds; to look for it first is quicker."""
    return re.compile(r"[A-Za-z0-9+/=_-]{14}")


@cache
def credentials() -> re.Pattern[str]:
    """`user:password` of a URL, or a long name alone, which is a token; `@` may stand in a password."""
    user = r"(?:[^\s:/@?#\"'`<>{}$|\\%]|%[0-9A-Fa-f]{2})"
    password = r"(?:[^\s/\"'`<>{}$|\\%]|\$(?![{(A-Z_])|%(?![sd(]))"
    return re.compile(rf"://((?:{user}{{0,200}}:{password}{{1,500}}|[A-Za-z0-9_-]{{20,300}}))@")


@cache
def private_key() -> re.Pattern[str]:
    """What stands between the lines of a private key; line ends may be written as `\\n`."""
    gap = r"(?:\s|\\[nr]|[\"',])"
    head = rf"(?:{gap}*[A-Z][A-Za-z-]+: [^\n\\]{{1,200}})*"
    return re.compile(
        rf"-----BEGIN [A-Z ]{{0,40}}PRIVATE KEY(?: BLOCK)?-----{head}{gap}*"
        rf"([A-Za-z0-9+/=]{{8,}}(?:{gap}+[A-Za-z0-9+/=]+)*)"
    )


@cache
def stem() -> re.Pattern[str]:
    return re.compile("secret|token|pass|pwd|key|credential|pat", re.IGNORECASE)


@cache
def name() -> re.Pattern[str]:
    return re.compile(r"(?<![\w$.])[A-Za-z_](?:[\w-]|\.(?=\w)){1,100}")


@cache
def quoted() -> re.Pattern[str]:
    """Behind a name: `="value"`, `": "value"`, `: str = 'value'`, in a string of another language too (`\\"`)."""
    typed = r":[ \t]{0,3}[A-Za-z_][\w.\[\], |]{0,40}=[ \t]{0,3}"
    return re.compile(
        rf"(?:\\?[\"'])?\]?[ \t]{{0,3}}(?:{typed}|(?:=>|:=|\?=|=|:)[ \t]{{0,3}})"
        r"(?P<quote>\\?[\"'`])(?P<value>(?:(?!(?P=quote))[^\n]){1,4000})(?:(?P=quote)|\Z)"
    )


@cache
def bare() -> re.Pattern[str]:
    """Behind a name: `=value` as shells read it, `: value` as YAML does."""
    return re.compile(rf"(?:=|[\"']?:[ \t]{{1,3}}){_BARE}")


@cache
def spaced() -> re.Pattern[str]:
    """Behind a name: ` = value`."""
    return re.compile(rf"[ \t]{{1,3}}=[ \t]{{0,3}}{_BARE}")


@cache
def fallback() -> re.Pattern[str]:
    """Behind a name: `", "value")` of a call that looks a variable up, `|| "value"`."""
    return re.compile(
        r"[\"']?[\])]?[ \t]{0,3}(?:(?P<comma>,)|\|\||\?\?|\bor\b)[ \t]{0,3}"
        r"(?P<quote>[\"'`])(?P<value>[^\"'`\n]{3,4000})(?P=quote)"
    )


@cache
def lookup() -> re.Pattern[str]:
    """Before a name: the call that looks a variable up, or sets it."""
    return re.compile(r"(?:env|environ|get|default|config|option|setting)\w{0,10}\([ \t]{0,3}[\"']\Z", re.IGNORECASE)


@cache
def option() -> re.Pattern[str]:
    """Behind a name: `=value`, ` value`, and the two as strings of a list."""
    return re.compile(r"(?:(?:=|[ \t]+)[\"']?|[\"'],[ \t]*[\"'])(?P<value>[^\s\"'`;&|]+)(?P<end>)")


@cache
def header() -> re.Pattern[str]:
    """`Authorization: Bearer ...`, and the user that curl is given."""
    return re.compile(
        r"\b(?:[Bb]earer|[Bb]asic)[ \t]+((?=[A-Za-z._~+/=-]{0,400}[0-9])[A-Za-z0-9._~+/=-]{16,4000})"
        r"|\bcurl\b[^\n|;&]{0,400}?[ \t](?:-u|--user)[ \t=]?[\"']?([^\s\"'`$:]{1,100}:[^\s\"'`$]{2,300})"
    )


@cache
def default() -> re.Pattern[str]:
    """An expansion with a default."""
    return re.compile(r"\$\{\w+:?[-=](.*)\}", re.DOTALL)


@cache
def expansion() -> re.Pattern[str]:
    return re.compile(
        r"\$\{\{[^{}]*\}\}|\$\{[^{}]*\}|\$\([^()]*\)|\$[A-Z_][A-Z0-9_]*|\A\$\w+\Z|\{\{[^{}]*\}\}|\{\w*\}|%\w+%|\A<[^<>]*>\Z"
    )


@cache
def placeholder() -> re.Pattern[str]:
    words = "|".join(data.PLACEHOLDERS)
    return re.compile(
        rf"(?<![A-Za-z0-9])(?:{words})(?![A-Za-z0-9])|\A(?:(.)\1*|<.*>|\[.*\])\Z|\.\.\.|\*\*\*", re.IGNORECASE
    )


@cache
def random() -> re.Pattern[str]:
    return re.compile(rf"(?=[^\s0-9]{{0,200}}[0-9])(?=[^\sA-Za-z]{{0,200}}[A-Za-z])[A-Za-z0-9+/=_.-]{{{RANDOM},}}")


@cache
def version() -> re.Pattern[str]:
    return re.compile(r"[~^<>=v ]{0,3}\d{1,4}\.\d{1,4}(?:\.[\dx*]{1,6})?[\w.+-]{0,20}\Z")
