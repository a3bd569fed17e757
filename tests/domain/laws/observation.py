"""A fix is watched without a long silence."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from domain.case import Case
from domain.command import Command
from domain.decide import Decision
from domain.event import Event
from domain.observation import (
    EndObservation,
    ExtendObservation,
    ObservationEnded,
    ObservationExtended,
    ObservationStarted,
    StartObservation,
)
from domain.promises import making
from domain.promises.events import PromiseBroken
from laws.drawing import Fields, Moment, words
from laws.history import History


def watched_without_a_long_silence(
    history: History, case: Case, command: Command, event: Event, decision: Decision
) -> None:
    """From now to the window's end, and to the call after it, never more than ten working days."""
    after = decision.case
    window, business = after.observation, after.rules.calendars[after.rules.business]
    assert window
    owed = sorted(p.latest_by for p in after.open_promises if p.kind == "check_in")
    within = [at for at in owed if history.now < at < window.ends_at]
    assert owed[-1] >= window.ends_at, "a call is owed after the end"
    stops = [history.now, *within, window.ends_at]
    ten_days = 10 * business.day
    for before, then in pairwise(stops):
        assert business.between(before, then) <= ten_days
    assert window.ends_at <= window.started_at + timedelta(days=30)


def begun_with_a_check_in_not_too_soon(
    history: History, case: Case, command: Command, event: ObservationStarted, _: Decision
) -> None:
    """A day from when it was asked for, to the minute; and it doesn't end before that."""
    assert isinstance(command, StartObservation)
    soonest = min(command.received_at, history.now) + timedelta(hours=24) - timedelta(minutes=1)
    assert all(at > soonest for at in (*command.check_ins, command.ends_at))


def owed_a_call_after_the_window(
    history: History, case: Case, command: Command, event: ObservationEnded, decision: Decision
) -> None:
    """That after its end, or the one that makes good for it where it broke at that very moment."""
    now, at = decision.case, history.now
    ahead = [p for p in now.open_promises if p.kind == "check_in" and p.latest_by > at]
    broke = {v.promise for v in decision.events if isinstance(v, PromiseBroken)}
    missed = (p for p in now.promises if p.id in broke and p.kind == "check_in")
    assert ahead or any(making.goes_on_as(now, p, at) for p in missed)


def check_ins(at: Moment) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(at.near, max_size=2).map(tuple)


class Observation(History):
    fields = {
        StartObservation: lambda at: {"ends_at": at.near, "check_ins": check_ins(at)},
        ExtendObservation: lambda at: {
            "ends_at": at.near,
            "check_ins": check_ins(at),
            "told_at": at.past,
            "reason": words,
        },
        EndObservation: lambda at: {"told_at": at.past, "reason": words},
    }
    laws = {
        ObservationStarted: (watched_without_a_long_silence, begun_with_a_check_in_not_too_soon),
        ObservationExtended: (watched_without_a_long_silence,),
        ObservationEnded: (owed_a_call_after_the_window,),
    }

    @precondition(lambda self: self.case.stage == "verify" and not self.case.observation)
    @rule(days=st.sampled_from([1, 3, 8, 20]))
    def the_fix_is_watched(self, days: int) -> None:
        middle = self.now + timedelta(days=days) / 2
        self.ask(
            StartObservation,
            ends_at=self.now + timedelta(days=days),
            check_ins=(middle,) if days > 1 else (),
        )

    def is_watched(self) -> bool:
        window = self.case.observation
        return self.case.stage == "verify" and window is not None and not window.ended

    @precondition(lambda self: self.is_watched())
    @rule(days=st.sampled_from([0, 2, 9, 20]), check_in=st.booleans())
    def the_window_is_moved(self, days: int, check_in: bool) -> None:
        """Longer by so many days, with a check-in at its old end or not; or ended early."""
        agreed: Fields = {"told_at": self.now, "reason": "agreed"}
        window = self.case.observation
        assert window
        if not days:
            self.ask(EndObservation, **agreed)
            return
        agreed["check_ins"] = (window.ends_at,) if check_in else ()
        self.ask(ExtendObservation, ends_at=window.ends_at + timedelta(days=days), **agreed)
