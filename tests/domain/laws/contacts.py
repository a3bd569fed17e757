"""Somebody calls the customer, in time or not, and logs it, in time or not."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from domain.case import Case
from domain.case.contacts import PARTS
from domain.command import Actor, Command
from domain.contacts import ContactJoined, LogContact
from domain.customer_messages.commands import CustomerSaid
from domain.decide import Decision
from domain.draft import ActionRequested, to_the_minute
from domain.room.rules import PastPutAway, RoomChanged
from laws.customer_messages import unsettled
from laws.disproofs import took_place
from laws.drawing import actors, channels, emotions, parts
from laws.history import History, Step
from laws.promises import next_promises


def contact(history: History) -> Step:
    return LogContact, {"channel": "phone", "occurred_at": history.now, "parts": PARTS}


def call(history: History, after: timedelta, emotion: Any) -> None:
    """The customer is called, some time later; the next promise is the rhythm's."""
    history.now += after
    kind, fields = contact(history)
    history.ask(kind, **fields, emotion=emotion)


def a_second_click_changes_nothing(
    history: History, case: Case, command: Command, event: ContactJoined, decision: Decision
) -> None:
    """And it is none if the customer has said something since that it would answer (REQ C0). What goes with any
    decision goes with this one: room that is made, and words that were gathered for the owner."""
    assert isinstance(command, LogContact)
    aside = (PastPutAway, RoomChanged, ActionRequested)
    assert [v for v in decision.events if not isinstance(v, aside)] == [event]
    assert {action.about for action in decision.actions} <= {"customer_said"}
    contact = history.whole.contact(event.contact)
    assert contact
    waiting = (since for since in unsettled(history.events).values())
    answered = any(to_the_minute(since) <= command.occurred_at for since in waiting)
    assert not (contact.is_word and answered)


class Contacts(History):
    fields = {
        LogContact: lambda at: {
            "channel": channels,
            "direction": st.sampled_from(["outbound", "outbound", "inbound"]),
            "occurred_at": at.past,
            "reached": st.booleans(),
            "left_message": st.booleans(),
            "parts": parts,
            "emotion": emotions,
            "covers": st.none() | st.lists(at.promises, max_size=2).map(tuple),
            "next_promise": st.none() | next_promises(at),
            "digest": st.sampled_from(["", "d1", "d2"]),
        },
    }
    laws = {ContactJoined: (a_second_click_changes_nothing,)}
    forward = {"respond": contact}

    @rule(minutes=st.sampled_from([5, 30, 200]), emotion=emotions)
    def the_customer_is_called(self, minutes: int, emotion: Any) -> None:
        call(self, timedelta(minutes=minutes), emotion)

    @rule(
        seconds=st.sampled_from([0, 1, 35, 61]),
        written=st.booleans(),
        same=st.booleans(),
        reached=st.booleans(),
    )
    def a_conversation_is_logged_twice(
        self, seconds: int, written: bool, same: bool, reached: bool
    ) -> None:
        """At the same time or at another, and the customer writes in between, or not."""
        kind, fields = contact(self)
        for _ in range(2):
            self.ask(kind, **fields, reached=reached, left_message=not reached, digest="d1")
            if written:
                said = self.now + timedelta(seconds=seconds / 2)
                self.now = said
                self.ask(CustomerSaid, channel="wechat", occurred_at=said, text="t1")
            self.now += timedelta(seconds=seconds / 2)
            fields |= {} if same else {"occurred_at": self.now}

    @invariant()
    def they_feel_as_in_the_last_conversation(self) -> None:
        """By when it took place, to the minute, whenever it was logged (REQ B5); not in one that never took place."""
        logged = enumerate(took_place(self.events))
        felt = [(to_the_minute(c.occurred_at), place, c) for place, c in logged if c.emotion]
        if felt and not self.case.put_away:
            assert self.case.emotion == max(felt, key=lambda each: each[:2])[2].emotion

    @precondition(lambda self: self.case.breaks > 0 and not self.case.is_closed)
    @rule(
        ago=st.sampled_from([0, 20, 45]), actor=actors, named=st.booleans(), reached=st.booleans()
    )
    def a_contact_is_logged_late(self, ago: int, actor: Actor, named: bool, reached: bool) -> None:
        """It occurred just before the promise broke."""
        broken = [p for p in self.case.promises if p.status == "broken"][-1]
        self.ask(
            LogContact,
            by=actor,
            channel="phone",
            occurred_at=min(broken.latest_by - timedelta(minutes=ago), self.now),
            reached=reached,
            left_message=not reached,
            parts=PARTS,
            covers=(broken.id,) if named else None,
        )
