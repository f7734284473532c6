"""Handlers that did nothing log with a traceback and raise."""

from __future__ import annotations

import ast

import pytest

from tests.fix.made import fix

PATH = "app/mail.py"


def sending(head: str = "", handler: str = "except Exception:\n        pass", name: str = "send") -> str:
    return f"{head}def {name}(mail):\n    try:\n        post(mail)\n    {handler}\n"


def mended(call: str, head: str = "", clause: str = "except Exception:") -> str:
    return sending(head, f"{clause}\n        {call}\n        raise")


OWN = 'logging.getLogger(__name__).exception("send failed")'


@pytest.mark.parametrize(("before", "after"), [
    (sending(), mended(OWN, "import logging\n\n\n")),
    (sending("import logging\n\n\n"), mended(OWN, "import logging\n\n\n")),
    (sending("import logging.handlers\n\n\n"), mended(OWN, "import logging.handlers\n\n\n")),
    (sending("import os\n\n\n"), mended(OWN, "import logging\nimport os\n\n\n")),
    (sending("import abc\nimport os\n\n\n"), mended(OWN, "import abc\nimport logging\nimport os\n\n\n")),
    (sending("import abc\n\n\n"), mended(OWN, "import abc\nimport logging\n\n\n")),
    (sending("from os import path\n\n\n"), mended(OWN, "import logging\nfrom os import path\n\n\n")),
    (sending("from shop import x\n\n\n"), mended(OWN, "import logging\n\nfrom shop import x\n\n\n")),
    (sending("from . import x\n\n\n"), mended(OWN, "import logging\n\nfrom . import x\n\n\n")),
    (sending('"""Mail."""\n\n\n'), mended(OWN, '"""Mail."""\n\nimport logging\n\n\n')),
    (sending("#!/usr/bin/env python\n# ours\n\n\n"),
     mended(OWN, "#!/usr/bin/env python\n# ours\n\n\nimport logging\n\n\n")),
    (sending("from __future__ import annotations\n\n\n"),
     mended(OWN, "from __future__ import annotations\n\nimport logging\n\n\n")),
    (sending("import logging\n\nlog = logging.getLogger(__name__)\n\n\n"),
     mended('log.exception("send failed")', "import logging\n\nlog = logging.getLogger(__name__)\n\n\n")),
    (sending("import structlog\n\nLOG = structlog.get_logger()\n\n\n"),
     mended('LOG.exception("send failed")', "import structlog\n\nLOG = structlog.get_logger()\n\n\n")),
    (sending("from loguru import logger\n\n\n"),
     mended('logger.exception("send failed")', "from loguru import logger\n\n\n")),
    (sending("from logging import getLogger\n\n\n", "except:\n        pass"),
     mended(OWN, "import logging\nfrom logging import getLogger\n\n\n", "except:")),
    (sending(handler="except Exception as error:\n        ..."),
     mended(OWN, "import logging\n\n\n", "except Exception as error:")),
    (sending("import logging\n\n\n", "except Exception: pass"), mended(OWN, "import logging\n\n\n")),
    (sending("import logging\n\n\n", "except Exception:\n        # why\n        pass  # so be it"),
     sending("import logging\n\n\n", f"except Exception:\n        # why\n        {OWN}  # so be it\n        raise")),
])  # fmt: skip
def test_it_logs_and_raises(before: str, after: str) -> None:
    fixed = fix({PATH: before}, "SRC001")
    assert fixed.text(PATH) == after
    assert fixed.refused == {}
    assert fix(fixed.files, "SRC001").changed == {}
    ast.parse(after)


def test_a_handler_of_the_module_uses_a_logger_only_below_it() -> None:
    source = "import logging\n\ntry:\n    post()\nexcept Exception:\n    pass\n\nlog = logging.getLogger(__name__)\n"
    assert 'logging.getLogger(__name__).exception("a step of this module failed")' in fix(
        {PATH: source}, "SRC001"
    ).text(PATH)


def test_a_logger_that_a_parameter_hides_is_not_used() -> None:
    source = sending("import logging\n\nmail = logging.getLogger(__name__)\n\n\n")
    assert OWN in fix({PATH: source}, "SRC001").text(PATH)


@pytest.mark.parametrize(("source", "reason"), [
    (sending("from shop import logging\n\n\n"), "'logging' means something else there"),
    (sending("import shop as logging\n\n\n"), "'logging' means something else there"),
    (sending("if x:\n    import logging\n\n\n"), "'logging' means something else there"),
    (sending("logging = None\n\n\n"), "'logging' means something else there"),
    (sending(handler="except Exception:\n        return None"), "its body is more than 'pass'"),
    (sending(handler="except Exception:\n        'so'\n        pass"), "its body is more than 'pass'"),
    ("import contextlib\n\nwith contextlib.suppress(Exception):\n    g()\n", "it is no except clause"),
])  # fmt: skip
def test_what_is_not_understood_stays(source: str, reason: str) -> None:
    fixed = fix({PATH: source}, "SRC001")
    assert fixed.text(PATH) == source
    assert list(fixed.refused.values()) == [reason]


def test_narrow_handlers_are_left_to_people() -> None:
    source = sending(handler="except KeyError:\n        pass")
    fixed = fix({PATH: source}, "SRC001")
    assert (fixed.changed, fixed.refused) == ({}, {})


def test_nothing_is_done_unless_unsafe_fixes_are_wanted() -> None:
    assert fix({PATH: sending()}, "SRC001", unsafe=False).changed == {}


def test_two_rules_mend_one_file_in_turn() -> None:
    source = sending(handler="except Exception:\n        pass\n    breakpoint()")
    assert fix({PATH: source}, "SRC001", "SRC005").text(PATH) == mended(OWN, "import logging\n\n\n")
