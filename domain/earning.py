"""What earns a resolution: the customer's word after the fix, one after a window that has run out, or tries in vain (REQ E1)."""

from datetime import datetime

from domain.case import Case
from domain.case.contacts import Contact
from domain.case.customer_messages import CustomerMessage
from domain.draft import Draft, to_the_minute
from domain.errors import Refusal
from domain.promises import hearing
from domain.response import awaits_answer

Word = Contact | CustomerMessage
"""Something the customer told us: in a conversation, or in a message."""


def confirming(draft: Draft, named: str) -> Word | None:
    """What the customer said after the fix that confirms it, as named now or with the verification."""
    verification = draft.case.verification
    if not verification or verification.outcome != "fixed":
        raise Refusal("resolution_not_verified", number=draft.case.number)
    if draft.case.core < 2:
        return None
    if said := word_after_the_fix(draft, named or verification.said_in):
        if not named:
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


def word_after_the_fix(draft: Draft, named: str) -> Word | None:
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


def observed(draft: Draft, named: str) -> Word | None:
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


def require_attempts(draft: Draft) -> tuple[datetime, ...]:
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
