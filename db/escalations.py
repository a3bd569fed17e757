"""Rows of escalations: calls for help up the line, and by when their receivers must acknowledge them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from db.listed import Listed, Listing
from db.models import CaseRow
from db.models.base import Base, Sealed, Utc
from db.owing import Description, Owing
from db.private import seal, unseal
from db.upsert import Values
from domain.case.escalations import EscalationEntry
from vault import Vault


class EscalationRow(Listed, Base):
    __tablename__ = "escalations"
    __table_args__ = (
        # Who acknowledged and when are one fact.
        CheckConstraint(
            "(acknowledged_at IS NULL) = (acknowledged_by IS NULL)", name="acknowledged_whole"
        ),
        Index(None, "receiver", "acknowledged_at", "due_at"),
    )

    cause: Mapped[str]
    reason: Mapped[bytes] = mapped_column(Sealed)
    raised_at: Mapped[datetime] = mapped_column(Utc)
    raised_by: Mapped[str]
    line: Mapped[str]
    receiver: Mapped[str]
    tier: Mapped[int] = mapped_column(SmallInteger)
    due_at: Mapped[datetime] = mapped_column(Utc)
    acknowledged_at: Mapped[datetime | None] = mapped_column(Utc)
    acknowledged_by: Mapped[str | None]
    unanswered: Mapped[bool]
    deescalated_at: Mapped[datetime | None] = mapped_column(Utc)


def _columns(vault: Vault, number: str, entry: EscalationEntry) -> Values:
    escalation = entry.escalation
    return {
        **escalation.model_dump(exclude={"clock", "again", "told_at"}),
        "due_at": entry.due_at,
        "reason": seal(vault, escalation.reason, "escalations.reason", number, escalation.id),
    }


def _described(vault: Vault, row: EscalationRow) -> Description:
    reason = unseal(vault, row.reason, "escalations.reason", row.number, row.id)
    by = row.raised_by if row.cause == "agent" else ""
    return Description(about=row.cause, subject=reason, by=by)


LISTINGS = (Listing("escalations", EscalationEntry, EscalationRow, _columns),)
OWING = (
    Owing(
        "acknowledgement",
        EscalationRow,
        EscalationRow.receiver,
        EscalationRow.due_at,
        (
            EscalationRow.acknowledged_at.is_(None),
            EscalationRow.deescalated_at.is_(None),
            CaseRow.phase != "closed",
        ),
        _described,
    ),
)
