"""`deploylint boot --format mermaid`: what runs where, as a diagram."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from deploylint.report import mermaid
from tests.report.samples import SERVICES, run
from tests.report.snapshots import equals

# What GitHub's Mermaid reads: one statement a line, all text of ours within quotes, no quote or markup in it.
_LABEL = r'"(?:[^"<>&`\\|#]|#(?:\d+|quot|lt|gt|amp);|<br/>)*"'
_STATEMENT = re.compile(
    rf"  subgraph s\d+\[{_LABEL}\]|  end"
    rf"|    s\d+p\d+(?:\({_LABEL}\)| --> s\d+p\d+w\[{_LABEL}\]| -\. {_LABEL} \.-x s\d+p\d+x\d+\[{_LABEL}\]"
    rf"| -- {_LABEL} --> s\d+p\d+b\d+\[{_LABEL}\])"
    rf"|    s\d+p\d+w --[>x] s\d+p\d+t\[/{_LABEL}/\]"
)


def statements(text: str) -> list[str]:
    first, *others = text.removesuffix("\n").split("\n")
    assert first == "flowchart LR"
    return others


def test_each_platform_points_at_what_it_runs_and_crosses_out_what_it_does_not() -> None:
    equals("boot.mmd", mermaid.render(run()))


def test_a_repository_without_services_is_an_empty_diagram() -> None:
    assert mermaid.render(run(services=())) == "flowchart LR\n"


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=120))
def test_no_text_of_a_repository_breaks_out_of_its_label(text: str) -> None:
    platform = SERVICES[0].platforms[0]
    assert platform.winner is not None
    hostile = replace(platform, title=text, argv=(text,), winner=replace(platform.winner, label=text))
    service = replace(SERVICES[0], id=text, folder=text, platforms=(hostile,))
    for line in statements(mermaid.render(run(services=(service,)))):
        assert _STATEMENT.fullmatch(line), line
