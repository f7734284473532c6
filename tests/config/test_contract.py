"""What a contract may say, where each statement stands, and what is said of a wrong one."""

from __future__ import annotations

import datetime

import pytest

from deploylint.config.errors import ConfigError
from deploylint.config.load import load
from deploylint.config.schema import Compose, Contract, Prisma, RuleSetting, Service, Suppression
from deploylint.facts.place import Range, Source, Span
from deploylint.read.yaml import read

WHOLE = """\
extends: [render-boot, release-gates]
select: [BOOT]
ignore:
  - SRC006
exclude: [generated/, "*.snap.js"]
services:
  backend: {path: ./backend/, boot: python -m backend.infrastructure.worker_entry}
  web:
    path: .
    boot-program: gunicorn
  cron:
production:
  compose: {files: [docker-compose.yml], profiles: [aws]}
database:
  prisma:
    wrappers: [scripts/prisma-wrapper.js]
    allowed-callers: [scripts/deploy-db.js]
frozen: [DB001]
rules:
  SRC004: {level: error, scope: changed}
  SRC001: off
  BOOT007: {level: {unknown: note}, levels: {default: warning}, options: {ports: [80, 8080], deep: {a: true}}}
suppressions:
  - {rule: DB001, path: package.json, at: "scripts.db:reset", reason: local only, until: 2027-03-01}
"""


def contract(text: str) -> Contract:
    document = read(Source(text))
    assert document.problems == ()
    return load(document.root, "deploylint.yaml")


def refused(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        contract(text)
    return str(caught.value)


def test_everything_a_contract_says_is_read() -> None:
    read_one = contract(WHOLE)
    assert read_one.extends == ("render-boot", "release-gates")
    assert (read_one.select, read_one.ignore, read_one.frozen) == (("BOOT",), ("SRC006",), ("DB001",))
    assert read_one.exclude == ("generated/", "*.snap.js")
    assert read_one.services == {
        "backend": Service(path="backend", boot="python -m backend.infrastructure.worker_entry"),
        "web": Service(path="", boot_program="gunicorn"),
        "cron": Service(),
    }
    assert read_one.production.compose == Compose(files=("docker-compose.yml",), profiles=("aws",))
    assert read_one.database.prisma == Prisma(
        wrappers=("scripts/prisma-wrapper.js",), allowed_callers=("scripts/deploy-db.js",)
    )
    assert read_one.rules == {
        "SRC004": RuleSetting(level="error", scope="changed"),
        "SRC001": "off",
        "BOOT007": RuleSetting(
            level={"unknown": "note"}, levels={"default": "warning"}, options={"ports": [80, 8080], "deep": {"a": True}}
        ),
    }
    assert read_one.suppressions == (
        Suppression(
            rule="DB001",
            path="package.json",
            at="scripts.db:reset",
            reason="local only",
            until=datetime.date(2027, 3, 1),
        ),
    )


def test_every_statement_knows_its_place() -> None:
    places = contract(WHOLE).places
    assert places["services.backend"] == Span("deploylint.yaml", Range(7, 3, 7, 10))
    assert places["services.backend.path"].range == Range(7, 19, 7, 29)
    assert places["extends.1"].range == Range(1, 24, 1, 37)
    assert places["ignore.0"].range == Range(4, 5, 4, 11)
    assert places["frozen.0"].range == Range(18, 10, 18, 15)
    assert places["rules.SRC001"].range == Range(21, 11, 21, 14)
    assert places["database.prisma.allowed-callers"].range == Range(17, 5, 17, 20)
    assert places["suppressions.0"].range.line == 24
    assert places["suppressions.0.until"].range.line == 24


@pytest.mark.parametrize("text", ["", "{}", "# nothing yet\n", "services:\nrules:\nignore:\nproduction: {compose: }\n"])
def test_a_contract_that_says_nothing_is_empty(text: str) -> None:
    read_one = contract(text)
    assert (read_one.services, read_one.rules, read_one.ignore, read_one.production) == (
        {},
        {},
        (),
        Contract().production,
    )


@pytest.mark.parametrize(("text", "error"), [
    ("servces: {}", "1:1: unknown key 'servces'; did you mean 'services'?"),
    ("a: 1", "1:1: unknown key 'a'"),
    ("services:\n  api:\n    pth: x", "3:5: unknown key 'pth' in 'services.api'; did you mean 'path'?"),
    ("database: {prisma: {allowed_callers: []}}",
     "1:21: unknown key 'allowed_callers' in 'database.prisma'; did you mean 'allowed-callers'?"),
    ("services: [api]", "1:11: 'services' must be a mapping, not a list"),
    ("extends: recommended", "1:10: 'extends' must be a list, not the text 'recommended'"),
    ("extends: [[a]]", "1:11: 'extends.0' must be a text, not a list"),
    ("extends: [3.10]", "1:11: 'extends.0' must be a text, not the number '3.10'"),
    ("services: {api: {boot-everywhere: often}}",
     "1:35: 'services.api.boot-everywhere' must be true or false, not the text 'often'"),
    ("services: {api: {boot: true}}", "1:24: 'services.api.boot' must be a text, not the boolean 'true'"),
    ("services: {api: backend}", "1:17: 'services.api' must be a mapping, not the text 'backend'"),
    ("frozen: [~]", "1:10: 'frozen.0' must be a text, not nothing"),
    ("[a]", "1:1: the contract must be a mapping, not a list"),
    ("just text", "1:1: the contract must be a mapping, not the text 'just text'"),
    ("rules: {A001: warn}",
     "1:15: 'rules.A001' knows 'error', 'note', 'off', 'warning', not 'warn'; did you mean 'warning'?"),
    ("rules: {A001: [error]}", "1:15: 'rules.A001' must be a mapping or one word, not a list"),
    ("rules: {A001: }", "1:15: 'rules.A001' must be a mapping or one word, not nothing"),
    ("rules: {A001: {scope: diff}}", "1:23: 'rules.A001.scope' knows 'all', 'changed', not 'diff'"),
    ("rules: {A001: {level: {prod: error}}}",
     "1:24: 'rules.A001.level' knows 'development', 'production', 'test', 'unknown', not 'prod';"
     " did you mean 'production'?"),
    ("suppressions: [{rule: A001, path: a}]", "1:16: 'suppressions.0' lacks 'reason'"),
    ("suppressions: [{rule: A001, path: a, reason: ' '}]", "1:46: 'suppressions.0.reason' must not be empty"),
    ("suppressions: [{rule: A001, path: a, reason: b, until: 2027-13-01}]",
     "1:56: 'suppressions.0.until' must be a day, written YYYY-MM-DD, not '2027-13-01'"),
    ("suppressions: [{rule: A001, path: a, reason: b, until: 20270301}]",
     "1:56: 'suppressions.0.until' must be a day, written YYYY-MM-DD, not '20270301'"),
    ("services: {api: {path: ../api}}", "1:24: 'services.api.path' must lie in the repository: '../api' does not"),
    ("production: {compose: {files: [/srv/c.yml]}}",
     "1:32: 'production.compose.files.0' must lie in the repository: '/srv/c.yml' does not"),
])  # fmt: skip
def test_what_is_wrong_is_said_in_one_line_with_its_place(text: str, error: str) -> None:
    assert refused(text) == f"deploylint.yaml:{error}"


def test_a_key_that_stands_twice_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"^deploylint\.yaml:2:1: 'frozen' stands here twice$"):
        load(read(Source("frozen: [A001]\nfrozen: [A002]\n")).root, "deploylint.yaml")


def test_merge_keys_give_what_is_not_said_nearer() -> None:
    text = "services:\n  a: &a {path: a, boot: run}\n  b:\n    <<: *a\n    path: b\n"
    assert contract(text).services["b"] == Service(path="b", boot="run")
