"""SARIF: what the schema demands, what GitHub demands, and what no validator sees."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import sarif_om
from jsonschema import Draft202012Validator

from deploylint.check.finding import Fix, Related
from deploylint.facts.edit import Edit
from deploylint.facts.listing import FileNote
from deploylint.facts.place import Range, Source
from deploylint.report.excerpt import snippet
from deploylint.report.formats import sarif
from deploylint.report.run import Provenance, Run
from deploylint.report.sarif import serialise
from deploylint.report.sarif.fingerprint import line_hashes
from tests.report.samples import FILES, FINDINGS, RULES, finding, run, span

PUBLISHED = Provenance(repository="https://example.com/shop", revision="0" * 40, branch="main")


@cache
def schema() -> dict[str, Any]:
    return json.loads((Path(__file__).parent / "data/sarif-2.1.0.json").read_text(encoding="utf-8"))


def log(one: Run) -> dict[str, Any]:
    """The report, after the schema has been held against it."""
    text = sarif.render(one)
    document = json.loads(text)
    errors = [f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema()).iter_errors(document)]
    assert errors == []
    return document


def only(one: Run) -> dict[str, Any]:
    (single,) = log(one)["runs"]
    return single


def place(result: dict[str, Any]) -> dict[str, Any]:
    (location,) = result["locations"]
    return location["physicalLocation"]


def hashes(data: bytes) -> list[str]:
    found = line_hashes(data, range(1, 1000))
    return [found[number] for number in sorted(found)]


@pytest.mark.parametrize(
    "one",
    [
        run(),
        run(findings=(), services=(), files=()),
        run({}, findings=FINDINGS),
        run(provenance=PUBLISHED),
        run({"a.yaml": ""}, findings=(finding("BOOT002", span("a.yaml", 1, 1, 1), "error", {"target": "x"}),)),
    ],
    ids=["findings", "clean", "no sources", "published", "empty file"],
)
def test_every_report_follows_the_schema(one: Run) -> None:
    assert log(one)["version"] == "2.1.0"


def test_a_clean_run_still_lists_its_rules_and_an_empty_array() -> None:
    clean, dirty = only(run(findings=())), only(run())
    assert clean["results"] == []
    assert clean["tool"] == dirty["tool"]
    assert [rule["id"] for rule in clean["tool"]["driver"]["rules"]] == [rule.id for rule in RULES]


def test_a_result_names_its_rule_by_id_and_index_and_its_level() -> None:
    for result, one in zip(only(run())["results"], FINDINGS, strict=True):
        assert (result["ruleId"], result["level"]) == (one.rule, one.level)
        assert RULES[result["ruleIndex"]].id == one.rule
        assert "kind" not in result


def test_a_warning_under_an_error_rule_stays_a_warning() -> None:
    quiet = only(run(findings=(replace(FINDINGS[1], level="warning"),)))
    assert quiet["results"][0]["level"] == "warning"
    assert quiet["tool"]["driver"]["rules"][1]["defaultConfiguration"]["level"] == "error"


def test_every_message_is_its_template_with_its_arguments() -> None:
    single = only(run())
    for result in single["results"]:
        message = result["message"]
        strings = single["tool"]["driver"]["rules"][result["ruleIndex"]]["messageStrings"]
        filled = strings[message["id"]]["text"]
        for number, argument in enumerate(message["arguments"]):
            filled = filled.replace(f"{{{number}}}", argument)
        assert filled == message["text"]


def test_every_template_quotes_its_placeholders_and_ends_with_a_full_stop() -> None:
    for rule in only(run())["tool"]["driver"]["rules"]:
        for string in rule["messageStrings"].values():
            placeholders = re.findall(r"\{\d+\}", string["text"])
            assert placeholders
            assert all(f"'{placeholder}'" in string["text"] for placeholder in placeholders)
            assert string["text"].endswith(".")


def test_each_related_location_is_linked_exactly_once() -> None:
    awkward = replace(
        FINDINGS[0],
        arguments=(("service", "[x](1)"), ("number", "two")),
        related=(Related(span("app/[slug]/page.tsx", 1, 1, 2), "here](2)"), *FINDINGS[0].related),
    )
    result = only(run(findings=(awkward,)))["results"][0]
    links = re.findall(r"(?<!\\)\[((?:[^\[\]\\]|\\.)*)\]\((\d+)\)", result["message"]["text"])
    assert [words for words, _ in links] == [r"app/\[slug\]/page.tsx:1", "render.yaml:4", "backend/Procfile:1"]
    assert [int(number) for _, number in links] == [location["id"] for location in result["relatedLocations"]]


def test_snippets_are_what_stands_at_their_regions() -> None:
    for result in only(run())["results"]:
        spot = place(result)
        source = Source(FILES[unquote(spot["artifactLocation"]["uri"])])
        for region in (spot["region"], spot["contextRegion"]):
            text = region["snippet"]["text"]
            start = source.offset(region["startLine"], region["startColumn"])
            assert source.text[start : source.offset(region["endLine"], region["endColumn"])] == text
        assert snippet(source, FINDINGS[0].range) is not None
        assert spot["region"]["snippet"]["text"] in spot["contextRegion"]["snippet"]["text"]
        assert spot["region"] != spot["contextRegion"]


def test_a_region_is_the_first_line_of_a_range_and_its_context_the_whole() -> None:
    wide = finding("BOOT002", span("render.yaml", 2, 5, 10, end_line=4), "error", {"target": "x"})
    spot = place(only(run(findings=(wide,)))["results"][0])
    assert (spot["region"]["startLine"], spot["region"]["endLine"], spot["region"]["endColumn"]) == (2, 2, 14)
    assert (spot["contextRegion"]["startLine"], spot["contextRegion"]["endLine"]) == (1, 4)


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b/c#d.yaml", "a%20b/c%23d.yaml"),
        ("100%/[x]?.py", "100%25/%5Bx%5D%3F.py"),
        ("c:/x.py", "c%3A/x.py"),
        ("日本.py", "%E6%97%A5%E6%9C%AC.py"),
        (b"caf\xe9.py".decode("utf-8", "surrogateescape"), "caf%E9.py"),
    ],
)
def test_paths_are_relative_encoded_references(path: str, uri: str) -> None:
    odd = finding("BOOT002", span(path, 1, 1, 2), "error", {"target": "x"})
    located = place(only(run({path: "xy\n"}, findings=(odd,)))["results"][0])["artifactLocation"]
    assert located == {"uri": uri, "uriBaseId": "%SRCROOT%"}


def test_findings_of_one_rule_on_one_line_are_one_result_of_the_highest_level() -> None:
    quiet = replace(FINDINGS[1], level="warning", message="Another one.", span=span("backend/Dockerfile", 3, 5, 8))
    results = only(run(findings=(quiet, FINDINGS[1])))["results"]
    assert [(result["level"], len(result["relatedLocations"])) for result in results] == [("error", 1)]
    assert results[0]["relatedLocations"][0]["message"]["text"] == "Another one."


def test_safe_fixes_stand_with_their_results_and_unsafe_ones_do_not() -> None:
    first = Edit("render.yaml", Range(3, 5, 3, 9), "title")
    second = Edit("render.yaml", Range(4, 1, 5, 1), "")
    fixes = (Fix(True, (first, second)), Fix(False, (first,)), None)
    findings = tuple(replace(finding, fix=fix) for finding, fix in zip(FINDINGS, fixes, strict=True))
    told = [result.get("fixes") for result in only(run(findings=findings))["results"]]
    assert told == [
        [
            {
                "description": {"text": "Declare one start command and let the others go."},
                "artifactChanges": [
                    {
                        "artifactLocation": {"uri": "render.yaml", "uriBaseId": "%SRCROOT%"},
                        "replacements": [
                            {
                                "deletedRegion": {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 9},
                                "insertedContent": {"text": "title"},
                            },
                            {
                                "deletedRegion": {"startLine": 4, "startColumn": 1, "endLine": 5, "endColumn": 1},
                                "insertedContent": {"text": ""},
                            },
                        ],
                    }
                ],
            }
        ],
        None,
        None,
    ]


def test_skipped_files_are_notes_of_a_successful_run() -> None:
    (invocation,) = only(run())["invocations"]
    assert invocation["executionSuccessful"] is True
    (notification,) = invocation["toolExecutionNotifications"]
    assert notification["message"]["text"] == "Skipped: binary."
    assert notification["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "logo.yaml"


def test_a_report_holds_the_most_severe_25000_results_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MAXIMUM", 2)
    single = only(run(files=()))
    assert [result["level"] for result in single["results"]] == ["error", "error"]
    (notification,) = single["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith("1 results were left out")


def test_nothing_of_this_machine_is_in_the_report() -> None:
    text = sarif.render(run(files=(FileNote("a.yaml", "yaml"),)))
    assert str(Path.cwd()) not in text
    assert str(Path.home()) not in text
    assert not re.search(r"guid|TimeUtc|file://", text)


def test_where_it_is_published_is_said_only_if_known() -> None:
    assert "versionControlProvenance" not in only(run())
    (published,) = only(run(provenance=PUBLISHED))["versionControlProvenance"]
    assert published["mappedTo"] == {"uriBaseId": "%SRCROOT%"}


def test_a_rule_brings_its_words_and_only_numbers_make_it_a_security_alert() -> None:
    rule = only(run())["tool"]["driver"]["rules"][2]
    assert rule["name"] == "TodoComment"
    assert rule["help"]["text"] == RULES[2].prose
    assert rule["helpUri"] in rule["help"]["markdown"]
    assert rule["properties"] == {
        "tags": ["comment", "deployment", "source"],
        "precision": "medium",
        "problem.severity": "recommendation",
    }


def test_long_descriptions_are_cut_where_github_refuses_them() -> None:
    long = replace(RULES[0], title="word " * 400)
    rule = only(run(findings=(), rules=(long,)))["tool"]["driver"]["rules"][0]
    assert len(rule["shortDescription"]["text"]) == 1024


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", ["c129715d7a2bc9a3:1"]),
        (b"Lorem ipsum dolor sit amet.\n" * 10, ["a7f2ff13bc495cf2:1", "a7f2ff13bc495cf2:2"]),
    ],
)
def test_line_hashes_are_those_of_the_upload_action(data: bytes, expected: list[str]) -> None:
    assert hashes(data)[: len(expected)] == expected


def test_line_hashes_ignore_blanks_and_the_kind_of_line_end() -> None:
    assert hashes(b"a b\n\tc\n") == hashes(b"ab\r\nc\r\n") == hashes(b"ab\rc\r")


def test_a_line_inserted_on_top_changes_no_hash() -> None:
    text = b"a: 1\nb: 2\nc: 3\n"
    assert hashes(b"# new\n" + text)[1:] == hashes(text)


def test_characters_beyond_the_first_plane_count_as_two_units() -> None:
    assert hashes("😀".encode()) != hashes("\ufffd".encode())
    assert len(hashes("😀\n".encode() * 3)) == 4


def test_a_key_of_its_own_survives_moved_lines() -> None:
    moved = replace(FINDINGS[1], span=span("backend/Dockerfile", 1, 1, 5))
    prints = [only(run(findings=(one,)))["results"][0]["partialFingerprints"] for one in (FINDINGS[1], moved)]
    assert prints[0]["deploylintFinding/v1"] == prints[1]["deploylintFinding/v1"]
    assert prints[0]["primaryLocationLineHash"] != prints[1]["primaryLocationLineHash"]


def test_the_object_model_knows_every_property_that_is_written() -> None:
    """sarif-om is of 2019: each name it writes is one of the schema, but for the two that are never used here."""
    unknown = set()
    for name, kind in vars(sarif_om).items():
        if not isinstance(kind, type):
            continue
        key = "".join((name[0].lower(), name[1:]))
        known = schema()["definitions"].get(key, schema() if name == "SarifLog" else {}).get("properties")
        written = {field.metadata["schema_property_name"] for field in kind.__attrs_attrs__}  # type: ignore[attr-defined]
        unknown |= {f"{name}.{field}" for field in written - set(known or written)}
    assert unknown == {"Suppression.state"}
    assert serialise.serialise(sarif_om.Message(text="x")) == '{"text":"x"}\n'
