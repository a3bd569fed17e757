"""Messages to start from, in four parts (REQ C3)."""

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel

from api.auth import PrincipalIn
from api.customers import spoken_name
from api.dependencies import DependenciesIn
from api.lookups import CaseIn
from api.routes import reads
from db import customers, people
from domain.plan.terms import Language
from messages.drafts import draft
from messages.letters.letter import Occasion


class DraftOut(BaseModel):
    """A message in its four parts, for a human to make their own."""

    occasion: str
    language: str
    parts: dict[str, str]
    order: list[str]
    text: str


reading = reads("contacts")


@reading.get("/draft", summary="A message to start from")
async def get_draft(
    case: CaseIn,
    deps: DependenciesIn,
    who: PrincipalIn,
    occasion: Occasion = "progress",
    language: Annotated[Language | None, Query(description="The customer's without it")] = None,
    time_open: Annotated[
        bool, Query(description="The next time is only now agreed on: its brackets stay.")
    ] = False,
) -> DraftOut:
    """In four parts (REQ C3); brackets mark what only you know. Care comes first when emotion is high."""
    customer = await customers.get(deps.database, case.customer)
    person = await people.get(deps.database, who.handle)
    wanted = language or case.rules.language
    made = draft(
        case,
        occasion,
        wanted,
        agent=who.handle,
        agent_name=person.name if person else "",
        customer_name=spoken_name(deps, customer),
        now=deps.now(),
        time_open=time_open,
    )
    return DraftOut(
        occasion=occasion,
        language=wanted,
        parts={part: made.parts[part] for part in made.order},
        order=list(made.order),
        text=made.text,
    )
