"""What a build is given beside its context: values for ARG, and named contexts, which `FROM` and `--from` may mean.

Source: the Dockerfile reference, ARG; docs.docker.com/reference/cli/docker/buildx/build (--build-arg, --build-context).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace

from deploylint.facts.digest import digest
from deploylint.facts.dockerfile import Dockerfile, Stage
from deploylint.facts.record import dataclass

_UNUSED = frozenset({"LABEL", "ARG"})  # instructions whose variables change nothing that is asked for


@dataclass(frozen=True, slots=True)
class Given:
    """arguments: name -> value, None where only the build knows it. contexts: the names of further contexts.

    assumed: the arguments whose value counts unless the caller's shell says another.
    """

    arguments: Mapping[str, str | None] = field(default_factory=dict)
    contexts: tuple[str, ...] = ()
    assumed: frozenset[str] = frozenset()

    @property
    def mark(self) -> str:
        """What tells an image that is built with it from others, in its id; "" where nothing is given."""
        said = [f"{name}={'?' if value is None else '=' + value}" for name, value in sorted(self.arguments.items())]
        said += sorted(self.contexts)
        return f"?{digest(chr(0).join(said), 4).hex()}" if said else ""


NOTHING = Given()


def counting(facts: Dockerfile, given: Given) -> Given:
    """What of it changes the image: an argument that an ARG declares and something uses, with another value than its
    default, and a context that something names."""
    if not given.arguments and not given.contexts:
        return NOTHING
    names = {word.lower() for word in _origins(facts.stages)}
    contexts = tuple(name for name in given.contexts if name.lower() in names)
    declared: dict[str, set[str | None]] = {}
    for name, default in _declared(facts):
        declared.setdefault(name, set()).add(default)
    used = set(_used(facts))
    arguments = {
        name: value if name not in given.assumed else None
        for name, value in given.arguments.items()
        if name in declared and name in used and (value is None or declared[name] != {value})
    }
    return Given(arguments, contexts)


def without(stages: Iterable[Stage], contexts: Iterable[str]) -> tuple[Stage, ...]:
    """The stages, of which those have no name whose name a context takes: it is put in their place."""
    taken = {name.lower() for name in contexts}
    return tuple(
        replace(stage, name=None) if stage.name is not None and stage.name.value.lower() in taken else stage
        for stage in stages
    )


def _declared(facts: Dockerfile) -> Iterator[tuple[str, str | None]]:
    for pair in facts.arguments:
        yield pair.key.value, pair.value.raw if pair.value is not None else None
    before = {pair.key.value for pair in facts.arguments}
    for stage in facts.stages:
        for instruction in stage.instructions:
            for pair in instruction.pairs if instruction.name == "ARG" else ():
                if pair.value is not None or pair.key.value not in before:
                    yield pair.key.value, pair.value.raw if pair.value is not None else None


def _used(facts: Dockerfile) -> Iterator[str]:
    for stage in facts.stages:
        yield from _names(stage.base.raw)
        for instruction in stage.instructions:
            if instruction.name not in _UNUSED:
                yield from _names(instruction.value.value)
                for flag in instruction.flags:
                    yield from _names(flag.value.value if flag.value is not None else "")
            for pair in instruction.pairs:
                yield from _names(pair.value.raw if pair.value is not None else "")
    for pair in facts.arguments:
        yield from _names(pair.value.raw if pair.value is not None else "")


def _names(text: str) -> Iterator[str]:
    for match in re.finditer(r"\$\{?(\w+)", text):
        yield match[1]


def _origins(stages: Iterable[Stage]) -> Iterator[str]:
    """What the stages are built on, or copy or mount from."""
    for stage in stages:
        yield stage.base.raw
        for instruction in stage.instructions:
            for flag in instruction.flags:
                value = flag.value.value if flag.value is not None else ""
                if flag.name == "from":
                    yield value
                elif flag.name == "mount":
                    yield from (part[5:] for part in value.split(",") if part.startswith("from="))
