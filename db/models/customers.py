"""Tables of the customers and of all words too private or too long for an event."""

from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Key, Sealed, Utc, one_of, words

Question = Literal["another_name", "more_to_add"]
"""Whether it is the same person under another name; whether what a machine brought belongs to them."""


class CustomerRow(Base):
    """A customer. The three indexes are blind: a keyed fingerprint finds the row and tells nothing.

    One with a `question` is perhaps the customer `known_as`; `same_person` is what somebody said, and
    `added` names what the known one got from it, separated by spaces (docs/decisions/0027).
    """

    __tablename__ = "customers"
    __table_args__ = (
        # A customer is recognised by any of the three, so each belongs to one customer only (REQ A3).
        UniqueConstraint("phone_index"),
        UniqueConstraint("email_index"),
        UniqueConstraint("account_index"),
        # What asks is answered by one of two words.
        CheckConstraint(
            f"question IS NULL OR {one_of('question', words(Question))}", name="question_known"
        ),
        Index(None, "known_as"),
        # Rules ask for VIP; a third word would be nobody's rule.
        CheckConstraint(one_of("level", ("normal", "vip")), name="level_known"),
    )

    id: Mapped[str] = mapped_column(Key, primary_key=True)
    name: Mapped[bytes] = mapped_column(Sealed)
    company: Mapped[bytes | None] = mapped_column(Sealed)
    phone: Mapped[bytes | None] = mapped_column(Sealed)
    email: Mapped[bytes | None] = mapped_column(Sealed)
    account: Mapped[bytes | None] = mapped_column(Sealed)
    phone_index: Mapped[str | None]
    email_index: Mapped[str | None]
    account_index: Mapped[str | None]
    level: Mapped[str]
    language: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Utc)
    known_as: Mapped[str | None] = mapped_column(Key)
    question: Mapped[str | None]
    same_person: Mapped[bool | None]
    added: Mapped[str | None]
    answered_by: Mapped[str | None]
    answered_at: Mapped[datetime | None] = mapped_column(Utc)


class TextRow(Base):
    """Words, whoever said or wrote them: descriptions, messages, notes of a conversation."""

    __tablename__ = "texts"
    __table_args__ = (Index(None, "number"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True)
    kind: Mapped[str]
    number: Mapped[str | None] = mapped_column(Key)
    body: Mapped[bytes] = mapped_column(Sealed)
    author: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Utc)
