"""When people are reminded of a promise (REQ C2)."""

from datetime import datetime, timedelta

from domain.case import Case
from domain.case.promises import Promise
from domain.deadline import Ahead
from domain.derivation import after, elapsed


def reminder_of(case: Case, promise: Promise) -> tuple[datetime, Ahead] | None:
    """When its owner is reminded of an open promise, and how that was counted; None when it is too near.

    People are reminded while they are at work: ahead in the time in which a customer of the case's priority
    is answered, so by the clock where that is done round the clock; of a revisit while the customer is awake
    (REQ E2). A promise nearer than that is called
    to mind at half time.
    """
    ahead, due_at = case.rules.promises.remind_ahead, promise.latest_by
    if case.core < 2:
        at = due_at - ahead
        return (at, Ahead(of=due_at, by=ahead)) if at > promise.made_at else None
    at_waking_hours = promise.keeping.by == "revisit"
    name = (
        case.rules.revisit.waking
        if at_waking_hours
        else case.rules.response[case.priority].calendar
    )
    at = case.rules.calendars[name].back(due_at, ahead) if name else due_at - ahead
    if at > promise.made_at:
        return at, Ahead(of=due_at, by=ahead, calendar=name)
    return _half_time(case, promise.made_at, due_at, name)


def _half_time(
    case: Case, made_at: datetime, due_at: datetime, calendar: str | None
) -> tuple[datetime, Ahead] | None:
    """Half of the working time that is left, or of the time by the clock where nobody works."""
    left = elapsed(case.rules, made_at, due_at, calendar)
    if not left:
        calendar, left = None, due_at - made_at
    if left <= timedelta(0):
        return None
    return after(case.rules, made_at, left / 2, calendar), Ahead(of=due_at, by=None)
