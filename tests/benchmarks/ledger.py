"""One staged run, timed from inside: how long each step takes without the steps within it."""

from __future__ import annotations

import builtins
import contextlib
import importlib
from collections import Counter
from collections.abc import Callable
from time import perf_counter
from typing import Any

STARTED = perf_counter()

took: Counter[str] = Counter()
calls: Counter[str] = Counter()
inner: list[float] = [0.0]

STEPS = (
    ("git", "deploylint.tree.git", "run"),
    ("git", "deploylint.tree.commit", "run"),
    ("git", "deploylint.tree.commit", "open_checkout"),
    ("git", "deploylint.tree.index", "run"),
    ("git", "deploylint.tree.changes", "run"),
    ("blobs", "deploylint.tree.objects", "_ask"),
    ("start cat-file", "deploylint.tree.objects", "start"),
    ("rules", "deploylint.cli.run", "shipped"),
    ("rules: kinds and queries", "deploylint.check.engine", "queries"),
    ("contract", "deploylint.cli.contract", "find"),
    ("trees", "deploylint.cli.commits", "open_states"),
    ("join", "deploylint.cli.plan", "join"),
    ("checks", "deploylint.check.engine", "judge"),
    ("suppressions", "deploylint.check.engine", "inline"),
    ("report", "deploylint.report.formats.text", "render"),
)


def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def measured(*arguments: Any, **named: Any) -> Any:
        inner.append(0.0)
        started = perf_counter()
        try:
            return function(*arguments, **named)
        finally:
            whole = perf_counter() - started
            took[name] += whole - inner.pop()
            calls[name] += 1
            inner[-1] += whole

    return measured


def main() -> None:
    builtins.__import__ = timed("imports", builtins.__import__)
    importlib.import_module = timed("imports", importlib.import_module)
    for name, module, function in STEPS:
        owner = importlib.import_module(module)
        setattr(owner, function, timed(name, getattr(owner, function)))
    workspace: Any = importlib.import_module("deploylint.workspace.workspace").Workspace
    workspace._read = timed("reading files", workspace._read)
    workspace._query = timed("queries", workspace._query)
    plan: Any = importlib.import_module("deploylint.cli.plan").Plan
    plan._told = timed("rules of the whole", plan._told)
    memory: Any = importlib.import_module("deploylint.cli.memory").Memory
    for function in ("recall", "keep", "write"):
        setattr(memory, function, timed(f"memory: {function}", getattr(memory, function)))
    answers: Any = importlib.import_module("deploylint.cli.answers").Answers
    for function in ("find", "keep", "write"):
        setattr(answers, function, timed(f"answers: {function}", getattr(answers, function)))
    program = importlib.import_module("deploylint.cli.main").main
    with contextlib.suppress(SystemExit):
        program(["--staged", "-q"])
    whole = perf_counter() - STARTED
    print(f"the ledger of one run of {whole * 1000:.0f} ms inside of Python (timing it costs some):")
    for name, seconds in took.most_common():
        print(f"  {name:<26} {seconds * 1000:7.1f} ms  {calls[name]:>5} calls")
    print(f"  {'all else':<26} {(whole - sum(took.values())) * 1000:7.1f} ms")


if __name__ == "__main__":
    main()
