"""Every name and file that a compose service speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deploylint.facts.document import Node
from deploylint.facts.files import ComposeService
from deploylint.facts.record import dataclass
from deploylint.facts.text import Text

_VOLUME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_WINDOWS = re.compile(r"[A-Za-z]:[\\/]")
_SHARED = ("network_mode", "ipc", "pid")


@dataclass(frozen=True, slots=True)
class Reference:
    """what: service, network, volume, config, secret, env file or compose file. key: of the service that names it.

    file: the other compose file that an extended service stands in.
    """

    what: str
    key: str
    text: Text
    file: Text | None = None


def references(service: ComposeService) -> Iterator[Reference]:
    """The references of a service, in the order of its keys here; those that may be missing are left out.

    Source: the Compose specification, chapters 05-services, 06-networks to 09-secrets.
    """
    node = service.node
    yield from _services(node)
    for text in _named(node.get("networks")):
        if text.value != "default":
            yield Reference("network", "networks", text)
    yield from _volumes(node.get("volumes"))
    for key, what in (("configs", "config"), ("secrets", "secret")):
        for text in (*_sources(node.get(key)), *_sources(node.get("build", key))):
            yield Reference(what, key, text)
    if service.extends is not None:
        file, name = service.extends
        if file is not None:
            yield Reference("compose file", "extends", file)
        if name is not None:
            yield Reference("service", "extends", name, file)
    for text in _env_files(node.get("env_file")):
        yield Reference("env file", "env_file", text)


def _services(node: Node) -> Iterator[Reference]:
    for text in _named(node.get("depends_on")):
        yield Reference("service", "depends_on", text)
    for key in ("links", "volumes_from"):
        for text in _named(node.get(key)):
            if not text.value.startswith("container:"):
                yield Reference("service", key, text.slice(0, len(text.value.partition(":")[0])))
    for key in _SHARED:
        shared = node.string(key)
        if shared is not None and shared.value.startswith("service:"):
            yield Reference("service", key, shared.slice(len("service:")))


def _scalar(node: Node | None) -> Text | None:
    return node.string() if node is not None else None


def _optional(node: Node | None) -> bool:
    required = node.get("required") if node is not None and node.kind == "mapping" else None
    return required is not None and required.value is False


def _named(node: Node | None) -> Iterator[Text]:
    """The names of a list, or the keys of a mapping without those that are not required."""
    if node is None:
        return
    for item in node.items:
        text = _scalar(item)
        if text is not None:
            yield text
    for entry in node.entries:
        if not _optional(entry.value):
            yield entry.key


def _sources(node: Node | None) -> Iterator[Text]:
    """The names of a list whose items are names or mappings with a `source`."""
    for item in node.items if node is not None else ():
        text = _scalar(item.get("source")) if item.kind == "mapping" else _scalar(item)
        if text is not None:
            yield text


def _volumes(node: Node | None) -> Iterator[Reference]:
    """The named volumes: `name:/path`, or a mapping of type volume with a source; paths and anonymous ones are none."""
    for item in node.items if node is not None else ():
        if item.kind == "mapping":
            kind, source = item.string("type"), _scalar(item.get("source"))
            if kind is not None and kind.value == "volume" and source is not None:
                yield Reference("volume", "volumes", source)
            continue
        text = _scalar(item)
        if text is None or ":" not in text.value or _WINDOWS.match(text.value):
            continue
        source = text.slice(0, text.value.index(":"))
        if _VOLUME.fullmatch(source.value):
            yield Reference("volume", "volumes", source)


def _env_files(node: Node | None) -> Iterator[Text]:
    for item in node.items if node is not None and node.kind == "sequence" else (node,):
        text = _scalar(item.get("path")) if item is not None and item.kind == "mapping" else _scalar(item)
        if text is not None and not _optional(item):
            yield text
