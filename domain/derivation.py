"""Why a time is when it is: the facts a new agent needs to recompute it by hand (REQ A7)."""

from datetime import datetime, timedelta

from domain.frozen import Frozen
from domain.plan import Plan
from domain.plan.limit import Limit


class Derivation(Frozen):
    """A due time and the way to it.

    `anchor` names the fact it is counted from and `anchor_at` its time; `counted` is the length
    added (working time of `calendar`, clock time when None); `paused` was added because the clock
    stood still; `moved_into` names the calendar whose next hours were waited for at the end, `held_in` the
    one whose last hours before it were taken instead. An agreed date has no `counted`. `estimated` says that the calendar is not yet published so far ahead.
    `rule` is the place in the policy, or who agreed it.
    """

    anchor: str
    anchor_at: datetime
    rule: str
    counted: timedelta | None = None
    calendar: str | None = None
    paused: timedelta = timedelta(0)
    moved_into: str | None = None
    held_in: str | None = None
    estimated: bool = False


def after(plan: Plan, start: datetime, amount: timedelta, calendar: str | None) -> datetime:
    """The moment `amount` of working time (clock time when `calendar` is None) after `start`."""
    return plan.calendars[calendar].add(start, amount) if calendar else start + amount


def elapsed(plan: Plan, start: datetime, end: datetime, calendar: str | None) -> timedelta:
    """Working time (clock time when `calendar` is None) from `start` to `end`; zero if reversed."""
    if end <= start:
        return timedelta(0)
    return plan.calendars[calendar].between(start, end) if calendar else end - start


def is_estimated(plan: Plan, at: datetime, calendar: str | None) -> bool:
    """Whether a date leans on a calendar whose holidays are not published yet."""
    return bool(calendar) and plan.calendars[calendar or ""].is_estimated(at)


def derive(
    plan: Plan,
    *,
    anchor: str,
    anchor_at: datetime,
    limit: Limit,
    paused: timedelta = timedelta(0),
    share: float = 1.0,
) -> tuple[datetime, Derivation]:
    """When `share` of a limit, counted from an anchor and put off by pauses, is due, and why."""
    counted = limit.limit * share
    due_at = after(plan, anchor_at, counted + paused, limit.calendar)
    return due_at, Derivation(
        anchor=anchor,
        anchor_at=anchor_at,
        rule=limit.rule,
        counted=counted,
        calendar=limit.calendar,
        paused=paused,
        estimated=is_estimated(plan, due_at, limit.calendar),
    )
