"""Rows of visits: when an engineer is expected, and whose report is still to come."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.listed import Listed, Listing
from db.models import CaseRow
from db.models.base import Base, Key, Utc, one_of, words
from db.owing import Description, Owing
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
        Index(None, "engineer", "report_due_at"),
    )

    engineer: Mapped[str]
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
    known = entry.visit.model_dump(exclude={"report", "failed_before", "staff_reminded"})
    return {**known, "report_due_at": entry.report_due_at}


def _visit(vault: Vault, row: VisitRow) -> Description:
    return Description(about=row.status, expected_by=row.starts_at)


def _report(vault: Vault, row: VisitRow) -> Description:
    return Description(about=row.status)


LISTINGS = (Listing("visits", VisitEntry, VisitRow, _columns),)
OWING = (
    Owing(
        "visit",
        VisitRow,
        VisitRow.engineer,
        VisitRow.ends_at,
        (VisitRow.status.in_(AHEAD),),
        _visit,
    ),
    Owing(
        "report",
        VisitRow,
        VisitRow.engineer,
        VisitRow.report_due_at,
        (VisitRow.report_due_at.is_not(None), CaseRow.phase != "closed"),
        _report,
    ),
)
