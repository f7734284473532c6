"""What Render, Fly, Railway and Nixpacks run, by the order of sources that their documents give."""

from __future__ import annotations

import pytest

from deploylint.platforms.load import profiles
from tests.model.joined import Files, joined
from tests.model.rows import BUILT, DOCKERFILE, IMAGE, PROCFILE, SOURCES, blueprint, lost, row, won

RENDER_READS_NO_PROCFILE = ("web", "Render reads no Procfile")


@pytest.mark.parametrize(
    ("said", "more", "title", "winner", "argv", "shadowed"),
    [
        ("runtime: docker", BUILT, "Render (docker)", ("Dockerfile", "CMD"), "python a.py", []),
        ("env: docker", BUILT, "Render (docker)", ("Dockerfile", "CMD"), "python a.py", []),
        (
            "runtime: docker, startCommand: python b.py",
            {**BUILT, **PROCFILE},
            "Render (docker)",
            ("Dockerfile", "CMD"),
            "python a.py",
            [
                ("startCommand", "Render uses dockerCommand, not startCommand, where the runtime is docker"),
                RENDER_READS_NO_PROCFILE,
            ],
        ),
        (
            "runtime: docker, dockerCommand: python b.py",
            BUILT,
            "Render (docker)",
            ("render.yaml", "dockerCommand"),
            "python b.py",
            [("CMD", "dockerCommand of 'render.yaml' replaces it")],
        ),
        (
            "runtime: python, startCommand: python b.py",
            {**BUILT, **PROCFILE},
            "Render (native)",
            ("render.yaml", "startCommand"),
            "python b.py",
            [
                ("CMD", "Render builds no Dockerfile where the runtime is native"),
                RENDER_READS_NO_PROCFILE,
            ],
        ),
        (
            "runtime: node, startCommand: python b.py, dockerCommand: python c.py",
            {},
            "Render (native)",
            ("render.yaml", "startCommand"),
            "python b.py",
            [("dockerCommand", "Render uses startCommand where the runtime is native")],
        ),
        ("runtime: python", {}, "Render (native)", None, "", []),
        ("runtime: static, staticPublishPath: d", {}, "Render (static site)", None, "", []),
        (
            "runtime: image, image: {url: a/b}, startCommand: python b.py",
            {},
            "Render (docker)",
            None,
            "",
            [("startCommand", "Render uses dockerCommand, not startCommand, where the runtime is docker")],
        ),
    ],
)
def test_the_runtime_of_a_blueprint_decides(
    said: str, more: Files, title: str, winner: tuple[str, str] | None, argv: str, shadowed: list[tuple[str, str]]
) -> None:
    found = row({"render.yaml": blueprint(said), **more}, "render")
    assert (found.title, won(found), " ".join(found.argv)) == (title, winner, argv)
    assert sorted(lost(found)) == sorted(shadowed)


@pytest.mark.parametrize(
    ("said", "server"), [("runtime: static, staticPublishPath: d", False), ("runtime: docker", True)]
)
def test_a_static_site_runs_no_process(said: str, server: bool) -> None:
    assert row({"render.yaml": blueprint(said), **BUILT}, "render").server is server


@pytest.mark.parametrize(
    ("said", "winner", "shell", "shadowed"),
    [
        ("app = 'x'\n", ("Dockerfile", "CMD"), "no", []),
        (
            "[processes]\napp = 'python b.py'\n",
            ("fly.toml", "app"),
            "no",
            [("CMD", "app of 'fly.toml' replaces it"), ("web", "Fly reads no Procfile")],
        ),
        (
            "[experimental]\ncmd = 'python b.py'\n",
            ("fly.toml", "cmd"),
            "no",
            [("CMD", "cmd of 'fly.toml' replaces it"), ("web", "Fly reads no Procfile")],
        ),
        (
            "[experimental]\ncmd = 'python b.py'\nexec = ['python', 'a.py']\n",
            ("fly.toml", "exec"),
            "no",
            [
                ("cmd", "exec of 'fly.toml' replaces it"),
                ("CMD", "exec of 'fly.toml' replaces it"),
                ("web", "Fly reads no Procfile"),
            ],
        ),
        ("[build]\nimage = 'company/api'\n", None, "", []),
        ("[build]\nbuild-target = 'two'\n", ("Dockerfile", "CMD"), "yes", []),
    ],
)
def test_fly_starts_its_processes_without_a_shell_else_the_image(
    said: str, winner: tuple[str, str] | None, shell: str, shadowed: list[tuple[str, str]]
) -> None:
    procfile = PROCFILE if shadowed else {}
    text = IMAGE + 'CMD ["python", "a.py"]\nFROM python AS two\nCMD python c.py\nFROM 1\n'
    dockerfile = text if "target" in said else DOCKERFILE
    found = row({"fly.toml": said, "Dockerfile": dockerfile, **procfile}, "fly")
    assert (won(found), found.winner.shell if found.winner else "") == (winner, shell)
    assert lost(found) == shadowed


@pytest.mark.parametrize("said", ["builder = 'heroku/builder:24'", "buildpacks = ['paketo-buildpacks/python']"])
def test_a_builder_of_fly_beats_the_dockerfile(said: str) -> None:
    found = row({"fly.toml": f"[build]\n{said}\n", **BUILT}, "fly")
    assert (found.title, won(found), found.runtime) == ("Fly.io (buildpack)", None, "buildpack")
    assert lost(found) == [("CMD", "Fly uses the builder that its file names, not a Dockerfile")]


@pytest.mark.parametrize(
    ("said", "argv"),
    [
        ("[processes]\napp = 'b.py'\n", "python -u b.py"),
        ("[experimental]\ncmd = ['b.py']\n", "python -u b.py"),
        ("[experimental]\nexec = ['python', 'b.py']\n", "python b.py"),
    ],
)
def test_the_entrypoint_of_the_image_stays_on_fly_except_for_exec(said: str, argv: str) -> None:
    dockerfile = IMAGE + 'ENTRYPOINT ["python", "-u"]\nCMD ["a.py"]\n'
    assert " ".join(row({"fly.toml": said, "Dockerfile": dockerfile}, "fly").argv) == argv


@pytest.mark.parametrize(("instruction", "certainty"), [('CMD ["a"]', "certain"), ('ENTRYPOINT ["a"]', "likely")])
def test_whether_an_entrypoint_stays_on_render_is_not_certain(instruction: str, certainty: str) -> None:
    files = {
        "render.yaml": blueprint("runtime: docker, dockerCommand: python b.py"),
        "Dockerfile": IMAGE + instruction + "\n",
    }
    assert row(files, "render").certainty == certainty


def test_the_processes_of_fly_are_all_there_are() -> None:
    said = "[processes]\nworker = 'python b.py'\njobs = 'python c.py'\n"
    rows = [r for s in joined({"fly.toml": said, **BUILT, **SOURCES}).services for r in s.effective]
    assert sorted((r.platform, r.name) for r in rows) == [("fly", "jobs"), ("fly", "worker")]


RAILWAY = '{"deploy": {"startCommand": "python b.py"}}'
NO_PROCFILE = ("web", "Railway reads no Procfile where it builds a Dockerfile")


@pytest.mark.parametrize(
    ("files", "title", "winner", "shell", "shadowed"),
    [
        ({"railway.json": "{}", **BUILT}, "Railway (Dockerfile)", ("Dockerfile", "CMD"), "no", []),
        (
            {"railway.json": RAILWAY, **BUILT, **PROCFILE},
            "Railway (Dockerfile)",
            ("railway.json", "startCommand"),
            "no",
            [("CMD", "startCommand of 'railway.json' replaces it"), NO_PROCFILE],
        ),
        (
            {"railway.json": '{"build": {"builder": "RAILPACK"}}', **BUILT, **PROCFILE},
            "Railway (Dockerfile)",
            ("Dockerfile", "CMD"),
            "no",
            [NO_PROCFILE],
        ),
        ({"railway.json": RAILWAY}, "Railway", ("railway.json", "startCommand"), "yes", []),
        (
            {"railway.toml": "[build]\ndockerfilePath = 'api/Dockerfile'\n", "api/Dockerfile": DOCKERFILE},
            "Railway (Dockerfile)",
            ("api/Dockerfile", "CMD"),
            "no",
            [],
        ),
        ({"nixpacks.toml": "[start]\ncmd = 'python b.py'\n"}, "Nixpacks", ("nixpacks.toml", "cmd"), "yes", []),
        ({"nixpacks.toml": "[phases.setup]\nnixPkgs = ['x']\n"}, "Nixpacks", None, "", []),
    ],
)
def test_railway_runs_no_shell_where_it_builds_a_dockerfile(
    files: Files, title: str, winner: tuple[str, str] | None, shell: str, shadowed: list[tuple[str, str]]
) -> None:
    found = row(files, "railway" if title.startswith("Railway") else "nixpacks")
    assert (found.title, won(found), found.winner.shell if found.winner else "") == (title, winner, shell)
    assert lost(found) == shadowed


@pytest.mark.parametrize(
    ("said", "winner", "title"),
    [
        ('{"build": {"builder": "NIXPACKS"}}', ("nixpacks.toml", "cmd"), "Railway"),
        ('{"build": {"builder": "RAILPACK"}}', ("railpack.json", "startCommand"), "Railway"),
        ("{}", ("railpack.json", "startCommand"), "Railway"),
        (RAILWAY, ("railway.json", "startCommand"), "Railway"),
    ],
)
def test_the_builder_of_railway_decides_which_file_it_reads(said: str, winner: tuple[str, str], title: str) -> None:
    files = {
        "railway.json": said,
        "railpack.json": '{"deploy": {"startCommand": "python a.py"}}',
        "nixpacks.toml": "[start]\ncmd = 'python c.py'\n",
    }
    found = row(files, "railway")
    assert (won(found), found.title) == (winner, title)


def test_the_file_of_railpack_beats_a_procfile() -> None:
    found = row({"railpack.json": '{"deploy": {"startCommand": "python a.py"}}', **PROCFILE}, "railpack")
    assert won(found) == ("railpack.json", "startCommand")
    assert lost(found) == [("web", "startCommand of 'railpack.json' replaces it")]


def test_what_a_builder_guesses_is_told_but_never_wins() -> None:
    files = {"railway.json": "{}", "package.json": '{"scripts": {"start": "node server.js"}}'}
    found = row(files, "railway")
    assert (won(found), found.certainty) == (None, "unknown")
    assert found.assumptions[0] == (
        "Railway works out a start by itself, maybe scripts.start of 'package.json': node server.js"
    )


ENVIRONMENTS = """
    {"deploy": {"startCommand": "python a.py"},
     "environments": {"production": {"deploy": {"startCommand": "python b.py"}},
                      "pr": {"deploy": {"startCommand": "python c.py"}}}}
    """


def test_the_production_environment_of_railway_beats_the_rest_of_its_file() -> None:
    found = row({"railway.json": ENVIRONMENTS}, "railway")
    assert won(found) == ("railway.json", "startCommand of production")
    assert lost(found) == [("startCommand", "startCommand of production of 'railway.json' replaces it")]
    assert "the environment 'pr' starts something else" in found.assumptions


@pytest.mark.parametrize("said", ['"python b.py"', '["python b.py"]'])
def test_a_command_before_the_deployment_of_railway_is_a_release(said: str) -> None:
    found = row({"railway.json": f'{{"deploy": {{"preDeployCommand": {said}}}}}', **BUILT}, "railway")
    assert [one.text for one in found.releases] == ["python b.py"]


def test_a_scheduled_service_of_railway_is_a_cron_job() -> None:
    files = {"railway.json": '{"deploy": {"startCommand": "python b.py", "cronSchedule": "0 * * * *"}}', "b.py": ""}
    assert [service.process for service in joined(files).services] == ["cron"]


def test_a_dockerfile_that_railway_is_told_of_and_that_is_not_here_is_somewhere_else() -> None:
    found = row({"railway.json": '{"build": {"builder": "DOCKERFILE"}}'}, "railway")
    assert (won(found), found.title) == (None, "Railway (Dockerfile)")
    assert "RAILWAY_DOCKERFILE_PATH or the root directory names the Dockerfile" in found.assumptions


def test_the_commands_of_railway_run_where_they_are_found_for_the_dashboard_names_the_folder() -> None:
    files = {"api/railway.json": '{"deploy": {"startCommand": "cd api && python m.py"}}', "api/m.py": ""}
    found = row(files, "railway").winner
    assert found is not None
    assert found.launch is not None
    assert found.launch.resolution.path == "api/m.py"


def test_a_folder_that_a_command_enters_says_where_it_starts_if_its_target_is_not_here() -> None:
    files = {"api/railway.json": '{"deploy": {"startCommand": "cd api && node dist/main"}}', "api/package.json": "{}"}
    assert [service.folder for service in joined(files).services] == ["api"]


@pytest.mark.parametrize(
    ("said", "labels", "argv"),
    [
        ("[processes]\nweb = 'python a.py'\n[experimental]\nexec = 'python b.py'\n", "exec", "python b.py"),
        ("[processes]\nweb = 'a.py'\n[experimental]\nentrypoint = ['python', '-O']\n", "web", "python -O a.py"),
        ("[experimental]\nentrypoint = 'python'\ncmd = 'b.py'\n", "cmd", "python b.py"),
        ("[experimental]\nentrypoint = 'python b.py'\n", "entrypoint", "python b.py"),
    ],
)
def test_exec_of_fly_beats_its_processes_and_an_entrypoint_goes_before_them(said: str, labels: str, argv: str) -> None:
    found = row({"fly.toml": said, **BUILT}, "fly")
    assert found.winner is not None
    assert (found.winner.label, " ".join(found.argv)) == (labels, argv)


def test_a_release_command_of_fly_goes_through_the_entrypoint() -> None:
    files = {
        "fly.toml": "[deploy]\nrelease_command = 'python b.py'\nseed_command = 'python c.py'\n",
        "Dockerfile": IMAGE + 'ENTRYPOINT ["./entry.sh"]\nCMD ["python", "a.py"]\n',
        "entry.sh": 'alembic upgrade head\nexec "$@"\n',
        **SOURCES,
    }
    uses = [use for use in joined(files).uses if use.phase in ("release", "job")]
    assert [(use.phase, use.invocation.program, use.span.path) for use in uses] == [
        ("release", "entry.sh", "Dockerfile"),
        ("release", "alembic", "entry.sh"),
        ("release", "python", "fly.toml"),
        ("job", "entry.sh", "Dockerfile"),
        ("job", "alembic", "entry.sh"),
        ("job", "python", "fly.toml"),
    ]


@pytest.mark.parametrize("name", ["fly.json", "fly.yaml"])
def test_fly_reads_json_and_yaml_where_there_is_no_toml(name: str) -> None:
    assert won(row({name: '{"processes": {"app": "python b.py"}}\n', **BUILT}, "fly")) == (name, "app")
    both = {"fly.toml": "[processes]\napp = 'python c.py'\n", name: '{"processes": {"app": "python b.py"}}\n'}
    assert won(row({**both, **BUILT}, "fly")) == ("fly.toml", "app")


def test_a_buildpack_of_fly_starts_the_script_of_the_package_if_nothing_else_is_said() -> None:
    files = {
        "fly.toml": "[build]\nbuilder = 'heroku/builder:24'\n",
        "package.json": '{"scripts": {"start": "node server.js"}}',
        "server.js": "",
    }
    assert won(row(files, "fly")) == ("fly.toml", "builder")
    assert won(row({**files, **PROCFILE}, "fly")) == ("Procfile", "web")
    assert row({**files, **PROCFILE}, "fly").certainty == "likely"


def test_every_row_of_a_profile_has_a_source_and_says_how_sure_it_is() -> None:
    for profile in profiles().values():
        assert profile.source
        rows = [selector for runtime in profile.runtimes for selector in runtime.start]
        said = {profile.confidence, *(row.confidence for row in rows), *(one.confidence for one in profile.builders)}
        assert said - {""} <= {"documented", "inferred", "unknown"}, profile.name


def test_a_package_script_of_the_folder_is_not_taken_for_that_of_the_root() -> None:
    start = '{"scripts": {"start": "%s"}}'
    files = {
        "web/railway.json": '{"deploy": {"startCommand": "npm start"}}',
        "web/package.json": start % "next start",
        "package.json": start % "node a.js",
        "a.js": "",
    }
    assert " ".join(row(files, "railway").argv) == "next start"


def test_that_nixpacks_loses_to_a_dockerfile_is_not_certain() -> None:
    said = '{"build": {"builder": "NIXPACKS"}, "deploy": {"startCommand": "python b.py"}}'
    found = row({"railway.json": said, **BUILT}, "railway")
    assert found.winner is not None
    assert (found.title, found.certainty, found.winner.shell) == ("Railway (Dockerfile)", "likely", "unknown")
