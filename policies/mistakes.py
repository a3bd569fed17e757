"""What is wrong with a policy: a list, so that a supervisor mends everything in one go.

PolicyError         a policy that can't be used
└─ .mistakes        all of them, each with its file, its place in the file and the reason
"""

from typing import NamedTuple


class Mistake(NamedTuple):
    """One thing that is wrong. `place` is a path such as `sops.standard.transitions[3].to`."""

    file: str
    place: str
    reason: str

    def __str__(self) -> str:
        return ": ".join(part for part in self if part)


class PolicyError(Exception):
    """A policy can't be used; `mistakes` says everything that has to be mended."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = tuple(mistakes)
