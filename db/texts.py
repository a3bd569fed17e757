"""Words, sealed: descriptions, messages, notes of a conversation. Events only carry their ids."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from db.models import TextRow
from db.private import seal_json, unseal_json
from db.session import Database
from db.upsert import Values, insert_new
from vault import Vault


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
    rows = [row_of(database.vault, text) for text in texts]
    async with database.write() as session:
        await insert_new(session, TextRow, rows)


async def get_many(database: Database, ids: Iterable[str]) -> dict[str, Text]:
    """Texts by id; unknown ids are left out."""
    async with database.read() as session:
        rows = (await session.scalars(select(TextRow).where(TextRow.id.in_(set(ids))))).all()
    return {row.id: _text(database.vault, row) for row in rows}


async def of_case(database: Database, number: str) -> tuple[Text, ...]:
    """All texts of a case, the oldest first."""
    query = select(TextRow).filter_by(number=number).order_by(TextRow.created_at, TextRow.id)
    async with database.read() as session:
        rows = (await session.scalars(query)).all()
    return tuple(_text(database.vault, row) for row in rows)


def row_of(vault: Vault, text: Text) -> Values:
    """The row of a text."""
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
