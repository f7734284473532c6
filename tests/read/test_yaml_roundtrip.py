"""The YAML reader against ruamel: what it writes is read back, with places that hold."""

from __future__ import annotations

import io
import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import (
    DoubleQuotedScalarString,
    FoldedScalarString,
    LiteralScalarString,
    SingleQuotedScalarString,
)

from deploylint.facts.place import Source
from deploylint.read.yaml import read
from tests.read.source_maps import STRINGS, check, check_slice, plain, texts

_STYLES = (
    str,
    SingleQuotedScalarString,
    DoubleQuotedScalarString,
    LiteralScalarString,
    FoldedScalarString,
)
# No tabs: the C scanner takes none where a block scalar's indentation may still grow. No line separators: ruamel ends
# lines there when it writes.
_STRINGS = STRINGS.map(lambda value: re.sub("[\t\x85\u2028\u2029]", " ", value))
_SCALARS = st.builds(lambda style, value: style(value), st.sampled_from(_STYLES), _STRINGS) | st.one_of(
    st.integers(), st.booleans(), st.none(), st.floats(allow_nan=False)
)
_KEYS = st.text("abcdé '#:\"-", min_size=1, max_size=8)
_TREES = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4), max_leaves=12
)


def dumped(data: Any, width: int, flow: bool) -> str:
    writer = YAML(typ="rt", pure=True)
    writer.width = width
    writer.default_flow_style = flow
    writer.allow_unicode = True
    out = io.StringIO()
    writer.dump(data, out)
    return out.getvalue()


def loaded(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


@settings(max_examples=120, deadline=None)
@given(st.dictionaries(_KEYS, _TREES, max_size=5), st.sampled_from([20, 80]), st.booleans(), st.data())
def test_what_ruamel_writes_is_read_back_with_places(tree: Any, width: int, flow: bool, data: st.DataObject) -> None:
    try:
        text = dumped(tree, width, flow)
        wanted = loaded(text)
    except (YAMLError, IndexError):  # ruamel cannot write every string in every style, nor read all it writes
        return
    facts = read(Source(text))
    if flow and re.search("[\"']:", text):  # the C scanner's limit: a plain word with a quote before a colon
        return
    assert [problem for problem in facts.problems if problem.kind == "fatal"] == []
    assert plain(facts.root) == (wanted or {})
    for found in texts(facts.root):
        check(found)
        start = data.draw(st.integers(0, len(found)))
        check_slice(found, start, data.draw(st.integers(start, len(found))))


@settings(max_examples=250, deadline=None)
@given(st.text("ab \t\n'\"\\-:#[]{},&*!|>%?<~1\u2028é", max_size=60))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    facts = read(Source(text))
    for root in (facts.root, *facts.others):
        for found in texts(root):
            check(found)
