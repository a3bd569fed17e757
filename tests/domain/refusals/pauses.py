"""Only a confirmed case that is being worked on waits, once, and not for ever."""

from builders import Played, at
from domain.pauses import PauseCase, ResumeCase
from refusals.story import Part, Story, asking


def pausing(stage: str, until: str = "Fri 10:00") -> Story:
    return asking(stage, PauseCase, reason="waiting_on_parts", until=at(until))


def pausing_twice() -> None:
    played = Played().confirmed()
    for _ in range(2):
        played.ask(PauseCase, reason="waiting_on_parts", until=at("Fri 10:00"))


PART = Part(
    sensible={
        PauseCase: {"reason": "waiting_on_customer", "until": at("Fri 10:00")},
        ResumeCase: {},
    },
    stories=(
        ("not_confirmed", pausing("triage")),
        ("wrong_stage", pausing("resolved")),
        ("already_paused", pausing_twice),
        ("not_paused", asking("diagnose", ResumeCase)),
        ("pause_too_long", pausing("diagnose", until="Mon+2 10:01")),
    ),
)
