"""What is different on a terminal: colour, links, the time, a sign of life. POSIX alone has pseudo-terminals."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[2]
SLOW_STEP = """
import time
from deploylint.cli import progress
progress.PATIENCE = 0.05
with progress.Progress(True) as shown:
    shown.show("reading")
    time.sleep(0.5)
print("done")
"""


def typed(*arguments: str, cwd: Path, **environment: str) -> str:
    """All that a program writes to the terminal that it runs on."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", **environment},
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    written = b""
    try:
        while chunk := os.read(ours, 65536):
            written += chunk
    except OSError:  # Linux says so when the other side has been closed
        pass
    finally:
        os.close(ours)
        process.wait()
    return written.decode("utf-8").replace("\r\n", "\n")


def test_a_terminal_gets_colour_links_and_the_time(shop: Path) -> None:
    text = typed("-m", "deploylint", ".", cwd=shop)
    assert "\x1b[31m\x1b[1merror\x1b[0m" in text
    assert f"\x1b]8;;{shop.resolve().as_uri()}/Dockerfile\x1b\\Dockerfile:5:" in text
    assert re.search(r"in 3 of 3 files, \d+\.\d s\n$", click.unstyle(text))


def test_no_color_leaves_text_alone(shop: Path) -> None:
    assert "\x1b" not in typed("-m", "deploylint", ".", cwd=shop, NO_COLOR="1")


def test_a_dumb_terminal_gets_no_escapes(shop: Path) -> None:
    assert "\x1b" not in typed("-m", "deploylint", ".", cwd=shop, TERM="dumb")


def test_a_step_that_takes_long_is_shown_and_erased(tmp_path: Path) -> None:
    text = typed("-c", SLOW_STEP, cwd=tmp_path)
    assert "reading ..." in text
    shown, blank, after = text.rsplit("\r", 2)
    assert (shown[-11:], blank.strip(), after) == ("reading ...", "", "done\n")
    assert len(blank) == len("⠋ reading ...")
    assert "\x1b" not in text
