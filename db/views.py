"""Views: lists of cases that somebody wants to look at again, and those a lead shares with a team."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, or_, select
from sqlalchemy.exc import IntegrityError

from db.models import PersonRow, ViewRow
from db.private import seal, unseal
from db.recognition import folded
from db.session import Database
from vault import Vault

MOST = 30
"""Of one person: what still fits on a screen."""


class TooManyViews(Exception):
    """Somebody has as many as there may be."""


class NameTaken(Exception):
    """Another view of the same person is called so."""


@dataclass(frozen=True, slots=True)
class View:
    """A list of cases under a name; `query` is that of its address. `team` is whom it is shared with."""

    id: str
    person: str
    name: str
    query: str
    team: str | None
    created_at: datetime


async def list_views(database: Database, person: str, team: str) -> tuple[View, ...]:
    """One's own, then those shared with the team, each by name."""
    query = select(ViewRow).where(or_(ViewRow.person == person, ViewRow.team == team))
    async with database.read() as session:
        rows = (await session.scalars(query)).all()
    views = [_view(database.vault, row) for row in rows]
    return tuple(sorted(views, key=lambda view: (view.person != person, view.name.casefold())))


async def save(
    database: Database, person: str, name: str, query: str, *, team: str | None, now: datetime
) -> View:
    """Keep a view; one of the same name is replaced, so saving twice is saving once. Raises TooManyViews."""
    mark = _mark(database.vault, name)
    async with database.write() as session:
        # two at once are one after the other: neither counts without the other, nor makes the same view
        await session.get(PersonRow, person, with_for_update={"key_share": True})
        row = await session.scalar(select(ViewRow).filter_by(person=person, name_index=mark))
        if row is None:
            mine = select(func.count()).select_from(ViewRow).where(ViewRow.person == person)
            if (await session.scalar(mine) or 0) >= MOST:
                raise TooManyViews
            row = ViewRow(id=secrets.token_hex(8), person=person, name_index=mark, created_at=now)
            session.add(row)
        row.name = seal(database.vault, name, "views.name", row.id)
        row.query = seal(database.vault, query, "views.query", row.id)
        row.team = team
        return _view(database.vault, row)


async def rename(
    database: Database, person: str, view: str, name: str, *, team: str | None
) -> View | None:
    """Call one's own view otherwise, and share it or no longer; None when there is no such view. Raises NameTaken."""
    try:
        async with database.write() as session:
            row = await session.get(ViewRow, view)
            if row is None or row.person != person:
                return None
            row.name = seal(database.vault, name, "views.name", row.id)
            row.name_index = _mark(database.vault, name)
            row.team = team
            return _view(database.vault, row)
    except IntegrityError as error:
        raise NameTaken(name) from error


async def remove(database: Database, person: str, view: str) -> None:
    """Take one's own view away. One that is not there has been."""
    mine = delete(ViewRow).where(ViewRow.id == view, ViewRow.person == person)
    async with database.write() as session:
        await session.execute(mine)


def _mark(vault: Vault, name: str) -> str:
    return vault.blind(f"view:{folded(name) or name}")


def _view(vault: Vault, row: ViewRow) -> View:
    return View(
        id=row.id,
        person=row.person,
        name=unseal(vault, row.name, "views.name", row.id),
        query=unseal(vault, row.query, "views.query", row.id),
        team=row.team,
        created_at=row.created_at,
    )
