"""Promises: how they are made, judged and ended (REQ C1, C2).

A promise ends exactly once. What follows it (a retry, a renegotiated date, the near promise after
a break) is a new promise that names the one it follows, so nothing is ever overwritten.
"""

from datetime import datetime, timedelta
from itertools import takewhile

from domain import rhythm
from domain.case import Case, Contact, Promise, PromiseKind
from domain.commands import NextPromise
from domain.derivation import Derivation, after, derive, is_estimated
from domain.draft import Draft, to_the_minute
from domain.errors import Refusal
from domain.escalations import escalate
from domain.events import (
    BreakCorrected,
    PromiseAttempted,
    PromiseBroken,
    PromiseKept,
    PromiseMade,
    PromiseReleased,
    PromiseRenegotiated,
)
from domain.plan import Limit


def make(
    draft: Draft,
    *,
    kind: PromiseKind,
    owner: str,
    subject: str,
    latest_by: datetime,
    why: Derivation,
    expected_by: datetime | None = None,
    follows: Promise | None = None,
    renegotiations: int = 0,
    attempts: int = 0,
) -> Promise:
    """Put a new promise on the case. The caller has judged that it may be made."""
    promise = Promise(
        id=f"p{len(draft.case.promises) + 1}",
        kind=kind,
        owner=owner,
        subject=subject,
        made_at=draft.now,
        made_by=draft.command.actor.handle,
        latest_by=latest_by,
        expected_by=expected_by,
        why=why,
        follows=follows.id if follows else None,
        renegotiations=renegotiations,
        attempts=attempts,
    )
    draft.emit(PromiseMade, promise=promise)
    return promise


def promise_agreed(draft: Draft, given: NextPromise, kind: PromiseKind = "callback") -> Promise:
    """A promise as an agent gave it to the customer."""
    if not given.subject.strip():
        raise Refusal("reason_required", fields=("subject",), number=draft.case.number)
    check_times(draft, given.latest_by, given.expected_by)
    check_not_too_far(draft, given.latest_by)
    return make(
        draft,
        kind=kind,
        owner=(given.owner or "").strip() or draft.command.actor.handle,
        subject=given.subject.strip(),
        latest_by=given.latest_by,
        expected_by=given.expected_by,
        why=agreed(draft, given.latest_by),
    )


def agreed(draft: Draft, at: datetime) -> Derivation:
    """An agreed date explains itself: somebody gave it to the customer."""
    return Derivation(
        anchor="agreed",
        anchor_at=draft.now,
        rule=draft.command.actor.handle,
        estimated=is_estimated(draft.plan, at, draft.plan.business),
    )


def check_times(
    draft: Draft,
    latest_by: datetime,
    expected_by: datetime | None,
    field: str = "latest_by",
) -> None:
    """Refuse a due time that has passed, or an expectation later than the latest."""
    common = {"number": draft.case.number, "due": latest_by}
    if latest_by <= draft.now:
        raise Refusal("promise_in_past", fields=(field,), **common)
    if expected_by and expected_by > latest_by:
        raise Refusal("promise_times_reversed", fields=("expected_by",), **common)


def check_not_too_far(draft: Draft, latest_by: datetime, field: str = "latest_by") -> None:
    """Refuse a date so far away that the customer would feel forgotten."""
    limit = longest(draft)
    if latest_by > limit:
        raise Refusal(
            "promise_too_far", fields=(field,), number=draft.case.number, due=latest_by, limit=limit
        )


def longest(draft: Draft) -> datetime:
    """The furthest date that may be agreed now."""
    limit = draft.plan.rhythm.longest
    return after(draft.plan, draft.now, limit.limit, limit.calendar)


def find_open(draft: Draft, promise_id: str, field: str = "promise") -> Promise:
    """The open promise of that id, or a refusal that says what became of it."""
    promise = draft.case.promise(promise_id)
    common = {"number": draft.case.number, "promise": promise_id}
    if promise is None:
        open_ones = ", ".join(p.id for p in draft.case.open_promises) or "-"
        raise Refusal("unknown_promise", fields=(field,), open=open_ones, **common)
    if not promise.is_open:
        raise Refusal("promise_ended", fields=(field,), status=promise.status, **common)
    return promise


def keep_rhythm(draft: Draft) -> None:
    """No silent case: a confirmed case that is not over always has a next promise (REQ C1)."""
    case = draft.case
    if not case.is_confirmed or case.is_closed or case.open_promises:
        return
    due, why = rhythm.next_due(case, draft.now)
    make(draft, kind="progress", owner=case.owner, subject="", latest_by=due, why=why)


def meant(draft: Draft, occurred_at: datetime) -> tuple[str, ...]:
    """The promise a conversation was about if nobody says so: the earliest that stood when it took
    place, also one whose break was announced before it could be logged. A revisit is never meant."""
    stood = (
        p
        for p in draft.case.promises
        if p.status in ("open", "broken")
        and was_made(p, occurred_at)
        and (p.is_open or is_provable(draft, p, occurred_at))
    )
    earliest = min(stood, key=lambda p: (p.latest_by, p.id), default=None)
    return (earliest.id,) if earliest and earliest.kind != "revisit" else ()


def was_made(promise: Promise, occurred_at: datetime) -> bool:
    """Whether a conversation of that time can speak for a promise; people note the minute."""
    made_at = promise.made_at
    return occurred_at >= made_at or occurred_at >= to_the_minute(made_at)


def judge(draft: Draft, contact: Contact) -> None:
    """What a contact means for the promises it covers, judged by when it occurred."""
    for promise_id in contact.covers:
        promise = draft.case.promise(promise_id) or find_open(draft, promise_id, "covers")
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
            break_promise(draft, promise, near=not contact.reached)
        elif promise.is_open and contact.reached:
            draft.emit(PromiseKept, promise=promise.id, contact=contact.id)
        elif promise.is_open and contact.is_word:
            attempt(draft, promise, contact)
        elif promise.is_open:
            continue  # nobody was reached and no message left: the promise stands
        elif contact.is_word and is_provable(draft, promise, contact.occurred_at):
            correct(draft, promise, contact)
        else:
            find_open(draft, promise_id, "covers")


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


def attempt(draft: Draft, promise: Promise, contact: Contact) -> None:
    """Tried in time and left a message: not broken, to be tried again the same day (REQ C2)."""
    draft.emit(PromiseAttempted, promise=promise.id, contact=contact.id)
    due = max(promise.latest_by, retry_due(draft))
    make(
        draft,
        kind=promise.kind,
        owner=promise.owner,
        subject=promise.subject,
        latest_by=due,
        why=Derivation(
            anchor="attempted",
            anchor_at=draft.now,
            rule="promises.retry_needs",
            calendar=draft.plan.business,
            estimated=is_estimated(draft.plan, due, draft.plan.business),
        ),
        follows=promise,
        renegotiations=promise.renegotiations,
        attempts=promise.attempts + 1,
    )


def retry_due(draft: Draft) -> datetime:
    """The end of this working day; of the next one when too little of it is left."""
    calendar = draft.plan.calendars[draft.plan.business]
    end = calendar.end_of_day(draft.now)
    if end - draft.now < draft.plan.promises.retry_needs:
        end = calendar.end_of_day(end + timedelta(minutes=1))
    return end


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


def correct(draft: Draft, promise: Promise, contact: Contact) -> None:
    """Put an announced break right. The break stays on record; what it called for is let go, unless
    the customer was only tried: then it is the retry."""
    draft.emit(BreakCorrected, promise=promise.id, contact=contact.id)
    if contact.reached:
        for other in _in_its_place(draft.case, promise):
            draft.emit(PromiseReleased, promise=other.id, reason="break_corrected")
    draft.tell(
        draft.case.owner,
        draft.plan.ladder.lead,
        about="break_corrected",
        ref=promise.id,
        subject=promise.subject,
        kind=promise.kind,
    )


def _in_its_place(case: Case, promise: Promise) -> list[Promise]:
    """The open promise that a break called for, also when the near one broke unheard in its turn.
    A date given to the customer since then is theirs and stays."""
    found: list[Promise] = []
    for other in case.promises:
        if other.follows == promise.id and other.renegotiations == promise.renegotiations:
            if other.is_open:
                found.append(other)
            elif other.status == "broken":
                found += _in_its_place(case, other)
    return found


def break_promise(
    draft: Draft, promise: Promise, *, unseen_since: datetime | None = None, near: bool = True
) -> None:
    """A promise broke by time: tell people at once, put a near one in its place (REQ C2).

    `near` is False when the conversation itself has just taken place, too late.
    """
    draft.emit(PromiseBroken, promise=promise.id, unseen_since=unseen_since)
    if near:
        due, why = (
            derive(
                draft.plan,
                anchor="broken",
                anchor_at=draft.now,
                limit=draft.plan.promises.near_promise,
            )
            if not _went_unheard(draft.case, promise)
            else rhythm.next_due(draft.case, draft.now)
        )
        make(
            draft,
            kind=promise.kind,
            owner=promise.owner,
            subject=promise.subject,
            latest_by=due,
            why=why,
            follows=promise,
            renegotiations=promise.renegotiations,
            attempts=promise.attempts,
        )
    _announce_break(draft, promise, unseen_since)


def _announce_break(draft: Draft, promise: Promise, unseen_since: datetime | None) -> None:
    again = draft.case.breaks >= draft.plan.promises.breaks_before_escalation
    facts = {
        "subject": promise.subject,
        "kind": promise.kind,
        "due": promise.latest_by.isoformat(),
        "unseen_since": unseen_since.isoformat() if unseen_since else "",
    }
    draft.tell(
        promise.owner,
        draft.case.owner,
        draft.plan.ladder.lead,
        about="promise_broken_again" if again else "promise_broken",
        ref=promise.id,
        **facts,
    )
    draft.request("draft_apology", promise.owner, "apology_draft", ref=promise.id, **facts)
    if again and not any(
        e.cause == "second_break" and e.deescalated_at is None for e in draft.case.escalations
    ):
        escalate(draft, "second_break", promise.subject or promise.kind)


def _went_unheard(case: Case, promise: Promise) -> bool:
    """Whether this promise already stood in for a broken one and nobody has talked to the customer
    since: one more every two hours would help nobody."""
    before = case.promise(promise.follows or "")
    if before is None or before.status != "broken" or before.ended_at is None:
        return False
    since = before.ended_at
    return not any(c.reached and c.logged_at >= since for c in case.contacts)


def renegotiate(
    draft: Draft,
    promise: Promise,
    latest_by: datetime,
    expected_by: datetime | None,
    told_at: datetime,
    reason: str,
) -> Promise:
    """Move a promise, told to the customer before it was due; too often on one subject is a break."""
    require_not_due(draft, promise, max(draft.heard_at, told_at))
    check_times(draft, latest_by, expected_by)
    check_not_too_far(draft, latest_by)
    times = promise.renegotiations + 1
    too_often = times >= draft.plan.promises.renegotiations
    if too_often:
        draft.emit(PromiseBroken, promise=promise.id, cause="renegotiated_too_often")
    else:
        draft.emit(PromiseRenegotiated, promise=promise.id, reason=reason, told_at=told_at)
    successor = make(
        draft,
        kind=promise.kind,
        owner=promise.owner,
        subject=promise.subject,
        latest_by=latest_by,
        expected_by=expected_by,
        why=agreed(draft, latest_by),
        follows=promise,
        renegotiations=times,
        attempts=promise.attempts,
    )
    if too_often:
        _announce_break(draft, promise, None)
    return successor


def require_not_due(draft: Draft, promise: Promise, at: datetime) -> None:
    """Refuse to move or let go of a promise that was due by then: it is broken, announced or not."""
    if at > promise.latest_by:
        raise Refusal(
            "promise_due_passed",
            fields=("promise",),
            number=draft.case.number,
            promise=promise.id,
            due=promise.latest_by,
        )


def release(draft: Draft, kinds: tuple[PromiseKind, ...] | None, reason: str) -> None:
    """Let go of the open promises of these kinds (all of them when None). One that was due before
    we heard of it is broken; no ending hides that."""
    for promise in draft.case.open_promises:
        if kinds is not None and promise.kind not in kinds:
            continue
        if draft.heard_at > promise.latest_by:
            break_promise(draft, promise, near=False)
        else:
            draft.emit(PromiseReleased, promise=promise.id, reason=reason)


def promise_first_feedback(draft: Draft) -> None:
    """The time of the first feedback given with the notice is the first promise (REQ A7)."""
    notice = draft.case.notice
    if notice:
        make(
            draft,
            kind="first_feedback",
            owner=draft.case.owner,
            subject="",
            latest_by=notice.first_feedback_at,
            why=agreed(draft, notice.first_feedback_at),
        )


def revisit_tries(case: Case) -> int:
    """How often in a row the customer has been tried in vain since this resolution."""
    since = case.resolved_at
    return sum(
        1
        for _ in takewhile(
            lambda r: since is not None and r.at >= since and r.outcome == "no_answer",
            reversed(case.revisits),
        )
    )


def promise_revisit(draft: Draft) -> None:
    """The human call after resolution is itself a promise (REQ E2).

    First 24–48 h after resolution, moved to waking hours; a retry falls on the next day.
    """
    plan, now = draft.plan, draft.now
    waking = plan.calendars[plan.revisit.waking]
    if revisit_tries(draft.case):
        tomorrow = waking.end_of_day(waking.end_of_day(now) + timedelta(minutes=1))
        expected, latest = None, tomorrow
        why = Derivation(
            anchor="attempted", anchor_at=now, rule="revisit.tries", calendar=plan.revisit.waking
        )
    else:
        first: Limit = plan.revisit.first
        expected = waking.next_working(now + (first.target or first.limit))
        latest, why = derive(plan, anchor="resolved_at", anchor_at=now, limit=first)
        if not waking.is_working(latest):
            latest = waking.next_working(latest)
            why = why.model_copy(update={"moved_into": plan.revisit.waking})
    make(
        draft,
        kind="revisit",
        owner=draft.case.owner,
        subject="",
        latest_by=latest,
        expected_by=expected,
        why=why,
    )
