"""How a promise breaks, and who is told of it (REQ C2)."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from domain.case.escalations import Escalation
from domain.case.promises import KeptBy, Promise
from domain.draft import Draft
from domain.escalations.calling import escalate, recall, standing
from domain.promises.events import AttemptDisproved, PromiseBroken
from domain.promises.following import moved_on
from domain.promises.missed import after_a_message
from domain.promises.near import is_told_by_another, make_near, went_unheard

Instead = Literal["call", "met", "over"]
"""What came in the place of a promise that broke: a call is due soon, the customer was met, too late, or the case is over."""


def break_promise(
    draft: Draft,
    promise: Promise,
    *,
    unseen_since: datetime | None = None,
    near: bool = True,
    instead: Instead = "call",
) -> None:
    """A promise broke by time: tell people at once, put a near one in its place (REQ C2).

    `near` is False where no call is owed: the conversation itself has just taken place, too late, or the case is over.
    """
    draft.emit(PromiseBroken, promise=promise.id, unseen_since=unseen_since)
    if near:
        make_near(draft, promise, anchor="broken")
    announce_break(draft, promise, unseen_since, instead)


def announce_break(
    draft: Draft, promise: Promise, unseen_since: datetime | None, instead: Instead = "call"
) -> None:
    again = draft.case.breaks >= draft.plan.promises.breaks_before_escalation
    called = standing(draft.case, "second_break") if again else None
    people: tuple[str, ...] = (promise.owner,)
    if draft.case.core < 2 or not is_told_by_another(draft.case, promise):
        further_up = _hears_of_it(draft, called) if called else ()
        people = (promise.owner, draft.case.owner, draft.plan.ladder.lead, *further_up)
    ANNOUNCE[promise.keeping.by](draft, promise, unseen_since, again, people, instead)
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
    instead: Instead,
) -> None:
    facts = {
        "subject": promise.subject,
        "kind": promise.kind,
        "due": promise.latest_by.isoformat(),
        "unseen_since": unseen_since.isoformat() if unseen_since else "",
    }
    if draft.case.core >= 2 and not promise.is_told:
        facts["by_rule"] = "yes"
    if draft.case.core >= 2 and after_a_message(draft.case, promise):
        facts["after_message"] = "yes"
    is_colleagues = draft.case.core >= 2 and promise.owner != draft.case.owner
    keeper = {"keeper": promise.owner} if is_colleagues else {}
    if draft.case.core >= 2 and instead != "call":
        facts["instead"] = instead
    if draft.case.core >= 2 and (successor := moved_on(draft.case, promise)):
        # moved once too often: nobody has waited in vain yet, and the customer knows of the new time
        facts |= {"again": "yes" if again else "", "moved_to": successor.latest_by.isoformat()}
        draft.tell(*people, about="promise_moved_too_often", ref=promise.id, **facts, **keeper)
        draft.request("draft_apology", promise.owner, "moved_apology", ref=promise.id, **facts)
        return
    draft.tell(
        *people,
        about="promise_broken_again" if again else "promise_broken",
        ref=promise.id,
        **facts,
        **keeper,
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
    instead: Instead,
) -> None:
    """Somebody stayed at home for us. The owner of the case apologises, not the engineer. Whoever says so themselves needs
    no notice of it (REQ C1a)."""
    successor = moved_on(draft.case, promise) if draft.case.core >= 2 else None
    moved = successor is not None if draft.case.core >= 2 else promise.latest_by >= draft.now
    facts = {
        "engineer": promise.owner,
        "window": promise.window,
        "due": promise.latest_by.isoformat(),
        "again": "yes" if again else "",
        "unseen_since": unseen_since.isoformat() if unseen_since else "",
    }
    if draft.case.core >= 2 and not moved:
        people = tuple(person for person in people if person != draft.command.actor.handle)
    if draft.case.core >= 2 and instead == "met":
        draft.tell(*people, about="visit_late", ref=promise.id, **facts)
        draft.request("draft_apology", draft.case.owner, "late_apology", ref=promise.id, **facts)
        return
    if successor:
        facts["moved_to"] = successor.window
    found = _found_out(draft, promise)
    told = "visit_moved_too_often" if moved else "visit_missed"
    told = "visit_missed_after_all" if found else told
    draft.tell(*people, about=told, ref=promise.id, **facts, **found)
    about = "visit_moved_apology" if moved else "visit_apology"
    draft.request("draft_apology", draft.case.owner, about, ref=promise.id, **facts)


def _found_out(draft: Draft, promise: Promise) -> dict[str, str]:
    """Who says, and how they know, that nobody was there although it was on record; nothing of any other break."""
    for event in draft.events:
        if isinstance(event, AttemptDisproved) and event.promise == promise.id:
            return {"by": event.by, "reason": event.reason}
    return {}


Announce = Callable[[Draft, Promise, datetime | None, bool, tuple[str, ...], Instead], None]
ANNOUNCE: dict[KeptBy, Announce] = {
    "call": _announce,
    "revisit": _announce,
    "visit": _announce_missed_visit,
}
"""Who is told of a break and who apologises, by what would have kept the promise."""
