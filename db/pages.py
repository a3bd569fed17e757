"""Lists in pages: a page ends with a cursor, the place after its last item.

Keyset, not offset: what is added or taken away meanwhile neither repeats nor hides an item. A cursor
is opaque to its holder and good only for the order it was made in.
"""

import base64
import json
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, and_, false, or_
from sqlalchemy.orm import InstrumentedAttribute

Item = TypeVar("Item")
Row = TypeVar("Row")
Value = str | int | datetime | None
MAX_LIMIT = 200  # what a person can still look through, and an answer of some 100 kB


class BadCursor(Exception):
    """The cursor is none of ours, or it was made for another order."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some items and the cursor of those after them; None when there are none."""

    items: tuple[Item, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Order:
    """Columns to sort by, the last one unique among rows equal in the others.

    Only the first may be null; rows where it is come last in both directions.
    """

    name: str
    columns: tuple[InstrumentedAttribute[Any], ...]
    descending: bool = False

    def by(self) -> tuple[ColumnElement[Any], ...]:
        """The ORDER BY."""
        first, *others = (c.desc() if self.descending else c.asc() for c in self.columns)
        return (first.nulls_last() if self._has_nulls else first, *others)

    def after(self, cursor: str) -> ColumnElement[bool]:
        """The condition that a row comes after the cursor. Raises BadCursor."""
        values = self.read(cursor)
        ways: list[ColumnElement[bool]] = []
        same: list[ColumnElement[bool]] = []
        for column, value in zip(self.columns, values, strict=True):
            ways.append(and_(*same, self._beyond(column, value)))
            same.append(column.is_(None) if value is None else column == value)
        return or_(*ways)

    def goes_on(self, cursor: str | None) -> Callable[[Any], bool]:
        """Whether an item comes after the cursor, of items that are at hand already, in an order of one column without nulls.
        Raises BadCursor."""
        if not cursor:
            return lambda _: True
        place: Any = self.read(cursor)
        beyond = operator.lt if self.descending else operator.gt
        return lambda item: bool(beyond(self.place(item), place))

    def page(
        self,
        rows: Sequence[Row],
        limit: int,
        item: Callable[[Row], Item],
        key: Callable[[Row], object] = lambda row: row,
    ) -> Page[Item]:
        """A page of at most `limit` rows, of which one more was asked for to know whether it ends.

        `item` makes the record of a row; `key` finds in a joined row the part our columns are of.
        """
        more = len(rows) > limit
        kept = rows[:limit]
        return Page(
            items=tuple(item(row) for row in kept),
            next=self.write(self.place(key(kept[-1]))) if more else None,
        )

    def place(self, row: object) -> tuple[Value, ...]:
        """Where a row stands in this order."""
        return tuple(getattr(row, column.key) for column in self.columns)

    def write(self, place: Sequence[Value]) -> str:
        """The cursor after a place."""
        return write_cursor(self._label, place)

    def read(self, cursor: str) -> tuple[Value, ...]:
        """The place a cursor was made for. Raises BadCursor."""
        kinds = [(column.type.python_type, bool(column.nullable)) for column in self.columns]
        return read_cursor(self._label, cursor, kinds)

    @property
    def _label(self) -> str:
        return f"-{self.name}" if self.descending else self.name

    @property
    def _has_nulls(self) -> bool:
        return bool(self.columns[0].nullable)

    def _beyond(self, column: InstrumentedAttribute[Any], value: Value) -> ColumnElement[bool]:
        if value is None:
            return false()
        beyond = column < value if self.descending else column > value
        return or_(beyond, column.is_(None)) if column.nullable else beyond


def page_of(
    items: Sequence[Item], label: str, *, newest_first: bool, cursor: str | None, limit: int
) -> Page[Item]:
    """A page of items that are at hand, the oldest first, of which none is ever taken away or put in between. Raises BadCursor."""
    label = f"-{label}" if newest_first else label
    every = range(len(items), 0, -1) if newest_first else range(1, len(items) + 1)
    passed: Any = read_cursor(label, cursor, [(int, False)])[0] if cursor else None
    places = [n for n in every if passed is None or (n < passed if newest_first else n > passed)]
    kept = places[: within(limit)]
    more = len(places) > len(kept)
    return Page(
        tuple(items[n - 1] for n in kept), write_cursor(label, [kept[-1]]) if more else None
    )


def write_cursor(label: str, place: Sequence[Value]) -> str:
    """A cursor of the order `label` after a place."""
    plain = [value.isoformat() if isinstance(value, datetime) else value for value in place]
    text = json.dumps([label, *plain], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(label: str, cursor: str, kinds: Sequence[tuple[type, bool]]) -> tuple[Value, ...]:
    """The place a cursor was made for; `kinds` are its types and whether each may be null.

    Raises BadCursor.
    """
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        made_for, *plain = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if made_for == label:
            return tuple(_value(*kind, value) for kind, value in zip(kinds, plain, strict=True))
    except (ValueError, TypeError, RecursionError) as error:
        raise BadCursor("the cursor is none of ours: start again without one") from error
    raise BadCursor(f"the cursor was made for another order than {label!r}: start without one")


def _value(kind: type, nullable: bool, value: object) -> Value:
    if value is None and nullable:
        return None
    if kind is datetime and isinstance(value, str):
        at = datetime.fromisoformat(value)
        if at.tzinfo:
            return at
    if kind is int and type(value) is int and abs(value) < 2**31:
        return value
    if kind is str and isinstance(value, str) and "\0" not in value:
        return value
    raise ValueError(f"{value!r} is no {kind.__name__}")


def within(limit: int) -> int:
    """A page size between one and the most we give."""
    return max(1, min(limit, MAX_LIMIT))
