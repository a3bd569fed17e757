"""A case goes back to before a revisit that never took place, or not with this customer (REQ E1, E2).

Only a lead says so, by taking the conversation back (`domain.disproofs`). What the revisit ended goes on: a closed case is
solved and waits for its revisit, in the same life, for no customer has reopened it; one that it sent back to work is solved
again, as long as nobody has done any of that work. Who had asked for help and was heard by nobody asks again.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile
from typing import Literal

from domain import pauses, stages
from domain.case import Case
from domain.case.contacts import Contact
from domain.case.endings import Closing
from domain.case.promises import Promise
from domain.case.resolution import Basis
from domain.case.revisits import RevisitOutcome, RevisitTry, Solved
from domain.draft import Draft
from domain.errors import Refusal
from domain.escalations.calling import escalate
from domain.escalations.events import TierChanged
from domain.event import Event
from domain.frozen import changed
from domain.plan.sop import Transition
from domain.promises import ending
from domain.response import await_response, nobody_said
from domain.rules import Change, Rules
from domain.stages import StageEntered

REVISITING = "record_revisit"
"""The command that the stage of a solved case waits for."""


class RevisitDisproved(Event):
    """A revisit never took place in this case. `led_to` is what it had led to, and doesn't any more: the end of the case,
    work that began anew, or one more try."""

    kind: Literal["revisit_disproved"] = "revisit_disproved"
    contact: str
    outcome: RevisitOutcome
    led_to: Literal["another_try", "closed", "work"]


def revisit_of(case: Case, contact: Contact) -> RevisitTry | None:
    """The revisit as which a conversation was recorded; None of any other."""
    return next((each for each in _standing(case) if _is_as(each, contact)), None)


def _is_as(revisit: RevisitTry, contact: Contact) -> bool:
    """Whether a revisit was recorded with this conversation. Those of earlier cases don't name it, but tell when and by whom."""
    if revisit.contact:
        return revisit.contact == contact.id
    return (revisit.at, revisit.by) == (contact.logged_at, contact.by)


def ended_it(case: Case, contact: Contact) -> bool:
    """Whether a closed case is closed because of this conversation, and would not be without it."""
    revisit, closing = revisit_of(case, contact), case.closing
    if revisit is None or closing is None or revisit.outcome != closing.ending:
        return False
    return revisit in in_vain(case) if revisit.outcome == "no_answer" else closing.at == revisit.at


def has_gone_on(case: Case, revisit: RevisitTry) -> bool:
    """Whether too much has come of it since for the case to go back: solved anew, or some of the work done."""
    if not any(p.keeping.by == "revisit" for p in case.promises):
        return True  # so long ago that what was owed is carried no more
    if case.phase == "open":
        return case.solved_before is None or _standing(case)[-1] != revisit
    return case.resolved_at is None or revisit.at < case.resolved_at


def was_solved_on(case: Case, contact: Contact, on: Basis | None, at: datetime | None) -> bool:
    """Whether the case, solved on that ground at that time, was solved because of it: it is the word that confirmed it, or one
    of the tries in vain (REQ E1)."""
    tried = contact.direction == "outbound" and not contact.reached
    is_try = on == "unreachable" and tried and at is not None and contact.logged_at <= at
    return is_try or case.resolved_in == contact.id


def solved_no_more(case: Case, never: Sequence[str]) -> Change:
    """A case that is back at work was never solved if that rested on what never took place: there is nothing to go back to."""
    solved = case.solved_before
    if solved is None:
        return {}
    on, at = solved.resolved_on, solved.resolved_at
    gone = (contact for contact in case.contacts if contact.id in never)
    return (
        {"solved_before": None} if any(was_solved_on(case, each, on, at) for each in gone) else {}
    )


def in_vain(case: Case) -> list[RevisitTry]:
    """The tries in vain in a row since this resolution, and since the customer was last heard, the last first: who writes
    or talks to us in between can be reached (REQ E1, E2)."""
    since, heard_at = case.resolved_at, case.heard_at if case.core >= 2 else None
    if since and heard_at:
        since = max(since, heard_at)
    return list(
        takewhile(
            lambda r: since is not None and r.at >= since and r.outcome == "no_answer",
            reversed(_standing(case)),
        )
    )


def _standing(case: Case) -> list[RevisitTry]:
    return [each for each in case.revisits if not each.disproved]


def go_back(draft: Draft, contact: Contact, revisit: RevisitTry) -> datetime | None:
    """To where the case was before it. Since when the customer awaits an answer to what they wrote meanwhile."""
    closing, solved = draft.case.closing, draft.case.solved_before
    led_to = "closed" if closing else "work" if draft.case.phase == "open" else "another_try"
    if led_to == "work":
        _require_nobody_expected(draft)
        pauses.wake(draft)
    facts = {"contact": contact.id, "outcome": revisit.outcome, "led_to": led_to}
    draft.emit(RevisitDisproved, **facts)
    if led_to != "another_try":
        solved_in = draft.plan.sop.stages_taking(REVISITING)[0]
        way = Transition(sources=(draft.case.stage,), on=draft.command.name, target=solved_in)
        stages.enter(draft, way)
        # of a case that is solved nobody is told more news than the revisit's
        ending.release(draft, ("progress",), "resolved")
    if led_to == "work" and solved and _is_raised_by(draft.case, revisit, solved):
        draft.emit(TierChanged, tier=solved.tier, reason="revisit_disproved")
    if closing:
        call_again(draft, closing)
    nobody_said(draft, contact)
    waits = [m.waits_since for m in draft.case.messages if m.waits_since and closing]
    if waits and draft.case.response is None:
        await_response(draft, min(waits))
        return min(waits)
    return None


def call_again(draft: Draft, closing: Closing) -> None:
    """Who asked for help, and was heard by nobody before the end that was none, asks still (REQ C0); so does what a rule called
    for once, and calls for no more by itself. It is the same call, and no further step up."""
    for each in draft.case.escalations:
        calls_once = each.cause not in draft.book.duties and each.acknowledged_at is None
        if calls_once and each.deescalated_at == closing.at:
            escalate(
                draft,
                each.cause,
                each.reason,
                line=each.line,
                tier=each.tier,
                asked_by=each.raised_by,
            )


def _is_raised_by(case: Case, revisit: RevisitTry, solved: Solved) -> bool:
    """Whether nothing else has raised the case's tier, or would have, since."""
    called = any(each.raised_at >= revisit.at for each in case.escalations)
    return case.tier > solved.tier and not called


def _require_nobody_expected(draft: Draft) -> None:
    """A case that is solved sends nobody any more: that is told to the customer first."""
    ahead = ", ".join(visit.id for visit in draft.case.visits if visit.is_ahead)
    if ahead:
        raise Refusal("visits_ahead", fields=("contact",), number=draft.case.number, visits=ahead)


def owe_anew(draft: Draft, closing: Closing | None) -> Promise | None:
    """The revisit, and what the case had let go of as nobody could be reached: at its own time, or soon where that is past.
    The revisit as it stands then."""
    if closing and closing.ending == "no_answer":
        owe_what_it_let_go(draft, closing)
    if _owed(draft.case) is None:
        last = [p for p in draft.case.promises if p.keeping.by == "revisit"][-1]
        ending.owe_anew(draft, last)
    return _owed(draft.case)


def owe_what_it_let_go(draft: Draft, closing: Closing) -> None:
    """What an end that was none had let go of is owed again: at its own time, or soon where that is past."""
    for promise in draft.case.promises:
        is_let_go = promise.status == "released" and promise.ended_at == closing.at
        if is_let_go and promise.keeping.by == "call":
            ending.owe_anew(draft, promise)


def _owed(case: Case) -> Promise | None:
    return next((p for p in case.open_promises if p.keeping.by == "revisit"), None)


def _disproved(case: Case, event: RevisitDisproved) -> Change:
    """It counts as none, and the end that rested on it is none."""
    contact, solved = case.contact(event.contact), case.solved_before
    change: Change = {
        "revisits": tuple(
            changed(r, {"disproved": True}) if contact and _is_as(r, contact) else r
            for r in case.revisits
        )
    }
    if closing := case.closing:  # it led there, or would not be taken back
        change["closings"] = tuple(
            changed(c, {"disproved": True}) if c is closing else c for c in case.closings
        )
    if event.led_to == "work" and solved:
        change |= {
            "solved_before": None,
            "resolved_at": solved.resolved_at,
            "resolved_on": solved.resolved_on,
            "facts": solved.facts,
            "follow_up": case.follow_up and case.follow_up.pause(event.at),
        }
    return change


def _worked(case: Case, event: StageEntered) -> Change:
    """Some of the work is done that a revisit had asked for, or the case begins anew: nothing goes back to before that. Closed, and
    opened again as that was an error, it is where it was."""
    stays = case.phase == "resolved" or stages.closes(case, event) or stages.is_back(case, event)
    return {"solved_before": None} if case.solved_before and not stays else {}


RULES = Rules(folds={RevisitDisproved: _disproved, StageEntered: _worked})
Events = RevisitDisproved
