"""The same bytes on every run: in any order of findings, in any folder, with any hash seed."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from deploylint.report.registry import names, reporter
from deploylint.report.run import arrange
from tests.report.samples import FINDINGS, options, run

PRINT_ALL = """
import sys
sys.path.insert(0, sys.argv[1])
from tests.report.samples import options, run
from deploylint.report.registry import names, reporter
sys.stdout.buffer.write("".join(reporter(name)(options(run(), verbose=True)) for name in names()).encode())
"""


def test_the_formats_are_found_by_their_files() -> None:
    assert names() == ("github", "json", "sarif", "text")


@pytest.mark.parametrize("name", names())
def test_the_order_in_which_findings_came_does_not_show(name: str) -> None:
    shuffled = list(FINDINGS)
    random.Random(7).shuffle(shuffled)
    render = reporter(name)
    assert render(run(findings=arrange(shuffled))) == render(run(findings=arrange(FINDINGS)))


def test_hash_seed_and_folder_change_no_byte(tmp_path: Path) -> None:
    here = Path(__file__).resolve()
    printed = {
        subprocess.run(
            [sys.executable, "-c", PRINT_ALL, str(here.parent)],
            cwd=folder,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(here.parents[2])},
            capture_output=True,
            check=True,
        ).stdout
        for seed, folder in (("0", tmp_path), ("1", here.parent), ("12345", tmp_path))
    }
    assert len(printed) == 1
    assert printed.pop().decode() == "".join(reporter(name)(options(run(), verbose=True)) for name in names())
