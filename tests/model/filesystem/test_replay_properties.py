"""Whatever is copied, moved and removed: the replay says what a real folder holds on which the same was done."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from deploylint.model.filesystem import image_files
from deploylint.model.images import build
from deploylint.tree.memory import MemoryTree
from deploylint.workspace.workspace import Workspace

NAMES = ("a", "b", "c")
PATHS = tuple(f"{x}" for x in NAMES) + tuple(f"{x}/{y}" for x in NAMES for y in NAMES)
DEEP = (*PATHS, *(f"{path}/{name}" for path in PATHS for name in NAMES))
TREES = st.sets(st.sampled_from(DEEP), min_size=1, max_size=8)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("COPY", "glob", "mkdir", "cp", "mv", "rm", "into")),
        st.sampled_from(PATHS),
        st.sampled_from(PATHS),
    ),
    max_size=10,
)


def written(paths: set[str], root: Path) -> list[str]:
    """Make files of the paths, those left out that would be folders too; each holds its own name."""
    files = [path for path in sorted(paths) if not any(other.startswith(f"{path}/") for other in paths)]
    for path in files:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(path)
    return files


def merge(source: Path, target: Path) -> bool:
    """Lay a file or the contents of a folder over a target; False where a file and a folder would meet."""
    if source.is_file():
        if target.is_dir() or any(parent.is_file() for parent in target.parents):
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
        return True
    inner = [path.relative_to(source) for path in source.rglob("*")]
    if any((source / path).is_dir() != (target / path).is_dir() for path in inner if (target / path).exists()):
        return False
    if target.is_file() or any(parent.is_file() for parent in target.parents):
        return False
    shutil.copytree(source, target, dirs_exist_ok=True)
    return True


def copied(context: Path, root: Path, source: str, target: str) -> str | None:
    held, goal = context / source, root / target
    if not held.exists():
        return None
    goal = goal / held.name if held.is_file() and goal.is_dir() else goal
    return f"COPY {source} {target}" if merge(held, goal) else None


def globbed(context: Path, root: Path, source: str, target: str) -> str | None:
    folder, goal = context / source, root / target
    matches = sorted(folder.iterdir()) if folder.is_dir() else []
    if not matches or goal.is_file() or any(parent.is_file() for parent in goal.parents):
        return None
    with tempfile.TemporaryDirectory() as scratch:
        trial = Path(scratch) / "trial"
        shutil.copytree(root, trial)
        for one in matches:
            if not merge(one, trial / target / one.name if one.is_file() else trial / target):
                return None
    for one in matches:
        merge(one, goal / one.name if one.is_file() else goal)
    return f"COPY {source}/* {target}/"


def made(context: Path, root: Path, source: str, target: str) -> str | None:
    try:
        (root / target).mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return f"RUN mkdir -p {target}"


def duplicated(context: Path, root: Path, source: str, target: str) -> str | None:
    held, goal = root / source, root / target
    goal = goal / held.name if goal.is_dir() else goal
    inside = goal == held or held in goal.parents or goal in held.parents
    if inside or not held.exists() or not goal.parent.is_dir():
        return None
    return f"RUN cp -r {source} {target}" if merge(held, goal) else None


def contents(context: Path, root: Path, source: str, target: str) -> str | None:
    held, goal = root / source, root / target
    if not held.is_dir() or not goal.is_dir() or goal == held or held in goal.parents or goal in held.parents:
        return None
    return f"RUN cp -r {source}/. {target}" if merge(held, goal) else None


def moved(context: Path, root: Path, source: str, target: str) -> str | None:
    held, goal = root / source, root / target
    goal = goal / held.name if goal.is_dir() else goal
    if goal.exists() or not held.exists() or held in goal.parents or not goal.parent.is_dir():
        return None
    held.rename(goal)
    return f"RUN mv {source} {target}"


def removed(context: Path, root: Path, source: str, target: str) -> str | None:
    held = root / target
    if held.is_dir():
        shutil.rmtree(held)
    elif held.is_file():
        held.unlink()
    return f"RUN rm -rf {target}"


DO: dict[str, Callable[[Path, Path, str, str], str | None]] = {
    "COPY": copied,
    "glob": globbed,
    "mkdir": made,
    "cp": duplicated,
    "into": contents,
    "mv": moved,
    "rm": removed,
}


@settings(max_examples=150, deadline=None)
@given(paths=TREES, steps=STEPS)
def test_the_replay_says_what_a_real_folder_holds(paths: set[str], steps: list[tuple[str, str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        context, root = Path(folder) / "context", Path(folder) / "root"
        context.mkdir()
        root.mkdir()
        files = written(paths, context)
        lines = [
            line for name, source, target in steps if (line := DO[name](context, root, source, target)) is not None
        ]
        text = "\n".join(("FROM scratch", "WORKDIR /w", *lines, ""))
        workspace = Workspace(MemoryTree({"Dockerfile": text.encode(), **{path: path.encode() for path in files}}))
        image = build(workspace, "Dockerfile", "", None)
        assert image is not None
        replayed = image_files(workspace, image)
        for path in (*DEEP, *(f"{deep}/a" for deep in DEEP)):
            real, held = root / path, replayed.at(f"/w/{path}")
            assert held.state == ("there" if real.exists() else "absent"), (path, text)
            if real.exists():
                assert held.folder is real.is_dir(), (path, text)
            if real.is_file():
                assert held.source == real.read_text(), (path, text)
        for path in ("", *DEEP):
            if (root / path).is_dir():
                names = tuple(sorted(one.name for one in (root / path).iterdir()))
                assert replayed.children(f"/w/{path}") == (names, True), (path, text)


@settings(max_examples=100, deadline=None)
@given(paths=TREES, patterns=st.lists(st.sampled_from(("a", "b/*", "**/c", "!a/b", "!c", "*", "!b")), max_size=4))
def test_a_copied_context_holds_a_file_exactly_if_a_copy_of_it_by_name_is_there(
    paths: set[str], patterns: list[str]
) -> None:
    files = [path for path in sorted(paths) if not any(other.startswith(f"{path}/") for other in paths)]
    text = "\n".join(("FROM scratch", "COPY . /whole", *(f"COPY {path} /single/{path}" for path in files), ""))
    held = {**dict.fromkeys(files, b"x"), "Dockerfile": text.encode(), ".dockerignore": "\n".join(patterns).encode()}
    workspace = Workspace(MemoryTree(held))
    image = build(workspace, "Dockerfile", "", None)
    assert image is not None
    replayed = image_files(workspace, image)
    for path in files:
        whole, single = replayed.at(f"/whole/{path}"), replayed.at(f"/single/{path}")
        assert whole.state in ("there", "absent")
        assert single.state == ("there" if whole.state == "there" else "maybe")  # a failed copy says nothing
