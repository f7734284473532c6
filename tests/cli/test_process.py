"""The program as it is really started."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploylint.version import __version__

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("tree_sitter", "ruamel.yaml", "sarif_om", "libcst", "dockerfile_parse", "msgspec")
LOADED = f"""
import sys
from deploylint.cli.main import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    assert not end.code, end.code
print([name for name in {HEAVY!r} if name in sys.modules])
"""


def start(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_version_and_help_import_nothing_heavy(option: str) -> None:
    assert start("-c", LOADED, option).stdout.splitlines()[-1] == "[]"


def test_only_sarif_imports_the_sarif_model(shop: Path) -> None:
    assert "sarif_om" not in start("-c", LOADED, "--fail-on=never", cwd=shop).stdout.splitlines()[-1]
    assert "sarif_om" in start("-c", LOADED, "--fail-on=never", "--format=sarif", cwd=shop).stdout.splitlines()[-1]


def test_the_package_can_be_run_as_a_module(shop: Path) -> None:
    assert start("-m", "deploylint", "--version").stdout == f"deploylint {__version__}\n"
    assert start("-m", "deploylint", cwd=shop).returncode == 1


def test_a_reader_that_goes_away_is_no_error(shop: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "deploylint", "-v", "--fail-on=never"],
        cwd=shop,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_a_terminal_that_knows_few_characters_gets_escapes(shop: Path) -> None:
    (shop / "shop/日本.py").write_text("x = 1  # TODO 日本\n", encoding="utf-8")
    result = start("-m", "deploylint", "-v", cwd=shop, PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert result.stderr == ""
    assert "shop/\\u65e5\\u672c.py" in result.stdout


@pytest.mark.parametrize("name", ["text", "json", "sarif", "github"])
def test_two_runs_print_the_same_bytes(shop: Path, name: str) -> None:
    once, again = (
        start("-m", "deploylint", "-v", f"--format={name}", "--as-of=2026-01-01", cwd=shop, PYTHONHASHSEED=seed).stdout
        for seed in ("1", "2")
    )
    assert once == again
