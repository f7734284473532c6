"""The readers of uWSGI's INI files and of INI files at all."""

from __future__ import annotations

from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st

from deploylint.facts.place import Range, Source
from deploylint.read import crontab, setup_cfg
from deploylint.read.uwsgi import read


def test_settings_switches_and_conditions() -> None:
    facts = read(
        Source("; a\n[uwsgi]\nmaster\nhttp : 80\nif-env = A\nmodule = a\nendif =\n  chdir = b\n[other]\nx=1\n")
    )
    assert [(e.section, e.key.value, e.value.value, e.conditional) for e in facts.entries] == [
        ("uwsgi", "master", "true", False),
        ("uwsgi", "http", "80", False),
        ("uwsgi", "module", "a", True),
        ("uwsgi", "chdir", "b", False),
        ("other", "x", "1", False),
    ]
    assert facts.entries[1].range == Range(4, 1, 4, 10)
    assert facts.problems == ()


@given(st.text(alphabet="[]=:;# \n\tabif-enduwsgi", max_size=80))
def test_any_text_is_read_at_its_place(text: str) -> None:
    for entry in read(Source(text)).entries:
        assert entry.key.exact()
        assert entry.key.value.strip() == entry.key.value


def test_long_lines_cost_what_they_are_long() -> None:
    start = perf_counter()
    for line in ("a" + " " * 300_000 + "b", "1 1 1 1 " + "a" * 300_000, "%" * 300_000, "=" * 300_000):
        for read_one in (read, setup_cfg.read, crontab.read):
            assert read_one(Source(f"[uwsgi]\n{line}\n")) is not None
    assert perf_counter() - start < 10
