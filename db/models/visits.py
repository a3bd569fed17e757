"""Tables of visits and of repairs that failed, which are counted across cases."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Key, Utc, one_of, words
from domain.visits.records import VisitStatus


class VisitRow(Base):
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

    number: Mapped[str] = mapped_column(Key, primary_key=True)
    id: Mapped[str] = mapped_column(Key, primary_key=True)
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


class FailedRepairRow(Base):
    """A repair that did not hold; `id` is that of the visit that tried it.

    Serial number and fault are written as they are counted.
    """

    __tablename__ = "failed_repairs"
    __table_args__ = (Index(None, "serial_number", "fault"),)

    number: Mapped[str] = mapped_column(Key, primary_key=True)
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    serial_number: Mapped[str]
    fault: Mapped[str]
    at: Mapped[datetime] = mapped_column(Utc)
