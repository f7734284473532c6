"""What an image is for and what it starts: comments, who builds it, its base, and whether a Procfile goes into it."""

from __future__ import annotations

import pytest

from tests.model.joined import Files, joined
from tests.model.rows import row

IMAGE = "FROM php:8.4-fpm\nCMD php-fpm\n"


def role(files: Files) -> str:
    (found,) = joined(files).image_roles.values()
    return found


@pytest.mark.parametrize(
    "header",
    [
        "# Local development image for the shop.\n# Not hardened for production.",
        "### ~ Shop dev Dockerfile\n### This file is used for dev purpose.",
        "# BUILD FOR LOCAL DEVELOPMENT",
        "# syntax=docker/dockerfile:1\n# Dockerfile for development",
        "# ==== Backend Development Dockerfile ====",
    ],
)
def test_the_comment_above_the_first_instruction_says_that_an_image_is_for_development(header: str) -> None:
    assert role({"docker/Dockerfile": f"{header}\n{IMAGE}"}) == "development"


@pytest.mark.parametrize(
    "header",
    [
        "# This Dockerfile is designed for production, not development. A development container is beside it.",
        "# Shop Dockerfile\n# development packages are removed below",
        "# Multi-stage: a development image and a production image",
        "FROM node:22 AS build\n# the development image",
        "#\n#\n#\n#\n#\n#\n# a development image is made elsewhere",
    ],
)
def test_other_comments_say_nothing_of_the_role(header: str) -> None:
    assert role({"docker/Dockerfile": f"{header}\n{IMAGE}"}) == "production"


def test_an_image_beside_the_repositorys_own_that_only_tests_build_is_for_tests() -> None:
    compose = {"browser/compose.yaml": "services: {runner: {build: ., profiles: [playwright]}}\n"}
    assert role({"browser/Dockerfile": IMAGE, **compose}) == "test"
    assert role({"Dockerfile": IMAGE, "compose.test.yaml": "services: {app: {build: .}}\n"}) == "production"


@pytest.mark.parametrize(
    ("copy", "said"),
    [
        ("COPY ./docker/Procfile ./api/Procfile", "unknown"),
        ("COPY other/Procfile docker/Procfile.dev docker/", "production"),
        ("COPY Procfile .", "production"),
        ("COPY --from=build docker/Procfile .", "production"),
        ("COPY docker .", "production"),
    ],
)
def test_a_procfile_that_a_dockerfile_copies_is_for_a_process_manager_of_the_image(copy: str, said: str) -> None:
    image = f"FROM ruby:3.4 AS build\nFROM ruby:3.4\n{copy}\nCMD ./run\n"
    assert row({"docker/Procfile": "web: puma\n", "other/Dockerfile": image}, "heroku").role == said
    assert row({"Procfile": "web: puma\n", "Dockerfile": image.replace("docker/", "")}, "heroku").role == "production"


@pytest.mark.parametrize("cleared", ['[""]', "[]", "''"])
def test_an_entrypoint_of_one_empty_word_is_none(cleared: str) -> None:
    compose = {"compose.yaml": f"services: {{a: {{build: ., entrypoint: {cleared}, command: [php-fpm, -F]}}}}\n"}
    assert row({"Dockerfile": IMAGE, **compose}, "compose").argv == ("php-fpm", "-F")
    image = 'FROM php:8.4-fpm\nENTRYPOINT [""]\nCMD ["php-fpm", "-F"]\n'
    assert row({"Dockerfile": image}, "docker").argv == ("php-fpm", "-F")


@pytest.mark.parametrize(
    ("image", "argv"),
    [
        ('FROM denoland/deno:2\nCMD ["run", "-A", "main.ts"]\n', ("deno", "run", "-A", "main.ts")),
        ('FROM denoland/deno\nCMD ["deno", "run", "main.ts"]\n', ("deno", "run", "main.ts")),
        ('FROM denoland/deno:2\nENTRYPOINT []\nCMD ["run", "main.ts"]\n', ("run", "main.ts")),
        ('FROM docker.io/apache/airflow:2.10.2\nCMD ["scheduler"]\n', ("airflow", "scheduler")),
        ('FROM apache/airflow:2.10.2\nCMD ["airflow", "scheduler"]\n', ("airflow", "scheduler")),
        ('FROM node:22\nCMD ["run", "main.ts"]\n', ("run", "main.ts")),
    ],
)
def test_the_entrypoint_of_the_base_image_puts_its_program_before_the_words_of_cmd(
    image: str, argv: tuple[str, ...]
) -> None:
    assert row({"Dockerfile": image}, "docker").argv == argv


def test_a_compose_command_goes_through_the_entrypoint_of_the_base_image_too() -> None:
    files = {
        "Dockerfile": "FROM apache/airflow:2.10.2\n",
        "compose.yaml": "services: {a: {build: ., command: webserver}}",
    }
    assert row(files, "compose").argv == ("airflow", "webserver")


def test_an_entrypoint_of_the_repository_is_read_though_it_has_the_name_that_official_images_use() -> None:
    script = '#!/bin/bash -e\nif [ "$1" == "./bin/rails" ]; then\n  ./bin/rails db:prepare\nfi\nexec "${@}"\n'
    image = """
        FROM ruby:3.4 AS build
        WORKDIR /rails
        COPY . .
        FROM ruby:3.4
        WORKDIR /rails
        COPY --from=build /rails /rails
        ENTRYPOINT ["/rails/bin/docker-entrypoint"]
        CMD ["./bin/rails", "server"]
    """
    deployment = joined({"Dockerfile": image, "bin/docker-entrypoint": script, "bin/rails": "#!/usr/bin/env ruby\n"})
    assert [use.service for use in deployment.uses if use.span.path == "bin/docker-entrypoint"] == ["web"] * 2
    assert row(
        {"Dockerfile": 'FROM node:22\nENTRYPOINT ["/usr/local/bin/docker-entrypoint.sh"]\nCMD ["node", "a.js"]\n'},
        "docker",
    ).argv == ("node", "a.js")
