"""The commands that Python source starts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.facts.place import Source
from deploylint.facts.source import SourceCommand
from deploylint.read import python
from tests.read.source_maps import STRINGS, check


def commands(text: str) -> tuple[SourceCommand, ...]:
    return python.read(Source(text)).commands


def words(text: str) -> list[list[str | None]]:
    """The words of all commands, None for dynamic ones."""
    return [[word.value for word in command.words] for one in commands(text) for command in one.script]


SUBPROCESS = "import subprocess\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('import subprocess\nsubprocess.run(["npx", "prisma"])\n', ["npx", "prisma"]),
        ('import subprocess as sp\nsp.check_call(("npx", "prisma"))\n', ["npx", "prisma"]),
        ('from subprocess import Popen as start\nstart(args=["npx"])\n', ["npx"]),
        ('import subprocess\nsubprocess.run("npx prisma", shell=True)\n', ["npx", "prisma"]),
        ("import subprocess\nsubprocess.run(\"npx 'a b'\")\n", ["npx", "a b"]),
        ('import subprocess\nsubprocess.getoutput("git log")\n', ["git", "log"]),
        ('import os\nos.system("npx " "prisma")\n', ["npx", "prisma"]),
        ('import os\nos.popen("npx " + "prisma")\n', ["npx", "prisma"]),
        ('import os\nos.execvp("gunicorn", ["gunicorn", "a:b"])\n', ["gunicorn", "a:b"]),
        ('import os\nos.execlp("gunicorn", "gunicorn", "a:b")\n', ["gunicorn", "a:b"]),
        ('import asyncio\nasyncio.create_subprocess_exec("npx", "prisma")\n', ["npx", "prisma"]),
        ('import asyncio\nasyncio.create_subprocess_shell("npx prisma")\n', ["npx", "prisma"]),
        ('import subprocess, sys\nsubprocess.run([sys.executable, "-m", "a"])\n', ["python", "-m", "a"]),
        ("import subprocess, shlex\nsubprocess.run(shlex.split(\"npx 'a b'\"))\n", ["npx", "a b"]),
        ('import subprocess\nsubprocess.run("npx prisma".split())\n', ["npx", "prisma"]),
        ('import subprocess\nC = ["npx"]\nsubprocess.run(C + ["prisma"])\n', ["npx", "prisma"]),
        ('import subprocess\nC = ["npx"]\nsubprocess.run([*C, "prisma"])\n', ["npx", "prisma"]),
        ('import subprocess\nN = "npx"\nsubprocess.run([N, f"{N}x"])\n', ["npx", "npxx"]),
        ('import subprocess\nsubprocess.run(["a", r"\\n", "\\x41\\u00e9\\n"])\n', ["a", "\\n", "Aé\n"]),
        ("from django.core.management import call_command\ncall_command('migrate')\n", ["django-admin", "migrate"]),
    ],
)
def test_the_words_of_a_command_are_read(text: str, expected: list[str]) -> None:
    assert words(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('subprocess.run(["a", x])\n', ["a", None]),
        ('subprocess.run(["a", *x])\n', ["a", None]),
        ('subprocess.run(["a"] + x)\n', ["a", None]),
        ('subprocess.run(["a", f"--port={x}"])\n', ["a", None]),
        ('subprocess.run(["a", "--port=%s" % x])\n', ["a", None]),
        ('subprocess.run(f"a {x}b c", shell=True)\n', ["a", None, "c"]),
        ('x = "b"\nx = "c"\nsubprocess.run(["a", x])\n', ["a", None]),
        ('def f(x="b"):\n    subprocess.run(["a", x])\n', ["a", None]),
        ('for x in y:\n    subprocess.run(["a", x])\n', ["a", None]),
        ('x = ["a"]\nx.append(y)\nsubprocess.run(x)\n', ["a", None]),
        ('x = "b"\ndef f():\n    global x\n    x = y\nsubprocess.run(["a", x])\n', ["a", None]),
    ],
)
def test_what_is_no_literal_is_dynamic(text: str, expected: list[str | None]) -> None:
    assert words(SUBPROCESS + text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "subprocess.run(command)\n",
        "subprocess.run()\n",
        "subprocess.run([])\n",
        "run(['npx'])\n",
        "self.subprocess.run(['npx'])\n",
        "other.system('npx')\n",
        '"""subprocess.run(["npx"])"""\n',
    ],
)
def test_nothing_is_read_where_no_command_can_be(text: str) -> None:
    assert words(SUBPROCESS + text) == []


def test_a_function_that_hands_its_command_on_is_followed() -> None:
    text = SUBPROCESS + (
        "def run(command, *, quiet=False):\n    subprocess.run(command, shell=True)\n\n"
        "def npx(*words):\n    subprocess.run(['npx', *words])\n\n"
        "run('alembic upgrade head')\nnpx('prisma', x)\n"
    )
    assert words(text) == [["npx", None], ["alembic", "upgrade", "head"], ["npx", "prisma", None]]
    assert [one.range.line for one in commands(text)] == [6, 8, 9]


def test_the_words_of_a_followed_call_stand_at_the_call() -> None:
    text = SUBPROCESS + "def npx(*words):\n    subprocess.run(['npx', *words])\nnpx('prisma')\n"
    called = commands(text)[-1].script.commands[0]
    assert [word.range.line for word in called.words] == [4, 4]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("subprocess.run(['a'])\n", "always"),
        ("if x:\n    subprocess.run(['a'])\n", "branch"),
        ("try:\n    subprocess.run(['a'])\nexcept E:\n    pass\n", "always"),
        ("try:\n    pass\nexcept E:\n    subprocess.run(['a'])\n", "branch"),
        ("if __name__ == '__main__':\n    subprocess.run(['a'])\n", "always"),
        ("def f():\n    subprocess.run(['a'])\n", "unknown"),
        ("def f():\n    subprocess.run(['a'])\ndef g():\n    f()\n", "unknown"),
        ("def f():\n    subprocess.run(['a'])\ndef g():\n    f()\ng()\n", "always"),
        ("def f():\n    subprocess.run(['a'])\nThread(target=f).start()\n", "always"),
        ("def f():\n    subprocess.run(['a'])\nif x:\n    f()\n", "branch"),
        ("def f():\n    subprocess.run(['a'])\nif x:\n    f()\nf()\n", "always"),
        ("class A:\n    def f(self):\n        subprocess.run(['a'])\nA().f()\n", "always"),
        ("class A:\n    def f(self):\n        subprocess.run(['a'])\nf()\n", "unknown"),
        ("def f():\n    if x:\n        subprocess.run(['a'])\nf()\n", "branch"),
    ],
)
def test_it_is_told_whether_running_the_file_runs_a_command(text: str, runs: str) -> None:
    (found,) = commands(SUBPROCESS + text)
    assert found.runs == runs
    assert (found.script.commands[0].condition == "branch") == (runs == "branch")


@pytest.mark.parametrize(
    ("text", "failure"),
    [
        ("subprocess.run(['a'])\n", "ignored"),
        ("subprocess.run(['a'], check=True)\n", "stops"),
        ("subprocess.run(['a'], check=strict)\n", "unknown"),
        ("subprocess.check_call(['a'])\n", "stops"),
        ("try:\n    subprocess.check_call(['a'])\nexcept E:\n    pass\n", "unknown"),
        ("done = subprocess.run(['a'])\n", "unknown"),
        ("subprocess.Popen(['a'])\n", "unknown"),
    ],
)
def test_what_a_failure_leads_to(text: str, failure: str) -> None:
    assert commands(SUBPROCESS + text)[0].script.commands[0].failure == failure


@pytest.mark.parametrize(
    ("text", "directory"),
    [("", ""), (", cwd='web'", "web"), (", cwd=x", None)],
)
def test_the_directory_is_read(text: str, directory: str | None) -> None:
    assert commands(f"{SUBPROCESS}subprocess.run(['a']{text})\n")[0].directory == directory


def test_a_shell_text_has_all_its_commands_with_their_places() -> None:
    (found,) = commands(SUBPROCESS + 'subprocess.run("""cd web &&\nnpx prisma""", shell=True)\n')
    assert found.shell
    assert [command.range.line for command in found.script.commands] == [2, 3]


@given(STRINGS, st.sampled_from(["", "r", "f", "b"]))
def test_any_string_keeps_its_places(value: str, prefix: str) -> None:
    literal = repr(value)
    for one in commands(f"{SUBPROCESS}subprocess.run(['a', {prefix}{literal}])\n"):
        for word in one.script.commands[0].words:
            check(word.text)


@given(st.text(max_size=60))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    python.read(Source(f"import subprocess\nsubprocess.run({text})\n"))


def test_names_that_stand_for_each_other_end() -> None:
    assert words(SUBPROCESS + "a = b\nb = a\nsubprocess.run(['x', a])\nsubprocess.run(a)\n") == [["x", None]]
