"""The shell reader against shfmt's syntax tree: the same commands, words, assignments, redirections and heredocs."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings

from tests.oracles.command_strings import collect
from tests.oracles.shell_texts import scripts
from tests.oracles.shfmt import Simple, differences, trees

AWKWARD = (
    "a b\n  c 'd' && e || f; g &\nh",
    "cat <<EOF && b || c\nx $Y\nEOF\nd",
    "cat <<EOF > f 2>&1; c\nx\nEOF\nd",
    "a | cat <<EOF | y\nx $(q r)\nEOF\nz",
    "cat <<A 3<<B <<C\n1\nA\n2\nB\n3\nC\nz",
    "cat <<-'E'\n\ta $X\n\t\tb\n\tE\nc",
    "ssh host <<'E'\ncd /app && npm ci\nE\n",
    "x=$(cat <<E\na\nE\n)\nb",
    "cat <<E \\\n  | b\nx\nE\nc",
    "cat > f <<E a\nb\nE",
    "a && b || c > f <<E\nx\nE",
    "a > f b 2>&1 c",
    "> f a b",
    "> f",
    'a <<< "x $Y" b',
    "a 2>x <<< b c",
    "exec 3>&- 4<&- a",
    "exec {fd}< <(a b) c",
    'A=1 B=$X"y" c --port=${PORT:-80}/a',
    "A= b",
    "A=x%y B='z w' c",
    "A+=b",
    "CMD+=(--reload $A)",
    'export A=b B="$(c d)" C',
    "export A; export -f f; declare -x D=1; local x=$1 y",
    "readonly -a L=(a b)",
    "unset A B",
    ': "${PORT:=8000}"',
    '[ -f "$A" -a ! -d b ] && c || exit 1',
    '[ "$a" \\< "$b" ] || [ $# = 0 ]',
    '[ "$([ a ] && echo b)" = b ]',
    "[[ $a == b* && -f c ]] || d",
    "((x++)) && a $((1 << 2)) ${x:-$(( 2 * $(nproc) + 1 ))}",
    "if ! a; then b; elif c | d; then e; else f; fi > log 2>&1",
    "if ! { a; b; }; then c; fi",
    'while read -r l; do a "$l"; done < <(b c)',
    "until a; do sleep 1; done",
    "for i in $(a b) c; do d; done",
    "for ((i = 0; i < 3; i++)); do a; done",
    'case "$1" in\n  start|run) a ;;\n  $(b)) c ;&\n  *) d; e\nesac',
    'f() { if [[ $A -ne 1 ]]; then echo "$@" 1>&2; fi }\nusage()\n{\n  cat << U >&2\nx\nU\n}\nf',
    "function g {\n  a\n}\ng",
    "(a; b) | { c; d; } && (e)",
    "a # b\nc #d\n#e\nf",
    "a \"x\ny\" 'z\nw' \\\n  v",
    "a $'x\\n\\'y' $\"z\"",
    "grep -v \"^$\" 'a$' a$ | b",
    'a x\\ y \\ z "q\\"r" \\$A',
    "a *.c {d,e} [f-g] ~/h ?",
    "version=$(<VERSION)",
    "a `b c` d",
    'a "`b c`" d',
    'É=1 ünï "ö $X" ß > ä\nñ',
    "time a b",
    "coproc a; let x=1; b",
    "a &> f; b &>> g; c >| h; d <> i",
    "RUN=a node -e \"console.log('x')\" && python -c 'import a; a.b()'",
    "npm run build --banner:js=\"import { x } from 'y';\" -- $(a)",
    "--mount=type=bind,source=a,target=b uv sync",
    "{ a; } 2> f; ( b ) > g",
    "! a && ! b | c",
    "a &\nwait $!",
    "x=1; a() ( b ); y=2",
)

EXCEPTIONS = {
    "a ] ] b": "lone brackets and braces one after another are one word for the grammar",
    "a \\\n  # b\\\n  c": "shfmt goes on behind a comment in a continued command; for bash it ends the command",
    "A=${B:-u`date +%s`} c": "no substitution in backquotes is seen in the word of an expansion",
    "a `b c` `d e`\nf `g h`": "what runs in one of several substitutions in backquotes may stay unseen",
    "if ! A=1 B=2; then c; fi": "several assignments behind `!` are an error for the grammar: the rest is incomplete",
    "A=$(B=)": "an empty assignment in front of `)` is an error for the grammar: the rest is incomplete",
    "a > \\ b c": "a destination that begins with an escaped blank loses it",
    "! function f { a; }; b": "a negated function definition is no command for the grammar: the rest is incomplete",
}


def agree(text: str, expected: list[Simple]) -> None:
    assert list(differences(text, expected)) == []


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_forms_read_as_in_shfmt(text: str) -> None:
    (expected,) = trees([text])
    assert expected is not None
    agree(text, expected)


@pytest.mark.parametrize("text", EXCEPTIONS)
def test_the_exceptions_are_exceptions_still(text: str) -> None:
    (expected,) = trees([text])
    assert expected is not None
    assert list(differences(text, expected)), "the reader has learnt it: take it off the table"


@settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(scripts())
def test_any_script_reads_as_in_shfmt(text: str) -> None:
    (expected,) = trees([text])
    assume(expected is not None)
    assert expected is not None
    agree(text, expected)


if os.environ.get("DEPLOYLINT_CORPUS"):

    def test_at_most_one_real_command_in_a_thousand_reads_in_another_way() -> None:
        texts = collect(Path(os.environ["DEPLOYLINT_CORPUS"]))
        batches = [texts[low : low + 64] for low in range(0, len(texts), 64)]
        with ThreadPoolExecutor(2) as threads:
            found = [tree for batch in threads.map(trees, batches) for tree in batch]
        read = [(text, tree) for text, tree in zip(texts, found, strict=True) if tree is not None]
        commands = sum(len(tree) for _, tree in read)
        wrong = [pair for text, tree in read for pair in differences(text, tree)]
        print(f"{len(texts)} texts, {len(texts) - len(read)} refused, {commands} commands, {len(wrong)} differ")
        assert len(wrong) * 1000 <= commands, wrong
