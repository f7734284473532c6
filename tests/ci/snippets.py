"""The snippets of docs/ci.md as files, for linters of workflows: `python -m tests.ci.snippets FOLDER`."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```yaml\n# (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OWN = "deploylint/deploylint@"


def snippets() -> dict[str, str]:
    """The YAML fences whose first line is a comment with the path of a file: path -> text."""
    return dict(FENCE.findall((ROOT / "docs" / "ci.md").read_text(encoding="utf-8")))


def write(folder: Path) -> None:
    """Write the files. Our own action stands there at a tag, because no text can hold the hash of its own commit."""
    for path, text in snippets().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(re.sub(f"{OWN}\\S+", OWN + "0" * 40, text), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
