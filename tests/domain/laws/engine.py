"""Time passes, noticed or not; each deadline says why; a case is what its events make of it."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from domain.case import Case
from domain.command import Command
from domain.customer_messages.events import CaseReopened
from domain.deadline import Deadline
from domain.deadlines import deadlines, next_deadline
from domain.decide import Decision
from domain.endings import CaseClosed
from domain.engine import Tick
from domain.resolution import CaseResolved
from domain.stages import StageEntered
from laws.drawing import different_days
from laws.history import History

WAITS = [timedelta(minutes=minutes) for minutes in (1, 20, 59, 119, 180, 400, 1440, 1440, 2000)]
LONG_WAITS = [timedelta(days=days) for days in (2, 4, 11, 24)]


def time_ends_nothing(
    history: History, case: Case, command: Command, event: Any, _: Decision
) -> None:
    assert not isinstance(command, Tick)


def time_moves_a_case_only_to_reopen_it(
    history: History, case: Case, command: Command, event: Any, decision: Decision
) -> None:
    kinds = set(map(type, decision.events))
    assert not isinstance(command, Tick) or {StageEntered, CaseReopened} <= kinds


class Engine(History):
    fields = {Tick: lambda at: {"since": st.none() | at.past}}
    laws = {
        CaseClosed: (time_ends_nothing,),
        CaseResolved: (time_ends_nothing,),
        StageEntered: (time_moves_a_case_only_to_reopen_it,),
        CaseReopened: (time_moves_a_case_only_to_reopen_it,),
    }

    @rule(amount=st.sampled_from(WAITS * 3 + LONG_WAITS))
    def time_passes(self, amount: timedelta) -> None:
        self.let_pass(amount)

    @rule(amount=st.sampled_from(WAITS + LONG_WAITS))
    def an_outage(self, amount: timedelta) -> None:
        """Nobody notices the time; what is due stays due until the next tick."""
        self.now += amount

    def is_late(self) -> bool:
        due = next_deadline(self.case)
        return due is not None and due.due_at <= self.now

    @precondition(lambda self: self.is_late())
    @rule()
    def it_is_noticed(self) -> None:
        due = next_deadline(self.case)
        assert due
        self.tick(due.due_at)

    @invariant()
    def every_deadline_says_why(self) -> None:
        found = deadlines(self.case)
        assert [d.due_at for d in found] == sorted(d.due_at for d in found)
        assert len({d.key for d in found}) == len(found)
        for deadline in found:
            holds_why(self.case, deadline)

    @invariant()
    def the_case_survives_json(self) -> None:
        assert self.case.version == len(self.events)
        if self.case.version % 5 == 0:  # one in five: the plan makes it slow
            assert Case.model_validate_json(self.case.model_dump_json()) == self.case


def holds_why(case: Case, deadline: Deadline) -> None:
    """By hand: the anchor, plus what is counted, plus what stood still."""
    why, plan = deadline.why, case.rules
    due_at = deadline.due_at
    if deadline.ahead:
        assert due_at < deadline.ahead.of
        due_at = deadline.ahead.of
    if why.counted is None:
        assert why.anchor in ("agreed", "attempted", "pause", "observation", "visit", "visit_eve")
        if why.anchor == "visit_eve":
            assert plan.calendars[plan.revisit.waking].is_working(due_at)
            assert timedelta(0) < why.anchor_at - due_at < timedelta(days=2)
        if why.anchor == "visit":
            business = plan.calendars[plan.business]
            home = due_at + timedelta(
                hours=2
            )  # the last working moment before the day of the visit
            assert business.between(home, why.anchor_at) < timedelta(hours=9)
            assert different_days([home]) != different_days([why.anchor_at])
        assert why.rule
        return
    amount = why.counted + why.paused
    by_hand = (
        plan.calendars[why.calendar].add(why.anchor_at, amount)
        if why.calendar
        else why.anchor_at + amount
    )
    if why.moved_into:
        by_hand = plan.calendars[why.moved_into].next_working(by_hand)
    if why.held_in:
        held_in = plan.calendars[why.held_in]
        assert due_at <= by_hand
        assert not held_in.between(due_at, by_hand), "the last moment before"
        assert held_in.between(due_at - timedelta(minutes=1), due_at) == timedelta(minutes=1)
        return
    assert by_hand == due_at
