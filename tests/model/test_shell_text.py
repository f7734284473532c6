"""Texts of several lines, as reports show them in one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.model.declare.shell_text import one_line
from tests.model.joined import effective


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("cd api\nchmod +x start.sh\n\n# now\n./start.sh\n", "cd api; chmod +x start.sh; ./start.sh"),
        ("uvicorn app:app \\\n  --port 80", "uvicorn app:app --port 80"),
        ("pip install x &&\npython a.py", "pip install x && python a.py"),
        ("if [ -f x ]\nthen\n  a\nelse\n  b\nfi", "if [ -f x ]; then a; else b; fi"),
        ("for x in a b; do\n  echo $x\ndone", "for x in a b; do echo $x; done"),
        ("case $A in\n  web) a\n  ;;\n  *)\n  b\n  ;;\nesac", "case $A in web) a ;; *) b ;; esac"),
        ("f() {\n  a\n}\nf", "f() { a; }; f"),
        ("echo 'a\nb'", "echo 'a b'"),
        ("cat <<E\na\nE", "cat <<E a E"),
        ("a  # note\nb", "a; b"),
        ("one   two", "one two"),
        ("", ""),
    ],
)
def test_lines_become_one_that_means_the_same(text: str, shown: str) -> None:
    assert one_line(text) == shown


@given(st.text())
def test_nothing_but_one_line_is_left(text: str) -> None:
    assert "\n" not in one_line(text)


def test_a_list_of_build_commands_is_shown_as_a_chain() -> None:
    files = {"nixpacks.toml": '[phases.build]\ncmds = ["cd api", "make"]\n[start]\ncmd = "python a.py"\n', "a.py": ""}
    assert [one.text for one in effective(files).builds] == ["cd api && make"]


def test_lines_of_a_command_stay_apart() -> None:
    files = {
        "render.yaml": """
            services:
              - type: web
                name: api
                runtime: python
                startCommand: |
                  cd api
                  python a.py
        """,
        "api/a.py": "",
    }
    winner = effective(files).winner
    assert winner is not None
    assert winner.text == "cd api; python a.py"
