"""Keeping a list under a name, from its page."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from console.cases import show_list
from console.door import Answer, NotAnswered
from console.filters import Asked
from console.forms.reading import Posted, posted
from console.visit import Visit, VisitIn

router = APIRouter()


@router.post("/views")
async def keep_view(visit: VisitIn) -> Response:
    """Keep the list that is looked at under a name."""
    form = await _own(visit)
    asked = Asked.of(form.one("query"))
    body = {"name": form.one("name"), "query": asked.query, "shared": bool(form.one("shared"))}
    answer = await visit.door.post("views", body, key=form.one("key"))
    return await _back(visit, asked, answer, form)


@router.post("/views/{view}")
async def change_view(view: str, visit: VisitIn) -> Response:
    """Another name for it, or share it, or no longer."""
    form = await _own(visit)
    body = {"name": form.one("name"), "shared": bool(form.one("shared"))}
    answer = await visit.door.change("PUT", f"views/{view}", body)
    return await _back(visit, Asked.of(form.one("query")), answer, form, of=view)


@router.post("/views/{view}/remove")
async def remove_view(view: str, visit: VisitIn) -> Response:
    form = await _own(visit)
    answer = await visit.door.change("DELETE", f"views/{view}")
    return await _back(visit, Asked.of(form.one("query")), answer, form, of=view)


async def _own(visit: Visit) -> Posted:
    form = await posted(visit.request)
    visit.require_own_form(form.one("csrf"))
    return form


async def _back(
    visit: Visit, asked: Asked, answer: Answer, form: Posted, *, of: str = ""
) -> Response:
    """To the list; where the API refuses, with what was typed and why it can't be."""
    if answer.is_fine:
        return RedirectResponse(f"/cases?{asked.query}", status_code=303)
    if answer.status == 401:
        raise NotAnswered(answer)
    problem = answer.body
    said = [each["message"] for each in problem.get("errors", ()) if "message" in each]
    view = {
        "name": form.one("name")[:200],
        "shared": bool(form.one("shared")),
        "error": said[0] if said else problem["detail"],
        "of": of,
    }
    return await show_list(visit, asked, view=view, status=answer.status)
