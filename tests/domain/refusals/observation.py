"""A window is neither too long nor too silent, and is there."""

from typing import Any

from builders import Played, at
from domain.command import Command
from domain.observation import EndObservation, ExtendObservation, StartObservation
from refusals.story import Part, Story, asking


def watching(ends_at: str, *check_ins: str, times: int = 1) -> Story:
    def story() -> None:
        played = Played().reach("verify")
        for _ in range(times):
            played.ask(StartObservation, ends_at=at(ends_at), check_ins=tuple(map(at, check_ins)))

    return story


def watched_then(command: type[Command], **fields: Any) -> Story:
    """A window until Friday, and then something about it on Monday at ten."""

    def story() -> None:
        played = Played().reach("verify")
        played.ask(StartObservation, ends_at=at("Fri 10:00"))
        played.ask(command, **{"told_at": played.now, "reason": "agreed", **fields})

    return story


PART = Part(
    sensible={
        StartObservation: {"ends_at": at("Fri 10:00")},
        ExtendObservation: {
            "ends_at": at("Fri+1 10:00"),
            "told_at": at("Mon 09:30"),
            "reason": "was away",
        },
        EndObservation: {"told_at": at("Mon 09:30"), "reason": "sure of it"},
    },
    stories=(
        ("wrong_stage", asking("diagnose", StartObservation, ends_at=at("Fri 10:00"))),
        ("observation_running", watching("Fri 10:00", times=2)),
        ("observation_too_long", watching("Thu+4 10:00", "Fri 10:00")),
        ("observation_too_short", watching("Tue 09:59")),
        ("check_ins_missing", watching("Mon+3 10:00")),
        ("check_in_outside_window", watching("Wed 10:00", "Thu 10:00")),
        ("check_in_too_soon", watching("Wed 10:00", "Tue 09:59")),
        ("check_ins_too_far_apart", watching("Wed+3 10:00", "Wed 10:00")),
        (
            "observation_not_running",
            asking("verify", EndObservation, told_at=at("Mon 10:00"), reason="sure of it"),
        ),
        ("observation_not_longer", watched_then(ExtendObservation, ends_at=at("Fri 10:00"))),
        ("check_ins_too_far_apart", watched_then(ExtendObservation, ends_at=at("Fri+3 10:00"))),
        (
            "check_in_too_soon",
            watched_then(
                ExtendObservation, ends_at=at("Mon+1 10:00"), check_ins=(at("Tue 09:59"),)
            ),
        ),
        ("observation_too_long", watched_then(ExtendObservation, ends_at=at("Thu+4 10:00"))),
        (
            "check_in_outside_window",
            watched_then(
                ExtendObservation, ends_at=at("Mon+1 10:00"), check_ins=(at("Tue+1 10:00"),)
            ),
        ),
        (
            "reason_required",
            watched_then(ExtendObservation, ends_at=at("Mon+1 10:00"), reason=" "),
        ),
        ("reason_required", watched_then(EndObservation, reason="")),
        ("time_in_future", watched_then(EndObservation, told_at=at("Mon 10:03"))),
    ),
)
