"""Short names of texts, for what a run remembers."""

from __future__ import annotations

try:  # what hashlib's own is, without OpenSSL: to load that takes as long as all calls of git
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b


def digest(text: str, size: int = 16) -> bytes:
    """Some bytes that no other text is likely to have; lone surrogates are allowed."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).digest()
