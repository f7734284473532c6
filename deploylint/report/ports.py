"""The port of a service on a platform, as one line for people."""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.facts.place import Span
from deploylint.report.service import Line, Listens, Port
from deploylint.report.visible import visible

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})


def sentence(port: Port, title: str, start: Span | None) -> str:
    """On what the start listens, what the platform gives or expects, what is published. start: what is not repeated."""
    platform = title.partition(" (")[0]
    parts = [_listens(port, platform, start), *_expects(port, platform)]
    if port.published:
        # the places of all are those of neighbouring lines
        shown = ", ".join(visible(one.text) for one in port.published)
        parts.append(f"published {shown} ({place(port.published[0].location)})")
    return "; ".join(part for part in parts if part)


def _listens(port: Port, platform: str, start: Span | None) -> str:
    listens = port.listens
    if listens is None:
        return "unknown: nothing that starts is seen to open one" if port.given or port.stated or port.default else ""
    if listens.source == "unknown":
        return "unknown: nothing that is read says it"
    where = _given(port, listens, platform) if listens.source == "given" else f"{visible(listens.port or '')}"
    if listens.source == "default":
        where += ", the program's own"
    if listens.source == "said" and listens.location is not None and not _same(listens.location, start):
        where += f" ({place(listens.location)})"
    return where + (f", reachable from {visible(listens.host or '')} alone" if listens.host in _LOOPBACK else "")


def _given(port: Port, listens: Listens, platform: str) -> str:
    if port.given and port.variable is None:
        return f"${port.given}, given by {platform}" + (f" ({port.default} by default)" if _chosen(port) else "")
    if port.variable is not None:
        value = visible(port.variable.text) if port.variable.text else "a value that is not known here"
        return f"$PORT, set to {value} ({place(port.variable.location)})"
    return f"{visible(listens.port)} unless PORT is set" if listens.port else "$PORT, which nothing here sets"


def _expects(port: Port, platform: str) -> Iterator[str]:
    if port.stated is not None:
        yield f"{platform} sends requests to {_said(port.stated)}"
    elif port.given and port.variable is not None and (port.listens is None or port.listens.source != "given"):
        value = port.variable.text or "a value that is not known here"
        yield f"PORT is {visible(value)} ({place(port.variable.location)})"
    elif port.given and (port.listens is None or port.listens.source != "given"):
        yield f"{platform} gives {port.given}" + (f" ({port.default} by default)" if _chosen(port) else "")
    elif port.default is not None and not port.given:
        yield f"{platform} sends requests to {port.default} by default"


def _chosen(port: Port) -> bool:
    """True if the platform's own default counts, since its file says nothing."""
    return port.default is not None and port.stated is None and port.variable is None


def _said(line: Line) -> str:
    return f"{visible(line.text)} ({place(line.location)} {visible(line.label)})"


def _same(one: Span, other: Span | None) -> bool:
    return other is not None and (one.path, one.range.line) == (other.path, other.range.line)


def place(span: Span) -> str:
    """`path:line`, made safe to print."""
    return visible(f"{span.path}:{span.range.line}")
