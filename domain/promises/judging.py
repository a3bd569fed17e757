"""What a conversation means for the promises it covers, judged by when it occurred (REQ C2)."""

from datetime import datetime

from domain.case.contacts import Channel, Contact
from domain.case.promises import Promise
from domain.draft import Draft, is_since, to_the_minute
from domain.errors import Refusal
from domain.promises import breaking, ending, making
from domain.promises.events import PromiseKept
from domain.promises.reminding import reminder_of


def meant(draft: Draft, channel: Channel, occurred_at: datetime) -> tuple[str, ...]:
    """The promise a conversation was about if nobody says so: the earliest that stood when it took
    place, also one whose break was announced before it could be logged. A revisit or a visit is never
    meant."""
    stood = (
        p
        for p in draft.case.promises
        if p.status in ("open", "broken")
        and not p.keeping.apart
        and was_made(p, occurred_at)
        and (p.is_open or is_provable(draft, p, occurred_at))
    )
    earliest = min(stood, key=lambda p: (p.latest_by, p.id), default=None)
    in_writing = not draft.plan.revisit.is_conversation(channel)
    if earliest and in_writing and _is_just_given(draft, earliest, occurred_at):
        return ()
    return (earliest.id,) if earliest and earliest.keeping.by == "call" else ()


def meant_by_the_way(draft: Draft, channel: Channel, occurred_at: datetime) -> tuple[str, ...]:
    """The same of a conversation about something else, in which nobody says what was spoken of: it can only have been
    about what was due by then, from its reminder on, and about nothing that was promised for later."""
    covers = meant(draft, channel, occurred_at)
    return tuple(
        p.id
        for p in draft.case.promises
        if p.id in covers and (not p.is_open or _is_due(draft, p, occurred_at))
    )


def _is_due(draft: Draft, promise: Promise, occurred_at: datetime) -> bool:
    reminder = reminder_of(draft.case, promise)
    return reminder is None or occurred_at >= reminder[0]


def _is_just_given(draft: Draft, promise: Promise, occurred_at: datetime) -> bool:
    """Whether somebody gave the promise in these very moments, and it is not due yet: whoever confirms in writing
    what they have just said on the phone keeps nothing by that. The moments last as long as one may take to log
    a conversation; it is due from its reminder on."""
    if draft.case.core < 2 or not promise.is_open or promise.why.anchor != "agreed":
        return False
    given = to_the_minute(promise.made_at) + draft.plan.promises.owner_may_log_late
    return occurred_at < given and not _is_due(draft, promise, occurred_at)


def was_made(promise: Promise, occurred_at: datetime) -> bool:
    """Whether a conversation of that time can speak for a promise; people note the minute."""
    return is_since(occurred_at, promise.made_at)


def judge(draft: Draft, contact: Contact) -> None:
    """What a contact means for the promises it covers, judged by when it occurred, and for the news that are due by
    rule: whoever has just been spoken to needs no call."""
    _judge_covered(draft, contact)
    if draft.case.core >= 2 and contact.reached:
        _give_news(draft, contact)


def _give_news(draft: Draft, contact: Contact) -> None:
    for each in draft.case.promises:
        promise = draft.case.promise(each.id) or each  # one that is put right lets go of another
        if not promise.is_news or not was_made(promise, contact.occurred_at):
            continue
        if promise.is_open and in_time(draft, promise, contact.occurred_at):
            draft.emit(PromiseKept, promise=promise.id, contact=contact.id)
        elif is_provable(draft, promise, contact.occurred_at):
            ending.correct(draft, promise, contact)


def _judge_covered(draft: Draft, contact: Contact) -> None:
    for promise_id in contact.covers:
        promise = draft.case.promise(promise_id) or making.find_open(draft, promise_id, "covers")
        making.refuse_apart(draft, promise, "covers")
        if not was_made(promise, contact.occurred_at):
            raise Refusal(
                "promise_made_later",
                fields=("covers",),
                number=draft.case.number,
                promise=promise_id,
                at=contact.occurred_at,
                since=promise.made_at,
            )
        if promise.is_open and not in_time(draft, promise, contact.occurred_at):
            met = contact.reached
            breaking.break_promise(draft, promise, near=not met, instead="met" if met else "call")
        elif promise.is_open and contact.reached:
            draft.emit(PromiseKept, promise=promise.id, contact=contact.id)
        elif promise.is_open and contact.is_word:
            ending.attempt(draft, promise, contact)
        elif promise.is_open:
            continue  # nobody was reached and no message left: the promise stands
        elif contact.is_word and is_provable(draft, promise, contact.occurred_at):
            ending.correct(draft, promise, contact)
        else:
            making.find_open(draft, promise_id, "covers")


def in_time(draft: Draft, promise: Promise, occurred_at: datetime) -> bool:
    """Whether a contact took place in time, and was heard of soon enough to be believed: its owner
    may log it a little late, a lead later (REQ C2)."""
    heard_at, latest_by = draft.heard_at, promise.latest_by
    if occurred_at > latest_by:
        return False
    if heard_at <= latest_by or draft.outranks("lead"):
        return True
    own = draft.command.actor.handle in (promise.owner, draft.case.owner)
    return own and heard_at <= latest_by + draft.plan.promises.owner_may_log_late


def is_provable(draft: Draft, promise: Promise, occurred_at: datetime) -> bool:
    """Whether a contact logged late still shows that an announced break was none. A promise that was
    moved too often broke by that, not by time."""
    return (
        promise.status == "broken"
        and not promise.corrected
        and promise.ended_at is not None
        and promise.ended_at >= promise.latest_by
        and was_made(promise, occurred_at)
        and in_time(draft, promise, occurred_at)
    )
