"""What the reader makes of each instruction of a Dockerfile."""

from __future__ import annotations

import pytest

from deploylint.facts.commands import Word
from deploylint.facts.dockerfile import Instruction
from deploylint.facts.place import Range, Source
from deploylint.read.dockerfile import read


def only(text: str, top: str = "") -> Instruction:
    """The one instruction that stands after `FROM a`."""
    facts = read(Source(f"{top}FROM a\n{text}"))
    assert facts.problems == ()
    (found,) = facts.stages[0].instructions
    return found


def argv(found: Instruction) -> list[list[str]]:
    assert found.script is not None
    return [[word.raw for word in command.words] for command in found.script]


def pairs(found: Instruction) -> list[tuple[str, str | None]]:
    return [(pair.key.value, pair.value.raw if pair.value else None) for pair in found.pairs]


def source_of(word: Word) -> str:
    return word.text.source.text[slice(*word.text.offsets())]


def test_a_shell_form_is_a_script() -> None:
    found = only("cmd  gunicorn app:app && x\n")
    assert (found.name, found.form, found.value.value) == ("CMD", "shell", "gunicorn app:app && x")
    assert (found.keyword, found.range) == (Range(2, 1, 2, 4), Range(2, 1, 2, 27))
    assert argv(found) == [["gunicorn", "app:app"], ["x"]]


def test_continued_lines_are_joined_and_comments_and_blank_lines_dropped() -> None:
    found = only("RUN a \\\n\n  # no \\\n  && b \\ \t\n&& c\nCMD x\n".removesuffix("CMD x\n"))
    assert found.value.value == "a   && b && c"
    assert argv(found) == [["a"], ["b"], ["c"]]
    assert found.script is not None
    assert [command.words[0].range for command in found.script] == [
        Range(2, 5, 2, 6),
        Range(5, 6, 5, 7),
        Range(6, 4, 6, 5),
    ]


def test_two_backslashes_do_not_continue_a_line() -> None:
    facts = read(Source("FROM a\nRUN a \\\\\nRUN b\n"))
    assert [i.value.value for i in facts.stages[0].instructions] == ["a \\\\", "b"]


def test_an_exec_form_is_an_argument_list() -> None:
    found = only('ENTRYPOINT ["python", "-m", "a\\u00e9\\"b"]\n')
    assert (found.form, argv(found)) == ("exec", [["python", "-m", 'a\u00e9"b']])
    assert found.script is not None
    assert found.script.commands[0].form == "exec"
    assert [word.range for word in found.words] == [Range(2, 14, 2, 20), Range(2, 24, 2, 26), Range(2, 30, 2, 40)]


def test_an_exec_form_may_stand_on_several_lines_and_break_inside_a_string() -> None:
    found = only('CMD ["sh", \\\n  "-c", \\\n  "a \\\n   b"]\n')
    assert argv(found) == [["sh", "-c", "a    b"]]
    assert found.words[2].range == Range(4, 4, 5, 5)


@pytest.mark.parametrize(
    "text", ["CMD ['a', 'b']", 'CMD ["a",]', 'CMD ["a" "b"]', 'CMD ["\\q"]', "CMD [a]", 'CMD ["a"] b', "CMD [NaN]"]
)
def test_a_broken_json_form_goes_to_a_shell(text: str) -> None:
    found = only(text)
    assert (found.form, found.broken_json, found.value.value) == ("shell", True, text[4:])


def test_a_list_of_something_else_is_no_command() -> None:
    (found,) = read(Source('FROM a\nCMD ["a", 1]\n')).stages[0].instructions
    assert (found.form, found.script, found.words) == ("", None, ())


def test_a_healthcheck_has_the_command_behind_cmd() -> None:
    found = only('HEALTHCHECK --interval=5s --retries=3 \\\n  CMD ["curl", \\\n  "x"]\n')
    assert (found.form, argv(found)) == ("exec", [["curl", "x"]])
    assert [(flag.name, flag.value and flag.value.value) for flag in found.flags] == [
        ("interval", "5s"),
        ("retries", "3"),
    ]
    assert found.range == Range(2, 1, 4, 7)


def test_a_healthcheck_for_a_shell_is_a_script() -> None:
    found = only("HEALTHCHECK cmd curl x || exit 1\n")
    assert (found.form, argv(found)) == ("shell", [["curl", "x"], ["exit", "1"]])


def test_a_healthcheck_of_none_has_no_command() -> None:
    found = only("HEALTHCHECK NONE\n")
    assert (found.form, found.script, [word.value for word in found.words]) == ("", None, ["NONE"])


def test_flags_stand_before_the_arguments_and_may_repeat() -> None:
    found = only("RUN --mount=type=cache,target=/x --mount='type=bind' --network pip install --no-cache x\n")
    assert [(flag.name, flag.value.value if flag.value else None) for flag in found.flags] == [
        ("mount", "type=cache,target=/x"),
        ("mount", "type=bind"),
        ("network", None),
    ]
    assert found.flags[0].range == Range(2, 5, 2, 33)
    assert argv(found) == [["pip", "install", "--no-cache", "x"]]


def test_copy_has_sources_and_a_destination() -> None:
    found = only("COPY --from=build --chown=a:b package.json yarn.lock* $X ./\n")
    assert [word.raw for word in found.words] == ["package.json", "yarn.lock*", "$X", "./"]
    assert [word.value for word in found.words] == ["package.json", None, None, "./"]
    assert [word.glob for word in found.words] == [False, True, False, False]
    origin = found.flag("from")
    assert origin is not None
    assert origin.value == "build"


def test_copy_in_json_form_has_names_with_blanks() -> None:
    found = only('COPY ["a b", "$C/", "d"]\n')
    assert [word.raw for word in found.words] == ["a b", "$C/", "d"]
    assert found.words[1].expansions[0].name == "C"
    assert found.form == "exec"


def test_copy_has_no_shell() -> None:
    assert [word.raw for word in only("COPY a b ./c/ 2>/dev/null || true\n").words][-1] == "true"


def test_quotes_of_a_word_are_removed() -> None:
    (word,) = only('WORKDIR "/a b"/c\\ d\n').words
    assert (word.value, word.quoted) == ("/a b/c d", True)
    assert source_of(word) == '/a b"/c\\ d'


def test_single_quotes_and_escapes_keep_a_dollar_as_it_is() -> None:
    (word,) = only("WORKDIR '$a'/\\$b/\"\\$c\"/$d\n").words
    assert word.raw == "$a/$b/$c/$d"
    assert [(e.name, e.range) for e in word.expansions] == [("d", Range(2, 24, 2, 26))]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("$A", ("A", None, None)),
        ("${A}", ("A", None, None)),
        ("${A:-b c}", ("A", ":-", "b c")),
        ("${A-${B}}", ("A", "-", "${B}")),
        ("${A:+b}", ("A", ":+", "b")),
        ("${A:?}", ("A", ":?", "")),
        ("${A#b}", ("A", "#", "b")),
        ("${A//b/c}", ("A", "/", "/b/c")),
        ("$1", ("1", None, None)),
        ("$?", ("?", None, None)),
    ],
)
def test_expansions_have_name_operator_and_word(written: str, expected: tuple[str, str | None, str | None]) -> None:
    (word,) = only(f"USER x{written}\n").words
    assert [(e.name, e.operator, e.word) for e in word.expansions] == [expected]
    assert word.value is None


def test_a_lone_dollar_is_no_expansion() -> None:
    (word,) = only('USER a$/"$"$(b)\n').words
    assert word.value == "a$/$$(b)"


def test_exposed_ports_are_words() -> None:
    assert [word.raw for word in only("EXPOSE 80/tcp\t$PORT\n").words] == ["80/tcp", "$PORT"]


def test_env_has_pairs() -> None:
    found = only("ENV A=b C=\"d e\" \\\n  F='g'$H I=\n")
    assert pairs(found) == [("A", "b"), ("C", "d e"), ("F", "g$H"), ("I", "")]
    assert [pair.range for pair in found.pairs][1:3] == [Range(2, 9, 2, 16), Range(3, 3, 3, 10)]


def test_env_without_equals_sign_has_one_pair_with_all_that_follows() -> None:
    assert pairs(only("ENV PORT = 8080 \n")) == [("PORT", "= 8080")]
    found = only('ENV KEY = "1"  b\n')
    assert pairs(found) == [("KEY", "= 1  b")]
    assert found.pairs[0].range == Range(2, 5, 2, 17)


def test_labels_may_be_quoted() -> None:
    assert pairs(only('LABEL "a.b"="c d" e=\'f\'\n')) == [("a.b", "c d"), ("e", "f")]


def test_arguments_may_lack_a_value() -> None:
    assert pairs(only('ARG A=1 B C="d e"\n')) == [("A", "1"), ("B", None), ("C", "d e")]


def test_onbuild_holds_an_instruction() -> None:
    found = only("ONBUILD COPY --chown=a b c\n")
    assert found.trigger is not None
    assert (found.trigger.name, [word.value for word in found.trigger.words]) == ("COPY", ["b", "c"])
    assert (found.trigger.keyword, found.range) == (Range(2, 9, 2, 13), Range(2, 1, 2, 27))


def test_the_backtick_may_be_the_escape_character() -> None:
    found = only("WORKDIR c:\\a`\n\\b` c\n", top="# escape=`\n")
    assert found.words[0].value == "c:\\a\\b c"


def test_a_keyword_may_stand_alone_on_its_line() -> None:
    assert argv(only("RUN\\\n  a b\n")) == [["a", "b"]]


@pytest.mark.parametrize("shell", ["powershell", "cmd", "C:\\\\Windows\\\\cmd.exe"])
def test_text_for_a_shell_of_windows_is_unknown(shell: str) -> None:
    facts = read(Source(f'FROM a AS b\nSHELL ["{shell}", "/c"]\nRUN del x\nFROM b\nCMD dir\nFROM c\nCMD ls\n'))
    scripts = [i.script for stage in facts.stages for i in stage.instructions if i.script]
    assert [(len(script.commands), script.incomplete is None) for script in scripts] == [
        (0, False),
        (0, False),
        (1, True),
    ]


def test_text_in_an_image_of_windows_is_unknown() -> None:
    facts = read(Source("FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN dir && del x\n"))
    script = facts.stages[0].instructions[0].script
    assert script is not None
    assert (script.commands, script.incomplete) == ((), Range(2, 5, 2, 17))


def test_another_shell_of_unix_reads_shell_text() -> None:
    facts = read(Source('FROM a\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN a | b\n'))
    shell, run = facts.stages[0].instructions
    assert [word.value for word in shell.words] == ["/bin/bash", "-o", "pipefail", "-c"]
    assert argv(run) == [["a"], ["b"]]
