"""Only a confirmed case that is being worked on waits, once, and not for ever."""

from builders import Played, at
from domain.pauses import PauseCase, ResumeCase
from refusals.story import Part, Story, asking


def pausing(stage: str, until: str = "Fri 10:00") -> Story:
    return asking(stage, PauseCase, reason="waiting_on_parts", until=at(until), **TOLD)


def pausing_untold() -> None:
    Played().confirmed().pause("Fri 10:00", channel=None)


def pausing_twice() -> None:
    played = Played().confirmed()
    for _ in range(2):
        played.pause("Fri 10:00")


def pausing_ever_on() -> None:
    played = Played().confirmed()
    played.pause("Mon+2 10:00")
    played.until("Mon+2 10:00").pause("Tue+2 10:00")


TOLD = {"channel": "phone", "told_at": at("Mon 10:00")}

PART = Part(
    sensible={
        PauseCase: {"reason": "waiting_on_customer", "until": at("Fri 10:00"), **TOLD},
        ResumeCase: {},
    },
    stories=(
        ("not_confirmed", pausing("triage")),
        ("wrong_stage", pausing("resolved")),
        ("already_paused", pausing_twice),
        ("not_paused", asking("diagnose", ResumeCase)),
        ("pause_too_long", pausing("diagnose", until="Mon+2 10:01")),
        ("pause_untold", pausing_untold),
        (
            "told_too_early",
            lambda: Played().confirmed().pause("Fri 10:00", told_at=at("Mon 09:00")),
        ),
        ("pauses_used_up", pausing_ever_on),
    ),
)
