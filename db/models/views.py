"""The table of views: lists that somebody wants to look at again."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Key, Sealed, Utc


class ViewRow(Base):
    """A list of cases under a name. The name's index is blind; `team` is whom it is shared with."""

    __tablename__ = "views"
    __table_args__ = (
        # Saved under a name somebody has already, it is that one changed.
        UniqueConstraint("person", "name_index"),
        Index(None, "team"),
    )

    id: Mapped[str] = mapped_column(Key, primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.handle"))
    name: Mapped[bytes] = mapped_column(Sealed)
    name_index: Mapped[str]
    query: Mapped[bytes] = mapped_column(Sealed)
    team: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(Utc)
