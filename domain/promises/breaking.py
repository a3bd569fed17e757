"""How a promise breaks, and who is told of it (REQ C2)."""

from collections.abc import Callable
from datetime import datetime

from domain.case.escalations import Escalation
from domain.case.promises import KeptBy, Promise
from domain.draft import Draft
from domain.escalations.calling import escalate, recall, standing
from domain.promises.events import PromiseBroken
from domain.promises.following import moved_on
from domain.promises.near import make_near, went_unheard


def break_promise(
    draft: Draft, promise: Promise, *, unseen_since: datetime | None = None, near: bool = True
) -> None:
    """A promise broke by time: tell people at once, put a near one in its place (REQ C2).

    `near` is False when the conversation itself has just taken place, too late.
    """
    draft.emit(PromiseBroken, promise=promise.id, unseen_since=unseen_since)
    if near:
        make_near(draft, promise, anchor="broken")
    announce_break(draft, promise, unseen_since)


def announce_break(draft: Draft, promise: Promise, unseen_since: datetime | None) -> None:
    again = draft.case.breaks >= draft.plan.promises.breaks_before_escalation
    called = standing(draft.case, "second_break") if again else None
    further_up = _hears_of_it(draft, called) if called else ()
    people = (promise.owner, draft.case.owner, draft.plan.ladder.lead, *further_up)
    ANNOUNCE[promise.keeping.by](draft, promise, unseen_since, again, people)
    if again and called is None:
        escalate(draft, "second_break", promise.subject or promise.kind)


def _hears_of_it(draft: Draft, called: Escalation) -> tuple[str, ...]:
    """Who else hears of one more break, the line having been called for breaks before: whoever has taken
    it on; where nobody has, the top of the line, at most once a day (REQ C0)."""
    if draft.case.core < 2 or (called.is_waiting and not called.unanswered):
        return ()
    if not called.is_waiting:
        return (called.holder,)
    told_at, today = called.told_at, draft.local_date(draft.now)
    return () if told_at and draft.local_date(told_at) == today else recall(draft, called)


def _announce(
    draft: Draft,
    promise: Promise,
    unseen_since: datetime | None,
    again: bool,
    people: tuple[str, ...],
) -> None:
    facts = {
        "subject": promise.subject,
        "kind": promise.kind,
        "due": promise.latest_by.isoformat(),
        "unseen_since": unseen_since.isoformat() if unseen_since else "",
    }
    if draft.case.core >= 2 and not promise.is_told:
        facts["by_rule"] = "yes"
    if draft.case.core >= 2 and (successor := moved_on(draft.case, promise)):
        # moved once too often: nobody has waited in vain yet, and the customer knows of the new time
        facts |= {"again": "yes" if again else "", "moved_to": successor.latest_by.isoformat()}
        draft.tell(*people, about="promise_moved_too_often", ref=promise.id, **facts)
        draft.request("draft_apology", promise.owner, "moved_apology", ref=promise.id, **facts)
        return
    draft.tell(
        *people,
        about="promise_broken_again" if again else "promise_broken",
        ref=promise.id,
        **facts,
    )
    if draft.case.core < 2 or not went_unheard(draft.case, promise):
        # one more of the same would only lie on top of the draft that nobody has sent yet
        draft.request("draft_apology", promise.owner, "apology_draft", ref=promise.id, **facts)


def _announce_missed_visit(
    draft: Draft,
    promise: Promise,
    unseen_since: datetime | None,
    again: bool,
    people: tuple[str, ...],
) -> None:
    """Somebody stayed at home for us. The owner of the case apologises, not the engineer."""
    successor = moved_on(draft.case, promise) if draft.case.core >= 2 else None
    moved = successor is not None if draft.case.core >= 2 else promise.latest_by >= draft.now
    facts = {
        "engineer": promise.owner,
        "window": promise.window,
        "due": promise.latest_by.isoformat(),
        "again": "yes" if again else "",
        "unseen_since": unseen_since.isoformat() if unseen_since else "",
    }
    if successor:
        facts["moved_to"] = successor.window
    draft.tell(
        *people,
        about="visit_moved_too_often" if moved else "visit_missed",
        ref=promise.id,
        **facts,
    )
    about = "visit_moved_apology" if moved else "visit_apology"
    draft.request("draft_apology", draft.case.owner, about, ref=promise.id, **facts)


ANNOUNCE: dict[KeptBy, Callable[[Draft, Promise, datetime | None, bool, tuple[str, ...]], None]] = {
    "call": _announce,
    "revisit": _announce,
    "visit": _announce_missed_visit,
}
"""Who is told of a break and who apologises, by what would have kept the promise."""
