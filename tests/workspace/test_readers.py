"""Every format that a name can say has its reader, and no reader raises on senseless bytes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploylint.tree.classify import classify
from deploylint.tree.memory import MemoryTree
from deploylint.workspace.readers import readable, reader
from deploylint.workspace.workspace import Workspace

PATHS = (
    "Dockerfile .dockerignore Procfile compose.yml render.yaml package.json .github/workflows/ci.yml run.sh app.py a.js"
    " a.ts a.tsx pyproject.toml fly.toml railway.json app.yaml .env"
).split()


@pytest.mark.parametrize("path", PATHS)
def test_a_recognised_format_has_a_reader(path: str) -> None:
    name = classify(path)
    assert name is not None
    assert readable(name)
    assert callable(reader(name))


def test_a_format_that_nothing_reads_has_none() -> None:
    assert not readable("cobol")
    assert reader("cobol") is None


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(PATHS),
    st.binary(max_size=60) | st.text(alphabet="a:-{}[]'\"$\n #=<&|\\", max_size=40).map(str.encode),
)
def test_no_bytes_make_a_reader_raise(path: str, data: bytes) -> None:
    workspace = Workspace(MemoryTree({path: data}))
    skipped = workspace.files()[0].skipped
    assert (workspace.facts(path) is None) == bool(skipped)
