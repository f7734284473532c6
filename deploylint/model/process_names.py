"""Process types that the names of Dockerfiles and start scripts speak of: `Dockerfile.worker`, `start_worker.sh`."""

from __future__ import annotations

import re

_WORDS = {
    word: process
    for process, words in {
        "worker": "worker workers celery arq rq dramatiq consumer consumers",
        "scheduler": "scheduler beat cron celerybeat",
        "job": "job jobs seed seeder seeds migrate migration migrations migrator backfill",
        "pipeline": "pipeline etl ingest ingestion crawler scraper",
    }.items()
    for word in words.split()
}
_SPLIT = re.compile(r"[^A-Za-z0-9]+")


def process_of_name(name: str) -> str:
    """The process type, "" where the name says none or several: a plain Dockerfile, `start-all-workers-and-jobs.sh`."""
    said = {_WORDS[word] for word in _SPLIT.split(name.lower()) if word in _WORDS}
    return said.pop() if len(said) == 1 else ""
