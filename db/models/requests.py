"""Tables of what was asked of us: openings and the fate of each command."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Clear, Key, Sealed, Utc, one_of


class OpeningRow(Base):
    """A case asked for: its number, its plan and the command, so that a lost start can be repeated.

    The number follows from the id, so it is there a moment after the row. `started_at` is when the
    case was opened, as its first record says.
    """

    __tablename__ = "openings"
    __table_args__ = (
        # The same request finds the same number (REQ J3).
        UniqueConstraint("principal", "key"),
        # Which openings are still without a case.
        Index(None, "started_at", "created_at"),
        # SQLite would give a deleted opening's number to the next one.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=True
    )
    number: Mapped[str | None] = mapped_column(Key, unique=True)
    principal: Mapped[str]
    key: Mapped[str]
    digest: Mapped[str]
    plan: Mapped[dict[str, Any]] = mapped_column(Clear)
    command: Mapped[bytes] = mapped_column(Sealed)
    created_at: Mapped[datetime] = mapped_column(Utc)
    started_at: Mapped[datetime | None] = mapped_column(Utc)


class ClaimRow(Base):
    """A key and the one request it stands for, from before its command was sent anywhere.

    `received_at` is set when it was answered with 202: durable, and to be decided. Its outcome stands in
    `commands`.
    """

    __tablename__ = "claims"

    principal: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    number: Mapped[str] = mapped_column(Key)
    claimed_at: Mapped[datetime] = mapped_column(Utc)
    received_at: Mapped[datetime | None] = mapped_column(Utc)


class CommandRow(Base):
    """What became of a command. `answer` is its receipt or its problem."""

    __tablename__ = "commands"
    __table_args__ = (
        # A command is settled once; until then it has no row.
        CheckConstraint(one_of("status", ("done", "refused")), name="status_settled"),
        Index(None, "number"),
    )

    principal: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    command: Mapped[str]
    number: Mapped[str] = mapped_column(Key)
    status: Mapped[str]
    answer: Mapped[bytes] = mapped_column(Sealed)
    received_at: Mapped[datetime] = mapped_column(Utc)
