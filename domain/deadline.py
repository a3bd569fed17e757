"""One thing a case waits for, with the reason for its time."""

from datetime import datetime, timedelta

from domain.case import Case
from domain.clocks import Clock
from domain.derivation import Derivation
from domain.frozen import Frozen


class Ahead(Frozen):
    """How long before another moment a reminder comes: `by`, in working time of `calendar` (clock time when
    None). Without `by` the moment was nearer than that, and the reminder comes at half time."""

    of: datetime
    by: timedelta | None
    calendar: str | None = None


class Deadline(Frozen):
    """Something that is due. `kind` is durable: it names what happens then (`Rules.fires`).

    `ref` is the id of the promise, escalation, message or visit, or the stage. Of a visit, `window` is
    when the engineer is expected, as an ISO 8601 interval. `ahead` is there when it only reminds of a moment,
    of which `why` tells. `set_by` is who set the time, where a human did and no rule of the policy.
    """

    key: str
    kind: str
    due_at: datetime
    owner: str
    subject: str
    ref: str | None = None
    why: Derivation
    window: str | None = None
    ahead: Ahead | None = None
    set_by: str = ""


def of_clock(
    case: Case, kind: str, clock: Clock, share: float = 1.0, *, set_by: str = ""
) -> Deadline:
    """When `share` of one of the case's clocks is used up."""
    due_at, why = clock.due(case.rules, share)
    return Deadline(
        key=kind,
        kind=kind,
        due_at=due_at,
        owner=case.owner,
        subject=case.stage,
        ref=case.stage,
        why=why,
        set_by=set_by,
    )


def of_window(case: Case, kind: str, due_at: datetime, subject: str, since: datetime) -> Deadline:
    """The end of something agreed: a pause, a window of watching."""
    why = Derivation(anchor="agreed", anchor_at=since, rule=kind)
    return Deadline(key=kind, kind=kind, due_at=due_at, owner=case.owner, subject=subject, why=why)
