"""Making promises: by an agent's word, and by rules (REQ C1, C2).

A promise ends exactly once. What follows it (a retry, a renegotiated date, the near promise after
a break) is a new promise that names the one it follows, so nothing is ever overwritten.
"""

from datetime import datetime

from domain.case import Case
from domain.case.promises import Promise, PromiseKind
from domain.derivation import Derivation, after, is_estimated
from domain.draft import Draft
from domain.errors import Refusal
from domain.plan.limit import Limit
from domain.promises import missed
from domain.promises.commands import NextPromise
from domain.promises.events import PromiseJoined, PromiseMade


def make_promise(
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
    stage: str | None = None,
    owed_since: datetime | None = None,
    untold: bool = False,
    told_at: datetime | None = None,
) -> Promise:
    """Put a new promise on the case. The caller has judged that it may be made. One that was owed before it was made
    is kept by a conversation since then."""
    promise = Promise(
        id=draft.case.next_id("p", "promises"),
        kind=kind,
        owner=owner,
        subject=subject,
        made_at=owed_since or draft.counts_from,
        made_by=draft.command.actor.handle,
        latest_by=latest_by,
        expected_by=expected_by,
        why=why,
        follows=follows.id if follows else None,
        renegotiations=renegotiations,
        attempts=attempts,
        stage=follows.stage if follows else stage,
        untold=untold,
        told_at=told_at,
    )
    draft.emit(PromiseMade, promise=promise)
    return promise


def promise_agreed(draft: Draft, given: NextPromise, kind: PromiseKind = "callback") -> Promise:
    """A promise as an agent gave it to the customer."""
    if draft.is_nothing(given.subject):
        raise Refusal("reason_required", fields=("subject",), number=draft.case.number)
    check_times(draft, given.latest_by, given.expected_by)
    check_not_too_far(draft, given.latest_by)
    owner = (given.owner or "").strip() or draft.command.actor.handle
    if draft.case.core >= 2 and (first := _the_same(draft, given, owner)):
        draft.emit(PromiseJoined, promise=first.id)
        return first
    return make_promise(
        draft,
        kind=kind,
        owner=owner,
        subject=given.subject.strip(),
        latest_by=given.latest_by,
        expected_by=given.expected_by,
        why=agreed(draft, given.latest_by),
    )


def _the_same(draft: Draft, given: NextPromise, owner: str) -> Promise | None:
    """The same person's promise of the same thing by the same time, which stands: a second click makes no second one,
    nor when the case, and the promise with it, has been handed over in between."""
    told = (draft.command.actor.handle, given.subject.strip(), given.latest_by, given.expected_by)
    return next(
        (
            p
            for p in draft.case.open_promises
            if (p.made_by, p.subject, p.latest_by, p.expected_by) == told
            and p.owner in (owner, draft.case.owner)
        ),
        None,
    )


def agreed(draft: Draft, at: datetime) -> Derivation:
    """An agreed date explains itself: somebody gave it to the customer."""
    return Derivation(
        anchor="agreed",
        anchor_at=draft.counts_from,
        rule=draft.command.actor.handle,
        estimated=is_estimated(draft.plan, at, draft.plan.business),
    )


def check_times(
    draft: Draft,
    latest_by: datetime,
    expected_by: datetime | None,
    field: str = "latest_by",
) -> None:
    """Refuse a due time that has passed, or an expectation that has, or that is later than the latest."""
    common = {"number": draft.case.number, "due": latest_by}
    if latest_by <= draft.counts_from:
        raise Refusal("promise_in_past", fields=(field,), **common)
    if expected_by and expected_by > latest_by:
        raise Refusal("promise_times_reversed", fields=("expected_by",), **common)
    if draft.case.core >= 2 and expected_by and expected_by <= draft.counts_from:
        raise Refusal(
            "promise_in_past",
            fields=("expected_by",),
            number=draft.case.number,
            due=expected_by,
        )


def check_not_too_far(
    draft: Draft, latest_by: datetime, field: str = "latest_by", *, before: datetime | None = None
) -> None:
    """Refuse a date so far away that the customer would feel forgotten, or after what it has to come `before`."""
    furthest = before or latest_by
    if latest_by <= min(furthest, draft.now + draft.plan.rhythm.longest.limit):
        return  # working time never goes by faster than the clock
    limit = min(longest(draft), furthest)
    if latest_by > limit:
        raise Refusal(
            "promise_too_far", fields=(field,), number=draft.case.number, due=latest_by, limit=limit
        )


def longest(draft: Draft) -> datetime:
    """The furthest date that may be agreed now."""
    limit = draft.plan.rhythm.longest
    return after(draft.plan, draft.now, limit.limit, limit.calendar)


def near_limit(case: Case) -> Limit:
    """How soon somebody contacts the customer after a promise came to nothing, at the case's pace (REQ A4)."""
    return own_pace(case) or case.rules.promises.near_promise


def own_pace(case: Case) -> Limit | None:
    """How soon that is in a case of a priority with a pace of its own: P0 and P1 run round the clock (REQ A4)."""
    own = case.rules.promises.near_promise_by_priority.get(case.priority)
    if own is None or case.core < 2:
        return None
    return own.named(f"promises.near_promise_by_priority.{case.priority}")


def find_open(draft: Draft, promise_id: str, field: str = "promise") -> Promise:
    """The open promise of that id, or a refusal that says what became of it."""
    promise = draft.case.promise(promise_id)
    common = {"number": draft.case.number, "promise": promise_id}
    if promise is None:
        open_ones = ", ".join(p.id for p in draft.case.open_promises) or "-"
        raise Refusal("unknown_promise", fields=(field,), open=open_ones, **common)
    refuse_apart(draft, promise, field)
    if not promise.is_open:
        status = "corrected" if promise.corrected and draft.case.core >= 2 else promise.status
        now = goes_on_as(draft.case, promise, draft.now) if draft.case.core >= 2 else None
        if now:
            raise Refusal(
                "promise_goes_on", fields=(field,), status=status, goes_on_as=now.id, **common
            )
        raise Refusal("promise_ended", fields=(field,), status=status, **common)
    return promise


def goes_on_as(case: Case, promise: Promise, now: datetime) -> Promise | None:
    """The open promise that an ended one has become: moved, to be tried again, or called for by the break, also by
    another's."""
    for later in case.promises:
        if later.follows == promise.id:
            return later if later.is_open else goes_on_as(case, later, now)
    return missed.covering(case, promise, now)


def refuse_apart(draft: Draft, promise: Promise, field: str) -> None:
    """A visit is not kept by a call and not moved like one: it has commands of its own (REQ B7)."""
    if promise.keeping.apart:
        raise no_mere_call(draft, promise, field)


def no_mere_call(draft: Draft, promise: Promise, field: str) -> Refusal:
    """The refusal that says what else keeps a promise."""
    return Refusal(
        promise.keeping.refusal,
        fields=(field,),
        number=draft.case.number,
        promise=promise.id,
    )
