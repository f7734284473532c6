"""What a platform runs: the winner, what it puts out of force and why, how certain that is, what is assumed."""

from __future__ import annotations

import pytest

from deploylint.platforms.load import profiles
from tests.model.joined import Files
from tests.model.rows import BUILT, DOCKERFILE, IMAGE, PROCFILE, blueprint, lost, row, won


def test_heroku_runs_the_line_of_the_procfile_and_builds_no_dockerfile() -> None:
    found = row({**PROCFILE, **BUILT}, "heroku")
    assert (won(found), " ".join(found.argv)) == (("Procfile", "web"), "python c.py")
    assert lost(found) == [("CMD", "a buildpack builds no Dockerfile")]


@pytest.mark.parametrize(
    ("files", "unread"),
    [
        (PROCFILE, False),
        ({**PROCFILE, "render.yaml": blueprint("runtime: docker")}, True),
        ({**PROCFILE, "render.yaml": blueprint("runtime: docker"), "app.json": '{"name": "shop"}'}, False),
        ({**PROCFILE, "render.yaml": blueprint("runtime: docker"), "app.json": '{"expo": {}, "name": "x"}'}, True),
    ],
)
def test_where_only_render_deploys_nothing_reads_a_procfile(files: Files, unread: bool) -> None:
    assert (row(files, "heroku").unread != "") is unread


@pytest.mark.parametrize(
    ("said", "winner", "argv", "shadowed"),
    [
        ("build: .", ("Dockerfile", "CMD"), "python a.py", []),
        ("build: ., command: null", ("Dockerfile", "CMD"), "python a.py", []),
        (
            "build: ., command: python b.py",
            ("compose.yaml", "command"),
            "python b.py",
            [("CMD", "command of 'compose.yaml' replaces it")],
        ),
        (
            "build: ., command: [python, b.py]",
            ("compose.yaml", "command"),
            "python b.py",
            [("CMD", "command of 'compose.yaml' replaces it")],
        ),
        (
            "build: ., entrypoint: python b.py",
            ("compose.yaml", "entrypoint"),
            "python b.py",
            [("CMD", "entrypoint of 'compose.yaml' replaces it")],
        ),
        (
            "build: ., entrypoint: ./entry.sh, command: python b.py",
            ("compose.yaml", "entrypoint"),
            "python b.py",
            [("CMD", "entrypoint of 'compose.yaml' replaces it")],
        ),
        ("image: company/api, command: python b.py", ("compose.yaml", "command"), "python b.py", []),
        ("image: company/api", None, "", []),
    ],
)
def test_compose_replaces_what_the_image_starts(
    said: str, winner: tuple[str, str] | None, argv: str, shadowed: list[tuple[str, str]]
) -> None:
    files = {"compose.yaml": f"services: {{api: {{{said}}}}}\n", "entry.sh": 'exec "$@"\n', **BUILT}
    found = row(files, "compose")
    assert (won(found), " ".join(found.argv), lost(found)) == (winner, argv, shadowed)


@pytest.mark.parametrize(
    ("entrypoint", "command", "argv", "path", "shadowed"),
    [
        ('["./entry.sh"]', "python b.py", "python b.py", "b.py", [("ENTRYPOINT", "replaces its CMD")]),
        ('["/usr/bin/tini", "--"]', "python b.py", "python b.py", "b.py", [("CMD", "replaces it")]),
        ('["python", "-u"]', "b.py", "python -u b.py", "b.py", [("CMD", "replaces it")]),
        ('["python", "-u"]', "[b.py]", "python -u b.py", "b.py", [("CMD", "replaces it")]),
        ('["/gone.sh"]', "python b.py", "python b.py", "b.py", [("ENTRYPOINT", "replaces its CMD")]),
    ],
)
def test_a_command_replaces_cmd_and_goes_through_the_entrypoint_of_the_image(
    entrypoint: str, command: str, argv: str, path: str, shadowed: list[tuple[str, str]]
) -> None:
    files = {
        "Dockerfile": DOCKERFILE.replace('"python", ', "") + f"ENTRYPOINT {entrypoint}\n",
        "entry.sh": 'alembic upgrade head\nexec "$@"\n',
        "compose.yaml": f"services: {{api: {{build: ., command: {command}}}}}\n",
    }
    found = row(files, "compose")
    assert (won(found), " ".join(found.argv)) == (("compose.yaml", "command"), argv)
    assert found.winner is not None
    assert found.winner.launch is not None
    assert found.winner.launch.resolution.path == path
    assert found.winner.launch.use.span.path == "compose.yaml"
    assert lost(found) == [(label, f"command of 'compose.yaml' {what}") for label, what in shadowed]


def test_what_the_entrypoint_of_an_image_does_before_a_command_of_compose_is_seen() -> None:
    files = {
        "Dockerfile": IMAGE + 'ENTRYPOINT ["./entry.sh"]\n',
        "entry.sh": 'alembic upgrade head\nexec "$@"\n',
        "compose.prod.yaml": "services: {api: {build: ., command: python b.py}}\n",
    }
    found = row(files, "compose").winner
    assert found is not None
    assert [(use.invocation.program, use.span.path, use.role) for use in found.uses] == [
        ("entry.sh", "Dockerfile", "production"),
        ("alembic", "entry.sh", "production"),
        ("python", "compose.prod.yaml", "production"),
    ]
    assert lost(row(files, "compose")) == []


def test_an_entrypoint_of_compose_replaces_that_of_the_image() -> None:
    files = {
        "Dockerfile": IMAGE + 'ENTRYPOINT ["python"]\n',
        "compose.yaml": "services: {api: {build: ., entrypoint: python b.py}}\n",
    }
    found = row(files, "compose")
    assert " ".join(found.argv) == "python b.py"
    assert lost(found) == [("ENTRYPOINT", "entrypoint of 'compose.yaml' replaces it")]


def test_a_text_in_a_compose_file_is_read_by_no_shell() -> None:
    found = row({"compose.yaml": "services: {api: {build: ., command: python b.py && echo}}\n", **BUILT}, "compose")
    assert found.argv == ("python", "b.py", "&&", "echo")
    assert found.winner is not None
    assert found.winner.shell == "no"


@pytest.mark.parametrize(
    ("command", "certainty"),
    [
        ("python a.py", "certain"),
        ("python gone.py", "certain"),
        ("python $MAIN", "likely"),
        ("node dist/main.js", "likely"),
        ("my-server", "likely"),
        ("$COMMAND", "unknown"),
        ("alembic upgrade head", "certain"),
    ],
)
def test_certainty_tells_how_far_the_start_could_be_followed(command: str, certainty: str) -> None:
    assert row({"Procfile": f"web: {command}\n"}, "heroku").certainty == certainty


def test_where_nothing_says_what_starts_it_is_unknown() -> None:
    assert row({"Dockerfile": "FROM python\n"}, "docker").certainty == "unknown"


@pytest.mark.parametrize(
    ("files", "platform", "assumption"),
    [
        (BUILT, "docker", "the arguments of docker run could override this"),
        (PROCFILE, "heroku", profiles()["heroku"].hidden + " could override this"),
        ({"Procfile.two": "web: python a.py\n"}, "heroku", "only a tool that is told to reads 'Procfile.two'"),
        (
            {"api/Procfile": "web: python a.py\n"},
            "heroku",
            "a platform whose root directory is 'api' reads it; one that starts at the root does not",
        ),
        (
            {"ops/render.yaml": blueprint("runtime: docker"), **BUILT},
            "render",
            "the Blueprint's path is set to 'ops/render.yaml' in Render's dashboard",
        ),
        (
            {"render.yaml": blueprint("runtime: docker, dockerCommand: python b.py"), **BUILT},
            "render",
            "Render's documents say that dockerCommand replaces CMD, its dashboard says CMD and ENTRYPOINT",
        ),
        (
            {"ops/Dockerfile": DOCKERFILE.replace(". .", "a.py .")},
            "docker",
            "the build context is '.': most COPY sources lie there",
        ),
        ({"Dockerfile": "FROM company/base\n"}, "docker", "the base image 'company/base' decides what starts"),
    ],
)
def test_what_is_assumed_is_told(files: Files, platform: str, assumption: str) -> None:
    assert assumption in row(files, platform).assumptions


def test_every_platform_tells_what_may_override_it() -> None:
    for name, profile in profiles().items():
        assert profile.hidden, name
        assert profile.source, name
        assert profile.runtimes, name
