"""`--fix` on links; not collected where making one needs rights."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Deploylint
from tests.cli.test_fix import FIXED_VIEWS, VIEWS


def test_a_linked_file_is_fixed_once(shop: Path, deploylint: Deploylint) -> None:
    (shop / "shop/views.py").write_text(VIEWS, encoding="utf-8")
    (shop / "views.py").symlink_to("shop/views.py")
    assert deploylint("--fix", "--select=SRC005").exit_code == 0
    assert (shop / "views.py").is_symlink()
    assert (shop / "shop/views.py").read_text(encoding="utf-8") == FIXED_VIEWS
