"""Cases: lists of them, and one whole, put together from what each feature shows of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated

from fastapi import Query, Request
from pydantic import BaseModel, Field

from api.auth import READERS, SUPERVISORS, PrincipalIn
from api.clocks import ClockOut
from api.complexity import FactorOut, LevelNamedOut, RedLineOut, WeighedOut
from api.contacts import ContactOut
from api.customer_messages import MessageOut
from api.customers import CustomerOut
from api.dependencies import Dependencies, DependenciesIn
from api.escalations import EscalationOut
from api.lookups import CaseIn, TextsIn, TextsOfCase, find_customer, whole_at
from api.milestones import MilestoneOut
from api.problems import language
from api.promises import PromiseOut
from api.questions import QuestionsOut
from api.reach import Reach, WithinIn
from api.routes import reads, routes
from api.trying import may_ask
from api.visits import VisitOut
from api.ways import AskOut, leads_to
from api.wire import Cursor, Limit, Moment
from db import cases as case_rows
from db import customers, people, promises
from db.access import Principal
from db.cases import CaseFilter, Sort
from db.customers import Customer
from domain.case import Case
from domain.case.actions import Action
from domain.case.confirmation import Notice
from domain.case.customer_messages import Link
from domain.case.endings import Closing
from domain.case.observation import Observation
from domain.case.pauses import Pause, PauseReason
from domain.case.repairs import FailedRepair, RemedyOffer
from domain.case.resolution import Verification
from domain.case.revisits import RevisitTry
from domain.case.triage import Trait
from domain.plan.terms import Complexity, Language, Phase, Priority
from domain.policy.stages import SopPolicy, StagePolicy
from domain.repairs import failures
from domain.summary import CaseSummary, SlaState, seen_at, summary
from messages.speech import voice_of
from messages.voice import Voice
from workflows.contract import workflow_id

Tier = Annotated[int, Field(ge=1, le=3)]


class ListedCaseOut(CaseSummary):
    """A case as a list shows it, with what people call what it names."""

    customer_name: str
    owner_name: str
    stage_label: str
    scenario_label: str


COUNTED = 1_000
"""So far a list is counted: beyond that, a filter tells more than a number."""


class CasePage(BaseModel):
    items: list[ListedCaseOut]
    next: str | None
    total: int | None = Field(
        None, description=f"When asked for: how many there are in all, counted up to {COUNTED}."
    )


class FactOut(BaseModel):
    """What a stage has yielded, as people read it."""

    name: str
    label: str
    value: str
    called: str

    @classmethod
    def all_of(cls, case: Case, voice: Voice) -> list["FactOut"]:
        return [
            cls(
                name=name,
                label=voice.fact(name),
                value=value,
                called=voice.choice(name, value),
            )
            for name, value in case.facts.items()
        ]


class CaseOut(CaseSummary):
    """A case with all a person needs to go on with it."""

    may: list[str]
    """What the asker may do with it, by the names of commands, whether or not it would be taken as the case stands."""
    stage_label: str
    asks_for: list[str]
    """Facts the current stage must yield before it can be left."""
    asks: list[AskOut]
    """All that it may yield, with words and choices."""
    stages: dict[str, str]
    """What its stages are called, in their order."""
    leads_to: dict[str, list[str]]
    """Which request may lead from here to which stages."""
    person: CustomerOut | None
    factors: list[FactorOut]
    """What its complexity is judged by; empty where the policy leaves that to people."""
    weighed: list[WeighedOut]
    """What its complexity comes of, factor by factor; empty where nobody judged them."""
    named: LevelNamedOut | None
    """Who named its complexity by themselves; None where it is what the factors come to."""
    red_line_now: RedLineOut | None
    """Where its red line is, as people are told, while the case waits as well; None where there is none to be kept."""
    traits: list[Trait]
    """What makes it complex, as it was triaged (REQ A5)."""
    description: str
    description_whole: str | None
    """Where the description is whole, when it is so long that only its beginning is here."""
    facts: dict[str, str]
    yielded: list[FactOut]
    """The same with their words."""
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
    """One for each life that has ended; a reopened case has another (REQ E3). One that is `disproved` rested on a revisit that
    was taken back, and that life goes on."""
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
    history: str | None = None
    """Its history in Temporal UI, for supervisors; None where nobody has said where that is."""

    @classmethod
    def of(
        cls,
        case: Case,
        seen: CaseSummary,
        customer: Customer | None,
        words: TextsOfCase,
        voice: Voice,
        *,
        may: list[str],
        now: datetime,
    ) -> "CaseOut":
        text, opening = next((each for each in words.items() if "description" in each[1]), ("", {}))
        return cls(
            **dict(seen),
            may=may,
            stage_label=voice.stage(case.stage),
            asks_for=[field.name for field in case.current.asks if field.required],
            asks=AskOut.all_of(case, voice.language),
            stages={stage.name: voice.stage(stage.name) for stage in case.rules.sop.stages},
            leads_to=leads_to(case),
            person=CustomerOut.of(customer) if customer else None,
            factors=FactorOut.all_of(case, voice),
            weighed=WeighedOut.all_of(case, voice),
            named=LevelNamedOut.of(case, voice),
            red_line_now=RedLineOut.of(case, voice, now),
            traits=list(case.traits),
            description=opening.get("description", ""),
            description_whole=whole_at(case.number, text, opening),
            facts=case.facts,
            yielded=FactOut.all_of(case, voice),
            notice=case.notice,
            milestones=MilestoneOut.all_of(case, voice),
            questions=QuestionsOut.of(case),
            clocks=ClockOut.all_of(case),
            promises=[PromiseOut.of(p, voice) for p in case.promises],
            contacts=[ContactOut.of(contact, case, words) for contact in case.contacts],
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
            failed_repairs=list(case.repairs_failed),
            failed_repairs_in_all=failures(case, case.failed_elsewhere),
            offers=list(case.offers),
            notes=len(case.notes),
            failed_deliveries=[a for a in case.actions if a.status == "failed"],
            policy=case.rules.policy,
            policy_version=case.rules.policy_version,
        )


async def listed(
    deps: Dependencies, language: Language, cases: Sequence[CaseSummary]
) -> list[ListedCaseOut]:
    """Cases as a list shows them, their names looked up together."""
    whose = await customers.get_many(deps.database, {case.customer for case in cases})
    names = await people.names(deps.database, {case.owner for case in cases})
    now = deps.now()
    past = [each.number for each in cases if each.next_promise_due and each.next_promise_due < now]
    late = await promises.unjudged(deps.database, past, now) if past else frozenset()
    sops = deps.policy.sops
    stages = {name: sop.stages for name, sop in sops.items()}
    return [
        ListedCaseOut(
            **dict(seen_at(case, now, is_late=case.number in late)),
            customer_name=whose[case.customer].name if case.customer in whose else "",
            owner_name=names.get(case.owner, case.owner),
            stage_label=_label(stages.get(case.scenario, {}), case.stage, language),
            scenario_label=_label(sops, case.scenario, language),
        )
        for case in cases
    ]


def _label(known: Mapping[str, SopPolicy | StagePolicy], name: str, language: Language) -> str:
    """What something is called today; what the policy has no more is called by its name."""
    return known[name].label[language] if name in known else name


listing = routes("cases", READERS, reach=Reach.LISTS, scope="read")
router = reads("cases")


@listing.get("/cases", summary="List, filter and sort cases")
async def list_cases(
    deps: DependenciesIn,
    theirs: WithinIn,
    request: Request,
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
    paused_for: Annotated[list[PauseReason], Query()] = [],  # noqa: B006
    promised: Annotated[
        bool | None, Query(description="Whether anything is promised in it")
    ] = None,
    opened_after: Moment | None = None,
    opened_before: Moment | None = None,
    sort: Sort = "opened_at",
    descending: bool = False,
    with_total: bool = False,
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
        paused_for=tuple(paused_for),
        promised=promised,
        opened_after=opened_after,
        opened_before=opened_before,
    )
    page = await case_rows.list_cases(
        deps.database,
        wanted,
        within=theirs,
        sort=sort,
        descending=descending,
        cursor=cursor,
        limit=limit,
    )
    total = None
    if with_total:
        total = await case_rows.count_cases(deps.database, wanted, within=theirs, most=COUNTED)
    items = await listed(deps, language(request), page.items)
    return CasePage(items=items, next=page.next, total=total)


@router.get("", summary="One case, whole")
async def get_case(
    case: CaseIn, words: TextsIn, deps: DependenciesIn, who: PrincipalIn, request: Request
) -> CaseOut:
    customer = await find_customer(deps, request, case.customer)
    now, call = deps.now(), case.next_call
    names = await people.names(deps.database, _meant(case))
    voice = voice_of(case.rules, language(request), people=names)
    may = [route.name for route in await may_ask(request, case)]
    seen = seen_at(summary(case), now, is_late=call is not None and call.latest_by < now)
    told = CaseOut.of(case, seen, customer, words, voice, may=may, now=now)
    return told.model_copy(update={"history": _history(deps, who, case.number)})


def _meant(case: Case) -> set[str]:
    """Those whom the page of a case calls by name: who agreed on what, who named its complexity, who set its red line."""
    agreed = {promise.why.rule for promise in case.promises}
    named = {case.named.by} if case.named else set()
    return agreed | named | {case.red_line_by}


def _history(deps: Dependencies, who: Principal, number: str) -> str | None:
    """Temporal UI's page of a case's runs: from there the newest is one click away."""
    if deps.temporal_ui is None or not who.roles & SUPERVISORS:
        return None
    return f"{deps.temporal_ui}/workflows/{workflow_id(number)}"
