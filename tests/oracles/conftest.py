"""Oracles are packages that not every platform has: their tests are collected where they are installed."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from shutil import which

_programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])

collect_ignore = [
    name
    for name, there in {
        "test_dockerfile_oracle.py": find_spec("dockerfile"),
        "test_reality_node.py": which("node", path=_programs),
        "test_reality_python.py": hasattr(os, "fork") and find_spec("gunicorn") and find_spec("uvicorn"),
        "test_shell_oracle.py": which("shfmt", path=_programs),
    }.items()
    if not there
]
