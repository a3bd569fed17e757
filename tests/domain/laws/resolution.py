"""Resolved is earned, and never by silence."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from domain.case import Case
from domain.command import Command
from domain.confirmation import ComplexConfirmed
from domain.customer_messages.events import MessageReceived
from domain.decide import Decision
from domain.observation import ObservationEnded, ObservationExtended, ObservationStarted
from domain.resolution import CaseResolved, FixVerified, RecordVerification, Resolve
from laws.closed_in_error import since_it_came_here
from laws.contacts import call, contact
from laws.disproofs import took_place
from laws.drawing import different_days, emotions, words
from laws.history import History, Step
from laws.revisits import try_in_vain


def settle(history: History) -> Step:
    """The customer is called after the fix, and after whatever they write then; what they say is written down."""
    case = history.case
    entered = case.stage_entered_at
    after = [k for k in case.contacts if k.reached and entered and k.occurred_at > entered]
    if not after or case.response:
        history.now += timedelta(minutes=5)
        return contact(history)
    if not case.verification:
        return RecordVerification, {"outcome": "fixed", "said_in": after[-1].id}
    return Resolve, {"basis": "customer_confirmed", "said_in": after[-1].id}


def resolution_is_earned(
    history: History, case: Case, command: Command, event: CaseResolved, _: Decision
) -> None:
    assert any(isinstance(v, ComplexConfirmed) for v in history.events)
    entered, here = since_it_came_here(history)
    contacts = took_place(history.events)
    if event.basis == "customer_confirmed":
        said = [v.verification.outcome for v in here if isinstance(v, FixVerified)]
        assert said[-1] == "fixed"
        words = {k.id: k.occurred_at for k in contacts if k.reached}
        words |= {
            v.message.id: v.message.occurred_at
            for v in history.events
            if isinstance(v, MessageReceived)
        }
        at_the_door = [v.arrived_at for v in case.visits if v.outcome == "fixed" and v.arrived_at]
        since = min([entered.at, *at_the_door]) - timedelta(minutes=1)  # noted to the minute
        assert words[event.said_in] > since, "the customer says so after the fix"
    elif event.basis == "observed":
        windows = [v.observation for v in here if isinstance(v, ObservationStarted)]
        moved = [v.ends_at for v in here if isinstance(v, ObservationExtended)]
        end = max([windows[-1].ends_at, *moved])
        assert end <= history.now
        ends = [v.cause for v in here if isinstance(v, ObservationEnded)]
        assert ends[-1:] != ["agreed"], "a window ended early has not run out"
        assert event.said_at, "the customer knows how it held"
        assert event.said_at > end - timedelta(minutes=1)
        named = isinstance(command, Resolve) and command.said_in
        ours = any(k.id == event.said_in and k.direction == "outbound" for k in contacts)
        assert named or not (ours and event.said_on in WRITTEN), "what we wrote says nothing"
    else:
        heard = [k.occurred_at for k in contacts if k.reached]
        heard += [v.message.occurred_at for v in history.events if isinstance(v, MessageReceived)]
        tried = [
            k.occurred_at
            for k in contacts
            if not k.reached
            and k.direction == "outbound"
            and k.occurred_at >= max([entered.at, *heard])
        ]
        assert len(different_days(tried)) >= 3


WRITTEN = ("email", "web", "wechat", "wecom", "account_manager", "social")
"""Channels on which people don't speak with each other."""
said_in = st.sampled_from(["", "", "c1", "c2", "c4", "m1", "none"])


class Resolution(History):
    fields = {
        RecordVerification: lambda at: {
            "outcome": st.sampled_from(["fixed", "not_fixed"]),
            "said_in": said_in,
            "note": words,
        },
        Resolve: lambda at: {
            "basis": st.sampled_from(["customer_confirmed", "observed", "unreachable"]),
            "said_in": said_in,
            "note": words,
        },
    }
    laws = {CaseResolved: (resolution_is_earned,)}
    forward = {"verify": settle}

    @precondition(lambda self: self.case.stage == "verify")
    @rule(
        basis=st.sampled_from(["observed", "unreachable", "customer_confirmed"]),
        days=st.sampled_from([(), (1, 1, 1), (1, 0, 1), (9,)]),
        emotion=emotions,
    )
    def it_is_called_resolved(self, basis: Any, days: tuple[int, ...], emotion: Any) -> None:
        """Earned or not."""
        if basis == "unreachable":
            try_in_vain(self, days)
        elif basis == "observed":
            self.let_pass(timedelta(days=sum(days)))
            call(self, timedelta(minutes=5), emotion)
        self.ask(Resolve, basis=basis)
