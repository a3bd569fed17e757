"""Cases: lists of them, and one whole, put together from what each feature shows of it."""

from datetime import datetime
from typing import Annotated

from fastapi import Query, Request
from pydantic import BaseModel, Field

from api.auth import READERS
from api.clocks import ClockOut
from api.contacts import ContactOut
from api.customer_messages import MessageOut
from api.customers import CustomerOut
from api.dependencies import DependenciesIn
from api.escalations import EscalationOut
from api.lookups import TextsOfCase, load_case, load_texts, whole_at
from api.milestones import MilestoneOut
from api.problems import language
from api.promises import PromiseOut
from api.questions import QuestionsOut
from api.routes import routes
from api.visits import VisitOut
from api.ways import leads_to
from api.wire import Cursor, Limit, Moment
from db import cases as case_rows
from db import customers, people
from db.cases import CaseFilter, Sort
from db.customers import Customer
from domain.case import Case
from domain.case.actions import Action
from domain.case.confirmation import Notice
from domain.case.customer_messages import Link
from domain.case.endings import Closing
from domain.case.observation import Observation
from domain.case.pauses import Pause
from domain.case.repairs import FailedRepair, RemedyOffer
from domain.case.resolution import Verification
from domain.case.revisits import RevisitTry
from domain.plan.terms import Complexity, Phase, Priority
from domain.repairs import failures
from domain.summary import CaseSummary, SlaState, summary
from messages.speech import voice_of
from messages.voice import Voice

Tier = Annotated[int, Field(ge=1, le=3)]


class CasePage(BaseModel):
    items: list[CaseSummary]
    next: str | None


class CaseOut(CaseSummary):
    """A case with all a person needs to go on with it."""

    stage_label: str
    asks_for: list[str]
    """Facts the current stage must yield before it can be left."""
    leads_to: dict[str, list[str]]
    """Which request may lead from here to which stages."""
    person: CustomerOut | None
    description: str
    description_whole: str | None
    """Where the description is whole, when it is so long that only its beginning is here."""
    facts: dict[str, str]
    notice: Notice | None
    milestones: list[MilestoneOut]
    questions: QuestionsOut
    clocks: list[ClockOut]
    promises: list[PromiseOut]
    contacts: list[ContactOut]
    messages: list[MessageOut]
    escalations: list[EscalationOut]
    revisits: list[RevisitTry]
    pause: Pause | None
    observation: Observation | None
    verification: Verification | None
    closing: Closing | None
    closings: list[Closing]
    """One for each life that has ended; a reopened case has another (REQ E3)."""
    reopened_at: datetime | None
    links: list[Link]
    visits: list[VisitOut]
    failed_repairs: list[FailedRepair]
    failed_repairs_in_all: int
    """Of the same machine and fault, other cases included, as known when the last visit was arranged."""
    offers: list[RemedyOffer]
    notes: int
    """How many internal notes there are; colleagues read them at `/notes`."""
    failed_deliveries: list[Action]
    policy: str
    policy_version: int

    @classmethod
    def of(
        cls,
        case: Case,
        seen: CaseSummary,
        customer: Customer | None,
        words: TextsOfCase,
        voice: Voice,
    ) -> "CaseOut":
        text, opening = next((each for each in words.items() if "description" in each[1]), ("", {}))
        return cls(
            **dict(seen),
            stage_label=voice.stage(case.stage),
            asks_for=[field.name for field in case.current.yields if field.required],
            leads_to=leads_to(case),
            person=CustomerOut.of(customer) if customer else None,
            description=opening.get("description", ""),
            description_whole=whole_at(case.number, text, opening),
            facts=case.facts,
            notice=case.notice,
            milestones=MilestoneOut.all_of(case, voice),
            questions=QuestionsOut.of(case),
            clocks=ClockOut.all_of(case),
            promises=[PromiseOut.of(p, voice) for p in case.promises],
            contacts=[
                ContactOut(**dict(k), words=words.get(k.text or "", {})) for k in case.contacts
            ],
            messages=[MessageOut.of(m, case, words.get(m.text, {})) for m in case.messages],
            escalations=[EscalationOut.of(x, case) for x in case.escalations],
            revisits=list(case.revisits),
            pause=case.pause,
            observation=case.observation,
            verification=case.verification,
            closing=case.closing,
            closings=list(case.closings),
            reopened_at=case.reopened_at,
            links=list(case.links),
            visits=[VisitOut.of(visit, case, words, voice) for visit in case.visits],
            failed_repairs=list(case.failed_repairs),
            failed_repairs_in_all=failures(case, case.failed_elsewhere),
            offers=list(case.offers),
            notes=len(case.notes),
            failed_deliveries=[a for a in case.actions if a.status == "failed"],
            policy=case.rules.policy,
            policy_version=case.rules.policy_version,
        )


router = routes("cases", READERS)


@router.get("/cases", summary="List, filter and sort cases")
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
) -> CasePage:
    wanted = CaseFilter(
        stage=tuple(stage),
        phase=tuple(phase),
        owner=tuple(owner),
        team=tuple(team),
        priority=tuple(priority),
        complexity=tuple(complexity),
        sla_state=tuple(sla_state),
        scenario=tuple(scenario),
        customer=tuple(
            [each for one in customer for each in await customers.ids_of(deps.database, one)]
        ),
        tier=tuple(tier),
        opened_after=opened_after,
        opened_before=opened_before,
    )
    page = await case_rows.list_cases(
        deps.database, wanted, sort=sort, descending=descending, cursor=cursor, limit=limit
    )
    return CasePage(items=list(page.items), next=page.next)


@router.get("/cases/{number}", summary="One case, whole")
async def get_case(number: str, deps: DependenciesIn, request: Request) -> CaseOut:
    case = await load_case(deps, number)
    customer = await customers.get(deps.database, case.customer)
    words = await load_texts(deps, number)
    names = await people.names(deps.database, {promise.why.rule for promise in case.promises})
    voice = voice_of(case.rules, language(request), people=names)
    return CaseOut.of(case, summary(case), customer, words, voice)
