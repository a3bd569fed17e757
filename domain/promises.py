"""Promises: how they are made, judged and ended (REQ C1, C2).

A promise ends exactly once. What follows it (a retry, a renegotiated date, the near promise after
a break) is a new promise that names the one it follows, so nothing is ever overwritten.
"""

from datetime import datetime, timedelta

from domain import rhythm
from domain.case import Case, Contact, Promise, PromiseKind
from domain.commands import NextPromise
from domain.derivation import Derivation, after, derive, is_estimated
from domain.draft import Draft
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
        owner=given.owner or draft.command.actor.handle,
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


def judge(draft: Draft, contact: Contact) -> None:
    """What a contact means for the promises it covers, judged by when it occurred."""
    for promise_id in contact.covers:
        promise = draft.case.promise(promise_id)
        if promise is None:
            find_open(draft, promise_id, "covers")
        elif promise.is_open and contact.occurred_at > promise.latest_by:
            break_promise(draft, promise, near=False)
        elif promise.is_open and contact.reached:
            draft.emit(PromiseKept, promise=promise.id, contact=contact.id)
        elif promise.is_open and contact.left_message:
            attempt(draft, promise, contact)
        elif promise.is_open:
            continue  # nobody was reached and no message left: the promise stands
        elif contact.reached and _proves(draft, promise, contact):
            correct(draft, promise, contact)
        else:
            find_open(draft, promise_id, "covers")


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


def _proves(draft: Draft, promise: Promise, contact: Contact) -> bool:
    """Whether a contact logged late still shows that an announced break was none."""
    if promise.status != "broken" or promise.corrected or not promise.ended_at:
        return False
    if not promise.made_at <= contact.occurred_at <= promise.latest_by:
        return False
    actor = draft.command.actor
    heard_in_time = draft.heard_at <= promise.latest_by
    own = actor.handle in (promise.owner, draft.case.owner)
    allowance = promise.latest_by + draft.plan.promises.owner_may_log_late
    return heard_in_time or draft.outranks("lead") or (own and draft.heard_at <= allowance)


def correct(draft: Draft, promise: Promise, contact: Contact) -> None:
    """Put an announced break right. The break stays on record; what it called for is let go."""
    draft.emit(BreakCorrected, promise=promise.id, contact=contact.id)
    for other in draft.case.open_promises:
        if other.follows == promise.id:
            draft.emit(PromiseReleased, promise=other.id, reason="break_corrected")
    draft.tell(
        draft.case.owner,
        draft.plan.ladder.lead,
        about="break_corrected",
        ref=promise.id,
        subject=promise.subject,
        kind=promise.kind,
    )


def break_promise(
    draft: Draft, promise: Promise, *, unseen_since: datetime | None = None, near: bool = True
) -> None:
    """A promise broke by time: tell people at once, put a near one in its place (REQ C2).

    `near` is False when the conversation itself has just taken place, too late.
    """
    flowing = _spoken_since_last_break(draft.case)
    draft.emit(PromiseBroken, promise=promise.id, unseen_since=unseen_since)
    if near:
        due, why = (
            derive(
                draft.plan,
                anchor="broken",
                anchor_at=draft.now,
                limit=draft.plan.promises.near_promise,
            )
            if flowing
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


def _spoken_since_last_break(case: Case) -> bool:
    """Whether anybody talked to the customer since the last break; if not, the near promise after
    it went unheard too, and repeating it every two hours would help nobody."""
    broken = [p.ended_at for p in case.promises if p.status == "broken" and p.ended_at]
    return not broken or any(c.reached and c.logged_at >= max(broken) for c in case.contacts)


def renegotiate(
    draft: Draft,
    promise: Promise,
    latest_by: datetime,
    expected_by: datetime | None,
    told_at: datetime,
    reason: str,
) -> Promise:
    """Move a promise, told to the customer before it was due; too often on one subject is a break."""
    if draft.heard_at > promise.latest_by or told_at > promise.latest_by:
        raise Refusal(
            "promise_due_passed",
            fields=("promise",),
            number=draft.case.number,
            promise=promise.id,
            due=promise.latest_by,
        )
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


def release(draft: Draft, kinds: tuple[PromiseKind, ...] | None, reason: str) -> None:
    """Let go of the open promises of these kinds (all of them when None)."""
    for promise in draft.case.open_promises:
        if kinds is None or promise.kind in kinds:
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
    """How often the customer has been tried since this resolution."""
    since = case.resolved_at
    return sum(since is not None and r.at >= since for r in case.revisits)


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
        latest = waking.next_working(latest)
    make(
        draft,
        kind="revisit",
        owner=draft.case.owner,
        subject="",
        latest_by=latest,
        expected_by=expected,
        why=why,
    )
