"""uWSGI's INI files; source: uwsgi-docs.readthedocs.io/en/latest/Configuration.html and ConfigLogic.html."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deploylint.facts.place import Source
from deploylint.facts.settings import Setting, Settings
from deploylint.facts.text import Text
from deploylint.read.ini import Row, rows

_OPENING = ("if-", "for")
_CLOSING = ("endif", "endfor", "end-if", "end-for")


def read(source: Source) -> Settings:
    """The settings in the order of the file. What stands in a condition or loop is conditional.

    A line without `=` is a switch, which uWSGI takes for true, so no line is a problem.
    """
    ini = rows(source, continued=False)
    ordered = sorted((*ini.rows, *ini.unread), key=lambda row: row.range)
    return Settings(entries=tuple(_settings(ordered, source)), comments=ini.comments, directives=ini.directives)


def _settings(ordered: Iterable[Row], source: Source) -> Iterator[Setting]:
    depth = 0
    for row in ordered:
        section, key = row.section, row.key.value
        if key in _CLOSING:
            depth = max(0, depth - 1)
        elif key.startswith(_OPENING):
            depth += 1
        elif row.lines:
            yield Setting(section, row.key, row.lines[0], row.range, conditional=depth > 0)
        else:
            at = row.key.outer[1]
            yield Setting(section, row.key, Text.escape("true", source, at, at), row.range, conditional=depth > 0)
