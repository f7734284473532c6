"""Images that a platform's file names in place of a build."""

from __future__ import annotations

import pytest

from tests.model.joined import effective


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("Dockerrun.aws.json", '{"AWSEBDockerrunVersion": "1", "Image": {"Name": "acme/api:2"}}\n'),
        ("fly.toml", 'app = "x"\n[build]\nimage = "acme/api:2"\n'),
    ],
)
def test_the_image_that_a_platform_file_names_is_pulled(path: str, text: str) -> None:
    row = effective({path: text})
    assert (row.pulled, row.winner, row.reason) == (
        "acme/api:2",
        None,
        "the image 'acme/api:2' decides what starts",
    )


def test_a_dockerfile_that_a_platform_file_names_is_built() -> None:
    files = {"fly.toml": '[build]\ndockerfile = "Dockerfile"\n', "Dockerfile": "FROM python:3.12\nCMD python a.py\n"}
    assert effective(files).pulled == ""
