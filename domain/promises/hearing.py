"""Whether the customer has been heard, and how often they were tried in vain (REQ C2, E1)."""

from collections.abc import Collection, Iterable
from datetime import datetime

from domain.case import Case
from domain.case.contacts import Contact
from domain.case.customer_messages import CustomerMessage
from domain.case.promises import Promise
from domain.draft import Draft, is_since
from domain.errors import Refusal
from domain.frozen import changed
from domain.promises import making, missed
from domain.response import awaits_answer


def last_word(case: Case) -> CustomerMessage | Contact | None:
    """In what the customer last told us something; what we wrote to them says nothing of theirs, nor does a message
    without words."""
    spoken = case.rules.revisit.is_conversation
    said: list[CustomerMessage | Contact] = [message for message in case.messages if message.text]
    said += [
        contact
        for contact in case.contacts
        if contact.reached and (contact.direction == "inbound" or spoken(contact.channel))
    ]
    return max(reversed(said), key=lambda word: word.occurred_at, default=None)


def last_said(case: Case) -> datetime | None:
    """When the customer last told us something."""
    word = last_word(case)
    return word.occurred_at if word else None


def said_since(case: Case, promise: Promise) -> str:
    """In which word the customer can have said that they need a promise no more: the last since it was made, "" for none."""
    word = last_word(case)
    return word.id if word and word.occurred_at > promise.made_at else ""


def require_said(draft: Draft, promise: Promise, field: str = "promise") -> None:
    """Refuse to let go of a promise of which the customer can't have said that they no longer need it: they have
    told us nothing since it was made. Of the call that is owed for a miss they have only once what they wrote is read. A
    lead may, of one that was made by mistake."""
    if draft.case.core < 2 or draft.outranks("lead"):
        return
    unread = [m for m in draft.case.messages if m.text and awaits_answer(draft.case, m)]
    if unread and missed.stands_in(draft.case, promise):
        raise Refusal(
            "release_unread",
            fields=(field,),
            number=draft.case.number,
            promise=promise.id,
            message=unread[-1].id,
        )
    if not said_since(draft.case, promise):
        raise Refusal(
            "release_unsaid",
            fields=(field,),
            number=draft.case.number,
            promise=promise.id,
            since=promise.made_at,
        )


def untold_again(case: Case, never: Collection[str]) -> tuple[Promise, ...]:
    """The promises of a case once these conversations have turned out to be none: what the confirmation set down while
    nobody reached the customer, they don't know if nobody else has spoken with them since."""
    notice = case.notice
    if notice is None or notice.answer != "unreachable":
        return case.promises
    others = (each for each in case.contacts if each.reached and each.id not in never)
    if any(is_since(each.occurred_at, notice.told_at) for each in others):
        return case.promises
    given = ("first_feedback", "milestone")
    return tuple(
        changed(p, {"untold": True}) if p.kind in given and p.follows is None else p
        for p in case.promises
    )


def tries(contacts: Iterable[Contact], since: datetime | None) -> list[Contact]:
    """Our tries since then to reach the customer, told in time: three that come to mind on one afternoon are none."""
    return [
        contact
        for contact in contacts
        if contact.direction == "outbound"
        and not contact.reached
        and not contact.told_late
        and not contact.disproved
        and (since is None or contact.occurred_at >= since)
    ]


def tell_in_vain(draft: Draft, contact: Contact) -> None:
    """The lead hears that nobody gets through to the customer, and how it was tried: after as many days in a row as
    stand for one who can't be reached (REQ E1), and after as many again.

    Each try moves the promise on and breaks nothing, so nothing else would ever tell. Where the case runs
    round the clock and is tried again within hours, each try counts, and not each day (REQ A4).
    """
    case = draft.case
    if case.core < 2 or not case.is_confirmed:
        return
    heard = case.heard_at
    made = tries(case.contacts, heard)
    last = {_counted_as(draft, each): each.id for each in made}
    earlier = {_counted_as(draft, each) for each in made if each.id != contact.id}
    if len(last) == len(earlier) or len(last) % draft.plan.attempts:
        return
    draft.tell(
        draft.plan.ladder.lead,
        about="tried_in_vain",
        ref=contact.id,
        since=(heard or case.spoke_at or contact.occurred_at).isoformat(),
        tried=", ".join(list(last.values())[-draft.plan.attempts :]),
    )


def _counted_as(draft: Draft, contact: Contact) -> object:
    if making.own_pace(draft.case):
        return contact.id
    return draft.local_date(contact.occurred_at)
