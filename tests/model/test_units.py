"""systemd units as services: drop-ins, timers, where the checkout lies, and units that only manage containers."""

from __future__ import annotations

import pytest

from deploylint.model.deployment import Effective
from tests.model.joined import effective, joined, launched, lines, winner

APP = {"shop/__init__.py": "", "shop/api.py": "app = 1\n"}
GUNICORN = "ExecStart=/opt/shop/.venv/bin/gunicorn shop.api:app"


def unit(*lines_of_it: str) -> str:
    return "\n".join(("[Service]", *lines_of_it)) + "\n"


def started(files: dict[str, str]) -> Effective:
    return effective({**APP, **files})


def test_the_folder_in_which_the_module_lies_is_the_checkout_and_so_likely() -> None:
    found = started({"deploy/shop.service": unit("WorkingDirectory=/opt/shop", GUNICORN)})
    assert (found.title, found.certainty, found.role) == ("systemd", "likely", "production")
    assert found.argv == ("/opt/shop/.venv/bin/gunicorn", "shop.api:app")
    assert found.winner is not None
    assert found.winner.launch is not None
    assert found.winner.launch.program == "gunicorn"
    assert found.winner.launch.resolution.path == "shop/api.py"
    assert found.assumptions[0] == "'/opt/shop' is the checkout: 'shop/api.py' is there for '.'"


def test_the_working_directory_may_be_a_folder_of_the_checkout() -> None:
    files = {"x.service": unit("WorkingDirectory=/srv/a/api", "ExecStart=uvicorn main:app"), "api/main.py": "app = 1\n"}
    assert launched(files).resolution.path == "api/main.py"


@pytest.mark.parametrize("folder", ["/opt/other", "/usr/share/shop", "%h/shop", "~", ""])
def test_nothing_on_a_server_is_ever_missing(folder: str) -> None:
    found = launched({"x.service": unit(f"WorkingDirectory={folder}", "ExecStart=/x/bin/uvicorn gone:app"), "a.py": ""})
    assert found.resolution.state == "unknown"


def test_a_folder_with_the_name_of_a_package_is_no_checkout() -> None:
    found = launched({**APP, "x.service": unit("WorkingDirectory=/opt/shop", "ExecStart=/opt/shop/bin/run")})
    assert found.use.place.kind == "unknown"


def test_a_folder_of_a_project_with_that_name_is_one() -> None:
    files = {"x.service": unit("WorkingDirectory=/srv/a/api", "ExecStart=node dist/main.js"), "api/package.json": "{}"}
    assert launched(files).use.place.folder == "api"


def test_scripts_are_followed_by_their_path_on_the_server() -> None:
    files = {
        "x.service": unit("ExecStart=/opt/shop/bin/start.sh"),
        "bin/start.sh": "#!/bin/sh\ncd /opt/shop\nexec uvicorn shop.api:app\n",
    }
    found = started(files).winner
    assert found is not None
    assert found.launch is not None
    assert found.launch.resolution.path == "shop/api.py"
    assert found.launch.use.span.path == "bin/start.sh"


def test_a_drop_in_that_resets_the_list_shadows_the_unit() -> None:
    found = started(
        {
            "etc/shop.service": unit("WorkingDirectory=/opt/shop", "ExecStart=uvicorn shop.api:app"),
            "etc/shop.service.d/10.conf": unit("ExecStart=", GUNICORN),
        }
    )
    assert found.winner is not None
    assert found.winner.span.path == "etc/shop.service.d/10.conf"
    (lost,) = found.shadowed
    assert (lost.declaration.text, lost.reason) == (
        "uvicorn shop.api:app",
        "ExecStart of 'etc/shop.service.d/10.conf' replaces it",
    )


def test_a_drop_in_alone_is_a_unit_only_if_it_starts_something() -> None:
    assert joined({**APP, "shop.service.d/a.conf": unit("Environment=A=b")}).services == ()
    assert started({"shop.service.d/a.conf": unit("ExecStart=", GUNICORN)}).name == "shop"


def test_what_runs_before_the_start_belongs_to_the_start() -> None:
    found = winner(
        {**APP, "x.service": unit("ExecStartPre=/usr/bin/alembic upgrade head", "ExecStart=uvicorn shop.api:app")}
    )
    assert lines(found.uses) == ["/usr/bin/alembic upgrade head", "uvicorn shop.api:app"]
    assert found.text == "uvicorn shop.api:app"
    assert found.launch is not None
    assert found.launch.program == "uvicorn"


def test_a_unit_with_a_timer_is_a_cron_service() -> None:
    files = {
        "x.service": unit("WorkingDirectory=/opt/a", "ExecStart=python -m job"),
        "job.py": "",
        "x.timer": "[Timer]\n",
    }
    (service,) = joined(files).services
    assert service.process == "cron"


@pytest.mark.parametrize(
    ("name", "process"), [("a-worker", "worker"), ("celery-beat", "scheduler"), ("workshop", "web")]
)
def test_names_tell_workers_from_web_processes(name: str, process: str) -> None:
    (service,) = joined({f"{name}.service": unit("ExecStart=node server.js")}).services
    assert service.process == process


@pytest.mark.parametrize(
    "command", ["docker compose up -d", "/usr/bin/podman-compose -f x.yml up", "docker run --rm ghcr.io/a/b"]
)
def test_a_unit_that_manages_containers_is_no_service_but_a_use(command: str) -> None:
    found = joined({"shop.service": unit(f"ExecStart={command}")})
    assert found.services == ()
    assert [(use.phase, use.role, use.platform) for use in found.uses] == [("deploy", "production", "systemd")]


def test_development_is_told_by_the_name() -> None:
    assert started({"shop-dev.service": unit(GUNICORN)}).role == "development"


def test_variables_of_the_unit_hold_for_its_start_and_those_of_files_are_dynamic() -> None:
    found = joined(
        {
            **APP,
            "deploy/shop.service": unit("Environment=PORT=8000 X=%i", "EnvironmentFile=/opt/shop/.env", GUNICORN),
            "deploy/.env": "SECRET=1\n",
        }
    )
    environment = found.services[0].effective[0].environment
    assert {name: value for name, (value, _) in environment.items()} == {"PORT": "8000", "X": None, "SECRET": None}
    assert [(site.name, site.kind) for site in found.variables] == [("PORT", "Environment"), ("X", "Environment")]


def test_files_without_a_service_section_start_nothing() -> None:
    assert joined({"org.x.service": "[D-BUS Service]\nName=org.x\nExec=/usr/bin/x\n"}).services == ()
