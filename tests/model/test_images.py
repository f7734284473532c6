"""Images: what a chain of stages leaves in force (BuildKit's reference and dockerfile2llb/convert.go)."""

from __future__ import annotations

import pytest

from deploylint.model.given import Given
from deploylint.model.images import Image, build
from tests.model.joined import joined, launched, opened, service, started_by, winner

EXEC_ENTRYPOINT = 'ENTRYPOINT ["python", "-u"]'
SHELL_ENTRYPOINT = "ENTRYPOINT exec python entry.py"
EXEC_CMD = 'CMD ["app.py"]'
SHELL_CMD = "CMD python app.py"


def image(text: str, *, target: str | None = None, context: str | None = "", **files: str) -> Image:
    found = build(opened({"Dockerfile": text, **files}), "Dockerfile", context, target)
    assert found is not None
    return found


def dockerfile(*instructions: str) -> dict[str, str]:
    return {"Dockerfile": "\n".join(("FROM python:3.12-slim", "WORKDIR /app", *instructions)) + "\n"}


@pytest.mark.parametrize(
    ("instructions", "argv", "shell"),
    [
        (['CMD ["python", "app.py"]'], "python app.py", "no"),
        ([SHELL_CMD], "python app.py", "yes"),
        ([EXEC_ENTRYPOINT, EXEC_CMD], "python -u app.py", "no"),
        ([EXEC_CMD, EXEC_ENTRYPOINT], "python -u app.py", "no"),
        ([SHELL_ENTRYPOINT], "python entry.py", "yes"),
        ([SHELL_ENTRYPOINT, EXEC_CMD], "python entry.py", "yes"),
        ([SHELL_ENTRYPOINT, SHELL_CMD], "python entry.py", "yes"),
        (['ENTRYPOINT ["python", "entry.py"]'], "python entry.py", "no"),
        (['ENTRYPOINT ["gunicorn"]', 'CMD ["--workers", "2", "wsgi:app"]'], "gunicorn --workers 2 wsgi:app", "no"),
        (['ENTRYPOINT ["tini", "--"]', 'CMD ["python", "app.py"]'], "python app.py", "no"),
        (['ENTRYPOINT ["/usr/bin/tini", "--"]', 'CMD ["python", "app.py"]'], "python app.py", "no"),
        (['ENTRYPOINT ["docker-entrypoint.sh"]', 'CMD ["python", "app.py"]'], "python app.py", "no"),
        (['ENTRYPOINT ["/bin/sh", "-c"]', 'CMD ["python app.py"]'], "python app.py", "no"),
        (["ENTRYPOINT []", 'CMD ["python", "app.py"]'], "python app.py", "no"),
        (['ENTRYPOINT ["python", "app.py"]', "CMD []"], "python app.py", "no"),
        (['ENTRYPOINT ["python"]', "CMD python app.py"], "python", "no"),
    ],
)
def test_cmd_and_entrypoint_together_are_what_starts(instructions: list[str], argv: str, shell: str) -> None:
    found = service(dockerfile(*instructions)).effective[0]
    assert " ".join(found.argv) == argv
    assert found.winner is not None
    assert found.winner.shell == shell


def test_without_cmd_and_entrypoint_the_base_image_decides() -> None:
    found = service(dockerfile()).effective[0]
    assert found.winner is None
    assert "the base image 'python:3.12-slim' decides what starts" in found.assumptions


def test_arguments_of_cmd_stand_at_cmd_and_lead_to_its_line() -> None:
    found = winner(dockerfile('ENTRYPOINT ["python"]', 'CMD ["app.py"]'))
    assert (found.label, found.span.range.line) == ("CMD", 4)


def test_the_last_of_several_counts_and_the_others_are_recorded() -> None:
    found = image('FROM a\nCMD ["one"]\nCMD ["two"]\nENTRYPOINT ["x"]\nENTRYPOINT ["y"]\n')
    assert found.command is not None
    assert found.entrypoint is not None
    assert (found.command.value.value, found.entrypoint.value.value) == ('["two"]', '["y"]')
    assert [(o.instruction.value.value, o.by.value.value, o.reason) for o in found.overridden] == [
        ('["one"]', '["two"]', "a later CMD of the same stage replaces it"),
        ('["x"]', '["y"]', "a later ENTRYPOINT of the same stage replaces it"),
    ]


def test_an_entrypoint_of_a_later_stage_clears_the_inherited_cmd() -> None:
    found = image('FROM a AS base\nCMD ["old"]\nFROM base\nENTRYPOINT ["new"]\n')
    assert found.command is None
    (overridden,) = found.overridden
    assert overridden.instruction.value.value == '["old"]'
    assert overridden.by.value.value == '["new"]'
    assert overridden.reason == "a later ENTRYPOINT clears the CMD of the stage it builds on"


@pytest.mark.parametrize("last", ['ENTRYPOINT ["e"]\nCMD ["own"]\n', 'CMD ["own"]\nENTRYPOINT ["e"]\n'])
def test_a_cmd_of_the_same_stage_survives_its_entrypoint_in_any_order(last: str) -> None:
    found = image('FROM a AS base\nCMD ["old"]\nFROM base\n' + last)
    assert found.command is not None
    assert found.command.value.value == '["own"]'


def test_a_later_cmd_keeps_the_inherited_entrypoint() -> None:
    found = image('FROM a AS base\nENTRYPOINT ["e"]\nCMD ["old"]\nFROM base\nCMD ["new"]\n')
    assert found.entrypoint is not None
    assert found.command is not None
    assert (found.entrypoint.value.value, found.command.value.value) == ('["e"]', '["new"]')


STAGES = """
FROM node:20 AS Build
WORKDIR /src
ENV A=1 B=2
USER builder
FROM nginx AS web
CMD ["web"]
FROM build AS run
WORKDIR app
ENV B=3
CMD ["run"]
FROM 1
"""


@pytest.mark.parametrize(
    ("target", "chain", "base", "command"),
    [
        (None, [3], "1", None),
        ("run", [0, 2], "node:20", '["run"]'),
        ("RUN", [0, 2], "node:20", '["run"]'),
        ("web", [1], "nginx", '["web"]'),
        ("2", [0, 2], "node:20", '["run"]'),
        ("0", [0], "node:20", None),
    ],
)
def test_a_target_is_a_stage_by_name_or_number_with_all_it_builds_on(
    target: str | None, chain: list[int], base: str, command: str | None
) -> None:
    found = image(STAGES, target=target)
    assert [stage.index for stage in found.chain] == chain
    assert found.base == base
    assert (found.command.value.value if found.command else None) == command


def test_a_target_that_no_stage_has_is_no_image() -> None:
    assert build(opened({"Dockerfile": STAGES}), "Dockerfile", "", "release") is None


def test_a_stage_cannot_build_on_itself_or_on_a_later_one() -> None:
    assert [stage.index for stage in image("FROM python AS python\n").chain] == [0]
    assert [stage.index for stage in image("FROM later\nFROM a AS later\n", target="0").chain] == [0]


def test_the_working_directory_user_and_variables_come_down_the_chain() -> None:
    found = image(STAGES, target="run")
    assert found.folder == "/src/app"
    user = found.last("USER")
    assert user is not None
    assert user.value.value == "builder"
    assert {name: value for name, (value, _) in found.environment.items()} == {"A": "1", "B": "3"}


def test_a_variable_takes_the_default_of_an_argument_of_its_stage() -> None:
    found = image("ARG V=0\nFROM a AS b\nARG V\nARG W=1\nENV A=$V B=${W}\nFROM b\nENV C=$B D=$W E=${X:-2}\n")
    assert {name: value for name, (value, _) in found.environment.items()} == {
        "A": "0", "B": "1", "C": "1", "D": None, "E": "2",
    }  # fmt: skip


def test_what_a_build_is_given_is_no_value_of_the_dockerfile() -> None:
    files = {"Dockerfile": "FROM a\nARG MODE=production\nENV MODE=$MODE\n"}
    found = build(opened(files), "Dockerfile", "", None, Given({"MODE": "development"}))
    assert found is not None
    assert found.environment["MODE"][0] is None


@pytest.mark.parametrize(
    ("instructions", "folder"),
    [
        ("", None),
        ("WORKDIR app\n", "/app"),
        ("WORKDIR /a\nWORKDIR b\nWORKDIR ../c\n", "/a/c"),
        ('WORKDIR "/with space"\n', "/with space"),
        ("WORKDIR /a\nWORKDIR /b\n", "/b"),
    ],
)
def test_working_directories_add_up(instructions: str, folder: str | None) -> None:
    assert image("FROM a\n" + instructions).folder == folder


def test_the_value_of_a_variable_that_refers_to_another_is_dynamic() -> None:
    found = image("FROM a\nARG V\nENV A=$V B=x\n")
    assert found.environment["A"][0] is None
    assert found.environment["B"][0] == "x"


@pytest.mark.parametrize(
    ("path", "copied", "files", "context"),
    [
        ("api/Dockerfile", "COPY main.py .", ["api/main.py"], "api"),
        ("api/Dockerfile", "COPY api/main.py .", ["api/main.py"], ""),
        ("deploy/api/Dockerfile", "COPY src src", ["src/a.py"], ""),
        ("deploy/api/Dockerfile", "COPY conf .", ["deploy/conf", "src/a.py"], "deploy"),
        ("api/Dockerfile", "COPY api/*.py /app/", ["api/main.py"], ""),
        ("api/Dockerfile", "COPY gone.py .", ["main.py"], "api"),
        ("api/Dockerfile", "COPY --from=0 main.py .", ["main.py"], "api"),
        ("api/Dockerfile", "COPY . .", ["api/main.py", "main.py"], "api"),
        ("docker/Dockerfile", "COPY . .", ["main.py", "docker/entrypoint.sh", "docker/nginx.conf"], ""),
        ("docker/Dockerfile", "COPY . .\nCOPY run.sh /", ["main.py", "docker/run.sh"], "docker"),
        ("api/Dockerfile", "COPY requirements.txt a.py b.py ./", ["api/requirements.txt", "a.py", "b.py"], ""),
    ],
)
def test_without_a_word_on_it_the_context_is_where_most_copy_sources_lie(
    path: str, copied: str, files: list[str], context: str
) -> None:
    tree = {path: f"FROM a\n{copied}\n", **dict.fromkeys(files, "x\n")}
    found = build(opened(tree), path, None, None)
    assert found is not None
    assert (found.context, found.certain) == (context, False)


def test_who_names_the_context_is_believed() -> None:
    found = image("FROM a\nCOPY main.py .\n", context="gone")
    assert (found.context, found.certain) == ("gone", True)


@pytest.mark.parametrize(
    ("path", "context", "target", "name"),
    [
        ("Dockerfile", "", None, "Dockerfile"),
        ("api/Dockerfile", "api", None, "api/Dockerfile"),
        ("api/Dockerfile", "", None, "api/Dockerfile@."),
        ("docker/Dockerfile", "api", "run", "docker/Dockerfile@api#run"),
    ],
)
def test_an_image_is_named_by_its_file_its_context_and_its_target(
    path: str, context: str, target: str | None, name: str
) -> None:
    found = build(opened({path: "FROM a AS run\n"}), path, context, target)
    assert found is not None
    assert found.id == name


@pytest.mark.parametrize("path", ["Dockerfile", "dockerfile", "Containerfile", "api.dockerfile", "Dockerfile.web"])
def test_every_name_of_a_dockerfile_is_an_image_of_its_own(path: str) -> None:
    assert launched({path: 'FROM python:3.12\nCOPY . .\nCMD ["python", "app.py"]\n', "app.py": ""}).program == "python"


def test_what_is_no_dockerfile_or_has_no_stage_is_no_image() -> None:
    assert joined({"Dockerfile": "# nothing\n", "Dockerfile.md": 'FROM a\nCMD ["x"]\n'}).images == ()


def test_a_shell_form_cmd_behind_an_exec_entrypoint_script_is_followed() -> None:
    files = dockerfile("COPY . .", 'ENTRYPOINT ["./entry.sh"]', "CMD python app.py")
    assert started_by({**files, "entry.sh": 'python migrate.py\nexec "$@"\n'})[-1] == "python app.py"
