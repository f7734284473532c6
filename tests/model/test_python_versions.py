"""Versions of Python and what requirements allow of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.model.python_versions import allowed, exact, of_image, same

minors = st.tuples(st.just(3), st.integers(6, 20))


@pytest.mark.parametrize(("text", "release"), [
    ("3.12", (3, 12)), ("python-3.11.9\n", (3, 11, 9)), ("cpython-3.13", (3, 13)), ("3.14.0rc1", (3, 14, 0)),
    ("pypy3.10", None), ("3", None), ("my-project", None), (">=3.9", None), ("", None),
])  # fmt: skip
def test_a_version_is_what_names_a_minor(text: str, release: tuple[int, ...] | None) -> None:
    assert exact(text) == release


@pytest.mark.parametrize(("reference", "release"), [
    ("python:3.12-slim", (3, 12)), ("ghcr.io/astral-sh/uv:python3.13-bookworm", (3, 13)), ("python:3.9.18", (3, 9)),
    ("tiangolo/uvicorn-gunicorn-fastapi:python3.11", (3, 11)), ("python:3", None), ("python:latest", None),
    ("node:3.12", None), ("ipython:3.12", None), ("postgres:16", None),
])  # fmt: skip
def test_an_image_tells_its_version_by_name_and_tag(reference: str, release: tuple[int, ...] | None) -> None:
    assert of_image(reference) == release


@pytest.mark.parametrize(("requirement", "version"), [
    (">=3.10", (3, 12)), (">=3.10,<4.0", (3, 12)), ("^3.9", (3, 13)), ("~3.12", (3, 12)), ("~=3.9", (3, 12)),
    ("~=3.12.1", (3, 12)), ("==3.12.*", (3, 12)), ("3.12.*", (3, 12)), ("<3.13", (3, 12)), (">3.11", (3, 11)),
    ("^3.9 || ~3.13", (3, 11)), ("!=3.9.7", (3, 9)), ("*", (3, 12)), ("", (3, 9)), ("latest", (3, 9)), (">=3", (3, 9)),
    (">=3.10 <3.13", (3, 11)), ("<=3.12.9", (3, 12)), ("<3.12.9", (3, 12)), ("<4", (3, 20)),
])  # fmt: skip
def test_a_requirement_allows(requirement: str, version: tuple[int, ...]) -> None:
    assert allowed(requirement, version)


@pytest.mark.parametrize(("requirement", "version"), [
    (">=3.13", (3, 12)), (">=3.10,<3.12", (3, 12)), ("^3.13", (3, 12)), ("~3.11", (3, 12)), ("~=3.12.1", (3, 13)),
    ("==3.11.*", (3, 12)), ("3.11", (3, 12)), ("<3.12", (3, 12)), ("<=3.11", (3, 12)), ("!=3.9.*", (3, 9)),
    ("~3.9 || ~3.10", (3, 11)), ("^2.7", (3, 9)), ("<3", (3, 9)), (">=3.10 <3.12", (3, 12)),
])  # fmt: skip
def test_a_requirement_refuses(requirement: str, version: tuple[int, ...]) -> None:
    assert not allowed(requirement, version)


@given(minors, minors)
def test_bounds_are_the_order_of_versions(bound: tuple[int, int], version: tuple[int, int]) -> None:
    said = f"{bound[0]}.{bound[1]}"
    assert allowed(f">={said}", version) == (version >= bound)
    assert allowed(f"<{said}", version) == (version < bound)
    assert allowed(f"=={said}", version) == same(bound, version)


@given(st.text(max_size=30), minors)
def test_no_text_is_too_odd(text: str, version: tuple[int, int]) -> None:
    assert allowed(text, version) in (True, False)
    assert exact(text) is None or len(exact(text) or ()) >= 2
