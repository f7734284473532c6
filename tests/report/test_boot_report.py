"""`deploylint boot`: what runs where."""

from __future__ import annotations

import json

from deploylint.report import boot
from deploylint.report.formats import json as json_report
from tests.report.samples import SERVICES, options, run
from tests.report.snapshots import equals


def test_each_platform_shows_its_winner_and_what_it_never_reads() -> None:
    equals("boot.txt", boot.render(run()))


def test_verbose_shows_evidence_and_what_joined_the_declarations() -> None:
    equals("boot-verbose.txt", boot.render(options(run(), verbose=True)))


def test_a_repository_without_services_says_so() -> None:
    assert boot.render(run(services=())) == "No service found: nothing in the recognised files starts one.\n"


def test_json_is_the_services_part_of_the_report() -> None:
    document = json.loads(boot.render_json(run()))
    assert document["services"] == json.loads(json_report.render(run()))["services"]
    assert (
        document["services"][0]["platforms"][0]["winner"]["location"]["line"]
        == SERVICES[0].declarations[0].location.range.line
    )
