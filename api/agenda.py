"""What a person owes."""

from collections.abc import Mapping
from datetime import datetime

from fastapi import Request
from pydantic import BaseModel, Field

from api.auth import READERS, PrincipalIn
from api.customers import spoken_name
from api.dependencies import DependenciesIn
from api.people import Person, whose
from api.problems import language
from api.routes import routes
from api.wire import Cursor, Limit, Moment
from db import agenda, customers, people
from db.agenda import Owed
from db.customers import Customer
from domain.plan.terms import Language
from domain.policy import Policy
from messages.agenda import owed_line


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

    @classmethod
    def of(
        cls,
        owed: Owed,
        now: datetime,
        customer: Customer | None,
        name: str,
        by: str,
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
            stages=_labels(policy, owed.scenario, language),
        )
        own = {
            "customer": customer.name if customer else "",
            "says": says,
            "overdue": owed.due_at < now,
        }
        return cls.model_validate({**known, **own})


class AgendaPage(BaseModel):
    person: str
    items: list[OwedOut]
    next: str | None


router = routes("people", READERS)


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
    names = await people.names(deps.database, {owed.by for owed in page.items})
    items = [
        OwedOut.of(
            owed,
            now,
            known.get(owed.customer),
            spoken_name(deps, known.get(owed.customer)),
            names.get(owed.by, owed.by),
            deps.policy,
            language(request),
        )
        for owed in page.items
    ]
    return AgendaPage(person=handle, items=items, next=page.next)


def _labels(policy: Policy, scenario: str, language: Language) -> Mapping[str, str]:
    """What the stages of a scenario are called today; one it has no more is called by its name."""
    sop = policy.sops.get(scenario)
    return {name: stage.label[language] for name, stage in sop.stages.items()} if sop else {}
