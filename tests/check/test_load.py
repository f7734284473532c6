"""Rule files are read strictly, and every fault has a place."""

from __future__ import annotations

from datetime import date

import pytest

from deploylint.check.errors import RuleError
from deploylint.check.load import collect, load, shipped
from tests.check.made import RULE, rule


def test_the_data_the_title_and_the_parameters_are_told_apart() -> None:
    read = rule()
    assert (read.id, read.name, read.family, read.kind) == ("TST001", "some-rule", "family", "syntax")
    assert read.levels == {"default": {"production": "error", "unknown": "note"}}
    assert read.presets == ("recommended",)
    assert read.params == {"queries": {"python": "(module) @match"}, "needles": ["x"]}
    assert read.title == "First sentence."
    assert read.prose == "First sentence. Second sentence."


def test_one_level_holds_for_all_roles() -> None:
    read = rule(RULE.replace('level = {production = "error", unknown = "note"}', 'level = "warning"'))
    assert read.levels["default"] == dict.fromkeys(("production", "unknown", "development", "test"), "warning")


def test_a_message_may_have_levels_of_its_own() -> None:
    read = rule(RULE.replace("[hints]", '[levels]\nother = {unknown = "warning"}\n[hints]'))
    assert read.levels["other"] == {"unknown": "warning"}
    assert read.levels["default"] == {"production": "error", "unknown": "note"}


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("TST001", "test-1", 4, "no id"),
        ('id = "TST001"', "", 3, "id"),
        ('level = {production = "error", unknown = "note"}', "", 3, "no level"),
        ('production = "error"', 'production = "loud"', 6, "Invalid enum value"),
        ('production = "error"', 'prod = "error"', 6, "Invalid enum value"),
        ("[messages]", "[messages", 9, "line 6"),
        ("[hints]", '[levels]\nthird = "note"\n[hints]', 12, "third"),
        ("# some-rule", "# another-rule", 1, "the file's name says"),
        ("# some-rule", "", 1, "no heading"),
        ("```toml", "```json", 1, "no data"),
        ('needles = ["x"]', 'needles = ["x"]\nsince = 1', 9, "Expected `str`"),
    ],
)
def test_a_fault_in_the_data_has_its_line(old: str, new: str, line: int, words: str) -> None:
    with pytest.raises(RuleError) as raised:
        rule(RULE.replace(old, new, 1))
    assert words in raised.value.message
    assert raised.value.line == line
    assert str(raised.value).startswith(f"rules/family/some-rule.md:{line}: ")


SECTION = """
## Bad: first

```python path=a.py error=1
x = 1
```

## Good: second

```python path=b.py
```
"""


@pytest.mark.parametrize(
    ("added", "line", "words"),
    [
        ("\n```toml\na = 1\n```\n", 18, "a second data fence"),
        ("\n```python\nx = 1\n", 18, "not closed"),
        ("\n```python path=a.py\n```\n", 18, "outside the sections"),
        ("\n```python error=1\n```\n", 18, "without a path"),
        ("\n```python path=a.py colour=red\n```\n", 18, "unknown key 'colour'"),
        ("\n```python path=a.py path=b.py\n```\n", 18, "twice"),
        ("\n```python path=a.py =x\n```\n", 18, "unknown key '=x'"),
        (SECTION.replace("error=1", "error=one"), 20, "'one' is no line"),
        (SECTION.replace("error=1", "error=0"), 20, "'0' is no line"),
        (SECTION.replace(" error=1", ""), 18, "at least one finding"),
        (SECTION.replace("b.py", "b.py warning=1"), 24, "nothing, or notes"),
        (SECTION.replace("path=b.py", "language"), 26, "unknown key"),
        (SECTION.replace("b.py", "/b.py"), 26, "no path of a repository"),
        (SECTION.replace("b.py", "../b.py"), 26, "no path of a repository"),
        (SECTION.replace("b.py", "b.py mode=644"), 26, "'mode' is one of 755"),
        (SECTION.replace("b.py", "b.py bom=utf-7"), 26, "'bom' is one of"),
        (SECTION.replace("b.py", "b.py at=base note=1"), 26, "not of its base"),
        (SECTION.replace("Good: second", "Fixed: third"), 24, "no Bad section"),
        (SECTION.replace("Good: second", "Bad: first").replace("b.py", "b.py error=1"), 24, "title stands twice"),
        (SECTION.replace("Good: second", "Good:"), 24, "no title"),
        (SECTION.replace("## Good: second", "## Other"), 24, "is no section"),
        (SECTION.replace("```python path=b.py\n```", ""), 24, "no file"),
        (SECTION.replace("b.py\n", "b.py bytes=base64\n?\n"), 26, "not base64"),
        (SECTION.replace("b.py", "b.py as-of=tomorrow"), 26, "no day"),
    ],
)
def test_a_fault_in_the_sections_has_its_line(added: str, line: int, words: str) -> None:
    with pytest.raises(RuleError) as raised:
        rule(RULE + added)
    assert words in raised.value.message
    assert raised.value.line == line


def test_a_section_may_name_the_day_it_is_linted_on() -> None:
    read = rule(RULE + SECTION.replace("b.py", "b.py as-of=2026-12-24"))
    assert [example.as_of for example in read.examples] == [None, date(2026, 12, 24)]


def test_a_section_is_linted_on_one_day() -> None:
    two = "```python path=b.py as-of=2026-12-24\n```\n\n```python path=c.py as-of=2026-12-25\n```"
    with pytest.raises(RuleError, match="one day"):
        rule(RULE + SECTION.replace("```python path=b.py\n```", two))


def test_headings_and_fences_inside_a_longer_fence_are_text() -> None:
    text = RULE + "\n````text\n## Bad: not a section\n```toml\n```\n````\n" + SECTION
    read = rule(text)
    assert [(example.kind, example.title, example.line) for example in read.examples] == [
        ("bad", "first", 24),
        ("good", "second", 30),
    ]


def test_a_fence_says_how_its_bytes_are_made() -> None:
    fences = """
## Good: bytes

```python path=crlf.py eol=crlf
a
b
```

```python path=open.py final-newline=no
a
```

```python path=marked.py bom=utf-8
a
```

```python path=wide.py bom=utf-16le
a
```

```text path=raw.bin bytes=base64
AAEC
```

```sh path=run.sh mode=755
```

```text path=link link=run.sh
```

```text path="with blank.txt" note=1,2 also=DEV001,DB001
```
"""
    (example,) = rule(RULE + fences).examples
    contents = {file.path: file.content for file in example.files}
    assert contents["crlf.py"] == b"a\r\nb\r\n"
    assert contents["open.py"] == b"a"
    assert contents["marked.py"] == b"\xef\xbb\xbfa\n"
    assert contents["wide.py"] == b"\xff\xfea\x00\n\x00"
    assert contents["raw.bin"] == b"\x00\x01\x02"
    by_path = {file.path: file for file in example.files}
    assert by_path["run.sh"].executable
    assert by_path["link"].link == "run.sh"
    assert [expected.line for expected in by_path["with blank.txt"].expected] == [1, 2]
    assert example.also == ("DEV001", "DB001")


def test_without_examples_only_the_head_is_read() -> None:
    data = (RULE + SECTION + "\n```python\nnever closed\n").encode()
    assert load("rules/family/some-rule.md", data).examples == ()
    with pytest.raises(RuleError, match="not closed"):
        load("rules/family/some-rule.md", data, own=False)


def test_messages_of_users_are_checked_when_they_are_loaded() -> None:
    data = RULE.replace("'{name}' is wrong.", "{name} is wrong.").encode()
    assert load("rules/family/some-rule.md", data).messages["default"] == "{name} is wrong."
    with pytest.raises(RuleError, match="single quotes"):
        load(".deploylint/rules/some-rule.md", data, own=False)


def test_line_ends_and_a_mark_of_an_editor_do_not_matter() -> None:
    data = b"\xef\xbb\xbf" + RULE.replace("\n", "\r\n").encode()
    assert load("rules/family/some-rule.md", data).params == rule().params


def test_bytes_that_are_no_utf_8_are_a_fault() -> None:
    with pytest.raises(RuleError, match="not UTF-8"):
        load("rules/family/some-rule.md", b"\xff\xfe\x00")


def test_one_id_is_one_rule() -> None:
    with pytest.raises(RuleError, match="is taken by"):
        collect([rule(), rule(RULE.replace("some-rule", "other-rule"), "other-rule")])


def test_shipped_rules_are_found_by_their_files() -> None:
    assert {"SRC001", "PATH001", "CFG001"} <= {found.id for found in shipped()}
    assert all(found.path == f"rules/{found.family}/{found.name}.md" for found in shipped())
