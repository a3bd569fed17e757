"""Rows of escalations: calls for help up the line, and by when their receivers must acknowledge them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from db.listed import Listed, Listing
from db.models import CaseRow
from db.models.base import Base, Sealed, Utc
from db.owing import Description, Holding, Owing
from db.private import seal, unseal
from db.upsert import Values
from domain.case.escalations import EscalationEntry
from vault import Vault

WAITING = "acknowledged_at IS NULL AND deescalated_at IS NULL"


class EscalationRow(Listed, Base):
    __tablename__ = "escalations"
    __table_args__ = (
        # Who acknowledged and when are one fact.
        CheckConstraint(
            "(acknowledged_at IS NULL) = (acknowledged_by IS NULL)", name="acknowledged_whole"
        ),
        Index(None, "receiver", "acknowledged_at", "due_at"),
        # Which calls somebody has taken on, however many there were.
        Index(None, "acknowledged_by", "deescalated_at", "number"),
        # what nobody has taken on yet: few of all
        Index(None, "raised_at", sqlite_where=text(WAITING), postgresql_where=text(WAITING)),
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
WAITS = (
    EscalationRow.acknowledged_at.is_(None),
    EscalationRow.deescalated_at.is_(None),
    CaseRow.phase != "closed",
)
TAKEN_ON = (EscalationRow.deescalated_at.is_(None), CaseRow.phase != "closed")
HOLDING = (
    Holding(EscalationRow, EscalationRow.receiver, WAITS),
    Holding(EscalationRow, EscalationRow.acknowledged_by, TAKEN_ON),
)
OWING = (
    Owing(
        "acknowledgement",
        EscalationRow,
        EscalationRow.receiver,
        EscalationRow.due_at,
        WAITS,
        _described,
    ),
)
