"""The JSON Schema of the contract, for editors. `python -m deploylint.config.json_schema` prints it."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from deploylint.config.schema import Statements

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """The schema of `deploylint.yaml` and of `[tool.deploylint]`, made from the types that read them."""
    return {"$schema": DIALECT, "title": "deploylint contract", **msgspec.json.schema(Statements)}


def text() -> str:
    """The schema as the file in `docs` holds it."""
    return json.dumps(schema(), indent=2) + "\n"


if __name__ == "__main__":
    print(text(), end="")
