"""Resolved is earned: by the customer's word, by a window that ran out, or by tries in vain (REQ E1).

The laws here bind whatever the SOP data says.
"""

from datetime import datetime
from typing import Literal, cast

from domain import earning, pauses, repairs, stages
from domain.case import Case
from domain.case.contacts import Channel, Contact
from domain.case.promises import PromiseKind
from domain.case.resolution import Basis, Verification, VerificationOutcome
from domain.command import Command
from domain.customer_messages.events import CaseReopened
from domain.disproofs import ContactDisproved, Disproved, nevers
from domain.draft import Draft
from domain.errors import Refusal
from domain.event import Event
from domain.frozen import changed
from domain.promises import ending, hearing, rhythm
from domain.promises.events import AttemptDisproved
from domain.rules import Change, Rules, conflict, invalid
from domain.stages import StageEntered
from domain.visits import recording


class RecordVerification(Command):
    """What the customer says of the fix; `said_in` is the contact or the message in which they do."""

    kind: Literal["record_verification"] = "record_verification"
    outcome: VerificationOutcome
    note: str = ""
    said_in: str = ""


class Resolve(Command):
    """Call the case resolved; it must be earned (REQ E1). `said_in` is the contact or the customer's message
    after the fix that confirms it, where the verification has not named it; of a fix that was watched, the one
    after the window."""

    kind: Literal["resolve"] = "resolve"
    basis: Basis
    note: str = ""
    said_in: str = ""


RESOLVING = Resolve.durable_name()


class FixVerified(Event):
    kind: Literal["fix_verified"] = "fix_verified"
    verification: Verification
    note: str = ""


class CaseResolved(Event):
    """`said_in` is the contact or the message that confirms it, `said_at` and `said_on` are its time and channel."""

    kind: Literal["case_resolved"] = "case_resolved"
    basis: Basis
    note: str = ""
    said_in: str = ""
    said_at: datetime | None = None
    said_on: Channel | None = None
    heard_at: datetime | None = None
    """When we heard that it is, if that was before it was decided."""


def verify(draft: Draft, command: RecordVerification) -> None:
    stages.require_stage_taking(draft, "resolve")
    said = (
        earning.word_after_the_fix(draft, command.said_in) if command.outcome == "fixed" else None
    )
    verification = Verification(
        outcome=command.outcome,
        at=draft.now,
        by=command.actor.handle,
        said_in=said.id if said else "",
    )
    draft.emit(FixVerified, verification=verification, note=command.note)
    if command.outcome == "not_fixed":
        repairs.failed_after_all(draft)
    if stages.move(draft, required=False):
        due_from = _next_call(draft) if draft.case.core >= 2 else None
        word = draft.case.contact(command.said_in) or hearing.last_word(draft.case)
        heard = (word.occurred_at,) if word else ()
        ending.release(draft, ("check_in",), "case_moved", due_from=due_from, rests_on=heard)


def _next_call(draft: Draft) -> datetime:
    """When the customer hears from us next once nothing is watched any more. What was agreed with them for sooner
    stays: nobody has told them not to wait for it (REQ C2)."""
    ahead = [p.latest_by for p in draft.case.open_promises if p.kind != "check_in"]
    return min(ahead) if ahead else rhythm.next_due(draft.case, draft.now)[0]


def resolve(draft: Draft, command: Resolve) -> None:
    """Resolved is earned in one of three ways, and never by silence (REQ E1)."""
    stages.require_stage_taking(draft, command.name)
    if not draft.case.is_confirmed:
        raise Refusal("not_confirmed", number=draft.case.number, command=command.name)
    recording.require_none_ahead(draft)
    said: earning.Word | None = None
    tried: tuple[datetime, ...] = ()
    if command.basis == "customer_confirmed":
        said = earning.confirming(draft, command.said_in)
    elif command.basis == "observed":
        said = earning.observed(draft, command.said_in)
    else:
        tried = earning.require_attempts(draft)
    pauses.wake(draft)  # before the follow-up clock stands still for the sake of being resolved
    if command.basis == "unreachable" and draft.plan.attempts_settle:
        ending.release(draft, None, "unreachable", rests_on=tried)
    else:
        # the tries on three days stand for the next one that was called for
        told_at = draft.now if command.basis == "unreachable" else None
        if isinstance(said, Contact):
            told_at = said.occurred_at
        kinds: tuple[PromiseKind, ...] = ("progress", "check_in", "milestone")
        ending.release(draft, kinds, "resolved", told_at=told_at, rests_on=tried)
    draft.emit(
        CaseResolved,
        basis=command.basis,
        note=command.note,
        said_in=said.id if said else "",
        said_at=said.occurred_at if said else None,
        said_on=said.channel if said else None,
        heard_at=draft.heard_before,
    )
    stages.move(draft)


def _resolved(case: Case, event: CaseResolved) -> Change:
    """Solved, and no more on the way to the red line, since we heard so. Nothing is watched any more."""
    at, window = event.heard_at or event.at, case.observation
    if window and not window.ended and case.core >= 2:
        window = changed(window, {"ended": True, "cut_short": True})
    return {
        "resolved_at": at,
        "resolved_on": event.basis,
        "resolved_in": event.said_in,
        "follow_up": case.follow_up and case.follow_up.pause(at),
        "observation": window,
    }


def _verified(case: Case, event: FixVerified) -> Change:
    return {"verification": event.verification}


def _never_said(case: Case, event: Disproved) -> Change:
    """What was said in a conversation that never took place confirms nothing: it is to be verified anew."""
    verification = case.verification
    is_void = verification is not None and verification.said_in in nevers(event)
    return {"verification": None} if is_void else {}


def _work_goes_on(case: Case, event: StageEntered) -> Change:
    """Back at work nothing is verified any more, and what was done before was not enough; coming back from "resolved"
    wakes the follow-up clock, as of when we heard of the trouble. Where the case was closed in error all stands as it did."""
    if not case.is_open_stage(event.stage) or stages.is_back(case, event):
        return {}
    change: Change = {"verification": None}
    if case.core >= 2 and _is_work_over(case) and not _was_no_end(case):
        change["worked_until"] = case.stage_entered_at
    if case.resolved_at:
        change |= {"resolved_at": None, "resolved_on": None}
        if case.follow_up:
            at = max(event.heard_at or event.at, case.resolved_at)
            change["follow_up"] = case.follow_up.resume(case.rules, at)
    return change


def _was_no_end(case: Case) -> bool:
    """Whether it goes on in its life after an end that was an error, and nobody had said before that the work is done."""
    last = case.closings[-1] if case.is_closed and case.closings else None
    return last is not None and last.disproved and case.resolved_at is None


def _is_work_over(case: Case) -> bool:
    """Whether the customer has the word on what was done, or has had it."""
    resolves = case.rules.sop.leaving(case.stage, RESOLVING)
    return bool(resolves) or not case.is_open_stage(case.stage)


def _reopened(case: Case, event: CaseReopened) -> Change:
    return {"resolved_at": None, "resolved_on": None}


def _not_fixed(draft: Draft) -> bool:
    return cast(RecordVerification, draft.command).outcome == "not_fixed"


RULES = Rules(
    handlers={RecordVerification: verify, Resolve: resolve},
    folds={
        FixVerified: _verified,
        CaseResolved: _resolved,
        ContactDisproved: _never_said,
        AttemptDisproved: _never_said,
        StageEntered: _work_goes_on,
        CaseReopened: _reopened,
    },
    guards={"not_fixed": stages.when(_not_fixed)},
    refusals={
        "observation_cut_short": conflict("the window was ended early, so it has not run out"),
        "resolution_not_verified": conflict("nobody has confirmed that the fix works"),
        "confirmation_missing": conflict(
            "no conversation or message after the fix is named in which the customer confirms it"
        ),
        "confirmation_overtaken": conflict(
            "the customer wrote after the word that confirms it, and nobody has answered"
        ),
        "confirmation_spoken_since": conflict(
            "people have spoken since the word that was to confirm it, and none is named"
        ),
        "confirmation_unfit": invalid(
            "what is named is no conversation or message of the customer after the fix"
        ),
        "observation_not_over": conflict(
            "the window has not run out, or nobody has spoken to the customer since"
        ),
        "attempts_missing": conflict("not enough documented attempts on different days"),
    },
)


Commands = RecordVerification | Resolve


Events = FixVerified | CaseResolved
