"""Files of `[section]` and `key=value` lines that start programs (systemd, supervisor, uWSGI), and crontabs."""

from __future__ import annotations

from deploylint.facts.base import Facts
from deploylint.facts.commands import Script
from deploylint.facts.files import Variable
from deploylint.facts.place import Range
from deploylint.facts.record import dataclass
from deploylint.facts.text import Text


@dataclass(frozen=True, slots=True)
class Setting:
    """One `key=value`, continued lines joined. section: `Service`, `program:web`.

    script: the commands of a value that is one; its words are dynamic where the format expands something in them.
    prefixes: what stands before a unit's command (`-`, `@`, `+`). variables: of a value that sets the environment.
    conditional: it holds only where a condition of the file does.
    """

    section: str
    key: Text
    value: Text
    range: Range
    script: Script | None = None
    prefixes: str = ""
    variables: tuple[Variable, ...] = ()
    conditional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(Facts):
    """The settings in the order of the file; a key may stand several times."""

    entries: tuple[Setting, ...] = ()

    def all(self, section: str, key: str) -> tuple[Setting, ...]:
        """The settings of a key in a section, in the order of the file."""
        return tuple(entry for entry in self.entries if entry.section == section and entry.key.value == key)

    def last(self, section: str, key: str) -> Setting | None:
        """The last setting of a key in a section."""
        return next(reversed(self.all(section, key)), None)

    @property
    def sections(self) -> tuple[str, ...]:
        """The names of the sections that say something, each once."""
        return tuple(dict.fromkeys(entry.section for entry in self.entries))


@dataclass(frozen=True, slots=True)
class CronLine:
    """One line of a crontab. schedule: five fields or `@daily`; command: all behind it, with a user if one is named."""

    schedule: Text
    command: Text
    range: Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Crontab(Facts):
    lines: tuple[CronLine, ...] = ()
    variables: tuple[Variable, ...] = ()
