"""What can be looked up: cases, their timeline, deadlines and promises. Database queries only."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field

from api.auth import READERS, PrincipalIn, one_of
from api.dependencies import Dependencies, DependenciesIn
from api.problems import ApiProblem, language
from api.routes import views as v
from api.routes.schemas import Moment
from db import cases as case_rows
from db import customers, openings, people, texts
from db import promises as promise_rows
from db.cases import CaseFilter, Sort
from db.pages import MAX_LIMIT
from db.promises import PromiseFilter
from domain.case import Case
from domain.deadlines import deadlines
from domain.milestones import proposals
from domain.plan import Complexity, Language, Phase, Priority
from domain.promises.records import PromiseStatus
from domain.summary import SlaState, summary
from messages.derivations import explain
from messages.drafts import draft
from messages.letters.letter import Occasion
from messages.timeline import timeline_line
from messages.voice import Voice

router = APIRouter(dependencies=[Depends(one_of(READERS))])

Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="How many at most")]
Tier = Annotated[int, Field(ge=1, le=3)]
Cursor = Annotated[str | None, Query(description="`next` of the page before")]


async def load(deps: Dependencies, number: str) -> Case:
    """A case as its recorded events lead to it. 404 for a number nobody opened."""
    case = await case_rows.load_case(deps.database, number)
    if case is None:
        asked_for = await openings.get(deps.database, number)
        raise ApiProblem("case_not_open_yet" if asked_for else "case_not_found", number=number)
    return case


@router.get("/cases", tags=["cases"], summary="List, filter and sort cases")
async def list_cases(
    deps: DependenciesIn,
    stage: Annotated[list[str], Query()] = [],  # noqa: B006 - FastAPI copies it
    phase: Annotated[list[Phase], Query()] = [],  # noqa: B006
    owner: Annotated[list[str], Query()] = [],  # noqa: B006
    team: Annotated[list[str], Query()] = [],  # noqa: B006
    priority: Annotated[list[Priority], Query()] = [],  # noqa: B006
    complexity: Annotated[list[Complexity], Query()] = [],  # noqa: B006
    sla_state: Annotated[list[SlaState], Query()] = [],  # noqa: B006
    scenario: Annotated[list[str], Query()] = [],  # noqa: B006
    customer: Annotated[list[str], Query()] = [],  # noqa: B006
    tier: Annotated[list[Tier], Query()] = [],  # noqa: B006
    opened_after: Moment | None = None,
    opened_before: Moment | None = None,
    sort: Sort = "opened_at",
    descending: bool = False,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> v.CasePage:
    wanted = CaseFilter(
        stage=tuple(stage),
        phase=tuple(phase),
        owner=tuple(owner),
        team=tuple(team),
        priority=tuple(priority),
        complexity=tuple(complexity),
        sla_state=tuple(sla_state),
        scenario=tuple(scenario),
        customer=tuple(customer),
        tier=tuple(tier),
        opened_after=opened_after,
        opened_before=opened_before,
    )
    page = await case_rows.list_cases(
        deps.database, wanted, sort=sort, descending=descending, cursor=cursor, limit=limit
    )
    return v.CasePage(items=list(page.items), next=page.next)


@router.get("/cases/{number}", tags=["cases"], summary="One case, whole")
async def get_case(number: str, deps: DependenciesIn, request: Request) -> v.CaseOut:
    case = await load(deps, number)
    customer = await customers.get(deps.database, case.customer)
    words = {t.id: t.body for t in await texts.of_case(deps.database, number)}
    return v.CaseOut.of(
        case, summary(case), customer, words, Voice.of(case.rules, language(request))
    )


@router.get("/cases/{number}/timeline", tags=["cases"], summary="What happened, in order")
async def get_timeline(
    number: str,
    deps: DependenciesIn,
    request: Request,
    newest_first: bool = False,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> v.TimelinePage:
    """Each event with a sentence in your language (`Accept-Language`) and its facts."""
    case = await load(deps, number)
    page = await case_rows.timeline(
        deps.database, number, newest_first=newest_first, cursor=cursor, limit=limit
    )
    items = [
        v.TimelineOut(
            sequence=entry.sequence,
            at=entry.at,
            by=entry.by,
            event=entry.kind,
            line=timeline_line(entry.event, case.rules, language(request), case),
            facts=v.facts(entry.event),
        )
        for entry in page.items
    ]
    return v.TimelinePage(items=items, next=page.next)


@router.get("/cases/{number}/deadlines", tags=["clocks"], summary="What is due, and why then")
async def get_deadlines(number: str, deps: DependenciesIn, request: Request) -> v.DeadlineList:
    case, now = await load(deps, number), deps.now()
    return v.DeadlineList(
        items=[
            v.DeadlineOut(
                **due.model_dump(),
                overdue=due.due_at < now,
                explanation=explain(due, case.rules, language(request)),
            )
            for due in deadlines(case)
        ]
    )


@router.get(
    "/cases/{number}/milestones", tags=["promises"], summary="The dated plan for the customer"
)
async def get_milestones(
    number: str,
    deps: DependenciesIn,
    request: Request,
    complexity: Annotated[Complexity, Query(description="Before it is confirmed")] = "medium",
) -> v.MilestoneList:
    """Each a promise once the case is confirmed; before that, what confirming now would promise, so
    that the customer can be told."""
    case = await load(deps, number)
    voice = Voice.of(case.rules, language(request))
    if case.is_confirmed:
        return v.MilestoneList(items=v.MilestoneOut.all_of(case, voice))
    found = proposals(case.rules, complexity, deps.now())
    return v.MilestoneList(items=[v.MilestoneOut.of(each, case, voice) for each in found])


@router.get("/cases/{number}/questions", tags=["questions"], summary="Safe checks and questions")
async def get_questions(number: str, deps: DependenciesIn) -> v.QuestionsOut:
    """Of the product's family, in the case's language, with what was asked and answered."""
    return v.QuestionsOut.of(await load(deps, number))


@router.get("/cases/{number}/draft", tags=["contacts"], summary="A message to start from")
async def get_draft(
    number: str,
    deps: DependenciesIn,
    who: PrincipalIn,
    occasion: Occasion = "progress",
    language: Annotated[Language | None, Query(description="The customer's without it")] = None,
) -> v.DraftOut:
    """In four parts (REQ C3); brackets mark what only you know. Care comes first when emotion is high."""
    case = await load(deps, number)
    customer = await customers.get(deps.database, case.customer)
    person = await people.get(deps.database, who.handle)
    wanted = language or case.rules.language
    made = draft(
        case,
        occasion,
        wanted,
        agent_name=person.name if person else "",
        customer_name=customer.name if customer else "",
        now=deps.now(),
    )
    return v.DraftOut(
        occasion=occasion,
        language=wanted,
        parts={part: made.parts[part] for part in made.order},
        order=list(made.order),
        text=made.text,
    )


@router.get("/cases/{number}/promises", tags=["promises"], summary="Promises of a case")
async def get_promises(
    number: str,
    deps: DependenciesIn,
    status: Annotated[list[PromiseStatus], Query()] = [],  # noqa: B006
    cursor: Cursor = None,
    limit: Limit = 100,
) -> v.PromisePage:
    if await case_rows.get_face(deps.database, number) is None:
        raise ApiProblem("case_not_found", number=number)
    page = await promise_rows.list_promises(
        deps.database,
        PromiseFilter(number=(number,), status=tuple(status)),
        cursor=cursor,
        limit=limit,
    )
    return v.PromisePage(items=[v.PromiseOut.listed(p) for p in page.items], next=page.next)
