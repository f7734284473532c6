"""The commands that JavaScript and TypeScript source starts, and the servers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.facts.place import Source
from deploylint.facts.source import ScriptModule
from deploylint.read import javascript, typescript
from tests.read.source_maps import STRINGS, check


def module(text: str) -> ScriptModule:
    return typescript.read(Source(text))


def words(text: str) -> list[list[str | None]]:
    """The words of all commands, None for dynamic ones."""
    return [[word.value for word in command.words] for one in module(text).commands for command in one.script]


CHILD = 'import { exec, execSync, spawn, spawnSync, execFile, fork } from "node:child_process";\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (CHILD + 'execSync("npx prisma");', ["npx", "prisma"]),
        (CHILD + "exec(`npx prisma`, () => {});", ["npx", "prisma"]),
        (CHILD + 'spawn("npx", ["prisma"], { stdio: "inherit" });', ["npx", "prisma"]),
        (CHILD + 'spawn("npx");', ["npx"]),
        (CHILD + 'spawn("npx prisma", { shell: true });', ["npx", "prisma"]),
        (CHILD + 'spawnSync(process.execPath, ["a.js"]);', ["node", "a.js"]),
        (CHILD + 'execFile("npx", ["prisma"], done);', ["npx", "prisma"]),
        (CHILD + 'fork("worker.js", ["--x"]);', ["node", "worker.js", "--x"]),
        ('const cp = require("child_process");\ncp.execSync("npx prisma");', ["npx", "prisma"]),
        ('const { execSync: sh } = require("child_process");\nsh("npx prisma");', ["npx", "prisma"]),
        ('require("child_process").execSync("npx prisma");', ["npx", "prisma"]),
        ('import * as cp from "child_process";\ncp.execSync("npx prisma");', ["npx", "prisma"]),
        ('const { exec } = await import("child_process");\nexec("npx prisma");', ["npx", "prisma"]),
        (CHILD + 'const run = util.promisify(exec);\nawait run("npx prisma");', ["npx", "prisma"]),
        ('import { $ } from "zx";\nawait $`npx prisma`;', ["npx", "prisma"]),
        ('import { $ } from "execa";\nawait $({ stdio: "inherit" })`npx prisma`;', ["npx", "prisma"]),
        ('import "zx/globals";\nawait $`npx prisma`;', ["npx", "prisma"]),
        ('import { execa } from "execa";\nawait execa("npx", ["prisma"]);', ["npx", "prisma"]),
        ('import { execa } from "execa";\nawait execa`npx prisma`;', ["npx", "prisma"]),
        ('import { execaCommand } from "execa";\nexecaCommand("npx \'a b\'");', ["npx", "a b"]),
        ('import spawn from "cross-spawn";\nspawn.sync("npx", ["prisma"]);', ["npx", "prisma"]),
        ('import shell from "shelljs";\nshell.exec("npx prisma");', ["npx", "prisma"]),
        ('Bun.spawn(["npx", "prisma"]);', ["npx", "prisma"]),
        (CHILD + 'const C = "npx";\nexecSync(C + " " + `${C}x`);', ["npx", "npxx"]),
        (CHILD + 'const args = ["prisma"] as const;\nspawn("npx", [...args, "x"]);', ["npx", "prisma", "x"]),
        (CHILD + 'execSync(["npx", "prisma"].join(" "));', ["npx", "prisma"]),
        (CHILD + 'spawn("a", ["\\x41\\u{e9}\\n"]);', ["a", "Aé\n"]),
    ],
)
def test_the_words_of_a_command_are_read(text: str, expected: list[str]) -> None:
    assert words(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('spawn("a", [x]);', ["a", None]),
        ('spawn("a", [...x]);', ["a", None]),
        ('spawn("a", x);', ["a", None]),
        ("execSync(`a ${x}b c`);", ["a", None, "c"]),
        ('execSync("a " + x);', ["a", None]),
        ('let x = "b"; x = "c"; spawn("a", [x]);', ["a", None]),
        ('function f(x) { spawn("a", [x]); }', ["a", None]),
        ('const x = ["b"]; x.push(y); spawn("a", x);', ["a", "b", None]),
    ],
)
def test_what_is_no_literal_is_dynamic(text: str, expected: list[str | None]) -> None:
    assert words(CHILD + text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        'import { exec } from "./history";\nexec("npx prisma");',
        'const found = /x/.exec("npx prisma"); // child_process',
        'import { exec } from "child_process";\nexec(command);',
        'import { spawn } from "child_process";\nspawn();',
        'function execSync(text) {}\nexecSync("npx prisma");',
        "const text = 'execSync(\"npx prisma\")';",
    ],
)
def test_nothing_is_read_where_no_command_can_be(text: str) -> None:
    assert words(text) == []


@pytest.mark.parametrize(
    "helper",
    [
        "function run(command, options) { execSync(command, options); }",
        "const run = (command) => execSync(command);",
        "const run = command => { return execSync(command); };",
        "function run(...texts) { spawn(`sh`, [`-c`, ...texts]); execSync(texts.join(` `)); }",
    ],
)
def test_a_function_that_hands_its_command_on_is_followed(helper: str) -> None:
    assert ["npx", "prisma"] in words(f"{CHILD}{helper}\nrun('npx prisma');\n")


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("execSync('a');", "always"),
        ("if (x) { execSync('a'); }", "branch"),
        ("x ? execSync('a') : 0;", "branch"),
        ("try { execSync('a'); } catch {}", "always"),
        ("try {} catch { execSync('a'); }", "branch"),
        ("(async () => { execSync('a'); })();", "always"),
        ("load().then(() => { execSync('a'); });", "always"),
        ("app.get('/', () => { execSync('a'); });", "branch"),
        ("function f() { execSync('a'); }", "unknown"),
        ("export function f() { execSync('a'); }", "unknown"),
        ("function f() { execSync('a'); }\nmodule.exports = f;", "unknown"),
        ("const f = () => { execSync('a'); };\nf();", "always"),
        (
            "const f = async () => { execSync('a'); };\n(async () => { for (const g of [f]) { await g(); } })();",
            "always",
        ),
        ("class A { f() { execSync('a'); } }\nnew A().f();", "always"),
        ("class A { f() { execSync('a'); } }", "unknown"),
    ],
)
def test_it_is_told_whether_running_the_file_runs_a_command(text: str, runs: str) -> None:
    (found,) = module(CHILD + text).commands
    assert found.runs == runs


@pytest.mark.parametrize(
    ("text", "failure"),
    [
        ("execSync('a');", "stops"),
        ("execSync('a || true');", "ignored"),
        ("try { execSync('a'); } catch {}", "unknown"),
        ("spawnSync('a');", "ignored"),
        ("const done = spawnSync('a');", "unknown"),
        ("spawn('a');", "unknown"),
    ],
)
def test_what_a_failure_leads_to(text: str, failure: str) -> None:
    assert module(CHILD + text).commands[0].script.commands[0].failure == failure


@pytest.mark.parametrize(
    ("options", "directory"),
    [("", ""), (", { cwd: 'web' }", "web"), (", { cwd: x }", None), (", { cwd }", None)],
)
def test_the_directory_is_read(options: str, directory: str | None) -> None:
    assert module(f"{CHILD}execSync('a'{options});").commands[0].directory == directory


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        ("app.listen(3000);", [("port", "3000")]),
        ("app.listen(PORT, '0.0.0.0', () => {});", [("port", None), ("host", "0.0.0.0")]),
        ("const PORT = 80;\napp.listen(PORT);", [("port", "80")]),
        ("app.listen(process.env.PORT || 3000);", [("port", None)]),
        ("await fastify.listen({ port: 3000, host: '::' });", [("port", "3000"), ("host", "::")]),
    ],
)
def test_servers_are_found_with_what_they_listen_on(text: str, settings: list[tuple[str, str | None]]) -> None:
    (server,) = module(text).servers
    assert [(one.name, one.value) for one in server.settings] == settings


@pytest.mark.parametrize("text", ["history.listen(() => {});", "server.listen();", "listen(3000);"])
def test_other_things_that_listen_are_no_servers(text: str) -> None:
    assert module(text).servers == ()


@given(STRINGS)
def test_any_string_keeps_its_places(value: str) -> None:
    literal = value.replace("\\", "\\\\").replace("`", "\\`").replace("$", "\\$")
    for one in javascript.read(Source(f"{CHILD}spawn('a', [`{literal}`]);")).commands:
        for word in one.script.commands[0].words:
            check(word.text)


@given(st.text(max_size=60))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    module(f"{CHILD}execSync({text});\n")
