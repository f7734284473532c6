"""The JSON Schema says what the reader says, and the published file is the schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from deploylint.config.json_schema import schema, text

PUBLISHED = Path(__file__).parents[2] / "docs" / "deploylint.schema.json"


def test_the_published_schema_is_up_to_date() -> None:
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == json.loads(text()), (
        "run: python -m deploylint.config.json_schema > docs/deploylint.schema.json"
    )


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("said", [
    {},
    {"services": {"api": {"path": "api", "boot-program": "gunicorn"}}},
    {"rules": {"A001": "off", "A002": {"level": {"production": "error"}, "options": {"a": [1]}}}},
    {"suppressions": [{"rule": "A001", "path": "a", "reason": "b", "until": "2027-03-01"}]},
])  # fmt: skip
def test_the_schema_takes_what_a_contract_may_say(said: dict[str, Any]) -> None:
    jsonschema.validate(said, schema())


@pytest.mark.parametrize("said", [
    {"servces": {}},
    {"services": {"api": {"pth": "api"}}},
    {"rules": {"A001": "warn"}},
    {"suppressions": [{"rule": "A001", "path": "a"}]},
    {"extends": "recommended"},
])  # fmt: skip
def test_the_schema_refuses_what_the_reader_refuses(said: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(said, schema())
