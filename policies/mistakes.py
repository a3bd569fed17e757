"""What is wrong with a policy: a list, so that a supervisor mends everything in one go.

PolicyError         a policy that can't be used
└─ .mistakes        all of them, each with its file, its place in the file and the reason
"""

from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from domain.policy.calendars import WEEKDAYS

Found = tuple[str, str]
"""A place in the policy and what is wrong there."""


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


def found_in(error: ValidationError, prefix: str = "") -> list[Found]:
    """What pydantic found, each with its place below `prefix`, in our words."""
    return [
        (".".join(filter(None, (prefix, _place(details)))), _reason(details))
        for details in error.errors()
    ]


def _place(details: ErrorDetails) -> str:
    place = ""
    loc: tuple[Any, ...] = details["loc"]
    for before, part in zip((None, *loc), loc, strict=False):
        if before == "week" and isinstance(part, int):
            place += f".{WEEKDAYS[part]}"
        elif isinstance(part, int):
            place += f"[{part}]"
        elif part != "[key]":
            place += f".{part}"
    return place.lstrip(".")


def _reason(details: ErrorDetails) -> str:
    match details["type"]:
        case "missing":
            return "is missing"
        case "extra_forbidden":
            return "unknown key"
        case "value_error":
            return str(details["ctx"]["error"])
        case "string_pattern_mismatch":
            return f"{details['input']!r} is no name: small letters, digits and underscores"
        case "literal_error":
            return f"{details['input']!r} is not one of {details['ctx']['expected']}"
        case _:
            return f"{details['msg']}, not {details['input']!r}"
