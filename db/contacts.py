"""Rows of contacts: conversations, and the attempts at one. Their words are in `texts`."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from db.listed import Listed, Listing
from db.models.base import Base, Clear, Key, Utc
from db.upsert import Values
from domain.case.contacts import ContactEntry
from vault import Vault


class ContactRow(Listed, Base):
    __tablename__ = "contacts"
    __table_args__ = (
        Index(None, "by", "occurred_at"),
        # when somebody last talked to a case's customer
        Index(None, "number", "reached", "occurred_at"),
    )

    channel: Mapped[str]
    direction: Mapped[str]
    occurred_at: Mapped[datetime] = mapped_column(Utc)
    logged_at: Mapped[datetime] = mapped_column(Utc)
    by: Mapped[str]
    reached: Mapped[bool]
    left_message: Mapped[bool]
    parts: Mapped[list[str]] = mapped_column(Clear)
    emotion: Mapped[str | None]
    covers: Mapped[list[str]] = mapped_column(Clear)
    text: Mapped[str | None] = mapped_column(Key)
    disproved: Mapped[bool]


def _columns(vault: Vault, number: str, entry: ContactEntry) -> Values:
    contact = entry.contact
    return {
        **contact.model_dump(),
        "parts": list(contact.parts),
        "covers": list(contact.covers),
    }


LISTINGS = (Listing("contacts", ContactEntry, ContactRow, _columns),)
