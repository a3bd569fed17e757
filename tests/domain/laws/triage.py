"""How urgent it is, and whether it is one case of many or one of its own."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from domain.case import Case
from domain.command import Command
from domain.customer_messages.events import CaseReopened
from domain.decide import Decision
from domain.plan.terms import Priority
from domain.stages import StageEntered
from domain.triage import PriorityChanged, SetPriority
from domain.triage import Triage as TriageCase
from laws.drawing import words
from laws.history import History, Step
from laws.stages import whole_yield

priorities = st.sampled_from(["P0", "P1", "P2", "P3"])


def triage(history: History) -> Step:
    return TriageCase, {
        "priority": history.case.priority,
        "traits": ("needs_care",),
        "yields": whole_yield(history) if history.case.stage == "triage" else {},
    }


def deciding_again_buys_no_time(
    history: History, case: Case, command: Command, event: StageEntered, _: Decision
) -> None:
    """A stage to which a triage leads back counts from when it was first entered in this life, and whatever the
    case comes to counts at its pace."""
    if event.clock is None:
        return
    if isinstance(command, TriageCase):
        *before, _last = (
            v for v in history.since(CaseReopened) if isinstance(v, StageEntered) and v.clock
        )
        had = next((v.clock for v in reversed(before) if v.stage == event.stage), event.clock)
        assert had
        assert event.clock.started_at == had.started_at
    if case.rules.runs_round_the_clock(case.priority):
        assert event.clock.limit.calendar is None


def another_priority_moves_nothing(
    history: History, case: Case, command: Command, event: PriorityChanged, decision: Decision
) -> None:
    """The case stays where it is, its clocks count from where they did, at the new pace."""
    assert event.before != event.priority == case.priority
    assert not [v for v in decision.events if isinstance(v, StageEntered)]
    if case.stage_clock and case.rules.runs_round_the_clock(case.priority):
        assert case.stage_clock.limit.calendar is None


def a_raise_brings_the_next_call_near(
    history: History, case: Case, command: Command, event: PriorityChanged, decision: Decision
) -> None:
    """Whatever was agreed on before, it was for another matter (REQ A4, C1)."""
    pace, after = case.rules.rhythm.by_priority.get(event.priority), decision.case
    if case.core < 2 or pace is None or not after.is_confirmed or after.is_closed:
        return
    pause, window = after.pause, after.observation
    agreed = (
        pause and pause.since,
        window and (window.agreed_at or window.started_at),
        after.resolved_at,
    )
    if event.priority < event.before and event.at not in agreed:
        upcoming = after.next_promise
        assert upcoming
        assert upcoming.latest_by <= event.at + pace.limit


def a_lowered_priority_leaves_no_call_of_its_pace(
    history: History, case: Case, command: Command, event: PriorityChanged, decision: Decision
) -> None:
    """But for what is owed for a broken promise, whose pace is its own."""
    made = (p for p in decision.case.open_promises if p.kind == "progress" and not p.follows)
    rules = {p.why.rule for p in made if p.latest_by > event.at}
    higher = (p for p in ("P0", "P1", "P2") if p < event.priority)
    assert case.core < 2 or not rules.intersection(f"rhythm.by_priority.{p}" for p in higher)


class Triage(History):
    fields = {
        SetPriority: lambda at: {"priority": priorities, "reason": words},
        TriageCase: lambda at: {
            "priority": priorities,
            "reason": words,
            "traits": st.sampled_from([(), ("needs_care",), ("several_departments",)]),
            "yields": at.yields,
        },
    }
    laws = {
        StageEntered: (deciding_again_buys_no_time,),
        PriorityChanged: (
            another_priority_moves_nothing,
            a_raise_brings_the_next_call_near,
            a_lowered_priority_leaves_no_call_of_its_pace,
        ),
    }
    forward = {"triage": triage, "one_off": triage}

    @rule(first=priorities, then=priorities)
    def it_is_judged_anew_twice(self, first: Priority, then: Priority) -> None:
        """By mistake, or the customer says more."""
        for priority in (first, then):
            self.ask(SetPriority, priority=priority, reason="looked again")

    @precondition(lambda self: self.case.stage in ("one_off", "confirm"))
    @rule(priority=priorities)
    def it_is_decided_the_other_way(self, priority: Priority) -> None:
        traits = () if self.case.stage == "confirm" else ("needs_care",)
        self.ask(TriageCase, priority=priority, reason="looked again", traits=traits)
