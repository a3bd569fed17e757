"""What concerns one person: what they owe, what they were told, what became of their commands."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.auth import LEADS, READERS, PrincipalIn, one_of
from api.dependencies import DependenciesIn
from api.problems import ApiProblem
from api.routes import views as v
from api.routes.reads import Cursor, Limit
from api.routes.schemas import Moment, ReadIn
from db import agenda, inbox
from db import commands as command_rows
from db.access import Principal

router = APIRouter(dependencies=[Depends(one_of(READERS))])

Person = Annotated[str | None, Query(description="Somebody else's; for leads and above")]


def _whose(who: Principal, person: str | None) -> str:
    if person is None or person == who.handle:
        return who.handle
    if not who.roles & (LEADS | {"admin"}):
        raise ApiProblem("role_required", roles=", ".join(sorted(LEADS | {"admin"})))
    return person


@router.get("/agenda", tags=["people"], summary="What I owe whom, by when")
async def get_agenda(
    deps: DependenciesIn,
    who: PrincipalIn,
    person: Person = None,
    due_before: Moment | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> v.AgendaPage:
    """Open promises, escalations waiting for an acknowledgement and messages on closed cases waiting
    to be marked, the earliest first."""
    handle, now = _whose(who, person), deps.now()
    page = await agenda.list_owed(
        deps.database, handle, due_before=due_before, cursor=cursor, limit=limit
    )
    items = [v.OwedOut.of(owed, now) for owed in page.items]
    return v.AgendaPage(person=handle, items=items, next=page.next)


@router.get("/inbox", tags=["people"], summary="What I was told, newest first")
async def get_inbox(
    deps: DependenciesIn,
    who: PrincipalIn,
    person: Person = None,
    unread_only: bool = False,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> v.InboxPage:
    page = await inbox.list_inbox(
        deps.database,
        _whose(who, person),
        unread_only=unread_only,
        cursor=cursor,
        limit=limit,
    )
    return v.InboxPage(items=[v.NoticeOut.of(n) for n in page.items], next=page.next)


@router.post("/inbox/read", tags=["people"], summary="Mark notices as read")
async def mark_read(body: ReadIn, deps: DependenciesIn, who: PrincipalIn) -> dict[str, int]:
    """Repeatable: a notice read before stays read. Others' notices are left alone."""
    read = await inbox.mark_read(deps.database, who.handle, body.ids, now=deps.now())
    return {"read": read}


@router.get("/commands/{key:path}", tags=["people"], summary="What became of a command")
async def get_command(key: str, deps: DependenciesIn, who: PrincipalIn) -> v.CommandOut:
    """For commands answered with 202; a key is yours alone."""
    settled = await command_rows.find(deps.database, who.handle, key)
    if settled is None:
        return v.CommandOut(key=key, status="waiting")
    outcome = settled.outcome
    return v.CommandOut(key=key, status=outcome.status, number=settled.number, outcome=outcome)
