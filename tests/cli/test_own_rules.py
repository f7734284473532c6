"""Rules that a repository brings itself: they run with the others, and `deploylint test` tries their examples."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from deploylint.cli.main import main

RULE = """# no-make

```toml
id = "OWN001"
kind = "command"
confidence = "high"
since = "1"
level = {production = "error", unknown = "warning", development = "note"}
[[match]]
program = "make"
[messages]
default = "'{command}' is not for this repository."
[hints]
default = "call the script"
```

We do not use make.

## Bad: a start through make

```procfile path=Procfile error=1
web: make serve
```

## Good: the script itself

```procfile path=Procfile
web: ./serve.sh
```
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".deploylint" / "rules").mkdir(parents=True)
    (tmp_path / ".deploylint" / "rules" / "no-make.md").write_text(RULE, encoding="utf-8")
    (tmp_path / "Procfile").write_text("web: make serve\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_rule_of_the_repository_runs_with_the_others(repository: Path) -> None:
    result = CliRunner().invoke(main, ["--color", "never", "."])
    assert result.exit_code == 1
    assert "error OWN001 no-make  Procfile:1:6" in result.output


def test_the_examples_of_own_rules_are_tried(repository: Path) -> None:
    result = CliRunner().invoke(main, ["test"])
    assert (result.exit_code, result.output) == (0, "1 rule, 2 examples\n")


def test_an_example_that_disagrees_is_told_with_its_place(repository: Path) -> None:
    rule = repository / ".deploylint" / "rules" / "no-make.md"
    rule.write_text(RULE.replace("error=1", "warning=1"), encoding="utf-8")
    result = CliRunner().invoke(main, ["test"])
    assert result.exit_code == 1
    assert (
        ".deploylint/rules/no-make.md:19: bad 'a start through make': Procfile:1: wanted warning, got error"
        in result.output
    )


def test_a_rule_that_takes_a_shipped_id_is_one_line_and_exit_2(repository: Path) -> None:
    rule = repository / ".deploylint" / "rules" / "no-make.md"
    rule.write_text(RULE.replace("OWN001", "DEV001"), encoding="utf-8")
    result = CliRunner().invoke(main, ["."])
    assert result.exit_code == 2
    assert "id DEV001 is taken by" in result.output


def test_without_own_rules_there_is_nothing_to_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["test"])
    assert result.exit_code == 2
    assert "no rules to test" in result.output
