"""Which settings module a start of Django selects, and whether it leaves the debug mode on."""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.facts.source import Import, ModuleValue, PythonModule
from deploylint.model.deployment import Step, Use
from deploylint.model.evidence import role_of_name
from deploylint.model.paths import base, parent
from deploylint.model.place import Place, locate
from deploylint.model.resolve import find_module, module_roots, resolve
from deploylint.model.roles import Role
from deploylint.model.workspace import Workspace

_VARIABLE = "DJANGO_SETTINGS_MODULE"
_DEEPEST = 6  # settings that take over settings


@dataclass(frozen=True, slots=True)
class Debug:
    """`DEBUG = True`: where, in which role, and the way there from the start command."""

    path: str
    value: ModuleValue
    role: Role
    way: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class _Selected:
    """A settings module by its dotted name, who says so, and whether that is only what holds if nobody says more."""

    module: str
    span: Span
    default: bool


def debug(workspace: Workspace, use: Use) -> Debug | None:
    """The literal `DEBUG = True` that holds for a start of Django; None if it is off, or cannot be known.

    Settings for development that only a default selects are no finding: a variable of the platform selects others.
    """
    if use.role not in ("production", "unknown"):
        return None
    selected = _selected(workspace, use)
    path = find_module(workspace, module_roots(workspace, use), selected.module) if selected is not None else None
    if selected is None or path is None:
        return None
    role = use.role
    if selected.default:
        said = role_of_name(selected.module.replace(".", "-"))
        if said is not None and said[0] in ("development", "test"):
            return None
        if _has_production_sibling(workspace, path):
            role = "unknown"
    found = _value(workspace, path, module_roots(workspace, use), ())
    if found is None:
        return None
    where, value, way = found
    step = Step(selected.span, f"{_VARIABLE}={selected.module}")
    return Debug(where, value, role, (step, *way)) if value.value == "true" else None


def settings_module(workspace: Workspace, use: Use) -> tuple[str, Span] | None:
    """The settings module that the sources themselves select for a start of Django, and where they do."""
    selected = _selected(workspace, use)
    return (selected.module, selected.span) if selected is not None else None


def settings_files(workspace: Workspace, use: Use) -> tuple[tuple[str, tuple[Step, ...]], ...]:
    """The settings module that a start of Django surely loads, and those whose names it takes over, with the ways."""
    selected = _selected(workspace, use)
    roots = module_roots(workspace, use)
    path = find_module(workspace, roots, selected.module) if selected is not None else None
    if selected is None or path is None:
        return ()
    if selected.default:
        said = role_of_name(selected.module.replace(".", "-"))
        if (said is not None and said[0] != "production") or _has_production_sibling(workspace, path):
            return ()
    found: dict[str, tuple[Step, ...]] = {path: (Step(selected.span, f"{_VARIABLE}={selected.module}"),)}
    for one, way in list(found.items()):
        module = workspace.get(one, PythonModule)
        for imported in module.imports if module is not None and len(way) <= _DEEPEST else ():
            if imported.name == "*" and not imported.local and not imported.optional:
                for other in _star(workspace, one, roots, imported):
                    found.setdefault(other, (*way, Step(Span(one, imported.range), other)))
    return tuple(found.items())


def _selected(workspace: Workspace, use: Use) -> _Selected | None:
    """The settings module: `--settings`, what the entry module forces, the environment, the entry module's default."""
    entry = _entry(workspace, use)
    source = workspace.source(entry) if entry is not None else None
    speaks = entry is not None and source is not None and _VARIABLE in source.text
    module = workspace.get(entry, PythonModule) if entry is not None and speaks else None
    said = [one for one in module.environment if one.name == _VARIABLE] if module is not None else []
    if entry is None or not said:
        return None
    option = use.invocation.option("--settings") if use.invocation.program == "django" else None
    if option is not None:
        name = option.value.value if option.value is not None else None
        return _Selected(name, Span(use.span.path, option.range), default=False) if name is not None else None
    forced = [one for one in said if one.force]
    if not forced and _VARIABLE in use.environment:
        name, span = use.environment[_VARIABLE]
        return _Selected(name, span, default=False) if name is not None else None
    chosen = (forced or said)[-1 if forced else 0]
    return _Selected(chosen.value, Span(entry, chosen.range), default=not forced) if chosen.value is not None else None


def _entry(workspace: Workspace, use: Use) -> str | None:
    """The module that a server imports, or the manage.py whose development server runs."""
    invocation = use.invocation
    if invocation.program == "django":
        if invocation.setting("development-server") is None:
            return None
        return next(iter(locate(workspace, use.place, "manage.py")), None)
    target = invocation.target
    if target is None or target.kind not in ("python-attribute", "python-file") or "server" not in invocation.kinds:
        return None
    resolution = resolve(workspace, use)
    return resolution.path if resolution.state == "found" else None


def setting(workspace: Workspace, use: Use, name: str) -> str | None:
    """The literal value of a setting that a start of Django selects, whoever selects it; None if it is not known."""
    selected = _selected(workspace, use)
    roots = module_roots(workspace, use)
    path = find_module(workspace, roots, selected.module) if selected is not None else None
    found = _value(workspace, path, roots, (), name) if path is not None else None
    return found[1].value if found is not None else None


def _value(
    workspace: Workspace, path: str, roots: tuple[Place, ...], way: tuple[Step, ...], name: str = "DEBUG"
) -> tuple[str, ModuleValue, tuple[Step, ...]] | None:
    """The last value of a name in a module, or of one whose names it takes over; None if that cannot be known."""
    module = workspace.get(path, PythonModule)
    if module is None or len(way) > _DEEPEST or module.dynamic:
        return None
    stars = [one for one in module.imports if one.name == "*" and not one.local]
    own = [value for value in module.values if value.name == name]
    if own:
        last = own[-1]
        later = any(one.range > last.range for one in stars)
        return None if later else (path, last, way)
    if not stars or any(one.optional for one in stars):
        return None
    for one in reversed(stars):
        for other in _star(workspace, path, roots, one):
            found = _value(workspace, other, roots, (*way, Step(Span(path, one.range), base(other))), name)
            if found is not None:
                return found
    return None


def _star(workspace: Workspace, path: str, roots: tuple[Place, ...], one: Import) -> Iterator[str]:
    """The module of `from module import *`."""
    if one.level:
        folder = parent(path)
        for _ in range(one.level - 1):
            folder = parent(folder)
        roots = (Place("repository", folder),)
    found = find_module(workspace, roots, one.module) if one.module else None
    if found is not None:
        yield found


def _has_production_sibling(workspace: Workspace, path: str) -> bool:
    """True if a settings file for production lies beside: another one may be selected where it runs."""
    package = base(path) == "__init__.py" or "settings" in base(parent(path))
    for name in workspace.children(parent(path)):
        said = role_of_name(name.removesuffix(".py"))
        if said is not None and said[0] == "production" and name != base(path) and (package or "settings" in name):
            return True
    return False
