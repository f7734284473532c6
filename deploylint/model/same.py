"""Whether two declarations start the same program on the same target."""

from __future__ import annotations

from deploylint.model.deployment import Launch


def same(one: Launch, other: Launch) -> bool:
    """The same program on the same target; a target that was not found is the same as one that ends like it."""
    if one.program != other.program:
        return False
    if one.identity == other.identity:
        return True
    states = (one.resolution.state, other.resolution.state)
    if one.text == other.text and set(states) != {"found"}:
        return True  # one of them may not start, but they do not disagree
    if "unknown" not in states:
        return False
    short, long = sorted((_plain(one), _plain(other)), key=len)
    return long.endswith("/" + short) or long == short


def _plain(start: Launch) -> str:
    """The target as a path without suffix, so that `a/b.py:app`, `a.b:app` and `b:app` can be compared."""
    path, _, attribute = start.identity.partition(":")
    for suffix in (".py", ".js", ".ts", ".mjs", ".cjs"):
        path = path.removesuffix(suffix)
    for index in ("/__init__", "/__main__"):
        path = path.removesuffix(index)
    return path.replace(".", "/").strip("/") + (f":{attribute}" if attribute else "")
