"""Rows of the customers' own words: when and how they came. The words are in `texts`."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, func, select
from sqlalchemy.orm import Mapped, mapped_column

from db.listed import Listed, Listing
from db.models import CaseRow
from db.models.base import Base, Key, Utc, one_of, words
from db.owing import Description, Owing
from db.session import Database
from db.upsert import Values
from domain.case.customer_messages import CustomerMessageEntry, Verdict
from vault import Vault


class CustomerMessageRow(Listed, Base):
    """`mark_by` is there while a human still has to say what a message on a closed case is (REQ E3)."""

    __tablename__ = "customer_messages"
    __table_args__ = (
        # The verdict, who gave it and when are one fact; afterwards there is nothing to mark.
        CheckConstraint(
            "(verdict IS NULL) = (marked_at IS NULL) AND (verdict IS NULL) = (marked_by IS NULL)",
            name="marked_whole",
        ),
        CheckConstraint("verdict IS NULL OR mark_by IS NULL", name="marked_once"),
        # Figures count by these words.
        CheckConstraint(one_of("verdict", words(Verdict)), name="verdict_known"),
        Index(None, "received_at"),
        Index(None, "mark_by"),
    )

    channel: Mapped[str]
    occurred_at: Mapped[datetime] = mapped_column(Utc)
    received_at: Mapped[datetime] = mapped_column(Utc)
    text: Mapped[str] = mapped_column(Key)
    mark_by: Mapped[datetime | None] = mapped_column(Utc)
    verdict: Mapped[str | None]
    marked_at: Mapped[datetime | None] = mapped_column(Utc)
    marked_by: Mapped[str | None]


IS_UNMARKED = CustomerMessageRow.mark_by.is_not(None)


async def has_unmarked(database: Database, number: str) -> bool:
    """Whether a message on a closed case waits for a human to say what it is (REQ E3)."""
    query = (
        select(CustomerMessageRow.id)
        .where(CustomerMessageRow.number == number, IS_UNMARKED)
        .limit(1)
    )
    async with database.read() as session:
        return await session.scalar(query) is not None


def _columns(vault: Vault, number: str, entry: CustomerMessageEntry) -> Values:
    return {
        **entry.message.model_dump(exclude={"mark", "late", "waits_since", "waited_since"}),
        "mark_by": entry.mark_by,
    }


def _described(vault: Vault, row: CustomerMessageRow) -> Description:
    return Description(about=row.channel)


LISTINGS = (Listing("messages", CustomerMessageEntry, CustomerMessageRow, _columns),)
OWING = (
    Owing(
        "mark",
        CustomerMessageRow,
        # not by the index of owners: a person owns thousands of cases, and few messages wait
        func.coalesce(CaseRow.owner, ""),
        CustomerMessageRow.mark_by,
        (IS_UNMARKED,),
        _described,
    ),
)
