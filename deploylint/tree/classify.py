"""From a path to the format that reads it; content decides where a name does not: `#!` lines, `services` of Compose."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial
from typing import AnyStr


def _later(pattern: AnyStr) -> Callable[[], re.Pattern[AnyStr]]:
    """A pattern that is compiled when it is first used: most paths are known by their ending."""
    return cache(partial(re.compile, pattern))


_BY_NAME = {
    ".dockerignore": "dockerignore",
    ".containerignore": "dockerignore",
    "Procfile": "procfile",
    "Makefile": "makefile",
    "makefile": "makefile",
    "GNUmakefile": "makefile",
    "package.json": "package_json",
    "pyproject.toml": "pyproject",
    "setup.cfg": "setup_cfg",
    "render.yaml": "render",
    "render.yml": "render",
    ".env": "env",
    ".flaskenv": "env",
    "captain-definition": "json",
    "crontab": "crontab",
}
_BY_SUFFIX = {
    "py": "python",
    "js": "javascript",
    "jsx": "javascript",
    "mjs": "javascript",
    "cjs": "javascript",
    "ts": "typescript",
    "mts": "typescript",
    "cts": "typescript",
    "tsx": "tsx",
    "sh": "shell",
    "bash": "shell",
    "toml": "toml",
    "dockerignore": "dockerignore",
    "containerignore": "dockerignore",
    "dockerfile": "dockerfile",
    "Dockerfile": "dockerfile",
    "Containerfile": "dockerfile",
    "env": "env",
    "service": "systemd",
    "timer": "systemd",
    "container": "quadlet",
    "crontab": "crontab",
}
# JSON that a platform, a process manager or a task runner reads. Any other JSON is data, and can be very large.
_JSON = _later(
    r"(?:(?:.+[._-])?(?:railway|vercel|nixpacks|railpack|heroku|task-?def(?:inition)?s?)|app|now|firebase|fly|coolify|zeabur"
    r"|(?:.*\.)?(?:ecosystem|pm2)(?:[.-].+)?|process(?:es)?|nodemon|turbo|nx|lerna|rush|project|angular|deno|cdk|serverless|apprunner"
    r"|captain-definition|dockerrun\.aws|staticwebapp\.config|tsconfig(?:[._-].+)?|jsconfig)(?:\.json|\.jsonc)"
)
_COMPOSE = _later(r"(?:.*[._-])?(?:docker-)?compose(?:[._-].*|\d*)|docker-stack(?:[._-].*)?")
# Names of YAML files that say where something runs, and not what; Compose files are often called so.
_WHERE = _later(r"local|dev(?:elop(?:ment)?)?|prod(?:uction)?|stag(?:e|ing)|test|deploy|docker|stack|swarm|services")
_SERVICES = _later(rb"(?m)^services:[ \t]*(?:#.*)?\r?$")
_RUNS = _later(rb"(?m)^[ \t]+(?:image|build):|^[^\s#]")
_BLUEPRINT = _later(r".+[._-]render")
_DROP_IN = _later(r"(?:^|/)[^/]+\.(?:service|timer)\.d/[^/]+\.conf\Z")
_UWSGI = _later(r"(?:.*[._-])?uwsgi(?:[._-].*)?\.ini")
_SUPERVISOR = _later(
    r"(?:^|/)(?:[^/]*supervisor[^/]*\.conf(?:ig)?|(?:[^/]*[._-])?supervisord?\.ini|supervisord?(?:\.d)?/(?:[^/]+/)*[^/]+\.(?:conf|ini))\Z"
)
_WORKFLOW = _later(r"\.github/workflows/[^/]+\Z")
_YAML = (".yml", ".yaml")
_LOCK = frozenset(("pnpm-lock", "yarn-lock", "package-lock", "conda-lock", "pubspec.lock", "chart.lock"))
# What stands behind the name of a Dockerfile, a Procfile or an env file and makes it another kind of file.
_OTHER = _later(
    "md|rst|txt|j2|jinja2?|tpl|tmpl|template|erb|hbs|mustache|in|bak|backup|old|orig|rej|swp|disabled|lock"
    "|enc|gpg|age|sops|vault|asc|go|rb|rs|java|php|cs|html|css|scss|map|snap|svg|png|gz|zip|json|ya?ml|csv|ini|cfg"
)
_EXAMPLES = frozenset(("example", "sample", "template", "dist", "default", "defaults"))
_DOCKERFILE = _later(r"(?:[Dd]ockerfile|Containerfile)(?:[._-].+)?")
_PROCFILE = _later(r"Procfile\..+")
_ENV = _later(r"(?:.*\.)?env(?:\..+)?|\.env[_-].+")
_SHEBANG = _later(rb"#![ \t]*(\S+)[ \t]*([^\r\n]*)")
_INTERPRETERS = {
    "shell": _later(r"(?:ba|da|a|k)?sh|with-contenv"),
    "python": _later(r"python[\d.]*"),
    "javascript": _later(r"node|nodejs"),
    "typescript": _later(r"bun|deno|tsx|ts-node"),
}


def classify(path: str) -> str | None:
    """The format that a file's path names, or None.

    Dockerfile names follow BuildKit and Podman (`Dockerfile`, `dockerfile`, `Containerfile`) and what people make of
    them; workflows are those GitHub runs, in the root's `.github/workflows`.
    """
    name = path[path.rfind("/") + 1 :]
    known = _BY_NAME.get(name)
    if known is not None:
        return known
    stem, dot, suffix = name.rpartition(".")
    if dot:
        known = _BY_SUFFIX.get(suffix)
        if known is not None and stem:
            return known
        if suffix in ("yml", "yaml"):
            return _yaml(path, stem.lower())
        if suffix in ("json", "jsonc"):
            return "json" if _JSON().fullmatch(name.lower()) else None
        if suffix in ("conf", "ini", "config"):
            return _settings(path)
    return _by_beginning(path, name, suffix)


def classify_content(path: str, head: bytes) -> str | None:
    """The format of a file whose name says nothing, by its `#!` line or its services; head: at least its start."""
    if not needs_content(path):
        return None
    if path.endswith(_YAML):
        return "compose" if _runs_services(head) else "yaml"
    if not head.startswith(b"#!"):
        return None
    found = _SHEBANG().match(head)
    if found is None:
        return None
    words = [word.decode("latin-1") for word in (found[1], *found[2].split())]
    program = words[0].rsplit("/", 1)[-1]
    if program in ("env", "busybox"):
        named = [word for word in words[1:] if not word.startswith("-") and "=" not in word]
        program = named[0].rsplit("/", 1)[-1] if named else ""
    return next((name for name, pattern in _INTERPRETERS.items() if pattern().fullmatch(program)), None)


def needs_content(path: str) -> bool:
    """True if only the content can tell the format: a name without a dot that says nothing, or `production.yml`."""
    name = path[path.rfind("/") + 1 :]
    if "." not in name:
        return classify(path) is None
    return name.endswith(_YAML) and bool(_WHERE().fullmatch(name.rpartition(".")[0].lower())) and classify(path) is None


def _runs_services(text: bytes) -> bool:
    """True for a mapping `services` at the left margin, in which one has an image or a build."""
    services = _SERVICES().search(text)
    found = _RUNS().search(text, services.end()) if services is not None else None
    return found is not None and found[0][:1] in b" \t"


def _yaml(path: str, stem: str) -> str | None:
    if _WORKFLOW().match(path):
        return "workflow"
    if _COMPOSE().fullmatch(stem):
        return "compose"
    if _BLUEPRINT().fullmatch(stem):
        return "render"
    return None if stem in _LOCK or _WHERE().fullmatch(stem) else "yaml"


def _settings(path: str) -> str | None:
    """Drop-ins of systemd units, and what supervisor includes: both by their folders, supervisor's also by name."""
    if _DROP_IN().search(path):
        return "systemd"
    if _UWSGI().fullmatch(path[path.rfind("/") + 1 :]):
        return "uwsgi"
    return "supervisor" if _SUPERVISOR().search(path) else None


def _by_beginning(path: str, name: str, suffix: str) -> str | None:
    if "." not in name and path.endswith(f"cron.d/{name}"):  # cron passes over names with a dot
        return "crontab"
    if _OTHER().fullmatch(suffix.lower()) and not (suffix == "template" and _ENV().fullmatch(name)):
        return None
    if _DOCKERFILE().fullmatch(name):
        return "dockerfile"
    if _PROCFILE().fullmatch(name):
        return "procfile"
    if name.startswith("env."):
        return "env" if suffix in _EXAMPLES else None
    if _ENV().fullmatch(name) and name != "env":
        return "env"
    return "env" if "/.envs/" in f"/{path}" else None
