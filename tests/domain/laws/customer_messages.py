"""A customer's word always arrives; on a closed case it goes somewhere."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from builders import an_actor
from domain.book import AnyEvent
from domain.case import Case
from domain.command import Command
from domain.contacts import ContactLogged
from domain.customer_messages import (
    SHOWN,
    CaseReopened,
    CustomerSaid,
    MarkMessage,
    MessageMarked,
    MessageReceived,
    WordsUnanswered,
    unanswered,
)
from domain.deadlines import deadlines
from domain.decide import Decision, decide
from domain.disproofs import ContactDisproved
from domain.draft import ActionRequested, to_the_minute
from domain.endings import CaseClosed, Withdraw
from domain.engine import Tick
from domain.escalations.calling import standing
from domain.intake import CaseOpened
from domain.promises.events import PromiseMade
from domain.response import ResponseGiven
from laws.drawing import channels, ids, words
from laws.history import History


def reopened_with_a_call_and_a_clock(
    history: History, case: Case, command: Command, event: CaseReopened, decision: Decision
) -> None:
    after = decision.case
    if isinstance(command, Tick):
        assert event.cause == "unmarked"
        asked = max(
            v.message.received_at if isinstance(v, MessageReceived) else v.at
            for v in history.events
            if (isinstance(v, MessageReceived) and v.message.id == event.message)
            or (isinstance(v, WordsUnanswered) and event.message in v.messages)
        )
        assert asked + timedelta(hours=4) <= history.now, "somebody had the time to mark it"
    else:
        assert isinstance(command, MarkMessage)
        assert (command.verdict, event.cause) == ("reopen", "asked")
    people = {a.to for a in decision.actions if a.about == "case_reopened"}
    assert people == {after.owner, after.rules.ladder.lead} - {command.actor.handle}
    if after.is_confirmed:
        assert after.follow_up
        heard_at = min(command.received_at, history.now)
        assert after.follow_up.started_at == (
            history.now if isinstance(command, Tick) else heard_at
        )
        assert any(isinstance(v, PromiseMade) for v in decision.events)


def no_unanswered_word_is_closed_over(
    history: History, case: Case, command: Command, event: CaseClosed, decision: Decision
) -> None:
    """What was not answered when the command came is to be marked, unless the command was the answer."""
    waiting, asked = {m.id for m in decision.case.unmarked}, set(unanswered(history.case))
    answered = any(isinstance(v, ResponseGiven) for v in decision.events)
    assert waiting <= asked if answered else waiting == asked


def unsettled(events: Iterable[AnyEvent]) -> dict[str, datetime]:
    """The customer's words that nobody has answered or marked, and from when at the latest each waits for that: from
    when we had it, and had last spoken. By hand, event by event, in the order in which they were decided."""
    left: dict[str, tuple[int, datetime, datetime]] = {}
    said: dict[str, tuple[int, datetime, datetime]] = {}
    floor: datetime | None = None
    for place, event in enumerate(events):
        if isinstance(event, CaseOpened):
            floor = event.spoke_at
        elif isinstance(event, ContactLogged) and event.contact.reached:
            floor = max(floor or event.contact.occurred_at, event.contact.occurred_at)
        elif isinstance(event, CaseClosed):
            floor = event.at
        elif isinstance(event, MessageReceived) and not event.message.late:
            message = event.message
            had_at = max(message.occurred_at, message.received_at, floor or message.received_at)
            left[message.id] = said[message.id] = (place, message.occurred_at, had_at)
        elif isinstance(event, ResponseGiven):
            answered = event.responded_at
            left = {m: it for m, it in left.items() if to_the_minute(it[1]) > answered}
        elif isinstance(event, ContactDisproved):
            left |= {message: said[message] for message in event.waits}
        elif isinstance(event, MessageMarked) and not event.closed:
            arrived, at, _ = left.pop(event.message)
            left = {m: it for m, it in left.items() if it[1] > at or it[0] > arrived}
        elif isinstance(event, MessageMarked) and event.verdict != "reopen":
            left.pop(event.message)
    return {message: had_at for message, (_, _, had_at) in left.items()}


CARRIED_AWAY = ("open_linked_case", "pass_on_message")


class CustomerMessages(History):
    fields = {
        CustomerSaid: lambda at: {
            "channel": channels,
            "occurred_at": at.near,
            "text": st.just("t1"),
        },
        MarkMessage: lambda at: {
            "message": ids(at.case.messages[-2:], "m99"),
            "verdict": st.sampled_from(["thanks", "reopen", "reopen", "new"]),
            "note": words,
        },
    }
    laws = {
        CaseReopened: (reopened_with_a_call_and_a_clock,),
        CaseClosed: (no_unanswered_word_is_closed_over,),
    }

    @precondition(lambda self: self.case.is_closed)
    @rule(
        days=st.sampled_from([0, 0, 2, 20, 40]),
        verdict=st.sampled_from([None, "thanks", "reopen", "reopen", "new"]),
        minutes=st.sampled_from([0, 30, 239, 241]),
    )
    def the_customer_comes_back(self, days: int, verdict: Any, minutes: int) -> None:
        """After weeks or at once; somebody says what it is, in time or not, or nobody does."""
        self.let_pass(timedelta(days=days))
        if not self.case.is_closed:
            return
        assert self.ask(
            CustomerSaid, by=an_actor("k1"), channel="email", occurred_at=self.now, text="t1"
        )
        message = self.case.messages[-1].id
        self.let_pass(timedelta(minutes=minutes))
        if verdict:
            self.ask(MarkMessage, message=message, verdict=verdict)

    @precondition(lambda self: self.case.is_opened and not self.case.is_closed)
    @rule(
        ends=st.sampled_from([False, False, False, True]),
        ago=st.lists(st.sampled_from([0, 0, 1, 30, 300]), min_size=1, max_size=2),
    )
    def the_customer_writes_and_the_case_may_end(self, ends: bool, ago: list[int]) -> None:
        """Whoever ends it has not seen the words yet; which of them is decided first is a matter of chance."""
        for minutes in ago:
            heard = self.now - timedelta(minutes=minutes)
            assert self.ask(
                CustomerSaid,
                by=an_actor("k1"),
                heard=heard,
                channel="email",
                occurred_at=heard,
                text="t1",
            )
        if ends:
            self.ask(Withdraw, reason="bought another")

    @invariant()
    def a_message_on_a_closed_case_goes_somewhere(self) -> None:
        """It is marked, or reopens the case, or opens a linked case; until then people are watching."""
        waiting: set[str] = set()
        closed = False
        marked_last = ""
        for event in self.events:
            if isinstance(event, CaseClosed):
                closed = True
            elif isinstance(event, CaseReopened):
                assert closed
                assert event.message in waiting | {marked_last}
                closed, waiting = False, set()
            elif isinstance(event, MessageReceived) and closed:
                waiting.add(event.message.id)
            elif isinstance(event, WordsUnanswered):
                assert closed
                waiting |= set(event.messages)
            elif isinstance(event, MessageMarked) and not event.closed:
                assert not closed
                assert event.verdict == "thanks"
            elif isinstance(event, MessageMarked):
                assert event.message in waiting
                waiting.remove(event.message)
                marked_last = event.message
            elif isinstance(event, ActionRequested) and event.action.name in CARRIED_AWAY:
                assert closed
                waiting.discard(event.action.ref or "")
        waiting -= {m.id for m in self.whole.messages if m.late}  # passed on when its case is open
        assert closed == self.case.is_closed
        assert {m.id for m in self.case.unmarked} == waiting
        due = {d.ref: d.due_at for d in deadlines(self.case) if d.kind == "message_mark"}
        assert due.keys() <= waiting
        assert len(due) >= min(len(waiting), SHOWN)

    @invariant()
    def each_word_awaits_its_answer_or_its_mark(self) -> None:
        """In whatever order words and answers are decided; and the clock runs from the first of them (REQ C0, E3)."""
        left, case = unsettled(self.events), self.case
        carried = left.keys() & {m.id for m in case.messages}
        if not case.is_opened:
            return
        if case.is_closed:
            assert carried == {m.id for m in case.unmarked if m.mark}
            return
        assert carried <= set(unanswered(case))
        if not left:
            return
        assert case.response, f"{sorted(left)} wait and nothing runs"
        assert case.response.started_at <= min(left.values())
        is_due = any(d.kind == "response" for d in deadlines(case))
        assert is_due or (case.response.overdue and standing(case, "response_overdue"))

    @invariant()
    def a_customers_word_arrives(self) -> None:
        if not self.case.is_opened:
            return
        said = CustomerSaid(
            actor=an_actor("k1"),
            received_at=self.now,
            channel="email",
            occurred_at=self.now,
            text="t1",
        )
        after = decide(self.case, said, self.now).case
        assert after.total("messages") == self.case.total("messages") + 1
        message = after.messages[-1]
        told = after.words_told
        if not message.late:
            assert told
            assert (told.to, told.heard) == (self.case.owner, after.total("messages")) or any(
                a.status == "to_do" and a.notice == told.notice for a in after.actions
            )
