"""What except clauses try, and the failures that `contextlib.suppress` swallows."""

from __future__ import annotations

import pytest

from deploylint.facts.place import Range, Source
from deploylint.facts.source import Handler
from deploylint.read import python


def handlers(text: str) -> tuple[Handler, ...]:
    return python.read(Source(text)).handlers


def handler(text: str) -> Handler:
    (found,) = handlers(text)
    return found


@pytest.mark.parametrize(
    ("tried", "cleanup"),
    [
        ("sock.close()", True),
        ("os.unlink(path)", True),
        ("await writer.wait_closed()", True),
        ("task.cancel()\n    await task", True),
        ("if os.path.exists(p):\n        os.remove(p)", True),
        ("for t in tasks:\n        t.cancel()", True),
        ("self.sock.close()\n    self.sock = None", True),
        ("work()\n    sock.close()", False),
        ("x = sock.close()", False),
        ("pass", False),
        ("await compute", False),
    ],
)
def test_a_try_that_only_gives_things_back_is_cleanup(tried: str, cleanup: bool) -> None:
    assert handler(f"try:\n    {tried}\nexcept OSError:\n    pass\n").cleanup is cleanup


@pytest.mark.parametrize(
    ("tried", "optional"),
    [
        ("import a", True),
        ("from a import b\n    HAS = True\n    # so\n    x = b.c", True),
        ("import a\n    a.start()", False),
        ("x = 1", False),
    ],
)
def test_a_try_of_imports_alone_is_an_optional_import(tried: str, optional: bool) -> None:
    assert handler(f"try:\n    {tried}\nexcept ImportError:\n    pass\n").optional_import is optional


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("import contextlib\nwith contextlib.suppress(Exception):\n    x()\n", ("Exception",)),
        ("from contextlib import suppress\nwith a, suppress(A, b.C) as s:\n    x()\n", ("A", "b.C")),
        ("from contextlib import suppress as quiet\nasync with quiet(A):\n    x()\n", ("A",)),
        ("import contextlib as c\nwith (c.suppress(A)):\n    x()\n", ("A",)),
    ],
)
def test_a_suppressing_with_is_a_silent_handler(text: str, types: tuple[str, ...]) -> None:
    found = handler(text)
    assert (found.types, found.form, found.body) == (types, "silent", "pass")


def test_a_suppressing_with_knows_what_it_tries() -> None:
    found = handler("def f():\n    with contextlib.suppress(OSError):\n        os.unlink(p)\n")
    assert (found.cleanup, found.symbol, found.snippet) == (True, "f", "with contextlib.suppress(OSError):")
    assert found.range == Range(2, 10, 2, 38)


def test_another_suppress_is_none() -> None:
    assert handlers("from mine import suppress\nwith suppress(A):\n    pass\nwith self.suppress(A):\n    pass\n") == ()
