"""What the contract says that changes the join: services, and which compose files and profiles are production."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from deploylint.config.schema import Contract, Service
from deploylint.facts.glob import covers
from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.model.roles import Evidence, Role


@dataclass(frozen=True, slots=True)
class FileRole:
    """What the contract says files are for. pattern: of an ignore file, from the root; span: where it says so."""

    pattern: str
    role: Role
    reason: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Boot:
    """How the contract starts a service. command: the whole command; program: the program alone; "" where it says none.

    everywhere: for development and tests too. path: the service's source root, None if it says none. span: where it
    says so.
    """

    command: str
    program: str
    everywhere: bool = False
    path: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Intent:
    """services: name -> path of its source root. boots: name -> how it starts. critical: name -> what must be
    importable where it starts, and where the contract says so.

    compose_files, compose_profiles: what production is started with.
    roles: what files are for; of those that name a file the last counts. values: what rules ask for by name,
    `@database.prisma.wrappers` -> the values, () where the contract says nothing.
    """

    services: Mapping[str, str] = field(default_factory=dict)
    boots: Mapping[str, Boot] = field(default_factory=dict)
    critical: Mapping[str, tuple[tuple[str, Span | None], ...]] = field(default_factory=dict)
    compose_files: tuple[str, ...] = ()
    compose_profiles: tuple[str, ...] = ()
    roles: tuple[FileRole, ...] = ()
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def said(self, path: str) -> tuple[Evidence, ...]:
        """What the contract says of the role of a file: the first tier of what decides it."""
        for one in reversed(self.roles):
            if covers(one.pattern, path):
                reason = f"the contract says so of '{one.pattern}'"
                return (Evidence(one.role, f"{reason}: {one.reason}" if one.reason else reason, one.span),)
        return ()

    def resolve(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The words, those that begin with `@` replaced by the contract's values of that name."""
        found: list[str] = []
        for word in words:
            found += self.values.get(word[1:], ()) if word.startswith("@") else (word,)
        return tuple(found)


def intent(contract: Contract) -> Intent:
    """What a contract says of the join."""
    compose, prisma = contract.production.compose, contract.database.prisma
    return Intent(
        services={name: service.path for name, service in contract.services.items() if service.path is not None},
        boots={
            name: _boot(contract, name, one) for name, one in contract.services.items() if one.boot or one.boot_program
        },
        critical={name: _critical(contract, name, one) for name, one in contract.services.items() if one.critical},
        compose_files=compose.files,
        compose_profiles=compose.profiles,
        roles=tuple(
            FileRole(one.path, one.role, one.reason or "", contract.places.get(f"roles.{index}"))
            for index, one in enumerate(contract.roles)
        ),
        values={
            "production.compose.files": compose.files,
            "production.compose.profiles": compose.profiles,
            "database.prisma.wrappers": prisma.wrappers,
            "database.prisma.allowed-callers": prisma.allowed_callers,
        },
    )


def _critical(contract: Contract, name: str, said: Service) -> tuple[tuple[str, Span | None], ...]:
    places = (contract.places.get(f"services.{name}.critical.{index}") for index in range(len(said.critical)))
    return tuple(zip(said.critical, places, strict=True))


def _boot(contract: Contract, name: str, said: Service) -> Boot:
    key = "boot" if said.boot else "boot-program"
    return Boot(
        command=said.boot or "",
        program=said.boot_program or "",
        everywhere=bool(said.boot_everywhere),
        path=said.path,
        span=contract.places.get(f"services.{name}.{key}"),
    )
