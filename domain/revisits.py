"""The revisit: the human call after resolution, itself a promise (REQ E2)."""

from datetime import datetime
from typing import Literal, cast

from domain import endings, going_back, repairs, stages
from domain.case import Case
from domain.case.contacts import Channel, Contact
from domain.case.promises import Promise
from domain.case.revisits import RevisitOutcome, RevisitTry, Solved
from domain.command import Command
from domain.contacts import ContactLogged
from domain.derivation import Derivation, after, derive
from domain.draft import Draft, to_the_minute
from domain.errors import Refusal
from domain.event import Event
from domain.frozen import changed
from domain.plan.limit import Limit
from domain.plan.terms import Emotion
from domain.promises import breaking, ending, judging
from domain.promises.events import PromiseAttempted, PromiseKept, PromiseReleased
from domain.promises.making import make_promise
from domain.response import await_response, responded
from domain.rules import Change, Guard, Rules, conflict, invalid


class RecordRevisit(Command):
    """The human call after resolution (REQ E2). `covers` as in `log_contact`; `early` is why it comes before
    the policy's minimum."""

    kind: Literal["record_revisit"] = "record_revisit"
    outcome: RevisitOutcome
    occurred_at: datetime
    channel: Channel = "phone"
    emotion: Emotion | None = None
    covers: tuple[str, ...] = ()
    note: str = ""
    text: str | None = None
    early: Literal["customer_asked"] | None = None


class RevisitHeld(Event):
    kind: Literal["revisit_held"] = "revisit_held"
    revisit: RevisitTry
    note: str = ""


def record(draft: Draft, command: RecordRevisit) -> None:
    """The human call after resolution: content, trouble again, or nobody there (REQ E2)."""
    stages.require_stage_taking(draft, command.name)
    draft.require_past("occurred_at", command.occurred_at)
    _require_after_resolution(draft, command)
    _require_another_day(draft, command)
    if draft.case.core >= 2 and command.outcome != "trouble":  # trouble is always heard
        _require_conversation(draft, command)
        _require_waking(draft, command)
        _require_not_early(draft, command)
        _require_told_soon(draft, command)
    if draft.case.core >= 2 and _is_their_word(draft, command):
        contact = _take_down(draft, command)
    else:
        contact = _converse(draft, command)
    attempt = RevisitTry(
        at=draft.now,
        by=command.actor.handle,
        outcome=command.outcome,
        contact=contact.id if draft.case.core >= 2 else "",
    )
    draft.emit(RevisitHeld, revisit=attempt, note=command.note)
    if command.outcome == "trouble":
        repairs.failed_after_all(draft)
    stages.move(draft)
    if draft.case.is_closed:
        _require_revisited(draft, command)
        if command.outcome == "no_answer" and draft.case.core >= 2:
            draft.require_reason(command.note, "note")
            if draft.plan.attempts_settle:
                ending.release(draft, None, "unreachable")
        endings.close(
            draft, "content" if command.outcome == "content" else "no_answer", command.note
        )


def _converse(draft: Draft, command: RecordRevisit) -> Contact:
    """A conversation, or the try at one, and what it means for what was promised."""
    at, reached = command.occurred_at, command.outcome != "no_answer"
    owed = tuple(
        p.id
        for p in draft.case.promises
        if p.kind == "revisit" and (p.is_open or judging.is_provable(draft, p, at))
    )
    others = tuple(p for p in command.covers if p not in owed)
    contact = Contact(
        id=draft.case.next_id("c", "contacts"),
        channel=command.channel,
        direction="outbound",
        occurred_at=at,
        logged_at=draft.now,
        by=command.actor.handle,
        reached=reached,
        emotion=command.emotion,
        covers=(*owed, *others),
        text=command.text,
    )
    draft.emit(ContactLogged, contact=contact)
    if reached:
        responded(draft, at)
    for promise_id in owed:
        _end_owed(draft, promise_id, contact)
    judging.judge(draft, changed(contact, {"covers": others}))
    return contact


def _is_their_word(draft: Draft, command: RecordRevisit) -> bool:
    """Whether nobody has spoken with the customer, who wrote that there is trouble again."""
    in_writing = not draft.plan.revisit.is_conversation(command.channel)
    return command.outcome == "trouble" and in_writing


def _take_down(draft: Draft, command: RecordRevisit) -> Contact:
    """Trouble is heard wherever it is told, but what the customer wrote is no answer of ours and keeps nothing (REQ C0):
    it awaits one, and the revisit has nothing left to ask for."""
    contact = Contact(
        id=draft.case.next_id("c", "contacts"),
        channel=command.channel,
        direction="inbound",
        occurred_at=command.occurred_at,
        logged_at=draft.now,
        by=command.actor.handle,
        reached=False,
        left_message=True,
        emotion=command.emotion,
        text=command.text,
    )
    draft.emit(ContactLogged, contact=contact)
    is_answered = any(
        each.is_word and each.occurred_at >= command.occurred_at for each in draft.case.contacts
    )
    if draft.case.response is None and not is_answered:
        await_response(draft, command.occurred_at)
    for owed in draft.case.open_promises:
        if owed.kind == "revisit":
            ending.let_go(draft, owed, "case_moved")
    return contact


def _require_conversation(draft: Draft, command: RecordRevisit) -> None:
    """How somebody feels is asked, and heard, in a conversation; a written message is none (REQ E2)."""
    rules, channel = draft.plan.revisit, command.channel
    if command.outcome == "no_answer":
        fits, channels = rules.is_try(channel), rules.tried_on
    else:
        fits, channels = rules.is_conversation(channel), rules.channels
    if not fits:
        raise Refusal(
            "revisit_no_conversation",
            fields=("channel",),
            number=draft.case.number,
            channel=channel,
            channels=", ".join(channels),
        )


def _require_not_early(draft: Draft, command: RecordRevisit) -> None:
    """Before the policy's minimum nobody knows yet whether the fix holds; only the customer may be sooner."""
    resolved_at, first = draft.case.resolved_at, draft.plan.revisit.first
    if command.early or resolved_at is None or first.target is None:
        return
    soonest = after(draft.plan, resolved_at, first.target, first.calendar)
    if command.occurred_at < to_the_minute(soonest):
        raise Refusal(
            "revisit_too_early",
            fields=("occurred_at", "early"),
            number=draft.case.number,
            at=command.occurred_at,
            until=soonest,
        )


def _require_waking(draft: Draft, command: RecordRevisit) -> None:
    """Whoever calls at night has tried nobody; who does answer then is heard all the same (REQ E2)."""
    waking, at = draft.plan.calendars[draft.plan.revisit.waking], command.occurred_at
    if command.outcome == "no_answer" and not waking.is_working(at):
        begins = waking.next_working(at)
        raise Refusal(
            "revisit_at_night",
            fields=("occurred_at",),
            number=draft.case.number,
            at=at,
            window=f"{begins.isoformat()}/{waking.end_of_day(begins).isoformat()}",
        )


def _require_told_soon(draft: Draft, command: RecordRevisit) -> None:
    """Told late like other conversations: by whoever held it a little, by a lead later (REQ E2)."""
    late = draft.heard_at - command.occurred_at > draft.plan.promises.owner_may_log_late
    if late and not draft.outranks("lead"):
        raise Refusal(
            "line_required", fields=("occurred_at",), number=draft.case.number, line="lead"
        )


def _require_revisited(draft: Draft, command: RecordRevisit) -> None:
    tries_left = tries(draft.case) < draft.plan.revisit.tries
    if command.outcome == "trouble" or (command.outcome == "no_answer" and tries_left):
        raise stages.wrong_stage(draft, command.name)


def _require_after_resolution(draft: Draft, command: RecordRevisit) -> None:
    since = draft.case.resolved_at
    if since and command.occurred_at < since.replace(second=0, microsecond=0):
        raise Refusal(
            "revisit_before_resolution",
            fields=("occurred_at",),
            number=draft.case.number,
            at=command.occurred_at,
            since=since,
        )


def _require_another_day(draft: Draft, command: RecordRevisit) -> None:
    days = {draft.local_date(k.occurred_at) for k in draft.case.contacts if _is_try(draft.case, k)}
    if command.outcome == "no_answer" and draft.local_date(command.occurred_at) in days:
        raise Refusal(
            "revisit_too_soon_again",
            fields=("occurred_at",),
            number=draft.case.number,
            tries=len(days),
        )


def _is_try(case: Case, contact: Contact) -> bool:
    """An unanswered call since this resolution that stood for the revisit."""
    since = case.resolved_at
    owed = {p.id for p in case.promises if p.kind == "revisit"}
    return bool(
        since and not contact.reached and contact.logged_at >= since and owed & set(contact.covers)
    )


def _end_owed(draft: Draft, promise_id: str, contact: Contact) -> None:
    """The revisit promise is kept by the call, attempted by a try, broken if the call came late. The
    near one after such a break has nothing left to ask for."""
    owed = draft.case.promise(promise_id)
    if owed is None or not (owed.is_open or owed.status == "broken"):
        return  # let go with the break that a call before it put right
    if owed.status == "broken":
        ending.correct(draft, owed, contact)
    elif not judging.was_made(owed, contact.occurred_at):
        draft.emit(PromiseReleased, promise=owed.id, reason="revisit_held")
    elif not judging.in_time(draft, owed, contact.occurred_at):
        instead: breaking.Instead = "met" if contact.reached else "call"
        breaking.break_promise(draft, owed, near=False, instead=instead)
    elif contact.reached:
        draft.emit(PromiseKept, promise=owed.id, contact=contact.id)
    else:
        draft.emit(PromiseAttempted, promise=owed.id, contact=contact.id)


def tries(case: Case) -> int:
    """How often in a row the customer has been tried in vain."""
    return len(going_back.in_vain(case))


def promise_revisit(draft: Draft) -> None:
    """The human call after resolution is itself a promise (REQ E2).

    First 24–48 h after resolution, due by the last waking moment of that time (by the next one after it
    when it holds none), counted from when we heard that it is resolved.
    """
    plan, resolved_at = draft.plan, draft.counts_from
    waking = plan.calendars[plan.revisit.waking]
    tried = _tried(draft.case)
    if tried:
        expected, latest, why = _again(draft, tried)
    else:
        first: Limit = plan.revisit.first
        soonest = after(plan, resolved_at, first.target or first.limit, first.calendar)
        expected = waking.next_working(soonest)
        latest, why = derive(plan, anchor="resolved_at", anchor_at=resolved_at, limit=first)
        if not waking.is_working(latest):
            within = waking.last_working(latest)
            if draft.case.core >= 2 and within > expected:
                latest = within
                why = changed(why, {"held_in": plan.revisit.waking})
            else:
                latest = waking.next_working(latest)
                why = changed(why, {"moved_into": plan.revisit.waking})
    make_promise(
        draft,
        kind="revisit",
        owner=draft.case.owner,
        subject="",
        latest_by=latest,
        expected_by=expected,
        why=why,
        follows=tried if draft.case.core >= 2 else None,
    )


def _tried(case: Case) -> Promise | None:
    """What was owed when the customer was last tried in vain, if they were since this resolution."""
    owed = (p for p in reversed(case.promises) if p.kind == "revisit")
    return next(owed, None) if tries(case) else None


def _again(draft: Draft, tried: Promise) -> tuple[datetime | None, datetime, Derivation]:
    """After a try in vain on the next day; where the customer was given a later day, at the time they were given."""
    plan, tried_at = draft.plan, cast(RecordRevisit, draft.command).occurred_at
    attempted = tried.status == "attempted" and tried.is_told
    if draft.case.core >= 2 and attempted and ending.is_ahead(draft, tried, tried_at):
        return ending.still_expected(draft, tried), tried.latest_by, tried.why
    name = plan.revisit.waking
    why = Derivation(anchor="attempted", anchor_at=draft.now, rule="revisit.tries", calendar=name)
    return None, plan.calendars[name].end_of_next_day(draft.now), why


def _held(case: Case, event: RevisitHeld) -> Change:
    change: Change = {"revisits": (*case.revisits, event.revisit)}
    if event.revisit.outcome == "trouble":
        change["solved_before"] = Solved(
            resolved_at=case.resolved_at,
            resolved_on=case.resolved_on,
            tier=case.tier,
            facts=case.facts,
        )
    return change


def _led_to(outcome: RevisitOutcome) -> Guard:
    return stages.when(lambda d: cast(RecordRevisit, d.command).outcome == outcome)


def _tries_left(draft: Draft) -> bool:
    return tries(draft.case) < draft.plan.revisit.tries


RULES = Rules(
    handlers={RecordRevisit: record},
    folds={RevisitHeld: _held},
    guards={
        "content": _led_to("content"),
        "trouble": _led_to("trouble"),
        "no_answer": _led_to("no_answer"),
        "tries_left": stages.when(_tries_left),
        "tries_used_up": stages.when(lambda draft: not _tries_left(draft)),
    },
    effects={"promise_revisit": promise_revisit},
    refusals={
        "revisit_needs_outcome": conflict(
            "a revisit is recorded with its outcome, not as a contact"
        ),
        "revisit_before_resolution": conflict("a revisit follows the resolution"),
        "revisit_no_conversation": invalid("a revisit is a conversation, not a written message"),
        "revisit_too_early": invalid(
            "a revisit before the policy's minimum takes that the customer asked for it"
        ),
        "revisit_at_night": invalid("a try to reach the customer counts within waking hours"),
        "revisit_too_soon_again": conflict("tries to reach the customer count on different days"),
    },
)
Commands = RecordRevisit
Events = RevisitHeld
