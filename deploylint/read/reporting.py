"""Which calls and strings tell somebody that something failed, by their words, for Python and JavaScript alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from deploylint.read.outcome import ACTS, ASSIGNS, HANDLES, Step

# What a value says. constant: nothing. message: a sentence. failure: it names an error. computed: what a run makes it.
Value = Literal["constant", "message", "failure", "computed"]

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_LOGS = frozenset({"log", "logs", "logger", "logging", "loguru", "structlog"})
_TRACKERS = frozenset({"sentry", "rollbar", "bugsnag", "honeybadger", "newrelic", "airbrake", "datadog", "console"})
_NUMERIC = frozenset({"math", "cmath", "np", "numpy", "torch", "tf", "jnp", "scipy", "sympy"})
_LEVELS = frozenset(
    {"exception", "error", "warning", "warn", "info", "debug", "critical", "fatal", "trace", "notice", "print", "log"}
)
_PRINTS = frozenset({"print", "pprint", "echo", "secho", "flash", "alert", "exc_info"})
_STREAMS = frozenset({"stderr", "stdout"})
_TELLS = frozenset(
    {
        *("error", "errors", "err", "fail", "failed", "failure", "exception", "reject", "retry", "raise", "throw"),
        *("notify", "notification", "report", "toast", "abort", "exit", "panic", "bail", "capture", "warn", "warning"),
    }
)
_COLLECTIONS = frozenset({"errors", "failures", "problems", "warnings", "issues", "exceptions", "failed", "traceback"})
_SKIPS = frozenset({"skip", "skipTest", "xfail"})
_ANSWERS = frozenset({"response", "jsonify", "redirect", "render", "abort"})
_ANSWERERS = frozenset({"res", "resp", "reply"})
_SUCCESSES = frozenset({"success", "ok", "healthy", "valid", "connected", "succeeded"})
_MESSAGES = frozenset({"message", "msg", "detail", "details", "reason", "description"})
_STATUSES = frozenset({"status_code", "status", "code", "statusCode", "exitCode"})
_NOTHING = frozenset({"", "None", "False", "null", "undefined", "false", "[]", "{}", "()", "0", "''", '""', "``"})
_FIRST_ERROR_STATUS, _LAST_ERROR_STATUS = 400, 599
_FAILURES = frozenset(
    {
        *(
            "error",
            "errors",
            "err",
            "fail",
            "failed",
            "fails",
            "failure",
            "invalid",
            "exception",
            "timeout",
            "unhealthy",
        ),
        *("unavailable", "unreachable", "disconnected", "down", "denied", "unauthorized", "forbidden", "critical"),
        *("degraded", "cannot", "unable", "missing", "broken", "rejected", "erro", "fehler", "erreur", "warning"),
    }
)
_CLEANUP = frozenset(
    {
        *("close", "aclose", "unlink", "remove", "rmtree", "rmdir", "cancel", "join", "kill", "killpg", "terminate"),
        *("disconnect", "shutdown", "stop", "cleanup", "rollback", "release", "dispose", "quit", "destroy", "teardown"),
        *("unsubscribe", "detach", "unlock", "unregister", "deregister", "unref", "rm"),
    }
)
_TASKS = frozenset({"task", "tasks", "future", "thread", "process", "proc"})


@lru_cache(maxsize=4096)
def words(name: str) -> tuple[str, ...]:
    """The words of an identifier or a text, in lower case: `logError` and `log_error` are both (log, error)."""
    return tuple(word.lower() for word in _WORD.findall(name))


def tells(segments: tuple[str, ...]) -> bool:
    """True if a call by this dotted name logs, prints, reports, exits or fails: `logger.error`, `print`, `sys.exit`."""
    if not segments:
        return False
    *owners, last = segments
    if owners and owners[0] in _NUMERIC:
        return False
    if last in _PRINTS or last in _SKIPS or (owners and last in _LEVELS):
        return True
    parts = words(last)
    if not _TELLS.isdisjoint(parts) or (last == "write" and not _STREAMS.isdisjoint(owners)):
        return True
    if parts and (parts[0] in _LOGS or parts[-1] in _LOGS or segments == ("quit",)):
        return True
    return any(_names_a_log(owner) for owner in owners)


def _names_a_log(owner: str) -> bool:
    parts = words(owner)
    return bool(parts) and (parts[-1] in _LOGS or parts[-1] in _COLLECTIONS or not _TRACKERS.isdisjoint(parts))


def answers(segments: Sequence[str]) -> bool:
    """True if a call by this name makes a response for the caller: `jsonify`, `HttpResponse`, `res.send`."""
    if len(segments) > 1 and segments[0] in _ANSWERERS:
        return True
    return any(not _ANSWERS.isdisjoint(words(segment)) for segment in segments)


def names_failure(name: str) -> bool:
    """True if an identifier speaks of an error: `error`, `is_failed`, `lastError`."""
    return not _FAILURES.isdisjoint(words(name))


def text_value(text: str) -> Value:
    """What a string says: constant for a bare word, message for a sentence, failure if it names one."""
    if not _FAILURES.isdisjoint(words(text)) or "not found" in text.lower():
        return "failure"
    parts = text.split()
    return "message" if len(parts) > 1 and any(part.isalpha() for part in parts) else "constant"


def strongest(values: Sequence[Value]) -> Value:
    """What a list of values says: the most telling of them."""
    for value in ("failure", "message", "computed"):
        if value in values:
            return value
    return "constant"


def pair_value(key: str, literal: str, value: Value) -> Value:
    """What `key: value` says, in a mapping or as a named argument; literal: the text of the value.

    A key that names an error makes all but nothing one; so do `success: false` and `status: 500`.
    """
    if names_failure(key) and literal not in _NOTHING:
        return "failure"
    if (key in _SUCCESSES and literal in {"False", "false"}) or (key in _MESSAGES and value == "message"):
        return "failure"
    return "failure" if key in _STATUSES and is_error_status(literal) else value


def is_error_status(literal: str) -> bool:
    """True for the number of an HTTP status that means an error."""
    return len(literal) == 3 and literal.isdigit() and _FIRST_ERROR_STATUS <= int(literal) <= _LAST_ERROR_STATUS


def assigned(value: Value, named: bool) -> Step:
    """What an assignment does; named: the target's name speaks of an error, and the value is not nothing."""
    if value == "failure" or (named and value == "message"):
        return HANDLES
    return ASSIGNS if value == "constant" and not named else ACTS


def cleans_up(segments: Sequence[str]) -> bool:
    """True if a call by this name gives something back: `sock.close`, `os.unlink`, `task.cancel`."""
    parts = words(segments[-1]) if segments else ()
    return bool(parts) and (parts[0] in _CLEANUP or segments[-1] == "wait_closed")


def is_task(name: str) -> bool:
    """True if waiting for what has this name is joining it: `await task`."""
    return not _TASKS.isdisjoint(words(name))
