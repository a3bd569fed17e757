"""Tables of the people who work here: who they are, their keys, and what they were told."""

from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Clear, Key, Sealed, Utc, one_of, words

PersonLine = Literal["agent", "lead", "supervisor", "executive", "department"]


class PersonRow(Base):
    """Somebody who works here, or a system that acts for us (role service)."""

    __tablename__ = "people"
    __table_args__ = (
        # Authority is read from this word; an unknown one would mean none, or all.
        CheckConstraint(one_of("line", words(PersonLine)), name="line_known"),
    )

    handle: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[bytes] = mapped_column(Sealed)
    line: Mapped[str]
    roles: Mapped[list[str]] = mapped_column(Clear)
    team: Mapped[str]
    language: Mapped[str]
    active: Mapped[bool]
    heir: Mapped[str | None]


class ApiKeyRow(Base):
    """A key to the API. Only its hash is kept: the key has 256 random bits, so no salt is needed."""

    __tablename__ = "api_keys"
    __table_args__ = (
        # A key opens for one person.
        UniqueConstraint("hash"),
        # SHA-256 in hex; anything else would be a key in clear.
        CheckConstraint("length(hash) = 64", name="hash_whole"),
        Index(None, "person"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.handle"))
    hash: Mapped[str]
    label: Mapped[str]
    hint: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Utc)
    revoked_at: Mapped[datetime | None] = mapped_column(Utc)
    scopes: Mapped[list[str] | None] = mapped_column(Clear)


class InboxRow(Base):
    """Something a person was told. The id says what it is about, so it is told once."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index(None, "person", "created_at", "id"),
        Index(None, "person", "read_at", "created_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.handle"))
    number: Mapped[str | None] = mapped_column(Key)
    about: Mapped[str]
    content: Mapped[bytes] = mapped_column(Sealed)
    ref: Mapped[str | None] = mapped_column(Key)
    created_at: Mapped[datetime] = mapped_column(Utc)
    read_at: Mapped[datetime | None] = mapped_column(Utc)
