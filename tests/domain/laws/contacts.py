"""Somebody calls the customer, in time or not, and logs it, in time or not."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from domain.case.contacts import PARTS
from domain.command import Actor
from domain.contacts import LogContact
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
        },
    }
    forward = {"respond": contact}

    @rule(minutes=st.sampled_from([5, 30, 200]), emotion=emotions)
    def the_customer_is_called(self, minutes: int, emotion: Any) -> None:
        call(self, timedelta(minutes=minutes), emotion)

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
