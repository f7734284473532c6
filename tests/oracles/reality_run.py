"""What really happens: the image's files laid out in a folder, and the real interpreters started there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import traceback
from fnmatch import fnmatch
from pathlib import Path

from tests.oracles.reality_cases import Case, Copy


def lay_out(case: Case, root: Path) -> bool:
    """Put the files of the final image below a root; False if the build would have failed on the way."""
    context, built = root / "context", root / "build"
    image = root / "image"
    image.mkdir(parents=True)
    context.mkdir()
    _write(case, context)
    shutil.copytree(context, built)
    folder = Path("/")
    for said in case.workdir:
        folder = folder / said
        _in(image, folder).mkdir(parents=True, exist_ok=True)
    if not all(_copy(context, image, folder, copy) for copy in case.copies):
        return False
    if case.staged:
        if not (built / "alpha").exists():
            return False
        shutil.copytree(built / "alpha", image / "srv/staged/alpha", dirs_exist_ok=True)
    return True


def _write(case: Case, context: Path) -> None:
    for path, text in case.files.items():
        parts = path.split("/")
        if any(_matches(pattern, "/".join(parts[:n])) for pattern in case.ignored for n in range(1, len(parts) + 1)):
            continue
        (context / path).parent.mkdir(parents=True, exist_ok=True)
        (context / path).write_bytes(text.encode())
        if path == "start.sh" and case.executable:
            (context / path).chmod(0o755)


def _matches(pattern: str, path: str) -> bool:
    if pattern.startswith("**/"):
        return path.rpartition("/")[2] == pattern[3:]
    return path == pattern


def _in(image: Path, folder: Path) -> Path:
    return image / str(folder).lstrip("/")


def _copy(context: Path, image: Path, folder: Path, copy: Copy) -> bool:
    """As BuildKit copies: a folder's content, a file to the name or into the folder that ends in a slash."""
    destination = _in(image, folder / copy.destination)
    for source in copy.sources:
        found = [p for p in context.iterdir() if fnmatch(p.name, source)] if "*" in source else [context / source]
        if not found or not all(path.exists() for path in found):
            return False
        for path in found:
            if path.is_dir():
                if destination.is_file():
                    return False
                shutil.copytree(path, destination, dirs_exist_ok=True)
            else:
                into = copy.destination.endswith(("/", ".")) or destination.is_dir()
                last = destination / path.name if into else destination
                if last.is_dir():
                    return False
                last.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, last)
    return True


def starts(case: Case, root: Path) -> bool:
    """True if the start command of a laid out image gets as far as running what it names."""
    image = root / "image"
    folder = _in(image, Path(case.folder))
    path = [str(_in(image, Path(entry))) if entry.startswith("/") else entry for entry in case.path]
    if case.kind in ("uvicorn", "gunicorn"):
        return _forked(case, image, folder, path)
    environment = {"PATH": f"{_programs(root)}{os.pathsep}{os.environ['PATH']}"}
    if path:
        environment["PYTHONPATH"] = os.pathsep.join(path)
    command = list(case.argv) if case.kind != "script" or not case.shell else ["/bin/sh", "-c", " ".join(case.argv)]
    try:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, timeout=60)
    except OSError:  # not there, may not be executed, or its interpreter is not there
        return False
    return done.returncode == 0


def _programs(root: Path) -> Path:
    """A folder with a `python` that is quick to start."""
    folder = root / "programs"
    folder.mkdir()
    python = folder / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" -S -B "$@"\n')
    python.chmod(0o755)
    return folder


def _forked(case: Case, image: Path, folder: Path, path: list[str]) -> bool:
    """The server's own import step, in a child that is thrown away: importing leaves traces."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    try:
        with open(os.devnull, "w") as nowhere:
            os.dup2(nowhere.fileno(), 2)
            os.chdir(folder)
            sys.path[:] = [*(os.path.abspath(entry) for entry in path), *_installed()]
            sys.dont_write_bytecode = True
            _load(case, str(_in(image, Path(case.search))) if case.search.startswith("/") else case.search)
    except BaseException:  # whatever it is, the server would not start
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _installed() -> list[str]:
    here = os.getcwd()
    return [entry for entry in sys.path if entry not in ("", here) and ("lib" in entry or entry.endswith(".zip"))]


def _load(case: Case, search: str) -> None:
    if case.kind == "uvicorn":
        from uvicorn.importer import import_from_string

        sys.path.insert(0, search)  # uvicorn/main.py: run() puts app_dir first, "" is the working directory
        import_from_string(f"{case.target}:{case.attribute}")
        return
    from gunicorn.util import import_app

    if "--chdir" in case.argv:
        os.chdir(search)
    sys.path.insert(0, os.getcwd())  # gunicorn/app/base.py: chdir() puts the folder first
    if "--pythonpath" in case.argv:
        sys.path.insert(0, os.path.abspath(search))  # gunicorn/app/base.py: run()
    import_app(f"{case.target}:{case.attribute}")
