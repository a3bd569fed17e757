"""A case that was closed in error goes on as if it had never ended."""

from hypothesis.stateful import precondition, rule

from builders import LEAD
from domain.case import Case
from domain.closed_in_error import ClosingDisproved, Reopen
from domain.command import Command
from domain.decide import Decision
from laws.drawing import words
from laws.history import History


def the_case_goes_on(
    history: History, case: Case, command: Command, event: ClosingDisproved, decision: Decision
) -> None:
    """By a lead, in the same life; with somebody who calls soon. Nobody has reopened it."""
    after = decision.case
    assert isinstance(command, Reopen)
    assert command.actor.line != "agent"
    assert (case.phase, after.phase) == ("closed", "open")
    assert (after.life, after.reopened_at, after.closing) == (case.life, case.reopened_at, None)
    assert after.tier == case.tier
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


class ClosedInError(History):
    fields = {Reopen: lambda at: {"reason": words}}
    laws = {ClosingDisproved: (the_case_goes_on, it_is_where_it_was, what_was_agreed_goes_on)}

    @precondition(lambda self: self.case.is_opened and self.case.is_closed)
    @rule()
    def it_was_closed_in_error(self) -> None:
        self.ask(Reopen, by=LEAD, reason="that was another customer")
