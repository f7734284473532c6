"""How Compose lays one file's values over another's.

Source: the Compose specification, chapters 13-merge and 05-services (extends); what they leave open as compose-go does
it (override/merge.go, override/uncity.go).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from fnmatch import fnmatchcase

from deploylint.model.compose.tree import Value

Way = tuple[str, ...]

# The later file's value takes the place of the earlier one's, whatever they are.
_REPLACED = ("services.*.command", "services.*.entrypoint", "services.*.healthcheck.test")
# `NAME=value` lists and mappings are two notations of one thing.
_PAIRS = (
    "services.*.environment", "services.*.labels", "services.*.annotations", "services.*.sysctls",
    "services.*.build.args", "services.*.build.labels", "services.*.build.additional_contexts",
    "services.*.deploy.labels", "networks.*.labels", "volumes.*.labels",
)  # fmt: skip
# A list of names is a mapping whose values say nothing.
_NAMES = ("services.*.depends_on", "services.*.networks", "services.*.models")
# A scalar stands for a list of one.
_LISTS = (
    "services.*.dns", "services.*.dns_opt", "services.*.dns_search", "services.*.env_file", "services.*.tmpfs",
    "services.*.label_file",
)  # fmt: skip
_SHORT = {"services.*.build": "context"}  # a scalar stands for a mapping with this one key


def merge(below: Value, above: Value, way: Way = ()) -> Value:
    """What an earlier value and a later one make. way: the keys that lead to them from the root of the file."""
    if above.tag == "!override":
        return replace(_normal(above, way), tag="")
    if _matches(way, _REPLACED):
        return above
    if above.null:
        return below
    below, above = _normal(below, way), _normal(above, way)
    if below.kind == above.kind == "mapping":
        return _mappings(below, above, way)
    if below.kind == above.kind == "sequence":
        return replace(above, items=_unique((*below.items, *above.items), way))
    return above


def normalised(one: Value, way: Way = ()) -> Value:
    """A value in its long notations, `!reset` entries gone, double entries of lists gone."""
    one = _normal(one, way)
    if one.kind == "mapping":
        kept = {k: normalised(v, (*way, k)) for k, v in one.entries.items() if v.tag != "!reset"}
        return replace(one, entries=kept)
    if one.kind == "sequence":
        return replace(one, items=_unique((i for i in one.items if i.tag != "!reset"), way))
    return one


def _mappings(below: Value, above: Value, way: Way) -> Value:
    entries = dict(below.entries)
    for key, over in above.entries.items():
        if over.tag == "!reset":
            entries.pop(key, None)
        elif key in entries:
            entries[key] = merge(entries[key], over, (*way, key))
        else:
            entries[key] = normalised(over, (*way, key))
    return replace(above, entries=entries)


def _matches(way: Way, patterns: Iterable[str]) -> bool:
    joined = ".".join(key.replace(".", "_") for key in way)
    return any(len(way) == pattern.count(".") + 1 and fnmatchcase(joined, pattern) for pattern in patterns)


def _normal(one: Value, way: Way) -> Value:
    """The long notation of what Compose takes in two."""
    if not way or way[0] not in ("services", "networks", "volumes") or len(way) < 3:
        return one
    if one.kind == "sequence" and _matches(way, _PAIRS):
        return replace(one, kind="mapping", items=(), entries=dict(_pair(item) for item in one.items))
    if one.kind == "sequence" and _matches(way, _NAMES):
        entries = {item.text: replace(item, scalar=None) for item in one.items}
        return replace(one, kind="mapping", items=(), entries=entries)
    if one.kind == "scalar" and not one.null and _matches(way, _LISTS):
        return replace(one, kind="sequence", scalar=None, items=(one,))
    key = next((k for pattern, k in _SHORT.items() if _matches(way, (pattern,))), None)
    if key is not None and one.kind == "scalar" and not one.null:
        return replace(one, kind="mapping", scalar=None, entries={key: one})
    return one


def _pair(item: Value) -> tuple[str, Value]:
    name, equals, rest = item.text.partition("=")
    return name, replace(item, scalar=rest if equals else None)


def _unique(items: Iterable[Value], way: Way) -> tuple[Value, ...]:
    """The items of a list; of those that share a key the last one, in the place of the first."""
    key = _key(way)
    if key is None:
        return tuple(items)
    kept: dict[object, Value] = {}
    for item in items:
        kept[key(item)] = item
    return tuple(kept.values())


def _key(way: Way) -> Callable[[Value], object] | None:
    if len(way) != 3 or way[0] != "services":
        return None
    if way[2] in ("volumes", "devices"):
        return _target
    if way[2] in ("secrets", "configs"):
        return _mounted
    if way[2] == "ports":
        return port_key
    if way[2] in ("cap_add", "cap_drop", "expose", "links", "profiles", "dns", "dns_opt", "dns_search", "tmpfs",
                  "security_opt", "external_links", "env_file", "device_cgroup_rules"):  # fmt: skip
        return lambda item: item.said("path") if item.kind == "mapping" else item.text
    return None


def _target(item: Value) -> object:
    """The path in the container: volumes and devices with the same one replace each other."""
    return item.said("target") if item.kind == "mapping" else short_volume(item.text)[1]


def _mounted(item: Value) -> object:
    if item.kind != "mapping":
        return item.text
    return (item.said("target") or item.said("source")).removeprefix("/run/secrets/")


def port_key(item: Value) -> object:
    """{ip, target, published, protocol}, as the specification names them."""
    if item.kind == "mapping":
        protocol = item.said("protocol") or "tcp"
        return item.said("host_ip") or "0.0.0.0", item.said("target"), item.said("published"), protocol
    return short_port(item.text)


def short_port(text: str) -> tuple[str, str, str, str]:
    """The address, the container's port, the host's and the protocol of `[[IP:]HOST:]CONTAINER[/PROTOCOL]`."""
    rest, _, protocol = text.partition("/")
    rest, _, target = rest.rpartition(":")
    address, _, published = rest.rpartition(":")
    return address or "0.0.0.0", target, published, protocol or "tcp"


def short_volume(text: str) -> tuple[str, str, str]:
    """The source, the target and the mode of `[SOURCE:]TARGET[:MODE]`; a drive letter belongs to its path."""
    parts = text.split(":")
    if len(parts) > 1 and len(parts[0]) == 1 and parts[0].isalpha() and parts[1].startswith(("\\", "/")):
        parts[:2] = [":".join(parts[:2])]
    if len(parts) == 1:
        return "", parts[0].rstrip("/") or "/", ""
    return parts[0], parts[1].rstrip("/") or "/", parts[2] if len(parts) > 2 else ""
