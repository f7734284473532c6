"""Every rule's file is its own test: its sections are built in memory and linted with the rule alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest

from deploylint.check import kind, load, messages
from deploylint.check.finding import Finding
from deploylint.check.rule import Example, Rule
from deploylint.fix.fixer import of
from deploylint.testing.fixed import differences
from deploylint.testing.trial import lint, mismatches

RULES = load.shipped(examples=True)
BY_ID = {rule.id: rule for rule in RULES}


@cache
def told(rule_id: str, index: int) -> tuple[Finding, ...]:
    """What the example of this index is told."""
    return lint(BY_ID[rule_id], BY_ID[rule_id].examples[index], RULES)


def sections() -> Iterator[object]:
    for rule in RULES:
        for example in rule.examples:
            yield pytest.param(rule, example, id=f"{rule.id} {example.kind}: {example.title}")


each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
each_example = pytest.mark.parametrize(("rule", "example"), list(sections()))


@each_example
def test_an_example_is_told_exactly_what_it_expects(rule: Rule, example: Example) -> None:
    wrong = [str(mismatch) for mismatch in mismatches(rule, example, told(rule.id, rule.examples.index(example)))]
    assert not wrong, "\n".join([f"{rule.path}:{example.line}: {example.title}", *wrong])


@each_rule
def test_a_fix_leaves_exactly_what_the_fixed_sections_show(rule: Rule) -> None:
    for example in rule.examples:
        if example.kind == "fixed":
            assert differences(rule, example, RULES) == (), example.title


@each_rule
def test_a_rule_with_a_fix_shows_what_it_leaves(rule: Rule) -> None:
    shown = any(example.kind == "fixed" for example in rule.examples)
    assert shown == (rule.remedy is not None)


@each_rule
def test_the_fixer_accepts_what_the_rule_says(rule: Rule) -> None:
    if rule.remedy is not None:
        assert of(rule)[0].name == rule.remedy.name


@each_rule
def test_a_rule_has_two_bad_and_two_good_examples(rule: Rule) -> None:
    count = Counter(example.kind for example in rule.examples)
    assert count["bad"] >= 2
    assert count["good"] >= 2


@each_rule
def test_an_id_is_letters_and_three_digits(rule: Rule) -> None:
    assert load.identifier().match(rule.id)


def test_ids_and_names_are_unique() -> None:
    assert len({rule.id for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)


@each_rule
def test_messages_and_hints_are_well_formed(rule: Rule) -> None:
    for name, message in rule.messages.items():
        assert messages.fault(message) is None, (name, message)
    assert set(rule.hints) <= {*rule.messages, "default"}
    assert all(hint and not hint.endswith(".") for hint in rule.hints.values() if hint)


@each_rule
def test_every_message_is_told_by_some_example(rule: Rule) -> None:
    found = [finding for index in range(len(rule.examples)) for finding in told(rule.id, index)]
    assert {finding.message_id for finding in found if finding.rule == rule.id} == set(rule.messages)


@each_rule
def test_the_kind_accepts_the_parameters(rule: Rule) -> None:
    assert kind.params(rule) is not None


@each_rule
def test_the_prose_explains_the_rule(rule: Rule) -> None:
    assert rule.title.endswith((".", "!", "?"))
    assert len(rule.prose.split()) >= 25


def test_subsumed_rules_have_ids_and_no_rule_subsumes_itself() -> None:
    for rule in RULES:
        assert rule.id not in rule.subsumes
        assert all(load.identifier().match(other) for other in rule.subsumes)
