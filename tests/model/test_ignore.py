"""What a .dockerignore leaves out, by Docker's published rules for its patterns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.facts.place import Source
from deploylint.model.ignore import excluded
from deploylint.read.dockerignore import read


def is_excluded(lines: str, path: str) -> bool:
    return excluded(read(Source(lines.replace(" ; ", "\n"))).patterns, path)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("file", "file"),
        ("dir", "dir/file"),
        ("dir/", "dir/a/file"),
        ("/dir", "dir/file"),
        ("./dir", "dir/file"),
        ("a/../dir", "dir/file"),
        ("//dir//x", "dir/x"),
        ("  dir  ", "dir/file"),
        ("*", "file"),
        ("*", "dir/file"),
        ("*.md", "README.md"),
        ("*/temp*", "somedir/temporary.txt"),
        ("*/temp*", "somedir/temp"),
        ("*/*/temp*", "somedir/subdir/temporary.txt"),
        ("temp?", "tempa"),
        ("docs/*", "docs/a/b"),
        ("**", "dir/file"),
        ("**/", "file"),
        ("**/**", "dir/file"),
        ("dir/**", "dir/dir2/file"),
        ("**/dir", "dir"),
        ("**/dir", "a/b/dir/file"),
        ("**/dir2/*", "dir/dir2/file"),
        ("**/dir2/**", "dir/dir2/dir3/file"),
        ("**file", "dir/myfile"),
        ("**/file*.txt", "dir/dir/file1.txt"),
        ("**/**/*.txt", "file.txt"),
        ("**/*.go", "main.go"),
        ("a**/*.txt", "a/dir/dir/file.txt"),
        ("a/**/b", "a/b"),
        ("a/**/b", "a/x/y/b"),
        ("a/*.txt**", "a/file.txt"),
        ("a[b-d]e", "ace"),
        ("a[^b-d]e", "aze"),
        ("[a-\u03b6]*", "\u03b1"),
        ("[\\]a]", "]"),
        ("[x\\-]", "-"),
        ("a[&|~-\u03b6[]e", "a[e"),
        (".*", ".env"),
        ("abc.def", "abc.def"),
        ("a(b)c/def", "a(b)c/def"),
        ("a.|)$(}+{bc", "a.|)$(}+{bc"),
        ("a\\*b", "a*b"),
        ("a?b", "a\u263ab"),
        ("node_modules", "node_modules/x/y.js"),
        ("#x ; dir", "dir"),
        (" #x", "#x"),
        ("** ; !util/web ; util/web/foo", "util/web/foo"),
        ("!README.md ; *.md", "README.md"),
        ("*.md ; !README*.md ; README-secret.md", "README-secret.md"),
    ],
)
def test_these_are_left_out(pattern: str, path: str) -> None:
    assert is_excluded(pattern, path)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("", "file"),
        (".", "file"),
        ("/", "file"),
        ("..", "file"),
        ("file", "dir/file"),
        ("*.md", "docs/x.md"),
        ("*/temp*", "temp"),
        ("a/*.txt", "a/dir/file.txt"),
        ("a*/b", "a/c/b"),
        ("a?b", "a/b"),
        ("temp?", "temp"),
        ("dir/**", "dir"),
        ("**/.foo", "bar.foo"),
        ("**/file*", "dir/myfile"),
        ("**/**/*.txt2", "dir/file.txt"),
        ("a[b-d]e", "ae"),
        ("a[b-d]e", "aae"),
        ("[x\\-]", "z"),
        ("[^", "a"),
        ("abc.def", "abcZdef"),
        ("a(b)c/def", "a(b)c/xyz"),
        ("Dir", "dir"),
        ("#file", "file"),
        ("dir ; !dir/file", "dir/file"),
        ("dir/ ; ! dir/file", "dir/file"),
        ("docs/* ; !docs/README.md", "docs/README.md"),
        ("** ; !util/web", "util/web/foo"),
        ("*.md ; !README*.md", "README-secret.md"),
        ("!", "a"),
        ("*", "."),
    ],
)
def test_these_are_kept(pattern: str, path: str) -> None:
    assert not is_excluded(pattern, path)


NAMES = st.text("ab.*?[]-^\\!|&~{}()", min_size=1, max_size=6)


@given(st.lists(NAMES, max_size=4), st.text("ab./", min_size=1, max_size=8))
def test_any_pattern_has_an_answer(patterns: list[str], path: str) -> None:
    assert is_excluded("\n".join(patterns), path) in (True, False)


@given(st.lists(st.text("ab./*", min_size=1, max_size=6), max_size=4), st.text("abc", min_size=1, max_size=4))
def test_what_follows_a_negation_of_everything_decides_alone(patterns: list[str], name: str) -> None:
    assert is_excluded("\n".join([*patterns, "!**", "z"]), name) == (name == "z")
