"""Views: lists of cases that somebody wants to look at again; a lead shares them with the team."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from api.auth import LEADS, READERS, PrincipalIn, in_words
from api.dependencies import DependenciesIn
from api.problems import ApiProblem
from api.reach import Reach
from api.routes import routes
from api.wire import Filled, In, example
from db import views
from db.access import Principal
from db.views import View

LONGEST = 2_000
"""Characters of a query: every filter of the list, several times."""
Query = Annotated[str, Field(max_length=LONGEST, pattern=r"^[\x21-\x7e]*$")]


class ViewIn(In):
    """`query` is that of the list's address, percent-encoded, without a cursor."""

    model_config = example(name="Open and furious", query="whose=team&phase=open", shared=False)

    name: Filled
    query: Query
    shared: bool = Field(False, description="With one's team; for leads and above.")


class RenamedIn(In):
    model_config = example(name="Furious ones", shared=False)

    name: Filled
    shared: bool = False


class ViewOut(BaseModel):
    id: str
    name: str
    query: str
    shared: bool
    mine: bool
    created_at: datetime

    @classmethod
    def of(cls, view: View, person: str) -> "ViewOut":
        return cls(
            id=view.id,
            name=view.name,
            query=view.query,
            shared=view.team is not None,
            mine=view.person == person,
            created_at=view.created_at,
        )


class ViewsOut(BaseModel):
    items: list[ViewOut]


router = routes("people", READERS, reach=Reach.OWN, scope="read")


@router.get("/views", summary="My views, and those shared with my team")
async def get_views(deps: DependenciesIn, who: PrincipalIn) -> ViewsOut:
    found = await views.list_views(deps.database, who.handle, who.team)
    return ViewsOut(items=[ViewOut.of(view, who.handle) for view in found])


@router.post("/views", status_code=201, summary="Keep a view")
async def keep_view(body: ViewIn, deps: DependenciesIn, who: PrincipalIn) -> ViewOut:
    """Under a name that is mine already it takes that one's place, so it may be repeated."""
    team = _team(who, shared=body.shared)
    try:
        kept = await views.save(
            deps.database, who.handle, body.name, body.query, team=team, now=deps.now()
        )
    except views.TooManyViews as error:
        raise ApiProblem("too_many_views", most=views.MOST) from error
    return ViewOut.of(kept, who.handle)


@router.put("/views/{view}", summary="Rename a view, share it or not")
async def rename_view(
    view: str, body: RenamedIn, deps: DependenciesIn, who: PrincipalIn
) -> ViewOut:
    team = _team(who, shared=body.shared)
    try:
        renamed = await views.rename(deps.database, who.handle, view, body.name, team=team)
    except views.NameTaken as error:
        raise ApiProblem("view_name_taken", fields=("name",), name=body.name) from error
    if renamed is None:
        raise ApiProblem("view_not_found", id=view)
    return ViewOut.of(renamed, who.handle)


@router.delete("/views/{view}", status_code=204, summary="Take a view away")
async def remove_view(view: str, deps: DependenciesIn, who: PrincipalIn) -> None:
    """Repeatable: one that is not there has been taken away. Others' views are left alone."""
    await views.remove(deps.database, who.handle, view)


def _team(who: Principal, *, shared: bool) -> str | None:
    """With whom it is shared. Raises ApiProblem for whoever leads nobody."""
    if shared and not who.roles & LEADS:
        raise ApiProblem("role_required", fields=("shared",), roles=in_words(LEADS))
    return who.team if shared else None
