"""Rows of what a case itself asks of somebody by a time, such as a first answer (REQ C0)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.listed import Listed, Listing
from db.models.base import Base, Utc
from db.owing import Description, Owing
from db.upsert import Values
from domain.book import BOOK
from domain.owed import OwedEntry
from vault import Vault


class OwedRow(Listed, Base):
    """One row for each name under which something may be owed; `id` is the name. Without an owner nothing is owed now."""

    __tablename__ = "owed"
    __table_args__ = (
        # Who owes what by when is one fact.
        CheckConstraint(
            "(owner IS NULL) = (due_at IS NULL) AND (owner IS NULL) = (about IS NULL)",
            name="owed_whole",
        ),
        Index(None, "owner", "id", "due_at", "number"),
        # whatever is late, whoever owes it
        Index(None, "id", "due_at", "number"),
    )

    owner: Mapped[str | None]
    due_at: Mapped[datetime | None] = mapped_column(Utc)
    about: Mapped[str | None]


def _columns(vault: Vault, number: str, entry: OwedEntry) -> Values:
    nothing = dict.fromkeys(("owner", "due_at", "about"))
    return {"id": entry.id, **(entry.owed.model_dump() if entry.owed else nothing)}


def _described(vault: Vault, row: OwedRow) -> Description:
    return Description(about=row.about or "")


LISTINGS = (Listing("owed", OwedEntry, OwedRow, _columns),)
OWING = tuple(
    Owing(name, OwedRow, OwedRow.owner, OwedRow.due_at, (OwedRow.id == name,), _described)
    for name in BOOK.owed
)
