"""What names a module may have, as far as a reader of its text can see."""

from __future__ import annotations

from deploylint.facts.source import PythonModule


def may_have(module: PythonModule, name: str) -> bool:
    """True unless surely nothing in the module gives it an attribute of this name; submodules are not looked at."""
    if module.dynamic or module.problems or name in module.definitions or name.startswith("__"):
        return True
    return any(one.name == "*" for one in module.imports)
