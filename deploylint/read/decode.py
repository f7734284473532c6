"""From bytes to text: byte order marks, line ends, and what is no text at all."""

from __future__ import annotations

import codecs

from deploylint.facts.place import Source

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 8192


class NotText(ValueError):  # noqa: N818 - it is what the bytes are, not an error of the program
    """The bytes are no text in any encoding that we know."""


def decode(data: bytes) -> Source:
    """The text of a file: its encoding by byte order mark, else UTF-8, else Latin-1; `\\r\\n` becomes `\\n`.

    The mark is no part of the text. Raises NotText for binaries: more than a few NULs or control characters
    without a byte order mark.
    """
    return Source(_fold(_unfolded(data)[0]))


def encoding(data: bytes) -> tuple[bytes, str]:
    """The byte order mark of a file, empty if it has none, and the name of the encoding that `decode` takes it for.

    Raises NotText as `decode` does.
    """
    return _unfolded(data)[1:]


def _unfolded(data: bytes) -> tuple[str, bytes, str]:
    """The text with its own line ends, the mark, and the encoding."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(name), mark, name
            except UnicodeDecodeError as error:
                raise NotText(f"not valid {name}: {error.reason}") from error
    if is_binary(data):
        raise NotText("binary")
    try:
        return data.decode("utf-8"), b"", "utf-8"
    except UnicodeDecodeError:
        return data.decode("latin-1"), b"", "latin-1"


def is_binary(data: bytes) -> bool:
    """True if the first 8 KiB hold so many NULs and control characters that they cannot be text.

    One stray NUL in a source file is text: real repositories have such files.
    """
    sample = data[:_SAMPLE]
    controls = sum(sample.count(code) for code in (*range(7), *range(14, 27), 28, 29, 30, 31))
    return controls > 1 and controls * 50 > len(sample)


def _fold(text: str) -> str:
    return text.replace("\r\n", "\n") if "\r" in text else text
