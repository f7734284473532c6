"""Which tools an image has."""

from __future__ import annotations

import pytest

from deploylint.model.files import State
from deploylint.model.tools import Knowledge, in_image
from tests.model.joined import joined

KNOWN = Knowledge(
    lacks=((("debian:*full*",), frozenset[str]()), (("debian", "alpine"), frozenset({"curl"}))),
    packages={"curl": ("curl", "curl-*")},
    opaque=frozenset({"playwright"}),
)


def state(*lines: str, **files: str) -> State:
    """Whether the image of a Dockerfile has curl."""
    deployment = joined({"Dockerfile": "\n".join(lines) + '\nCMD ["x"]\n', **files})
    (image,) = deployment.images
    return in_image(deployment, image, "curl", KNOWN)


@pytest.mark.parametrize("lines", [
    ("FROM debian",),
    ("ARG V=12", "FROM docker.io/library/debian:${V}-slim"),
    ("FROM debian", "RUN apt-get update && apt-get install -y libcurl4 git"),
    ("FROM debian", "RUN apt-get install -y curl && apt-get purge -y --auto-remove curl"),
    ("FROM alpine", "RUN apk add --no-cache -t .fetch curl && apk del .fetch"),
    ("FROM debian AS build", "RUN apt-get install -y curl", "FROM debian", "COPY --from=build /app /app"),
    ("FROM debian AS build", "FROM debian", "COPY --from=build /usr /usr"),
    ("FROM debian", "COPY . /", "RUN tar -xf app.tar -C /srv"),
    ("FROM debian", "RUN echo curl; pip install pycurl"),
])  # fmt: skip
def test_a_tool_that_nothing_brings_is_absent(lines: tuple[str, ...]) -> None:
    assert state(*lines) == "absent"


@pytest.mark.parametrize("lines", [
    ("FROM debian", "RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl=7.*"),
    ("FROM alpine AS base", "RUN apk add 'curl>8'", "FROM base"),
    ("FROM debian", "COPY --from=someone/curl /bin/curl /usr/local/bin/"),
    ("FROM alpine", "RUN apk add -t .fetch curl && apk add curl && apk del other"),
])  # fmt: skip
def test_a_tool_that_is_installed_or_copied_is_there(lines: tuple[str, ...]) -> None:
    assert state(*lines) == "there"


@pytest.mark.parametrize("lines", [
    ("FROM somebody/image",),
    ("ARG BASE", "FROM $BASE"),
    ("FROM debian:12-full",),
    ("FROM debian", "RUN apt-get install -y $PACKAGES"),
    ("FROM debian", "RUN ./setup.sh"),
    ("FROM debian", "RUN npx playwright install --with-deps"),
    ("FROM debian", "COPY --from=somebody/tools /usr/bin /usr/bin"),
    ("FROM debian AS build", "RUN apt-get install -y curl", "FROM debian", "COPY --from=build /usr /usr"),
    ("FROM debian", "ADD rootfs.tar.xz /"),
    ("FROM debian", "RUN tar -C / -xf /tmp/rootfs.tar"),
])  # fmt: skip
def test_what_may_bring_anything_is_unknown(lines: tuple[str, ...]) -> None:
    assert state(*lines) == "maybe"


def test_scripts_of_the_repository_are_followed() -> None:
    lines = ("FROM debian", "WORKDIR /app", "COPY setup.sh .", "RUN sh setup.sh")
    assert state(*lines, **{"setup.sh": "apt-get install -y curl\n"}) == "there"
    assert state(*lines, **{"setup.sh": "apt-get install -y git\n"}) == "absent"
