"""Keys of a blueprint's service that its runtime never uses."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from deploylint.check.finding import Hit, Related
from deploylint.facts.files import Blueprint, BlueprintService
from deploylint.facts.place import Span
from deploylint.model.deployment import Deployment


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Under these runtimes the keys on the left do nothing; the ones on the right do it in their place, "" for none."""

    runtime: list[str]
    keys: dict[str, str]


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """ignored: rows; the first that names the service's runtime holds."""

    ignored: list[Row]


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each ignored key of each service that names its runtime."""
    for path in deployment.workspace.of_format("render"):
        blueprint = deployment.workspace.get(path, Blueprint)
        for service in blueprint.services if blueprint is not None else ():
            if service.runtime is not None:
                yield from _keys(path, service, service.runtime.value, params)


def _keys(path: str, service: BlueprintService, runtime: str, params: Params) -> Iterator[Hit]:
    row = next((row for row in params.ignored if runtime in row.runtime), None)
    assert service.runtime is not None
    for key, instead in row.keys.items() if row is not None else ():
        entry = service.node.entry(key)
        if entry is not None and not entry.merged and entry.value.tag != "!!null":
            name = service.name.value if service.name is not None else ""
            yield Hit(
                span=Span(path, entry.key.range()),
                subject=(name, key),
                message="instead" if instead else "default",
                values=(("key", key), ("runtime", runtime), ("instead", instead)),
                service=name,
                platform="render",
                related=(Related(Span(path, service.runtime.range()), "the runtime"),),
            )
