"""What holds of every command line."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from deploylint.facts.commands import Command, Script, Word
from deploylint.facts.place import Source
from deploylint.facts.text import Text
from deploylint.programs import load
from deploylint.programs.interpret import interpret

NAMES = sorted(name for name in load.names() if name.isascii())
PARTS = st.sampled_from(
    "-- - -x -c -m -it --port --port=80 run exec start app:app x.py A=b manage.py npm:prisma = -= --= : @ /".split()
)
WORDS = st.lists(st.one_of(st.sampled_from(NAMES), PARTS, st.text(max_size=8)), min_size=1, max_size=8)


def made(words: list[str]) -> Command:
    source = Source("\0".join(words))
    found, at = [], 0
    for word in words:
        found.append(Word(Text.whole(source, at, at + len(word))))
        at += len(word) + 1
    return Command(source.range(0, len(source.text)), "exec", tuple(found))


@settings(max_examples=400, deadline=None)
@given(WORDS)
def test_no_command_line_makes_it_raise_and_every_place_lies_in_the_command(words: list[str]) -> None:
    command = made(words)
    found = interpret(command, lambda text: Script())
    assert command.range.covers(found.range)
    assert all(found.range.covers(option.range) for option in found.options)
    assert all(command.range.covers(setting.range) for setting in found.settings)
    assert all(command.range.covers(wrapper.range) for wrapper in found.wrappers)
    assert found.target is None or command.range.covers(found.target.range)
    assert set(found.arguments) <= {*command.words}


@settings(max_examples=200, deadline=None)
@given(WORDS, st.sampled_from(["exec", "nohup", "time", "sudo", "dumb-init --", "env"]))
def test_a_plain_wrapper_changes_nothing_but_the_wrappers(words: list[str], wrapper: str) -> None:
    first = words[0]
    if first[:1] in ("-", "") or "=" in first:
        words = ["uvicorn", *words]
    bare = interpret(made(words), lambda text: Script())
    wrapped = interpret(made([*wrapper.split(), *words]), lambda text: Script())
    assert (wrapped.program, wrapped.subcommands, wrapped.effects) == (bare.program, bare.subcommands, bare.effects)
    assert [w.name for w in wrapped.wrappers] == [wrapper.split()[0], *(w.name for w in bare.wrappers)]


def test_a_line_of_a_megabyte_is_read_in_time() -> None:
    for words in (
        ["uvicorn", "a:b", *["--header", "x"] * 20_000],
        ["python", "-" + "u" * 1_000_000],
        ["sudo"] * 50_000,
    ):
        known = interpret(made(words), lambda text: Script()).program
        assert known == words[0]
