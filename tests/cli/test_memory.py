"""What runs remember never changes what they say: random histories, judged with the memory and without."""

from __future__ import annotations

import ast
import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deploylint.check import kinds, load
from deploylint.check.settings import Selection
from deploylint.cli import cache
from deploylint.cli.errors import CannotRun
from deploylint.cli.run import Request, lint
from deploylint.cli.shipped import shipped
from deploylint.cli.which import Which
from deploylint.model import join as model
from deploylint.report.formats.text import render
from deploylint.report.run import Options
from tests.cli.histories import FILES, Edit, edits
from tests.repository import Repository, isolate

FOLDER = "DEPLOYLINT_CACHE_DIR"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    isolate(monkeypatch)
    monkeypatch.setenv(FOLDER, str(tmp_path / "cache"))
    made = Repository(tmp_path / "r")
    made.commit(dict(FILES))
    return made


def answer(root: Path, *, cache: bool, day: str = "2026-01-01") -> str:
    """The whole report on what is staged, notes too, or why there is none."""
    request = Request(
        paths=(str(root),),
        selection=Selection(),
        as_of=date.fromisoformat(day),
        options=Options(verbose=True),
        which=Which(staged=True),
        whole=False,
        cache=cache,
    )
    try:
        return render(lint(request, lambda step: None))
    except CannotRun as error:
        return error.format_message()


def apply(repository: Repository, edit: Edit) -> None:
    """Do an edit and stage it; one that makes no sense does nothing."""
    action, path, other = edit
    place = repository.root / path
    if action == "move":
        target = repository.root / other
        if place.is_file() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            place.rename(target)
    elif action in ("delete", "mode"):
        if place.is_file():
            place.unlink() if action == "delete" else place.chmod(place.stat().st_mode ^ 0o111)
    else:
        before = place.read_text("utf-8") if place.is_file() and action != "write" else ""
        repository.write({path: before + other if action == "append" else other + before})
    repository.git("add", "--all")


@given(st.lists(st.tuples(st.lists(edits(), min_size=1, max_size=3), st.booleans()), min_size=2, max_size=5))
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_remembered_changes_no_answer(history: list[tuple[list[Edit], bool]]) -> None:
    """Each step stages some edits, and is committed or given up."""
    with pytest.MonkeyPatch.context() as patch:
        isolate(patch)
        folder = Path(mkdtemp())
        patch.setenv(FOLDER, str(folder / "cache"))
        repository = Repository(folder / "r")
        repository.commit(dict(FILES))
        try:
            for staged, committed in history:
                for edit in staged:
                    apply(repository, edit)
                plain = answer(repository.root, cache=False)
                assert [answer(repository.root, cache=True) for _ in range(2)] == [plain, plain]
                repository.git(*(("commit", "-qm", "step") if committed else ("reset", "-q", "--hard")), check=False)
        finally:
            shutil.rmtree(folder)


def broken(*arguments: object) -> object:
    raise AssertionError("joined")


def hooked(repository: Repository, files: dict[str, str]) -> str:
    """What the hook says of a commit that is then made."""
    repository.stage(files)
    said = answer(repository.root, cache=True)
    repository.commit()
    return said


@pytest.mark.parametrize("files", [
    {"web/view.ts": "export const view = 2;\n"},
    {"shop/pay.py": FILES["shop/pay.py"] + "\n\ndef refund():\n    return 0\n"},
    {"shop/fresh.py": "def fresh():\n    return 1\n", "data/new.md": "# New\n"},
    {"data/one.yaml": "name: two\n"},
], ids=" and ".join)  # fmt: skip
def test_what_the_model_does_not_depend_on_is_judged_without_it(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, files: dict[str, str]
) -> None:
    hooked(repository, {"Procfile": FILES["Procfile"] + "clock: python -m shop.aside\n"})
    monkeypatch.setattr(model, "join", broken)
    for text in ("", "\n"):
        repository.stage({path: before + text for path, before in files.items()})
        assert answer(repository.root, cache=True).endswith("changed files\n")
        repository.commit()


@pytest.mark.parametrize("files", [
    {"shop/pay.py": "import os\nfrom shop import none\n" + FILES["shop/pay.py"]},
    {"Dockerfile": FILES["Dockerfile"].replace("8000", "9000")},
    {"shop/main.py": "import os\n\napplication = object()\n"},
], ids=" and ".join)  # fmt: skip
def test_what_the_model_depends_on_is_joined_again(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, files: dict[str, str]
) -> None:
    hooked(repository, {"Procfile": FILES["Procfile"] + "clock: python -m shop.aside\n"})
    repository.stage(files)
    assert answer(repository.root, cache=True) == answer(repository.root, cache=False)


def test_the_state_before_is_not_joined_where_the_hook_has_seen_it(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooked(repository, {"Procfile": FILES["Procfile"] + "clock: python -m shop.aside\n"})
    joined = []
    monkeypatch.setattr(model, "join", lambda *said, join=model.join: joined.append(said) or join(*said))
    repository.stage({"Dockerfile": FILES["Dockerfile"] + "ENV TZ=UTC\n"})
    assert answer(repository.root, cache=True).endswith("changed files\n")
    assert len(joined) == 1


@pytest.mark.parametrize("files", [
    {"Dockerfile": FILES["Dockerfile"] + "ENV TZ=UTC\n"},
    {"Dockerfile": FILES["Dockerfile"] + "ENV TZ=UTC\n", "data/new.md": "# New\n"},
    {"Dockerfile": FILES["Dockerfile"] + "COPY gone.txt .\n"},
], ids=["harmless", "with a new file", "refused"])  # fmt: skip
def test_what_was_judged_once_is_not_joined_again(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, files: dict[str, str]
) -> None:
    """As where a hook refused the commit, and what is mended lies in a source file."""
    hooked(repository, {"Procfile": FILES["Procfile"] + "clock: python -m shop.aside\n"})
    repository.stage(files)
    said = answer(repository.root, cache=True)
    assert ("gone.txt" in said) == ("gone.txt" in files["Dockerfile"])
    shop = {"shop/pay.py": FILES["shop/pay.py"] + "\n\ndef refund():\n    return 0\n"}
    with monkeypatch.context() as patch:
        patch.setattr(model, "join", broken)
        assert answer(repository.root, cache=True) == said
        repository.stage(shop)
        quick = answer(repository.root, cache=True)
    assert quick == answer(repository.root, cache=False)


def test_no_line_of_a_file_is_left_behind(repository: Repository, tmp_path: Path) -> None:
    secret = "c8f1d2e9b7a64f3d9e0a"
    hooked(repository, {".env": f"API_KEY={secret}\n", "Dockerfile": FILES["Dockerfile"] + f"ENV API_KEY={secret}\n"})
    hooked(
        repository, {"Procfile": f"web: gunicorn shop.main:app\nclock: curl https://user:{secret}@example.com/a.py\n"}
    )
    left = [place for place in (tmp_path / "cache").iterdir() if not place.name.startswith("rules-")]
    assert left
    for place in left:
        data = place.read_bytes()
        assert secret.encode() not in data
        assert os.name == "nt" or place.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("spoil", [
    lambda folder: [place.write_bytes(b"\x93nothing") for place in folder.iterdir()],
    lambda folder: [place.write_bytes(place.read_bytes()[:-9]) for place in folder.iterdir()],
    lambda folder: [place.write_bytes(b"") for place in folder.iterdir()],
    shutil.rmtree,
    lambda folder: (shutil.rmtree(folder), folder.write_bytes(b"")),
])  # fmt: skip
def test_a_spoilt_memory_is_none(repository: Repository, tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    hooked(repository, {"web/view.ts": "export const view = 3;\n"})
    spoil(tmp_path / "cache")
    repository.stage({"shop/pay.py": "def charge():\n    breakpoint()\n"})
    assert answer(repository.root, cache=True) == answer(repository.root, cache=False)


def test_nothing_is_left_where_nothing_is_wanted(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.stage({"web/view.ts": "export const view = 3;\n"})
    answer(repository.root, cache=False)
    monkeypatch.setenv(FOLDER, "")
    answer(repository.root, cache=True)
    assert not (tmp_path / "cache").exists()


def test_the_oldest_files_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    for number in range(80):
        cache.write(str(number), b"x")
        os.utime(tmp_path / str(number), ns=(number, number))
    cache.write("last", b"x")
    left = {place.name for place in tmp_path.iterdir()}
    assert len(left) == 64
    assert "last" in left
    assert "0" not in left


def test_rules_that_were_kept_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    assert shipped() == load.shipped()
    assert any(tmp_path.iterdir())
    assert shipped() == load.shipped()


def test_kinds_that_judge_files_by_their_content_nominate_them() -> None:
    (folder,) = kinds.__path__
    for place in Path(folder).glob("*.py"):
        tree = ast.parse(place.read_text("utf-8"))
        calls = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call)}
        nominates = any(
            (isinstance(call, ast.Name) and call.id == "holding")
            or (isinstance(call, ast.Attribute) and call.attr == "holding")
            for call in calls
        )
        assert nominates or "BY_CONTENT" not in place.read_text("utf-8"), place.name
