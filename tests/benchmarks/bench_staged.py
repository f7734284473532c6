"""How long a staged commit of three files takes in a repository of 4,000, in units of `python -c "import click"`.

Run it: `python tests/benchmarks/bench_staged.py [RUNS]`. The programs are started in turn, so that other work of the
machine falls on all; the ratio is the median of the pairs' ratios. The ledger is of one more run, timed from inside.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[2]
FILES = 4_000
CLICK = (sys.executable, "-c", "import click")
STAGED = (sys.executable, "-m", "deploylint", "--staged")
NOTHING = (sys.executable, "-c", "pass")


def texts() -> dict[str, str]:
    """A web shop: deployment files of three platforms, Python that imports each other, TypeScript, documents, data."""
    files = {
        "Dockerfile": "FROM python:3.12-slim\nWORKDIR /app\nCOPY requirements.txt .\n"
        "RUN pip install -r requirements.txt\nCOPY . .\nUSER 1000\n"
        'CMD ["gunicorn", "shop.main:app", "--bind", "0.0.0.0:8000"]\n',
        ".dockerignore": ".git\nweb/node_modules\n.env\n",
        "Procfile": "web: gunicorn shop.main:app\nworker: celery -A shop.main worker\n",
        "requirements.txt": "gunicorn==22.0\ncelery==5.4\nflask==3.0\n",
        "compose.yaml": "services:\n  web:\n    build: .\n    ports: ['8000:8000']\n    env_file: .env.example\n"
        "  db:\n    image: postgres:16\n",
        "pyproject.toml": "[project]\nname = 'shop'\nversion = '1.0'\n",
        "package.json": json.dumps({"scripts": {"build": "npm --prefix web run build"}}),
        "web/package.json": json.dumps({"scripts": {"dev": "vite", "build": "vite build", "test": "vitest run"}}),
        ".env.example": "PORT=8000\nDATABASE_URL=postgres://db/shop\n",
    }
    for n in range(6):
        files[f".github/workflows/job{n}.yml"] = (
            f"name: job{n}\non: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n"
            "      - uses: actions/checkout@v4\n      - run: pip install -r requirements.txt\n      - run: pytest\n"
        )
    for n in range(12):
        files[f"scripts/task{n}.sh"] = (
            f"#!/bin/sh\nset -e\ncd /app\npython -m shop.pages.page{n}\nexec gunicorn shop.main:app\n"
        )
    parts = 40
    for n in range(1_800):
        folder = "tests" if n % 6 == 5 else "shop/pages"
        files[f"{folder}/page{n}.py"] = python(n)
    files["shop/__init__.py"] = files["shop/pages/__init__.py"] = ""
    files["shop/main.py"] = (
        "".join(f"from shop.pages import page{n}\n" for n in range(0, 600, 3)) + "\napp = page0.Page()\n"
    )
    for n in range(1_500):
        files[f"web/src/part{n % parts}/view{n}.{'tsx' if n % 3 else 'ts'}"] = typescript(n)
    for n in range(250):
        files[f"docs/page{n}.md"] = f"# Page {n}\n" + "Some words about the shop.\n" * 40
    n = 0
    while len(files) < FILES:
        files[f"data/record{n}.{('json', 'yaml', 'svg', 'csv')[n % 4]}"] = f'{{"id": {n}, "name": "record"}}\n' * 1
        n += 1
    return files


def python(n: int) -> str:
    methods = "".join(
        f"    def step{m}(self, value: int) -> int:\n        try:\n            return value * {m} + {n}\n"
        f"        except ValueError:\n            log.exception('step {m}')\n            raise\n\n"
        for m in range(8)
    )
    return (
        f'"""Page {n}."""\n\nimport logging\nimport os\n\nlog = logging.getLogger(__name__)\n\n\nclass Page:\n{methods}'
    )


def typescript(n: int) -> str:
    functions = "".join(
        f"export function step{m}(value: number): number {{\n  if (value > {m}) {{\n    return value + {n};\n  }}\n"
        f"  return value * {m};\n}}\n\n"
        for m in range(10)
    )
    return f"import {{ useState }} from 'react';\n\n{functions}"


def repository(root: Path) -> None:
    """All files committed, and three of them staged with changes."""
    for path, text in texts().items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "--quiet", "--no-gpg-sign", "-m", "shop")
    git(root, "gc", "--quiet")
    change(root / "shop/pages/page3.py", "\n\ndef price(value: int) -> int:\n    return value + 1\n")
    change(root / "web/src/part1/view1.tsx", "\nexport const price = 3;\n")
    change(root / "Dockerfile", "# the shop\n")
    git(root, "add", "--all")


def change(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def git(root: Path, *arguments: str) -> None:
    subprocess.run(("git", *arguments), cwd=root, check=True)


def seconds(command: tuple[str, ...], folder: Path, environment: dict[str, str]) -> float:
    started = perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    took = perf_counter() - started
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr.decode())
    return took


def main(runs: int) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary) / "repository"
        root.mkdir()
        repository(root)
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": f"{temporary}/bytecode"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # programs that are installed have their bytecode
        commands = {"nothing": NOTHING, "import click": CLICK, "deploylint --staged": STAGED}
        took: dict[str, list[float]] = {name: [] for name in commands}
        for run in range(-2, runs):
            for name, command in commands.items():
                one = seconds(command, root, environment)
                if run >= 0:
                    took[name].append(one)
        print(f"{len(texts())} files, 3 of them staged, {runs} runs of each program")
        for name, times in took.items():
            ratio = statistics.median(one / unit for one, unit in zip(times, took["import click"], strict=True))
            print(f"  {name:<20} {statistics.median(times) * 1000:7.1f} ms, {ratio:5.2f} times import click")
        ledger = (sys.executable, str(Path(__file__).with_name("ledger.py")))
        done = subprocess.run(ledger, cwd=root, env=environment, capture_output=True, text=True, check=True)
        print(done.stdout, end="")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
