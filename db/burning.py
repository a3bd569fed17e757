"""Where what burns is found: by kind, in whose rows and under which conditions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, String, and_, cast, exists, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from db.contacts import ContactRow
from db.customer_messages import IS_UNMARKED, CustomerMessageRow
from db.escalations import EscalationRow
from db.models import Base, CaseRow, EventRow
from db.models.base import Utc
from db.owed import OwedRow
from db.promises import ELSEWHERE, PromiseRow
from db.visits import VisitRow
from domain.customer_messages.events import CaseReopened
from domain.policy.board import Trait
from domain.summary import SlaState

Kind = Literal[
    "unanswered", "broken", "unacknowledged", "red_line", "stage_overrun", "silent", "report"
]
"""What can burn, the hottest first."""
KINDS: tuple[Kind, ...] = get_args(Kind)
AGREED = ("milestone", "visit", "check_in")
"""Kinds of promises of which the customer knows the time, whatever it was counted from (`Promise.is_told`)."""
FIRES: tuple[SlaState, ...] = ("broken", "unacknowledged", "unanswered")
"""States of a case in which a broken promise may still be without a word since."""
REOPENED = str(CaseReopened.model_fields["kind"].default)

Column = ColumnElement[Any] | InstrumentedAttribute[Any]


@dataclass(frozen=True)
class Given:
    """Now, and since when silence is too long for a case, as a statement has them."""

    now: ColumnElement[datetime]
    too_long: Column


@dataclass(frozen=True)
class Part:
    """Where one kind of burning is found: whose rows, and under which conditions at a moment."""

    kind: Kind
    row: type[Base]
    id: Column
    since: Column
    person: Column
    burns: Callable[[Given], Iterable[ColumnElement[bool]]]
    due_at: Column | None = None
    about: Column = field(default_factory=lambda: literal(""))
    sealed: Column | None = None


def _unanswered(given: Given) -> Iterable[ColumnElement[bool]]:
    return (OwedRow.id == "response", OwedRow.due_at < given.now)


def _unmarked(given: Given) -> Iterable[ColumnElement[bool]]:
    """A word on a closed case of which nobody has said in time what it is; it brings the case back."""
    return (IS_UNMARKED, CustomerMessageRow.mark_by < given.now)


def _overdue(given: Given) -> Iterable[ColumnElement[bool]]:
    """Its time has passed, and nobody was there yet to call it broken. A visit has some grace of its own."""
    return (
        PromiseRow.status == "open",
        PromiseRow.latest_by < given.now,
        PromiseRow.kind.not_in(ELSEWHERE),
    )


def _unrepaired(_: Given) -> Iterable[ColumnElement[bool]]:
    """Broken, and nobody has talked to the customer since, or of it too late (`domain.promises.missed`)."""
    names_it = cast(ContactRow.covers, String).like(
        literal('%"').concat(PromiseRow.id).concat('"%')
    )
    spoken = exists().where(
        ContactRow.number == PromiseRow.number,
        ContactRow.reached,
        or_(ContactRow.occurred_at > PromiseRow.ended_at, names_it),
    )
    began_anew = exists().where(
        EventRow.number == PromiseRow.number,
        EventRow.kind == REOPENED,
        EventRow.at > PromiseRow.ended_at,
    )
    return (
        CaseRow.sla_state.in_(FIRES),
        # not by the index of those: most that ever broke have been talked of
        func.coalesce(PromiseRow.status, "") == "broken",
        PromiseRow.corrected.is_(False),
        ~spoken,
        or_(CaseRow.reopens == 0, ~began_anew),
    )


def _unacknowledged(_: Given) -> Iterable[ColumnElement[bool]]:
    return (
        EscalationRow.acknowledged_at.is_(None),
        EscalationRow.deescalated_at.is_(None),
        CaseRow.phase != "closed",
    )


def _beyond_red_line(given: Given) -> Iterable[ColumnElement[bool]]:
    return (CaseRow.phase == "open", CaseRow.red_line < given.now)


def _stage_overrun(given: Given) -> Iterable[ColumnElement[bool]]:
    return (OwedRow.id == "stage", OwedRow.due_at < given.now)


def _report(given: Given) -> Iterable[ColumnElement[bool]]:
    return (
        VisitRow.report_due_at.is_not(None),
        VisitRow.report_due_at < given.now,
        CaseRow.phase != "closed",
    )


TRAITS: dict[Trait, Column] = {
    "emotion": CaseRow.emotion,
    "complexity": CaseRow.complexity,
    "priority": CaseRow.priority,
}


def _silent(given: Given) -> Iterable[ColumnElement[bool]]:
    """Nobody has talked to the customer for long against the rhythm, and no time they know of lies ahead. A pause has
    been told them."""
    spoken = exists().where(
        ContactRow.number == CaseRow.number,
        ContactRow.reached,
        ContactRow.occurred_at > given.too_long,
    )
    is_told = and_(PromiseRow.why["anchor"].as_string() == "agreed", PromiseRow.untold.is_(False))
    expected = exists().where(
        PromiseRow.number == CaseRow.number,
        # by the case, and not by the index of all that are open
        func.coalesce(PromiseRow.status, "") == "open",
        PromiseRow.latest_by >= given.now,
        or_(is_told, PromiseRow.kind.in_(AGREED)),
    )
    return (
        CaseRow.phase == "open",
        CaseRow.sla_state != "paused",
        CaseRow.opened_at < given.too_long,
        ~spoken,
        ~expected,
    )


LAST_SPOKEN = func.coalesce(
    select(func.max(ContactRow.occurred_at))
    .where(ContactRow.number == CaseRow.number, ContactRow.reached)
    .correlate(CaseRow)
    .scalar_subquery(),
    CaseRow.opened_at,
    type_=Utc,
)
PARTS: tuple[Part, ...] = (
    Part(
        "unanswered",
        OwedRow,
        OwedRow.id,
        OwedRow.due_at,
        OwedRow.owner,
        _unanswered,
        due_at=OwedRow.due_at,
        about=OwedRow.about,
    ),
    Part(
        "unanswered",
        CustomerMessageRow,
        CustomerMessageRow.id,
        CustomerMessageRow.mark_by,
        # not by the index of owners: a person owns thousands of cases, and few messages wait
        func.coalesce(CaseRow.owner, ""),
        _unmarked,
        due_at=CustomerMessageRow.mark_by,
        about=literal("mark"),
    ),
    Part(
        "broken",
        PromiseRow,
        PromiseRow.id,
        PromiseRow.latest_by,
        PromiseRow.owner,
        _overdue,
        due_at=PromiseRow.latest_by,
        about=PromiseRow.kind,
        sealed=PromiseRow.subject,
    ),
    Part(
        "broken",
        PromiseRow,
        PromiseRow.id,
        PromiseRow.latest_by,
        PromiseRow.owner,
        _unrepaired,
        due_at=PromiseRow.latest_by,
        about=PromiseRow.kind,
        sealed=PromiseRow.subject,
    ),
    Part(
        "unacknowledged",
        EscalationRow,
        EscalationRow.id,
        EscalationRow.raised_at,
        EscalationRow.receiver,
        _unacknowledged,
        due_at=EscalationRow.due_at,
        about=EscalationRow.cause,
        sealed=EscalationRow.reason,
    ),
    Part(
        "red_line",
        CaseRow,
        CaseRow.number,
        CaseRow.red_line,
        CaseRow.owner,
        _beyond_red_line,
        due_at=CaseRow.red_line,
    ),
    Part(
        "stage_overrun",
        OwedRow,
        OwedRow.id,
        OwedRow.due_at,
        OwedRow.owner,
        _stage_overrun,
        due_at=OwedRow.due_at,
        about=OwedRow.about,
    ),
    Part("silent", CaseRow, CaseRow.number, LAST_SPOKEN, CaseRow.owner, _silent),
    Part(
        "report",
        VisitRow,
        VisitRow.id,
        VisitRow.report_due_at,
        VisitRow.reports_by,
        _report,
        due_at=VisitRow.report_due_at,
    ),
)
"""A broken promise that nobody has called broken yet may be found by both of its parts only in the moment in which it is."""
