"""The report for programs: its shape is a promise."""

from __future__ import annotations

import json

from deploylint.facts.listing import FileNote
from deploylint.report.formats.json import render
from tests.report.samples import FINDINGS, finding, run, span
from tests.report.snapshots import equals


def test_the_document_has_the_promised_shape() -> None:
    equals("report.json", render(run()))


def test_every_promised_field_is_there() -> None:
    document = json.loads(render(run()))
    assert list(document) == ["version", "tool", "as_of", "findings", "services", "files", "summary", "fixed"]
    promised = "rule name level confidence certainty message hint service key scope also location related".split()
    assert set(promised) <= set(document["findings"][0])
    place = ["path", "line", "column", "end_line", "end_column"]
    assert list(document["findings"][0]["location"]) == place
    assert list(document["findings"][0]["related"][0]) == [*place, "message"]
    assert list(document["files"][0]) == ["path", "format", "skipped"]


def test_an_empty_run_has_empty_lists() -> None:
    document = json.loads(render(run(findings=(), services=(), files=(), rules=())))
    assert (document["findings"], document["services"], document["files"]) == ([], [], [])


def test_bytes_that_are_no_text_do_not_break_the_encoding() -> None:
    name = b"caf\xe9.yaml".decode("utf-8", "surrogateescape")
    odd = finding("BOOT002", span(name, 1, 1, 2), "error", {"target": "\ud800"})
    text = render(run(findings=(odd,), files=(FileNote(name, "yaml"),)))
    assert json.loads(text.encode("utf-8"))["files"][0]["path"] == "caf\ufffd.yaml"


def test_text_is_written_as_it_is() -> None:
    assert "日本" in render(run(findings=FINDINGS[2:]))
