"""The reader of compose files."""

from __future__ import annotations

import pytest

from deploylint.facts.files import ComposeService, Launch
from deploylint.facts.place import Range, Source
from deploylint.read.compose import read


def service(text: str) -> ComposeService:
    lines = "".join(f"    {line}\n" for line in text.splitlines())
    facts = read(Source(f"services:\n  app:\n{lines}"))
    assert facts.problems == ()
    (found,) = facts.services
    return found


def launch(text: str, key: str = "command") -> Launch:
    found = getattr(service(text), key)
    assert isinstance(found, Launch)
    return found


def words(found: Launch) -> list[str | None]:
    (command,) = found.script.commands
    return [word.value for word in command.words]


def test_a_text_is_cut_into_words_and_no_shell_reads_it() -> None:
    found = launch("command: uvicorn app:app --reload && x # no")
    assert words(found) == ["uvicorn", "app:app", "--reload", "&&", "x"]
    assert found.script.commands[0].form == "split"
    assert found.script.commands[0].words[1].range == Range(3, 22, 3, 29)
    assert found.key == Range(3, 5, 3, 12)
    assert found.text is not None
    assert found.text.value == "uvicorn app:app --reload && x"


def test_a_list_is_taken_as_it_is() -> None:
    found = launch('command: ["gunicorn", app:app, 8000]')
    assert words(found) == ["gunicorn", "app:app", "8000"]
    assert found.script.commands[0].form == "exec"
    assert [word.range for word in found.words] == [Range(3, 16, 3, 24), Range(3, 27, 3, 34), Range(3, 36, 3, 40)]
    assert found.text is None


def test_a_folded_text_over_lines_is_one_command() -> None:
    found = launch("command: >\n  sh -c 'a &&\n  b \"c\"'")
    assert words(found) == ["sh", "-c", 'a && b "c"']
    assert found.script.commands[0].words[2].range == Range(4, 14, 5, 12)


def test_what_compose_expands_is_dynamic_and_two_dollars_are_one() -> None:
    found = launch("command: run $X --port=${PORT:-80 81} $$Y '$Z' \"$${W}\"")
    assert words(found) == ["run", None, None, "$Y", None, "${W}"]
    assert [word.raw for word in found.script.commands[0].words][1:3] == ["$X", "--port=${PORT:-80 81}"]
    expansion = found.script.commands[0].words[2].expansions[0]
    assert (expansion.name, expansion.operator, expansion.word) == ("PORT", ":-", "80 81")
    assert expansion.range == Range(3, 28, 3, 42)


def test_what_compose_expands_in_a_list_is_dynamic_too() -> None:
    found = launch("command: [sh, -c, 'echo $X $$Y', $$Z]")
    assert words(found) == ["sh", "-c", None, "$Z"]
    assert found.script.commands[0].words[2].raw == "echo $X $Y"
    assert found.words == found.script.commands[0].words


@pytest.mark.parametrize("written", ["[]", "''", '"  "'])
def test_an_empty_command_is_empty(written: str) -> None:
    found = launch(f"command: {written}")
    assert found.empty
    assert found.script.commands == ()


@pytest.mark.parametrize("written", ["null", "", "~", "{a: b}", "[a, [b]]", "[a, null]"])
def test_null_and_wrong_types_are_no_command(written: str) -> None:
    assert service(f"command: {written}").command is None


def test_an_entrypoint_is_read_like_a_command() -> None:
    assert words(launch("entrypoint: ./start.sh --x", "entrypoint")) == ["./start.sh", "--x"]
    assert launch("entrypoint: []", "entrypoint").empty


def test_commands_and_other_keys_come_through_merge_keys() -> None:
    facts = read(
        Source(
            "x-app: &app\n  image: app\n  command: python app.py\n"
            "services:\n  a:\n    <<: *app\n  b:\n    <<: *app\n    command: python other.py\n    entrypoint: []\n"
        )
    )
    a, b = facts.services
    assert a.command is not None
    assert a.command.key == Range(3, 3, 3, 10)
    assert str(a.image) == "app"
    assert b.command is not None
    assert words(b.command) == ["python", "other.py"]


@pytest.mark.parametrize(
    ("written", "form", "expected"),
    [
        ("test: curl -f localhost || exit 1", "shell", [["curl", "-f", "localhost"], ["exit", "1"]]),
        ("test: [CMD, curl, '-f', http://localhost:80/up]", "exec", [["curl", "-f", "http://localhost:80/up"]]),
        ("test: [CMD-SHELL, 'pg_isready -U x']", "shell", [["pg_isready", "-U", "x"]]),
    ],
)
def test_a_healthcheck_is_a_shell_text_or_an_argument_list(written: str, form: str, expected: list[list[str]]) -> None:
    found = launch(f"healthcheck:\n  {written}", "healthcheck")
    assert [[word.value for word in command.words] for command in found.script.commands] == expected
    assert {command.form for command in found.script.commands} == {form}


@pytest.mark.parametrize(
    "written", ["test: [NONE]", "disable: true\n  test: x", "interval: 5s", "test: []", "test: {a: b}"]
)
def test_no_healthcheck_is_none(written: str) -> None:
    assert service(f"healthcheck:\n  {written}").healthcheck is None


def test_a_dollar_in_a_healthcheck_is_for_the_shell_once_compose_is_done() -> None:
    found = launch("healthcheck:\n  test: pg_isready -U $$USER -d ${DB}", "healthcheck")
    assert [word.raw for word in found.script.commands[0].words] == ["pg_isready", "-U", "$USER", "-d", "${DB}"]


@pytest.mark.parametrize("form", ["[A=1, 'B=x=$$y', C, 'D=']", "{A: 1, B: x=$$y, C: , D: ''}"])
def test_environment_has_two_forms(form: str) -> None:
    found = service(f"environment: {form}").environment
    assert [(v.name.value, v.value.value) for v in found] == [("A", "1"), ("B", "x=$y"), ("C", ""), ("D", "")]
    assert all(variable.range.line == 3 for variable in found)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (".env", [".env"]),
        ("[a.env, b.env]", ["a.env", "b.env"]),
        ("[a.env, {path: b.env, required: false}, {required: true}]", ["a.env", "b.env"]),
        ("{path: c.env}", ["c.env"]),
        ("null", []),
    ],
)
def test_env_files_have_many_forms(written: str, expected: list[str]) -> None:
    assert [str(path) for path in service(f"env_file: {written}").env_files] == expected


def test_long_volumes_and_ports_are_put_into_the_short_form() -> None:
    found = service(
        "volumes:\n  - ./src:/app:ro\n  - {type: bind, source: ./a, target: /b}\n  - {type: tmpfs, target: /t}\n"
        "  - {x: y}\n"
        "ports: ['80:8000', 9000, {target: 80, published: '8080'}, {target: 81}]"
    )
    assert [str(volume) for volume in found.volumes] == ["./src:/app:ro", "./a:/b", "/t"]
    assert found.volumes[1].range(0, 3) == Range(5, 30, 5, 33)
    assert [str(port) for port in found.ports] == ["80:8000", "9000", "8080:80", "81"]


def test_dependencies_profiles_and_names_are_read() -> None:
    found = service(
        "depends_on: {db: {condition: service_healthy}, cache: }\nprofiles: [dev]\nworking_dir: /app\nimage: a:1"
    )
    assert [str(name) for name in found.depends_on] == ["db", "cache"]
    assert [str(name) for name in found.profiles] == ["dev"]
    assert (str(found.working_dir), str(found.image)) == ("/app", "a:1")
    assert (found.name.value, found.range) == ("app", Range(2, 3, 6, 15))
    assert [str(name) for name in service("depends_on: [db]").depends_on] == ["db"]


def test_build_has_a_short_and_a_long_form() -> None:
    short = service("build: ./api").build
    assert short is not None
    assert (str(short.context), short.dockerfile, short.range) == ("./api", None, Range(3, 5, 3, 17))
    long = service(
        "build:\n  context: .\n  dockerfile: docker/Dockerfile\n  target: prod\n"
        "  args: [A=1, B]\n  dockerfile_inline: FROM x"
    ).build
    assert long is not None
    assert [str(text) for text in (long.context, long.dockerfile, long.target, long.inline)] == [
        *(".", "docker/Dockerfile", "prod", "FROM x")
    ]
    assert [(v.name.value, v.value.value) for v in long.arguments] == [("A", "1"), ("B", "")]
    assert service("build: [x]").build is None


def test_extends_has_a_short_and_a_long_form() -> None:
    assert [str(part) for part in service("extends: base").extends or ()] == ["None", "base"]
    assert [str(part) for part in service("extends: {file: common.yml, service: web}").extends or ()] == [
        *("common.yml", "web")
    ]


def test_tags_of_compose_are_no_problem() -> None:
    found = service("command: !reset null\nports: !override ['80:80']")
    assert found.command is None
    assert [str(port) for port in found.ports] == ["80:80"]


@pytest.mark.parametrize("text", ["", "x", "services: [a]", "services: {a: 1, b: [c]}", "services:"])
def test_other_structures_have_no_services(text: str) -> None:
    facts = read(Source(text))
    assert (facts.services, facts.problems) == ((), ())


def test_every_key_may_have_a_wrong_type() -> None:
    keys = "build image command entrypoint healthcheck profiles environment env_file volumes ports depends_on extends"
    for wrong in ("1", "[1, [2], {a: [b]}, null]", "{a: {b: c}, d: [e]}", "[[]]", "true"):
        found = service("\n".join(f"{key}: {wrong}" for key in keys.split()))
        assert found.name.value == "app"


def test_the_name_of_the_project_is_kept_and_a_duplicate_service_is_a_problem() -> None:
    facts = read(Source("name: shop\nservices:\n  a: {image: x}\n  a: {image: y}\n"))
    assert str(facts.name) == "shop"
    assert [problem.kind for problem in facts.problems] == ["duplicate-key"]
    assert [str(found.image) for found in facts.services] == ["y"]
