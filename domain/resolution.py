"""Ending well: verifying the fix, resolving, revisiting and closing (REQ E1, E2).

The laws here bind whatever the SOP data says: resolved is earned, closing needs the revisit or its
tries, and no case closes over an open promise.
"""

from domain import commands as c
from domain import events as e
from domain import judgement, promise_ends, repairs, revisits, sop, visit_ends
from domain.case import (
    PARTS,
    Case,
    Closing,
    Contact,
    Ending,
    Part,
    RevisitTry,
    Verification,
)
from domain.draft import Draft, to_the_minute
from domain.errors import Refusal


def check_four_parts(draft: Draft, parts: tuple[Part, ...]) -> None:
    """A progress message says where we are, what comes next, by when, and cares (REQ C3)."""
    missing = tuple(part for part in PARTS if part not in parts)
    if missing:
        raise Refusal(
            "four_parts_missing",
            fields=missing,
            number=draft.case.number,
            missing=", ".join(missing),
        )


def verify(draft: Draft, command: c.RecordVerification) -> None:
    sop.require_stage_taking(draft, "resolve")
    verification = Verification(outcome=command.outcome, at=draft.now, by=command.actor.handle)
    draft.emit(e.FixVerified, verification=verification, note=command.note)
    if command.outcome == "not_fixed":
        repairs.failed_after_all(draft)
    if sop.move(draft, required=False):
        promise_ends.release(draft, ("check_in",), "case_moved")


def resolve(draft: Draft, command: c.Resolve) -> None:
    """Resolved is earned in one of three ways, and never by silence (REQ E1)."""
    sop.require_stage_taking(draft, command.name)
    if not draft.case.is_confirmed:
        raise Refusal("not_confirmed", number=draft.case.number, command=command.name)
    visit_ends.require_none_ahead(draft)
    if command.basis == "customer_confirmed":
        _require_verified(draft)
    elif command.basis == "observed":
        _require_observed(draft)
    else:
        _require_attempts(draft)
    sop.wake(draft)  # before the follow-up clock stands still for the sake of being resolved
    if command.basis == "unreachable" and draft.plan.attempts_settle:
        promise_ends.release(draft, None, "unreachable")
    else:
        promise_ends.release(draft, ("progress", "check_in", "milestone"), "resolved")
    draft.emit(e.CaseResolved, basis=command.basis, note=command.note)
    sop.move(draft)


def _require_verified(draft: Draft) -> None:
    verification = draft.case.verification
    if not verification or verification.outcome != "fixed":
        raise Refusal("resolution_not_verified", number=draft.case.number)


def _require_observed(draft: Draft) -> None:
    window = draft.case.observation
    if window and window.cut_short:
        raise Refusal("observation_cut_short", number=draft.case.number)
    over = window is not None and window.ends_at <= draft.now
    if not (
        window
        and over
        and any(k.reached and k.occurred_at >= window.ends_at for k in draft.case.contacts)
    ):
        raise Refusal(
            "observation_not_over",
            number=draft.case.number,
            until=window.ends_at if window else "-",
        )


def _require_attempts(draft: Draft) -> None:
    """Tries since this stage began and since the customer was last heard, each on another day."""
    case, needed = draft.case, draft.plan.attempts
    heard = [m.occurred_at for m in case.messages]
    heard += [k.occurred_at for k in case.contacts if k.reached]
    since = max((*heard, case.stage_entered_at or draft.now))
    days = {
        draft.local_date(contact.occurred_at)
        for contact in case.contacts
        if contact.direction == "outbound" and not contact.reached and contact.occurred_at >= since
    }
    if len(days) < needed:
        raise Refusal("attempts_missing", number=draft.case.number, days=len(days), needed=needed)


def revisit(draft: Draft, command: c.RecordRevisit) -> None:
    """The human call after resolution: content, trouble again, or nobody there (REQ E2)."""
    sop.require_stage_taking(draft, command.name)
    draft.require_past("occurred_at", command.occurred_at)
    _require_after_resolution(draft, command)
    _require_another_day(draft, command)
    at, reached = command.occurred_at, command.outcome != "no_answer"
    owed = tuple(
        p.id
        for p in draft.case.promises
        if p.kind == "revisit" and (p.is_open or judgement.is_provable(draft, p, at))
    )
    others = tuple(p for p in command.covers if p not in owed)
    contact = Contact(
        id=f"c{len(draft.case.contacts) + 1}",
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
    draft.emit(e.ContactLogged, contact=contact)
    response = draft.case.response
    if reached and response and at >= to_the_minute(response.started_at):
        draft.emit(e.ResponseGiven, responded_at=at)
    for promise_id in owed:
        _end_owed(draft, promise_id, contact)
    judgement.judge(draft, contact.model_copy(update={"covers": others}))
    attempt = RevisitTry(at=draft.now, by=command.actor.handle, outcome=command.outcome)
    draft.emit(e.RevisitHeld, revisit=attempt, note=command.note)
    if command.outcome == "trouble":
        repairs.failed_after_all(draft)
    sop.move(draft)
    if draft.case.is_closed:
        _require_revisited(draft, command)
        close(draft, "content" if command.outcome == "content" else "no_answer", command.note)


def _require_revisited(draft: Draft, command: c.RecordRevisit) -> None:
    tries_left = revisits.revisit_tries(draft.case) < draft.plan.revisit.tries
    if command.outcome == "trouble" or (command.outcome == "no_answer" and tries_left):
        raise sop.wrong_stage(draft, command.name)


def _require_after_resolution(draft: Draft, command: c.RecordRevisit) -> None:
    since = draft.case.resolved_at
    if since and command.occurred_at < since.replace(second=0, microsecond=0):
        raise Refusal(
            "revisit_before_resolution",
            fields=("occurred_at",),
            number=draft.case.number,
            at=command.occurred_at,
            since=since,
        )


def _require_another_day(draft: Draft, command: c.RecordRevisit) -> None:
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
        promise_ends.correct(draft, owed, contact)
    elif not judgement.was_made(owed, contact.occurred_at):
        draft.emit(e.PromiseReleased, promise=owed.id, reason="revisit_held")
    elif not judgement.in_time(draft, owed, contact.occurred_at):
        promise_ends.break_promise(draft, owed, near=False)
    elif contact.reached:
        draft.emit(e.PromiseKept, promise=owed.id, contact=contact.id)
    else:
        draft.emit(e.PromiseAttempted, promise=owed.id, contact=contact.id)


def withdraw(draft: Draft, command: c.Withdraw) -> None:
    draft.require_reason(command.reason)
    sop.move(draft)
    visit_ends.call_off_all(draft, "withdrawn")
    promise_ends.release(draft, None, "withdrawn")
    close(draft, "withdrawn", command.reason)


def end_without_agreement(draft: Draft, command: c.EndWithoutAgreement) -> None:
    """A final written reply, signed by a supervisor, naming the outside route (REQ E1)."""
    draft.require_reason(command.reply, "reply")
    draft.require_reason(command.outside_route, "outside_route")
    sop.move(draft)
    visit_ends.call_off_all(draft, "no_agreement")
    promise_ends.release(draft, None, "no_agreement")
    close(draft, "no_agreement", command.outside_route)


def close(draft: Draft, ending: Ending, note: str = "") -> None:
    """The end of this life of the case; refused over an open promise."""
    if draft.case.open_promises:
        still = ", ".join(p.id for p in draft.case.open_promises)
        raise Refusal("promises_open", number=draft.case.number, promises=still)
    closing = Closing(ending=ending, at=draft.now, by=draft.command.actor.handle, note=note)
    draft.emit(e.CaseClosed, closing=closing)
