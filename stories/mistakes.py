"""What is wrong with a story, before it is played: all of it at once, each with its line.

StoryError          a story that can't be played
└─ .mistakes        all of them
"""

from typing import NamedTuple


class Mistake(NamedTuple):
    """One thing that is wrong, where an editor can jump to it."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class StoryError(Exception):
    """A story can't be played; `mistakes` says everything that has to be mended."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = tuple(mistakes)
