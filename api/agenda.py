"""What a person owes."""

from datetime import datetime

from pydantic import BaseModel

from api.auth import READERS, PrincipalIn
from api.dependencies import DependenciesIn
from api.people import Person, whose
from api.routes import routes
from api.wire import Cursor, Limit, Moment
from db import agenda
from db.agenda import Owed


class OwedOut(BaseModel):
    kind: str
    number: str
    id: str
    due_at: datetime
    subject: str
    about: str
    title: str
    customer_level: str
    priority: str
    stage: str
    tier: int
    expected_by: datetime | None
    overdue: bool

    @classmethod
    def of(cls, owed: Owed, now: datetime) -> "OwedOut":
        known = {name: getattr(owed, name, None) for name in cls.model_fields}
        return cls.model_validate({**known, "overdue": owed.due_at < now})


class AgendaPage(BaseModel):
    person: str
    items: list[OwedOut]
    next: str | None


router = routes("people", READERS)


@router.get("/agenda", summary="What I owe whom, by when")
async def get_agenda(
    deps: DependenciesIn,
    who: PrincipalIn,
    person: Person = None,
    due_before: Moment | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> AgendaPage:
    """Open promises, escalations waiting for an acknowledgement and messages on closed cases waiting
    to be marked, the earliest first."""
    handle, now = whose(who, person), deps.now()
    page = await agenda.list_owed(
        deps.database, handle, due_before=due_before, cursor=cursor, limit=limit
    )
    items = [OwedOut.of(owed, now) for owed in page.items]
    return AgendaPage(person=handle, items=items, next=page.next)
