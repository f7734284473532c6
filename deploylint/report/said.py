"""Declarations as one line each: place, label and text."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator

from deploylint.facts.place import Span
from deploylint.report.ports import place
from deploylint.report.service import Declaration, Effective, Line
from deploylint.report.visible import visible


def said(winner: Declaration, effective: Effective) -> str:
    """What says the start; without the text where that is the command that starts."""
    known = {effective.command, " ".join(effective.argv), shlex.join(effective.argv)}
    text = " ".join(winner.text.split())
    repeated = not effective.command or text in known or _listed(text) in known
    return _joined(winner.location, winner.label, "" if repeated else text)


def declared(declaration: Declaration) -> str:
    """A declaration that is not in force."""
    return _joined(declaration.location, declaration.label, " ".join(declaration.text.split()))


def stated(line: Line) -> str:
    """A command or instruction that stands beside the start."""
    return _joined(line.location, line.label, " ".join(line.text.split()))


def lines(winner: Declaration) -> Iterator[str]:
    """The scripts and files through which the start comes to its command, each with the place that goes on."""
    launch = winner.launch
    if launch is None or launch.location is None or not launch.via:
        return
    places = [*(step.location for step in launch.via[1:]), launch.location]
    for step, location in zip(launch.via, places, strict=True):
        if (location.path, location.range.line) != (winner.location.path, winner.location.range.line):
            yield f"{place(location)}  {visible(step.label)}"


def written(winner: Declaration) -> str:
    """The text of a start that could not be followed, an argument list as its words."""
    text = " ".join(winner.text.split())
    return _listed(text) or text


def _joined(span: Span, label: str, text: str) -> str:
    return f"{place(span)}  {visible(label)}" + (f"  {visible(text)}" if text and text != label else "")


def _listed(text: str) -> str | None:
    """An argument list in the form of JSON as its words."""
    if not text.startswith("["):
        return None
    try:
        words = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return " ".join(map(str, words)) if isinstance(words, list) else None
