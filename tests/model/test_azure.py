"""Startup commands of Azure App Service, where the repository says them."""

from __future__ import annotations

import pytest

from deploylint.model.deployment import Effective
from tests.model.joined import Files, joined

APP: Files = {"shop/app.py": "app = None\n", "shop/startup.sh": "exec gunicorn app:app\n"}


def rows(files: Files) -> list[Effective]:
    found = [row for one in joined({**APP, **files}).services for row in one.effective]
    return [row for row in found if row.platform == "azure-app-service"]


def workflow(command: str, *steps: str, package: str = "shop") -> Files:
    given = "".join(f"      - {step}\n" for step in ("uses: actions/checkout@v4", *steps))
    action = "      - uses: azure/webapps-deploy@v3\n        with:\n          app-name: acme-shop\n"
    said = f"          package: {package}\n          startup-command: {command}\n"
    return {".github/workflows/deploy.yml": f"on: push\njobs:\n  deploy:\n    steps:\n{given}{action}{said}"}


@pytest.mark.parametrize("command", ["gunicorn app:app", "startup.sh", "'sh startup.sh'"])
def test_the_action_says_what_starts_in_the_folder_that_it_deploys(command: str) -> None:
    (row,) = rows(workflow(command))
    assert row.winner is not None
    assert row.winner.launch is not None
    assert (row.winner.launch.resolution.path, row.role) == ("shop/app.py", "production")


@pytest.mark.parametrize(
    ("package", "steps"),
    [("${{ env.OUT }}", ()), ("release.zip", ()), (".", ("uses: actions/download-artifact@v4",))],
)
def test_an_archive_lies_where_nobody_knows(package: str, steps: tuple[str, ...]) -> None:
    (row,) = rows(workflow("python nowhere.py", *steps, package=package))
    assert row.winner is not None
    assert row.winner.launch is not None
    assert row.winner.launch.resolution.state == "unknown"


@pytest.mark.parametrize("command", ["${{ vars.START }}", "''", "python $FILE"])
def test_what_is_not_literal_says_nothing(command: str) -> None:
    assert rows(workflow(command)) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("deploy.sh", "az webapp config set -g a -n b --startup-file 'gunicorn app:app'\n"),
        ("deploy.sh", 'az webapp create --startup-file="gunicorn app:app"\n'),
        (
            ".github/workflows/ci.yml",
            "on: push\njobs:\n  a:\n    steps:\n      - run: az webapp up --startup-file 'gunicorn app:app'\n",
        ),
        ("infra/main.bicep", "  siteConfig: {\n    appCommandLine: 'gunicorn app:app'\n  }\n"),
    ],
)
def test_calls_of_az_and_bicep_say_it_too(path: str, text: str) -> None:
    (row,) = rows({path: text})
    assert (row.entry.path, " ".join(row.argv)) == (path, "gunicorn app:app")


@pytest.mark.parametrize(
    "line", ["appCommandLine: command", "appCommandLine: '${command} a'", "// appCommandLine: 'a b'", "x: 'a'"]
)
def test_bicep_that_puts_something_in_says_nothing(line: str) -> None:
    assert rows({"main.bicep": f"{line}\n"}) == []


def test_a_job_for_staging_is_no_production() -> None:
    files = workflow("gunicorn app:app")
    (row,) = rows({path: text.replace("  deploy:\n", "  test:\n") for path, text in files.items()})
    assert row.role == "test"
