"""The grammars of tree-sitter, without what their packages load besides."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from types import ModuleType


def grammar(package: str, function: str = "language") -> object:
    """The pointer to a grammar, for `tree_sitter.Language`.

    The packages find query files that are not used here by `importlib.resources`, whose import takes 7 ms: only the
    compiled module is loaded, or the whole package where that does not lie where it should.
    """
    make: Callable[[], object] = getattr(_binding(package) or import_module(package), function)
    return make()


def _binding(package: str) -> ModuleType | None:
    outer = PathFinder.find_spec(package)
    if outer is None or outer.submodule_search_locations is None:
        return None
    spec = PathFinder.find_spec(f"{package}._binding", outer.submodule_search_locations)
    if spec is None or spec.loader is None:
        return None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
