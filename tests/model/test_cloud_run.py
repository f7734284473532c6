"""`gcloud run deploy`: what Google's builder makes of the folder or image, and what starts."""

from __future__ import annotations

from deploylint.model.deployment import Effective
from tests.model.joined import joined

DOCKERFILE = 'FROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD ["uvicorn", "main:app", "--port", "8080"]\n'


def deployed(files: dict[str, str]) -> list[Effective]:
    """What Cloud Run runs, by the services in their order."""
    found = [row for service in joined(files).services for row in service.effective if row.platform == "cloud-run"]
    return [row for row in found if not row.unread]


def workflow(*commands: str) -> str:
    steps = "".join(f"      - run: {command}\n" for command in commands)
    return f"on: push\njobs:\n  ship:\n    runs-on: ubuntu-latest\n    steps:\n{steps}"


def action(**inputs: str) -> str:
    said = "".join(f"          {key}: '{value}'\n" for key, value in inputs.items())
    uses = "      - uses: google-github-actions/deploy-cloudrun@v2\n        with:\n"
    return f"on: push\njobs:\n  ship:\n    runs-on: ubuntu-latest\n    steps:\n{uses}{said}"


def test_a_dockerfile_in_the_source_folder_is_built_and_served_for_production() -> None:
    (row,) = deployed(
        {"api/Dockerfile": DOCKERFILE, "api/main.py": "", ".github/workflows/go.yml": workflow(
            "gcloud run deploy shop --source ./api --region europe-west1")}
    )  # fmt: skip
    assert row.name == "shop"
    assert row.role == "production"
    assert row.image is not None
    assert row.image.context == "api"
    assert row.argv[:2] == ("uvicorn", "main:app")
    assert row.winner is not None


def test_a_procfile_starts_a_source_folder_without_a_dockerfile() -> None:
    (row,) = deployed(
        {"Procfile": "web: gunicorn main:app\n", "requirements.txt": "", "main.py": "app = 1\n", "deploy.sh":
            "#!/bin/sh\ngcloud run deploy --quiet shop --source=.\n"}
    )  # fmt: skip
    assert row.argv == ("gunicorn", "main:app")
    assert row.winner is not None
    assert row.winner.span.path == "Procfile"


def test_google_entrypoint_goes_before_a_procfile() -> None:
    command = (
        "gcloud run deploy shop --source . --set-build-env-vars 'A=b,GOOGLE_ENTRYPOINT=gunicorn -b :8080 main:app'"
    )
    (row,) = deployed({"Procfile": "web: python main.py\n", "main.py": "", "deploy.sh": f"#!/bin/sh\n{command}\n"})
    assert row.argv == ("gunicorn", "-b", ":8080", "main:app")
    assert row.winner is not None
    assert row.winner.label == "GOOGLE_ENTRYPOINT"


def test_without_an_entrypoint_what_google_guesses_is_no_verdict() -> None:
    (row,) = deployed(
        {"requirements.txt": "", "main.py": "", "deploy.sh": "#!/bin/sh\ngcloud run deploy x --source .\n"}
    )
    assert row.winner is None
    assert row.certainty == "unknown"
    assert "guess" in row.reason


def test_command_and_args_replace_what_the_image_starts() -> None:
    files = {"Dockerfile": DOCKERFILE, "main.py": "", "work.py": ""}
    (row,) = deployed(
        {**files, "Makefile": "deploy:\n\tgcloud run deploy x --source . --command=python --args=-m,work\n"}
    )
    assert row.argv == ("python", "-m", "work")
    assert row.winner is not None
    assert row.winner.kind == "cloud-run.command"
    (row,) = deployed(
        {**files, "Makefile": "deploy:\n\tgcloud run deploy x --source . --command '^;^python;work.py'\n"}
    )
    assert row.argv == ("python", "work.py")


def test_an_empty_command_gives_the_image_its_own_back() -> None:
    (row,) = deployed(
        {"Dockerfile": DOCKERFILE, "deploy.sh": '#!/bin/sh\ngcloud run deploy x --source . --command ""\n'}
    )
    assert row.argv[0] == "uvicorn"


def test_the_port_and_the_variables_of_the_call_are_those_of_the_service() -> None:
    command = "gcloud run deploy x --source . --port 9000 --set-env-vars A=b,C=d"
    (row,) = deployed({"Dockerfile": DOCKERFILE, "package.json": f'{{"scripts": {{"deploy": "{command}"}}}}'})
    assert [(port.way, port.value) for port in row.ports] == [("--port", "9000")]
    assert {name: value for name, (value, _) in row.environment.items()} == {"A": "b", "C": "d"}


def test_the_action_deploys_a_source_or_an_image() -> None:
    (row,) = deployed(
        {"api/Dockerfile": DOCKERFILE, ".github/workflows/go.yml": action(
            service="shop", source="./api", flags="--port=9000 --memory=1Gi")}
    )  # fmt: skip
    assert row.name == "shop"
    assert row.argv[0] == "uvicorn"
    assert [port.value for port in row.ports] == ["9000"]
    build = "docker build -t gcr.io/shop/api api\ngcloud run deploy api --image gcr.io/shop/api\n"
    (row,) = deployed({"api/Dockerfile": DOCKERFILE, "deploy.sh": f"#!/bin/sh\n{build}"})
    assert row.image is not None
    assert row.image.path == "api/Dockerfile"


def test_an_action_for_a_job_or_with_a_file_of_its_own_says_nothing() -> None:
    for said in ({"job": "x"}, {"metadata": "service.yaml"}):
        assert not deployed({"Dockerfile": DOCKERFILE, ".github/workflows/go.yml": action(**said, source=".")})


def test_a_source_that_is_not_known_says_nothing() -> None:
    for source in ("$DIR", "${{ matrix.folder }}", "/srv/app", "nowhere"):
        command = workflow(f"gcloud run deploy x --source {source}")
        assert not deployed({"Dockerfile": DOCKERFILE, ".github/workflows/go.yml": command})
    make = "deploy:\n\tgcloud run deploy x --source $(DIR)\n"
    assert not deployed({"Dockerfile": DOCKERFILE, "Makefile": make})
    made = {"Dockerfile": DOCKERFILE, "ops/Dockerfile": DOCKERFILE}
    assert not deployed({**made, "ops/deploy.sh": "#!/bin/sh\ngcloud run deploy x --source .\n"})


def test_an_image_that_nothing_here_builds_and_a_function_say_nothing() -> None:
    for rest in ("--image gcr.io/other/thing", "--source . --function hello", "", "--source . --container a"):
        assert not deployed({"Dockerfile": DOCKERFILE, "deploy.sh": f"#!/bin/sh\ngcloud run deploy x {rest}\n"})


def test_a_script_in_a_folder_of_its_own_deploys_the_only_source_there_is() -> None:
    (row,) = deployed({"Dockerfile": DOCKERFILE, "ops/deploy.sh": "#!/bin/sh\ngcloud run deploy x --source .\n"})
    assert row.image is not None
    assert row.image.context == ""


def test_staging_and_production_of_one_source_are_one_service() -> None:
    calls = ("gcloud run deploy shop-dev --source . --set-env-vars A=1,B=2",
             "gcloud run deploy shop --source . --set-env-vars A=1,B=3,C=4")  # fmt: skip
    (row,) = deployed({"Dockerfile": DOCKERFILE, ".github/workflows/go.yml": workflow(*calls)})
    assert (row.name, row.role) == ("shop", "production")
    assert {name: value for name, (value, _) in row.environment.items()} == {"A": "1", "B": None}


def test_a_service_for_development_alone_is_no_production() -> None:
    call = workflow("gcloud run deploy shop-dev --source .")
    (row,) = deployed({"Dockerfile": DOCKERFILE, ".github/workflows/go.yml": call})
    assert row.role == "development"


def test_other_commands_of_gcloud_deploy_no_service() -> None:
    for call in ("gcloud run jobs deploy x --source .", "gcloud run services list", "gcloud app deploy"):
        assert not deployed({"Dockerfile": DOCKERFILE, "deploy.sh": f"#!/bin/sh\n{call}\n"})
    (row,) = deployed({"Dockerfile": DOCKERFILE, "deploy.sh": "#!/bin/sh\ngcloud beta run deploy x --source .\n"})
    assert row.name == "x"


def test_a_procfile_of_another_folder_is_not_said_to_be_unread() -> None:
    files = {"api/Dockerfile": DOCKERFILE, "deploy.sh": "#!/bin/sh\ngcloud run deploy x --source api\n"}
    rows = [row for one in joined({**files, "web/Procfile": "web: node a.js\n"}).services for row in one.effective]
    assert [row.unread for row in rows if row.platform == "heroku"] == [""]
