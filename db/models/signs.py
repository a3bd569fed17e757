"""The table of processes that work, and when each last said so."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Key, Utc


class SignRow(Base):
    """A process at work: a worker, or an API. Its row goes when it ends, or a day later."""

    __tablename__ = "signs_of_life"

    process: Mapped[str] = mapped_column(Key, primary_key=True)
    kind: Mapped[str]
    seen_at: Mapped[datetime] = mapped_column(Utc)
