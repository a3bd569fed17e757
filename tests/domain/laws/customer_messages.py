"""A customer's word always arrives; on a closed case it goes somewhere."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from builders import an_actor
from domain.book import AnyEvent
from domain.case import Case
from domain.case.contacts import Contact
from domain.case.customer_messages import CustomerMessage
from domain.closed_in_error import ClosingDisproved
from domain.command import Command
from domain.confirmation import ComplexConfirmed
from domain.contacts import ContactLogged
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.customer_messages.events import (
    CaseReopened,
    MessageMarked,
    MessageReceived,
    WordsUnanswered,
)
from domain.customer_messages.reopening import unanswered
from domain.customer_messages.rules import SHOWN
from domain.deadlines import deadlines
from domain.decide import Decision, decide
from domain.disproofs import ContactDisproved, nevers
from domain.draft import ActionRequested, to_the_minute
from domain.endings import CaseClosed, Withdraw
from domain.engine import Tick
from domain.escalations.calling import standing
from domain.going_back import RevisitDisproved
from domain.intake import CaseOpened
from domain.promises.events import AttemptDisproved, PromiseMade
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


class Word(NamedTuple):
    """One of the customer's, by its place among the events, and from when at the latest it waits."""

    place: int
    message: CustomerMessage
    had_at: datetime

    @property
    def said(self) -> datetime:
        return self.message.occurred_at

    def is_said_by(self, at: datetime) -> bool:
        return to_the_minute(self.said) <= at

    def is_after(self, other: "Word") -> bool:
        return self.said > other.said or self.place > other.place

    def is_answered_by(self, ours: "Ours") -> bool:
        since = self.message.waits_since or self.said
        return ours.at >= to_the_minute(since) and ours.logged_at >= self.message.received_at


class Ours(NamedTuple):
    """A word of ours: a conversation, a message left, or the notice that the case is complex."""

    at: datetime
    logged_at: datetime


class Words:
    """The customer's words that nobody has answered or marked, by hand, event by event, in the order in which they were
    decided. What was settled by mistake waits again."""

    def __init__(self) -> None:
        self.left: dict[str, Word] = {}
        self.answered: dict[str, Word] = {}
        self.thanked: dict[str, dict[str, Word]] = {}
        self.ours: dict[str, Ours] = {}
        self.floor: datetime | None = None

    def hear(self, place: int, event: AnyEvent) -> None:
        match event:
            case CaseOpened():
                self.floor = event.spoke_at
            case CaseClosed():
                self.floor = event.at
            case ContactLogged():
                self._spoken(event.contact)
            case ComplexConfirmed() if event.notice.answer != "unreachable":
                self.ours["notice"] = Ours(event.notice.told_at, event.at)
            case AttemptDisproved() | ContactDisproved():
                self._disproved(set(nevers(event)))
            case MessageReceived() if not event.message.late:
                message, floor = event.message, self.floor
                had_at = max(message.occurred_at, message.received_at, floor or message.received_at)
                self.left[message.id] = Word(place, message, had_at)
            case ResponseGiven():
                given = event.responded_at
                self._settle(
                    self.answered, {m for m, it in self.left.items() if it.is_said_by(given)}
                )
            case MessageMarked():
                self._marked(event)

    def _spoken(self, contact: Contact) -> None:
        if contact.is_word:
            self.ours[contact.id] = Ours(contact.occurred_at, contact.logged_at)
        if contact.reached:
            self.floor = max(self.floor or contact.occurred_at, contact.occurred_at)

    def _disproved(self, never: set[str]) -> None:
        self.ours = {k: it for k, it in self.ours.items() if k not in never}
        self._wait_unless_answered(self.answered)

    def _wait_unless_answered(self, words: dict[str, Word]) -> None:
        """Those of which an answer is left on record are answered."""
        ours = self.ours.values()
        answered = {m: it for m, it in words.items() if any(map(it.is_answered_by, ours))}
        self.left |= {m: it for m, it in words.items() if m not in answered}
        self.answered = {m: it for m, it in self.answered.items() if m not in words} | answered

    def _marked(self, event: MessageMarked) -> None:
        if event.instead:
            mistaken = self.thanked.pop(event.message)
            if event.verdict != "new":
                self._wait_unless_answered(mistaken)
        elif not event.closed:
            marked = self.left[event.message]
            said = self.left | self.answered
            earlier = {m for m, it in said.items() if not it.is_after(marked)}
            self._settle(self.thanked.setdefault(event.message, {}), earlier)
        elif event.verdict != "reopen":
            self._settle(self.thanked.setdefault(event.message, {}), {event.message})

    def _settle(self, kept: dict[str, Word], words: set[str]) -> None:
        """They are kept there from now on; a mark settles for good what was answered up to then, too."""
        for word in words:
            kept[word] = (self.left if word in self.left else self.answered).pop(word)


def unsettled(events: Iterable[AnyEvent]) -> dict[str, datetime]:
    """From when at the latest each of the customer's words waits that nobody has answered or marked: from when we had it,
    and had last spoken."""
    words = Words()
    for place, event in enumerate(events):
        words.hear(place, event)
    return {message: it.had_at for message, it in words.left.items()}


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
            "verdict": st.sampled_from(["thanks", "thanks", "reopen", "reopen", "new", "answer"]),
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
        again=st.sampled_from([None, None, "thanks", "reopen", "new", "answer"]),
    )
    def the_customer_comes_back(self, days: int, verdict: Any, minutes: int, again: Any) -> None:
        """After weeks or at once; somebody says what it is, in time or not, or nobody does; and thinks better of it."""
        self.let_pass(timedelta(days=days))
        if not self.case.is_closed:
            return
        assert self.ask(
            CustomerSaid, by=an_actor("k1"), channel="email", occurred_at=self.now, text="t1"
        )
        message, closing = self.case.messages[-1].id, self.case.closing
        wrote_later = closing and closing.at < self.now - timedelta(minutes=1)
        self.let_pass(timedelta(minutes=minutes))
        if verdict and self.ask(MarkMessage, message=message, verdict=verdict) and again:
            self.let_pass(timedelta(days=days))
            instead = {True: ("reopen", "new"), False: ("answer",)}[self.case.is_closed]
            marked = self.ask(MarkMessage, message=message, verdict=again)
            if wrote_later and verdict == "thanks":
                assert bool(marked) == (again in instead)

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
            elif isinstance(event, ClosingDisproved) or (
                isinstance(event, RevisitDisproved) and event.led_to == "closed"
            ):
                assert closed
                closed, waiting = False, set()  # they await an answer
            elif isinstance(event, MessageReceived) and closed:
                waiting.add(event.message.id)
            elif isinstance(event, WordsUnanswered):
                assert closed
                waiting |= set(event.messages)
            elif isinstance(event, MessageMarked) and not event.closed:
                assert not closed
                assert (event.verdict, event.instead) in (("thanks", ""), ("answer", "thanks"))
            elif isinstance(event, MessageMarked):
                assert closed
                assert event.instead == ("" if event.message in waiting else "thanks")
                waiting.discard(event.message)
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
