"""Which files a Python module cannot be imported without."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.facts.place import Source
from deploylint.facts.source import FileLoad
from deploylint.read import python


def loaded(text: str) -> tuple[FileLoad, ...]:
    return python.read(Source(dedent(text))).loads


def paths(text: str) -> list[str]:
    return [("./" if one.beside else "") + one.path + ("/" if one.folder else "") for one in loaded(text)]


@pytest.mark.parametrize(("text", "path"), [
    ("CONFIG = json.load(open('config/app.json'))\n", "config/app.json"),
    ("with open('a.yaml', encoding='utf-8') as f:\n    C = yaml.safe_load(f)\n", "a.yaml"),
    ("from pathlib import Path\nHERE = Path(__file__).resolve().parent\nM = joblib.load(HERE / 'models' / 'm.pkl')\n",
     "./models/m.pkl"),
    ("import os, joblib\nM = joblib.load(os.path.join(os.path.dirname(__file__), '..', 'm.pkl'))\n", "./../m.pkl"),
    ("import pandas as pd\nD = pd.read_csv('data/x.csv')\n", "data/x.csv"),
    ("from pathlib import Path\nT = (Path(__file__).parents[1] / 'x.sql').read_text()\n", "./../x.sql"),
    ("from pathlib import Path\nT = Path('x.sql').open().read()\n", "x.sql"),
    ("from fastapi.staticfiles import StaticFiles\napp.mount('/s', StaticFiles(directory='static'))\n", "static/"),
    ("from onnxruntime import InferenceSession\nNAME = 'm.onnx'\nS = InferenceSession(NAME)\n", "m.onnx"),
])  # fmt: skip
def test_an_import_needs_the_file_that_it_surely_loads(text: str, path: str) -> None:
    assert paths("import joblib\n" + text) == [path]
    assert not loaded("import joblib\n" + text)[0].guarded


@pytest.mark.parametrize("text", [
    "open('x.log', 'w').write('')\nopen('y', mode='ab')\n",
    "def f():\n    return open('x.json')\n",
    "if ready:\n    X = open('x.json')\n",
    "try:\n    X = open('x.json')\nexcept FileNotFoundError:\n    X = None\n",
    "import contextlib\nwith contextlib.suppress(OSError):\n    X = open('x.json')\n",
    "X = open(name)\nY = open(f'{name}.json')\nZ = open(__file__)\n",
    "from starlette.staticfiles import StaticFiles\napp.mount('/', StaticFiles(directory='s', check_dir=False))\n",
    "P = 'a.json'\nP = find()\nX = open(P)\n",
])  # fmt: skip
def test_what_may_be_passed_over_or_is_made_here_is_not_needed(text: str) -> None:
    assert paths(text) == []


@pytest.mark.parametrize("text", [
    "import os\nif not os.path.exists('m.pkl'):\n    train('m.pkl')\nM = open('m.pkl', 'rb')\n",
    "P = 'm.pkl'\nfetch(P)\nM = open(P, 'rb')\n",
    "from fastapi.staticfiles import StaticFiles as S\nos.makedirs('s', exist_ok=True)\nX = S(directory='s')\n",
])  # fmt: skip
def test_a_file_that_the_module_speaks_of_elsewhere_may_be_made_there(text: str) -> None:
    (one,) = loaded(text)
    assert one.guarded


@given(st.text(alphabet="open('a.b')\n =Path/.,__file__()[0]", max_size=80))
def test_no_source_is_too_broken(text: str) -> None:
    assert all(one.path for one in loaded("from pathlib import Path\n" + text + "\nopen(\n"))
