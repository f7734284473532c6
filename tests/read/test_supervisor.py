"""The reader of supervisor's configuration."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from deploylint.facts.place import Range, Source
from deploylint.read.supervisor import read


def words(command: str) -> list[str | None]:
    (entry,) = read(Source(f"[program:a]\ncommand={command}\n")).entries
    assert entry.script is not None
    return [word.value for one in entry.script.commands for word in one.words]


def test_settings_have_sections_keys_values_and_places() -> None:
    facts = read(Source("[supervisord]\nnodaemon = true\n[program:web]\ncommand: a b\n"))
    assert [(e.section, e.key.value, e.value.value, e.range) for e in facts.entries] == [
        ("supervisord", "nodaemon", "true", Range(2, 1, 2, 16)),
        ("program:web", "command", "a b", Range(4, 1, 4, 13)),
    ]


def test_what_stands_behind_a_semicolon_is_cut_even_inside_quotes() -> None:
    assert words("a b ; c") == ["a", "b"]
    assert words("a;b #c") == ["a;b"]
    (entry,) = read(Source("[program:a]\ncommand=sh -c 'a ; b'\n")).entries
    assert entry.value.value == "sh -c 'a"
    assert entry.script is not None
    assert entry.script.incomplete is not None


def test_indented_lines_go_on() -> None:
    facts = read(Source("[program:a]\ncommand=a\n  --b ; no\n\n\t--c\nuser=x\n"))
    assert facts.entries[0].script is not None
    (command,) = facts.entries[0].script.commands
    assert [(word.raw, word.range) for word in command.words] == [
        ("a", Range(2, 9, 2, 10)),
        ("--b", Range(3, 3, 3, 6)),
        ("--c", Range(5, 2, 5, 5)),
    ]
    assert facts.entries[1].key.value == "user"


def test_expansions_are_dynamic_and_doubled_signs_are_one() -> None:
    assert words("%(ENV_BIN)s x%(process_num)02d 10%% $X") == [None, None, "10%", "$X"]


def test_no_shell_reads_the_command() -> None:
    (entry,) = read(Source("[program:a]\ncommand=a && b | c\n")).entries
    assert entry.script is not None
    assert [command.form for command in entry.script.commands] == ["split"]


def test_commands_are_those_of_programs() -> None:
    facts = read(Source("[program:a]\ncommand=a\n[eventlistener:b]\ncommand=b\n[supervisorctl]\ncommand=c\n"))
    assert [entry.script is not None for entry in facts.entries] == [True, True, False]


def test_environment_is_parted_by_commas_with_or_without_quotes() -> None:
    (entry,) = read(Source("[program:a]\nenvironment=A=\"b,c\",D='e', F=g,H=\n")).entries
    assert [(v.name.value, v.value.value) for v in entry.variables] == [("A", "b,c"), ("D", "e"), ("F", "g"), ("H", "")]


def test_other_lines_are_problems_and_comments_are_none() -> None:
    facts = read(Source("; one\n[program:a]\n# two\nwhat\ncommand=a ; three\n"))
    assert [problem.range.line for problem in facts.problems] == [4]
    assert [comment.text.value for comment in facts.comments] == [" one", " two", " three"]


def test_a_directive_covers_the_setting_that_follows() -> None:
    facts = read(Source("[program:a]\n; deploylint: ignore[BOOT004] none\ncommand=a\n  $X\n"))
    assert [(d.first_line, d.last_line) for d in facts.directives] == [(3, 4)]


@given(st.text(alphabet="[]a:=x\n ;#%()s'\"\t") | st.text())
def test_any_text_is_read(text: str) -> None:
    for entry in read(Source(text)).entries:
        assert entry.key.value.strip() == entry.key.value
