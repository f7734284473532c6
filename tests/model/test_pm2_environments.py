"""Which of PM2's environments holds: the one that a call names, else the one for production."""

from __future__ import annotations

import pytest

from tests.model.joined import Files, joined

APPS = "module.exports = {apps: [{name: 'shop', script: './a.js', env: {NODE_ENV: 'development'}%s}]};\n"
LIVE = ", env_production: {NODE_ENV: 'production'}"


def environment(files: Files) -> set[tuple[str | None, bool]]:
    """What NODE_ENV is for PM2's program, and whether its row takes an environment for granted."""
    rows = [row for service in joined({"a.js": "", **files}).services for row in service.effective]
    return {
        (use.environment["NODE_ENV"][0], any("--env" in text for text in row.assumptions))
        for row in rows
        for use in (row.winner.uses if row.platform == "pm2" and row.winner is not None else ())
    }


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ("", ("development", False)),
        (LIVE, ("production", True)),
        (LIVE.replace("production:", "prod:"), ("production", True)),
        (", env_test: {NODE_ENV: 'test'}", ("development", False)),
    ],
)
def test_a_file_that_nobody_starts_has_its_environment_for_production(beside: str, expected: tuple[str, bool]) -> None:
    assert environment({"ecosystem.config.js": APPS % beside}) == {expected}


@pytest.mark.parametrize("name", [".pm2-process.json", "pm2.json", "ecosystem.json", "process.json"])
def test_names_of_process_files(name: str) -> None:
    text = '{"name": "shop", "script": "a.js", "env": {"NODE_ENV": "development"}}'
    assert environment({name: text}) == {("development", False)}
