"""Which modules that are not there should have come from the repository."""

from __future__ import annotations

from deploylint.model.paths import parent
from deploylint.model.place import Place
from deploylint.model.targets.installed import brought
from deploylint.model.workspace import Workspace

# A top-level name that no distribution has: `src` is where projects keep their own code.
_NEVER_INSTALLED = frozenset({"src"})
_GENERATED = ("_pb2", "_pb2_grpc", "_version", "version", "__version__", "_generated", "_build", "build_info")


def is_own(workspace: Workspace, place: Place, module: str, importer: str) -> bool:
    """True if a module that an importing file asks for is the repository's, and nothing else seems to bring it."""
    top = module.partition(".")[0]
    if brought(workspace, place, module):
        return False
    if top in _NEVER_INSTALLED:
        return True
    folder = parent(importer)
    while True:
        beside = f"{folder}/{top}".lstrip("/")
        if (workspace.exists(f"{beside}.py") and f"{beside}.py" != importer) or _holds_python(workspace, beside):
            return True
        if not folder:
            return False
        folder = parent(folder)


def generated(module: str) -> bool:
    """True for a name that tools write when a project is built."""
    return any(part.endswith(_GENERATED) or "generated" in part for part in module.split("."))


def _holds_python(workspace: Workspace, folder: str) -> bool:
    if not workspace.is_folder(folder):
        return False
    return any(name.endswith(".py") for name in workspace.children(folder)) or bool(workspace.glob(f"{folder}/*/*.py"))
