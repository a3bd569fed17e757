"""What somebody hands over: their open cases, with what was promised in each (REQ J6).

Each case is handed over by its own `assign`; here stands what has to be known before.
"""

from datetime import datetime

from fastapi import Request
from pydantic import BaseModel, Field

from api.auth import LEADS, PrincipalIn
from api.dependencies import DependenciesIn
from api.people import require_led
from api.problems import ApiProblem, language
from api.reach import Reach
from api.routes import routes
from api.wire import Cursor, Handle, Limit
from db import customers, leaving, people
from messages.speech import plain_voice


class PromisedOut(BaseModel):
    """A promise that is open in a case, whoever keeps it."""

    id: str
    subject: str
    latest_by: datetime
    owner: str
    overdue: bool


class HeldOut(BaseModel):
    """An open case of somebody's, and what its customer waits for, the earliest first."""

    number: str
    title: str
    customer: str = Field(description="The customer's name.")
    customer_level: str
    priority: str
    emotion: str
    phase: str
    stage: str
    promises: list[PromisedOut]


class HandoverOut(BaseModel):
    """`cases` and `promises` count all that is theirs, not only this page; `stays` counts visits and reports of theirs, which no
    assignment moves."""

    person: str
    name: str
    team: str
    active: bool
    cases: int
    promises: int
    stays: int
    items: list[HeldOut]
    next: str | None


router = routes("leads", LEADS, reach=Reach.OWN, scope="read")


@router.get("/people/{handle}/handover", summary="What somebody would hand over")
async def get_handover(
    handle: Handle,
    deps: DependenciesIn,
    who: PrincipalIn,
    request: Request,
    cursor: Cursor = None,
    limit: Limit = 200,
) -> HandoverOut:
    """Their open cases, the most urgent first, each with its open promises. `POST /v1/cases/{number}/assign` hands one over with
    the promises that are theirs. A lead sees people of their team, a supervisor everybody."""
    database = deps.database
    person = await people.get(database, handle)
    if person is None:
        raise ApiProblem("unknown_person", fields=("handle",), handle=handle)
    require_led(deps, who, person, "handle")
    page = await leaving.held_by(database, handle, cursor=cursor, limit=limit)
    counts = await leaving.count_left(database, handle)
    known = await customers.get_many(database, {held.customer for held in page.items})
    voice, now = plain_voice(language(request)), deps.now()
    items = [
        HeldOut(
            number=held.number,
            title=held.title,
            customer=known[held.customer].name if held.customer in known else "",
            customer_level=held.customer_level,
            priority=held.priority,
            emotion=held.emotion,
            phase=held.phase,
            stage=held.stage,
            promises=[
                PromisedOut(
                    id=each.id,
                    subject=voice.subject(each.subject, each.kind),
                    latest_by=each.latest_by,
                    owner=each.owner,
                    overdue=each.latest_by < now,
                )
                for each in held.promises
            ],
        )
        for held in page.items
    ]
    return HandoverOut(
        person=handle,
        name=person.name or handle,
        team=person.team,
        active=person.active,
        cases=counts.cases,
        promises=counts.promises,
        stays=counts.stays,
        items=items,
        next=page.next,
    )
