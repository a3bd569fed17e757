"""Tables of signing in from a browser: sessions, passwords, and links that let in once (REQ J4).

Tokens of sessions and links have 256 random bits, so their plain SHA-256 is kept, without a salt, as of API keys.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Utc

# SHA-256 in hex; anything else would be a token in clear.
WHOLE = "length(hash) = 64"


class SessionRow(Base):
    """Somebody who is signed in, in one browser. One that was ended is gone."""

    __tablename__ = "sessions"
    __table_args__ = (CheckConstraint(WHOLE, name="hash_whole"), Index(None, "person"))

    hash: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.handle"))
    browser: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Utc)
    seen_at: Mapped[datetime] = mapped_column(Utc)
    ends_at: Mapped[datetime] = mapped_column(Utc)


class PasswordRow(Base):
    """What somebody's password is compared with."""

    __tablename__ = "passwords"
    __table_args__ = (
        # The spelling names its own costs and salt; anything else could be a password in clear.
        CheckConstraint("hash LIKE '$argon2id$%'", name="hash_argon2"),
    )

    person: Mapped[str] = mapped_column(ForeignKey("people.handle"), primary_key=True)
    hash: Mapped[str]
    changed_at: Mapped[datetime] = mapped_column(Utc)


class SignInLinkRow(Base):
    """A link that lets a person in once."""

    __tablename__ = "sign_in_links"
    __table_args__ = (CheckConstraint(WHOLE, name="hash_whole"), Index(None, "person"))

    hash: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.handle"))
    created_at: Mapped[datetime] = mapped_column(Utc)
    ends_at: Mapped[datetime] = mapped_column(Utc)
    used_at: Mapped[datetime | None] = mapped_column(Utc)
