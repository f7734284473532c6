"""The reader of GitHub Actions workflows."""

from __future__ import annotations

import pytest

from deploylint.facts.files import Workflow, WorkflowStep
from deploylint.facts.place import Range, Source
from deploylint.read.workflow import read

_WORKFLOW = """\
name: Deploy
on:
  push: {branches: [main]}
  workflow_dispatch:
env: {STAGE: prod}
defaults:
  run: {working-directory: api}
jobs:
  test:
    runs-on: ubuntu-latest
    services:
      postgres: {image: postgres}
    env:
      A: 1
    steps:
      - uses: actions/checkout@v4
      - name: Migrate
        if: github.ref == 'refs/heads/main'
        working-directory: db
        continue-on-error: true
        env: {B: two}
        run: |
          cd x
          # deploylint: ignore[DB001] only here
          npx prisma migrate deploy --schema ${{ inputs.schema }}
  deploy:
    needs: [test]
    environment: {name: production, url: x}
    steps:
      - run: ./deploy.sh '${{ secrets.KEY }}' "a ${{ b }}c"
"""


def workflow(text: str) -> Workflow:
    facts = read(Source(text))
    assert facts.problems == ()
    return facts


def step(text: str, job: str = "") -> WorkflowStep:
    (found,) = workflow(f"jobs:\n  a:\n{job}    steps:\n      - {text}\n").jobs
    return found.steps[0]


def test_triggers_jobs_and_environments_are_read() -> None:
    facts = workflow(_WORKFLOW)
    assert (str(facts.name), facts.triggers) == ("Deploy", ("push", "workflow_dispatch"))
    assert [(v.name.value, v.value.value) for v in facts.environment] == [("STAGE", "prod")]
    test, deploy = facts.jobs
    assert (test.id.value, test.services, test.needs) == ("test", ("postgres",), ())
    assert [(v.name.value, v.value.value) for v in test.environment] == [("A", "1")]
    assert (deploy.id.value, deploy.needs, deploy.environment_name) == ("deploy", ("test",), "production")
    assert deploy.range == Range(26, 3, 30, 60)


@pytest.mark.parametrize(
    ("written", "triggers"), [("push", ("push",)), ("[push, pull_request]", ("push", "pull_request")), ("", ())]
)
def test_triggers_have_short_forms(written: str, triggers: tuple[str, ...]) -> None:
    assert workflow(f"on: {written}\n").triggers == triggers


def test_a_step_has_its_keys_and_its_commands_have_places() -> None:
    checkout, migrate = workflow(_WORKFLOW).jobs[0].steps
    assert (str(checkout.uses), checkout.run, checkout.script, checkout.working_directory) == (
        *("actions/checkout@v4", None, None, None),
    )
    assert (str(migrate.name), str(migrate.working_directory), migrate.continue_on_error) == ("Migrate", "db", True)
    assert str(migrate.condition) == "github.ref == 'refs/heads/main'"
    assert [(v.name.value, v.value.value) for v in migrate.environment] == [("B", "two")]
    assert migrate.script is not None
    change, prisma = migrate.script.commands
    assert change.words[1].range == Range(23, 14, 23, 15)
    assert [word.value for word in prisma.words] == ["npx", "prisma", "migrate", "deploy", "--schema", None]
    assert prisma.words[5].raw == "${{ inputs.schema }}"
    assert prisma.words[5].range == Range(25, 46, 25, 66)


def test_directives_in_a_shell_text_are_among_those_of_the_workflow() -> None:
    (directive,) = workflow(_WORKFLOW).directives
    assert (str(directive.text), directive.first_line, directive.last_line) == ("ignore[DB001] only here", 25, 25)


def test_expressions_are_dynamic_inside_all_quotes() -> None:
    (deploy,) = workflow(_WORKFLOW).jobs[1].steps
    assert deploy.script is not None
    (command,) = deploy.script.commands
    assert [word.value for word in command.words] == ["./deploy.sh", None, None]
    assert [word.raw for word in command.words[1:]] == ["${{ secrets.KEY }}", "a ${{ b }}c"]
    assert command.words[1].expansions[0].word == "secrets.KEY"
    assert command.words[1].expansions[0].name is None
    assert str(deploy.working_directory) == "api"


def test_an_expression_may_hold_braces_and_quotes_and_stand_anywhere() -> None:
    script = step("run: A=${{ x }} ${{ format('}}{0}', y) }} $(( ${{ n }} + 1 )) > ${{ f }}").script
    assert script is not None
    (command,) = script.commands
    assert command.words[0].raw == "${{ format('}}{0}', y) }}"
    assert command.name is None
    assert command.assignments[0].value is not None
    assert command.assignments[0].value.value is None
    assert command.redirects[0].destination is not None
    assert command.redirects[0].destination.raw == "${{ f }}"
    assert script.incomplete is None


def test_many_expressions_that_are_never_closed_take_no_long_time() -> None:
    found = step('run: "' + "${{ x " * 20_000 + '${{ y }}"')
    assert found.script is not None


@pytest.mark.parametrize(
    ("shell", "first", "errexit"),
    [
        (None, "stops", True),
        ("bash", "stops", True),
        ("sh", "stops", True),
        ("bash -l {0}", "ignored", False),
        ("bash -le {0}", "stops", True),
        ("/bin/bash -euo pipefail {0}", "stops", True),
    ],
)
def test_a_failing_line_stops_a_step_unless_its_shell_says_otherwise(
    shell: str | None, first: str, errexit: bool
) -> None:
    found = step("run: 'false; true'" + (f"\n        shell: {shell!r}" if shell else ""))
    assert found.script is not None
    assert found.script.errexit is errexit
    assert found.script.commands[0].failure == first
    assert found.shell == shell


@pytest.mark.parametrize("shell", ["pwsh", "powershell", "cmd", "python", "node {0}", "${{ x }}"])
def test_a_text_for_another_interpreter_has_no_script(shell: str) -> None:
    found = step(f"run: x\n        shell: {shell}")
    assert (str(found.run), found.script, found.shell) == ("x", None, shell)


def test_the_default_shell_is_that_of_the_job_the_workflow_or_the_runner() -> None:
    assert step("run: x", "    defaults: {run: {shell: python}}\n").shell == "python"
    assert step("run: x", "    runs-on: windows-latest\n").script is None
    assert step("{run: x, shell: bash}", "    runs-on: [self-hosted, Windows]\n").script is not None
    assert step("run: x", "    runs-on: ${{ matrix.os }}\n").script is not None
    facts = workflow("defaults: {run: {shell: sh}}\njobs: {a: {steps: [run: x]}}\n")
    assert facts.jobs[0].steps[0].shell == "sh"


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "jobs: [a]", "jobs: {a: 1}", "jobs: {a: {steps: 1}}", "jobs: {a: {steps: [1, [2], null]}}"),
        *("on: {a: 1}\njobs: {a: {needs: {b: c}, environment: [d], services: [e], env: f, steps: [{run: [x]}]}}",),
    ],
)
def test_wrong_types_are_left_out(text: str) -> None:
    facts = workflow(text)
    assert all(found.script is None for job in facts.jobs for found in job.steps)
    assert all(
        (job.needs, job.environment_name, job.services, job.environment) == ((), None, (), ()) for job in facts.jobs
    )
