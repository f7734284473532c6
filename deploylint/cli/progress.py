"""A sign of life on a terminal, for runs that take longer than a second."""

from __future__ import annotations

import sys
from threading import Event, Thread

PATIENCE = 1.0  # seconds before anything is shown
FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


class Progress:
    """A context in which the current step is shown on standard error, if that is a terminal, and erased at the end."""

    def __init__(self, enabled: bool) -> None:
        self.step = ""
        self._done = Event()
        self._thread = Thread(target=self._draw, daemon=True) if enabled and sys.stderr.isatty() else None

    def __enter__(self) -> Progress:
        if self._thread:
            self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._done.set()
        if self._thread:
            self._thread.join()

    def show(self, step: str) -> None:
        """Say what the run is doing now."""
        self.step = step

    def _draw(self) -> None:
        if self._done.wait(PATIENCE):
            return
        frame, shown = 0, ""
        while not self._done.wait(0.1):
            line = f"{FRAMES[frame % len(FRAMES)]} {self.step} ..."
            sys.stderr.write("\r" + line.ljust(len(shown)))
            sys.stderr.flush()
            frame, shown = frame + 1, line
        sys.stderr.write("\r" + " " * len(shown) + "\r")  # no escape sequence, which NO_COLOR would not expect
        sys.stderr.flush()
