"""Base images: where it is known that they bring nothing."""

from __future__ import annotations

import pytest

from tests.model.filesystem.replayed import filed, said


@pytest.mark.parametrize(
    "base",
    [
        "python:3.12",
        "docker.io/library/node:22-alpine",
        "oven/bun:1",
        "ghcr.io/astral-sh/uv:python3.12-bookworm",
        "mcr.microsoft.com/dotnet/aspnet:8.0",
        "golang@sha256:0000",
        "scratch",
    ],
)
def test_images_of_languages_bring_nothing_into_folders_of_applications(base: str) -> None:
    files = filed(f"FROM {base} ; WORKDIR /code ; WORKDIR /opt/app")
    assert [said(files, path) for path in ("/app/x.py", "/srv/x", "/opt/app/x", "/code/y")] == ["absent"] * 4


@pytest.mark.parametrize(
    ("base", "path"),
    [
        ("denoland/deno:bin-1.44.4", "/deno"),
        ("denoland/deno:2.0.0", "/tini"),
        ("dart:stable", "/runtime/lib"),
        ("mcr.microsoft.com/azure-functions/dotnet:4", "/azure-functions-host"),
        ("mcr.microsoft.com/dotnet/samples:aspnetapp", "/app/aspnetapp.dll"),
    ],
)
def test_images_that_are_made_to_be_copied_from_may_hold_more(base: str, path: str) -> None:
    assert said(filed(f"FROM {base}"), path) == "maybe"


@pytest.mark.parametrize("path", "/usr/bin/x /etc/x /opt/x /root/x /home/x/y /usr/local/lib/x /lib/x".split())
def test_they_fill_the_folders_of_the_system(path: str) -> None:
    assert said(filed("FROM python:3.12 ; WORKDIR /app"), path) == "maybe"
    assert said(filed("FROM scratch ; WORKDIR /app"), path) == "absent"


@pytest.mark.parametrize("base", ["company/python:3.12", "tiangolo/uvicorn-gunicorn", "$BASE", "python:onbuild"])
def test_another_image_may_hold_anything(base: str) -> None:
    files = filed(f"FROM {base} ; WORKDIR /app ; COPY x y/")
    assert said(files, "/app/main.py") == "maybe"
    assert base.strip("$") in files.at("/app/main.py").reason


@pytest.mark.parametrize(
    ("folder", "path", "found"),
    [
        ("/usr/src/app", "/usr/src/app/x", "absent"),
        ("/usr/src/app", "/usr/src/other/x", "maybe"),
        ("/home/app", "/home/app/x", "absent"),
        ("/home/app", "/home/app/.profile", "maybe"),
        ("/var/www/site", "/var/www/site/x", "absent"),
        ("/usr/share/nginx/html", "/usr/share/nginx/html/x", "maybe"),
        ("/usr/local/bin", "/usr/local/bin/x", "maybe"),
        ("/", "/usr/x", "maybe"),
        ("/", "/x.py", "absent"),
    ],
)
def test_a_folder_that_the_dockerfile_makes_for_itself_holds_what_it_puts_there(
    folder: str, path: str, found: str
) -> None:
    assert said(filed(f"FROM python:3.12 ; WORKDIR {folder}"), path) == found


def test_what_was_removed_from_an_unknown_image_is_gone() -> None:
    files = filed("FROM company/x ; RUN rm -rf /app ; COPY main.py /app/", ["main.py"])
    assert (said(files, "/app/main.py"), said(files, "/app/other.py")) == ("main.py", "absent")
