"""What of a text it can be found by (docs/decisions/0035).

Words of scripts with capital letters, and numbers, are found by how they begin, from two letters on. Chinese and the other
scripts whose letters have no case put no spaces between words: there any two letters beside each other are kept.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

BEGINNINGS = (2, 4)
"""So many letters of a word are kept, where it has as many. What a query says beyond them is compared with the text itself."""
LEAST = 2
"""Letters of a word that can be found."""
Kind = Literal["word", "letters", "sign"]


@dataclass(frozen=True)
class Parts:
    """A text taken apart: its words, and its stretches of letters without case."""

    words: frozenset[str]
    stretches: tuple[str, ...]

    @property
    def keys(self) -> set[str]:
        """What it is found by."""
        begun = {word[:n] for word in self.words for n in BEGINNINGS if len(word) >= n}
        return begun.union(*(pairs(stretch) for stretch in self.stretches))


def parts_of(text: str) -> Parts:
    """A text taken apart. A word with signs in it is found with them and without: "W-7", "w7"."""
    words: set[str] = set()
    stretches: list[str] = []
    for chunk in without_gaps(folded(text)).split():
        for kind, same in runs(chunk):
            if kind == "letters":
                stretches += same
            else:
                words.update(same, ("".join(same),))
    return Parts(frozenset(word for word in words if len(word) >= LEAST), tuple(stretches))


def pairs(stretch: str) -> list[str]:
    """Any two letters beside each other."""
    return [a + b for a, b in pairwise(stretch)]


def folded(text: str) -> str:
    """A text in which full width and capitals make no difference."""
    return unicodedata.normalize("NFKC", text).casefold()


def without_gaps(text: str) -> str:
    """Spaces between two letters without case say nothing: "李 敏"."""
    chunks: list[str] = []
    for chunk in text.split():
        if chunks and _kind(chunks[-1][-1]) == _kind(chunk[0]) == "letters":
            chunks[-1] += chunk
        else:
            chunks.append(chunk)
    return " ".join(chunks)


def runs(chunk: str) -> Iterator[tuple[Kind, list[str]]]:
    """Neighbouring runs of one kind, though signs stand between them: "w-7" is ["w", "7"]."""
    found = [(kind, "".join(letters)) for kind, letters in groupby(chunk, _kind)]
    for kind, same in groupby((run for run in found if run[0] != "sign"), lambda run: run[0]):
        yield kind, [text for _, text in same]


def _kind(letter: str) -> Kind:
    category = unicodedata.category(letter)
    if category == "Lo":
        return "letters"
    return "word" if category[0] in "LMN" else "sign"
