"""Ports, health checks and variables that platform files state beside their commands."""

from __future__ import annotations

import pytest

from deploylint.model.deployment import Stated
from deploylint.platforms.load import profiles
from tests.model.joined import Files
from tests.model.rows import BUILT, blueprint, row


def said(found: tuple[Stated, ...]) -> list[tuple[str, str, int]]:
    return [(one.way, one.value, one.span.range.line) for one in found]


SERVICE = "[http_service]\ninternal_port = 3000\n"
CHECKED = SERVICE + "[[http_service.checks]]\npath = '/up'\n"
SERVICES = "[[services]]\ninternal_port = 81\nprocesses = ['web']\n[[services]]\ninternal_port = 82\n"
TWO = "[processes]\nweb = 'python b.py'\nworker = 'python c.py'\n"


@pytest.mark.parametrize(
    ("text", "name", "ports", "health"),
    [
        ("app = 'x'\n", "", [], []),
        (SERVICE, "", [("http_service.internal_port", "3000", 2)], []),
        (CHECKED, "", [("http_service.internal_port", "3000", 2)], [("http_service.checks[0].path", "/up", 4)]),
        ("[checks.alive]\ntype = 'http'\npath = '/a'\n", "", [], [("checks.alive.path", "/a", 3)]),
        (TWO + SERVICES, "web", [("services[0].internal_port", "81", 5), ("services[1].internal_port", "82", 8)], []),
        (TWO + SERVICES, "worker", [], []),
        (TWO + "[http_service]\ninternal_port = 1\nprocesses = ['worker']\n", "web", [], []),
    ],
)
def test_fly_states_ports_and_checks_of_a_process_type(
    text: str, name: str, ports: list[tuple[str, str, int]], health: list[tuple[str, str, int]]
) -> None:
    found = row({"fly.toml": text, **BUILT}, "fly", name)
    assert (said(found.ports), said(found.health)) == (ports, health)


@pytest.mark.parametrize(
    ("files", "platform", "health"),
    [
        ({"railway.json": '{"deploy": {"healthcheckPath": "/h"}}'}, "railway", [("deploy.healthcheckPath", "/h", 1)]),
        ({"render.yaml": blueprint("runtime: python, healthCheckPath: /h")}, "render", [("healthCheckPath", "/h", 2)]),
    ],
)
def test_the_path_of_a_health_check_is_stated(files: Files, platform: str, health: list[tuple[str, str, int]]) -> None:
    assert said(row(files, platform).health) == health


def test_the_variables_of_a_fly_file_are_set_for_what_it_starts() -> None:
    found = row({"fly.toml": "[env]\nPORT = '9000'\n", **BUILT}, "fly")
    assert found.environment["PORT"][0] == "9000"


@pytest.mark.parametrize(
    ("platform", "given", "default"),
    [("render", "PORT", 10000), ("fly", "", 8080), ("railway", "PORT", None), ("heroku", "PORT", None)],
)
def test_a_profile_says_which_port_is_expected(platform: str, given: str, default: int | None) -> None:
    port = profiles()[platform].port
    assert port is not None
    assert (port.given, port.default) == (given, default)


def test_every_port_of_a_profile_names_its_source() -> None:
    ports = [profile.port for profile in profiles().values() if profile.port is not None]
    assert all(port.source and port.confidence in ("documented", "inferred", "unknown") for port in ports)
