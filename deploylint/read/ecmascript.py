"""JavaScript and TypeScript source: imports, what a module does with failures, and what it starts."""

from __future__ import annotations

from typing import Any

from deploylint.facts.place import Source
from deploylint.facts.source import ScriptModule
from deploylint.read.ecmascript_handlers import handlers
from deploylint.read.ecmascript_imports import imports
from deploylint.read.ecmascript_loads import loads
from deploylint.read.ecmascript_names import FUNCTIONS
from deploylint.read.ecmascript_reads import reads
from deploylint.read.remarks import comments, covered
from deploylint.read.sweep import sweep
from deploylint.read.symbols import SCOPES
from deploylint.read.syntax import Syntax, overlong, parse, syntax_problems

_KINDS = frozenset(
    {
        *("try_statement", "catch_clause", "finally_clause", "if_statement", "ternary_expression"),
        *("import_statement", "export_statement", "call_expression", "comment", "html_comment"),
    }
)
# Without one of these words a module starts no command and no server.
_STARTING = ("child_process", "execSync", "execa", "zx", "shelljs", "spawn", "Bun.", "tinyexec", ".listen(")


def read(source: Source, language: str) -> ScriptModule:
    """The facts of a module in javascript, typescript or tsx; with syntax errors, those of what could be read."""
    problem = overlong(source)
    if problem is not None:
        return ScriptModule(problems=(problem,))
    syntax = parse(source, language)
    found = sweep(syntax.tree, language, _KINDS | FUNCTIONS | SCOPES[language])
    remarks = comments(syntax, (item.node for item in found if item.kind.endswith("comment")))
    return ScriptModule(
        problems=syntax_problems(syntax),
        comments=remarks,
        directives=covered(syntax, remarks),
        imports=imports(syntax, found),
        handlers=handlers(syntax, found),
        reads=reads(syntax),
        loads=loads(syntax),
        shebang=source.text.startswith("#!"),
        **_running(syntax, language),
    )


def _running(syntax: Syntax, language: str) -> dict[str, Any]:
    """The facts of what the module starts; most modules start nothing, which a search for a few words tells."""
    if not any(word in syntax.source.text for word in _STARTING):
        return {}
    from deploylint.read.ecmascript_commands import commands
    from deploylint.read.ecmascript_scopes import KINDS, imported_names, scopes
    from deploylint.read.ecmascript_servers import servers
    from deploylint.read.source_values import Module

    found = sweep(syntax.tree, language, KINDS)
    module = Module(syntax, scopes(found), imported_names(found))
    return {"commands": commands(module, found), "servers": servers(module, found)}
