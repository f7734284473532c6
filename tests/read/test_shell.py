"""Words, assignments, redirections and places of the shell reader."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.facts.commands import Command, Script, Word
from deploylint.facts.place import Range, Source
from deploylint.facts.text import Text
from deploylint.read.shell import read, script


def read_text(text: str) -> Script:
    return read(Source(text))


def only(text: str) -> Command:
    (command,) = read_text(text).commands
    return command


def raws(script: Script) -> list[list[str]]:
    return [[word.raw for word in command.words] for command in script.commands]


def word(text: str) -> Word:
    return only(f"a {text}").words[1]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("b", "b"),
        ("'b c'", "b c"),
        ('"b c"', "b c"),
        ("b\\ c", "b c"),
        ("b'c'\"d\"e", "bcde"),
        ("''", ""),
        ('"b\\"c\\\\d\\$e\\f"', 'b"c\\d$e\\f'),
        ("$'b\\tc\\x41\\u00e9\\101\\''", "b\tcAéA'"),
        ("b\\\nc", "bc"),
        ('"b\\\nc"', "bc"),
        ('$"b"', "b"),
        ('"^$"', "^$"),
        ("b$", "b$"),
        ("'$X'", "$X"),
        ("\\$X", "$X"),
        ("ä'ö'", "äö"),
    ],
)
def test_quotes_and_escapes_are_removed(written: str, value: str) -> None:
    assert word(written).value == value


@pytest.mark.parametrize(
    "written", ["$X", '"$X"', "${X}", "a$(b)", "`b`", "$((1 + 2))", "<(b)", "*.py", "[ab]", "{a,b}", "x?"]
)
def test_what_the_shell_would_put_in_makes_a_word_dynamic(written: str) -> None:
    assert word(written).value is None
    assert word(written).raw == written.replace('"', "")


@pytest.mark.parametrize("written", ["'*'", '"{a,b}"', "\\*", "{}", "[", "{a}"])
def test_quoted_globs_and_lone_brackets_are_static(written: str) -> None:
    assert word(written).value is not None


@pytest.mark.parametrize(
    ("written", "fact"),
    [
        ("$PORT", ("PORT", None, None)),
        ("${PORT}", ("PORT", None, None)),
        ("${PORT:-8000}", ("PORT", ":-", "8000")),
        ("${PORT-}", ("PORT", "-", "")),
        ('"${PORT:?not set}"', ("PORT", ":?", "not set")),
        ("${A:=${B:-c}}", ("A", ":=", "${B:-c}")),
        ("${A%%/*}", ("A", "%%", "/*")),
        ("${A/b/c}", ("A", "/", "b/c")),
        ("${A:1:2}", ("A", ":", "1:2")),
        ("${#A}", ("A", "#", None)),
        ("${A[0]}", ("A", None, None)),
        ("$@", ("@", None, None)),
        ("$1", ("1", None, None)),
        ("$(b)", (None, None, None)),
        ("$((1 + 2))", (None, None, None)),
    ],
)
def test_expansions_are_told_with_operator_and_word(written: str, fact: tuple[str | None, ...]) -> None:
    (expansion,) = word(written).expansions
    assert (expansion.name, expansion.operator, expansion.word) == fact


def test_an_expansion_has_its_place_in_the_word() -> None:
    (expansion,) = word("--port=${PORT}/x").expansions
    assert expansion.range == Range(1, 10, 1, 17)


def test_a_word_keeps_its_place_with_and_without_quotes() -> None:
    found = word("'b c'")
    assert found.range == Range(1, 4, 1, 7)
    assert found.text.outer == (2, 7)
    assert found.quoted


def test_assignments_stand_alone_before_a_command_or_are_exported() -> None:
    first, second, third, fourth = read_text("A=1 B+=2\nC=3 npm start\nexport D=4 E\nexport F='5'").commands
    assert [(a.name, a.value and a.value.value, a.append) for a in first.assignments] == [
        ("A", "1", False),
        ("B", "2", True),
    ]
    assert first.words == ()
    assert (second.assignments[0].name, second.name) == ("C", "npm")
    assert [w.raw for w in third.words] == ["export", "E"]
    assert [(a.name, a.exported) for a in third.assignments] == [("D", True)]
    assert fourth.words == ()
    assert fourth.assignments[0].value is not None
    assert fourth.assignments[0].value.value == "5"


def test_only_export_and_declare_x_export() -> None:
    found = [
        command.assignments[0].exported for command in read_text("declare -x A=1\nlocal B=2\nreadonly C=3").commands
    ]
    assert found == [True, False, False]


def test_an_array_has_no_value() -> None:
    assert only("A=(b c)").assignments[0].value is None


def test_an_assigned_glob_is_no_glob() -> None:
    (assignment,) = only("A=*.py").assignments
    assert assignment.value is not None
    assert assignment.value.value == "*.py"


def test_the_first_word_behind_a_redirection_is_its_destination_and_the_others_are_arguments() -> None:
    found = only("a > f b 2>&1 c")
    assert [w.raw for w in found.words] == ["a", "b", "c"]
    told = [(r.descriptor, r.operator, r.destination and r.destination.raw) for r in found.redirects]
    assert told == [("", ">", "f"), ("2", ">&", "1")]


def test_a_redirection_at_the_end_of_a_list_belongs_to_its_last_command() -> None:
    first, second = read_text("a && b > f").commands
    assert (len(first.redirects), len(second.redirects)) == (0, 1)


def test_a_heredoc_is_data_and_what_follows_on_its_line_are_commands() -> None:
    found = read_text("cat <<EOF && b || c; d\nnpm run x\nEOF\ne")
    assert raws(found) == [["cat"], ["b"], ["c"], ["d"], ["e"]]
    (redirect,) = found.commands[0].redirects
    assert redirect.heredoc is not None
    assert redirect.heredoc.value == "npm run x\n"
    assert redirect.heredoc.range() == Range(2, 1, 3, 1)


def test_several_heredocs_on_a_line_have_their_bodies_one_after_another() -> None:
    found = only("cat <<A 3<<B\n1\nA\n2\nB\n")
    assert [(r.descriptor, r.heredoc and r.heredoc.value) for r in found.redirects] == [("", "1\n"), ("3", "2\n")]


def test_tabs_are_taken_from_the_lines_of_a_dashed_heredoc_and_places_stay() -> None:
    (redirect,) = only("cat <<-E\n\ta\n\t\tb\n\tE\n").redirects
    assert redirect.heredoc is not None
    assert redirect.heredoc.value == "a\nb\n"
    assert redirect.heredoc.range(2, 3) == Range(3, 3, 3, 4)


def test_a_here_string_is_a_heredoc_of_one_word() -> None:
    (redirect,) = only('a <<< "b c"').redirects
    assert (redirect.operator, redirect.heredoc and redirect.heredoc.value) == ("<<<", "b c")


def test_what_a_heredoc_substitutes_runs() -> None:
    found = read_text("cat <<E\nx $(whoami)\nE\n")
    assert [w.raw for w in found.substituted[0].words] == ["whoami"]
    assert read_text("cat <<'E'\nx $(whoami)\nE\n").substituted == ()


def test_commands_in_words_are_kept_apart() -> None:
    found = read_text('A=$(b | c) d "$(e `f`)" <(g)')
    assert raws(found) == [["d", "$(e `f`)", "<(g)"]]
    assert [c.words[0].raw for c in found.substituted] == ["b", "c", "f", "e", "g"]


def test_a_test_is_a_command_and_double_brackets_are_none() -> None:
    found = read_text('[ -f "$A" ] && [[ -f b ]] || test c')
    assert raws(found) == [["[", "-f", "$A", "]"], ["test", "c"]]
    assert all(command.tested for command in found.commands)


def test_a_line_break_between_words_parts_two_commands() -> None:
    assert raws(read_text("a $(b)\nc d\n  e")) == [["a", "$(b)"], ["c", "d"], ["e"]]
    assert raws(read_text("a \\\n  b\nc")) == [["a", "b"], ["c"]]


def test_a_brace_may_close_behind_a_word_that_ends_a_command() -> None:
    assert raws(read_text("f() { if a; then b; fi }\nc")) == [["a"], ["b"], ["c"]]


def test_functions_are_named_and_their_commands_know_them() -> None:
    found = read_text("f() { a; }\nfunction g { b; }\nf")
    assert found.functions == ("f", "g")
    assert [command.function for command in found.commands] == ["f", "g", None]


def test_subshells_are_scopes_and_pipes_and_background_are_told() -> None:
    a, b, c, d = read_text("(cd x; a) && b | c &\nd").commands[1:]
    assert len(a.scope) == len(read_text("(a)").commands[0].scope) + 1
    assert b.piped
    assert c.piped
    assert a.background
    assert b.background
    assert not d.background
    assert d.scope == ()


def test_characters_outside_ascii_count_once() -> None:
    found = only("é 'ü𝄞' x")
    assert [w.value for w in found.words] == ["é", "ü𝄞", "x"]
    assert found.words[2].range == Range(1, 8, 1, 9)


def test_places_point_through_the_decoding_of_a_text() -> None:
    source = Source(r'["npm run \"a b\" && c"]')
    body = Text.whole(source, 2, 10), Text.escape('"', source, 10, 12), Text.whole(source, 12, 15)
    text = Text.join([*body, Text.escape('"', source, 15, 17), Text.whole(source, 17, 22)], source, (1, 23))
    first, second = script(text).commands
    assert [w.value for w in first.words] == ["npm", "run", "a b"]
    assert first.words[2].range == Range(1, 13, 1, 16)
    assert first.range == Range(1, 3, 1, 18)
    assert second.range == Range(1, 22, 1, 23)


def test_comments_are_no_commands_and_are_told() -> None:
    found = read_text("#!/bin/sh\n# one\na # two\nb '# no' x#y")
    assert raws(found) == [["a"], ["b", "# no", "x#y"]]
    assert [(c.text.value, c.own_line, c.range.line) for c in found.comments] == [(" one", True, 2), (" two", False, 3)]


def test_a_suppression_covers_the_statement_that_follows_in_whole() -> None:
    found = read_text("# deploylint: ignore[A] x\nif a; then\n  b\nfi\nc # deploylint: ignore[B] y\n")
    assert [(d.first_line, d.last_line) for d in found.directives] == [(2, 4), (5, 5)]


def test_a_suppression_covers_a_heredoc_and_an_operand_of_a_list() -> None:
    found = read_text("# deploylint: ignore[A] x\ncat <<E\na\nE\nb &&\n  # deploylint: ignore[B] y\n  c \\\n  d")
    assert [(d.first_line, d.last_line) for d in found.directives] == [(2, 4), (7, 8)]


PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=20)


@given(st.lists(PLAIN, min_size=1, max_size=5))
def test_single_quoted_words_are_read_as_they_are(values: list[str]) -> None:
    quoted = " ".join("'" + value.replace("'", "'\\''") + "'" for value in values)
    assert [w.value for w in only(f"a {quoted}").words] == ["a", *values]


@given(st.text(st.sampled_from("ab \n\t'\"$(){}[]<>|&;#\\`=!é-EO"), max_size=40))
def test_no_text_is_refused_and_all_words_have_their_place(text: str) -> None:
    found = read_text(text)
    for command in (*found.commands, *found.substituted):
        for read_word in command.words:
            low, high = read_word.text.outer
            assert 0 <= low <= high <= len(text)
            assert command.range.covers(read_word.range)
