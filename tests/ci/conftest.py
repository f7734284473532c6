"""The action's scripts are for bash."""

from __future__ import annotations

import os

collect_ignore = ["test_action.py"] if os.name == "nt" else []
