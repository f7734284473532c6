"""The final argument list: without wrappers, with the interpreter."""

from __future__ import annotations

import pytest

from tests.model.joined import joined


@pytest.mark.parametrize(
    ("said", "final"),
    [
        ("python -m uvicorn app:app --port 80", "python -m uvicorn app:app --port 80"),
        ("exec python3.12 -u manage.py runserver", "python3.12 -u manage.py runserver"),
        ("python manage.py runserver 0.0.0.0:80", "python manage.py runserver 0.0.0.0:80"),
        ("exec gunicorn app:app", "gunicorn app:app"),
        ("poetry run python -m gunicorn app:app", "python -m gunicorn app:app"),
        ("node server.js", "node server.js"),
    ],
)
def test_wrappers_are_gone_and_interpreters_stay(said: str, final: str) -> None:
    (service,) = joined({"Procfile": f"web: {said}\n"}).services
    assert " ".join(service.effective[0].argv) == final
