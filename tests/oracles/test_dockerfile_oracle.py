"""The Dockerfile reader against BuildKit's own parser (the package `dockerfile` wraps BuildKit 0.12).

Where newer builders read a form in another way, the reader follows them, and the form is not among those here:
blanks behind `<<`, text behind a JSON list, `# check=`, and `${name#pattern}` on a line with a heredoc.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import dockerfile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploylint.facts.base import Problem
from deploylint.facts.dockerfile import Instruction
from deploylint.facts.place import Source
from deploylint.read.decode import decode
from deploylint.read.dockerfile import read
from deploylint.read.dockerfile_flags import keyword_and_rest
from deploylint.read.dockerfile_instructions import read as read_instruction
from deploylint.read.dockerfile_lines import Block, blocks

_NAME = re.compile(r"[Dd]ockerfile|Dockerfile\.(?!dockerignore).*|.*\.[Dd]ockerfile")
_QUOTES = set("'\"\\`$")

AWKWARD = (
    "FROM a\n",
    "from a as b\nrun x\n",
    "FROM a\nRUN x",
    "FROM\n",
    "FROM a\nRUN\n",
    "FROM a\nRUN\\\n x\n",
    "\\\nFROM a\n",
    "  FROM a\n\tRUN b\n",
    "\n\n# c\nFROM a\n\n",
    "FROM: node\nRUN x\n",
    "FROM a\nRUN a \\\n\n  # c\n  && b\nCMD c\n",
    "FROM a\nRUN a \\ \t\n b\n",
    "FROM a\nRUN a \\\\\nRUN b\n",
    "FROM a\nRUN a \\",
    "FROM a\nRUN a \\\n",
    "FROM a\nRUN a \\\n\n# c\n\n",
    "FROM a\nRUN a\\\n#\\\nb\n",
    "FROM a\n RUN a\\\n    b\n",
    "FROM a\nCMD --foo bar\n",
    "FROM a\nRUN -- x\n",
    "FROM a\nRUN --mount=type=\"a b\",x='y' --network=none foo --bar\n",
    "FROM a\nRUN --mount=a\\ b c\n",
    "FROM a\nCOPY --from=x --chown=a:b --link  a  b\tc\n",
    'FROM a\nCOPY "a b" c\n',
    'FROM a\nCOPY ["a b", "c"]\n',
    "FROM a\nCOPY ['a', 'b']\n",
    'FROM a\nCMD ["a",\\\n  "b\\\nc"]\n',
    "FROM a\nCMD ['a', 'b']\n",
    'FROM a\nCMD [ "a" , "b\\n\\u00e9\\ud83d\\ude00" ] \n',
    'FROM a\nCMD ["a", 1]\n',
    'FROM a\nCMD ["a",]\n',
    'FROM a\nCMD ["\\q"]\n',
    'FROM a\nCMD ["a\tb"]\n',
    "FROM a\nCMD []\n",
    "FROM a\nCMD [NaN]\n",
    'FROM a\nCMD ["\\ud800"]\n',
    "FROM a\nRUN [ -f x ] && y\n",
    'FROM a\nHEALTHCHECK --interval=5s \\\n  CMD ["a", \\\n  "b"]\n',
    "FROM a\nHEALTHCHECK --retries=3 \\\n  CMD curl -f x || exit 1\n",
    "FROM a\nHEALTHCHECK NONE\n",
    'FROM a\nSHELL ["bash", "-c"]\nVOLUME ["/a"]\nVOLUME /a /b\n',
    "FROM a\nENV A b  c\nENV A = b\nENV A=b C='d e' D=\\ f\n",
    "FROM a\nENV A\n",
    "FROM a\nENV A=b c\n",
    "FROM a\nENV A=\n",
    'ARG A=b C D="e f"\nFROM a\nARG A\n',
    'FROM a\nLABEL "a.b"="c" \\\n  d=e\n',
    "FROM a\nMAINTAINER me <me@example.org>\n",
    "FROM a\nWORKDIR /a b \nUSER x:y\nSTOPSIGNAL 9\nEXPOSE 80/tcp  $P\n",
    "FROM a\nONBUILD RUN --mount=x y\nONBUILD COPY <<A <<B /x/\n1\nA\n2\nB\nONBUILD\n",
    'FROM a\nONBUILD CMD ["x"]\n',
    "FROM a\nRUN <<EOF\nFROM b\nRUN c \\\nEOF\nCMD d\n",
    "FROM a\nRUN <<-'EOF' sh\n\tx\n\tEOF\nCMD d\n",
    'FROM a\nRUN <<-"E F" 3<<G cat\nE F\n<<X\nG\n',
    "FROM a\nRUN <<EOF cat > x && \\\n y\n1\nEOF\n",
    "FROM a\nRUN <<$EOF\nx\n$EOF\n",
    "FROM a\nRUN <<E\\OF\nx\nEOF\n",
    "FROM a\nRUN cat<<EOF\nRUN x\n",
    "FROM a\nRUN cat <<<EOF\nRUN x\n",
    'FROM a\nRUN echo "<<EOF"\nRUN x\n',
    "FROM a\nRUN echo 'a <<EOF\nfoo\nEOF\n",
    "FROM a\nRUN echo ${a^} <<EOF\nfoo\nEOF\n",
    "FROM a\nRUN echo ${a:-<<EOF} $ $? $1 ${b} <<E\nfoo\nE\n",
    "FROM a\nRUN x $(cat <<EOF\nfoo\nEOF\n)\n",
    'FROM a\nRUN ["<<EOF"]\nRUN x\n',
    "FROM a\nCMD <<EOF\nRUN x\n",
    "FROM a\nRUN <<EOF\nx\n",
    "FROM a\nRUN <<EOF\r\nx\r\nEOF\r\nCMD y\r\n".replace("\r\n", "\n"),
    "# syntax=docker/dockerfile:1\n# escape=`\nFROM a\nRUN a `\n b\\\nCOPY <<E c:\\\n1\nE\n",
    "#escape = `\nFROM a\nRUN a``\nENV A=`b` C D\n",
    "# c\n# escape=`\nFROM a\nRUN a `\nRUN b\n",
    "\n# escape=`\nFROM a\nRUN a `\nRUN b\n",
    "# escape=x\nFROM a\n",
    "# escape=`\n# Escape=`\nFROM a\n",
    "",
    "\n",
    "# c\n",
    "<<<<<<< HEAD\nFROM a\n=======\n",
    "FROM a\nCOPY a b ./c/ 2>/dev/null || true\n",
    "FROM a\nRUN \u00a0x\u2028y\fz\v\n",
    "FROM a\nRUN \u00e9 --\u00e9\n",
)


def dockerfiles() -> st.SearchStrategy[str]:
    """Files of lines that matter to each other: continued ones, comments, blank ones, heredocs and their ends."""
    keyword = _any_of(
        "FROM|RUN|run|CMD|ENTRYPOINT|COPY|ADD|ENV|ARG|LABEL|EXPOSE|USER|WORKDIR|VOLUME|SHELL|HEALTHCHECK|ONBUILD|STOPSIGNAL"
        "|MAINTAINER|Nope"
    )
    word = _any_of(
        'a|b c|A=1|--x|--y=z|"q"|\'s\'|"|\\|$V|${V:-w}|<<E|<<-F|<<\'G\'|3<<E|AS|#|[|["a"]|["a", "b\\t"]|CMD|RUN|NONE'
        "|&&|=|`|\t|\u00e9|/x/"
    )
    words = st.lists(word, max_size=5).map(" ".join)
    end = st.sampled_from(["\n", "\n", "\n", " \\\n", "\\\n", "\\ \t\n", " \\\\\n", " `\n"])
    line = st.builds("{}{} {}{}".format, st.sampled_from(["", "", " "]), keyword, words, end)
    more = st.builds("{}{}".format, words, end)
    filler = st.sampled_from(["\n", "# c\n", "  # c \\\n", "\t\n", "E\n", "\tF\n", "G\n", "F\n", "\\\n"])
    top = st.sampled_from(["", "", "# syntax=x\n", "# escape=`\n", "#escape=\\\n", "# c\n"])
    lines = st.lists(st.one_of(line, line, more, filler, filler), min_size=1, max_size=14).map("".join)
    return st.builds("{}{}".format, top, lines).filter(lambda text: not _newer(text))


def _any_of(choices: str) -> st.SearchStrategy[str]:
    return st.sampled_from(choices.split("|"))


def _newer(text: str) -> bool:
    """True for forms that builders newer than the oracle read in another way."""
    return re.search(r"<<-?[ \t]|<<-?\\?[ \t]*\n|\][ \t]*[^ \t\n]", text) is not None


def real_dockerfiles(folder: str) -> list[Path]:
    return sorted(path for path in Path(folder).rglob("*") if _NAME.fullmatch(path.name) and path.is_file())


def agree(text: str) -> None:
    """Fail unless our reader and BuildKit's parser see the same instructions; what it refuses must be a problem."""
    source = Source(text)
    facts = read(source)
    try:
        commands = dockerfile.parse_string(text)
    except dockerfile.GoParseError:
        assert facts.problems
        return
    found = blocks(source, facts.escape)
    assert [((c.cmd or "").upper(), c.start_line, c.end_line) for c in commands] == [
        (keyword_and_rest(block.text)[0].value.upper(), block.first, block.last) for block in found
    ]
    for command, block in zip(commands, found, strict=True):
        problems: list[Problem] = []
        instruction = read_instruction(block, facts.escape, True, problems)
        if instruction is None:
            assert command.value == ("",), "BuildKit knows the instruction"
        else:
            same(command, instruction, block)


def same(command: dockerfile.Command, instruction: Instruction, block: Block) -> None:
    assert command.flags == tuple(
        f"--{flag.name}" + ("" if flag.value is None else f"={flag.value.value}") for flag in instruction.flags
    )
    inner = instruction.trigger or instruction
    if instruction.trigger or instruction.name != "ONBUILD":
        assert (command.sub_cmd or "").upper() == (instruction.trigger.name if instruction.trigger else "")
    assert command.json == (inner.form == "exec")
    if instruction.trigger is None:  # the package does not hand out those of a trigger
        assert [heredoc.name for heredoc in command.heredocs] == [heredoc.name for heredoc in block.heredocs]
    for theirs, ours in zip(command.heredocs, block.heredocs, strict=False):
        without_tabs = "\n".join(line.lstrip("\t") for line in theirs.content.split("\n"))
        assert ours.body.value in (theirs.content, without_tabs)
    if inner.name in ("ONBUILD", "SHELL", "HEALTHCHECK") and not inner.form:
        return  # without arguments, or refused by the reader at once and by BuildKit later
    assert len(arguments(inner)) == len(values(command, inner))
    for mine, their in zip(arguments(inner), values(command, inner), strict=True):
        assert mine == their or _QUOTES & set(their), "BuildKit's parser leaves quotes and escapes as they are"


def values(command: dockerfile.Command, inner: Instruction) -> list[str]:
    """The arguments as BuildKit's parser gives them; the reader has no heredocs among the words of COPY and ADD."""
    if inner.name in ("COPY", "ADD") and inner.heredocs:
        return [value for value in command.value if not value.lstrip("0123456789").startswith("<<")]
    return list(command.value[1:] if inner.name == "HEALTHCHECK" else command.value)


def arguments(inner: Instruction) -> list[str]:
    """The arguments in the form of BuildKit's parser, but without quotes and escapes."""
    if inner.form == "shell":
        text = inner.value.value if inner.name != "HEALTHCHECK" else inner.value.value[len("CMD") :].strip()
        return [text] if text else []
    if inner.name == "ARG":
        return [pair.key.value + ("" if pair.value is None else f"={pair.value.raw}") for pair in inner.pairs]
    if inner.name in ("ENV", "LABEL"):
        return [text for pair in inner.pairs if pair.value for text in (pair.key.value, pair.value.raw)]
    return [word.raw for word in inner.words]


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_forms_read_as_in_buildkit(text: str) -> None:
    agree(text)


@settings(max_examples=300, deadline=None)
@given(dockerfiles())
def test_any_dockerfile_reads_as_in_buildkit(text: str) -> None:
    agree(text)


if os.environ.get("DEPLOYLINT_CORPUS"):

    @pytest.mark.parametrize("path", real_dockerfiles(os.environ["DEPLOYLINT_CORPUS"]), ids=str)
    def test_real_dockerfiles_read_as_in_buildkit(path: Path) -> None:
        source = decode(path.read_bytes())
        if not any(problem.kind == "skip" for problem in read(source).problems):
            agree(source.text)
