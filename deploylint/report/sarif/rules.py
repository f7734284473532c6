"""The tool, its rules and its notifications in SARIF."""

from __future__ import annotations

from collections.abc import Sequence

import sarif_om as om

from deploylint.check import messages
from deploylint.check.rule import Rule
from deploylint.report.run import loudest
from deploylint.version import HOME

MAXIMUM = 1024  # characters of a description that GitHub accepts
PLACES = "Places"  # behind a message's name: its variant with links to the related locations
SEVERITIES = {"error": "error", "warning": "warning", "note": "recommendation"}
SKIPPED = "SKIP001"
TRUNCATED = "SKIP002"


def driver(version: str, rules: Sequence[Rule]) -> om.ToolComponent:
    """deploylint itself with all rules that ran, whatever they found."""
    return om.ToolComponent(
        name="deploylint",
        organization="deploylint",
        version=version,
        semantic_version=version,
        information_uri=HOME,
        rules=[_rule(rule) for rule in rules],
        notifications=[
            _notification(SKIPPED, "FileSkipped", "A file was left out of the analysis."),
            _notification(TRUNCATED, "ResultsTruncated", "The least severe results were left out of the report."),
        ],
    )


def numbered(template: str) -> str:
    """A message's template with its placeholders numbered in their order: `'{program}'` becomes `'{0}'`."""
    for index, name in enumerate(names(template)):
        template = template.replace("{" + name + "}", "{" + str(index) + "}")
    return template


def names(template: str) -> tuple[str, ...]:
    """The placeholders of a template, each once."""
    return tuple(dict.fromkeys(messages.placeholders(template)))


def with_places(template: str) -> str:
    """The numbered template with a sentence of links to related locations behind it."""
    return f"{numbered(template)} See '{{{len(names(template))}}}'."


def _rule(rule: Rule) -> om.ReportingDescriptor:
    level = loudest(rule)
    link = f"{HOME}#{rule.id}"
    text = rule.prose or rule.title
    return om.ReportingDescriptor(
        id=rule.id,
        name="".join(part.capitalize() for part in rule.name.split("-")),
        short_description=_text(rule.title or rule.name),
        full_description=_text(" ".join(text.split("\n\n", 1)[0].split())),
        help=om.MultiformatMessageString(text=text, markdown=f"{text}\n\n[{rule.id} {rule.name}]({link})"),
        help_uri=link,
        message_strings=_strings(rule),
        default_configuration=om.ReportingConfiguration(level="none" if level == "off" else level),
        properties={
            "tags": sorted({"deployment", rule.family, *rule.tags} - {"security", ""})[:10],
            "precision": rule.confidence,
            "problem.severity": SEVERITIES.get(level, "recommendation"),
        },
    )


def _strings(rule: Rule) -> dict[str, om.MultiformatMessageString]:
    strings = {}
    for name, template in rule.messages.items():
        strings[name] = om.MultiformatMessageString(text=numbered(template))
        strings[name + PLACES] = om.MultiformatMessageString(text=with_places(template))
    return strings


def _text(text: str) -> om.MultiformatMessageString:
    return om.MultiformatMessageString(text=text if len(text) <= MAXIMUM else text[: MAXIMUM - 1] + "…")


def _notification(key: str, name: str, text: str) -> om.ReportingDescriptor:
    return om.ReportingDescriptor(
        id=key,
        name=name,
        short_description=_text(text),
        full_description=_text(text),
        help=om.MultiformatMessageString(text=text),
        help_uri=HOME,
        default_configuration=om.ReportingConfiguration(level="note"),
    )
