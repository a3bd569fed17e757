"""When the next promise is due if nobody named a date (REQ C1)."""

from collections.abc import Iterator
from datetime import datetime

from domain.case import Case
from domain.derivation import Derivation, derive
from domain.draft import Draft
from domain.plan.limit import Limit
from domain.promises import missed
from domain.promises.events import PromiseReleased
from domain.promises.making import make_promise

_BY_PRIORITY = "rhythm.by_priority.{}"
"""The rule of what the pace of a priority asks for."""

ANOTHER_RHYTHM = "another_rhythm"
"""Why the rhythm lets go of what it promised by itself."""


def next_due(case: Case, now: datetime, *, missed: bool = False) -> tuple[datetime, Derivation]:
    """The rhythm's date, counted from now.

    Emotion, complexity and priority each have a say and the earliest wins. A pause or an observation window
    has its own agreed end, which rules where it is further away than that: whoever has just been called needs
    no second call minutes later. Neither may silence the case for longer than the policy's longest. The end
    rules only while promises are kept: not when one was `missed` and nobody has called since; nor once the case
    presses more than when it was agreed (`_presses_since`).
    """
    usual = _usual(case, now)
    agreed = None if missed and case.core >= 2 else _agreed_end(case)
    # before the second core also one in the next minute ruled
    if agreed is None or agreed[0] <= (usual[0] if case.core >= 2 else now):
        return usual
    at, anchor = agreed
    longest, why = _counted(case, case.rules.rhythm.longest, now)
    if at <= longest:
        return at, Derivation(anchor=anchor, anchor_at=at, rule=anchor)
    return longest, why


def is_agreed(case: Case, now: datetime) -> bool:
    """Whether what was agreed on with the customer rules now, and not the usual pace."""
    return next_due(case, now)[0] > _usual(case, now)[0]


def _usual(case: Case, now: datetime) -> tuple[datetime, Derivation]:
    rhythm = case.rules.rhythm
    limits = (*_own_pace(case), rhythm.for_complexity(case.complexity or "medium"), *_felt(case))
    return min((_counted(case, limit, now) for limit in limits), key=lambda due: due[0])


def _own_pace(case: Case) -> Iterator[Limit]:
    """What the priority asks for. It comes first: where others ask for the same moment, that goes with the priority."""
    rhythm = case.rules.rhythm
    if case.core >= 2 and case.priority in rhythm.by_priority:
        yield rhythm.by_priority[case.priority].named(_BY_PRIORITY.format(case.priority))


def _felt(case: Case) -> Iterator[Limit]:
    """What the customer's feelings ask for."""
    rhythm = case.rules.rhythm
    if case.emotion in rhythm.by_emotion:
        yield rhythm.by_emotion[case.emotion].named(f"rhythm.by_emotion.{case.emotion}")


def _agreed_end(case: Case) -> tuple[datetime, str] | None:
    pause, window = case.pause, case.observation
    if pause:
        agreed_at = pause.told_at or pause.since
        return None if _presses_since(case, agreed_at) else (pause.until, "pause")
    if window and not window.ended:
        agreed_at = window.agreed_at or window.started_at
        return None if _presses_since(case, agreed_at) else (window.ends_at, "observation")
    return None


def _presses_since(case: Case, agreed_at: datetime) -> bool:
    """Whether what was agreed then was for another matter: since then the case was raised to a priority with a pace of
    its own, or the customer turned furious, and it is so now (REQ A4, C1)."""
    if case.core < 2 or case.pressed_at is None or case.pressed_at <= agreed_at:
        return False
    rhythm = case.rules.rhythm
    return case.priority in rhythm.by_priority or rhythm.presses(case.emotion)


def _counted(case: Case, limit: Limit, now: datetime) -> tuple[datetime, Derivation]:
    return derive(case.rules, anchor="now", anchor_at=now, limit=limit)


def keep_rhythm(draft: Draft) -> bool:
    """No silent case: a confirmed case that is not over always has a next promise (REQ C1). Whether anything was let go of."""
    case = draft.case
    if not case.is_confirmed or case.is_closed:
        return False
    since = _let_go_of_what_is_past(draft) if case.core >= 2 else draft.now
    _promise_next(draft, since)
    released = (event for event in draft.events if isinstance(event, PromiseReleased))
    return any(event.reason == ANOTHER_RHYTHM for event in released)


def _promise_next(draft: Draft, since: datetime) -> None:
    case = draft.case
    has_next = bool(case.open_promises)
    if has_next and not (case.core >= 2 and _is_too_far(case, draft.now)):
        return
    if has_next:
        due, why = _due_beside(case, draft.now)
    else:
        due, why = next_due(case, since)
        if due <= draft.now:
            due, why = next_due(case, draft.now)
    make_promise(draft, kind="progress", owner=case.owner, subject="", latest_by=due, why=why)


def one_is_enough(draft: Draft) -> None:
    """Of the calls that the rhythm promises by itself only the earliest stays: whoever has been called then is called again at
    its pace. What stands for a time that the customer was given stays anyway."""
    case = draft.case
    news = [p for p in case.open_promises if p.is_news and missed.as_told(case, p).is_news]
    news.sort(key=lambda promise: (promise.latest_by, promise.id))
    for promise in news[1:]:
        if promise.latest_by > draft.now:
            draft.emit(PromiseReleased, promise=promise.id, reason="one_is_enough")


def _due_beside(case: Case, now: datetime) -> tuple[datetime, Derivation]:
    """The call beside one that is too far away, at the pace of the priority or else of the feelings. Where the priority
    was lowered in between and nobody has spoken with the customer, it is due no later than it was before."""
    pace = next(_own_pace(case), None)
    if pace is None:
        return _felt_wait(case, now)
    before = (
        (promise.latest_by, promise.why)
        for promise in case.promises
        if (promise.status, promise.why.rule) == ("released", pace.rule)
        and promise.latest_by > now
        and not any(c.reached and c.occurred_at > promise.made_at for c in case.contacts)
    )
    return min([_counted(case, pace, now), *before], key=lambda due: due[0])


def _let_go_of_what_is_past(draft: Draft) -> datetime:
    """What the rhythm promised by itself, and would not promise now: by a wait or a window that is over, or that rules
    no more, where it asks for a call sooner; and at the pace of a priority from which the case was lowered. Returns since when the next call counts: then it is
    since the one let go was made, for deciding to and fro buys no time."""
    since = draft.now
    case, rhythm = draft.case, draft.case.rules.rhythm
    for promise in case.open_promises:
        own = promise.is_news and promise.latest_by > draft.now
        if not own or missed.follows_a_break(case, promise):
            continue
        rule, waiting = promise.why.rule, ("pause", "observation", rhythm.longest.rule)
        higher = [_BY_PRIORITY.format(p) for p in rhythm.by_priority if p < case.priority]
        if rule in higher or (rule in waiting and next_due(case, draft.now)[0] < promise.latest_by):
            draft.emit(PromiseReleased, promise=promise.id, reason=ANOTHER_RHYTHM)
            since = min(since, promise.made_at) if rule in higher else since
    return since


def _is_too_far(case: Case, now: datetime) -> bool:
    """Whether the next promise, agreed or not, is further away than somebody can wait whose feelings press, or
    whose case runs round the clock.

    The agreed date rules in a pause, an observation window and a case of the lowest priority (REQ C1), and once
    all that is left is the revisit; unless the case has come to press since. For the feelings it may be for the
    next working day: over days off nobody is there to call any sooner.
    """
    agreed = _agreed_end(case)
    if case.priority == "P3" or (agreed and agreed[0] > now):
        return False
    if case.phase != "open" and not _presses_since(case, case.resolved_at or now):
        return False
    rhythm = case.rules.rhythm
    if case.priority in rhythm.by_priority:
        return _next_at(case) > _counted(case, rhythm.by_priority[case.priority], now)[0]
    felt = rhythm.by_emotion.get(case.emotion)
    return bool(felt and not felt.calendar and _next_at(case) > _felt_wait(case, now)[0])


def _next_at(case: Case) -> datetime:
    return min(promise.latest_by for promise in case.open_promises)


def _felt_wait(case: Case, now: datetime) -> tuple[datetime, Derivation]:
    """How long somebody waits, at the longest, whose feelings press: over days off until the next working day."""
    rhythm = case.rules.rhythm
    felt = rhythm.by_emotion[case.emotion].named(f"rhythm.by_emotion.{case.emotion}")
    limits = (felt, rhythm.for_complexity("high"))
    return max((_counted(case, limit, now) for limit in limits), key=lambda due: due[0])
