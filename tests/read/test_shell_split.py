"""Commands without a shell: split texts and argument lists."""

from __future__ import annotations

import shlex

from hypothesis import given
from hypothesis import strategies as st

from deploylint.facts.place import Range, Source
from deploylint.facts.text import Text
from deploylint.read.shell import listed, split


def words(text: str) -> list[str | None]:
    return [word.value for command in split(Text.whole(Source(text))).commands for word in command.words]


def test_nothing_is_expanded_and_no_operator_is_known() -> None:
    (command,) = split(Text.whole(Source(" gunicorn --bind $HOST:${PORT} a:b && c *.py # d"))).commands
    assert command.form == "split"
    assert words(" gunicorn --bind $HOST:${PORT} a:b && c *.py # d") == (
        ["gunicorn", "--bind", "$HOST:${PORT}", "a:b", "&&", "c", "*.py", "#", "d"]
    )
    assert all(word.expansions == () for word in command.words)


def test_words_keep_their_place() -> None:
    (command,) = split(Text.whole(Source("a 'b c'\td"))).commands
    assert [word.range for word in command.words] == [Range(1, 1, 1, 2), Range(1, 4, 1, 7), Range(1, 9, 1, 10)]
    assert command.words[1].text.outer == (2, 7)
    assert command.range == Range(1, 1, 1, 10)


def test_unbalanced_quotes_leave_it_incomplete() -> None:
    found = split(Text.whole(Source('a "b c')))
    assert found.commands == ()
    assert found.incomplete == Range(1, 3, 1, 7)


def test_blanks_alone_are_no_command() -> None:
    assert split(Text.whole(Source(" \n "))).commands == ()


def test_a_list_is_taken_as_it_is() -> None:
    source = Source('["sh", "-c", "a && $B"]')
    texts = [Text.whole(source, 2, 4), Text.whole(source, 8, 10), Text.whole(source, 14, 21)]
    (command,) = listed(texts, Range(1, 1, 1, 24)).commands
    assert (command.form, command.name, command.range) == ("exec", "sh", Range(1, 1, 1, 24))
    assert command.words[2].value == "a && $B"


def test_an_empty_list_is_no_command() -> None:
    assert listed([], Range(1, 1, 1, 3)).commands == ()


@given(st.text(st.sampled_from("ab'\"\\ \n\t$#é"), max_size=30))
def test_any_text_is_split_as_by_shlex(text: str) -> None:
    try:
        expected = shlex.split(text)
    except ValueError:
        assert split(Text.whole(Source(text))).incomplete is not None
        return
    assert words(text) == expected
