"""Which part of a repository a path belongs to."""

from __future__ import annotations

import pytest

from deploylint.model.sources import part


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("app/main.py", "shipped"),
        ("src/components/Button.tsx", "shipped"),
        ("contest/latest.py", "shipped"),
        ("app/testing_room.py", "shipped"),
        ("src/protest.ts", "shipped"),
        ("src/attestation.spec/data.ts", "shipped"),
        ("app/scripting/engine.py", "shipped"),
        ("tests/conftest.py", "tests"),
        ("conftest.py", "tests"),
        ("app/tests.py", "tests"),
        ("app/test_views.py", "tests"),
        ("app/views_test.py", "tests"),
        ("src/cart.test.ts", "tests"),
        ("src/cart.spec.tsx", "tests"),
        ("src/__tests__/cart.ts", "tests"),
        ("Tests/Cart.py", "tests"),
        ("packages/web/e2e/login.ts", "tests"),
        ("src/Button.stories.tsx", "tests"),
        ("jest.setup.js", "tests"),
        ("scripts/seed.js", "scripts"),
        ("app/scripts/report.py", "scripts"),
        ("manage.py", "scripts"),
        ("prisma/seed.ts", "scripts"),
        ("src/seed.js", "scripts"),
        ("vite.config.ts", "config"),
        (".eslintrc.js", "config"),
        ("alembic/env.py", "migrations"),
        ("shop/migrations/0001_initial.py", "migrations"),
        ("docs/conf.py", "docs"),
        ("examples/app.py", "examples"),
        ("examples/tests/test_app.py", "tests"),
        ("notebooks/plot.py", "notebooks"),
        ("plot.ipynb", "notebooks"),
        ("node_modules/x/index.js", "vendored"),
        ("static/jquery.min.js", "vendored"),
        ("static/js/jquery-3.7.1.js", "vendored"),
        ("staticfiles/admin/js/core.js", "vendored"),
        ("dist/server.js", "generated"),
        ("api/service_pb2.py", "generated"),
        ("types/global.d.ts", "generated"),
    ],
)
def test_names_in_the_path_say_the_part(path: str, expected: str) -> None:
    assert part(path) == expected
