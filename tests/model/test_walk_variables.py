"""Variables on the way: which of them are known, and what each use gets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.facts.place import FIRST, Span
from deploylint.model.deployment import Use
from deploylint.model.expand import Environment, literal
from tests.model.joined import joined, line, procfile, python_image, service, winner


def known(**values: str | None) -> Environment:
    return {name: (value, Span("x", FIRST)) for name, value in values.items()}


def last_use(script: str) -> Use:
    return winner(procfile("sh go.sh", **{"go.sh": script.replace(" ; ", "\n") + "\n", "a.py": "", "b.py": ""})).uses[
        -1
    ]


def environment(use: Use) -> dict[str, str | None]:
    return {name: value for name, (value, _) in use.environment.items()}


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("plain", "plain"),
        ("$A", "one"),
        ("${A}.py", "one.py"),
        ("${A:-x}", "one"),
        ("${A-x}", "one"),
        ("${A:=x}", "one"),
        ("$A/$B", "one/two"),
        ("$E", ""),
        ("$GONE", None),
        ("${GONE:-x}", None),
        ("$A$GONE", None),
        ("$DYNAMIC", None),
        ("${A:+x}", None),
        ("${A%e}", None),
        ("$(A)", None),
        ("`A`", None),
        ("$1", None),
        ("$@", None),
        ("${PORT}", None),
        ("$HOME/app", None),
    ],
)
def test_a_text_is_known_if_all_its_variables_are(raw: str, value: str | None) -> None:
    assert literal(raw, known(A="one", B="two", E="", DYNAMIC=None, PORT="80", HOME="/root")) == value


@given(st.text("$ab{}:-`() ", max_size=12))
def test_a_known_text_holds_nothing_that_a_shell_would_expand(raw: str) -> None:
    found = literal(raw, known(a="x", b="y"))
    assert found is None or not set("$`") & set(found)


@pytest.mark.parametrize(
    ("script", "command"),
    [
        ("MAIN=a.py ; python $MAIN", "python a.py"),
        ("export MAIN=a.py ; python ${MAIN}", "python a.py"),
        ('MAIN="a.py" ; exec python "$MAIN"', "python a.py"),
        ("MAIN=b.py ; MAIN=a.py ; python $MAIN", "python a.py"),
        ("NAME=a ; python ./$NAME.py", "python ./a.py"),
        ("cd . && MAIN=a.py && python $MAIN", "python a.py"),
        (': "${MAIN:=a.py}" ; python $MAIN', "python a.py"),
        (": ${MAIN=a.py} ; python $MAIN", "python a.py"),
        ("NAME=a ; : ${MAIN:=$NAME.py} ; python $MAIN", "python a.py"),
        ('MAIN=b.py ; : "${MAIN:=a.py}" ; python $MAIN', "python b.py"),
        ('FLAGS="-u a.py" ; python "$FLAGS"', "python -u a.py"),
        ("MAIN=a.py ; sh -c 'python $MAIN'", "python a.py"),
    ],
)
def test_a_variable_that_the_script_sets_is_put_in_place(script: str, command: str) -> None:
    assert line(last_use(script)) == command


@pytest.mark.parametrize(
    ("script", "command"),
    [
        ("python $MAIN", "python $MAIN"),
        ("python ${MAIN:-a.py}", "python ${MAIN:-a.py}"),
        ("MAIN=$1 ; python $MAIN", "python $MAIN"),
        ("MAIN=a.py ; MAIN=${1:-b.py} ; python $MAIN", "python $MAIN"),
        ("MAIN=$(cat main) ; python $MAIN", "python $MAIN"),
        ('FLAGS="-u a.py" ; python $FLAGS', "python $FLAGS"),
        ("FLAGS= ; python a.py $FLAGS", "python a.py $FLAGS"),
        ("if [ -f b.py ]; then MAIN=b.py; else MAIN=a.py; fi ; python $MAIN", "python $MAIN"),
        ('[ "$1" = dev ] && FLAG=--reload ; uvicorn a:app $FLAG', "uvicorn a:app $FLAG"),
        ("test -n x && FLAG=--reload ; uvicorn a:app $FLAG", "uvicorn a:app $FLAG"),
        ("false || FLAG=--reload ; uvicorn a:app $FLAG", "uvicorn a:app $FLAG"),
        ("case $1 in dev) FLAG=--reload;; esac ; uvicorn a:app $FLAG", "uvicorn a:app $FLAG"),
        ("PORT=8000 ; python a.py --port $PORT", "python a.py --port $PORT"),
        (": ${PORT:=8000} ; python a.py --port ${PORT}", "python a.py --port ${PORT}"),
        ("export PORT=1 ; python a.py --port ${PORT:-8000}", "python a.py --port ${PORT:-8000}"),
    ],
)
def test_what_is_not_sure_and_what_platforms_give_stays_as_it_is_written(script: str, command: str) -> None:
    assert line(last_use(script)) == command


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("python a.py", {}),
        ("A=1 python a.py", {"A": "1"}),
        ("A=1 ; export B=2 ; python a.py", {"A": "1", "B": "2"}),
        ("export A=1 B=2 ; A=3 python a.py", {"A": "3", "B": "2"}),
        ("A=1 python b.py ; python a.py", {}),
        ("env A=1 B=2 python a.py", {"A": "1", "B": "2"}),
        ("A=1 exec env B=$X python a.py", {"A": "1", "B": None}),
        ("A=1 sh -c 'B=2 python a.py'", {"A": "1", "B": "2"}),
        ("if [ x ]; then export A=1; fi ; python a.py", {"A": None}),
        (": ${A:=1} ; python a.py", {"A": "1"}),
    ],
)
def test_a_use_knows_the_variables_that_are_set_for_it(script: str, expected: dict[str, str | None]) -> None:
    assert environment(last_use(script)) == expected


def test_the_variables_of_an_image_reach_what_it_starts() -> None:
    files = {"Dockerfile": python_image("ENV MAIN=a.py NODE_ENV=production", "CMD python $MAIN"), "a.py": ""}
    (use,) = winner(files).uses
    assert line(use) == "python a.py"
    assert environment(use) == {"MAIN": "a.py", "NODE_ENV": "production"}
    assert use.environment["MAIN"][1].path == "Dockerfile"


def test_a_list_of_arguments_is_read_by_no_shell_so_that_its_variables_stay() -> None:
    files = {"Dockerfile": python_image("ENV MAIN=a.py", 'CMD ["python", "$MAIN"]'), "a.py": ""}
    (use,) = winner(files).uses
    assert line(use) == "python $MAIN"


def test_compose_adds_to_the_variables_of_the_image_and_goes_before_them() -> None:
    files = {
        "Dockerfile": python_image("ENV A=image B=image", "CMD python a.py"),
        "compose.yaml": "services: {api: {build: ., environment: {B: compose, C: compose}}}\n",
        "a.py": "",
    }
    found = service(files).effective[0].winner
    assert found is not None
    assert environment(found.uses[0]) == {"A": "image", "B": "compose", "C": "compose"}


def test_all_places_that_set_a_variable_are_listed_with_their_kind() -> None:
    files = {
        "Dockerfile": python_image("ENV A=1", "CMD B=2 python a.py"),
        "compose.yaml": "services: {api: {build: ., environment: {C: 3}}}\n",
        "render.yaml": "services: [{type: web, name: x, runtime: docker, envVars: [{key: D, value: 4}]}]\n",
        "go.sh": "export E=5\nF=6\n",
        "a.py": "",
    }
    found = {(v.name, v.value, v.kind, v.span.path) for v in joined(files).variables}
    assert found == {
        ("A", "1", "ENV", "Dockerfile"),
        ("B", "2", "assignment", "Dockerfile"),
        ("C", "3", "environment", "compose.yaml"),
        ("D", "4", "envVars", "render.yaml"),
        ("E", "5", "export", "go.sh"),
        ("F", "6", "assignment", "go.sh"),
    }
