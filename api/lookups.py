"""What several features look up of a case before they answer."""

from collections.abc import Mapping
from typing import Any

from api.dependencies import Dependencies
from api.problems import ApiProblem
from db import cases, openings, texts
from domain.case import Case

TextsOfCase = Mapping[str, dict[str, Any]]
"""What people said in a case, by the ids under which it was kept."""


async def load_case(deps: Dependencies, number: str) -> Case:
    """A case as its recorded events lead to it. 404 for a number nobody opened."""
    case = await cases.load_case(deps.database, number)
    if case is None:
        asked_for = await openings.get(deps.database, number)
        raise ApiProblem("case_not_open_yet" if asked_for else "case_not_found", number=number)
    return case


async def load_texts(deps: Dependencies, number: str) -> TextsOfCase:
    """All that people said in a case."""
    return {text.id: text.body for text in await texts.of_case(deps.database, number)}


def whole_at(number: str, text_id: str, words: Mapping[str, Any]) -> str | None:
    """Where a text is whole, when these words are only its beginning."""
    return f"/v1/cases/{number}/texts/{text_id}" if texts.CUT in words else None


def without_marks(words: Mapping[str, Any]) -> dict[str, str]:
    """The words alone, without what the database notes about them."""
    return {name: said for name, said in words.items() if name != texts.CUT}
