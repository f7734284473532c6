"""Interpolation: the cases of chapter 12 of the Compose specification, and those that compose-go publishes.

The second table is re-typed from compose-go template/template_test.go; each case names its test there.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.model.compose.interpolate import interpolate
from tests.model.compose.merged import result

KNOWN = {"FOO": "first", "BAR": "", "JSON": '{"json":2}'}

CASES = [
    ("12 VARIABLE:-default, unset", "${UNSET:-default}", "default"),
    ("12 VARIABLE:-default, empty", "${BAR:-default}", "default"),
    ("12 VARIABLE:-default, set", "${FOO:-default}", "first"),
    ("12 VARIABLE-default, unset", "${UNSET-default}", "default"),
    ("12 VARIABLE-default, empty", "${BAR-default}", ""),
    ("12 VARIABLE:?err, set", "${FOO:?err}", "first"),
    ("12 VARIABLE?err, empty", "${BAR?err}", ""),
    ("12 nested in a default", "${UNSET:-${FOO}}", "first"),
    ("12 nested in a message", "${FOO?$BAR}", "first"),
    ("12 nested twice", "${UNSET:-${BAR:-default}}", "default"),
    ("12 double dollar", "$$VAR_NOT_INTERPOLATED_BY_COMPOSE", "$VAR_NOT_INTERPOLATED_BY_COMPOSE"),
    ("12 no valid name is preserved", "costs $5 and $-x", "costs $5 and $-x"),
    ("12 not set and no default is empty", "a${UNSET}b$UNSET", "ab"),
    ("TestEscaped", "$${foo}", "${foo}"),
    ("TestSubstituteNoMatch", "foo", "foo"),
    ("TestUnescaped", "a $ string", "a $ string"),
    ("TestUnescaped", "^REGEX$", "^REGEX$"),
    ("TestUnescaped", "$}", "$}"),
    ("TestUnescaped", "$", "$"),
    ("TestNonBraced", "$FOO-bar", "first-bar"),
    ("TestNoValueNoDefault", "This ${missing} var", "This  var"),
    ("TestNoValueNoDefault", "This ${BAR} var", "This  var"),
    ("TestValueNoDefault", "This $FOO var", "This first var"),
    ("TestValueNoDefault", "This ${FOO} var", "This first var"),
    ("TestNoValueWithDefault", "ok ${missing:-def}", "ok def"),
    ("TestNoValueWithDefault", "ok ${missing-def}", "ok def"),
    ("TestLazyDefaultDoesNotWarn", "${A:+${A},}B", "B"),
    ("TestLazyDefaultWarnsWhenUsed", "${A:-${B}}", ""),
    ("TestEmptyValueWithSoftDefault", "ok ${BAR:-def}", "ok def"),
    ("TestValueWithSoftDefault", "ok ${FOO:-def}", "ok first"),
    ("TestEmptyValueWithHardDefault", "ok ${BAR-def}", "ok "),
    ("TestPresentValueWithUnset", "ok ${UNSET_VAR:+presence_value}", "ok "),
    ("TestPresentValueWithUnset2", "ok ${UNSET_VAR+presence_value}", "ok "),
    ("TestPresentValueWithNonEmpty", "ok ${FOO:+presence_value}", "ok presence_value"),
    ("TestPresentValueAndNonEmptyWithNonEmpty", "ok ${FOO+presence_value}", "ok presence_value"),
    ("TestPresentValueWithSet", "ok ${BAR+presence_value}", "ok presence_value"),
    ("TestPresentValueAndNotEmptyWithSet", "ok ${BAR:+presence_value}", "ok "),
    ("TestNonAlphanumericDefault", "ok ${BAR:-/non:-alphanumeric}", "ok /non:-alphanumeric"),
    ("TestInterpolationExternalInterference", "-ok ${BAR:-defaultValue}", "-ok defaultValue"),
    ("TestInterpolationExternalInterference", "+ok ${UNSET:-${BAR-defaultValue}}", "+ok "),
    ("TestInterpolationExternalInterference", "-ok ${FOO:-defaultValue}", "-ok first"),
    ("TestInterpolationExternalInterference", ":-ok ${UNSET-defaultValue}", ":-ok defaultValue"),
    ("TestInterpolationExternalInterference", ":-ok ${BAR-defaultValue}", ":-ok "),
    ("TestInterpolationExternalInterference", ":?ok ${BAR-defaultValue}", ":?ok "),
    ("TestInterpolationExternalInterference", ":?ok ${BAR:-defaultValue}", ":?ok defaultValue"),
    ("TestInterpolationExternalInterference", ":+ok ${BAR:-defaultValue}", ":+ok defaultValue"),
    ("TestInterpolationExternalInterference", "+ok ${BAR-defaultValue}", "+ok "),
    ("TestInterpolationExternalInterference", "?ok ${BAR:-defaultValue}", "?ok defaultValue"),
    ("TestDefaultsWithNestedExpansion", "ok ${UNSET_VAR-$FOO}", "ok first"),
    ("TestDefaultsWithNestedExpansion", "ok ${UNSET_VAR-${FOO}}", "ok first"),
    ("TestDefaultsWithNestedExpansion", "ok ${UNSET_VAR-${FOO} ${FOO}}", "ok first first"),
    ("TestDefaultsWithNestedExpansion", "ok ${BAR:-$FOO}", "ok first"),
    ("TestDefaultsWithNestedExpansion", "ok ${BAR:-${FOO}}", "ok first"),
    ("TestDefaultsWithNestedExpansion", "ok ${BAR:-${FOO} ${FOO}}", "ok first first"),
    ("TestDefaultsWithNestedExpansion", "ok ${BAR+$FOO}", "ok first"),
    ("TestDefaultsWithNestedExpansion", "ok ${BAR+$FOO ${FOO:+second}}", "ok first second"),
    ("TestDefaultsForMandatoryVariables", "ok ${FOO:?err}", "ok first"),
    ("TestDefaultsForMandatoryVariables", "ok ${FOO?err}", "ok first"),
    ("TestDefaultsForMandatoryVariables", "ok ${BAR?err}", "ok "),
]


@pytest.mark.parametrize(("template", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_texts_are_interpolated_as_published(template: str, expected: str) -> None:
    found = interpolate(template, KNOWN)
    assert (found.value, found.problems) == (expected, ())


MISSING = "required variable '{}' is missing a value"


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("not ok ${UNSET_VAR:?Mandatory Variable Unset}", MISSING.format("UNSET_VAR") + ": Mandatory Variable Unset"),
        ("not ok ${BAR:?Mandatory Variable Empty}", MISSING.format("BAR") + ": Mandatory Variable Empty"),
        ("not ok ${UNSET_VAR:?}", MISSING.format("UNSET_VAR")),
        ("not ok ${UNSET_VAR?Mandatory Variable Unset}", MISSING.format("UNSET_VAR") + ": Mandatory Variable Unset"),
        ("not ok ${UNSET_VAR?}", MISSING.format("UNSET_VAR")),
        ("not ok ${UNSET_VAR:?Mandatory Variable ${FOO}}", MISSING.format("UNSET_VAR") + ": Mandatory Variable first"),
        ("not ok ${UNSET_VAR?Mandatory Variable ${FOO}}", MISSING.format("UNSET_VAR") + ": Mandatory Variable first"),
    ],
)
def test_mandatory_variables_are_problems_as_published(template: str, expected: str) -> None:
    assert interpolate(template, KNOWN).problems == (expected,)


@pytest.mark.parametrize("template", ["${", "${}", "${ }", "${ foo}", "${foo }", "${foo!}", "${V/foo/bar}"])
def test_templates_that_are_published_as_invalid_are_problems(template: str) -> None:
    assert len(interpolate(template, KNOWN).problems) == 1


def test_what_is_not_set_and_what_has_a_default_is_told_apart() -> None:
    found = interpolate("$A ${B:-b} ${FOO} ${C:?no} ${D+d}", KNOWN)
    assert (found.missing, found.assumed) == (("A", "C"), ("B", "D"))


def test_12_keys_are_not_interpolated_and_the_equal_sign_syntax_is() -> None:
    text = 'services: {foo: {labels: {"$FOO": BAR}}, bar: {labels: ["$FOO=BAR"]}, web: {command: "$$FOO"}}\n'
    assert result({"compose.yaml": text}, FOO="x") == {
        "foo": {"labels": {"$FOO": "BAR"}},
        "bar": {"labels": {"x": "BAR"}},
        "web": {"command": "$FOO"},
    }


def test_12_each_file_is_interpolated_before_it_is_merged() -> None:
    files = {
        "a.yaml": 'services: {a: {ports: ["${PORT}:80", "90:90"]}}\n',
        "b.yaml": 'services: {a: {ports: ["8080:80"]}}\n',
    }
    assert result(files, PORT="8080") == {"a": {"ports": ["8080:80", "90:90"]}}


@given(st.text(alphabet="${}:-?+AB x", max_size=40))
def test_any_text_has_a_value_and_one_without_a_dollar_stays_itself(text: str) -> None:
    found = interpolate(text, {"A": "a$B"})
    assert isinstance(found.value, str)
    if "$" not in text:
        assert found.value == text


@given(st.text(alphabet="ab{}$ ", max_size=30))
def test_doubled_dollars_are_the_dollars_of_the_text(text: str) -> None:
    assert interpolate(text.replace("$", "$$"), {}).value == text


def test_deep_nesting_and_long_texts_come_to_an_end() -> None:
    assert interpolate("${A:-" * 5000 + "x" + "}" * 5000, {}).value
    assert interpolate("${A:-" * 20000, {}).value
    assert interpolate("$A" * 200_000, {"A": "b"}).value == "b" * 200_000
