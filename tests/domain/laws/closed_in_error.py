"""A case that was closed in error goes on as if it had never ended."""

from hypothesis.stateful import precondition, rule

from builders import LEAD
from domain.book import AnyEvent
from domain.case import Case
from domain.closed_in_error import ClosingDisproved, Reopen
from domain.command import Command
from domain.decide import Decision
from domain.escalations.events import Escalated
from domain.stages import StageEntered
from laws.drawing import words
from laws.history import History


def since_it_came_here(history: History) -> tuple[StageEntered, list[AnyEvent]]:
    """How the case came to its stage, and what has happened there since, whichever ends in between turned out to be none."""
    came = [(at, v) for at, v in enumerate(history.events) if isinstance(v, StageEntered)]
    while came[-1][1].on == Reopen.durable_name() and came[-2][1].left == came[-1][1].stage:
        came = came[:-2]
    at, entered = came[-1]
    return entered, history.events[at + 1 :]


def the_case_goes_on(
    history: History, case: Case, command: Command, event: ClosingDisproved, decision: Decision
) -> None:
    """By a lead, in the same life; with somebody who calls soon. Nobody has reopened it."""
    after = decision.case
    assert isinstance(command, Reopen)
    assert command.actor.line != "agent"
    assert (case.phase, after.phase) == ("closed", "open")
    assert (after.life, after.reopened_at, after.closing) == (case.life, case.reopened_at, None)
    called = [v.escalation.cause for v in decision.events if isinstance(v, Escalated)]
    assert after.tier == case.tier or "second_break" in called, (
        "only what broke meanwhile raises it"
    )
    owed = [p.latest_by for p in after.open_promises]
    assert owed
    assert all(latest_by >= history.now for latest_by in owed)


def it_is_where_it_was(
    history: History, case: Case, command: Command, event: ClosingDisproved, decision: Decision
) -> None:
    """In its stage since it came there, with what was said there."""
    before, after = history.before_the_end, decision.case
    if before.phase != "open":
        return
    assert (after.stage, after.stage_entered_at) == (before.stage, before.stage_entered_at)
    assert (after.verification, after.solved_before) == (before.verification, before.solved_before)


def what_was_agreed_goes_on(
    history: History, case: Case, command: Command, event: ClosingDisproved, decision: Decision
) -> None:
    """The wait and the window are as they were before the end, but for a wait that the customer's word has ended since."""
    before, after = history.before_the_end, decision.case
    if before.phase != "open":
        return
    assert after.observation == before.observation
    if after.pause is None and before.pause:
        assert after.past_pauses[-1].answered
    else:
        assert (after.pause, after.past_pauses) == (before.pause, before.past_pauses)
        lines = (
            each.follow_up and each.follow_up.resume(after.rules, history.now)
            for each in (before, after)
        )
        due = {line.due(after.rules)[0] for line in lines if line}
        assert len(due) <= 1, "the red line counts as if nobody had stopped it"


class ClosedInError(History):
    fields = {Reopen: lambda at: {"reason": words}}
    laws = {ClosingDisproved: (the_case_goes_on, it_is_where_it_was, what_was_agreed_goes_on)}

    @precondition(lambda self: self.case.is_opened and self.case.is_closed)
    @rule()
    def it_was_closed_in_error(self) -> None:
        self.ask(Reopen, by=LEAD, reason="that was another customer")
