"""Records: what is kept of a state whose rules have spoken. All that they asked for, and what they said of it."""

# Annotations are not put off here: msgspec would evaluate each one by itself, at every start.

from typing import Any

import msgspec

from deploylint.check.finding import Finding, Related
from deploylint.cli.plan import Picture, Plan
from deploylint.cli.states import Known, State
from deploylint.facts.digest import digest
from deploylint.facts.place import Range, Span
from deploylint.facts.secrets import hidden
from deploylint.model.of_file import followed
from deploylint.tree.blobs import BlobTree
from deploylint.workspace.questions import Questions, Search

OF_FILE = "deploylint.model.of_file"

Answer = tuple[str, tuple[str, ...], bytes]  # the name of a question, its arguments, and a digest of what it says
Place = tuple[str, int, int, int, int]  # a path, 1-based lines and code-point columns


class KeptFinding(msgspec.Struct, array_like=True):
    """A finding as plain data: what a kind and its rule said, secrets as stars, before it is folded or suppressed."""

    values: dict[str, Any]
    place: Place
    related: list[tuple[Place, str]]
    extent: tuple[int, int, int, int] | None

    def finding(self) -> Finding:
        """The finding that was kept."""
        said = {name: value for name, value in self.values.items() if name != "arguments"}
        return Finding(
            **said,
            arguments=tuple((name, value) for name, value in self.values["arguments"]),
            span=_span(self.place),
            related=tuple(Related(_span(place), message) for place, message in self.related),
            extent=None if self.extent is None else Range(*self.extent),
        )


class Record(msgspec.Struct):
    """One state. told: what the rules said that do not judge files one by one; searching: those of them that looked
    into files of the change. files: what the model speaks of; launches: what production starts, and the files that it
    starts then; unknown: how many commands are unknown. as_of: the day of the run, "" if no rule asked for it.

    listings: digests of all paths, of this state and of others that gave the same answers. contents: path -> id of the
    blob, "" where there is no file; aspects: so for the files of which questions were asked, with the answers;
    searched: so for those in which some bytes were searched for, no more. searches: what was searched for in the files
    of a change, and not found; wide: in all files; found: where. The others are as in Questions.
    """

    told: dict[str, list[KeptFinding]]
    searching: list[str]
    files: list[str]
    launches: list[tuple[Place, str | None]]
    unknown: int
    as_of: str
    listings: list[str]
    contents: dict[str, str]
    modes: list[str]
    aspects: dict[str, tuple[str, list[Answer]]]
    searched: dict[str, str]
    places: list[str]
    folders: list[str]
    children: list[str]
    patterns: list[tuple[str, bool]]
    formats: list[str]
    searches: list[Search]
    wide: list[Search]
    found: set[str]
    everything: bool

    def known(self) -> Known:
        """What is known of a state that gives the same answers."""
        return Known(
            told={rule: tuple(one.finding() for one in found) for rule, found in self.told.items()},
            searching=frozenset(self.searching),
            files=frozenset(self.files),
            launches=tuple((_span(place), target) for place, target in self.launches),
            unknown=self.unknown,
        )

    def alike(self) -> Known:
        """What is known of states that all give the same answers: whatever the rules say of them answers for none."""
        asked = (name for _, answers in self.aspects.values() for name, *_ in answers)
        return Known(
            told=dict.fromkeys(self.told, ()),
            searching=frozenset(self.searching),
            unknown=self.unknown,
            alike=followed.__name__ in asked,
        )

    def names(self) -> Questions:
        """What was asked about names."""
        asked = Questions()
        asked.contents.update(self.contents, self.aspects)
        asked.modes.update(self.modes)
        asked.places.update(self.places)
        asked.folders.update(self.folders)
        asked.children.update(self.children)
        asked.patterns.update(self.patterns)
        asked.formats.update(self.formats)
        asked.everything = self.everything
        return asked


def spelled(answer: object) -> bytes:
    """A digest of what a question says of a file."""
    return digest(repr(answer), 8)


def record(plan: Plan, contract: Questions, picture: Picture, state: State) -> Record | None:
    """What is worth to be remembered of a state; None if what it was asked does not say all.

    contract: what was asked to know which rules run.
    """
    asked, tree = picture.asked.also(contract), state.tree
    found = [finding for each in picture.told.values() for finding in each]
    if any(question.__module__ != OF_FILE for _, question, _ in asked.aspects):
        return None
    if not isinstance(tree, BlobTree) or asked.notes or any(asked.held.values()) or not picture.workspace.whole():
        return None
    if _secretive(asked, tree):
        return None
    spans = {span.path for one in found for span in (one.span, *(related.span for related in one.related))}
    return Record(
        told={rule: [_kept(finding) for finding in found] for rule, found in sorted(picture.told.items())},
        searching=sorted(picture.searching),
        files=sorted(picture.files),
        launches=[(_place(span), target) for span, target in picture.launches],
        unknown=picture.unknown,
        as_of=plan.as_of.isoformat() if picture.dated else "",
        listings=[tree.names],
        contents={path: tree.blobs.get(path, "") for path in sorted({*asked.contents, *spans, *picture.files})},
        places=sorted(asked.places),
        folders=sorted(asked.folders),
        children=sorted(asked.children),
        patterns=sorted(asked.patterns),
        formats=sorted(asked.formats),
        searches=sorted(asked.held),
        everything=asked.everything,
        modes=sorted(asked.modes),
        aspects=_aspects(asked, tree),
        searched={path: tree.blobs.get(path, "") for path in sorted(asked.searched)},
        wide=sorted(asked.found),
        found={path for paths in asked.found.values() for path in paths},
    )


def _aspects(asked: Questions, tree: BlobTree) -> dict[str, tuple[str, list[Answer]]]:
    found: dict[str, tuple[str, list[Answer]]] = {}
    for (path, question, arguments), answer in asked.aspects.items():
        answers = found.setdefault(path, (tree.blobs.get(path, ""), []))[1]
        answers.append((question.__name__, arguments, spelled(answer)))
    return found


def _secretive(asked: Questions, tree: BlobTree) -> bool:
    """True if a name looks like a secret that was looked for and is not there: it may come from any text."""
    said = {word for *_, arguments in asked.aspects for word in arguments}
    said |= asked.places | asked.folders | asked.children | asked.modes | asked.contents
    said |= {pattern for pattern, _ in asked.patterns}
    return any(hidden(name) != name for name in said if name not in tree.entries)


_PLAIN = (
    "rule", "name", "level", "confidence", "certainty", "message", "hint", "message_id", "arguments", "service",
    "platform", "scope", "key", "subject",
)  # fmt: skip


def _kept(one: Finding) -> KeptFinding:
    return KeptFinding(
        values={name: getattr(one, name) for name in _PLAIN},
        place=_place(one.span),
        related=[(_place(related.span), related.message) for related in one.related],
        extent=None if one.extent is None else _place(Span("", one.extent))[1:],
    )


def _place(span: Span) -> Place:
    return (span.path, span.range.line, span.range.column, span.range.end_line, span.range.end_column)


def _span(place: Place) -> Span:
    path, *numbers = place
    return Span(path, Range(*numbers))
