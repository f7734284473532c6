"""Repository paths never leave the root, image paths never lose it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.model.paths import absolute, below, join

SEGMENTS = st.lists(st.sampled_from(["a", "b", "..", ".", "c.py", ""]), max_size=6).map("/".join)


@pytest.mark.parametrize(
    ("folder", "path", "joined"),
    [
        ("", "backend", "backend"),
        ("backend", ".", "backend"),
        ("backend", "..", ""),
        ("", ".", ""),
        ("backend", "../web/./x", "web/x"),
        ("backend", "/Dockerfile", "Dockerfile"),
        ("backend", "", "backend"),
        ("", "..", None),
        ("a", "../../b", None),
    ],
)
def test_a_path_is_joined_to_a_folder(folder: str, path: str, joined: str | None) -> None:
    assert join(folder, path) == joined


@given(SEGMENTS, SEGMENTS)
def test_a_joined_path_lies_in_the_repository_or_nowhere(folder: str, path: str) -> None:
    joined = join(folder.strip("/"), path)
    assert joined is None or not (joined.startswith(("/", "..")) or "//" in joined)


@given(SEGMENTS, SEGMENTS)
def test_an_image_path_is_absolute(folder: str, path: str) -> None:
    found = absolute("/" + folder, path)
    assert found.startswith("/")
    assert "//" not in found
    assert ".." not in found.split("/")


def test_what_lies_below_a_folder_is_told_from_a_neighbour_with_its_name() -> None:
    assert below("/app/src/x.py", "/app") == "src/x.py"
    assert below("/application/x.py", "/app") is None
    assert below("/app", "/app") == ""
    assert below("/x", "/") == "x"
