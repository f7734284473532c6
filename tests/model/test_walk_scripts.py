"""Shell scripts on the way: entrypoints and their arguments, folders, functions, branches, remote commands."""

from __future__ import annotations

import pytest

from deploylint.model.deployment import Use
from tests.model.joined import launched, line, lines, python_image, started_by, winner

SOURCES = dict.fromkeys(("a.py", "bin/b.py", "sub/c.py", "sub/deep/d.py"), "")


def followed(script: str, **more: str) -> list[Use]:
    """What bin/start.sh does where a Procfile starts it from the root."""
    files = {"Procfile": "web: sh bin/start.sh\n", "bin/start.sh": script.replace(" ; ", "\n") + "\n"}
    first, *rest = winner({**files, **SOURCES, **more}).uses
    assert line(first) == "sh bin/start.sh"
    return rest


def where(uses: list[Use]) -> dict[str, str | None]:
    """The folder of each python command; None where it is not known."""
    return {
        line(use): use.place.folder if use.place.kind == "repository" else None
        for use in uses
        if use.invocation.program == "python"
    }


def entrypoint(script: str, *instructions: str, **more: str) -> dict[str, str]:
    files = {"Dockerfile": python_image(*instructions), "entry.sh": f"#!/bin/sh\nset -e\n{script}\n"}
    return {**files, **SOURCES, **more}


@pytest.mark.parametrize("arguments", ['exec "$@"', '"$@"', 'exec gosu app "$@"', "exec $@", 'exec "${@}"'])
def test_the_arguments_of_an_entrypoint_script_are_what_it_runs(arguments: str) -> None:
    files = entrypoint(f"alembic upgrade head\n{arguments}", 'ENTRYPOINT ["./entry.sh"]', 'CMD ["python", "a.py"]')
    assert [s for s in started_by(files) if s.startswith(("alembic", "python"))] == [
        "alembic upgrade head",
        "python a.py",
    ]
    assert launched(files).resolution.path == "a.py"


def test_the_arguments_stand_in_the_file_that_gives_them() -> None:
    files = entrypoint('exec "$@"', 'ENTRYPOINT ["./entry.sh"]', 'CMD ["python", "a.py"]')
    *_, last = winner(files).uses
    assert (last.span.path, last.span.range.line) == ("Dockerfile", 5)
    assert [step.span.path for step in last.via] == ["Dockerfile"]


def test_an_entrypoint_script_that_drops_its_arguments_drops_cmd() -> None:
    files = entrypoint("exec python sub/c.py", 'ENTRYPOINT ["./entry.sh"]', 'CMD ["python", "a.py"]')
    assert launched(files).resolution.path == "sub/c.py"
    assert "python a.py" not in started_by(files)


def test_the_words_behind_the_name_of_a_script_are_its_arguments() -> None:
    files = {**SOURCES, "Procfile": "web: ./go.sh python a.py\n", "go.sh": 'exec "$@"\n'}
    assert launched(files).resolution.path == "a.py"


def test_scripts_hand_their_arguments_on() -> None:
    files = entrypoint(
        'exec ./second.sh "$@"', 'ENTRYPOINT ["./entry.sh"]', 'CMD ["python", "a.py"]', **{"second.sh": 'exec "$@"\n'}
    )
    assert launched(files).resolution.path == "a.py"


def test_arguments_that_nobody_gives_are_dynamic() -> None:
    found = winner({"Procfile": "web: sh go.sh\n", "go.sh": 'exec "$@"\n'})
    assert found.launch is None
    assert found.dynamic == "the program is dynamic"


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("python a.py", {"python a.py": ""}),
        ("cd sub ; python c.py", {"python c.py": "sub"}),
        ("cd sub && python c.py", {"python c.py": "sub"}),
        ("cd sub || exit 1 ; python c.py", {"python c.py": "sub"}),
        ("cd -P sub ; python c.py", {"python c.py": "sub"}),
        ("cd sub ; cd deep ; python d.py", {"python d.py": "sub/deep"}),
        ("cd sub ; cd .. ; python a.py", {"python a.py": ""}),
        ("cd sub/deep ; cd ../.. ; python a.py", {"python a.py": ""}),
        ("(cd sub; python c.py) ; python a.py", {"python c.py": "sub", "python a.py": ""}),
        ("(cd sub && (cd deep; python d.py); python c.py)", {"python d.py": "sub/deep", "python c.py": "sub"}),
        ("f() { cd sub; python c.py; } ; python a.py ; f", {"python c.py": "sub", "python a.py": ""}),
        ('cd "$(dirname "$0")" ; python b.py', {"python b.py": "bin"}),
        ("cd $(dirname $0) && python b.py", {"python b.py": "bin"}),
        ('cd "$(dirname "${BASH_SOURCE[0]}")" ; python b.py', {"python b.py": "bin"}),
        ('cd "$(dirname "$0")/.." ; python a.py', {"python a.py": ""}),
        ('D="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)" ; cd "$D/sub" ; python c.py', {"python c.py": "sub"}),
        ('D=$(cd "$(dirname "$0")" && pwd) ; R=$(dirname "$D") ; cd "$R" || exit 1 ; python a.py', {"python a.py": ""}),
        ('cd sub ; D=$(pwd) ; cd /srv ; cd "$D" ; python c.py', {"python c.py": "sub"}),
        ('cd "$(dirname "$(readlink -f "$0")")" ; python b.py', {"python b.py": "bin"}),
        ('cd sub ; cd "$(git rev-parse --show-toplevel)" ; python a.py', {"python a.py": ""}),
        ('D=$(cd "$(dirname "$0")/../.." && pwd) ; cd "$D" ; python a.py', {"python a.py": None}),
        ('D=$(pwd) ; D=$(where) ; cd "$D" ; python a.py', {"python a.py": None}),
        ("cd $WHERE ; python a.py", {"python a.py": None}),
        ("cd ; python a.py", {"python a.py": None}),
        ("cd ~/app ; python a.py", {"python a.py": None}),
        ("cd sub ; cd - ; python a.py", {"python a.py": None}),
        ("cd .. ; python a.py", {"python a.py": None}),
        ("cd /srv/app ; python a.py", {"python a.py": None}),
        ("if [ -d sub ]; then cd sub; fi ; python a.py", {"python a.py": None}),
        ("sh -c 'cd sub && python c.py' ; python a.py", {"python c.py": "sub", "python a.py": ""}),
        ("env --chdir=sub python c.py", {"python c.py": "sub"}),
    ],
)
def test_changing_the_directory_holds_in_its_own_shell(script: str, expected: dict[str, str | None]) -> None:
    assert where(followed(script)) == expected


@pytest.mark.parametrize("source", ["source bin/two.sh", ". ./bin/two.sh", "bash bin/two.sh", "./bin/two.sh"])
def test_a_script_that_calls_another_is_followed_from_the_same_folder(source: str) -> None:
    first, second, last = followed(f"{source} ; python a.py", **{"bin/two.sh": "python sub/c.py\n"})
    assert first.followed
    assert (line(second), second.span.path, second.owner) == ("python sub/c.py", "bin/two.sh", "two.sh")
    assert [step.label for step in second.via] == ["bin/start.sh", source.split()[-1]]
    assert line(last) == "python a.py"


def test_scripts_that_call_each_other_are_followed_once() -> None:
    found = lines(followed("sh bin/two.sh", **{"bin/two.sh": "sh bin/start.sh\npython a.py\n"}))
    assert found == ["sh bin/two.sh", "sh bin/start.sh", "python a.py"]


def test_a_long_chain_of_scripts_is_cut() -> None:
    chain = {f"s{n}.sh": f"sh s{n + 1}.sh\n" for n in range(40)}
    found = lines(followed("sh s0.sh", **chain))
    assert found[0] == "sh s0.sh"
    assert 5 < len(found) < 20


@pytest.mark.parametrize("call", ["sh -c 'exec python a.py'", 'bash -lc "python a.py"', "sh -ec 'python a.py'"])
def test_a_text_for_another_shell_is_followed(call: str) -> None:
    outer, inner = followed(call)
    assert (outer.followed, line(inner), inner.place.folder) == (True, "python a.py", "")


def test_a_call_of_a_function_is_no_program() -> None:
    found = lines(followed("run() { python a.py; } ; run ; run --twice"))
    assert found == ["python a.py"]


@pytest.mark.parametrize(
    ("script", "role"),
    [
        ("run() { python a.py; } ; run", "production"),
        ("main() { run; } ; run() { python a.py; } ; main --now", "production"),
        ("run() { python a.py; } ; echo done", "unknown"),
        ("run() { python a.py; } ; other() { run; } ; echo done", "unknown"),
        ("run() { python a.py; } ; case $1 in run) run ;; esac", "unknown"),
        ('run() { python a.py; } ; "$@"', "unknown"),
    ],
)
def test_only_a_function_that_is_surely_called_is_surely_production(script: str, role: str) -> None:
    (use,) = [use for use in followed(script) if use.invocation.program == "python"]
    assert use.role == role


@pytest.mark.parametrize(
    "script",
    [
        "if [ -n '1' ]; then python a.py; fi",
        "case x in x) python a.py ;; esac",
        "while sleep 1; do python a.py; done",
        "for i in 1 2; do python a.py; done",
    ],
)
def test_in_a_branch_a_production_role_is_unknown(script: str) -> None:
    *_, use = [use for use in followed(script) if use.invocation.program == "python"]
    assert (use.role, use.on_deploy_path) == ("unknown", True)


def test_what_a_branch_calls_is_unknown_too() -> None:
    uses = followed("if true; then sh bin/two.sh; fi ; python a.py", **{"bin/two.sh": "python sub/c.py\n"})
    assert {line(use): use.role for use in uses if use.invocation.program == "python"} == {
        "python sub/c.py": "unknown",
        "python a.py": "production",
    }


@pytest.mark.parametrize(
    "command",
    [
        "ssh host python a.py",
        "ssh -i key user@host 'cd /srv && python a.py'",
        "docker exec web python a.py",
        "docker compose exec -T web python a.py",
    ],
)
def test_a_remote_command_runs_in_no_folder_of_the_repository(command: str) -> None:
    *_, last = followed(f"export A=1 ; {command}")
    assert line(last) == "python a.py"
    assert (last.place.kind, dict(last.environment)) == ("unknown", {})


def test_a_script_that_is_not_there_is_not_followed() -> None:
    (only,) = followed("sh bin/gone.sh")
    assert not only.followed


def test_a_script_of_another_language_is_no_shell_script() -> None:
    (only,) = followed("./a.py")
    assert not only.followed
