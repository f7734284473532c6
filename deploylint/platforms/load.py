"""Platform profiles: for each platform, which declaration wins, as data files beside this module."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from deploylint.facts.record import dataclass

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ShellRule = Literal["yes", "no", "unknown", "form"]


@dataclass(frozen=True, slots=True)
class Selector:
    """A kind of declaration that may start a service. shell `form`: the form of the instruction decides.

    replaces: the image's slots that it puts out of force. note: what the sources disagree on, for people. guess: the
    platform works it out from the sources, so that it is told as an assumption and never wins. source, confidence: of
    this row, where they are not the profile's; what is not documented makes no verdict certain.
    """

    kind: str
    shell: ShellRule
    replaces: tuple[str, ...] = ()
    note: str = ""
    guess: bool = False
    source: str = ""
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class Runtime:
    """How a platform runs a service of some runtimes: its selectors, the first that the repository declares wins.

    ignores: kinds of declaration it does not read for such a service, and why. server: it runs a process at all.
    default: what it starts where nothing of the repository says it, as a sentence.
    """

    when: tuple[str, ...]
    title: str
    start: tuple[Selector, ...]
    ignores: Mapping[str, str]
    server: bool = True
    default: str = ""

    def selector(self, kind: str) -> Selector | None:
        """The row of a kind of declaration."""
        return next((selector for selector in self.start if selector.kind == kind), None)


@dataclass(frozen=True, slots=True)
class Builder:
    """One way in which a platform makes what it runs; the first whose conditions hold is taken.

    runtime: what it makes (`docker`, `image`, `buildpack`, `native`). key: a way of the file that must say something;
    values: one of these, in any case. files: one of these lies in the source root; of `docker` it is the Dockerfile.
    dockerfile: a way that names the Dockerfile. variable: one of the platform that names it, if the repository says its
    value. assuming: what is taken for granted then.
    """

    runtime: str
    key: str = ""
    values: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    dockerfile: str = ""
    variable: str = ""
    assuming: str = ""
    source: str = ""
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class DocumentKeys:
    """Where a TOML, JSON or YAML file of a platform says things; keys as ways (platforms.ways).

    A declaration is of the kind `platform.` and the last key of its way, one of processes of the kind
    `platform.process`. entrypoint: takes the place of the image's. job: runs now and then, not with every release.
    environments: a mapping of overlays by the name of an environment. schedule: makes it a cron service. anywhere:
    the platform is told elsewhere in which folder commands run. development: runs on a developer's machine alone.
    needs: ways without which the file is something else of the same name.
    """

    start: tuple[str, ...] = ()
    entrypoint: str = ""
    release: tuple[str, ...] = ()
    build: tuple[str, ...] = ()
    job: tuple[str, ...] = ()
    processes: str = ""
    target: str = ""
    environment: str = ""
    environments: str = ""
    schedule: str = ""
    anywhere: bool = False
    folder: str = ""
    development: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Port:
    """Which port a platform expects a service to listen on.

    given: the environment variable in which it tells the process, "" if it tells it nothing. default: the port where
    nothing says another, None where the platform chooses one at start. keys: ways (platforms.ways) of its file that
    say the port it sends requests to. variable: True if setting the variable `given` in the file says it, too.
    """

    given: str = ""
    default: int | None = None
    keys: tuple[str, ...] = ()
    variable: bool = False
    source: str = ""
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """One platform. role: of what it declares, when nothing else says more. hidden: what else may override it.

    port: None where the platform opens none. health: ways (platforms.ways) of paths that it asks to see whether a
    service lives. Ways start at the file's root, or at a service's own table where the file holds several services.
    names: of its file, of which it takes the first that is there. variants: patterns of files for other environments.
    keeps_entrypoint: its release commands and jobs go through the image's ENTRYPOINT.
    """

    name: str
    title: str
    role: Literal["production", "unknown"]
    role_reason: str
    hidden: str
    source: str
    confidence: str
    runtimes: tuple[Runtime, ...]
    names: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    port: Port | None = None
    health: tuple[str, ...] = ()
    document: DocumentKeys | None = None
    builders: tuple[Builder, ...] = ()
    keeps_entrypoint: bool = False

    def runtime(self, name: str) -> Runtime:
        """The runtime that serves a name; the profile's last one serves all others."""
        for runtime in self.runtimes:
            if name in runtime.when or "*" in runtime.when:
                return runtime
        return self.runtimes[-1]


@cache
def profiles() -> Mapping[str, Profile]:
    """All profiles by name, in the order of their names."""
    folder = Path(__file__).parent
    return {
        path.stem: _profile(path.stem, tomllib.loads(path.read_text("utf-8"))) for path in sorted(folder.glob("*.toml"))
    }


def _profile(name: str, data: Mapping[str, Any]) -> Profile:
    document = data.get("document")
    return Profile(
        name=name,
        title=data["title"],
        role=data["role"],
        role_reason=data["role-reason"],
        hidden=data["hidden"],
        source=data["source"],
        confidence=data["confidence"],
        runtimes=tuple(_runtime(row) for row in data["runtime"]),
        names=tuple(data.get("names", ())),
        variants=tuple(data.get("variants", ())),
        port=_port(data["port"]) if "port" in data else None,
        health=tuple(data.get("health", ())),
        document=_document(document) if document is not None else None,
        keeps_entrypoint=data.get("keeps-entrypoint", False),
        builders=tuple(Builder(**_values(row)) for row in data.get("builder", ())),
    )


def _values(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key.replace("-", "_"): tuple(value) if isinstance(value, list) else value for key, value in row.items()}


def _port(row: Mapping[str, Any]) -> Port:
    return Port(**_values(row))


def _runtime(row: Mapping[str, Any]) -> Runtime:
    selectors = tuple(Selector(**_values(selector)) for selector in row["start"])
    return Runtime(
        tuple(row["when"]),
        row["title"],
        selectors,
        row.get("ignores", {}),
        row.get("server", True),
        row.get("default", ""),
    )


def _document(row: Mapping[str, Any]) -> DocumentKeys:
    return DocumentKeys(**_values(row))
