"""What Render, Fly, Railway and Nixpacks run, by the order of sources that their documents give."""

from __future__ import annotations

import pytest

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
