"""What never took place counts for nothing, and what it had stood for is owed again."""

from collections.abc import Iterable
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from builders import LEAD
from domain.book import AnyEvent
from domain.case import Case
from domain.case.contacts import Contact
from domain.command import Command
from domain.contacts import ContactLogged
from domain.customer_messages.reopening import unanswered
from domain.decide import Decision
from domain.disproofs import ContactDisproved, DisproveContact, Disproved, nevers
from domain.draft import to_the_minute
from domain.promises import missed
from domain.promises.events import AttemptDisproved, PromiseMade
from domain.response import ResponseAwaited
from laws.drawing import ids, words
from laws.history import History


def took_place(events: Iterable[AnyEvent]) -> list[Contact]:
    """The conversations on record of which nobody has said since that they were none."""
    told = list(events)
    never = {
        k for v in told if isinstance(v, AttemptDisproved | ContactDisproved) for k in nevers(v)
    }
    return [v.contact for v in told if isinstance(v, ContactLogged) and v.contact.id not in never]


def counts_for_nothing(
    history: History, case: Case, command: Command, event: ContactDisproved, decision: Decision
) -> None:
    """Taken back by a lead, with a reason, once; it answers and keeps nothing any more, and whom it concerns hears."""
    never = next(k for k in case.contacts if k.id == event.contact)
    claimed = next(
        v.contact
        for v in history.events
        if isinstance(v, ContactLogged) and v.contact.id == event.contact
    )
    assert isinstance(command, DisproveContact)
    assert command.actor.line != "agent"
    assert event.reason.strip()
    taken_back = [v for v in history.events if isinstance(v, ContactDisproved)]
    assert sum(v.contact == event.contact for v in taken_back) == 1
    assert never.disproved
    assert not (never.reached or never.is_word or never.covers or never.emotion or never.ended)
    assert (claimed.text, claimed.occurred_at) == (never.text, never.occurred_at)
    told = [a.to for a in decision.actions if a.about == "contact_disproved"]
    hears = {case.owner, claimed.by, *whom_it_concerns(event, decision)} - {command.actor.handle}
    assert sorted(told) == sorted(hears)


def whom_it_concerns(event: ContactDisproved, decision: Decision) -> set[str]:
    """Who owes what was promised in it, or something anew, and hears of that in no other way."""
    after = decision.case
    heard = {(a.to, a.ref) for a in decision.actions}
    made = {v.promise.id for v in decision.events if isinstance(v, PromiseMade)}
    again = [p for p in after.open_promises if p.id in made and p.follows]
    owe_again = {p.owner for p in again if (p.owner, p.follows) not in heard}
    return owe_again | {p.owner for p in after.open_promises if p.id in event.promised}


def what_it_answered_waits(
    history: History, case: Case, command: Command, event: Disproved, decision: Decision
) -> None:
    """Nobody has answered what waits again, and the clock runs since then at the latest. What waits is told by
    `customer_messages.unsettled`."""
    after = decision.case
    again = {m for v in decision.events if isinstance(v, ResponseAwaited) for m in v.again}
    said = [m for m in after.messages if m.id in again]
    assert {m.id for m in said} <= set(unanswered(after))
    for message in said:
        assert message.waits_since
        assert after.response
        assert after.response.started_at <= message.waits_since
        since_then = (k for k in took_place(history.events) if k.logged_at > message.received_at)
        words = [k for k in since_then if k.is_word]
        waited = to_the_minute(message.waits_since)
        assert not any(k.occurred_at >= waited for k in words) or after.put_away


def nothing_let_go_of_goes_unseen(
    history: History, case: Case, command: Command, event: ContactDisproved, decision: Decision
) -> None:
    """What somebody let go of after that word is owed again, broken, or named; so is what the customer knows the time of and
    anything let go of at its moments."""
    after = decision.case
    followed = {p.follows for p in after.promises}
    for promise in case.promises:
        if promise.status == "released" and promise.said_in == event.contact:
            now = after.promise(promise.id)
            is_broken = now is not None and now.status == "broken"
            given = promise.is_news  # by another conversation, too
            assert is_broken or given or promise.id in followed or promise.id in event.let_go
    (contact,) = (each for each in case.contacts if each.id == event.contact)
    late = case.rules.promises.owner_may_log_late
    for promise in case.promises:
        if promise.status != "released" or not promise.is_told or promise.kind == "revisit":
            continue
        assert promise.ended_at
        if promise.ended_at < (case.reopened_at or promise.made_at):
            continue
        since = {p.follows for p in after.promises if p.made_at >= promise.ended_at}
        stands = promise.id in followed or bool(promise.follows and promise.follows in since)
        if abs(promise.ended_at - contact.logged_at) <= late and len(event.let_go) < 50:
            assert stands or promise.id in event.let_go


def the_rhythm_calls_once(
    history: History, case: Case, command: Command, event: ContactDisproved, decision: Decision
) -> None:
    """No two calls that nobody was given stand side by side."""
    after = decision.case
    news = [p for p in after.open_promises if p.is_news and missed.as_told(after, p).is_news]
    assert sum(p.latest_by > history.now for p in news) <= 1


class Disproofs(History):
    fields = {
        DisproveContact: lambda at: {"contact": ids(at.case.contacts[-3:], "c99"), "reason": words}
    }
    laws = {
        ContactDisproved: (
            counts_for_nothing,
            what_it_answered_waits,
            nothing_let_go_of_goes_unseen,
            the_rhythm_calls_once,
        ),
        AttemptDisproved: (what_it_answered_waits,),
    }
    rare = (DisproveContact,)

    @precondition(lambda self: bool(self.case.contacts))
    @rule(last=st.integers(1, 3), hours=st.sampled_from([0, 1, 30]))
    def a_conversation_was_another_customers(self, last: int, hours: int) -> None:
        """It comes to light at once, or after what it kept was due."""
        contacts = self.case.contacts
        wrong = contacts[-min(last, len(contacts))]
        self.let_pass(timedelta(hours=hours))
        self.ask(DisproveContact, by=LEAD, contact=wrong.id, reason="because")
