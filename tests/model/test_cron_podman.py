"""Crontabs and quadlets: what they start, and where that is known."""

from __future__ import annotations

import pytest

from deploylint.model.deployment import Effective
from tests.model.joined import Files, joined, python_image


def rows(files: Files, platform: str) -> list[Effective]:
    return [row for one in joined(files).services for row in one.effective if row.platform == platform]


def argv(files: Files, platform: str = "cron") -> list[str]:
    return [" ".join(row.argv) for row in rows(files, platform)]


def test_each_line_of_a_crontab_is_a_service_of_the_process_type_cron() -> None:
    files = {"crontab": "*/5 * * * * python send.py\n@daily python clean.py\n", "send.py": "", "clean.py": ""}
    services = joined(files).services
    assert {one.process for one in services} == {"cron"}
    assert sorted(argv(files)) == ["python clean.py", "python send.py"]
    assert {row.role for row in rows(files, "cron")} == {"production"}


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("cd /srv && /opt/venv/bin/python jobs/send.py --all", "python send.py"),
        ("python manage.py clearsessions || true", "manage.py clearsessions"),
        ("curl -fsS https://example.org/ping", "curl"),
        ("$JOB", "cron"),
    ],
)
def test_a_line_is_named_after_what_it_runs(command: str, name: str) -> None:
    (service,) = joined({"crontab": f"@daily {command}\n"}).services
    assert service.id == name


def test_a_job_whose_folder_nobody_knows_is_never_missing() -> None:
    (row,) = rows({"crontab": "0 1 * * * cd /srv/x && python nowhere.py\n"}, "cron")
    assert row.winner is not None
    assert row.winner.launch is not None
    assert row.winner.launch.resolution.state == "unknown"


def test_a_folder_of_the_server_is_the_checkout_where_the_file_lies_there() -> None:
    (row,) = rows({"crontab": "0 1 * * * python /opt/shop/jobs/send.py\n", "jobs/send.py": ""}, "cron")
    assert row.winner is not None
    assert row.winner.launch is not None
    assert row.winner.launch.resolution.path == "jobs/send.py"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("etc/cron.d/shop", "0 1 * * * shop python send.py\n"),
        ("crontab", "0 1 * * * root python send.py\n"),
        ("docker/crontab", "0 1 * * * shop python send.py\n@daily shop python send.py\n"),
        ("crontab", "0 1 * * * python send.py\n"),
        ("crontab", "0 1 * * * python send.py\n@daily python send.py\n"),
    ],
)
def test_the_user_of_a_line_is_no_word_of_its_command(path: str, text: str) -> None:
    assert set(argv({path: text})) == {"python send.py"}


def test_variables_of_a_crontab_hold_for_its_lines() -> None:
    (row,) = rows({"crontab": "APP_ENV=live\n0 1 * * * python send.py\n"}, "cron")
    assert row.environment["APP_ENV"][0] == "live"


def test_a_crontab_says_nothing_of_how_the_rest_is_deployed() -> None:
    files = {
        "crontab": "@daily python send.py\n",
        "Procfile": "web: python web.py\n",
        "web.py": "",
        "compose.yaml": "services: {api: {build: ./api}}\n",
        "api/Dockerfile": python_image('CMD ["python", "api.py"]'),
    }
    with_it, without = (joined(one) for one in (files, {k: v for k, v in files.items() if k != "crontab"}))
    assert with_it.image_roles == without.image_roles
    told = {row.platform: row.unread for one in with_it.services for row in one.effective}
    assert told["heroku"] == ""


IMAGE = python_image('ENTRYPOINT ["python", "-m"]', 'CMD ["shop.web"]')
BUILT: Files = {
    "Dockerfile": IMAGE,
    "build.sh": "podman build -t localhost/shop:latest .\n",
    "shop/__init__.py": "",
    "shop/web.py": "",
    "shop/jobs.py": "",
}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("", "python -m shop.web"),
        ("Exec=shop.jobs --all\n", "python -m shop.jobs --all"),
        ("Entrypoint=/bin/sh\nExec=-c 'exec python -m shop.jobs'\n", "python -m shop.jobs"),
    ],
)
def test_a_quadlet_runs_the_image_that_the_repository_builds(said: str, expected: str) -> None:
    files = {**BUILT, "deploy/shop.container": f"[Container]\nImage=localhost/shop:latest\n{said}"}
    (row,) = rows(files, "podman")
    assert (" ".join(row.argv), row.role, row.name) == (expected, "production", "shop")


def test_a_quadlet_may_name_a_unit_that_builds_its_image() -> None:
    files = {
        **BUILT,
        "build.sh": "",
        "deploy/shop.container": '[Container]\nImage=shop.build\nEnvironment=A=b "C=d e"\n',
        "deploy/shop.build": "[Build]\nImageTag=localhost/shop\nFile=../Dockerfile\n",
    }
    (row,) = rows(files, "podman")
    assert row.argv == ("python", "-m", "shop.web")
    assert (row.environment["A"][0], row.environment["C"][0]) == ("b", "d e")


def test_words_for_an_image_that_nobody_knows_say_no_start() -> None:
    (row,) = rows({"db.container": "[Container]\nImage=docker.io/library/postgres:16\nExec=-c log=all\n"}, "podman")
    assert (row.winner, row.pulled) == (None, "docker.io/library/postgres:16")


def test_a_pod_or_a_file_without_an_image_is_no_service() -> None:
    assert rows({"a.container": "[Unit]\nDescription=x\n", "notes.container": "free text\n"}, "podman") == []
