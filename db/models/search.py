"""The table of the search (`db.search`)."""

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Key


class SearchKeyRow(Base):
    """Something by which a case (its number) or a customer (the id) is found. `at` is when it was opened or first known,
    in minutes since 1970, so that the newest are found first; `of` says what it was taken from."""

    __tablename__ = "search_keys"
    __table_args__ = (
        # What is written anew, or forgotten, is found by whose it is.
        Index(None, "subject"),
        {"sqlite_with_rowid": False},  # the primary key holds all of it
    )

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    subject: Mapped[str] = mapped_column(Key, primary_key=True)
    of: Mapped[str] = mapped_column(Key, primary_key=True)
