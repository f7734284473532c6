"""Expected texts lie beside the tests, as plain files; DEPLOYLINT_SNAPSHOTS=write writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

EXPECTED = Path(__file__).parent / "expected"


def equals(name: str, text: str) -> None:
    path = EXPECTED / name
    if os.environ.get("DEPLOYLINT_SNAPSHOTS") == "write":
        path.write_bytes(text.encode())
    assert text == path.read_bytes().decode()
