"""When the next promise is due if nobody named a date (REQ C1)."""

from collections.abc import Iterator
from datetime import datetime

from domain.case import Case
from domain.case.promises import Promise
from domain.derivation import Derivation, derive
from domain.draft import Draft
from domain.plan.limit import Limit
from domain.promises.events import PromiseReleased
from domain.promises.making import make_promise

_BY_PRIORITY = "rhythm.by_priority.{}"
"""The rule of what the pace of a priority asks for."""


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


def _usual(case: Case, now: datetime) -> tuple[datetime, Derivation]:
    rhythm = case.rules.rhythm
    limits = (rhythm.for_complexity(case.complexity or "medium"), *_pressing(case))
    return min((_counted(case, limit, now) for limit in limits), key=lambda due: due[0])


def _pressing(case: Case) -> Iterator[Limit]:
    """What the customer's feelings and the priority ask for."""
    rhythm = case.rules.rhythm
    if case.emotion in rhythm.by_emotion:
        yield rhythm.by_emotion[case.emotion].named(f"rhythm.by_emotion.{case.emotion}")
    if case.core >= 2 and case.priority in rhythm.by_priority:
        yield rhythm.by_priority[case.priority].named(_BY_PRIORITY.format(case.priority))


def _agreed_end(case: Case) -> tuple[datetime, str] | None:
    pause, window = case.pause, case.observation
    if pause:
        return None if _presses_since(case, pause.since) else (pause.until, "pause")
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


def keep_rhythm(draft: Draft) -> None:
    """No silent case: a confirmed case that is not over always has a next promise (REQ C1)."""
    case = draft.case
    if not case.is_confirmed or case.is_closed:
        return
    if case.core >= 2:
        _let_go_of_what_is_past(draft)
        case = draft.case
    if case.open_promises and not (case.core >= 2 and _is_too_far(case, draft.now)):
        return
    beside = case.open_promises and case.priority not in case.rules.rhythm.by_priority
    due, why = _felt_wait(case, draft.now) if beside else next_due(case, draft.now)
    make_promise(draft, kind="progress", owner=case.owner, subject="", latest_by=due, why=why)


def _let_go_of_what_is_past(draft: Draft) -> None:
    """What the rhythm promised by itself, and would not promise now: by a wait or a window that is over, or that rules
    no more, where it asks for a call sooner; and at the pace of a priority from which the case was lowered."""
    case, rhythm = draft.case, draft.case.rules.rhythm
    waiting = ("pause", "observation", rhythm.longest.rule)
    higher = [_BY_PRIORITY.format(p) for p in rhythm.by_priority if p < case.priority]
    for promise in case.open_promises:
        own = promise.kind == "progress" and promise.latest_by > draft.now
        if not own or _stands_for_a_break(case, promise):
            continue
        rule = promise.why.rule
        if rule in higher or (rule in waiting and next_due(case, draft.now)[0] < promise.latest_by):
            draft.emit(PromiseReleased, promise=promise.id, reason="another_rhythm")


def _stands_for_a_break(case: Case, promise: Promise) -> bool:
    """Whether it is the call owed for one that broke, however often that was tried since."""
    while before := case.promise(promise.follows or ""):
        if before.status == "broken":
            return True
        promise = before
    return False


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
    rhythm, next_at = case.rules.rhythm, min(promise.latest_by for promise in case.open_promises)
    if case.priority in rhythm.by_priority:
        return next_at > _counted(case, rhythm.by_priority[case.priority], now)[0]
    felt = rhythm.by_emotion.get(case.emotion)
    return bool(felt and not felt.calendar and next_at > _felt_wait(case, now)[0])


def _felt_wait(case: Case, now: datetime) -> tuple[datetime, Derivation]:
    """How long somebody waits, at the longest, whose feelings press: over days off until the next working day."""
    rhythm = case.rules.rhythm
    felt = rhythm.by_emotion[case.emotion].named(f"rhythm.by_emotion.{case.emotion}")
    limits = (felt, rhythm.for_complexity("high"))
    return max((_counted(case, limit, now) for limit in limits), key=lambda due: due[0])
