"""A resolved case is called once more; three days in vain are enough. One that was none leaves the case as it was."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from builders import LEAD
from domain.book import AnyEvent
from domain.case import Case
from domain.case.revisits import RevisitTry
from domain.command import Command
from domain.contacts import LogContact
from domain.customer_messages.events import CaseReopened
from domain.decide import Decision
from domain.disproofs import DisproveContact
from domain.going_back import RevisitDisproved
from domain.promises.events import PromiseMade
from domain.revisits import RecordRevisit, RevisitHeld
from laws.drawing import channels, emotions, words
from laws.history import History, Step


def revisit(history: History) -> Step:
    """A day later, in waking hours, whatever is owed besides is spoken of too."""
    owed = [p for p in history.case.open_promises if p.kind == "revisit"]
    if owed and owed[0].expected_by:
        history.let_pass(max(owed[0].expected_by - history.now, timedelta(0)))
    covers = tuple(
        p.id for p in history.case.open_promises if p.kind != "revisit" and p.made_at <= history.now
    )
    return RecordRevisit, {"outcome": "content", "occurred_at": history.now, "covers": covers}


def try_in_vain(history: History, days: tuple[int, ...]) -> None:
    """Nobody answers, so many days after one another."""
    for waited in days:
        history.let_pass(timedelta(days=waited))
        if history.case.is_closed:
            continue
        if history.case.stage == "resolved":
            history.ask(
                RecordRevisit, outcome="no_answer", occurred_at=history.now, note="nobody there"
            )
        else:
            history.ask(LogContact, channel="phone", reached=False, occurred_at=history.now)


def a_revisit_is_due_while_people_are_awake(
    history: History, case: Case, command: Command, event: PromiseMade, decision: Decision
) -> None:
    """The first one, a retry, and what stands in for one that was missed."""
    due, waking = event.promise.latest_by, case.rules.calendars[case.rules.revisit.waking]
    if case.core >= 2 and event.promise.kind == "revisit":
        assert waking.is_working(due) or waking.is_working(due - timedelta(microseconds=1))


def held_for_all(events: Iterable[AnyEvent]) -> list[RevisitTry]:
    """The revisits on record of which nobody has said since that they were none."""
    told = list(events)
    never = {v.contact for v in told if isinstance(v, RevisitDisproved)}
    held = [v.revisit for v in told if isinstance(v, RevisitHeld)]
    return [each for each in held if each.contact not in never]


def the_case_goes_back(
    history: History, case: Case, command: Command, event: RevisitDisproved, decision: Decision
) -> None:
    """By a lead; to the same life, solved, and with somebody who calls by a time that is ahead. Nobody has reopened it."""
    after = decision.case
    assert isinstance(command, DisproveContact)
    assert command.actor.line != "agent"
    assert (case.phase, after.phase) == (BEFORE[event.led_to], "resolved")
    assert (after.life, after.reopened_at, after.closing) == (case.life, case.reopened_at, None)
    assert not any(isinstance(v, CaseReopened) for v in decision.events)
    assert after.resolved_at
    owed = [p for p in after.open_promises if p.kind == "revisit"]
    assert owed
    assert all(p.latest_by >= history.now and p.owner for p in owed)
    assert len(held_for_all([*history.events, *decision.events])) < len(after.revisits)


BEFORE = {"closed": "closed", "work": "open", "another_try": "resolved"}
"""What a revisit had led to → what the case is until it is taken back."""


class Revisits(History):
    fields = {
        RecordRevisit: lambda at: {
            "outcome": st.sampled_from(["content", "trouble", "no_answer", "no_answer"]),
            "occurred_at": at.past,
            "channel": channels,
            "early": st.sampled_from([None, "customer_asked"]),
            "emotion": emotions,
            "covers": st.lists(at.promises, max_size=2).map(tuple),
            "note": words,
        },
    }
    laws = {
        PromiseMade: (a_revisit_is_due_while_people_are_awake,),
        RevisitDisproved: (the_case_goes_back,),
    }
    forward = {"resolved": revisit}

    @precondition(lambda self: self.case.stage in ("verify", "resolved"))
    @rule(days=st.sampled_from([(0,), (1,), (1, 1), (1, 1, 1), (1, 0, 3, 1)]))
    def nobody_answers(self, days: tuple[int, ...]) -> None:
        try_in_vain(self, days)

    @precondition(lambda self: self.case.stage == "resolved")
    @rule(outcome=st.sampled_from(["content", "trouble"]), covered=st.booleans())
    def the_revisit_is_held(self, outcome: Any, covered: bool) -> None:
        """Whatever else is owed was spoken of too, or not."""
        kind, fields = revisit(self)
        self.ask(kind, **{**fields, "outcome": outcome, **({} if covered else {"covers": ()})})

    @precondition(lambda self: bool(self.case.revisits))
    @rule(last=st.integers(1, 3), hours=st.sampled_from([0, 1, 30, 200]))
    def the_revisit_was_another_customers(self, last: int, hours: int) -> None:
        """It comes to light at once, or long after the case was closed, or had been worked on."""
        revisits = self.case.revisits
        wrong = revisits[-min(last, len(revisits))]
        self.let_pass(timedelta(hours=hours))
        said = [k.id for k in self.case.contacts if (k.logged_at, k.by) == (wrong.at, wrong.by)]
        for contact in said:
            self.ask(DisproveContact, by=LEAD, contact=contact, reason="because")
