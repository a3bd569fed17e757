"""Rows of visits: when an engineer is expected, where at two doors at once, whose report is still to come."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, and_, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from db.listed import Listed, Listing
from db.models import CaseRow
from db.models.base import Base, Key, Utc, one_of, words
from db.owing import Description, Holding, Owing
from db.session import Database
from db.upsert import Values
from domain.case.visits import AHEAD, VisitEntry, VisitStatus
from vault import Vault


class VisitRow(Listed, Base):
    """A visit of a case as a list shows it. Its address is in `texts`.

    `report_due_at` is there while its report is still to come.
    """

    __tablename__ = "visits"
    __table_args__ = (
        # The agenda looks for words it knows.
        CheckConstraint(one_of("status", words(VisitStatus)), name="status_known"),
        # A window has a length (REQ B7).
        CheckConstraint("starts_at < ends_at", name="window_has_length"),
        # What was reported is not to be reported any more.
        CheckConstraint("reported_at IS NULL OR report_due_at IS NULL", name="reported_once"),
        Index(None, "engineer", "status", "ends_at"),
        Index(None, "reports_by", "report_due_at"),
        Index(None, "report_due_at"),
    )

    engineer: Mapped[str]
    reports_by: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(Utc)
    ends_at: Mapped[datetime] = mapped_column(Utc)
    promise: Mapped[str] = mapped_column(Key)
    arranged_at: Mapped[datetime] = mapped_column(Utc)
    arranged_by: Mapped[str]
    text: Mapped[str | None] = mapped_column(Key)
    status: Mapped[str]
    confirmed_at: Mapped[datetime | None] = mapped_column(Utc)
    reminded: Mapped[bool]
    arrived_at: Mapped[datetime | None] = mapped_column(Utc)
    outcome: Mapped[str | None]
    report_due_at: Mapped[datetime | None] = mapped_column(Utc)
    reported_at: Mapped[datetime | None] = mapped_column(Utc)
    report_text: Mapped[str | None] = mapped_column(Key)


def _columns(vault: Vault, number: str, entry: VisitEntry) -> Values:
    known = entry.visit.model_dump(
        exclude={"report", "reporter", "failed_before", "staff_reminded", "digest"}
    )
    return {**known, "reports_by": entry.visit.reports_by, "report_due_at": entry.report_due_at}


def _visit(vault: Vault, row: VisitRow) -> Description:
    return Description(about=row.status, expected_by=row.starts_at)


def _report(vault: Vault, row: VisitRow) -> Description:
    return Description(about=row.status)


@dataclass(frozen=True, slots=True)
class Expected:
    """A visit a customer expects, with the case's owner."""

    number: str
    id: str
    engineer: str
    starts_at: datetime
    ends_at: datetime
    owner: str


async def get_engineer(database: Database, number: str, visit: str) -> str | None:
    """Who is to make a visit; None for one that isn't recorded."""
    query = select(VisitRow.engineer).where(VisitRow.number == number, VisitRow.id == visit)
    async with database.read() as session:
        engineer: str | None = await session.scalar(query)
    return engineer


async def busy_with(
    database: Database,
    engineer: str,
    starts_at: datetime,
    ends_at: datetime,
    *,
    apart_from: tuple[str, str] | None = None,
) -> tuple[str, ...]:
    """Numbers of the cases whose customers expect the engineer within a window, the earliest first.

    `apart_from` is the number and id of the visit that is to be moved. Windows that touch don't overlap.
    """
    query = (
        select(VisitRow.number, VisitRow.id)
        .where(
            VisitRow.engineer == engineer,
            VisitRow.status.in_(AHEAD),
            VisitRow.ends_at > starts_at,
            VisitRow.starts_at < ends_at,
        )
        .order_by(VisitRow.starts_at, VisitRow.number)
    )
    async with database.read() as session:
        found = [(number, visit) for number, visit in await session.execute(query)]
    return tuple(dict.fromkeys(number for number, visit in found if (number, visit) != apart_from))


async def list_clashes(
    database: Database, *, after: datetime
) -> tuple[tuple[Expected, Expected], ...]:
    """Pairs of visits that one engineer is to make at once at two customers', as far as they are not over yet."""
    one, other = aliased(VisitRow), aliased(VisitRow)
    case, others = aliased(CaseRow), aliased(CaseRow)
    query = (
        select(one, case.owner, other, others.owner)
        .join(
            other,
            and_(
                other.engineer == one.engineer,
                other.status.in_(AHEAD),
                other.ends_at > one.starts_at,
                other.starts_at < one.ends_at,
                one.number < other.number,
            ),
        )
        .join(case, case.number == one.number)
        .join(others, others.number == other.number)
        .where(one.status.in_(AHEAD), one.ends_at > after, other.ends_at > after)
        .order_by(one.starts_at, one.number, other.number)
    )
    async with database.read() as session:
        found = (await session.execute(query)).all()
    return tuple((_expected(a, mine), _expected(b, theirs)) for a, mine, b, theirs in found)


def _expected(row: VisitRow, owner: str) -> Expected:
    return Expected(row.number, row.id, row.engineer, row.starts_at, row.ends_at, owner)


LISTINGS = (Listing("visits", VisitEntry, VisitRow, _columns),)
TO_MAKE = (VisitRow.status.in_(AHEAD),)
TO_REPORT = (VisitRow.report_due_at.is_not(None), CaseRow.phase != "closed")
NOT_CALLED_OFF = (VisitRow.status != "cancelled",)
HOLDING = (
    Holding(VisitRow, VisitRow.engineer, TO_MAKE),
    Holding(VisitRow, VisitRow.reports_by, TO_REPORT),
)
ASKING = (
    Holding(VisitRow, VisitRow.engineer, NOT_CALLED_OFF),
    Holding(VisitRow, VisitRow.reports_by, NOT_CALLED_OFF),
)
OWING = (
    Owing("visit", VisitRow, VisitRow.engineer, VisitRow.ends_at, TO_MAKE, _visit),
    Owing("report", VisitRow, VisitRow.reports_by, VisitRow.report_due_at, TO_REPORT, _report),
)
