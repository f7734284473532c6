"""Heroku with buildpacks and with containers, and Dokku: which file is read, what it replaces, what runs beside it."""

from __future__ import annotations

import pytest

from deploylint.model.deployment import Declaration
from tests.model.joined import Files, joined, lines
from tests.model.rows import BUILT, DOCKERFILE, IMAGE, PROCFILE, lost, row, won

CONTAINER: Files = {"heroku.yml": "build: {docker: {web: Dockerfile}}\n", **BUILT}
STACK: Files = {"app.json": '{"name": "shop", "stack": "container"}'}
PACKAGE: Files = {"package.json": '{"scripts": {"start": "node b.js"}}'}


def declared(files: Files, phase: str) -> list[Declaration]:
    return [one for one in joined(files).declarations if one.phase == phase]


def platforms(files: Files) -> list[str]:
    return sorted(row.platform for service in joined(files).services for row in service.effective)


def test_a_release_line_is_no_service_but_runs_before_the_web_process() -> None:
    files = {"Procfile": "web: python c.py\nrelease: alembic upgrade head\n", "c.py": ""}
    found = row(files, "heroku")
    assert [one.text for one in found.releases] == ["alembic upgrade head"]
    (release,) = declared(files, "release")
    assert (
        {use.service for use in release.uses} == {use.service for use in found.winner.uses} if found.winner else False
    )


def test_a_procfile_with_nothing_but_a_release_line_starts_nothing() -> None:
    files = {"Procfile": "release: alembic upgrade head\n"}
    assert platforms(files) == []
    assert [one.kind for one in declared(files, "release")] == ["procfile.release"]


@pytest.mark.parametrize(
    ("run", "winner", "argv"),
    [
        ("", ("Dockerfile", "CMD"), "python a.py"),
        ("run: {web: python b.py}\n", ("heroku.yml", "web"), "python b.py"),
        ("run: {web: {command: [python b.py]}}\n", ("heroku.yml", "web"), "python b.py"),
        ("run: {web: {command: [python, b.py]}}\n", ("heroku.yml", "web"), "python b.py"),
    ],
)
def test_a_container_stack_runs_what_heroku_yml_says_else_the_image(
    run: str, winner: tuple[str, str], argv: str
) -> None:
    files = {**CONTAINER, "heroku.yml": CONTAINER["heroku.yml"] + run}
    found = row(files, "heroku-container")
    assert (won(found), " ".join(found.argv), found.certainty) == (winner, argv, "certain")


def test_a_run_of_heroku_yml_goes_through_the_entrypoint_which_is_not_certain() -> None:
    files = {
        "heroku.yml": "build: {docker: {web: Dockerfile}}\nrun: {web: python b.py}\n",
        "Dockerfile": IMAGE + 'ENTRYPOINT ["./entry.sh"]\nCMD ["python", "a.py"]\n',
        "entry.sh": 'alembic upgrade head\nexec "$@"\n',
    }
    found = row(files, "heroku-container")
    assert (" ".join(found.argv), found.certainty) == ("python b.py", "likely")
    assert found.winner is not None
    assert "alembic upgrade head" in lines(found.winner.uses)


def test_the_folder_of_a_dockerfile_is_the_context_on_heroku() -> None:
    files = {"heroku.yml": "build: {docker: {web: api/Dockerfile}}\n", "api/Dockerfile": DOCKERFILE, "api/a.py": ""}
    found = row(files, "heroku-container")
    assert found.image is not None
    assert found.image.context == "api"


def test_process_types_of_heroku_yml_share_an_image_and_release_with_it() -> None:
    files = {
        **BUILT,
        "heroku.yml": """
            build: {docker: {web: {dockerfile: Dockerfile}}}
            release: {image: web, command: [python b.py]}
            run: {worker: {command: [python c.py], image: web}}
            """,
    }
    assert [row(files, "heroku-container", name).winner.label for name in ("web", "worker")] == ["CMD", "worker"]  # type: ignore[union-attr]
    (release,) = declared(files, "release")
    assert release.image is not None
    assert (release.text, release.image.path) == ("python b.py", "Dockerfile")


@pytest.mark.parametrize(
    ("app", "buildpack", "container"),
    [
        ({}, ("likely", False), ("likely", False)),
        (STACK, ("certain", True), ("certain", False)),
        ({"app.json": '{"name": "shop", "stack": "heroku-24"}'}, ("certain", False), ("certain", True)),
    ],
)
def test_the_stack_decides_between_procfile_and_heroku_yml(
    app: Files, buildpack: tuple[str, bool], container: tuple[str, bool]
) -> None:
    files = {**CONTAINER, **PROCFILE, **app}
    found = [row(files, platform) for platform in ("heroku", "heroku-container")]
    assert [(one.certainty, one.unread != "") for one in found] == [buildpack, container]
    assert lost(found[1]) == [("web", "a container stack reads no Procfile")]


@pytest.mark.parametrize(
    ("files", "winner"),
    [
        ({"app.json": '{"name": "shop", "env": {}}', **PACKAGE}, ("package.json", "scripts.start")),
        ({"app.json": '{"name": "shop", "env": {}}', **PACKAGE, **PROCFILE}, ("Procfile", "web")),
    ],
)
def test_without_a_procfile_the_buildpack_of_node_starts_its_script(files: Files, winner: tuple[str, str]) -> None:
    assert won(row(files, "heroku")) == winner


@pytest.mark.parametrize(
    "files",
    [
        {"app.json": '{"name": "shop", "env": {}}', "requirements.txt": "flask\n"},
        {"app.json": '{"name": "shop", "displayName": "Shop"}', **PACKAGE},
        {"app.json": '{"expo": {"name": "shop"}, "scripts": {}}', **PACKAGE},
        {"app.json": '{"name": "shop"}', **PACKAGE},
        {**STACK, **PACKAGE},
        PACKAGE,
    ],
)
def test_nothing_starts_by_itself_without_a_word_of_heroku_and_a_package(files: Files) -> None:
    assert platforms(files) == []


def test_the_scripts_of_app_json_are_jobs_and_tests() -> None:
    app = """
        {"scripts": {"postdeploy": "python b.py"}, "environments": {"test": {"scripts": {"test": "pytest -x"}}}}
        """
    found = declared({"app.json": app, **PROCFILE}, "job")
    assert [(one.label, one.text, one.role) for one in found] == [
        ("postdeploy", "python b.py", "production"),
        ("test", "pytest -x", "test"),
    ]


DOKKU: Files = {"CHECKS": "/ ok\n", "a.py": "", "c.py": ""}


def test_a_procfile_of_dokku_takes_the_place_of_cmd_in_the_image() -> None:
    found = row({**DOKKU, **BUILT, **PROCFILE}, "dokku")
    assert (won(found), found.title, lost(found)) == (
        ("Procfile", "web"),
        "Dokku (Dockerfile)",
        [("CMD", "web of 'Procfile' replaces it")],
    )
    assert found.winner is not None
    assert found.winner.launch is not None
    assert found.winner.launch.use.place.kind == "image"


def test_a_buildpack_of_dokku_beats_the_dockerfile() -> None:
    found = row({**DOKKU, **BUILT, **PROCFILE, ".buildpacks": "x\n"}, "dokku")
    assert (found.title, won(found)) == ("Dokku", ("Procfile", "web"))
    assert [label for label, _ in lost(found)] == ["CMD"]


@pytest.mark.parametrize(
    "said",
    [
        {"CHECKS": "/ ok\n"},
        {"app.json": '{"scripts": {"dokku": {"predeploy": "python b.py"}}}'},
        {"deploy.sh": "git push dokku main\n"},
        {".github/workflows/a.yml": "on: push\njobs: {d: {steps: [{uses: dokku/github-action@v1}]}}\n"},
    ],
)
def test_something_of_the_repository_says_dokku(said: Files) -> None:
    assert platforms({**PROCFILE, **said}) == ["dokku"]


def test_a_word_in_a_message_is_no_push_to_dokku() -> None:
    assert platforms({**PROCFILE, "deploy.sh": "echo dokku is not for us\n"}) == ["heroku"]


def test_dokku_runs_the_scripts_and_the_cron_of_app_json() -> None:
    app = """
        {"scripts": {"dokku": {"predeploy": "python b.py", "postdeploy": "python a.py"}},
         "cron": [{"command": "python job.py", "schedule": "@daily"}],
         "healthchecks": {"web": [{"type": "startup", "path": "/up"}]}}
        """
    files = {"app.json": app, **PROCFILE}
    assert [one.text for one in declared(files, "release")] == ["python b.py", "python a.py"]
    assert [one.value for one in row(files, "dokku", "web").health] == ["/up"]
    assert [(one.process, one.effective[0].winner.text) for one in joined(files).services if one.process == "cron"] == [  # type: ignore[union-attr]
        ("cron", "python job.py")
    ]


@pytest.mark.parametrize(
    ("files", "unread"),
    [
        ({"fly.toml": "app = 'x'\n", **BUILT}, "Fly reads no Procfile, and no other platform's file is here"),
        ({"railway.json": "{}", **BUILT}, "Railway reads no Procfile where it builds a Dockerfile, and no other"),
        ({"railway.json": "{}"}, ""),
        (
            {"railway.json": '{"deploy": {"startCommand": "python a.py"}}'},
            "startCommand of 'railway.json' replaces it, and no other platform's file is here",
        ),
        ({"fly.toml": "app = 'x'\n", **BUILT, "nixpacks.toml": "[phases.a]\n"}, ""),
        ({"fly.toml": "app = 'x'\n", **BUILT, "runtime.txt": "python-3.12\n"}, ""),
        ({"fly.toml": "app = 'x'\n", **BUILT, "deploy.sh": "git push heroku main\n"}, ""),
        ({"api/fly.toml": "app = 'x'\n", "api/Dockerfile": DOCKERFILE}, ""),
        (BUILT, ""),
    ],
)
def test_a_procfile_is_unread_where_no_platform_of_the_repository_reads_it(files: Files, unread: str) -> None:
    found = row({**files, **PROCFILE}, "heroku").unread
    assert found.startswith(unread) if unread else not found


@pytest.mark.parametrize(
    ("files", "platform"),
    [
        (
            {".ebextensions/01.config": "", "shop.service": "[Service]\nExecStart=/srv/b\n"},
            "elastic-beanstalk-procfile",
        ),
        ({".platform/hooks/predeploy/1.sh": ""}, "elastic-beanstalk-procfile"),
        ({".platform/routes.yaml": ""}, "heroku"),
        ({".ebextensions/01.config": "", **BUILT}, "heroku"),
        ({".ebextensions/01.config": "", "runtime.txt": "python-3.12\n"}, "heroku"),
    ],
)
def test_elastic_beanstalk_reads_the_procfile_beside_its_own_files(files: Files, platform: str) -> None:
    found = row({**files, **PROCFILE}, platform)
    assert (won(found), found.unread) == (("Procfile", "web"), "")
