"""The port of a row: what its platform gives, its file states, and the start listens on; and why a start is unsure."""

from __future__ import annotations

import pytest

from deploylint.model.deployment import Effective
from deploylint.model.expected_port import ExpectedPort, expected_port
from tests.model.joined import joined

IMAGE = 'FROM python:3.12\nENV PORT=9000\nCOPY . .\nCMD ["gunicorn", "app:app"]\n'
APP = {"app.py": "app = 1\n"}


def of(files: dict[str, str], platform: str) -> tuple[Effective, ExpectedPort | None]:
    deployment = joined(APP | files)
    found = [(row, one.process) for one in deployment.services for row in one.effective if row.platform == platform]
    (row, process) = found[0]
    return row, expected_port(deployment, row, process)


def port(files: dict[str, str], platform: str) -> ExpectedPort:
    found = of(files, platform)[1]
    assert found is not None
    return found


def test_what_a_platform_gives_goes_before_what_the_image_sets() -> None:
    found = port({"Dockerfile": IMAGE, "render.yaml": "services:\n- {type: web, name: a, runtime: docker}\n"}, "render")
    assert (found.given, found.default, found.variable) == ("PORT", 10000, None)
    assert found.listens is not None
    assert found.listens.source == "given"


def test_where_nothing_gives_a_port_the_image_sets_it() -> None:
    found = port({"Dockerfile": IMAGE}, "docker")
    assert (found.given, found.variable) == ("", "9000")


def test_what_the_file_states_is_the_port_that_the_platform_asks() -> None:
    found = port({"Dockerfile": IMAGE, "fly.toml": "[http_service]\ninternal_port = 3000\n"}, "fly")
    assert found.stated is not None
    assert (found.stated.way, found.stated.value) == ("http_service.internal_port", "3000")


def test_what_compose_publishes_is_told_in_the_short_form() -> None:
    ports = "[{target: 80, published: 8080}, 127.0.0.1:53:53/udp]"
    found = port({"compose.yaml": f"services:\n  web:\n    image: nginx\n    ports: {ports}\n"}, "compose")
    assert [one.value for one in found.published] == ["8080:80", "127.0.0.1:53:53/udp"]


def test_a_worker_has_no_port() -> None:
    assert of({"Procfile": "worker: celery -A app worker\n"}, "heroku")[1] is None


@pytest.mark.parametrize(
    ("files", "platform", "reason"),
    [
        ({"Procfile": "web: gunicorn app:app\n"}, "heroku", ""),
        ({"Procfile": "web: $START\n"}, "heroku", "the program is dynamic"),
        ({"compose.yaml": "services:\n  db:\n    image: postgres\n"}, "compose", "the image 'postgres' decides"),
        ({"Dockerfile": "FROM company/base\n"}, "docker", "the base image 'company/base' decides"),
        ({"vercel.json": "{}"}, "vercel", "static files, and functions if the sources have any"),
        ({"render.yaml": "services:\n- {type: web, name: a, runtime: docker}\n"}, "render", "its Dockerfile is not"),
        (
            {"render.yaml": "services:\n- {type: web, name: a, runtime: python}\n"},
            "render",
            "Render (native) is told no",
        ),
    ],
)
def test_what_is_not_certain_says_why(files: dict[str, str], platform: str, reason: str) -> None:
    row = of(files, platform)[0]
    assert row.reason.startswith(reason)
    assert (row.certainty == "certain") == (row.reason == "")


def test_the_entrypoint_that_stays_is_told() -> None:
    image = 'FROM python:3.12\nENTRYPOINT ["tini", "--"]\nCMD ["a"]\n'
    row = of({"Dockerfile": image, "fly.toml": '[processes]\napp = "gunicorn app:app"\n'}, "fly")[0]
    assert row.entrypoint is not None
    assert (row.entrypoint.value, row.entrypoint.span.range.line) == ('["tini", "--"]', 2)


def test_what_a_unit_runs_before_its_start_is_told_without_a_declaration() -> None:
    unit = "[Service]\nExecStartPre=/bin/true\nExecStart=/usr/bin/python3 app.py\nExecStartPost=/bin/date\n"
    row = of({"a.service": unit}, "systemd")[0]
    assert [(one.way, one.value) for one in row.before] == [("ExecStartPre", "/bin/true")]
    assert row.releases == ()


def test_a_build_command_belongs_to_its_row() -> None:
    blueprint = (
        "services:\n- {type: web, name: a, runtime: python, buildCommand: make, startCommand: gunicorn app:app}\n"
    )
    assert [one.text for one in of({"render.yaml": blueprint}, "render")[0].builds] == ["make"]
