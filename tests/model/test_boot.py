"""What agrees with the contract's way to start a service."""

from __future__ import annotations

import pytest

from deploylint.model.boot import canon
from deploylint.model.intent import Boot, Intent
from tests.model.joined import joined


def agrees(boot: Boot, command: str, **files: str) -> bool | None:
    """Whether a Procfile's `web` starts what the contract says."""
    deployment = joined({"Procfile": f"web: {command}\n", **files}, Intent(services={"api": ""}, boots={"api": boot}))
    (service,) = deployment.services
    wanted = canon(deployment, service)
    assert wanted is not None
    return wanted.agrees(service.declarations[0])


@pytest.mark.parametrize("command", [
    "gunicorn -w 4 api:app",
    "exec poetry run gunicorn api:app --workers=4 --timeout 90",
    "python -m gunicorn --bind 0.0.0.0:$PORT -w 4 api:app",
    "alembic upgrade head && gunicorn -w 4 api:app",
])  # fmt: skip
def test_wrappers_and_options_that_the_contract_does_not_name_make_no_difference(command: str) -> None:
    assert agrees(Boot("gunicorn --workers 4 -b :8000 api:app", ""), command) is True


@pytest.mark.parametrize(
    "command", ["uvicorn api:app", "gunicorn -w 4 main:app", "gunicorn api:app", "gunicorn -w 2 api:app"]
)
def test_another_program_target_or_option_of_the_contract_is_a_difference(command: str) -> None:
    assert agrees(Boot("gunicorn --workers 4 api:app", ""), command) is False


def test_a_module_is_not_the_file_it_stands_in() -> None:
    assert agrees(Boot("python -m api.main", ""), "python api/main.py") is False


def test_of_a_program_alone_nothing_else_is_compared() -> None:
    assert agrees(Boot("", "gunicorn"), "python3 -m gunicorn -w 9 other:app") is True
    assert agrees(Boot("", "gunicorn"), "uvicorn api:app") is False


def test_what_cannot_be_followed_is_unknown() -> None:
    assert agrees(Boot("gunicorn api:app", ""), "$COMMAND") is None
    assert agrees(Boot("gunicorn api:app", ""), "/opt/tools/start-api --fast") is None


def test_a_contract_without_a_path_means_the_only_web_service() -> None:
    deployment = joined({"Procfile": "web: uvicorn a:b\n"}, Intent(boots={"anything": Boot("gunicorn a:b", "")}))
    (service,) = deployment.services
    assert canon(deployment, service) is not None
