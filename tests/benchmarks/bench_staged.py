"""How long a staged commit of three files takes in a repository of 4,000, in units of `python -c "import click"`.

Run it: `python tests/benchmarks/bench_staged.py [RUNS] [CASE]`. The programs are started in turn, so that other work of
the machine falls on all; the ratio is the median of the pairs' ratios, of the time that passed and of the processors'
time (git's too). What runs remember was left there by the hook of the commit before, and is laid back before each run.
Each ledger is of one more run, timed from inside.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[2]
FILES = 4_000
CLICK = (sys.executable, "-c", "import click")
# As the script does that an installer makes of the entry point.
STAGED = (sys.executable, "-c", "from deploylint.cli.main import main; main()", "--staged")
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
    """All files committed."""
    for path, text in texts().items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    commit(root)
    git(root, "gc", "--quiet")


def sources(root: Path) -> None:
    """Three source files are staged."""
    change(root / "shop/pages/page3.py", "\n\ndef price(value: int) -> int:\n    return value + 1\n")
    change(root / "shop/pages/page610.py", "\n\ndef total(value: int) -> int:\n    return value + 2\n")
    change(root / "web/src/part1/view1.tsx", "\nexport const price = 3;\n")


def image(root: Path) -> None:
    """Two source files and a Dockerfile are staged."""
    change(root / "shop/pages/page3.py", "\n\ndef price(value: int) -> int:\n    return value + 1\n")
    change(root / "web/src/part1/view1.tsx", "\nexport const price = 3;\n")
    change(root / "Dockerfile", "# the shop\n")


def new(root: Path) -> None:
    """Two source files and a new one are staged."""
    change(root / "shop/pages/page3.py", "\n\ndef price(value: int) -> int:\n    return value + 1\n")
    change(root / "web/src/part1/view1.tsx", "\nexport const price = 3;\n")
    (root / "shop/pages/fresh.py").write_text(python(9), encoding="utf-8")


@dataclass(frozen=True)
class Case:
    """name: for people. stage: what is staged. warm: the hook has run at the commit before. again: and on this one."""

    name: str
    stage: Callable[[Path], None]
    warm: bool
    again: bool = False


CASES = (
    Case("a: three source files", sources, warm=True),
    Case("b: two source files and a Dockerfile", image, warm=True),
    Case("c: as b, nothing remembered", image, warm=False),
    Case("d: two source files and a new one", new, warm=True),
    Case("e: as a, nothing remembered", sources, warm=False),
    Case("f: as b, the hook is run again", image, warm=True, again=True),
)


def change(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def git(root: Path, *arguments: str) -> None:
    subprocess.run(("git", *arguments), cwd=root, check=True)


def commit(root: Path) -> None:
    git(root, "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "--quiet", "--no-gpg-sign", "-m", "shop")


def seconds(command: tuple[str, ...], folder: Path, environment: dict[str, str]) -> tuple[float, float]:
    """The time that passed, and that of the processors, with all processes that it started and waited for."""
    started = perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    took = perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{command} ended with {process.returncode}")
    return took, used.ru_utime + used.ru_stime


def prepare(case: Case, root: Path, kept: Path, environment: dict[str, str]) -> None:
    """The commit before with its hook, then what is staged now. kept: gets what the hook left."""
    git(root, "reset", "--quiet", "--hard")
    change(root / "shop/pages/page7.py", "\n\nVALUE = 1\n")
    change(root / "Procfile", "clock: celery -A shop.main beat\n")
    git(root, "add", "--all")
    cache = Path(environment["DEPLOYLINT_CACHE_DIR"])
    shutil.rmtree(cache, ignore_errors=True)
    shutil.rmtree(kept, ignore_errors=True)
    seconds(STAGED, root, environment)
    commit(root)
    if case.warm:
        shutil.copytree(cache, kept)
    case.stage(root)
    git(root, "add", "--all")
    if case.again:
        again(kept, cache)
        seconds(STAGED, root, environment)
        shutil.rmtree(kept)
        shutil.copytree(cache, kept)


def again(kept: Path, cache: Path) -> None:
    shutil.rmtree(cache, ignore_errors=True)
    if kept.exists():
        shutil.copytree(kept, cache)


def measure(case: Case, root: Path, temporary: Path, environment: dict[str, str], runs: int) -> None:
    """Print the times of one case, and its ledger."""
    kept, cache = temporary / "kept", Path(environment["DEPLOYLINT_CACHE_DIR"])
    prepare(case, root, kept, environment)
    commands = {"nothing": NOTHING, "import click": CLICK, "deploylint --staged": STAGED}
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for run in range(-2, runs):
        for name, command in commands.items():
            again(kept, cache)
            one = seconds(command, root, environment)
            if run >= 0:
                took[name].append(one)
    print(f"\n{case.name} ({runs} runs of each program)")
    for name, times in took.items():
        print(f"  {name:<20}", *(figures(times, took["import click"], which) for which in (0, 1)), sep="  ")
    again(kept, cache)
    ledger = (sys.executable, str(Path(__file__).with_name("ledger.py")))
    done = subprocess.run(ledger, cwd=root, env=environment, capture_output=True, text=True, check=True)
    print(done.stdout, end="")


def figures(times: list[tuple[float, float]], units: list[tuple[float, float]], which: int) -> str:
    own, other = [one[which] for one in times], [one[which] for one in units]
    ratio = statistics.median(one / unit for one, unit in zip(own, other, strict=True))
    what = ("passed", "processor")[which]
    return (
        f"{what} {statistics.median(own) * 1000:6.1f} ms, least {min(own) * 1000:6.1f} ms, "
        f"{ratio:5.2f} (least {min(own) / min(other):5.2f}) times import click"
    )


def main(runs: int, wanted: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        temporary = Path(folder)
        root = temporary / "repository"
        root.mkdir()
        repository(root)
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PYTHONPYCACHEPREFIX": f"{temporary}/bytecode",
            "DEPLOYLINT_CACHE_DIR": f"{temporary}/cache",
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # programs that are installed have their bytecode
        print(f"{len(texts())} files, 3 of them staged")
        for case in CASES:
            if case.name.startswith(wanted):
                measure(case, root, temporary, environment, runs)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15, sys.argv[2] if len(sys.argv) > 2 else "")
