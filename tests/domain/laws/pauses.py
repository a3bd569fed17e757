"""A case that waits: its clocks stand still just as long."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from domain.case import Case
from domain.command import Command
from domain.contacts import LogContact
from domain.decide import Decision
from domain.pauses import CasePaused, CaseResumed, PauseCase, ResumeCase
from domain.promises import rhythm
from laws.drawing import words
from laws.history import History


def what_ends_a_wait_comes_after_its_beginning(
    history: History, case: Case, command: Command, event: CaseResumed, _: Decision
) -> None:
    if event.cause == "customer_answered":
        pause = next(v.pause for v in reversed(history.events) if isinstance(v, CasePaused))
        heard_at = event.heard_at or event.at
        said_at = command.occurred_at if isinstance(command, LogContact) else heard_at
        assert said_at >= pause.since


def the_agreed_date_rules(
    history: History, case: Case, command: Command, event: CasePaused, decision: Decision
) -> None:
    """What the rhythm alone had asked for comes no sooner than what the customer was told."""
    due, why = rhythm.next_due(decision.case, history.now)
    own = (p for p in decision.case.open_promises if p.is_news and p.follows is None)
    assert why.anchor != "pause" or all(p.latest_by >= due for p in own)


class Pauses(History):
    fields = {
        PauseCase: lambda at: {
            "reason": st.sampled_from(["waiting_on_customer", "waiting_on_parts"]),
            "until": at.near,
            "note": words,
            "channel": st.sampled_from(["phone", "wechat", None]),
            "told_at": at.past,
        },
        ResumeCase: lambda at: {"note": words},
    }
    laws = {
        CasePaused: (the_agreed_date_rules,),
        CaseResumed: (what_ends_a_wait_comes_after_its_beginning,),
    }

    @precondition(lambda self: self.case.is_confirmed and not self.case.pause)
    @rule(days=st.sampled_from([1, 5, 11]))
    def it_waits(self, days: int) -> None:
        until = self.now + timedelta(days=days)
        self.ask(
            PauseCase,
            reason="waiting_on_customer",
            until=until,
            channel="phone",
            told_at=self.now,
        )

    @invariant()
    def the_stage_clock_stands_still_while_the_case_waits_and_no_longer(self) -> None:
        clock = self.case.stage_clock
        if clock and not self.case.is_closed:
            assert (clock.paused_at is not None) == (self.case.pause is not None)
