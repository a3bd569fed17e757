"""The search: one box for numbers, names, phone numbers, words of titles (REQ K1)."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.search import LONGEST
from api.wire import LONGEST_CURSOR
from console.door import NotAnswered
from console.pages import draw, speech
from console.speech import Speech
from console.visit import VisitIn

SHOWN = 10
"""Hits of a kind on one page."""
NOTHING: dict[str, Any] = {"items": [], "next": None}

router = APIRouter()


@router.get("/search")
async def search(
    visit: VisitIn,
    q: str = "",
    cases_after: str | None = None,
    customers_after: str | None = None,
) -> Response:
    """What a query finds; a number that a case has leads straight to it."""
    query, error, found = q.strip(), "", {"cases": NOTHING, "customers": NOTHING}
    if query:
        try:
            found = await visit.door.get(
                "search",
                q=query[: LONGEST + 1],  # of a longer one the API says that it is too long
                cases_after=_cut(cases_after),
                customers_after=_cut(customers_after),
                limit=SHOWN,
            )
        except NotAnswered as refused:
            if refused.answer.status != 422:
                raise
            said = refused.problem.get("errors") or [{}]
            error = said[0].get("message", refused.problem["detail"])
    if found.get("number"):
        return RedirectResponse(f"/cases/{found['number']}", status_code=303)
    t = speech(visit)
    return draw(
        visit,
        "search.html",
        status=422 if error else 200,
        query=query[:LONGEST],
        error=error,
        cases=found["cases"],
        customers=found["customers"],
        onward=bool(cases_after or customers_after),
        found_by=lambda matched: _found_by(t, matched),
    )


def _found_by(t: Speech, matched: list[dict[str, Any]]) -> str:
    """By what something was found; a fact by what the policy calls it."""
    return " · ".join(each["label"] or t(f"search.by.{each['by']}") for each in matched)


def _cut(cursor: str | None) -> str | None:
    return cursor[: LONGEST_CURSOR + 1] if cursor else None
