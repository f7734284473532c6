"""`python -m tests.mutation FOLDER...`: what the linter says of the mutants of the seeds and of each folder."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.mutation.judge import table, verdicts
from tests.mutation.repositories import opened, written
from tests.mutation.seeds import REPOSITORIES


def main(folders: list[str]) -> None:
    judged = []
    states = {name: written(files) for name, files in REPOSITORIES.items()}
    for name, state in {**states, **{folder: opened(Path(folder)) for folder in folders}}.items():
        for verdict in verdicts(name, state):
            judged.append(verdict)
            if not verdict.found or verdict.others:
                print(verdict, flush=True)
    print(table(judged))


main(sys.argv[1:])
