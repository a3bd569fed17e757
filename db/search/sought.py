"""What a query looks for.

A query is cut into words, so that "洗衣机异响" finds "洗衣机有异响". The dictionary cuts queries alone: a newer one needs no
new index.
"""

from collections.abc import Callable
from dataclasses import dataclass

import rjieba

from db.search.words import BEGINNINGS, LEAST, folded, pairs, parts_of, runs, without_gaps

MOST = 8
"""Keys of a query that are looked up; what it says besides is compared with the text."""


@dataclass(frozen=True)
class Sought:
    """What has to be in a text: words, by how they begin, and pieces as they stand."""

    words: tuple[str, ...]
    pieces: tuple[str, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """What to look up; a text that has all of it may still be another one. None when there is too little."""
        begun = [word[: max(n for n in BEGINNINGS if n <= len(word))] for word in self.words]
        within = [pair for piece in self.pieces for pair in pairs(piece)]
        return tuple(dict.fromkeys((*begun, *within)))[:MOST]

    def is_in(self, text: str) -> bool:
        """Whether a text has all of it."""
        parts = parts_of(text)
        return all(
            any(word.startswith(begun) for word in parts.words) for begun in self.words
        ) and all(any(piece in stretch for stretch in parts.stretches) for piece in self.pieces)


def in_titles(query: str) -> Sought:
    """What a title has to have; single letters between words are let go."""
    return _sought(folded(query), _cut)


def in_names(query: str) -> Sought:
    """What a name has to have: its letters as they stand, for "孙女士" is in no dictionary."""
    return _sought(without_gaps(folded(query)), lambda piece: [piece])


def _sought(query: str, cut: Callable[[str], list[str]]) -> Sought:
    words: list[str] = []
    pieces: list[str] = []
    for chunk in query.split():
        for kind, same in runs(chunk):
            if kind == "letters":
                pieces += [word for piece in same for word in cut(piece)]
            else:  # "washing-machine" are two words, "w-7" is one
                words += same if all(len(run) >= LEAST for run in same) else ["".join(same)]
    return Sought(_long_enough(words), _long_enough(pieces))


def _long_enough(words: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if len(word) >= LEAST))


def _cut(piece: str) -> list[str]:
    """The words of a stretch; where all are single letters, the stretch."""
    words = [word for word in rjieba.cut(piece) if len(word) >= LEAST]
    return words or [piece]
