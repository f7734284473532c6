"""`--fix`, `--unsafe-fixes` and `--fix-preview` on real files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from deploylint.cli.main import main
from tests.cli.conftest import Deploylint

VIEWS = "import pdb\n\n\ndef view():\n    pdb.set_trace()\n    return 1\n"
FIXED_VIEWS = "def view():\n    return 1\n"
BLUEPRINT = b"services:\r\n  - type: web\r\n    name: api\r\n    env: python\r\n    rootDirectory: shop\r\n"


@pytest.fixture
def broken(shop: Path) -> Path:
    """The shop, with things in it that can be fixed."""
    (shop / "shop/views.py").write_text(VIEWS, encoding="utf-8")
    (shop / "render.yaml").write_bytes(BLUEPRINT)
    return shop


def test_what_can_be_fixed_is_and_what_is_left_is_reported(broken: Path, deploylint: Deploylint) -> None:
    result = deploylint("--fix", "--select=SRC005,RND001,RND006,DEV001")
    assert result.exit_code == 1
    assert result.output.startswith(
        "Fixed\n"
        "  RND001 unknown-blueprint-key  render.yaml\n"
        "  RND006 deprecated-blueprint-key  render.yaml\n"
        "  SRC005 debugger-statement  shop/views.py  (2 times)\n\n"
    )
    assert "error DEV001" in result.output
    assert result.output.endswith("1 error in 5 of 5 files, 4 fixed\n")
    assert (broken / "shop/views.py").read_text(encoding="utf-8") == FIXED_VIEWS
    assert (broken / "render.yaml").read_bytes() == BLUEPRINT.replace(b"env", b"runtime").replace(b"Directory", b"Dir")


def test_the_exit_code_is_that_of_what_is_left(broken: Path, deploylint: Deploylint) -> None:
    assert deploylint("--select=SRC005").exit_code == 1
    assert deploylint("--select=SRC005", "--fix").exit_code == 0


def test_a_second_run_changes_nothing(broken: Path, deploylint: Deploylint) -> None:
    deploylint("--fix", "--unsafe-fixes")
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in broken.rglob("*.*") if path.is_file()}
    result = deploylint("--fix", "--unsafe-fixes")
    assert "Fixed" not in result.output
    assert before == {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in before}


def test_of_many_findings_in_a_long_file_the_first_are_offered_fixes_and_all_are_fixed(
    shop: Path, deploylint: Deploylint
) -> None:
    """Because the file is read again for each: 2 million characters of it, no more."""
    filler = "".join(f"export const name{number} = {number};\n" for number in range(14_000))
    text = filler + "export function last() {\n" + "  debugger;\n" * 40 + "  return 1;\n}\n"
    (shop / "shop/long.js").write_text(text, encoding="utf-8")
    offered = 1 + 2_000_000 // (1 + len(text))
    assert 1 < offered < 10
    assert f"40 errors in 4 of 4 files, {offered} fixable" in deploylint("-q", "--select=SRC005").output
    assert deploylint("--select=SRC005", "--fix").exit_code == 0
    assert (shop / "shop/long.js").read_text("utf-8") == text.replace("  debugger;\n", "")


def test_a_report_says_how_many_can_be_fixed_and_changes_nothing(broken: Path, deploylint: Deploylint) -> None:
    result = deploylint("-q", "--select=SRC005,RND001")
    assert result.output == "3 errors in 5 of 5 files, 3 fixable with --fix\n"
    assert (broken / "shop/views.py").read_text(encoding="utf-8") == VIEWS


def test_the_json_has_the_edits_of_each_finding_alone(broken: Path, deploylint: Deploylint) -> None:
    document = json.loads(deploylint("--format=json", "--select=SRC005,RND001,DEV001").output)
    fixes = {(one["rule"], one["location"]["line"]): one["fix"] for one in document["findings"]}
    place = {"line": 5, "column": 5, "end_line": 5, "end_column": 18}
    edit = {"path": "render.yaml", **place, "replacement": "rootDir"}
    assert fixes["RND001", 5] == {"safe": True, "edits": [edit]}
    assert fixes["DEV001", 5] is None
    assert [(one["line"], one["end_line"]) for one in fixes["SRC005", 1]["edits"]] == [(1, 4), (5, 6)]
    assert [(one["line"], one["end_line"]) for one in fixes["SRC005", 5]["edits"]] == [(5, 6)]
    assert (document["summary"]["fixable"], document["summary"]["fixed"], document["fixed"]) == (3, 0, [])


def test_the_json_says_what_was_fixed(broken: Path, deploylint: Deploylint) -> None:
    document = json.loads(deploylint("--format=json", "--fix", "--select=SRC005").output)
    assert document["fixed"] == [{"path": "shop/views.py", "rule": "SRC005", "name": "debugger-statement", "count": 2}]
    assert (document["findings"], document["summary"]["fixed"]) == ([], 2)


def test_sarif_has_the_safe_fixes(broken: Path, deploylint: Deploylint) -> None:
    (broken / "shop/main.py").write_text("try:\n    f()\nexcept Exception:\n    pass\n", encoding="utf-8")
    log = json.loads(deploylint("--format=sarif", "--unsafe-fixes", "--select=RND001,SRC001").output)
    fixes = {one["ruleId"]: one.get("fixes") for one in log["runs"][0]["results"]}
    assert fixes == {
        "SRC001": None,
        "RND001": [
            {
                "description": {"text": "Write rootDir."},
                "artifactChanges": [
                    {
                        "artifactLocation": {"uri": "render.yaml", "uriBaseId": "%SRCROOT%"},
                        "replacements": [
                            {
                                "deletedRegion": {"startLine": 5, "startColumn": 5, "endLine": 5, "endColumn": 18},
                                "insertedContent": {"text": "rootDir"},
                            }
                        ],
                    }
                ],
            }
        ],
    }


def test_unsafe_fixes_are_done_when_they_are_asked_for(shop: Path, deploylint: Deploylint) -> None:
    source = "def f():\n    try:\n        g()\n    except Exception:\n        pass\n"
    (shop / "shop/other.py").write_text(source, encoding="utf-8")
    assert "fixable" not in deploylint("--select=SRC001").output
    assert "1 fixable with --fix" in deploylint("--select=SRC001", "--unsafe-fixes").output
    deploylint("--select=SRC001", "--fix")
    assert (shop / "shop/other.py").read_text(encoding="utf-8") == source
    deploylint("--select=SRC001", "--fix", "--unsafe-fixes")
    assert "        raise\n" in (shop / "shop/other.py").read_text(encoding="utf-8")


def test_suppressed_findings_are_not_fixed(shop: Path, deploylint: Deploylint) -> None:
    source = "breakpoint()  # deploylint: ignore[SRC005] the console of our tools\n"
    (shop / "shop/tool.py").write_text(source, encoding="utf-8")
    assert deploylint("--fix", "--select=SRC005").output == "1 suppressed in 4 of 4 files\n"
    assert (shop / "shop/tool.py").read_text(encoding="utf-8") == source


def test_paths_narrow_what_is_fixed(broken: Path, deploylint: Deploylint) -> None:
    deploylint("--fix", "render.yaml")
    assert (broken / "render.yaml").read_bytes() != BLUEPRINT
    assert (broken / "shop/views.py").read_text(encoding="utf-8") == VIEWS


def test_a_read_only_file_is_named_and_the_others_are_fixed(broken: Path) -> None:
    (broken / "shop/views.py").chmod(0o444)
    result = CliRunner().invoke(main, ["--fix", "--select=SRC005,RND001"], prog_name="deploylint")
    assert result.stderr == "deploylint: not fixed: shop/views.py: it is read-only\n"
    assert "error SRC005 debugger-statement  shop/views.py:1:1" in result.stdout
    assert result.stdout.startswith("Fixed\n  RND001 unknown-blueprint-key  render.yaml\n\n")
    assert result.exit_code == 1
    assert (broken / "shop/views.py").read_text(encoding="utf-8") == VIEWS
    assert b"rootDir:" in (broken / "render.yaml").read_bytes()


def test_what_cannot_be_fixed_is_named_with_its_reason(shop: Path) -> None:
    (shop / "shop/views.py").write_text("x = breakpoint()\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["--fix", "--select=SRC005"], prog_name="deploylint")
    assert result.stderr == "deploylint: not fixed: shop/views.py:1 SRC005: it is part of a larger expression\n"


def test_of_many_reasons_the_first_ones_are_told_in_full(shop: Path) -> None:
    (shop / "shop/views.py").write_text("x = breakpoint()\n" * 13, encoding="utf-8")
    result = CliRunner().invoke(main, ["--fix", "--select=SRC005"], prog_name="deploylint")
    lines = result.stderr.splitlines()
    assert len(lines) == 11
    assert lines[-1] == "deploylint: not fixed: 3 more: it is part of a larger expression"


@pytest.mark.parametrize("option", ["--fix", "--fix-preview"])
@pytest.mark.parametrize("state", [("--staged",), ("--rev", "HEAD"), ("--pushed",)])
def test_only_the_work_tree_is_fixed(shop: Path, option: str, state: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, [option, *state], prog_name="deploylint")
    assert result.exit_code == 2
    assert result.stderr == (
        f"deploylint: {option} is for the files of the work tree; run it without {state[0]}, then stage the result\n"
    )


def test_what_a_change_brings_is_fixed_alone(broken: Path, deploylint: Deploylint) -> None:
    old = broken / "shop/old.py"
    old.write_text("breakpoint()\n", encoding="utf-8")
    git(broken, "add", "shop/old.py")
    git(broken, "commit", "--quiet", "--message", "old")
    old.write_text("breakpoint()\nx = 1\nbreakpoint()\n", encoding="utf-8")
    result = deploylint("--diff=HEAD", "--fix", "--select=SRC005")
    assert result.exit_code == 0
    assert old.read_text(encoding="utf-8") == "breakpoint()\nx = 1\n"
    assert (broken / "shop/views.py").read_text(encoding="utf-8") == FIXED_VIEWS


def test_the_preview_is_a_patch_that_git_applies(broken: Path, deploylint: Deploylint) -> None:
    result = CliRunner().invoke(main, ["--fix-preview", "--output", "fixes.patch"], prog_name="deploylint")
    assert result.exit_code == 1
    assert (broken / "render.yaml").read_bytes() == BLUEPRINT
    assert (
        CliRunner().invoke(main, ["--fix-preview"], prog_name="deploylint").stdout_bytes
        == (broken / "fixes.patch").read_bytes()
    )
    git(broken, "apply", "--whitespace=nowarn", "fixes.patch")
    by_patch = {path: (broken / path).read_bytes() for path in ("render.yaml", "shop/views.py")}
    (broken / "shop/views.py").write_text(VIEWS, encoding="utf-8")
    (broken / "render.yaml").write_bytes(BLUEPRINT)
    deploylint("--fix")
    assert by_patch == {path: (broken / path).read_bytes() for path in by_patch}


def test_nothing_to_preview_is_success(shop: Path, deploylint: Deploylint) -> None:
    result = deploylint("--fix-preview")
    assert (result.output, result.exit_code) == ("", 0)


def test_the_preview_is_no_report(shop: Path, deploylint: Deploylint) -> None:
    assert deploylint("--fix-preview", "--fix").exit_code == 2
    assert deploylint("--fix-preview", "--format=json").exit_code == 2


@pytest.mark.parametrize(
    ("fix", "reason"),
    [
        ('fix = "repaint"', "no fixer 'repaint'; there are log-and-raise, remove-statement, rewrite-entry"),
        ('fix = {name = "remove-statement", colour = 1}', "fix: Object contains unknown field `colour`"),
    ],
)
def test_a_rule_that_asks_for_what_no_fixer_does_is_an_error(shop: Path, fix: str, reason: str) -> None:
    folder = shop / ".deploylint/rules"
    folder.mkdir(parents=True)
    text = OWN_RULE.replace("FIX", fix)
    (folder / "todo-object.md").write_text(text, encoding="utf-8")
    for arguments in (["--select=OWN001"], ["--select=OWN001", "--fix"], ["test"]):
        result = CliRunner().invoke(main, arguments, prog_name="deploylint")
        assert result.exit_code == 2
        assert reason in result.stderr
        assert result.stderr.count("\n") == 1


OWN_RULE = """# todo-object

```toml
id = "OWN001"
kind = "comment"
level = "error"
markers = {TODO = "default"}
FIX
[messages]
default = "'{marker}' stands here."
```

Nothing is to be done later.

## Bad: one

```python path=a.py error=1
x = 1  # TODO
```
"""


def test_without_something_to_fix_in_python_libcst_is_not_imported(shop: Path) -> None:
    (shop / "render.yaml").write_bytes(BLUEPRINT)
    code = (
        "import sys\nfrom deploylint.cli.main import main\n"
        "try:\n    main(['--fix', '--unsafe-fixes'])\nexcept SystemExit:\n    pass\n"
        "sys.exit('libcst' in sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", code], cwd=shop, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def git(root: Path, *arguments: str) -> None:
    settings = ("-c", "user.name=t", "-c", "user.email=t@example.com")
    subprocess.run(["git", *settings, *arguments], cwd=root, check=True)
