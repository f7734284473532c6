"""Shell texts made by hypothesis: every form of the grammar that deployment files use."""

from __future__ import annotations

from hypothesis import strategies as st

NAME = st.sampled_from(["A", "PORT", "x1", "_v", "NODE_ENV"])
PLAIN = st.sampled_from(
    [
        "a",
        "npm",
        "./start.sh",
        "--port=80",
        "-x",
        "b.c:d",
        "8000",
        "é",
        "@x",
        "a=b",
        "+%s",
        "1.2",
        "+x",
        "//",
        "~/d",
        "^8",
    ]
)
COMMAND = st.sampled_from(
    [
        "npm",
        "echo",
        "cd",
        "test",
        ":",
        "exec",
        "uvicorn",
        "./a-b.sh",
        '"$A"',
        "$PORT",
        "${A}/b",
        "'a b'",
        "a\\ b",
        "$(which a)",
    ]
)
BLANK = st.sampled_from([" ", " ", " ", "  ", "\t", " \\\n  "])


def _quoted(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    content = st.lists(
        st.one_of(st.sampled_from(["a b", "#", "'", '\\"', "\\$X", ";", "\n", "é ", "|", "a", "{", "%"]), inner),
        max_size=4,
    )
    return content.map(lambda parts: f'"{"".join(parts)}"')


def _expansion(commands: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operator = st.sampled_from([":-", "-", ":=", ":+", ":?", "%", "%%", "#", "##"])
    return st.one_of(
        NAME.map(lambda name: f"${{{name}}}"),
        st.sampled_from(["$1", "$@", "$?", "$$", "${#A}", "${A[0]}", "${A[@]}", "$((1 + 2))", "${A:1:2}", "${A/b/c}"]),
        st.tuples(NAME, operator, st.sampled_from(["", "80", "a/b", "*", "x y"])).map(
            lambda parts: f"${{{parts[0]}{parts[1]}{parts[2]}}}"
        ),
        commands.map(lambda text: f"$({text})"),
    )


def words(commands: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """One word of any make."""
    expansion = _expansion(commands)
    single = st.sampled_from(["''", "'a b'", "'#$X'", "'\"'", "'a\nb'", "$'a\\n'", "'\\'"])
    part = st.one_of(
        PLAIN, single, _quoted(expansion), expansion, st.sampled_from(["x\\ ", "\\$", "*", "{a,b}", "[a-z]", "?"])
    )
    bare = st.sampled_from(["$PORT", '"$A"'])
    return st.one_of(PLAIN, PLAIN, bare, st.lists(part, min_size=1, max_size=3).map("".join))


def _redirect(word: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    file = st.tuples(st.sampled_from([">", ">>", "<", "2>", "&>", ">|", "> ", "2>> ", "<<< ", "<<<"]), word).map(
        "".join
    )
    return st.one_of(st.sampled_from(["2>&1", ">&2", ">/dev/null", "2> /dev/null", "&>/dev/null", "<&-", "3<&0"]), file)


def _simple(commands: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    word = words(commands)
    assignment = st.tuples(NAME, st.sampled_from(["=", "=", "+="]), word).map("".join)
    short = st.tuples(NAME, st.just("="), word).map("".join)
    call = st.tuples(
        st.lists(short, max_size=2),
        st.lists(_redirect(word), max_size=1),
        COMMAND,
        st.lists(st.one_of(word, word, _redirect(word)), max_size=4),
    ).map(lambda parts: _call(*parts))
    declared = st.tuples(
        st.sampled_from(["export", "declare -x", "local", "readonly"]),
        st.lists(st.one_of(short, NAME), min_size=1, max_size=3),
    ).map(lambda parts: " ".join([parts[0], *parts[1]]))
    alone = st.lists(assignment, min_size=1, max_size=3)
    return st.one_of(
        st.tuples(call, BLANK, st.just("")).map("".join),
        call,
        st.lists(word, min_size=1, max_size=4).flatmap(
            lambda parts: BLANK.map(lambda blank: f"npm{blank}{blank.join(parts)}")
        ),
        declared,
        st.lists(word, min_size=1, max_size=4).map(lambda parts: f"[ {' '.join(parts)} ]"),
        alone.map(" ".join),
        st.sampled_from(
            ["A= npm", "A=(a b)", "A=()", "A+=('x y' $A)", "A= PORT=80 npm run a", "npm `a b`", 'npm "`a`" b']
        ),
    )


def _call(assignments: list[str], redirects: list[str], name: str, arguments: list[str]) -> str:
    return " ".join([*assignments, *redirects, name, *arguments])


def _heredoc(simple: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operator = st.sampled_from(["<<E", "<< E", "<<-E", "<<'E'", '<<"E"', "<<\\E"])
    tail = st.one_of(
        st.just(""),
        st.sampled_from([" > f", " a b", " 2>&1", " >> f 2>&1 &"]),
        simple.map(lambda text: f" | {text}"),
        simple.map(lambda text: f" && {text}"),
        simple.map(lambda text: f" || {text}"),
        simple.map(lambda text: f"; {text}"),
    )
    body = st.lists(st.sampled_from(["a b", "$X", "EE", "\tx", "", "it's", "if x", "# c", "${A:-b}"]), max_size=3)
    return st.tuples(st.sampled_from(["cat ", "ssh host ", "tee f "]), operator, tail, body).map(
        lambda parts: f"{parts[0]}{parts[1]}{parts[2]}\n{''.join(line + chr(10) for line in parts[3])}E\n"
    )


def _compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    forms = [
        "( {0} )",
        "({0})",
        "{{ {0}\n}}",
        "{{ {0}; }}",
        "if {0}; then {1}; fi",
        "if {0}\nthen\n  {1}\nelse\n  {2}\nfi",
        "if {0}; then {1}; elif {2}; then {0}; fi",
        "while {0}; do {1}; done",
        "until {0}\ndo\n{1}\ndone",
        "for i in a $B; do {0}; done",
        "for i; do {0}; done",
        "case $A in\n  a|b) {0} ;;\n  *)\n    {1}\n    ;;\nesac",
        "f() {{\n  {0}\n}}",
        "function g {{ {0}; }}",
        "! npm && {0}",
        "if ! npm a; then {1}; fi > log 2>&1",
        "{0} && ( {1} ) || {{ {2}; exit 1; }}",
    ]
    return st.tuples(st.sampled_from(forms), inner, inner, inner).map(lambda parts: parts[0].format(*parts[1:]))


def _lists(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    joint = st.sampled_from(
        [" && ", " || ", "; ", " | ", "\n", " &\n", " && \\\n  ", " |\n  ", " # c\n", "&&", ";", "\n\n"]
    )
    return st.lists(st.tuples(inner, joint), min_size=1, max_size=3).flatmap(
        lambda pairs: inner.map(lambda last: "".join(text + sign for text, sign in pairs) + last)
    )


def scripts() -> st.SearchStrategy[str]:
    """Whole texts; not all of them are shell (`case` in a pipeline's middle may end up unbalanced): ask shfmt."""
    flat = _simple(st.sampled_from(["a", "a b", "date +%s", "a | b", 'b "$X"']))
    commands = _simple(flat)
    heredoc = _heredoc(flat)
    joined = _lists(commands)
    nested = _compound(st.one_of(commands, joined))
    line = st.one_of(commands, joined, nested, _compound(nested), st.tuples(st.just("# c\n"), commands).map("".join))
    return st.lists(st.one_of(line, line, line, heredoc), min_size=1, max_size=3).map("\n".join)
