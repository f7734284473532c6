"""Oracles are packages that not every platform has: their tests are collected where they are installed."""

from importlib.util import find_spec

collect_ignore = [] if find_spec("dockerfile") else ["test_dockerfile_oracle.py"]
