"""Heredocs of a Dockerfile."""

from __future__ import annotations

import pytest

from deploylint.facts.dockerfile import Instruction
from deploylint.facts.place import Range, Source
from deploylint.read.dockerfile import read


def instructions(text: str) -> tuple[Instruction, ...]:
    facts = read(Source("FROM a\n" + text))
    assert facts.problems == ()
    return facts.stages[0].instructions


def names(text: str) -> list[str]:
    return [instruction.name for instruction in instructions(text)]


def programs(found: Instruction) -> list[str]:
    assert found.script is not None
    return [command.words[0].raw for command in found.script if command.words]


def test_the_body_of_a_bare_heredoc_is_the_script() -> None:
    run, cmd = instructions("RUN <<EOF\nFROM b\n# comment\nRUN c\nEOF\nCMD d\n")
    assert programs(run) == ["FROM", "RUN"]
    assert run.script is not None
    assert run.script.commands[1].words[1].range == Range(5, 5, 5, 6)
    assert (run.value.value, run.range) == ("<<EOF", Range(2, 1, 6, 4))
    assert [(h.name, h.body.value, h.expand, h.range) for h in run.heredocs] == [
        ("EOF", "FROM b\n# comment\nRUN c\n", True, Range(3, 1, 6, 1))
    ]
    assert cmd.name == "CMD"


def test_the_heredoc_of_a_program_is_no_script() -> None:
    run, _ = instructions("RUN python3 <<EOF && b\nimport os\nEOF\nCMD d\n")
    assert programs(run) == ["python3", "b"]
    assert [heredoc.body.value for heredoc in run.heredocs] == ["import os\n"]


def test_a_heredoc_behind_continued_lines_follows_the_last_of_them() -> None:
    run, _ = instructions("RUN a <<E && \\\n  b\nx \\\nE\nCMD c\n")
    assert programs(run) == ["a", "b"]
    assert run.heredocs[0].body.value == "x \\\n"


def test_a_dash_strips_the_tabs_of_the_body_and_of_its_end() -> None:
    (run,) = instructions("RUN <<-EOF\n\ta\n\t\tb\n\tEOF\n")
    assert run.heredocs[0].body.value == "a\nb\n"
    assert run.script is not None
    assert [command.words[0].range for command in run.script] == [Range(3, 2, 3, 3), Range(4, 3, 4, 4)]


@pytest.mark.parametrize(("word", "expand"), [("EOF", True), ("'EOF'", False), ('"EOF"', False), ("E\\OF", True)])
def test_quotes_stop_the_expansion_of_the_body(word: str, expand: bool) -> None:
    copy, cmd = instructions(f"COPY <<{word} /x\n$a\nEOF\nCMD b\n")
    assert [(h.name, h.expand) for h in copy.heredocs] == [("EOF", expand)]
    assert cmd.name == "CMD"


def test_copy_has_its_heredocs_beside_its_words() -> None:
    copy, _ = instructions("COPY --chmod=755 <<run.sh <<B c /bin/\n#!/bin/sh\nrun.sh\n2\nB\nCMD d\n")
    assert [heredoc.name for heredoc in copy.heredocs] == ["run.sh", "B"]
    assert [heredoc.body.value for heredoc in copy.heredocs] == ["#!/bin/sh\n", "2\n"]
    assert [word.raw for word in copy.words] == ["c", "/bin/"]


def test_a_heredoc_alone_is_a_source_of_copy() -> None:
    assert names("COPY <<E /x\na\nE\nCMD b\n") == ["COPY", "CMD"]


def test_a_trigger_has_the_heredoc() -> None:
    onbuild, _ = instructions("ONBUILD RUN <<E\na\nE\nCMD b\n")
    assert onbuild.trigger is not None
    assert programs(onbuild.trigger) == ["a"]
    assert onbuild.range == Range(2, 1, 4, 2)


@pytest.mark.parametrize(
    "line",
    [
        'RUN ["a", "<<E"]',
        'RUN echo "<<E"',
        "RUN echo '<<E'",
        "RUN cat<<E",
        "RUN cat <<<E",
        "RUN echo \\<<E",
        "RUN echo $((1<<2))",
        "RUN echo $((1 << 2))",
        "RUN echo 'open <<E",
        "CMD cat <<E",
        "ENV A=<<E",
    ],
)
def test_these_announce_no_heredoc(line: str) -> None:
    assert names(f"{line}\nUSER E\nUSER b\n")[1:] == ["USER", "USER"]


@pytest.mark.parametrize("line", ["RUN << E", "RUN cat << E", "RUN 3<<E", "RUN << 'E'", "RUN a; <<E", "RUN a $b <<E"])
def test_these_announce_one(line: str) -> None:
    assert names(f"{line}\nUSER b\nE\nUSER c\n")[1:] == ["USER"]


def test_a_heredoc_without_end_takes_the_rest_of_the_file() -> None:
    facts = read(Source("FROM a\nRUN <<E\nb\nCMD c"))
    assert [(p.message, p.range) for p in facts.problems] == [("The heredoc 'E' does not end.", Range(3, 1, 4, 6))]
    (run,) = facts.stages[0].instructions
    assert run.heredocs[0].body.value == "b\nCMD c"


def test_an_empty_heredoc_has_no_commands() -> None:
    run, _ = instructions("RUN <<E\nE\nCMD a\n")
    assert run.heredocs[0].body.value == ""
    assert programs(run) == []
