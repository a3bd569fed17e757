"""What a person was told."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from api.auth import READERS, PrincipalIn
from api.dependencies import DependenciesIn
from api.people import Person, whose
from api.reach import Reach
from api.routes import routes
from api.wire import Cursor, In, Limit, Name, example
from db import inbox
from db.inbox import InboxItem


class ReadIn(In):
    """Notices that have been read."""

    model_config = example(ids=["C-000001:a3"])

    ids: Annotated[list[Name], Field(min_length=1, max_length=200)]


class NoticeOut(BaseModel):
    id: str
    person: str
    number: str | None
    about: str
    title: str
    body: str
    ref: str | None
    created_at: datetime
    read_at: datetime | None

    @classmethod
    def of(cls, notice: InboxItem) -> "NoticeOut":
        return cls(**{name: getattr(notice, name) for name in cls.model_fields})


class InboxPage(BaseModel):
    items: list[NoticeOut]
    next: str | None


router = routes("people", READERS, reach=Reach.OWN, scope="read")


@router.get("/inbox", summary="What I was told, newest first")
async def get_inbox(
    deps: DependenciesIn,
    who: PrincipalIn,
    person: Person = None,
    unread_only: bool = False,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> InboxPage:
    page = await inbox.list_inbox(
        deps.database,
        await whose(deps, who, person),
        unread_only=unread_only,
        cursor=cursor,
        limit=limit,
    )
    return InboxPage(items=[NoticeOut.of(n) for n in page.items], next=page.next)


@router.post("/inbox/read", summary="Mark notices as read")
async def mark_read(body: ReadIn, deps: DependenciesIn, who: PrincipalIn) -> dict[str, int]:
    """Repeatable: a notice read before stays read. Others' notices are left alone."""
    read = await inbox.mark_read(deps.database, who.handle, body.ids, now=deps.now())
    return {"read": read}
