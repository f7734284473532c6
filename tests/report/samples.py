"""A run made by hand: a service on two platforms, a source file with awkward characters, and what was found there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from deploylint.check.finding import Finding, Level, Related
from deploylint.check.rule import Rule
from deploylint.facts.listing import FileNote
from deploylint.facts.place import Range, Source, Span
from deploylint.report.run import Options, Run, Summary
from deploylint.report.service import (
    Declaration,
    Effective,
    Launch,
    Line,
    Listens,
    Port,
    Reason,
    Service,
    Shadowed,
    Step,
    Target,
)

FILES = {
    "backend/Dockerfile": 'FROM python:3.12-slim\nCOPY . .\nCMD ["uvicorn", "src.api.service:app", "--port", "8000"]\n',
    "backend/Procfile": "web: gunicorn api.service:app\n",
    "render.yaml": "services:\n  - type: web\n    name: backend\n    startCommand: gunicorn api.service:app\n",
    "backend/naïve [1]/日本.py": "import os\n\tname = '日本語'  # TODO tab and wide characters\nprint(name)",
}


def rule(id_: str, name: str, **fields: object) -> Rule:
    given = {
        "family": "boot",
        "kind": "conflict",
        "confidence": "high",
        "since": "0.1",
        "levels": {"default": {"production": "error", "unknown": "warning"}},
        "messages": {"default": "'{service}' starts in '{number}' different ways."},
        "hints": {"default": "declare one start command and let the others go"},
        "presets": ("recommended",),
        "params": {},
        "title": f"What {name} is about.",
        "prose": f"What {name} is about. Why it matters.\n\nHow to mend it.",
    }
    return Rule(id=id_, name=name, **(given | fields))  # type: ignore[arg-type]


RULES = (
    rule("BOOT001", "conflicting-start-commands"),
    rule(
        "BOOT002",
        "missing-start-target",
        messages={"default": "The image holds no module '{target}'."},
        hints={"default": "start 'api.service:app', or copy src/ into the image"},
    ),
    rule(
        "SRC006",
        "todo-comment",
        family="source",
        confidence="medium",
        levels={"default": {"production": "note"}},
        messages={"default": "'{marker}' stands in a comment."},
        hints={},
        tags=("security", "comment"),
    ),
)


def span(path: str, line: int, column: int, end_column: int, end_line: int | None = None) -> Span:
    return Span(path, Range(line, column, end_line or line, end_column))


def finding(rule_id: str, place: Span, level: Level, values: dict[str, str], **fields: object) -> Finding:
    one = next(r for r in RULES if r.id == rule_id)
    message = one.messages["default"]
    for name, value in values.items():
        message = message.replace("{" + name + "}", value)
    given = {
        "certainty": "certain",
        "hint": one.hints.get("default", ""),
        "message_id": "default",
        "service": "",
        "platform": "",
        "scope": "all",
        "subject": "x",
        "key": f"{rule_id}:{place.path}:x",
    }
    return Finding(
        rule=rule_id,
        name=one.name,
        level=level,
        confidence=one.confidence,
        message=message,
        arguments=tuple(values.items()),
        span=place,
        **(given | fields),  # type: ignore[arg-type]
    )


CMD = span("backend/Dockerfile", 3, 5, 56)
START = span("render.yaml", 4, 19, 43)
WEB = span("backend/Procfile", 1, 6, 30)

FINDINGS = (
    finding(
        "BOOT001",
        CMD,
        "error",
        {"service": "backend", "number": "two"},
        service="backend",
        related=(
            Related(START, "gunicorn api.service:app: runs when the blueprint decides"),
            Related(WEB, "gunicorn api.service:app: not in the repository root"),
        ),
        also=("BOOT004",),
    ),
    finding(
        "BOOT002", span("backend/Dockerfile", 3, 18, 39), "error", {"target": "src.api.service"}, service="backend"
    ),
    finding("SRC006", span("backend/naïve [1]/日本.py", 2, 18, 22), "note", {"marker": "TODO"}),
)


def declaration(kind: str, label: str, platform: str, place: Span, text: str) -> Declaration:
    return Declaration(
        kind=kind,
        platform=platform,
        label=label,
        location=place,
        process="web",
        phase="start",
        shell="no",
        role="production",
        text=text,
    )


MISSING = Launch(
    program="uvicorn",
    identity="src.api.service:app",
    text="uvicorn src.api.service:app",
    target=Target("missing", None, "there is no 'src'"),
    via=(Step("./start.sh", CMD),),
    location=span("backend/start.sh", 7, 1, 40),
)
IMAGE_START = declaration("dockerfile.start", "CMD", "docker", CMD, "uvicorn src.api.service:app --port 8000")
STARTED = replace(IMAGE_START, launch=MISSING)
BLUEPRINT_START = declaration("render.startCommand", "startCommand", "render", START, "gunicorn api.service:app")

SERVICES = (
    Service(
        id="backend",
        process="web",
        folder="backend",
        declarations=(STARTED, BLUEPRINT_START),
        platforms=(
            Effective(
                platform="render",
                title="Render (docker)",
                name="backend",
                entry=span("render.yaml", 2, 5, 14),
                winner=STARTED,
                argv=("uvicorn", "src.api.service:app", "--port", "8000"),
                certainty="likely",
                role="production",
                evidence=(Reason("production", "a blueprint deploys to production", START),),
                shadowed=(Shadowed("a service with runtime docker ignores startCommand", False, BLUEPRINT_START),),
                assumptions=("the image has no other entrypoint", "the dashboard could override this"),
                reason="the image has no other entrypoint",
                command='uvicorn src.api.service:app --port "$PORT"',
                entrypoint=Line("ENTRYPOINT", '["tini", "--"]', span("backend/Dockerfile", 2, 12, 26)),
                before=(Line("preDeployCommand", "alembic upgrade head", span("render.yaml", 5, 23, 43)),),
                build=(Line("buildCommand", "make", span("render.yaml", 6, 19, 23)),),
                port=Port(
                    given="PORT",
                    default=10000,
                    listens=Listens(source="given", port="8000", host="127.0.0.1", location=None),
                ),
            ),
            Effective(
                platform="heroku",
                title="Heroku",
                name="web",
                entry=WEB,
                winner=None,
                argv=(),
                certainty="unknown",
                role="unknown",
                unread="Heroku reads a Procfile in the root alone",
                reason="Heroku is told no start command here",
            ),
        ),
        joined=("both start the same source root as web",),
        role="production",
    ),
)
PULLED = Service(
    id="db (compose.yaml)",
    process="service",
    folder="",
    declarations=(),
    platforms=(
        Effective(
            platform="compose",
            title="Compose",
            name="db",
            entry=span("compose.yaml", 3, 3, 5),
            winner=None,
            argv=(),
            certainty="unknown",
            role="unknown",
            evidence=(Reason("unknown", "no file says whether this compose project is production", None),),
            image="postgres:16",
            port=Port(published=(Line("ports", "5432:5432", span("compose.yaml", 6, 9, 20)),)),
        ),
    ),
    joined=(),
    role="unknown",
)


def run(contents: dict[str, str] | None = None, **fields: object) -> Run:
    """The sample run, or one with other fields, over the sample's files or others."""
    texts = FILES if contents is None else contents
    given = {
        "findings": FINDINGS,
        "services": SERVICES,
        "files": (FileNote("backend/Dockerfile", "dockerfile"), FileNote("logo.yaml", "yaml", "binary")),
        "rules": RULES,
        "summary": Summary(errors=2, warnings=0, notes=1, recognised=3, files=12),
    }
    return Run(
        version="0.1.0",
        as_of=date(2026, 1, 1),
        source=lambda path: Source(texts[path]) if path in texts else None,
        content=lambda path: texts[path].encode() if path in texts else None,
        **(given | fields),  # type: ignore[arg-type]
    )


def options(one: Run, **fields: object) -> Run:
    return replace(one, options=replace(Options(), **fields))  # type: ignore[arg-type]
