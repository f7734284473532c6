"""Which environment variables a module cannot be loaded without."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.facts.place import Source
from deploylint.read import javascript, python, typescript


def needed(text: str) -> list[str]:
    return [one.name for one in python.read(Source(dedent(text))).reads]


def demanded(text: str) -> list[str]:
    return [one.name for one in typescript.read(Source(dedent(text))).reads]


@pytest.mark.parametrize(("text", "names"), [
    ("import os\nA = os.environ['A']\n", ["A"]),
    ("from os import environ as e\nDB = connect(url=e['A'], port=int(e['B']))\n", ["A", "B"]),
    ("import os\nclass C:\n    X = os.environ['A']\n", ["A"]),
    ("import os\nX = {'a': [os.environ['A']], **f(os.environ['B'])}\n", ["A", "B"]),
    ("import os\nX = os.getenv('A')\nif not X or os.environ.get('B') is None:\n    raise ValueError\n", ["B", "A"]),
    ("import os, sys\nX = os.getenv('A')\nif not X:\n    print('A!')\n    sys.exit(1)\n", ["A"]),
    ("import os\nassert os.environ.get('A'), 'no'\nos.environ['B'] += ':x'\n", ["A", "B"]),
    ("import environ\nenv = environ.Env(C=(bool, 0))\nA = env('A')\nB = env.int('B')\nC = env('C')\n", ["A", "B"]),
    ("from environs import env\nenv.read_env()\nA = env('A')\nB = env.list('B')\nC = env.int('C', 1)\n", ["A", "B"]),
    ("from decouple import config\nA = config('A', cast=int)\nB = config('B', default='')\n", ["A"]),
    ("from starlette.config import Config\nconfig = Config('.env')\nA = config('A', cast=str)\n", ["A"]),
])  # fmt: skip
def test_an_import_needs_what_it_surely_reads(text: str, names: list[str]) -> None:
    assert sorted(needed(text)) == sorted(names)


@pytest.mark.parametrize("text", [
    "import os\nX = os.environ.get('A')\nY = os.environ.get('B', 'c')\n",
    "import os\ndef f():\n    return os.environ['A']\n",
    "import os\nif os.getenv('X'):\n    A = os.environ['A']\n",
    "import os\ntry:\n    A = os.environ['A']\nexcept KeyError:\n    A = None\n",
    "import os, contextlib\nwith contextlib.suppress(KeyError):\n    A = os.environ['A']\n",
    "import os\nA = os.environ.get('B') or os.environ['A']\nB = os.environ['C'] if 'C' in os.environ else ''\n",
    "import os\nos.environ['A'] = 'x'\ndel os.environ['B']\n",
    "import os\nX = lambda: os.environ['A']\nY = [os.environ[k] for k in ()]\nZ = os.environ[k]\n",
    "import os\nX = os.getenv('A')\nif not X:\n    print('no A')\n",
    "import os\nX = os.getenv('A')\nif not X and debug:\n    raise ValueError\n",
    "import environs\nenv = environs.Env()\nA = env.str('A', 'd')\nB = env('B', default=None)\n",
    "environ = {'A': 1}\nX = environ['A']\n",
])  # fmt: skip
def test_what_may_be_passed_over_is_not_needed(text: str) -> None:
    assert needed(text) == []


SETTINGS = """
    from pydantic import Field
    from pydantic_settings import BaseSettings, SettingsConfigDict

    class Settings(BaseSettings):
        model_config = SettingsConfigDict(env_file=".env", env_prefix="app_")
        database_url: str
        debug: bool = False
        token: str = Field(alias="API_TOKEN")
        key: str = Field(..., min_length=3)
        name: str = Field(default="x")
        note: str | None
        _hidden: int

"""


def test_settings_need_the_fields_without_a_default_once_an_object_is_made() -> None:
    assert needed(SETTINGS) == []
    assert needed(SETTINGS + "    settings = Settings()\n") == ["app_database_url", "API_TOKEN", "app_key"]
    assert needed(SETTINGS + "    settings = Settings(database_url='x')\n") == []


def test_settings_with_other_sources_need_nothing_that_is_known() -> None:
    text = SETTINGS.replace('env_prefix="app_"', "env_prefix=PREFIX")
    assert needed(text + "    settings = Settings()\n") == []
    text = SETTINGS.replace("env_file", "yaml_file")
    assert needed(text + "    settings = Settings()\n") == []


@pytest.mark.parametrize(("text", "names"), [
    ("if (!process.env.A) throw new Error('A')\n", ["A"]),
    ("const a = process.env.A;\nconst b = process.env['B'];\nif (!a || b === undefined) { throw 1 }\n", ["A", "B"]),
    ("if (!process.env.A) {\n  console.error('no');\n  process.exit(1);\n}\n", ["A"]),
    ("import invariant from 'tiny-invariant';\ninvariant(process.env.A, 'A must be set');\n", ["A"]),
    ("export const a = process.env.A as string;\nassert(a);\n", ["A"]),
])  # fmt: skip
def test_a_script_needs_what_it_ends_without(text: str, names: list[str]) -> None:
    assert sorted(demanded(text)) == names


@pytest.mark.parametrize("text", [
    "const a = process.env.A;\nconst b = process.env.B!;\n",
    "function f() { if (!process.env.A) throw new Error() }\n",
    "if (!process.env.A) { console.warn('no') }\n",
    "if (!process.env.A && x) throw new Error()\n",
    "if (process.env.A) throw new Error()\n",
    "const a = process.env.A ?? 'd';\nif (!a) throw new Error()\n",
    "const { A } = process.env;\nif (x) { if (!process.env.A) throw 1 }\n",
])  # fmt: skip
def test_a_script_goes_on_without_the_rest(text: str) -> None:
    assert demanded(text) == []


@given(st.text(alphabet="os.environ['A']=\n :ifnotraise()\"process.env!{};", max_size=80))
def test_no_source_is_too_broken(text: str) -> None:
    assert all(one.name for one in python.read(Source("import os\n" + text + "\nos.environ\n")).reads)
    assert all(one.name for one in javascript.read(Source(text + "\nprocess.env\n")).reads)
