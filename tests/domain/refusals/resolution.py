"""Resolved is earned."""

from builders import Played, at
from domain.customer_messages.commands import CustomerSaid
from domain.observation import EndObservation, StartObservation
from domain.resolution import RecordVerification, Resolve
from refusals.story import Part, asking


def a_window_ended_early() -> None:
    played = Played().reach("verify")
    played.ask(StartObservation, ends_at=at("Fri 10:00"))
    played.ask(EndObservation, told_at=played.now, reason="sure of it")
    played.until("Fri 11:00").contact()
    played.ask(Resolve, basis="observed")


def watched_still() -> None:
    played = Played().reach("verify")
    played.ask(StartObservation, ends_at=at("Fri 10:00"))
    played.until("Wed 11:00").ask(Resolve, basis="observed")


def fixed_says_nobody() -> None:
    played = Played().reach("verify")
    played.ask(RecordVerification, outcome="fixed")
    played.until("Mon 16:00").ask(Resolve, basis="customer_confirmed")


def confirmed_before_the_fix() -> None:
    played = Played().reach("verify").until("Mon 16:00")
    played.ask(RecordVerification, outcome="fixed", said_in="c1")


def written_since() -> None:
    played = Played().reach("verify").until("Mon 16:00")
    played.says_it_works()
    said = played.until("Mon 16:10").now
    played.ask(CustomerSaid, channel="email", occurred_at=said, text="t1")
    played.ask(Resolve, basis="customer_confirmed")


def spoken_since() -> None:
    played = Played().reach("verify").until("Mon 16:00")
    played.says_it_works()
    played.until("Mon 16:10").contact(direction="inbound", covers=())
    played.ask(Resolve, basis="customer_confirmed")


PART = Part(
    sensible={
        RecordVerification: {"outcome": "not_fixed"},
        Resolve: {"basis": "customer_confirmed"},
    },
    stories=(
        ("wrong_stage", asking("diagnose", Resolve, basis="customer_confirmed")),
        ("wrong_stage", asking("diagnose", RecordVerification, outcome="fixed")),
        ("resolution_not_verified", asking("verify", Resolve, basis="customer_confirmed")),
        ("confirmation_missing", fixed_says_nobody),
        ("confirmation_overtaken", written_since),
        ("confirmation_spoken_since", spoken_since),
        ("confirmation_unfit", confirmed_before_the_fix),
        ("observation_not_running", asking("verify", Resolve, basis="observed")),
        ("observation_not_over", watched_still),
        ("observation_cut_short", a_window_ended_early),
        ("attempts_missing", asking("verify", Resolve, basis="unreachable")),
    ),
)
