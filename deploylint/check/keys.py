"""Keys: what names a finding across runs and commits, without any line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from deploylint.check.finding import Finding


@cache
def _ordinal() -> re.Pattern[str]:
    return re.compile(r"#[0-9]+\Z")


def stem(rule: str, path: str, subject: str) -> str:
    """The key of the first finding of a rule with this path and subject; stems of different findings differ."""
    return f"{rule}:{path.replace('%', '%25').replace(':', '%3A')}:{subject}"


def number(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings in the order of place, their keys made unique: `#2`, `#3` ... among equals in that order."""
    seen: Counter[str] = Counter()
    numbered = []
    for finding in sorted(findings, key=lambda finding: finding.order):
        key = stem(finding.rule, finding.span.path, finding.subject)
        seen[key] += 1
        count = seen[key]
        bare = count == 1 and not _ordinal().search(key)
        numbered.append(replace(finding, key=key if bare else f"{key}#{count}"))
    return tuple(numbered)


def names(at: str, finding: Finding) -> bool:
    """True if the `at` of a suppression names a finding: its key, its subject (ordinal or not), or its beginning.

    A subject begins with what the finding stands in, so that `scripts.start` names all findings in that script.
    """
    tail = finding.key[len(stem(finding.rule, finding.span.path, "")) :]
    return at in (finding.subject, tail, finding.key) or finding.subject.startswith(f"{at}/")
