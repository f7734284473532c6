"""What is collected where."""

from __future__ import annotations

import os

collect_ignore = ["test_posix_files.py"] if os.name == "nt" else []
