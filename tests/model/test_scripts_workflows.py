"""Roles of what no platform starts: package scripts, shell scripts, jobs of workflows."""

from __future__ import annotations

import pytest

from deploylint.model.deployment import Use
from tests.model.joined import Files, joined, line


def of(files: Files, program: str = "python") -> Use:
    """The only use of a program."""
    (found,) = [use for use in joined(files).uses if use.invocation.program == program]
    return found


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("dev", "development"),
        ("start:dev", "development"),
        ("watch", "development"),
        ("db:reset:local", "development"),
        ("test", "test"),
        ("test:e2e", "test"),
        ("lint", "test"),
        ("deploy", "production"),
        ("start:prod", "production"),
        ("release", "production"),
        ("deploy:dev", "development"),
        ("start", "unknown"),
        ("build", "unknown"),
        ("db:reset", "unknown"),
    ],
)
def test_the_name_of_a_package_script_tells_its_role(name: str, role: str) -> None:
    use = of({"package.json": f'{{"scripts": {{"{name}": "python a.py"}}}}'})
    assert (use.role, use.owner, use.platform) == (role, f"scripts.{name}", "npm")


def test_a_package_in_a_folder_of_examples_is_one_for_development() -> None:
    assert of({"examples/package.json": '{"scripts": {"start": "python a.py"}}'}).role == "development"


def test_a_package_script_that_another_calls_has_the_role_of_its_caller() -> None:
    uses = joined({"package.json": '{"scripts": {"seed": "python a.py", "dev": "npm run seed"}}'}).uses
    assert [(line(u), u.role) for u in uses if u.invocation.program == "python"] == [("python a.py", "development")]


def test_a_package_script_that_a_platform_starts_is_not_told_again() -> None:
    files = {"Procfile": "web: npm run dev\n", "package.json": '{"scripts": {"dev": "python a.py"}}'}
    assert (of(files).role, of(files).platform) == ("production", "heroku")


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("deploy.sh", "production"),
        ("scripts/release.sh", "production"),
        ("dev.sh", "development"),
        ("scripts/run-local.sh", "development"),
        ("scripts/setup.sh", "development"),
        ("scripts/test.sh", "test"),
        ("ci/e2e.sh", "test"),
        ("tests/run.sh", "test"),
        ("examples/run.sh", "development"),
        ("start.sh", "production"),
        ("docker-entrypoint.sh", "production"),
        ("start-dev.sh", "development"),
        ("restart.sh", "unknown"),
        ("deploy/run.sh", "production"),
        ("docker/run.sh", "production"),
        ("scripts/run.sh", "unknown"),
        ("deploy/test.sh", "test"),
    ],
)
def test_the_name_and_the_folder_of_a_shell_script_tell_its_role(path: str, role: str) -> None:
    assert of({path: "python a.py\n"}).role == role


@pytest.mark.parametrize(
    "text",
    [
        "open http://localhost:8000",
        "lsof -i :8000",
        "source .venv/bin/activate",
        ". ./venv/bin/activate",
        'source "$VENV_DIR/bin/activate"',
    ],
)
def test_a_script_that_needs_the_machine_of_a_person_is_one_for_development(text: str) -> None:
    assert of({"start.sh": f"{text}\npython a.py\n"}).role == "development"


@pytest.mark.parametrize(
    ("path", "phase"),
    [("deploy.sh", "deploy"), ("deploy/run.sh", "deploy"), ("start.sh", "other"), ("dev.sh", "other")],
)
def test_only_scripts_that_deploy_are_of_the_deploy_phase(path: str, phase: str) -> None:
    assert of({path: "python a.py\n"}).phase == phase


def test_a_script_that_production_starts_has_its_role_whatever_its_name() -> None:
    files = {"Procfile": "web: sh dev.sh\n", "dev.sh": "python a.py\n"}
    assert (of(files).role, of(files).phase) == ("production", "start")


def workflow(job: str = "build", *, file: str = "ci.yml", name: str = "", said: str = "", step: str = "") -> Files:
    """A workflow with one job; said: lines of the job; step: lines of its step."""
    lines = [*([f"name: {name}"] if name else []), "on: push", "jobs:", f"  {job}:", "    runs-on: ubuntu-latest"]
    lines += [f"    {more}" for more in said.split(" ; ") if more]
    lines += ["    steps:", "      - run: python a.py", *(f"        {more}" for more in step.split(" ; ") if more)]
    return {f".github/workflows/{file}": "\n".join(lines) + "\n"}


@pytest.mark.parametrize(
    ("files", "role"),
    [
        (workflow("build", file="main.yml"), "unknown"),
        (workflow("deploy", file="main.yml"), "production"),
        (workflow("deploy-staging", file="main.yml"), "production"),
        (workflow("test", file="main.yml"), "test"),
        (workflow("lint", file="main.yml"), "test"),
        (workflow("build", file="deploy.yml"), "production"),
        (workflow("build", file="ci.yml"), "test"),
        (workflow("build", file="main.yml", name="Release"), "production"),
        (workflow("build", file="main.yml", name="The shop"), "unknown"),
        (workflow("test", file="deploy.yml"), "test"),
        (workflow("deploy", file="ci.yml"), "production"),
        (workflow("build", file="main.yml", said="environment: eu-1"), "production"),
        (workflow("test", file="ci.yml", said="environment: production"), "production"),
        (workflow("build", file="main.yml", said="environment: {name: eu-1}"), "production"),
        (workflow("build", file="main.yml", said="services: {db: {image: 'postgres:16'}}"), "test"),
        (workflow("deploy", file="deploy.yml", said="services: {db: {image: 'postgres:16'}}"), "test"),
        (workflow("x", file="main.yml", said="services: {db: {image: a}} ; environment: production"), "test"),
    ],
)
def test_a_job_is_a_test_with_a_throw_away_service_production_with_an_environment_else_as_it_is_named(
    files: Files, role: str
) -> None:
    use = of(files)
    assert use.role == role
    assert use.phase == ("deploy" if role == "production" else "job")


def test_the_evidence_of_a_job_tells_what_decided() -> None:
    use = of(workflow("deploy", said="services: {db: {image: 'postgres:16'}}"))
    assert (use.evidence[0].role, use.evidence[0].reason) == ("test", "the job brings a throw-away 'db'")
    assert [evidence.role for evidence in use.evidence] == ["test", "production", "test", "unknown"]


@pytest.mark.parametrize(
    ("step", "folder"),
    [
        ("", ""),
        ("working-directory: backend", "backend"),
        ("working-directory: ./backend/", "backend"),
        ("working-directory: ${{ matrix.folder }}", None),
    ],
)
def test_a_step_runs_in_the_checkout_or_in_its_working_directory(step: str, folder: str | None) -> None:
    place = of(workflow(step=step)).place
    assert (place.folder if place.kind == "repository" else None) == folder


def test_a_step_is_named_by_its_job_and_its_name_or_number() -> None:
    assert of(workflow("build")).owner == "build/1"
    assert of(workflow("build", step="name: Run it")).owner == "build/Run it"


def test_the_variables_of_workflow_job_and_step_reach_its_commands_the_nearest_wins() -> None:
    files = workflow("build", said="env: {A: job, B: job}", step="env: {B: step, C: step}")
    (path,) = files
    files = {path: "env: {A: workflow, D: workflow}\n" + files[path]}
    found = {name: value for name, (value, _) in of(files).environment.items()}
    assert found == {"A": "job", "B": "step", "C": "step", "D": "workflow"}


def test_what_a_job_calls_has_its_role() -> None:
    files = {**workflow("deploy", file="main.yml"), "package.json": '{"scripts": {"ship": "node ship.js"}}'}
    text = {path: body.replace("python a.py", "npm run ship") for path, body in files.items()}
    use = of(text, "node")
    assert (use.role, use.phase, use.platform, [step.label for step in use.via]) == (
        "production",
        "deploy",
        "github",
        ["npm run ship"],
    )


def test_a_step_without_a_command_is_no_use() -> None:
    files = {".github/workflows/ci.yml": "jobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n"}
    assert joined(files).uses == ()
