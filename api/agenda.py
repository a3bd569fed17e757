"""What a person owes."""

from collections.abc import Mapping
from datetime import datetime

from fastapi import Request
from pydantic import BaseModel, Field

from api.auth import READERS, STAFF, PrincipalIn
from api.customers import spoken_name
from api.dependencies import DependenciesIn
from api.people import Person, whose
from api.problems import language
from api.reach import Reach, teams_of
from api.routes import routes
from api.wire import Cursor, Limit, Moment
from db import agenda, customers, people
from db.agenda import Owed
from db.customers import Customer
from db.said import Said, Way, said_last
from domain.plan.terms import Language
from domain.policy import Policy
from messages.agenda import owed_line


class SaidOut(BaseModel):
    """What was said last. `way` is a conversation, the attempt at one, or the customer's own words; `by` is the name of
    whoever of ours spoke to them; `words` is the beginning of what was said, by the customer or by us, and may be empty."""

    way: Way
    at: datetime
    channel: str
    by: str
    words: str
    by_customer: bool

    @classmethod
    def of(cls, said: Said | None, names: Mapping[str, str]) -> "SaidOut | None":
        if said is None:
            return None
        return cls(
            way=said.way,
            at=said.at,
            channel=said.channel,
            by=names.get(said.by, said.by),
            words=said.words,
            by_customer=said.by_customer,
        )


class OwedOut(BaseModel):
    """`id` names the promise, message, visit or call for help within its case; of what the case itself asks,
    an answer or the work of a stage, it is the kind once more."""

    kind: str
    number: str
    id: str
    due_at: datetime
    says: str = Field(description="What is to be done for whom, in the asker's language.")
    subject: str
    about: str
    title: str
    customer: str = Field(description="The customer's name.")
    customer_level: str
    priority: str
    stage: str
    tier: int
    expected_by: datetime | None
    overdue: bool
    said: SaidOut | None = Field(description="What was said last in its case.")

    @classmethod
    def of(
        cls,
        owed: Owed,
        now: datetime,
        customer: Customer | None,
        name: str,
        by: str,
        said: SaidOut | None,
        policy: Policy,
        language: Language,
    ) -> "OwedOut":
        known = {name: getattr(owed, name, None) for name in cls.model_fields}
        says = owed_line(
            language,
            kind=owed.kind,
            about=owed.about,
            subject=owed.subject,
            customer=name or None,
            by=by,
            stages=stage_labels(policy, owed.scenario, language),
        )
        own = {
            "customer": customer.name if customer else "",
            "says": says,
            "overdue": owed.due_at < now,
            "said": said,
        }
        return cls.model_validate({**known, **own})


class AgendaPage(BaseModel):
    person: str
    items: list[OwedOut]
    next: str | None


router = routes("people", READERS, reach=Reach.OWN, scope="read")
carrying = routes("people", STAFF, reach=Reach.OWN, scope="read")


@router.get("/agenda", summary="What I owe whom, by when")
async def get_agenda(
    deps: DependenciesIn,
    who: PrincipalIn,
    request: Request,
    person: Person = None,
    due_before: Moment | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> AgendaPage:
    """Everything the person owes by a time, the earliest first, so that what is overdue stands above: answers to
    customers, the work of stages (triage and confirmation among them), promises and revisits, visits and their
    reports, messages on closed cases to mark, calls for help to acknowledge."""
    handle, now = await whose(deps, who, person), deps.now()
    page = await agenda.list_owed(
        deps.database, handle, due_before=due_before, cursor=cursor, limit=limit
    )
    known = await customers.get_many(deps.database, {owed.customer for owed in page.items})
    said = await said_last(deps.database, {owed.number for owed in page.items})
    speakers = {each.by for each in said.values()}
    names = await people.names(deps.database, speakers | {owed.by for owed in page.items})
    items = [
        OwedOut.of(
            owed,
            now,
            known.get(owed.customer),
            spoken_name(deps, known.get(owed.customer)),
            names.get(owed.by, owed.by),
            SaidOut.of(said.get(owed.number), names),
            deps.policy,
            language(request),
        )
        for owed in page.items
    ]
    return AgendaPage(person=handle, items=items, next=page.next)


class UnownedOut(BaseModel):
    """A case that goes on and that nobody here carries. `owner` is the name of whoever had it."""

    number: str
    title: str
    customer: str
    customer_level: str
    priority: str
    stage: str
    stage_label: str
    owner: str
    opened_at: datetime
    next_promise_due: datetime | None
    said: SaidOut | None


class UnownedOuts(BaseModel):
    items: list[UnownedOut]


@carrying.get("/agenda/unowned", summary="Cases of my team that nobody carries")
async def get_unowned(
    deps: DependenciesIn, who: PrincipalIn, request: Request, limit: Limit = 50
) -> UnownedOuts:
    """Those whose owner has left while nobody took over, the oldest first. `assign` one to yourself."""
    found = await agenda.list_unowned(deps.database, teams_of(deps, who), limit=limit)
    known = await customers.get_many(deps.database, {case.customer for case in found})
    said = await said_last(deps.database, {case.number for case in found})
    speakers = {each.by for each in said.values()}
    names = await people.names(deps.database, speakers | {case.owner for case in found})
    spoken = language(request)
    return UnownedOuts(
        items=[
            UnownedOut(
                number=case.number,
                title=case.title,
                customer=known[case.customer].name if case.customer in known else "",
                customer_level=case.customer_level,
                priority=case.priority,
                stage=case.stage,
                stage_label=stage_labels(deps.policy, case.scenario, spoken).get(
                    case.stage, case.stage
                ),
                owner=names.get(case.owner, case.owner),
                opened_at=case.opened_at,
                next_promise_due=case.next_promise_due,
                said=SaidOut.of(said.get(case.number), names),
            )
            for case in found
        ]
    )


def stage_labels(policy: Policy, scenario: str, language: Language) -> Mapping[str, str]:
    """What the stages of a scenario are called today; one it has no more is called by its name."""
    sop = policy.sops.get(scenario)
    return {name: stage.label[language] for name, stage in sop.stages.items()} if sop else {}
