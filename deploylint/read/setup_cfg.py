"""setup.cfg: what setuptools reads there; setuptools.pypa.io/en/latest/userguide/declarative_config.html."""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.facts.files import PythonProject
from deploylint.facts.place import Source
from deploylint.facts.text import Text
from deploylint.read.ini import Row, assignment, rows
from deploylint.read.pyproject import folder, requirement_name

_REQUIRES = (("options", "install_requires"), ("options", "setup_requires"), ("options", "tests_require"))


def read(source: Source) -> PythonProject:
    """The project. What other tools keep in the file is not judged, so there are no problems.

    It has no scripts where single packages have folders of their own.
    """
    ini = rows(source)
    said = {(row.section, row.key.value): row for row in ini.rows}
    name = said.get(("metadata", "name"))
    lines = _lines(said.get(("options.entry_points", "console_scripts"))) if not _apart(said) else ()
    return PythonProject(
        comments=ini.comments,
        directives=ini.directives,
        name=name.lines[0].value if name is not None and name.lines else None,
        scripts=tuple(found for line in lines if (found := assignment(line)) is not None),
        dependencies=tuple(dict.fromkeys(_dependencies(ini.rows))),
        package_folders=tuple(dict.fromkeys(_package_folders(said))),
    )


def _lines(row: Row | None) -> tuple[Text, ...]:
    return row.lines if row is not None else ()


def _apart(said: dict[tuple[str, str], Row]) -> bool:
    """True if single packages have folders of their own, so that modules are not where their names say."""
    return any(not line.value.startswith("=") for line in _lines(said.get(("options", "package_dir"))))


def _dependencies(found: tuple[Row, ...]) -> Iterator[str]:
    for row in found:
        if (row.section, row.key.value) in _REQUIRES or row.section == "options.extras_require":
            for line in row.lines:
                for part in line.value.split(";" if ";" in line.value and "=" not in line.value else "\n"):
                    name = requirement_name(part)
                    if name is not None:
                        yield name


def _package_folders(said: dict[tuple[str, str], Row]) -> Iterator[str]:
    """`package_dir` with an empty name (`= src`), and where `find:` looks."""
    for line in _lines(said.get(("options", "package_dir"))):
        name, equals, path = line.value.partition("=")
        if equals and not name.strip():
            yield folder(path.strip())
    for line in _lines(said.get(("options.packages.find", "where"))):
        yield from (folder(path.strip()) for path in line.value.split(","))
