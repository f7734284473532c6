"""The Dockerfile reader: stages, problems, comments and directives."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.facts.dockerfile import Dockerfile, Instruction
from deploylint.facts.place import FIRST, Range, Source
from deploylint.read.decode import decode
from deploylint.read.dockerfile import read


def dockerfile(text: str) -> Dockerfile:
    return read(Source(text))


def only(text: str) -> Instruction:
    """The instruction that stands after `FROM a`, which has no problems."""
    facts = dockerfile("FROM a\n" + text)
    assert facts.problems == ()
    return facts.stages[0].instructions[0]


def messages(text: str) -> list[tuple[int, str]]:
    return [(problem.range.line, problem.message) for problem in dockerfile(text).problems]


def test_stages_have_their_base_name_and_instructions() -> None:
    facts = dockerfile("FROM node:20 AS build\nRUN a\nCOPY b c\n\nfrom build as web\nCMD d\nFROM scratch\n")
    assert [(s.index, s.base.value, s.name and s.name.value) for s in facts.stages] == [
        (0, "node:20", "build"),
        (1, "build", "web"),
        (2, "scratch", None),
    ]
    assert [[i.name for i in stage.instructions] for stage in facts.stages] == [["RUN", "COPY"], ["CMD"], []]
    assert [stage.start.range.line for stage in facts.stages] == [1, 5, 7]
    assert facts.problems == ()


def test_a_base_with_a_variable_is_dynamic_and_names_it() -> None:
    stage = dockerfile("ARG V\nFROM --platform=$BUILDPLATFORM node:${V:-20}-slim AS x\n").stages[0]
    assert (stage.base.value, stage.base.raw) == (None, "node:${V:-20}-slim")
    (expansion,) = stage.base.expansions
    assert (expansion.name, expansion.operator, expansion.word) == ("V", ":-", "20")
    assert expansion.range == Range(2, 37, 2, 45)
    platform = stage.start.flag("platform")
    assert platform is not None
    assert platform.value == "$BUILDPLATFORM"


def test_arguments_before_the_first_from_are_global() -> None:
    facts = dockerfile("ARG A=1 B\nARG C\nFROM a\nARG D\n")
    assert [(p.key.value, p.value and p.value.value) for p in facts.arguments] == [("A", "1"), ("B", None), ("C", None)]
    assert facts.stages[0].instructions[0].pairs[0].key.value == "D"


def test_other_instructions_before_the_first_from_are_problems() -> None:
    assert messages("RUN a\nFROM b\n") == [(1, "RUN stands before the first FROM.")]


@pytest.mark.parametrize("text", ["", "\n", "# c\n", "RUN a\n"])
def test_a_file_without_from_is_a_problem(text: str) -> None:
    facts = dockerfile(text)
    assert [(p.message, p.kind, p.range) for p in facts.problems] == [("There is no FROM.", "invalid", FIRST)]
    assert facts.stages == ()


def test_an_unknown_instruction_is_a_problem_and_the_rest_is_read() -> None:
    facts = dockerfile("FROM: node\nFROM a\nRUNN b\nRUN c\n")
    assert [(p.message, p.range) for p in facts.problems] == [
        ("There is no instruction 'FROM:'.", Range(1, 1, 1, 6)),
        ("There is no instruction 'RUNN'.", Range(3, 1, 3, 5)),
    ]
    assert [i.name for i in facts.stages[0].instructions] == ["RUN"]


def test_lines_that_go_on_without_the_escape_character_are_one_problem() -> None:
    facts = dockerfile('FROM a\nCMD [\n  "run",\n  "main.ts"\n]\nUSER b\nRUNN c\n')
    assert [(p.message, p.range.line) for p in facts.problems] == [
        ("There is no instruction '\"run\",'; if the line above goes on here, it must end with '\\'.", 3),
        ("There is no instruction 'RUNN'.", 7),
    ]
    assert [i.name for i in facts.stages[0].instructions] == ["CMD", "USER"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("FROM", "FROM wants an image, or an image, AS and a name."),
        ("FROM a b", "FROM wants an image, or an image, AS and a name."),
        ("FROM a\nCMD --port 80", "CMD takes no flags."),
        ('FROM a\nCMD ["a", 80]', "The JSON form holds something that is no string."),
        ('FROM a\nHEALTHCHECK CMD ["a", null]', "The JSON form holds something that is no string."),
        ("FROM a\nCOPY a", "COPY has too few arguments."),
        ("FROM a\nVOLUME", "VOLUME has too few arguments."),
        ("FROM a\nEXPOSE", "EXPOSE has no argument."),
        ("FROM a\nWORKDIR", "WORKDIR has no argument."),
        ("FROM a\nENV", "ENV wants a name and a value."),
        ("FROM a\nENV A", "ENV wants a name and a value."),
        ("FROM a\nENV A=b c", "This word has no '='; ENV wants name=value."),
        ("FROM a\nARG", "ARG wants a name."),
        ("FROM a\nSHELL bash", "SHELL wants a JSON list of strings."),
        ("FROM a\nHEALTHCHECK curl", "HEALTHCHECK wants CMD or NONE."),
        ("FROM a\nONBUILD", "ONBUILD wants an instruction."),
        ("FROM a\nONBUILD FROM b", "ONBUILD cannot hold FROM."),
        ("FROM a\nONBUILD NOPE b", "There is no instruction 'NOPE'."),
        ('FROM a\nENV A="b', 'The builder cannot read this word: no closing ".'),
        ("FROM a\nWORKDIR ${x", "The builder cannot read this word: unsupported modifier in a substitution."),
        ("FROM a\nRUN <<EOF\nx", "The heredoc 'EOF' does not end."),
        ("# escape=x\nFROM a", "The escape character is a backslash or a backtick."),
        ("# syntax=x\n# Syntax=y\nFROM a", "The parser directive 'syntax' stands here twice."),
    ],
)
def test_what_the_builder_refuses_is_a_problem(text: str, message: str) -> None:
    facts = dockerfile(text)
    assert [(p.message, p.kind) for p in facts.problems] == [(message, "invalid")]
    assert len(facts.stages) == 1


@pytest.mark.parametrize(
    "text",
    [
        "{% if x %}\nFROM a\n{% endif %}\n",
        "FROM a\n{{ lines }}\n",
        "FROM {{ image }}\n",
        "FROM a\nRUN b\n{%- for x in y %}\n",
    ],
)
def test_a_template_is_skipped(text: str) -> None:
    facts = dockerfile(text)
    assert [problem.kind for problem in facts.problems] == ["skip"]
    assert facts.stages == ()


def test_braces_inside_a_command_make_no_template() -> None:
    assert dockerfile("FROM a\nRUN docker ps --format '{{.ID}}'\n").problems == ()


def test_parser_directives_are_read_at_the_top_only() -> None:
    facts = dockerfile("# syntax = docker/dockerfile:1 \n#ESCAPE=`\nFROM a\nRUN b `\n  c\n")
    assert (facts.syntax, facts.escape) == ("docker/dockerfile:1", "`")
    assert facts.stages[0].instructions[0].value.value == "b   c"
    assert facts.comments == ()
    late = dockerfile("# hello\n# escape=`\nFROM a\n")
    assert (late.syntax, late.escape) == (None, "\\")
    assert [c.text.value for c in late.comments] == [" hello", " escape=`"]


def test_a_check_directive_does_not_end_the_directives() -> None:
    assert dockerfile("# check=skip=all\n# escape=`\nFROM a\n").escape == "`"


def test_comments_are_found_outside_heredocs() -> None:
    facts = dockerfile("#one\nFROM a\nRUN b \\\n  # two\n  c\nRUN <<E\n# no\nE\n  #three")
    assert [(c.text.value, c.range) for c in facts.comments] == [
        ("one", Range(1, 1, 1, 5)),
        (" two", Range(4, 3, 4, 8)),
        ("three", Range(9, 3, 9, 9)),
    ]
    assert all(comment.own_line for comment in facts.comments)


def test_a_directive_covers_the_whole_next_instruction() -> None:
    facts = dockerfile("FROM a\n# deploylint: ignore[X] why\n# more\n\nRUN b \\\n\n  c <<E\nd\nE\nCMD e\n")
    (directive,) = facts.directives
    assert (directive.text.value, directive.first_line, directive.last_line) == ("ignore[X] why", 5, 9)


def test_a_directive_inside_an_instruction_covers_all_of_it() -> None:
    (directive,) = dockerfile("FROM a\nRUN b \\\n # deploylint: ignore[X] why\n c\nCMD d\n").directives
    assert (directive.first_line, directive.last_line) == (2, 4)


def test_deep_nesting_is_one_fatal_problem() -> None:
    facts = dockerfile("FROM a\nENV A=" + "${a:-" * 20_000 + "}" * 20_000 + "\n")
    assert [problem.kind for problem in facts.problems] == ["fatal"]


def test_a_line_of_a_megabyte_is_read_in_linear_time() -> None:
    facts = dockerfile("FROM a\nENV " + "A=b " * 20_000 + "\nRUN a <<E\n" + "RUN b << c\n" * 2_000 + "E\n")
    assert len(facts.stages[0].instructions[0].pairs) == 20_000
    assert len(facts.stages[0].instructions) == 2


def test_an_instruction_that_the_end_of_the_file_cuts_off_is_read() -> None:
    found = only("RUN a \\\n  b \\\n\n")
    assert found.value.value == "a   b"
    assert found.range == Range(2, 1, 4, 1)


LINES = st.lists(
    st.text("aRUN <E\"'\\`${}[],#=-:\t", max_size=12)
    | st.sampled_from(
        ["FROM a", "RUN a <<E", "E", "COPY a b \\", 'CMD ["a", \\', '"b"]', "ENV A=b \\", "# c", "ONBUILD RUN a"]
    ),
    max_size=10,
).map("\n".join)


@given(LINES)
def test_any_text_is_read_and_instructions_stand_one_after_another(text: str) -> None:
    facts = dockerfile(text)
    found = [i for stage in facts.stages for i in (stage.start, *stage.instructions)]
    assert all(first.range.end_line < second.range.line for first, second in pairwise(found))
    for instruction in found:
        assert instruction.range.covers(instruction.keyword)
        assert all(instruction.range.covers(word.range) for word in instruction.words)
        assert all(instruction.range.covers(pair.range) for pair in instruction.pairs)
        assert all(instruction.range.covers(flag.range) for flag in instruction.flags)


@given(LINES)
def test_a_file_with_windows_line_ends_says_the_same(text: str) -> None:
    assert read(decode(text.replace("\n", "\r\n").encode())) == read(decode(text.encode()))


def test_a_byte_order_mark_is_no_part_of_the_first_instruction() -> None:
    facts = read(decode(b"\xef\xbb\xbfFROM a\r\nRUN b \\\r\n  c\r\n"))
    assert facts.problems == ()
    assert facts.stages[0].start.keyword == Range(1, 1, 1, 5)
    assert facts.stages[0].instructions[0].value.value == "b   c"
