"""docs/platforms.md says what the data says; DEPLOYLINT_SNAPSHOTS=write writes its table anew."""

from __future__ import annotations

import os
import re
from pathlib import Path

from deploylint.platforms.load import Profile, Runtime, profiles

PAGE = Path(__file__).parents[2] / "docs" / "platforms.md"
# Where the files of platforms stand that are found by what they say, or by many names.
FOUND = {
    "compose": "compose files",
    "docker": "Dockerfiles",
    "kubernetes": "YAML with `apiVersion` and `kind`",
    "cloud-run": "YAML with `apiVersion` and `kind`, `gcloud run deploy`",
    "npm": "`package.json`",
    "pm2": "`ecosystem.config.js` and its like",
    "script": "scripts that are named as a start",
    "supervisor": "`supervisord.conf`, `supervisor/conf.d`",
    "systemd": "`*.service`, `*.service.d/*.conf`, `*.timer`",
    "cron": "`crontab`, `*.crontab`, `cron.d`",
    "podman": "`*.container`",
    "kamal": "`config/deploy.yml`, `config/deploy.*.yml`, `config/deploy-*.yml`",
    "koyeb": "no file",
    "azure-app-service": "`azure/webapps-deploy`, `az webapp`, `*.bicep`",
}
SAID = {
    "dockerfile.start": "ENTRYPOINT and CMD",
    "procfile.process": "Procfile",
    "npm.start": "`npm start`",
    "pm2.app": "`script` of the app",
    "script.start": "the script",
    "cron.line": "the line",
    "supervisor.program": "`command` of the program",
    "systemd.start": "`ExecStart`",
}
TABLE = re.compile(r"(?:^\|.*\n)+", re.MULTILINE)


def table() -> str:
    head = ["| platform | read from | what starts, in order | could override it |", "| --- | --- | --- | --- |"]
    rows = [
        f"| {runtime.title} | {_files(profile)} | {_order(runtime, profile)} | {profile.hidden} |"
        for profile in sorted(profiles().values(), key=lambda one: one.title.lower())
        for runtime in profile.runtimes
    ]
    return "".join(f"{row}\n" for row in (*head, *rows))


def _files(profile: Profile) -> str:
    return FOUND.get(profile.name) or ", ".join(f"`{name}`" for name in (*profile.names, *profile.variants))


def _order(runtime: Runtime, profile: Profile) -> str:
    if not runtime.server:
        return "no process"
    said = [_said(selector.kind, profile.name) + (" (a guess)" if selector.guess else "") for selector in runtime.start]
    return ", ".join(said) or "nothing the repository says"


def _said(kind: str, platform: str) -> str:
    owner, _, key = kind.partition(".")
    return SAID.get(kind) or (f"`{key}`" if owner == platform else f"`{key}` of {profiles()[owner].title}")


def test_the_table_of_platforms_is_what_the_data_says() -> None:
    text = PAGE.read_text("utf-8")
    if os.environ.get("DEPLOYLINT_SNAPSHOTS") == "write":
        text = TABLE.sub(lambda _: table(), text, count=1)
        PAGE.write_text(text, "utf-8")
    found = TABLE.search(text)
    assert found is not None
    assert found.group() == table()


def test_every_platform_says_from_which_file_and_source_it_is_known() -> None:
    for profile in profiles().values():
        assert _files(profile), profile.name
        assert profile.source, profile.name
        assert profile.confidence in ("documented", "inferred"), profile.name
        assert all(
            selector.confidence in ("", "documented", "inferred") for r in profile.runtimes for selector in r.start
        )


def test_reasons_are_given_for_what_exists() -> None:
    kinds = {s.kind for profile in profiles().values() for runtime in profile.runtimes for s in runtime.start}
    owners = {kind.partition(".")[0] for kind in kinds} | set(profiles())
    for profile in profiles().values():
        for runtime in profile.runtimes:
            assert {kind.partition(".")[0] for kind in runtime.ignores} <= owners
