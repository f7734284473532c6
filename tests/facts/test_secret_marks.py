"""The values that readers mark as secret, in every format that has a place for variables."""

from __future__ import annotations

import pytest

from deploylint.facts.place import Source
from deploylint.facts.secret_marks import FORMATS, masked
from deploylint.workspace.readers import reader


def shown(format_name: str, text: str) -> str:
    read = reader(format_name)
    assert read is not None
    assert format_name in FORMATS
    source = Source(text)
    return masked(source, read(source)).text


@pytest.mark.parametrize(
    ("format_name", "text", "expected"),
    [
        ("env", "DB_PASSWORD=correct horse # a comment\n", "DB_PASSWORD=************* # a comment\n"),
        ("env", 'K_SECRET="one\ntwo"\nPORT=1\n', 'K_SECRET="***\n***"\nPORT=1\n'),
        ("dockerfile", "FROM a\nENV JWT_SECRET correct horse\n", "FROM a\nENV JWT_SECRET *************\n"),
        ("dockerfile", "ARG API_KEY=a1\\\nb2\nFROM a\n", "ARG API_KEY=**\\\n**\nFROM a\n"),
        ("dockerfile", "FROM a\nENV A=b \\\n  S_TOKEN='x y z'\n", "FROM a\nENV A=b \\\n  S_TOKEN='*****'\n"),
        ("shell", 'export API_KEY="one\ntwo"\n', 'export API_KEY="***\n***"\n'),
        ("procfile", "web: JWT_SECRET=one\\ two python a.py\n", "web: JWT_SECRET=******** python a.py\n"),
        (
            "render",
            "services:\n- type: web\n  envVars:\n  - key: JWT_SECRET\n    value: correct horse\n",
            "services:\n- type: web\n  envVars:\n  - key: JWT_SECRET\n    value: *************\n",
        ),
        (
            "compose",
            "services:\n  a:\n    environment:\n    - DB_PASSWORD=correct horse\n",
            "services:\n  a:\n    environment:\n    - DB_PASSWORD=*************\n",
        ),
        (
            "compose",
            "services:\n  a:\n    build: {context: ., args: {api_key: hunter}}\n",
            "services:\n  a:\n    build: {context: ., args: {api_key: ******}}\n",
        ),
        (
            "workflow",
            "on: push\nenv:\n  API_TOKEN: hunter two\njobs: {}\n",
            "on: push\nenv:\n  API_TOKEN: **********\njobs: {}\n",
        ),
        ("yaml", "private_key: |\n  one\n  two\nport: 1\n", "private_key: |\n  ***\n  ***\nport: 1\n"),
        ("yaml", "- {name: api_key, value: hunter}\n", "- {name: api_key, value: ******}\n"),
        ("json", '{"apiKey": "a b\\u0041"}', '{"apiKey": "*********"}'),
        ("toml", "[env]\nJWT_SECRET = '''\none\ntwo'''\n", "[env]\nJWT_SECRET = '''\n***\n***'''\n"),
    ],
)
def test_a_value_is_hidden_as_its_reader_understands_it(format_name: str, text: str, expected: str) -> None:
    assert shown(format_name, text) == expected


def test_a_file_without_secrets_is_the_same_object() -> None:
    source = Source("A=1\n")
    assert masked(source) is source


def test_what_does_not_parse_hides_the_secrets_that_any_text_shows() -> None:
    broken = "services: [\n  JWT_SECRET: hunter2\n  a: postgres://me:hunter2@db\n"
    assert "hunter2" not in shown("compose", broken)
