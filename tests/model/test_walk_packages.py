"""Package scripts on the way: pre and post scripts, workspaces, folders, and arguments that are handed on."""

from __future__ import annotations

import pytest

from deploylint.model.deployment import Use
from tests.model.joined import Files, joined, launched, line, lines, procfile, started_by, winner

SCRIPTS = """
{"scripts": {
  "prestart": "node before.js", "start": "node server.js", "poststart": "node after.js",
  "preserve": "node warm.js", "serve": "node serve.js",
  "loop": "npm run pool", "pool": "npm run loop", "many": "node a.js && node b.js"
}}
"""
HOME = {"package.json": SCRIPTS}
BERRY = {**HOME, ".yarnrc.yml": "nodeLinker: node-modules\n"}
WEB = {
    "package.json": '{"name": "all", "workspaces": ["packages/*"], "scripts": {"start": "node root.js"}}',
    "packages/web/package.json": '{"name": "@shop/web", "scripts": {"start": "node web.js"}}',
    "packages/web/web.js": "",
    "packages/api/package.json": '{"scripts": {"start": "node api.js"}}',
    "packages/api/api.js": "",
    "root.js": "",
}


def uses(command: str, files: Files) -> tuple[Use, ...]:
    return winner(procfile(command, **files)).uses


@pytest.mark.parametrize(
    ("command", "files", "expected"),
    [
        ("npm start", HOME, ["node before.js", "node server.js", "node after.js"]),
        ("npm run start", HOME, ["node before.js", "node server.js", "node after.js"]),
        ("npm run serve", HOME, ["node warm.js", "node serve.js"]),
        ("npm run -s serve", HOME, ["node warm.js", "node serve.js"]),
        ("pnpm start", HOME, ["node before.js", "node server.js", "node after.js"]),
        ("pnpm serve", HOME, ["node warm.js", "node serve.js"]),
        ("pnpm run serve", HOME, ["node warm.js", "node serve.js"]),
        ("yarn serve", HOME, ["node warm.js", "node serve.js"]),
        ("yarn run serve", HOME, ["node warm.js", "node serve.js"]),
        ("bun run serve", HOME, ["node warm.js", "node serve.js"]),
        ("yarn serve", BERRY, ["node serve.js"]),
        ("yarn start", BERRY, ["node server.js"]),
        ("npm run serve", BERRY, ["node warm.js", "node serve.js"]),
    ],
)
def test_a_script_runs_with_its_pre_and_post_scripts_but_not_in_yarn_berry(
    command: str, files: Files, expected: list[str]
) -> None:
    assert started_by(procfile(command, **files)) == [command, *expected]


def test_the_settings_of_yarn_berry_hold_in_the_folders_below_them() -> None:
    files = {"web/package.json": SCRIPTS, ".yarnrc.yml": "nodeLinker: pnp\n"}
    assert lines(uses("cd web && yarn serve", files)) == ["yarn serve", "node serve.js"]


@pytest.mark.parametrize(
    ("command", "found"),
    [
        ("npm start", "root.js"),
        ("npm -w packages/web start", "packages/web/web.js"),
        ("npm --workspace=@shop/web start", "packages/web/web.js"),
        ("npm start -w api", "packages/api/api.js"),
        ("pnpm --filter @shop/web start", "packages/web/web.js"),
        ("pnpm -F api start", "packages/api/api.js"),
        ("yarn workspace @shop/web start", "packages/web/web.js"),
        ("npm --prefix packages/api start", "packages/api/api.js"),
        ("npm --prefix=packages/api run start", "packages/api/api.js"),
        ("yarn --cwd packages/api start", "packages/api/api.js"),
        ("pnpm -C packages/api start", "packages/api/api.js"),
        ("pnpm --dir packages/api start", "packages/api/api.js"),
        ("cd packages/api && npm start", "packages/api/api.js"),
    ],
)
def test_the_package_is_the_one_of_the_workspace_or_the_folder(command: str, found: str) -> None:
    assert launched(procfile(command, **WEB)).resolution.path == found


def test_a_script_runs_in_the_folder_of_its_package() -> None:
    (script,) = uses("npm -w api start", WEB)[1:]
    assert (script.place.kind, script.place.folder) == ("repository", "packages/api")


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("npm run serve -- fast --port 3000", "node serve.js fast --port 3000"),
        ("npm run serve fast", "node serve.js fast"),
        ("npm run serve --port=3000", "node serve.js"),
        ("npm run serve fast --port=3000", "node serve.js fast"),
        ("pnpm serve fast --port 3000", "node serve.js fast --port 3000"),
        ("yarn serve fast --port 3000", "node serve.js fast --port 3000"),
        ("bun run serve fast --port 3000", "node serve.js fast --port 3000"),
        ("npm run many -- fast", "node b.js fast"),
    ],
)
def test_arguments_are_handed_to_the_last_command_of_the_script(command: str, expected: str) -> None:
    *_, last = uses(command, HOME)
    assert line(last) == expected


def test_a_command_with_arguments_of_its_caller_stands_where_it_is_called() -> None:
    *_, last = uses("npm run serve fast", HOME)
    assert (last.span.path, last.owner, last.via) == ("Procfile", "web", ())


def test_a_command_of_a_script_tells_where_it_stands_and_the_way_there() -> None:
    *_, last = uses("npm run serve", HOME)
    assert (last.span.path, last.owner, [step.label for step in last.via]) == (
        "package.json",
        "scripts.serve",
        ["npm run serve"],
    )
    assert last.via[0].span.path == "Procfile"


def test_scripts_that_call_each_other_are_followed_once() -> None:
    assert lines(uses("npm run loop", HOME)) == ["npm run loop", "npm run pool", "npm run loop"]


def test_a_script_that_is_not_there_is_not_followed() -> None:
    (only,) = uses("npm run gone", HOME)
    assert not only.followed


@pytest.mark.parametrize(("command", "program"), [("yarn next start", "next"), ("pnpm next start", "next")])
def test_without_such_a_script_the_runner_runs_the_binary(command: str, program: str) -> None:
    (only,) = uses(command, HOME)
    assert only.invocation.program == program


def test_a_script_of_that_name_goes_before_the_binary() -> None:
    files = {"package.json": '{"scripts": {"next": "node mine.js"}}'}
    assert lines(uses("yarn next", files)) == ["yarn next", "node mine.js"]


def test_scripts_run_several_others_through_npm_run_all() -> None:
    files = {"package.json": '{"scripts": {"start": "run-s build:* serve", "build:a": "tsc", "serve": "node s.js"}}'}
    assert "node s.js" in lines(uses("npm start", files))


def test_what_production_starts_is_production_whatever_the_script_is_called() -> None:
    files = {"package.json": '{"scripts": {"dev": "nodemon server.js"}}'}
    assert {use.role for use in uses("npm run dev", files)} == {"production"}


def test_a_call_in_an_unknown_folder_means_the_only_package_that_has_the_script() -> None:
    files = {"web/package.json": '{"scripts": {"boot": "node s.js"}}'}
    assert lines(uses("cd $WHERE && npm run boot", files)) == ["npm run boot", "node s.js"]
    files["api/package.json"] = files["web/package.json"]
    assert lines(uses("cd $WHERE && npm run boot", files)) == ["npm run boot"]


def test_the_image_decides_which_package_a_script_means() -> None:
    files = {
        "Dockerfile": 'FROM node:20\nWORKDIR /srv\nCOPY api/package.json api/main.js ./\nCMD ["npm", "start"]\n',
        "package.json": '{"scripts": {"start": "node wrong.js"}}',
        "api/package.json": '{"scripts": {"start": "node main.js"}}',
        "api/main.js": "",
    }
    assert launched(files).resolution.path == "api/main.js"


def test_a_package_that_a_framework_brings_to_the_image_is_the_only_one_that_has_the_script() -> None:
    files = {
        "Dockerfile": """
            FROM node:22 AS build
            WORKDIR /app
            COPY . .
            RUN npm run build
            FROM node:22
            WORKDIR /app
            COPY --from=build /app/.next/standalone ./
            CMD ["pnpm", "start-docker"]
        """,
        "package.json": '{"scripts": {"build": "next build", "start-docker": "node server.js"}}',
    }
    assert launched(files).text == "node server.js"
    files["other/package.json"] = files["package.json"]
    assert launched(files).text == "start-docker"


def test_broken_packages_are_no_obstacle() -> None:
    assert joined(procfile("npm start", **{"package.json": '{"scripts": {"start": '})).services[0].process == "web"
