"""What people read, as such: a title with its sentences, and how words are cut to fit."""

from collections.abc import Iterable
from dataclasses import dataclass

LONGEST = 200
"""Bytes of UTF-8. The server takes 400 for the whole payload; sealed, 200 become 370 (measured)."""
SHORT = 240
"""Bytes of a person's words (title, subject, reason, error) that are shown in the details."""

ELLIPSIS = "…"
LONGER_IN_JSON = str.maketrans({'"': "'", "\\": "/"})
MARKUP = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>|#"})


@dataclass(frozen=True)
class Text:
    """A short title and the sentence or sentences under it."""

    title: str
    detail: str


def cut(text: str, longest: int = LONGEST) -> str:
    """The text on one line, cut at a character so that it fits into `longest` bytes of UTF-8.

    What JSON would write longer than it is (quotes, backslashes, control characters) is replaced.
    """
    line = "".join(filter(str.isprintable, " ".join(text.split()).translate(LONGER_IN_JSON)))
    encoded = line.encode()
    if len(encoded) <= longest:
        return line
    kept = encoded[: longest - len(ELLIPSIS.encode())].decode(errors="ignore")
    return kept.rstrip() + ELLIPSIS


def plain(text: str) -> str:
    """Somebody's words on one line, cut, and without a meaning in markdown."""
    return cut(text, SHORT).translate(MARKUP)


def numbered(lines: Iterable[str]) -> str:
    """Lines under each other, each with its number."""
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))
