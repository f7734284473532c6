"""The published cases of Docker's pattern matcher: the facts of the tables that moby/patternmatcher tests itself with.

A pattern that matches a folder above a path leaves the path out too, which is what a build asks.
"""

from __future__ import annotations

import pytest

from deploylint.facts.place import Source
from deploylint.model.ignore import deciding, excluded
from deploylint.read.dockerignore import read

WHEEL = "dist/proxy.py-2.4.0rc3.dev36+g08acad9-py3-none-any.whl"

# Each pattern with the paths that it leaves out, and those that it does not.
TABLE: tuple[tuple[str, str, str], ...] = (
    ("*", "fileutils.go abc", ""),
    ("*.go", "fileutils.go", "."),
    ("**", "file file/ / dir/file dir/file/", ""),
    ("**/", "file file/ / dir/file dir/file/", ""),
    ("**/**", "dir/file dir/file/", ""),
    ("dir/**", "dir/file dir/file/ dir/dir2/file dir/dir2/file/", ""),
    ("**/dir", "dir dir/file", ""),
    ("**/dir2/*", "dir/dir2/file dir/dir2/file/", ""),
    ("**/dir2/**", "dir/dir2/dir3/file dir/dir2/dir3/file/", ""),
    ("**file", "file dir/file dir/dir/file", ""),
    ("**/file", "dir/file dir/dir/file", ""),
    ("**/file*", "dir/dir/file dir/dir/file.txt", ""),
    ("**/file*txt", "dir/dir/file.txt", ""),
    ("**/file*.txt", "dir/dir/file.txt", ""),
    ("**/file*.txt*", "dir/dir/file.txt", ""),
    ("**/**/*.txt", "dir/dir/file.txt file.txt", ""),
    ("**/**/*.txt2", "", "dir/dir/file.txt"),
    ("**/*.txt", "file.txt", ""),
    ("a**/*.txt", "a/file.txt a/dir/file.txt a/dir/dir/file.txt", ""),
    ("a/*.txt", "a/file.txt", "a/dir/file.txt"),
    ("a/*.txt**", "a/file.txt", ""),
    ("a[b-d]e", "ace", "ae aae"),
    ("a[^b-d]e", "aze", ""),
    (".*", ".foo", "foo"),
    ("abc.def", "abc.def", "abcdef abcZdef"),
    ("abc?def", "abcZdef", "abcdef"),
    ("**/foo/bar", "foo/bar dir/foo/bar dir/dir2/foo/bar", ""),
    ("abc/**", "abc/def abc/def/ghi", "abc"),
    ("**/.foo", ".foo", "bar.foo"),
    ("a(b)c/def", "a(b)c/def", "a(b)c/xyz"),
    ("a.|)$(}+{bc", "a.|)$(}+{bc", ""),
    (WHEEL, WHEEL, ""),
    ("dist/*.whl", WHEEL, ""),
    ("a\\\\", "a\\", ""),
    ("a\\*b", "a*b", "ab"),
    ("abc", "abc", ""),
    ("*c", "abc", ""),
    ("a*", "a abc ab/c", ""),
    ("a*/b", "abc/b", "a/c/b"),
    ("a*b*c*d*e*/f", "axbxcxdxe/f axbxcxdxexxx/f", "axbxcxdxe/xxx/f axbxcxdxexxx/fff"),
    ("a*b?c*x", "abxbbxdbxebxczzx", "abxbbxdbxebxczzy"),
    ("ab[c]", "abc", ""),
    ("ab[b-d]", "abc", ""),
    ("ab[e-g]", "", "abc"),
    ("ab[^c]", "", "abc"),
    ("ab[^b-d]", "", "abc"),
    ("ab[^e-g]", "abc", ""),
    ("a?b", "a\u263ab", "a/b"),
    ("a[^a]b", "a\u263ab", ""),
    ("a???b", "", "a\u263ab"),
    ("a[^a][^a][^a]b", "", "a\u263ab"),
    ("[a-\u03b6]*", "\u03b1", ""),
    ("*[a-\u03b6]", "", "A"),
    ("a*b", "", "a/b"),
    ("[\\]a]", "]", ""),
    ("[\\-]", "-", ""),
    ("[x\\-]", "x -", "z"),
    ("[\\-x]", "x -", "a"),
    ("*x", "xxx", ""),
)
SEVERAL: tuple[tuple[str, str, bool], ...] = (
    ("!fileutils.go ; *.go", "fileutils.go", True),
    ("*.go ; !fileutils.go", "fileutils.go", False),
    ("docs ; !docs/README.md", "docs/README.md", False),
    ("docs/ ; !docs/README.md", "docs/README.md", False),
    ("docs/* ; !docs/README.md", "docs/README.md", False),
    ("docs ;   !docs/README.md  ", "docs/README.md", False),
    ("** ; !util/docker/web", "util/docker/web/foo", False),
    ("** ; !util/docker/web ; util/docker/web/foo", "util/docker/web/foo", True),
    (f"** ; !{WHEEL}", WHEEL, False),
    ("** ; !dist/*.whl", WHEEL, False),
    ("", "any/path/there", False),
)
MALFORMED = ("[]a] [-] [x-] [-x] \\ [a-b-c] [ [^ [^bc a[ !").split()


@pytest.mark.parametrize(
    ("pattern", "path", "left_out"),
    [
        (pattern, path, left_out)
        for pattern, yes, no in TABLE
        for paths, left_out in ((yes, True), (no, False))
        for path in paths.split()
    ],
)
def test_a_pattern_leaves_out_what_is_published(pattern: str, path: str, left_out: bool) -> None:
    patterns = read(Source(pattern)).patterns
    assert excluded(patterns, path) is left_out
    assert (deciding(patterns, path) is not None) is left_out


@pytest.mark.parametrize(("lines", "path", "left_out"), SEVERAL)
def test_of_several_patterns_the_last_that_matches_decides(lines: str, path: str, left_out: bool) -> None:
    patterns = read(Source(lines.replace(" ; ", "\n"))).patterns
    assert excluded(patterns, path) is left_out
    decider = deciding(patterns, path)
    assert (decider is not None and not decider.negated) is left_out


@pytest.mark.parametrize("pattern", MALFORMED)
def test_a_malformed_pattern_is_a_problem_because_no_build_runs_with_it(pattern: str) -> None:
    assert read(Source(pattern)).problems
