"""Rows of lists: what a record says of a case's parts, kept under the version that said it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Key
from db.upsert import Values
from domain.entry import Entry
from vault import Vault


class Listed:
    """The columns that every row of a list has. `version` is the case's when the row was last told."""

    number: Mapped[str] = mapped_column(Key, primary_key=True)
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    version: Mapped[int]


@dataclass(frozen=True)
class Listing:
    """How one kind of entry becomes a row: its table, and its columns besides those of `Listed`.

    `name` is what a person calls the list; `columns` gets the vault, the case's number and the entry,
    and returns the row's id with the rest.
    """

    name: str
    entry: type[Entry]
    row: type[Base]
    columns: Callable[[Vault, str, Any], Values]

    def values(self, vault: Vault, number: str, version: int, entry: Entry) -> Values:
        """The whole row of an entry."""
        return {"number": number, "version": version, **self.columns(vault, number, entry)}
