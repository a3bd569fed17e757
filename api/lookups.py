"""What several features look up of a case before they answer."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Depends, Request

from api.dependencies import Dependencies, DependenciesIn
from api.looks import once
from api.problems import ApiProblem
from db import cases, customers, openings, texts
from db.cases import Recorded
from db.customers import Customer
from domain.case import Case

TextsOfCase = Mapping[str, dict[str, Any]]
"""What people said in a case, by the ids under which it was kept."""


async def load_recorded(deps: Dependencies, number: str) -> Recorded:
    """A case with its recorded events. 404 for a number nobody opened."""
    found = await cases.load_recorded(deps.database, number)
    if found is None:
        asked_for = await openings.get(deps.database, number)
        raise ApiProblem("case_not_open_yet" if asked_for else "case_not_found", number=number)
    return found


async def load_case(deps: Dependencies, number: str) -> Case:
    """A case as its recorded events lead to it. 404 for a number nobody opened."""
    return (await load_recorded(deps, number)).case


async def _recorded(number: str, deps: DependenciesIn, request: Request) -> Recorded:
    return await once(request, ("recorded", number), lambda: load_recorded(deps, number))


RecordedIn = Annotated[Recorded, Depends(_recorded)]
"""The case that a read is about, with its events: one state of it for all that a page asks."""


async def _case(recorded: RecordedIn) -> Case:
    return recorded.case


CaseIn = Annotated[Case, Depends(_case)]
"""The case that a read is about."""


async def load_texts(deps: Dependencies, number: str) -> TextsOfCase:
    """All that people said in a case."""
    return {text.id: text.body for text in await texts.of_case(deps.database, number)}


async def find_customer(deps: Dependencies, request: Request, customer: str) -> Customer | None:
    """A customer by id."""
    key = ("customer", customer)
    return await once(request, key, lambda: customers.get(deps.database, customer))


async def _texts(number: str, deps: DependenciesIn, request: Request) -> TextsOfCase:
    return await once(request, ("texts", number), lambda: load_texts(deps, number))


TextsIn = Annotated[TextsOfCase, Depends(_texts)]
"""All that people said in the case that a read is about."""


def whole_at(number: str, text_id: str, words: Mapping[str, Any]) -> str | None:
    """Where a text is whole, when these words are only its beginning."""
    return f"/v1/cases/{number}/texts/{text_id}" if texts.CUT in words else None


def without_marks(words: Mapping[str, Any]) -> dict[str, str]:
    """The words alone, without what the database notes about them."""
    return {name: said for name, said in words.items() if name != texts.CUT}
