"""What was said last in each of several cases: by us in a conversation, or by the customer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import CompoundSelect, Select, func, literal, select, true, union_all

from db.contacts import ContactRow
from db.customer_messages import CustomerMessageRow
from db.models import TextRow
from db.private import unseal_json
from db.session import Database
from domain.intake import OpenCase
from vault import Vault

Way = Literal["contact", "attempt", "message"]
LONGEST = 160
"""Characters of a line; the case has the rest."""
WORDS_FIRST = ("said", "where_we_are", "what_comes_next", "by_when", "care", "description")
"""Of what was spoken of, what tells most: the customer's words, else where we said we are."""
THEIRS = ("said", "description")
"""What of that the customer said."""
OPENING = OpenCase.durable_name()
"""The kind of the text with which a case began."""


@dataclass(frozen=True, slots=True)
class Said:
    """`way` is a conversation, the attempt at one, or the customer's own words. `by` is the handle of whoever spoke to
    them; `words` is the beginning of what was said, on one line, by the customer or by us, and empty where nothing was."""

    way: Way
    at: datetime
    channel: str
    by: str
    words: str
    by_customer: bool = True


async def said_last(database: Database, numbers: Collection[str]) -> dict[str, Said]:
    """By case; one in which nobody has said anything is left out. One query, whatever their number."""
    if not numbers:
        return {}
    async with database.read() as session:
        rows = (await session.execute(_last_of(numbers))).all()
    return {row.number: _said(database.vault, row) for row in rows}


def _last_of(numbers: Collection[str]) -> Select[*tuple[Any, ...]]:
    every = _everything(numbers).subquery()
    order = func.row_number().over(
        partition_by=every.c.number, order_by=(every.c.at.desc(), every.c.id.desc())
    )
    last = select(every, order.label("place")).subquery()
    return (
        select(last, TextRow.body)
        .outerjoin(TextRow, TextRow.id == last.c.text)
        .where(last.c.place == 1)
    )


def _everything(numbers: Collection[str]) -> CompoundSelect[*tuple[Any, ...]]:
    ours, theirs, first = ContactRow, CustomerMessageRow, TextRow
    return union_all(
        select(
            ours.number,
            ours.id,
            ours.occurred_at.label("at"),
            ours.channel,
            ours.by,
            ours.reached,
            ours.text,
        ).where(ours.number.in_(numbers), ours.disproved.is_(False)),
        select(
            theirs.number,
            theirs.id,
            theirs.occurred_at.label("at"),
            theirs.channel,
            literal(""),
            true(),
            theirs.text,
        ).where(theirs.number.in_(numbers)),
        select(
            first.number,
            first.id,
            first.created_at.label("at"),
            literal(""),
            literal(""),
            true(),
            first.id.label("text"),
        ).where(first.number.in_(numbers), first.kind == OPENING),
    )


def _said(vault: Vault, row: Any) -> Said:
    words = unseal_json(vault, row.body, "texts.body", row.text) if row.body else {}
    way: Way = "message" if not row.by else "contact" if row.reached else "attempt"
    told = next((name for name in WORDS_FIRST if words.get(name)), THEIRS[0])
    line = _line(str(words.get(told, "")))
    return Said(way, row.at, row.channel, row.by, line, told in THEIRS)


def _line(words: str) -> str:
    """Their beginning, without line breaks."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
