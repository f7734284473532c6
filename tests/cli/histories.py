"""A small repository whose files depend on each other, and edits of it."""

from __future__ import annotations

from hypothesis import strategies as st

FILES = {
    "Dockerfile": "FROM python:3.12-slim\nCOPY . /app\nUSER nobody\nWORKDIR /app\nENV PORT=8000\n"
    'CMD ["uvicorn", "shop.main:app", "--port", "8000"]\n',
    "Procfile": "web: gunicorn shop.main:app\n",
    "shop/__init__.py": "",
    "shop/main.py": "import os\nfrom shop import pay\n\napp = object()\nKEY = os.environ['KEY']\n",
    "shop/pay.py": "def charge():\n    try:\n        return 1\n    except ValueError:\n        raise\n",
    "shop/aside.py": "VALUE = 1  # plain\n",
    "web/view.ts": "export const view = 1;\n",
    "data/one.yaml": "name: one\n",
    "bin/serve": "#!/bin/sh\nexec gunicorn shop.main:app\n",
    ".env.example": "KEY=\n",
    "README.md": "# Shop\n",
}
TEXTS = (
    "import os\nfrom shop import pay, aside\n\napp = object()\nKEY = os.environ['KEY']\nTOKEN = os.environ['TOKEN']\n",
    "from shop import gone\n\napp = object()\n",
    "def charge():\n    try:\n        return 1\n    except Exception:\n        pass\n",
    "def charge():\n    breakpoint()  # TODO remove\n    return 2\n",
    "def charge():\n    return open('data/none.json')\n\n\ndef more():\n    return 3\n",
    "import subprocess\nsubprocess.run(['prisma', 'migrate', 'reset', '--force'])\n",
    "# deploylint: ignore[SRC001, SRC005] it is meant\ndef charge():\n    debugger\n",
    "export const view = 2; // TODO later\ntry { view; } catch (e) {}\n",
    "import { execSync } from 'child_process';\nexecSync('npm run dev');\n",
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers:"
    " [{name: web, image: shop, command: [python, -m, shop.none]}]}}}\n",
    "services:\n  web:\n    build: .\n    command: uvicorn shop.main:app --reload\n",
    "web: gunicorn shop.main:app\nrelease: python manage.py migrate\n",
    'FROM python:3.12\nCOPY . /app\nWORKDIR /app\nCMD ["uvicorn", "shop.main:application", "--reload"]\n',
    "#!/usr/bin/env python\nfrom shop import main\n",
    "#!/bin/sh\nuvicorn shop.none:app --reload\n",
    "exclude: [data/]\n",
    "",
)
PATHS = (*FILES, "shop/gone.py", "data/none.json", "compose.yaml", "data/two.yaml", "deploylint.yaml", "k8s/web.yaml")

Edit = tuple[str, str, str]  # what is done, the file, and the text or the other file


def edits() -> st.SearchStrategy[Edit]:
    """One edit: a text written, appended to or put above a file, a file gone, moved, or made executable."""
    paths = st.sampled_from(PATHS)
    return st.one_of(
        st.tuples(st.sampled_from(("write", "append", "above")), paths, st.sampled_from(TEXTS)),
        st.tuples(st.sampled_from(("append", "above")), paths, st.sampled_from(("\n# more\n", "\n\n"))),
        st.tuples(st.sampled_from(("delete", "mode")), paths, st.just("")),
        st.tuples(st.just("move"), paths, paths),
    )
