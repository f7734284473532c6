"""Python source: imports, what a module defines, what it does with failures, and where it changes `sys.path`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from deploylint.facts.place import Source
from deploylint.facts.source import PythonModule
from deploylint.read.python_bindings import definitions, dynamic
from deploylint.read.python_handlers import handlers
from deploylint.read.python_imports import imports
from deploylint.read.python_loads import loads
from deploylint.read.python_names import IMPORTS, aliases
from deploylint.read.python_paths import path_edits
from deploylint.read.python_reads import reads
from deploylint.read.python_scopes import is_main_guard
from deploylint.read.python_values import environment, values
from deploylint.read.remarks import comments, covered
from deploylint.read.sweep import Found, sweep
from deploylint.read.syntax import Syntax, overlong, parse, syntax_problems

# Without one of these words a module starts no command, and no server by a function of its own; with one of the last
# `.run(` may start one.
_STARTING = (
    *("subprocess", "os.system", "os.popen", "os.exec", "create_subprocess", "call_command", "pty.spawn"),
    *("execute_from_command_line", "from os import", "uvicorn.run", "from uvicorn", "hypercorn", "waitress", "granian"),
    *("run_simple", "run_app", "import bottle", "from bottle"),
)
_RUNNING = ("Flask(", "OpenAPI(", "Quart(", "Sanic(", "Dash(", "SocketIO(", "debug=", "debug =", "reload")
_KINDS = IMPORTS | {
    *("function_definition", "class_definition", "lambda"),
    *("try_statement", "except_clause", "finally_clause", "with_statement", "if_statement", "match_statement"),
    *("named_expression", "global_statement", "comment"),
}


def read(source: Source) -> PythonModule:
    """The facts of a Python module, Python 2 or 3; with syntax errors, those of what could be read."""
    problem = overlong(source)
    if problem is not None:
        return PythonModule(problems=(problem,))
    syntax = parse(source, "python")
    found = sweep(syntax.tree, "python", _KINDS)
    names = aliases(found)
    bound = definitions(syntax.root, found)
    remarks = comments(syntax, (item.node for item in found if item.kind == "comment"))
    return PythonModule(
        problems=syntax_problems(syntax),
        comments=remarks,
        directives=covered(syntax, remarks),
        imports=imports(syntax, found),
        definitions=tuple(bound),
        bound=tuple(bound.items()),
        dynamic=dynamic(syntax, bound),
        handlers=handlers(syntax, found, names),
        path_edits=path_edits(syntax, names),
        main_guard=any(is_main_guard(statement) for statement in syntax.root.named_children),
        values=values(syntax, names),
        environment=environment(syntax, names),
        reads=reads(syntax, names),
        loads=loads(syntax, names),
        **_running(syntax, found),
    )


def _running(syntax: Syntax, imported: Iterable[Found]) -> dict[str, Any]:
    """The facts of what the module starts; most modules start nothing, which a search for a few words tells."""
    text = syntax.source.text
    runs = (".run(" in text or ".run_server(" in text) and any(word in text for word in _RUNNING)
    if not runs and not any(word in text for word in _STARTING):
        return {}
    from deploylint.read.python_commands import commands
    from deploylint.read.python_scopes import KINDS, scopes
    from deploylint.read.python_servers import servers
    from deploylint.read.source_values import Module

    found = sweep(syntax.tree, "python", KINDS)
    module = Module(syntax, scopes(found), aliases(imported))
    return {"commands": commands(module, found), "servers": servers(module, found)}
