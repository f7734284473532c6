"""Links are followed by their text, within the tree only."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from deploylint.tree.links import follow

FILES = ("a.py", "lib/b.py", "lib/deep/c.py")


def test_a_link_to_a_file_leads_there_through_other_links() -> None:
    followed = follow({"x": "a.py", "y/z": "../x", "w": "linked/b.py", "linked": "lib"}, FILES)
    assert followed.files == {"x": "a.py", "y/z": "a.py", "w": "lib/b.py"}
    assert followed.folders == {"linked": "lib"}
    assert followed.skipped == ()


def test_a_link_to_the_root_is_a_folder() -> None:
    assert follow({"lib/top": ".."}, FILES).folders == {"lib/top": ""}


def test_links_that_leave_dangle_or_loop_are_named_with_the_reason() -> None:
    followed = follow(
        {"out": "../../etc/passwd", "abs": "/etc/passwd", "win": "C:/x", "gone": "b.py", "l1": "l2", "l2": "l1"}, FILES
    )
    assert [(skip.path, skip.reason) for skip in followed.skipped] == [
        ("abs", "a link that leaves the repository"),
        ("gone", "a link to 'b.py', which is not in the repository"),
        ("l1", "a link that leads back to itself"),
        ("l2", "a link that leads back to itself"),
        ("out", "a link that leaves the repository"),
        ("win", "a link that leaves the repository"),
    ]


def test_going_up_after_a_link_goes_up_from_where_it_leads() -> None:
    assert follow({"d": "lib/deep", "x": "d/../b.py"}, FILES).files == {"x": "lib/b.py"}


segments = st.sampled_from(["a.py", "lib", "deep", "x", "y", "..", ".", ""])
targets = st.lists(segments, min_size=1, max_size=4).map("/".join)


@given(st.dictionaries(st.sampled_from(["x", "y", "lib/x", "q/x"]), targets))
def test_every_link_is_a_file_a_folder_or_skipped(links: dict[str, str]) -> None:
    followed = follow(links, FILES)
    sorts = [*followed.files, *followed.folders, *(skip.path for skip in followed.skipped)]
    assert sorted(sorts) == sorted(links)
    assert set(followed.files.values()) <= set(FILES)
