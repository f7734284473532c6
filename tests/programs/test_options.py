"""Options: values, switches, short options in one word, and where options end."""

from __future__ import annotations

import pytest

from tests.programs.interpreted import run


def options(line: str) -> list[tuple[str, str | None]]:
    return [(o.name, o.value.raw if o.value is not None else None) for o in run(line).options]


def arguments(line: str) -> list[str]:
    return [word.raw for word in run(line).arguments]


CASES = [
    ("uvicorn a:b --port 80", [("--port", "80")]),
    ("uvicorn a:b --port=80", [("--port", "80")]),
    ("uvicorn a:b --port", [("--port", None)]),
    ("uvicorn a:b --reload --port 80", [("--reload", None), ("--port", "80")]),
    ("uvicorn a:b --reload=true", [("--reload", "true")]),
    ("gunicorn -w 4 a", [("-w", "4")]),
    ("gunicorn -w4 a", [("-w", "4")]),
    ("gunicorn -b=0.0.0.0:80 a", [("-b", "0.0.0.0:80")]),
    ("docker exec -it web ls", []),
    ("rm -rf x", [("-rf", None)]),
    ("bash -lc x", [("-l", None), ("-c", "x")]),
    ("bash -ec x", [("-e", None), ("-c", "x")]),
    ("bash -ce x", [("-e", None), ("-c", "x")]),
    ("java -Xmx1g -Dx=y -jar a.jar", [("-Xmx1g", None), ("-Dx=y", None), ("-jar", "a.jar")]),
    ("migrate -path=db up", [("-path", "db")]),
    ("vite --host --port 80", [("--host", None), ("--port", "80")]),
    ("vite --host 0.0.0.0", [("--host", "0.0.0.0")]),
    ("curl -fsS -o /dev/null https://x", [("-f", None), ("-s", None), ("-S", None), ("-o", "/dev/null")]),
    ("python -um app", [("-u", None), ("-m", "app")]),
    ('uvicorn a:b --port "$PORT"', [("--port", "$PORT")]),
    ("tool --x=$A", [("--x", "$A")]),
    ("tool --$A", []),
]


@pytest.mark.parametrize(("line", "expected"), CASES, ids=[row[0] for row in CASES])
def test_options_are_parsed_as_the_program_reads_them(line: str, expected: list[tuple[str, str | None]]) -> None:
    assert options(line) == expected


def test_words_behind_two_dashes_are_arguments() -> None:
    assert options("npm run build -- --watch") == []
    assert arguments("npm run build -- --watch") == ["build", "--watch"]


def test_options_of_an_interpreter_end_at_its_file() -> None:
    assert options("node --watch x.js --inspect") == [("--watch", None)]
    assert arguments("node --watch x.js --inspect") == ["x.js", "--inspect"]
    assert arguments("python -m app --port 80") == ["--port", "80"]


def test_the_same_option_has_a_value_in_one_subcommand_and_none_in_another() -> None:
    assert options("docker-compose -f a.yml up") == [("-f", "a.yml")]
    assert arguments("docker-compose logs -f web") == ["web"]


def test_an_option_of_unknown_meaning_takes_no_value() -> None:
    found = run("tool --name x")
    assert ([o.name for o in found.options], arguments("tool --name x")) == (["--name"], ["x"])


def test_an_option_keeps_its_text_value_and_place() -> None:
    (option,) = run("uvicorn a:b --port=${PORT:-8000}").options
    assert (option.text, option.value is not None and option.value.value) == ("${PORT:-8000}", None)
    assert (option.range.column, option.range.end_column) == (13, 33)
    assert option.value is not None
    assert option.value.range.column == 20
    assert run("uvicorn a:b --port 80").option("-p", "--port") is not None
    assert run("uvicorn a:b --port 80").option("-p") is None


def test_a_variable_named_after_options_is_no_argument() -> None:
    assert arguments("java $JAVA_OPTS -jar x.jar") == []
    assert arguments("gunicorn ${GUNICORN_CMD_ARGS} app") == ["app"]
    assert arguments("gunicorn $APP app") == ["$APP", "app"]
