"""What is not fixed, and why."""

from __future__ import annotations


class Refused(ValueError):  # noqa: N818 - it is what the file is, not an error of the program
    """Why something cannot be fixed, as a sentence part."""
