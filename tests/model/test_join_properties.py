"""The join as a whole: deterministic, independent of lines above and of the order of files, and never raising."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploylint.config import load
from deploylint.config.schema import Contract
from deploylint.model.deployment import Deployment, Launch, Use
from deploylint.model.intent import intent
from deploylint.model.join import join
from deploylint.tree.memory import MemoryTree
from deploylint.workspace.workspace import Workspace

ROOT = Path(__file__).parents[2]
REPOSITORIES: dict[str, dict[str, bytes]] = {
    folder.parent.name: {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
    for folder in sorted((ROOT / "fixtures").glob("*/repo"))
}
COMMENT = {"json": "", "js": "//", "ts": "//", "tsx": "//", "jsx": "//", "mjs": "//"}
FILES = [(name, path) for name, files in REPOSITORIES.items() for path in files]


def joined(files: dict[str, bytes], contract: bool = True) -> Deployment:
    workspace = Workspace(MemoryTree(files))
    found = load.find(workspace) if contract else None
    return join(workspace, intent(found or Contract()))


def _launch(launch: Launch | None) -> object:
    return (launch.text, launch.identity, launch.resolution, launch.options) if launch is not None else None


def _where(use: Use) -> tuple[object, ...]:
    way = [step.label for step in use.via]
    place = (use.place.kind, use.place.folder)
    return (use.span.path, use.owner, use.service, use.platform, use.role, use.phase, place, way, use.on_deploy_path)


def summary(deployment: Deployment) -> object:
    """All that the join says, without lines and columns."""
    services = [
        (
            service.id,
            service.process,
            service.folder,
            service.role,
            service.joined,
            [(d.span.path, d.label, d.text, d.role, d.dynamic, _launch(d.launch)) for d in service.declarations],
            [
                (row.platform, row.title, row.name, row.certainty, row.role, row.argv, row.assumptions, row.unread)
                + ((row.winner.span.path, row.winner.label, row.winner.text) if row.winner is not None else ())
                + tuple((s.declaration.label, s.reason) for s in row.shadowed)
                for row in service.effective
            ],
        )
        for service in deployment.services
    ]
    uses = [(*_where(use), [word.raw for word in use.invocation.words]) for use in deployment.uses]
    variables = [(one.name, one.value, one.span.path, one.kind, one.owner, one.role) for one in deployment.variables]
    started = {path: [step.label for step in way] for path, way in deployment.started.items()}
    return services, uses, variables, sorted(image.id for image in deployment.images), started


@pytest.mark.parametrize("name", REPOSITORIES)
def test_a_second_join_says_the_same(name: str) -> None:
    assert joined(REPOSITORIES[name]).services == joined(REPOSITORIES[name]).services


@pytest.mark.parametrize("name", REPOSITORIES)
@settings(max_examples=8, deadline=None)
@given(shuffler=st.randoms(use_true_random=False))
def test_the_order_of_the_files_changes_nothing(name: str, shuffler: random.Random) -> None:
    files = list(REPOSITORIES[name].items())
    shuffler.shuffle(files)
    assert summary(joined(dict(files))) == summary(joined(REPOSITORIES[name]))


def with_line_above(path: str, data: bytes, line: str) -> bytes:
    """The file with a line before its first one; after the `#!` line of a script."""
    comment = COMMENT.get(path.rsplit(".", 1)[-1], "#")
    added = (f"{comment} {line}" if line and comment else "").encode() + b"\n"
    if data.startswith(b"#!"):
        first, _, rest = data.partition(b"\n")
        return first + b"\n" + added + rest
    return added + data


def readable(data: bytes) -> bool:
    return b"\0" not in data and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"))


@pytest.mark.parametrize("name", REPOSITORIES)
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_a_line_above_changes_nothing_but_places(name: str, data: st.DataObject) -> None:
    files = REPOSITORIES[name]
    chosen = data.draw(st.sets(st.sampled_from(sorted(files)), min_size=1))
    line = data.draw(st.sampled_from(["", "a note"]))
    changed = {
        path: with_line_above(path, text, line) if path in chosen and readable(text) else text
        for path, text in files.items()
    }
    assert summary(joined(changed)) == summary(joined(files))


def test_hash_seeds_change_nothing() -> None:
    program = (
        "from tests.model.test_join_properties import *\n"
        "print([ascii(summary(joined(files))) for files in REPOSITORIES.values()])"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "77")
    }
    assert len(said) == 1


def mutated(data: bytes, how: str, start: int, length: int) -> bytes:
    start = start % (len(data) + 1)
    part = data[start : start + length]
    if how == "delete":
        return data[:start] + data[start + length :]
    if how == "double":
        return data[:start] + part + part + data[start + length :]
    if how == "truncate":
        return data[:start]
    return data[:start] + part[::-1] + data[start + length :]


MUTATIONS = st.tuples(
    st.sampled_from(FILES),
    st.sampled_from(["delete", "double", "truncate", "reverse"]),
    st.integers(0, 5_000),
    st.integers(1, 120),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(MUTATIONS, min_size=1, max_size=4))
def test_a_damaged_repository_never_stops_the_join(
    mutations: list[tuple[tuple[str, str], str, int, int]],
) -> None:
    name = mutations[0][0][0]
    files = dict(REPOSITORIES[name])
    for (_, path), how, start, length in mutations:
        if path in files:
            files[path] = mutated(files[path], how, start, length)
    deployment = joined(files, contract=False)
    assert len({service.id for service in deployment.services}) == len(deployment.services)
    assert all(path for path in deployment.started)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(FILES), st.sampled_from(FILES))
def test_a_file_with_the_text_of_another_never_stops_the_join(one: tuple[str, str], other: tuple[str, str]) -> None:
    files = dict(REPOSITORIES[one[0]])
    files[one[1]] = REPOSITORIES[other[0]][other[1]]
    assert all(path for path in joined(files, contract=False).started)
