"""Visits: an engineer at the customer's door, in a window that was promised (REQ B7).

The window is a promise of the kind "visit": expected by its beginning, latest by its end. Here it is
given and moved; how a visit ends is in `recording` and `missing`, what time does in `times`.
"""

from datetime import datetime, timedelta

from domain import pauses, repairs, stages
from domain.case import Case
from domain.case.promises import Promise
from domain.case.visits import Visit
from domain.draft import Draft
from domain.errors import Refusal
from domain.promises import making, moving
from domain.promises.making import make_promise
from domain.visits import times
from domain.visits.commands import ArrangeVisit, ConfirmVisit, RescheduleVisit
from domain.visits.events import VisitArranged, VisitConfirmed, VisitJoined, VisitRescheduled


def arrange(draft: Draft, command: ArrangeVisit) -> None:
    """Give the customer a window. An address once given is not asked for again. A second click counts once."""
    _require_rules(draft)
    _require_open_phase(draft)
    engineer = _named(draft, command.engineer)
    text = command.text or next((v.text for v in reversed(draft.case.visits) if v.text), None)
    missing = [name for name, have in (("engineer", engineer), ("address", text)) if not have]
    if missing:
        raise Refusal("reason_required", fields=tuple(missing), number=draft.case.number)
    _check_window(draft, command.starts_at, command.ends_at)
    if first := _the_same(draft, command):
        draft.emit(VisitJoined, visit=first.id)
        return
    _check_apart(draft, engineer, command)
    _check_free(draft, engineer, command)
    attempt = repairs.next_attempt(draft.case, command.failed_before)
    repairs.check_may_try(draft, attempt)
    promise = make_promise(
        draft,
        kind="visit",
        owner=engineer,
        subject="",
        latest_by=command.ends_at,
        expected_by=command.starts_at,
        why=making.agreed(draft, command.ends_at),
    )
    visit = Visit(
        id=draft.case.next_id("v", "visits"),
        engineer=engineer,
        starts_at=command.starts_at,
        ends_at=command.ends_at,
        promise=promise.id,
        arranged_at=draft.now,
        arranged_by=command.actor.handle,
        text=text,
        failed_before=command.failed_before,
        attempt=attempt if draft.case.core >= 2 else 0,
        digest=command.digest if draft.case.core >= 2 else "",
    )
    draft.emit(
        VisitArranged,
        visit=visit,
        busy_with=_busy_with(draft, command),
        insisted=_insisted(draft, command),
    )
    tell_engineer(draft, visit, "visit_arranged")
    if command.agreed_at:
        _confirmed(draft, visit, command.agreed_at, "agreed_at")


def confirm(draft: Draft, command: ConfirmVisit) -> None:
    """The customer says that the window suits them."""
    visit = find_ahead(draft, command.visit)
    if visit.status == "confirmed":
        raise Refusal("visit_confirmed", fields=("visit",), **named(draft, visit))
    require_not_over(draft, visit, draft.heard_at)
    _confirmed(draft, visit, command.confirmed_at)


def _confirmed(
    draft: Draft, visit: Visit, confirmed_at: datetime, field: str = "confirmed_at"
) -> None:
    """The customer has agreed, at a time that the command gives in `field`."""
    draft.require_past(field if draft.case.core >= 2 else "confirmed_at", confirmed_at)
    draft.emit(VisitConfirmed, visit=visit.id, confirmed_at=confirmed_at)
    if draft.case.core >= 2:
        pauses.customer_answered(draft, confirmed_at)
    stages.move(draft, required=False, on="confirm_visit")


def reschedule(draft: Draft, command: RescheduleVisit) -> None:
    """Another window, told to the customer before the old one is over. Moved by us it counts like any
    renegotiation (REQ C2); a customer who asks for it has agreed to it. To the window that stands, with the
    engineer who comes anyway, it is a repeat: it changes nothing, but that the customer who asks for it agrees."""
    visit = find_ahead(draft, command.visit)
    draft.require_reason(command.reason)
    engineer = _named(draft, command.engineer or "") or visit.engineer
    window = (command.starts_at, command.ends_at)
    stands = draft.case.core >= 2 and window == (visit.starts_at, visit.ends_at)
    if stands and engineer == visit.engineer:
        _agreed_to(draft, visit, command)
        return
    draft.require_past("told_at", command.told_at)
    require_not_over(draft, visit, max(draft.heard_at, command.told_at))
    _check_window(draft, command.starts_at, command.ends_at)
    _check_apart(draft, engineer, command, moved=visit)
    _check_free(draft, engineer, command)
    _check_attempt(draft, visit)
    promise = moving.renegotiate(
        draft,
        promise_of(draft.case, visit),
        command.ends_at,
        command.starts_at,
        command.told_at,
        command.reason,
        owner=engineer,
        counts=command.moved_by == "us" and not stands,
    )
    draft.emit(
        VisitRescheduled,
        visit=visit.id,
        engineer=engineer,
        starts_at=command.starts_at,
        ends_at=command.ends_at,
        promise=promise.id,
        moved_by=command.moved_by,
        told_at=command.told_at,
        reason=command.reason,
        busy_with=_busy_with(draft, command),
        insisted=_insisted(draft, command),
    )
    if engineer != visit.engineer:
        tell_engineer(draft, visit, "visit_off")
    tell_engineer(draft, find(draft, visit.id), "visit_moved")
    if stands and visit.confirmed_at:  # the customer, who agreed to it, has the same window
        draft.emit(VisitConfirmed, visit=visit.id, confirmed_at=visit.confirmed_at)
    elif command.moved_by == "customer":
        _confirmed(draft, visit, command.told_at, "told_at")


def _agreed_to(draft: Draft, visit: Visit, command: RescheduleVisit) -> None:
    """The window stays as it is, and the customer who hasn't agreed to it yet asks for just that one."""
    if command.moved_by == "customer" and visit.status == "planned":
        draft.require_told(command.told_at, promise_of(draft.case, visit).made_at)
        require_not_over(draft, visit, max(draft.heard_at, command.told_at))
        _confirmed(draft, visit, command.told_at, "told_at")


def _check_attempt(draft: Draft, visit: Visit) -> None:
    """More has failed since the visit was promised than was to be expected (REQ B2)."""
    number = repairs.failures(draft.case, visit.failed_before) + 1
    if draft.case.core >= 2 and number > visit.attempt:
        repairs.check_may_try(draft, number)


def _named(draft: Draft, engineer: str) -> str:
    """The engineer as given; a name that can't be seen is none."""
    return "" if draft.is_nothing(engineer) else engineer.strip()


def _check_window(draft: Draft, starts_at: datetime, ends_at: datetime) -> None:
    longest = times.rules_of(draft.case).longest_window
    if not timedelta(0) < ends_at - starts_at <= longest:
        raise Refusal(
            "visit_window_wrong",
            fields=("starts_at", "ends_at"),
            number=draft.case.number,
            window=f"{starts_at.isoformat()}/{ends_at.isoformat()}",
            longest=str(int(longest.total_seconds() // 60)),
        )
    making.check_times(draft, ends_at, None, "ends_at")
    making.check_not_too_far(draft, ends_at, "ends_at")


def _the_same(draft: Draft, command: ArrangeVisit) -> Visit | None:
    """The visit that the very same request has arranged and that stands as it was asked for."""
    window = (command.starts_at, command.ends_at)
    return next(
        (
            visit
            for visit in draft.case.visits
            if visit.is_ahead
            and visit.digest
            and visit.digest == command.digest
            and window == (visit.starts_at, visit.ends_at)
        ),
        None,
    )


def _check_apart(
    draft: Draft,
    engineer: str,
    command: ArrangeVisit | RescheduleVisit,
    moved: Visit | None = None,
) -> None:
    """One engineer comes to one customer once at a time; nobody need insist on more."""
    if draft.case.core < 2:
        return
    for visit in draft.case.visits:
        if (
            visit.is_ahead
            and visit.engineer == engineer
            and (moved is None or visit.id != moved.id)
            and visit.starts_at < command.ends_at
            and command.starts_at < visit.ends_at
        ):
            raise Refusal(
                "visit_overlaps",
                fields=("starts_at", "ends_at"),
                engineer=engineer,
                window=visit.window,
                **named(draft, visit),
            )


def _busy_with(draft: Draft, command: ArrangeVisit | RescheduleVisit) -> tuple[str, ...]:
    """Who else expects the engineer then. What the case itself has, it knows better than its rows."""
    own = {draft.case.number} if draft.case.core >= 2 else set()
    return tuple(number for number in command.busy_with if number not in own)


def _check_free(draft: Draft, engineer: str, command: ArrangeVisit | RescheduleVisit) -> None:
    """Nobody is at two doors at once. A lead who knows better says why (REQ B7)."""
    busy_with = _busy_with(draft, command)
    if not busy_with:
        return
    if draft.is_nothing(command.insist):
        raise Refusal(
            "engineer_busy",
            fields=("engineer", "starts_at", "ends_at"),
            number=draft.case.number,
            engineer=engineer,
            numbers=", ".join(busy_with),
        )
    if not draft.outranks("lead"):
        raise Refusal("line_required", fields=("insist",), number=draft.case.number, line="lead")


def _insisted(draft: Draft, command: ArrangeVisit | RescheduleVisit) -> str:
    """Only what had to be insisted on was."""
    return command.insist.strip() if _busy_with(draft, command) else ""


def _require_rules(draft: Draft) -> None:
    if draft.plan.visits is None:
        raise Refusal("visits_not_offered", number=draft.case.number)


def _require_open_phase(draft: Draft) -> None:
    if draft.case.phase != "open":
        raise Refusal("visit_after_resolution", number=draft.case.number, stage=draft.case.stage)


def find(draft: Draft, visit_id: str) -> Visit:
    visit = draft.case.visit(visit_id)
    if visit is None:
        known = ", ".join(each.id for each in draft.case.visits) or "-"
        raise Refusal(
            "unknown_visit",
            fields=("visit",),
            number=draft.case.number,
            visit=visit_id,
            visits=known,
        )
    return visit


def find_ahead(draft: Draft, visit_id: str) -> Visit:
    visit = find(draft, visit_id)
    if not visit.is_ahead:
        raise ended(draft, visit)
    return visit


def ended(draft: Draft, visit: Visit) -> Refusal:
    return Refusal(
        "visit_ended", fields=("visit",), visit_status=visit.status, **named(draft, visit)
    )


def require_not_over(draft: Draft, visit: Visit, at: datetime) -> None:
    if at > visit.ends_at:
        raise Refusal(
            "visit_window_passed", fields=("visit",), due=visit.ends_at, **named(draft, visit)
        )


def named(draft: Draft, visit: Visit) -> dict[str, str]:
    return {"number": draft.case.number, "visit": visit.id}


def promise_of(case: Case, visit: Visit) -> Promise:
    promise = case.promise(visit.promise)
    assert promise, f"visit {visit.id} has no promise {visit.promise}"
    return promise


def tell_engineer(draft: Draft, visit: Visit, about: str) -> None:
    if visit.engineer != draft.command.actor.handle:
        by = draft.command.actor.handle
        draft.tell(visit.engineer, about=about, ref=visit.id, by=by, **times.facts(visit))
