"""The reader of systemd units."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from deploylint.facts.commands import Command
from deploylint.facts.place import Range, Source
from deploylint.facts.settings import Setting
from deploylint.read.systemd import read


def exec_setting(value: str) -> Setting:
    (entry,) = read(Source(f"[Service]\nExecStart={value}\n")).entries
    return entry


def commands(value: str) -> tuple[Command, ...]:
    script = exec_setting(value).script
    assert script is not None
    return script.commands


def words(value: str) -> list[list[str]]:
    return [[word.raw for word in command.words] for command in commands(value)]


def test_settings_have_sections_keys_values_and_places() -> None:
    facts = read(Source("[Unit]\nDescription = The shop \n\n[Service]\n  User=shop\n"))
    assert [(e.section, e.key.value, e.value.value, e.range) for e in facts.entries] == [
        ("Unit", "Description", "The shop", Range(2, 1, 2, 23)),
        ("Service", "User", "shop", Range(5, 3, 5, 12)),
    ]
    assert facts.sections == ("Unit", "Service")


def test_a_backslash_joins_lines_by_a_space_and_comments_between_them_are_dropped() -> None:
    setting = read(Source("[Service]\nExecStart=/bin/a \\\n# not this\n  --b\\\n; nor this\nc\nUser=x\n")).entries[0]
    assert setting.script is not None
    assert [word.raw for word in setting.script.commands[0].words] == ["/bin/a", "--b", "c"]
    assert setting.script.commands[0].words[1].range == Range(4, 3, 4, 6)
    assert setting.range == Range(2, 1, 6, 2)


def test_comments_stand_only_on_lines_of_their_own() -> None:
    facts = read(Source("# one\n[Service]\n ; two\nUser=a # b\n"))
    assert [comment.text.value for comment in facts.comments] == [" one", " two"]
    assert facts.entries[0].value.value == "a # b"


def test_prefixes_are_no_part_of_the_command() -> None:
    assert words("-!/bin/a b") == [["/bin/a", "b"]]
    assert exec_setting("+/bin/a").prefixes == "+"
    assert words("@/bin/a name b") == [["/bin/a", "b"]]


def test_a_dash_loses_the_failure_and_says_where() -> None:
    (command,) = commands("@-/bin/a a b")
    assert (command.failure, command.loss, command.rescue) == ("ignored", "prefix", Range(2, 12, 2, 13))
    (command,) = commands("/bin/a --x -y")
    assert (command.failure, command.loss) == ("stops", "")


def test_a_semicolon_of_its_own_parts_commands() -> None:
    assert words("/bin/a x ; /bin/b 'y ; z' \";\"") == [["/bin/a", "x"], ["/bin/b", "y ; z", ";"]]
    assert commands("/bin/a x ; /bin/b")[1].range == Range(2, 22, 2, 28)


def test_specifiers_and_variables_are_dynamic_and_doubled_signs_are_not() -> None:
    (command,) = commands("/bin/a %i $X x${Y}z a$X %% $$ 100%")
    known = [word.value for word in command.words]
    assert known == ["/bin/a", None, None, None, "a$X", "%%", "$$", "100%"]
    assert [e.name for word in command.words for e in word.expansions] == [None, "X", "Y"]


def test_the_text_of_a_shell_is_left_to_the_shell() -> None:
    (command,) = commands("/usr/bin/env bash -lc 'exec a ${X} %i'")
    assert command.words[-1].value == "exec a ${X} %i"
    (command,) = commands("/bin/a -c '${X} y'")
    assert command.words[-1].value is None


def test_environment_holds_assignments_with_quotes_around_them() -> None:
    setting = read(Source('[Service]\nEnvironment="A=b c" D=e "F" G=\n')).entries[0]
    assert [(v.name.value, v.value.value) for v in setting.variables] == [("A", "b c"), ("D", "e"), ("G", "")]
    assert setting.variables[1].range == Range(2, 21, 2, 24)


def test_an_empty_assignment_is_kept_because_it_resets_a_list() -> None:
    setting = exec_setting("")
    assert (setting.value.value, setting.script is not None and setting.script.commands) == ("", ())


def test_commands_are_those_of_services_only() -> None:
    facts = read(Source("[Timer]\nExecStart=a\n[Service]\nExecStartPre=a b\nRestart=always\n"))
    assert [entry.script is not None for entry in facts.entries] == [False, True, False]


def test_other_lines_are_problems() -> None:
    facts = read(Source("[Service]\nnot a setting\nUser=x\n=y\n"))
    assert [(problem.kind, problem.range.line) for problem in facts.problems] == [("invalid", 2), ("invalid", 4)]
    assert len(facts.entries) == 1


def test_unbalanced_quotes_leave_the_command_incomplete() -> None:
    script = exec_setting("/bin/a 'b").script
    assert script is not None
    assert script.incomplete is not None
    assert script.commands == ()


def test_a_directive_covers_the_setting_that_follows() -> None:
    facts = read(Source("[Service]\n# deploylint: ignore[SRC003] once\nExecStartPre=-a \\\n  b\n"))
    assert [(d.first_line, d.last_line) for d in facts.directives] == [(3, 4)]


@given(st.text(alphabet="[]aE=x\\\n ;#-@%$'\"{}") | st.text())
def test_any_text_is_read_and_places_hold_what_they_say(text: str) -> None:
    source = Source(text)
    for entry in read(source).entries:
        start, end = (source.offset(*at) for at in ((entry.range.line, entry.range.column), (entry.range.end_line, 1)))
        assert entry.key.value in source.text[start:]
        assert end <= len(source.text)


@given(st.text(alphabet="ab '\"\\;%$i{}-@", max_size=40))
def test_any_command_is_read(value: str) -> None:
    read(Source(f"[Service]\nExecStart={value}\nEnvironment={value}\n"))
