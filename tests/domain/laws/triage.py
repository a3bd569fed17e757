"""How urgent it is, and whether it is one case of many or one of its own."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from domain.case import Case
from domain.command import Command
from domain.customer_messages import CaseReopened
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
        PriorityChanged: (another_priority_moves_nothing,),
    }
    forward = {"triage": triage, "one_off": triage}

    @precondition(lambda self: self.case.stage in ("one_off", "confirm"))
    @rule(priority=priorities)
    def it_is_decided_the_other_way(self, priority: Priority) -> None:
        traits = () if self.case.stage == "confirm" else ("needs_care",)
        self.ask(TriageCase, priority=priority, reason="looked again", traits=traits)
