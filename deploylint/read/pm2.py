"""PM2's process files (`ecosystem.config.js`, `pm2.json`) as documents: JavaScript, JSON or YAML, by their text."""

from __future__ import annotations

import re

from deploylint.facts.document import Document
from deploylint.facts.place import Source

_SCRIPT = re.compile(r"(?:^|[;\n])\s*(?:module\.)?exports\s*=|(?:^|[;\n])\s*export\s+default\b")


def read(source: Source) -> Document:
    """The document that the file is or exports; empty, with a problem to skip, where it exports nothing we can read."""
    if _SCRIPT.search(source.text):
        return _exported(source)
    if source.text.lstrip()[:1] in ("{", "["):
        from deploylint.read import json

        return json.read(source)
    from deploylint.read import yaml

    return yaml.read(source)


def _exported(source: Source) -> Document:
    from deploylint.read.ecmascript_objects import exported
    from deploylint.read.remarks import comments, covered
    from deploylint.read.sweep import sweep
    from deploylint.read.syntax import overlong, parse, syntax_problems

    problem = overlong(source)
    if problem is not None:
        return Document(problems=(problem,))
    syntax = parse(source, "javascript")
    remarks = comments(syntax, (item.node for item in sweep(syntax.tree, "javascript", frozenset({"comment"}))))
    found = exported(syntax, "javascript")
    problems = syntax_problems(syntax)
    directives = covered(syntax, remarks)
    if found is None:
        return Document(problems=problems, comments=remarks, directives=directives)
    return Document(root=found, problems=problems, comments=remarks, directives=directives)
