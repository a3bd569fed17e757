"""Resolved is earned: by the customer's word, by a window that ran out, or by tries in vain (REQ E1).

The laws here bind whatever the SOP data says.
"""

from datetime import datetime
from typing import Literal, cast

from domain import pauses, repairs, stages
from domain.case import Case
from domain.case.contacts import Channel, Contact
from domain.case.customer_messages import CustomerMessage
from domain.case.promises import PromiseKind
from domain.case.resolution import Basis, Verification, VerificationOutcome
from domain.command import Command
from domain.customer_messages.events import CaseReopened
from domain.disproofs import ContactDisproved, Disproved, nevers
from domain.draft import Draft, to_the_minute
from domain.errors import Refusal
from domain.event import Event
from domain.frozen import changed
from domain.promises import ending, hearing, rhythm
from domain.promises.events import AttemptDisproved
from domain.response import awaits_answer
from domain.rules import Change, Rules, conflict, invalid
from domain.stages import StageEntered
from domain.visits import recording

Word = Contact | CustomerMessage
"""Something the customer told us: in a conversation, or in a message."""


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
    said = _word_after_the_fix(draft, command.said_in) if command.outcome == "fixed" else None
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
    said: Word | None = None
    tried: tuple[datetime, ...] = ()
    if command.basis == "customer_confirmed":
        said = _confirming(draft, command)
    elif command.basis == "observed":
        said = _observed(draft, command.said_in)
    else:
        tried = _require_attempts(draft)
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


def _confirming(draft: Draft, command: Resolve) -> Word | None:
    """What the customer said after the fix that confirms it, as named now or with the verification."""
    verification = draft.case.verification
    if not verification or verification.outcome != "fixed":
        raise Refusal("resolution_not_verified", number=draft.case.number)
    if draft.case.core < 2:
        return None
    if said := _word_after_the_fix(draft, command.said_in or verification.said_in):
        if not command.said_in:
            _require_none_spoken_since(draft, said)
        _require_last_word(draft, said)
        return said
    raise Refusal("confirmation_missing", fields=("said_in",), **_possible(draft))


def _require_none_spoken_since(draft: Draft, said: Word) -> None:
    """The verification's word confirms no more by itself once people have spoken with each other again: whether the
    later word is another, only who was there can say, so they name the one that confirms it (REQ E1)."""
    spoken = _spoken(draft, _words_after_the_fix(draft))
    later = [contact for contact in spoken if contact.occurred_at > said.occurred_at]
    if later:
        raise Refusal(
            "confirmation_spoken_since",
            fields=("said_in",),
            waiting_words=", ".join(contact.id for contact in later),
            **_possible(draft),
        )


def _require_last_word(draft: Draft, said: Word) -> None:
    """What the customer wrote after it, and nobody has answered, may take the confirmation back (REQ E1)."""
    case = draft.case
    later = [
        m for m in case.messages if awaits_answer(case, m) and m.occurred_at > said.occurred_at
    ]
    if later:
        raise Refusal(
            "confirmation_overtaken",
            fields=("said_in",),
            number=case.number,
            waiting_words=", ".join(message.id for message in later),
        )


def _word_after_the_fix(draft: Draft, named: str) -> Word | None:
    """The contact or the message of that id. Where none is named it is the last conversation after the fix;
    None when there was none: what we wrote says nothing, and what the customer wrote a human reads."""
    case = draft.case
    if case.core < 2:
        return None
    found = _choose(draft, named, _words_after_the_fix(draft))
    if named and not found:
        raise Refusal("confirmation_unfit", fields=("said_in",), named=named, **_possible(draft))
    return found


def _choose(draft: Draft, named: str, words: list[Word]) -> Word | None:
    """Of what the customer told us, the word named; where none is, the last in which people spoke with each
    other. What we wrote is none by itself."""
    if named:
        return next((word for word in words if word.id == named), None)
    return max(_spoken(draft, words), key=lambda contact: contact.occurred_at, default=None)


def _spoken(draft: Draft, words: list[Word]) -> list[Contact]:
    """Those in which people spoke with each other."""
    return [
        word
        for word in words
        if isinstance(word, Contact)
        and (word.direction == "inbound" or draft.plan.revisit.is_conversation(word.channel))
    ]


def _possible(draft: Draft) -> dict[str, object]:
    """What a refusal says of the conversations and messages that may confirm it."""
    return {
        "number": draft.case.number,
        "since": _fixed_at(draft.case),
        "possible": ", ".join(word.id for word in _words_after_the_fix(draft)) or "-",
    }


def _words_after_the_fix(draft: Draft) -> list[Word]:
    """All that the customer told us since the work was done; what has no words confirms nothing."""
    since = to_the_minute(_fixed_at(draft.case))
    written = [m for m in draft.case.messages if m.occurred_at >= since and m.text]
    return [*_spoken_after_the_fix(draft), *written]


def _spoken_after_the_fix(draft: Draft) -> list[Contact]:
    """Conversations in which the customer could say whether it works."""
    fixed_at, at_the_door = _fixed_at(draft.case), _repaired_at(draft.case)
    since = to_the_minute(fixed_at)
    return [
        contact
        for contact in draft.case.contacts
        if contact.reached
        and (
            (contact.occurred_at >= since and contact.logged_at >= fixed_at)
            or (at_the_door and contact.occurred_at >= at_the_door and _heard_at_the_door(contact))
        )
    ]


def _heard_at_the_door(contact: Contact) -> bool:
    """Whether it is on record what the customer said to the engineer who repaired it."""
    return contact.channel == "visit" and contact.text is not None


def _fixed_at(case: Case) -> datetime:
    """When the work was done: the case came to the stage in which the customer has the word."""
    assert case.stage_entered_at
    return case.stage_entered_at


def _repaired_at(case: Case) -> datetime | None:
    """Since when the engineer was there who repaired it; None when that was no visit, or did not hold."""
    failed = {repair.visit for repair in case.repairs_failed}
    fixed = [v for v in case.visits if v.outcome == "fixed" and v.id not in failed]
    arrived_at = fixed[-1].arrived_at if fixed else None
    if arrived_at is None or (case.reopened_at and arrived_at < case.reopened_at):
        return None
    return arrived_at


def _observed(draft: Draft, named: str) -> Word | None:
    """What the customer said once the window had run out: they know how the fix has held, and our own writing
    does not (REQ E1). In cases of the first core any contact after it will do, and none is named."""
    case, window = draft.case, draft.case.observation
    if window is None and case.core >= 2:
        raise Refusal("observation_not_running", number=case.number)
    if window and window.cut_short:
        raise Refusal("observation_cut_short", number=case.number)
    if window and window.ends_at <= draft.now:
        since = to_the_minute(window.ends_at)
        words = [word for word in _words_after_the_fix(draft) if word.occurred_at >= since]
        if case.core >= 2 and (said := _choose(draft, named, words)):
            _require_last_word(draft, said)
            return said
        if case.core < 2 and any(
            k.reached and k.occurred_at >= window.ends_at for k in case.contacts
        ):
            return None
    raise Refusal(
        "observation_not_over",
        fields=("said_in",) if named else (),
        number=case.number,
        until=window.ends_at if window else "-",
    )


def _require_attempts(draft: Draft) -> tuple[datetime, ...]:
    """When it was tried: tries since this stage began and since the customer was last heard, each on another day and told in
    time: three that come to mind on one afternoon are none. Nor is one on which nobody could have answered (at
    night, or in writing with nothing left to read)."""
    case, needed = draft.case, draft.plan.attempts
    entered = case.stage_entered_at or draft.now
    since = max(entered, case.heard_at or entered)
    tried = hearing.tries(case.contacts, since)
    days = {
        draft.local_date(contact.occurred_at)
        for contact in tried
        if case.core < 2 or _might_answer(draft, contact)
    }
    if len(days) < needed:
        raise Refusal("attempts_missing", number=draft.case.number, days=len(days), needed=needed)
    return tuple(contact.occurred_at for contact in tried)


def _might_answer(draft: Draft, contact: Contact) -> bool:
    """Whether the customer was called, or left a word, while people are awake (REQ E1, E2)."""
    revisit = draft.plan.revisit
    waking = draft.plan.calendars[revisit.waking].is_working(contact.occurred_at)
    return waking and (contact.left_message or revisit.is_try(contact.channel))


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
    wakes the follow-up clock, as of when we heard of the trouble."""
    if not case.is_open_stage(event.stage):
        return {}
    change: Change = {"verification": None}
    if case.core >= 2 and _is_work_over(case):
        change["worked_until"] = case.stage_entered_at
    if case.resolved_at:
        change |= {"resolved_at": None, "resolved_on": None}
        if case.follow_up:
            at = max(event.heard_at or event.at, case.resolved_at)
            change["follow_up"] = case.follow_up.resume(case.rules, at)
    return change


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
