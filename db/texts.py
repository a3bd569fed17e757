"""Words, sealed: descriptions, messages, notes of a conversation. Events only carry their ids.

A text may be as long as a request. Of a very long one, what a case shows has the beginning, and the whole
stands beside it in a row of its own, which is read when somebody asks for it: a hundred such messages must
not keep the case from being looked at.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from db.models import TextRow
from db.private import seal_json, unseal_json
from db.session import Database
from db.upsert import Values, insert_new
from vault import Vault

SHOWN = 20_000
"""Characters of one text that a case shows; far more than anybody reads at a glance."""
CUT = "cut"
"""In a body: which of its texts are only beginnings, by name and separated by spaces."""
WHOLE = "whole"
"""The kind of a row that has the whole of a text."""
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Text:
    """Some words of a kind, such as "description"; `body` is plain JSON data."""

    id: str
    kind: str
    body: dict[str, Any]
    author: str
    created_at: datetime
    number: str | None = None


async def put(database: Database, *texts: Text) -> None:
    """Keep texts under the ids their author gave them; one already kept stays as it is."""
    rows = [row for text in texts for row in rows_of(database.vault, text)]
    async with database.write() as session:
        await insert_new(session, TextRow, rows)


async def get_many(database: Database, ids: Iterable[str]) -> dict[str, Text]:
    """Texts by id; unknown ids are left out."""
    async with database.read() as session:
        rows = (await session.scalars(select(TextRow).where(TextRow.id.in_(set(ids))))).all()
    return {row.id: _text(database.vault, row) for row in rows}


async def of_case(database: Database, number: str) -> tuple[Text, ...]:
    """All texts of a case as it shows them, the oldest first."""
    query = select(TextRow).filter_by(number=number).where(TextRow.kind != WHOLE)
    query = query.order_by(TextRow.created_at, TextRow.id)
    async with database.read() as session:
        rows = (await session.scalars(query)).all()
    return tuple(_text(database.vault, row) for row in rows)


async def get_whole(database: Database, text_id: str) -> Text | None:
    """A text with all its words; None when there is no such text."""
    found = await get_many(database, (text_id, _whole_id(text_id)))
    shown = found.get(text_id)
    if shown is None or shown.kind == WHOLE:
        return None
    whole = found.get(_whole_id(text_id))
    return replace(shown, body=whole.body) if whole else shown


def rows_of(vault: Vault, text: Text) -> list[Values]:
    """The row of a text, and that of the whole where it is too long to be shown."""
    shown = _shown(text.body)
    if shown is text.body:
        return [_row(vault, text)]
    whole = replace(text, id=_whole_id(text.id), kind=WHOLE)
    return [_row(vault, replace(text, body=shown)), _row(vault, whole)]


def _shown(body: dict[str, Any]) -> dict[str, Any]:
    """What a case shows of a body; the same body when that is all of it."""
    long = [name for name, said in body.items() if isinstance(said, str) and len(said) > SHOWN]
    if not long:
        return body
    return {**body, **{name: body[name][:SHOWN] + ELLIPSIS for name in long}, CUT: " ".join(long)}


def _whole_id(text_id: str) -> str:
    return f"{text_id}.{WHOLE}"


def _row(vault: Vault, text: Text) -> Values:
    return {
        "id": text.id,
        "kind": text.kind,
        "number": text.number,
        "body": seal_json(vault, text.body, "texts.body", text.id),
        "author": text.author,
        "created_at": text.created_at,
    }


def _text(vault: Vault, row: TextRow) -> Text:
    return Text(
        id=row.id,
        kind=row.kind,
        body=unseal_json(vault, row.body, "texts.body", row.id),
        author=row.author,
        created_at=row.created_at,
        number=row.number,
    )
