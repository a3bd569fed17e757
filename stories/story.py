"""A story that has been read: every time known, every request ready."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from stories.lines import Lines, Place
from stories.parts import ExpectPart, HeadPart, LeavingPart, SeePart
from stories.setting import Setting


@dataclass(frozen=True)
class Act:
    """Something a person does: the request it makes, its times made absolute."""

    verb: str
    by: str
    path: dict[str, str]
    body: dict[str, Any]


@dataclass(frozen=True)
class Step:
    """One moment of a story that has been read. `place` is where it stands in the file."""

    number: int
    place: Place
    at: datetime
    case: str
    act: Act | None
    times: int
    expect: ExpectPart
    see: SeePart | None
    leaves: LeavingPart | None = None


@dataclass(frozen=True)
class Story:
    """A story that has been read and can be played."""

    file: Path
    lines: Lines
    head: HeadPart
    setting: Setting
    steps: tuple[Step, ...]

    def line(self, step: Step, *inner: str | int) -> int:
        """The line of something inside a step."""
        return self.lines.of((*step.place, *inner))
