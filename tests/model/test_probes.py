"""What asks a service whether it lives."""

from __future__ import annotations

import pytest

from deploylint.model.probes import probes
from tests.model.joined import joined, python_image


def asked(files: dict[str, str]) -> list[tuple[str, str | None, str | None]]:
    """Kind, path and port of what is asked of all rows."""
    deployment = joined(files)
    rows = [row for service in deployment.services for row in service.effective]
    return [(one.kind, one.path, one.port) for row in rows for one in probes(deployment, row)]


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        ("curl -f http://localhost:8000/health || exit 1", [("HEALTHCHECK", "/health", "8000")]),
        ("curl -fsS http://127.0.0.1/", [("HEALTHCHECK", "/", "80")]),
        ("wget -qO- http://localhost:80", [("HEALTHCHECK", "/", "80")]),
        ("curl http://localhost:8000/health", []),
        ("curl -f http://example.com/health", []),
        ("curl -f http://localhost:$PORT/health", []),
        ("curl -f https://localhost/health", []),
        ("pg_isready", []),
        (
            "python -c \"import urllib.request as u; u.urlopen('http://localhost:80/a')\"",
            [("HEALTHCHECK", "/a", "80")],
        ),
    ],
)
def test_the_health_check_of_an_image(check: str, expected: list[tuple[str, str, str]]) -> None:
    image = python_image(f"HEALTHCHECK CMD {check}", 'CMD ["python", "app.py"]')
    assert asked({"Dockerfile": image, "app.py": "print(1)\n"}) == expected


def test_compose_replaces_the_health_check_of_the_image() -> None:
    image = python_image("HEALTHCHECK CMD curl -f http://localhost:1/a", 'CMD ["python", "app.py"]')
    compose = (
        "services:\n  web:\n    build: .\n    healthcheck: {test: curl -f http://localhost:2/b}\n  job: {build: .}\n"
    )
    found = asked({"Dockerfile": image, "app.py": "print(1)\n", "compose.yaml": compose})
    assert sorted(found, key=str) == [("HEALTHCHECK", "/a", "1"), ("healthcheck", "/b", "2")]


@pytest.mark.parametrize(
    ("port", "expected"),
    [("", [("health", "/a", None)]), ("port = 9000\n", [("health", "/a", "9000")])],
)
def test_a_check_of_a_platform_says_its_port_or_means_the_one_of_the_service(
    port: str, expected: list[tuple[str, str, str | None]]
) -> None:
    fly = f'app = "api"\n[checks.alive]\ntype = "http"\n{port}path = "/a"\n'
    image = python_image('CMD ["python", "app.py"]')
    assert asked({"fly.toml": fly, "Dockerfile": image, "app.py": "print(1)\n"}) == expected
