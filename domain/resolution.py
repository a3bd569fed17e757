"""Resolved is earned: by the customer's word, by a window that ran out, or by tries in vain (REQ E1).

The laws here bind whatever the SOP data says.
"""

from typing import Literal, cast

from domain import pauses, repairs, stages
from domain.case import Case
from domain.case.resolution import Basis, Verification, VerificationOutcome
from domain.command import Command
from domain.customer_messages import CaseReopened
from domain.draft import Draft
from domain.errors import Refusal
from domain.event import Event
from domain.promises import ending
from domain.rules import Change, Rules, conflict
from domain.stages import StageEntered
from domain.visits import recording


class RecordVerification(Command):
    kind: Literal["record_verification"] = "record_verification"
    outcome: VerificationOutcome
    note: str = ""


class Resolve(Command):
    """Call the case resolved; it must be earned (REQ E1)."""

    kind: Literal["resolve"] = "resolve"
    basis: Basis
    note: str = ""


class FixVerified(Event):
    kind: Literal["fix_verified"] = "fix_verified"
    verification: Verification
    note: str = ""


class CaseResolved(Event):
    kind: Literal["case_resolved"] = "case_resolved"
    basis: Basis
    note: str = ""


def verify(draft: Draft, command: RecordVerification) -> None:
    stages.require_stage_taking(draft, "resolve")
    verification = Verification(outcome=command.outcome, at=draft.now, by=command.actor.handle)
    draft.emit(FixVerified, verification=verification, note=command.note)
    if command.outcome == "not_fixed":
        repairs.failed_after_all(draft)
    if stages.move(draft, required=False):
        ending.release(draft, ("check_in",), "case_moved")


def resolve(draft: Draft, command: Resolve) -> None:
    """Resolved is earned in one of three ways, and never by silence (REQ E1)."""
    stages.require_stage_taking(draft, command.name)
    if not draft.case.is_confirmed:
        raise Refusal("not_confirmed", number=draft.case.number, command=command.name)
    recording.require_none_ahead(draft)
    if command.basis == "customer_confirmed":
        _require_verified(draft)
    elif command.basis == "observed":
        _require_observed(draft)
    else:
        _require_attempts(draft)
    pauses.wake(draft)  # before the follow-up clock stands still for the sake of being resolved
    if command.basis == "unreachable" and draft.plan.attempts_settle:
        ending.release(draft, None, "unreachable")
    else:
        ending.release(draft, ("progress", "check_in", "milestone"), "resolved")
    draft.emit(CaseResolved, basis=command.basis, note=command.note)
    stages.move(draft)


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


def _resolved(case: Case, event: CaseResolved) -> Change:
    return {
        "resolved_at": event.at,
        "resolved_on": event.basis,
        "follow_up": case.follow_up and case.follow_up.pause(event.at),
    }


def _verified(case: Case, event: FixVerified) -> Change:
    return {"verification": event.verification}


def _work_goes_on(case: Case, event: StageEntered) -> Change:
    """Back at work nothing is verified any more; coming back from "resolved" wakes the follow-up
    clock."""
    if not case.is_open_stage(event.stage):
        return {}
    change: Change = {"verification": None}
    if case.resolved_at:
        change |= {"resolved_at": None, "resolved_on": None}
        if case.follow_up:
            change["follow_up"] = case.follow_up.resume(case.rules, event.at)
    return change


def _reopened(case: Case, event: CaseReopened) -> Change:
    return {"resolved_at": None, "resolved_on": None}


def _not_fixed(draft: Draft) -> bool:
    return cast(RecordVerification, draft.command).outcome == "not_fixed"


RULES = Rules(
    handlers={RecordVerification: verify, Resolve: resolve},
    folds={
        FixVerified: _verified,
        CaseResolved: _resolved,
        StageEntered: _work_goes_on,
        CaseReopened: _reopened,
    },
    guards={"not_fixed": stages.when(_not_fixed)},
    refusals={
        "observation_cut_short": conflict("the window was ended early, so it has not run out"),
        "resolution_not_verified": conflict("nobody has confirmed that the fix works"),
        "observation_not_over": conflict(
            "the window has not run out, or nobody has spoken to the customer since"
        ),
        "attempts_missing": conflict("not enough documented attempts on different days"),
    },
)
Commands = RecordVerification | Resolve
Events = FixVerified | CaseResolved
