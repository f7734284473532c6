"""Package managers: scripts, their own verbs, and the binaries that may be meant."""

from __future__ import annotations

import pytest

from tests.programs.interpreted import run

SCRIPTS = [
    ("npm start", "start", None, None),
    ("npm test", "test", None, None),
    ("npm t", "test", None, None),
    ("npm run build", "build", None, None),
    ("npm run-script build -- --watch", "build", None, None),
    ("npm --silent run build", "build", None, None),
    ("npm run build -w web", "build", None, "web"),
    ("npm run --workspace=web build", "build", None, "web"),
    ("npm --prefix frontend run build", "build", "frontend", None),
    ("npm run build --prefix frontend", "build", "frontend", None),
    ("npm run prisma migrate deploy", "prisma", None, None),
    ("npm run ${SCRIPT}", None, None, None),
    ("yarn start", "start", None, None),
    ("yarn dev --port 80", "dev", None, None),
    ("yarn run build", "build", None, None),
    ("yarn --cwd web build", "build", "web", None),
    ("yarn workspace web build", "build", None, "web"),
    ("pnpm start", "start", None, None),
    ("pnpm run dev", "dev", None, None),
    ("pnpm dev", "dev", None, None),
    ("pnpm -C apps/web dev", "dev", "apps/web", None),
    ("pnpm --filter web dev", "dev", None, "web"),
    ("pnpm -F web run build", "build", None, "web"),
    ("pnpm -r build", "build", None, None),
    ("pnpm recursive run build", "build", None, None),
    ("bun run dev", "dev", None, None),
    ("bun dev", "dev", None, None),
    ("bun start", "start", None, None),
    ("deno task dev", "dev", None, None),
    ("turbo run build --filter=web", "build", None, "web"),
    ("turbo build", "build", None, None),
]


@pytest.mark.parametrize(("line", "script", "directory", "workspace"), SCRIPTS, ids=[row[0] for row in SCRIPTS])
def test_a_runner_names_a_package_script(
    line: str, script: str | None, directory: str | None, workspace: str | None
) -> None:
    found = run(line).target
    assert found is not None
    assert (found.kind, found.value, found.directory, found.workspace) == (
        "package-script",
        script,
        directory,
        workspace,
    )


VERBS = [
    ("npm ci", ("ci",), ("installs",)),
    ("npm i -g pnpm@9", ("install",), ("installs",)),
    ("npm install --prefix web", ("install",), ("installs",)),
    ("npm publish", ("publish",), ("deploys",)),
    ("npm ls", ("list",), ("reads",)),
    ("yarn", ("install",), ("installs",)),
    ("yarn --frozen-lockfile", ("install",), ("installs",)),
    ("yarn add react", ("add",), ("installs",)),
    ("yarn global add pm2", ("global", "add"), ("installs",)),
    ("pnpm i --frozen-lockfile", ("install",), ("installs",)),
    ("pnpm deploy out", ("deploy",), ("builds",)),
    ("bun install", ("install",), ("installs",)),
    ("bun test", ("test",), ("tests",)),
    ("npm", (), ()),
    ("npm --version", (), ()),
]


@pytest.mark.parametrize(("line", "subcommands", "effects"), VERBS, ids=[row[0] for row in VERBS])
def test_a_verb_of_the_manager_is_no_script(line: str, subcommands: tuple[str, ...], effects: tuple[str, ...]) -> None:
    found = run(line)
    assert found.target is None
    assert found.effects == effects
    assert found.subcommands in (subcommands, ("ls",))


@pytest.mark.parametrize(
    "line", ["yarn prisma migrate deploy", "pnpm prisma migrate deploy", "bun prisma migrate deploy"]
)
def test_an_unknown_word_is_a_script_or_else_the_binary(line: str) -> None:
    found = run(line)
    assert found.target is not None
    assert (found.target.kind, found.target.value) == ("package-script", "prisma")
    assert [word.raw for word in found.arguments] == ["prisma", "migrate", "deploy"]
    assert found.fallback is not None
    assert (found.fallback.program, found.fallback.subcommands) == ("prisma", ("migrate", "deploy"))


def test_a_script_that_must_exist_has_no_fallback() -> None:
    assert run("npm run prisma migrate deploy").fallback is None
    assert run("pnpm run prisma").fallback is None
    assert run("yarn start").fallback is None


def test_a_script_that_may_be_missing_says_so() -> None:
    assert run("npm run build --if-present").target.optional  # type: ignore[union-attr]
    assert run("pnpm --if-present run build").target.optional  # type: ignore[union-attr]
    assert run("turbo run build").target.optional  # type: ignore[union-attr]
    assert not run("npm run build").target.optional  # type: ignore[union-attr]


def test_bun_runs_a_file() -> None:
    for line in ("bun src/index.ts", "bun run src/index.ts", "bun --watch ./index.js"):
        found = run(line)
        assert found.target is not None
        assert found.target.kind == "node-file"
        assert found.fallback is None


def test_options_behind_a_script_belong_to_the_script() -> None:
    found = run("yarn dev --port 80")
    assert found.options == ()
    assert [word.raw for word in found.arguments] == ["dev", "--port", "80"]
    assert [word.raw for word in run("npm start -- --port 80").arguments] == ["--port", "80"]


def test_a_word_with_a_blank_is_no_verb() -> None:
    found = run("npm 'run dev'")
    assert found.target is None
    assert found.subcommands == ()


def test_yarn_node_is_node() -> None:
    found = run("yarn node --watch server.js")
    assert found.program == "node"
    assert found.enabled("reload")
