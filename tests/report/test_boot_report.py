"""`deploylint boot`: what runs where."""

from __future__ import annotations

import json
import shlex
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.report import boot, fold
from deploylint.report.formats import json as json_report
from deploylint.report.service import Line, Listens, Port, Service, Target
from deploylint.report.visible import cells, visible
from tests.report.samples import PULLED, SERVICES, STARTED, options, run, span
from tests.report.snapshots import equals

GIVEN = Listens(source="given", port=None, host="0.0.0.0", location=None)
SAID = Listens(source="said", port="8000", host=None, location=span("app.py", 4, 1, 5))
LOCAL = replace(SAID, source="default", host="127.0.0.1")
SET = Line("PORT", "5001", span("render.yaml", 9, 9, 20))
UNKNOWN = replace(SET, text="")


def test_each_platform_shows_its_winner_and_what_it_never_reads() -> None:
    equals("boot.txt", boot.render(run()))


def test_verbose_shows_evidence_and_what_joined_the_declarations() -> None:
    equals("boot-verbose.txt", boot.render(options(run(), verbose=True)))


def lines_of(*services: Service, width: int = 120, verbose: bool = False) -> list[str]:
    return boot.render(options(run(services=services), width=width, verbose=verbose)).splitlines()


def first(**changes: object) -> Service:
    """The sample's service on its first platform alone, with other fields there."""
    platform = replace(SERVICES[0].platforms[0], **changes)  # type: ignore[arg-type]
    return replace(SERVICES[0], platforms=(platform,))


def test_services_that_pull_an_image_take_one_line_each_and_say_why_their_role_is_unknown() -> None:
    other = replace(PULLED, id="cache", platforms=(replace(PULLED.platforms[0], image="redis", port=None),))
    assert lines_of(PULLED, SERVICES[0], other)[-4:] == [
        "Images that are pulled · each runs its own start command, with the arguments that are shown",
        "  db     postgres:16  Compose, role unknown  compose.yaml:3  ports 5432:5432",
        "  cache  redis        Compose, role unknown  compose.yaml:3",
        "  role unknown: no file says whether this compose project is production",
    ]
    assert "    starts     image postgres:16, its own start command" in lines_of(PULLED, verbose=True)


def test_a_long_command_goes_over_lines_that_can_be_copied() -> None:
    command = "gunicorn app:app " + " ".join(f"--setting-{n} 'a value {n}'" for n in range(12))
    shown = lines_of(first(command=command), width=80)
    start = next(n for n, line in enumerate(shown) if "starts" in line)
    end = next(n for n in range(start, len(shown)) if not shown[n].endswith("\\"))
    assert end > start
    assert all(len(line) <= 80 for line in shown)
    copied = "\n".join(line[15:] for line in shown[start : end + 1]).replace("\\\n", "")
    assert shlex.split(copied) == shlex.split(command)


def test_platforms_that_run_the_same_in_the_same_way_are_told_once() -> None:
    (service,) = (first(),)
    row = service.platforms[0]
    places = [replace(row.entry, path=f"{name}.yaml") for name in "abcde"]
    many = replace(service, platforms=tuple(replace(row, entry=place) for place in places))
    shown = lines_of(many)
    assert "  Render (docker) · production, likely · a.yaml:2, b.yaml:2, c.yaml:2 and 2 more" in shown
    assert len(shown) == len(lines_of(service))
    assert sum("Render (docker)" in line for line in lines_of(many, verbose=True)) == len(places)


@pytest.mark.parametrize(
    ("port", "shown"),
    [
        (Port(given="PORT"), "unknown: nothing that starts is seen to open one; Render gives PORT"),
        (Port(given="PORT", default=10000, listens=GIVEN), "$PORT, given by Render (10000 by default)"),
        (Port(given="PORT", default=10000, variable=SET, listens=GIVEN), "$PORT, set to 5001 (render.yaml:9)"),
        (Port(given="PORT", default=10000, listens=SAID), "8000 (app.py:4); Render gives PORT (10000 by default)"),
        (Port(default=8080, listens=SAID), "8000 (app.py:4); Render sends requests to 8080 by default"),
        (Port(stated=SET, listens=SAID), "8000 (app.py:4); Render sends requests to 5001 (render.yaml:9 PORT)"),
        (Port(listens=replace(GIVEN, port="8000")), "8000 unless PORT is set"),
        (Port(listens=GIVEN), "$PORT, which nothing here sets"),
        (Port(listens=GIVEN, variable=UNKNOWN), "$PORT, set to a value that is not known here (render.yaml:9)"),
        (Port(listens=LOCAL), "8000, the program's own, reachable from 127.0.0.1 alone"),
        (Port(listens=replace(SAID, source="unknown")), "unknown: nothing that is read says it"),
        (Port(published=(SET,)), "published 5001 (render.yaml:9)"),
    ],
)  # fmt: skip
def test_a_port_is_told_with_its_source(port: Port, shown: str) -> None:
    assert f"    port       {shown}" in lines_of(first(port=port))


def test_a_reason_is_told_once() -> None:
    target = Target("unknown", None, "git ignores it")
    assert STARTED.launch is not None
    winner = replace(STARTED, launch=replace(STARTED.launch, target=target))
    shown = "\n".join(lines_of(first(winner=winner, reason="git ignores it", assumptions=("git ignores it",))))
    assert shown.count("git ignores it") == 1


def test_every_unknown_says_because_of_what() -> None:
    shown = lines_of(*SERVICES, PULLED)
    unknown = [line for line in shown if " unknown" in line and "·" not in line and "Compose, role" not in line]
    assert unknown
    assert all(": " in line for line in unknown)


def test_what_starts_no_process_has_no_certainty() -> None:
    shown = lines_of(first(winner=None, server=False, certainty="unknown", title="Vercel", reason="static files"))
    assert "  Vercel · production · render.yaml:2" in shown
    assert "    starts     no process: static files" in shown


def test_what_the_platform_does_not_read_is_not_called_certain() -> None:
    shown = lines_of(first(unread="Render reads no Procfile", certainty="certain", title="Heroku"))
    assert "  Heroku · production, not read · render.yaml:2" in shown


def test_a_target_that_is_missing_stands_out_in_colour() -> None:
    shown = boot.render(options(run(), colour=True))
    assert "\x1b[31mtarget     \x1b[0mmissing: there is no 'src'" in shown


@given(st.text(), st.integers(1, 200))
def test_a_line_is_cut_to_its_width(text: str, width: int) -> None:
    assert cells(fold.cut(visible(text), width)) <= max(width, 1)


def test_a_repository_without_services_says_so() -> None:
    assert boot.render(run(services=())) == "No service found: nothing in the recognised files starts one.\n"


def test_json_is_the_services_part_of_the_report() -> None:
    document = json.loads(boot.render_json(run()))
    assert document["services"] == json.loads(json_report.render(run()))["services"]
    assert (
        document["services"][0]["platforms"][0]["winner"]["location"]["line"]
        == SERVICES[0].declarations[0].location.range.line
    )
