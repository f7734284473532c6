"""The Procfile reader."""

from __future__ import annotations

from deploylint.facts.place import Range, Source
from deploylint.read.procfile import read


def test_processes_have_names_commands_and_places() -> None:
    facts = read(Source("web: gunicorn app:app --bind 0.0.0.0:$PORT  \nworker-1:celery -A app worker"))
    assert [(p.name.value, p.command.value, p.range) for p in facts.processes] == [
        ("web", "gunicorn app:app --bind 0.0.0.0:$PORT", Range(1, 1, 1, 43)),
        ("worker-1", "celery -A app worker", Range(2, 1, 2, 30)),
    ]
    (command,) = facts.processes[0].script.commands
    assert (command.form, command.name) == ("shell", "gunicorn")
    assert command.words[-1].value is None
    assert command.words[1].range == Range(1, 15, 1, 22)


def test_a_command_may_be_several() -> None:
    (process,) = read(Source("release: python manage.py migrate && python manage.py seed\n")).processes
    assert [command.condition for command in process.script] == ["always", "success"]


def test_comments_and_empty_lines_are_no_processes_and_other_lines_are_stray() -> None:
    facts = read(Source("# one\n\n  # two\n// web: x\nmanage.py migrate\n web: y\nweb:\nok: z\n"))
    assert [comment.text.value for comment in facts.comments] == [" one", " two"]
    assert [(line.text.value, line.range) for line in facts.stray] == [
        ("// web: x", Range(4, 1, 4, 10)),
        ("manage.py migrate", Range(5, 1, 5, 18)),
        ("web: y", Range(6, 2, 6, 8)),
        ("web:", Range(7, 1, 7, 5)),
    ]
    assert [process.name.value for process in facts.processes] == ["ok"]


def test_two_lines_of_one_name_are_both_kept() -> None:
    assert [p.command.value for p in read(Source("web: a\nweb: b\n")).processes] == ["a", "b"]


def test_a_directive_covers_the_line_that_follows() -> None:
    facts = read(Source("# deploylint: ignore[BOOT001] why\n# x\nweb: a # deploylint: ignore[BOOT002] why\n"))
    assert [(d.first_line, d.last_line) for d in facts.directives] == [(3, 3)]


def test_an_empty_file_has_nothing() -> None:
    facts = read(Source(""))
    assert (facts.processes, facts.stray, facts.problems) == ((), (), ())
