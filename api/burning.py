"""What burns, in words: what is the matter with whose case, who is called, and what to do next."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple
from urllib.parse import quote

from fastapi import Request
from pydantic import BaseModel, Field

from api.agenda import stage_labels
from api.auth import SUPERVISORS
from api.customers import spoken_name
from api.dependencies import Dependencies
from api.problems import language
from db import board, customers, people
from db.access import Principal
from db.board import Burning, Fire
from db.burning import Kind as RowKind
from db.customers import Customer
from domain.plan.terms import Language
from domain.summary import CaseSummary
from messages.board import burning_told, uncarried_advice
from messages.findings import Finding, finding_advice, finding_line

Kind = Literal["uncarried", RowKind]
UNCARRIED: Literal["uncarried"] = "uncarried"
VIEWS: Mapping[str, str] = {
    "unanswered": 'SlaState="unanswered"',
    "broken": 'SlaState="broken"',
    "unacknowledged": 'SlaState="unacknowledged"',
    "red_line": 'RedLine < "{now}"',
    "stage_overrun": 'SlaState="overdue"',
}
"""Kind → what shows the same runs in Temporal UI (docs/supervisors.md)."""
RUNNING = 'WorkflowType="case" and ExecutionStatus="Running"'


class Uncarried(NamedTuple):
    """What a reconciliation found and nobody has put right; without a case where nothing of it is recorded."""

    finding: Finding
    case: CaseSummary | None
    looked_at: datetime


class BurningOut(BaseModel):
    """One thing that burns. `id` names the promise, call for help or visit within its case; `person` is with whom it
    stands, `called` who is called to the case on the line; `says` and `next` are sentences in the asker's language."""

    number: str
    id: str
    since: datetime
    due_at: datetime | None
    says: str
    next: str
    title: str
    customer: str = Field(description="The customer's name.")
    customer_level: str
    priority: str
    emotion: str
    stage: str
    stage_label: str
    team: str
    owner: str
    person: str
    called: str


class FireOut(BaseModel):
    """All of one kind. `count` is exact unless `more`: then there may be others that began later. `view` opens the same runs in
    Temporal UI, for supervisors."""

    kind: Kind
    count: int
    more: bool
    items: list[BurningOut]
    next: str | None
    view: str | None


@dataclass(frozen=True)
class Telling:
    """All that it takes to say what burns."""

    deps: Dependencies
    language: Language
    reader: str
    sees_all: bool
    burning: tuple[Fire, ...]
    uncarried: list[Uncarried]
    cases: Mapping[str, CaseSummary]
    customers: Mapping[str, Customer]
    called: Mapping[str, str]
    names: Mapping[str, str]

    def fires(self, now: datetime) -> list[FireOut]:
        """Every kind that was asked for, the hottest first."""
        found = [self._uncarried()] if self.uncarried else []
        for fire in self.burning:
            told = [self._told(each) for each in fire.page.items if each.number in self.cases]
            found.append(
                FireOut(
                    kind=fire.kind,
                    count=fire.counts.total(),
                    more=fire.more,
                    items=told,
                    next=fire.page.next,
                    view=self._view(fire.kind, now),
                )
            )
        return found

    def _told(self, burning: Burning) -> BurningOut:
        case = self.cases[burning.number]
        customer = self.customers.get(case.customer)
        stages = stage_labels(self.deps.policy, case.scenario, self.language)
        person = burning.person or burning.owner
        told = burning_told(
            self.language,
            kind=burning.kind,
            about=burning.about,
            subject=burning.subject,
            customer=spoken_name(self.deps, customer),
            person=self.names.get(person, person),
            stages=stages,
            to_them=person == self.reader,
        )
        return BurningOut(
            id=burning.id,
            since=burning.since,
            due_at=burning.due_at,
            says=told.says,
            next=told.next,
            person=person,
            **self._of(case, customer),
        )

    def _of(self, case: CaseSummary, customer: Customer | None) -> dict[str, str]:
        stages = stage_labels(self.deps.policy, case.scenario, self.language)
        return {
            "number": case.number,
            "title": case.title,
            "customer": customer.name if customer else "",
            "customer_level": case.customer_level,
            "priority": case.priority,
            "emotion": case.emotion,
            "stage": case.stage,
            "stage_label": stages.get(case.stage, case.stage),
            "team": case.team,
            "owner": case.owner,
            "called": self.called.get(case.number, ""),
        }

    def _uncarried(self) -> FireOut:
        """Bounded by what one reconciliation tells, so it is one page."""
        items = []
        for finding, case, looked_at in self.uncarried:
            nothing = dict.fromkeys(BurningOut.model_fields, "") | {"number": finding.number}
            known = self._of(case, self.customers.get(case.customer)) if case else {}
            advice = finding_advice if self.sees_all else lambda _, tongue: uncarried_advice(tongue)
            own = {
                "id": finding.kind,
                "since": looked_at,
                "due_at": None,
                "person": case.owner if case else "",
                "says": finding_line(finding, self.language),
                "next": advice(finding, self.language),
            }
            items.append(BurningOut.model_validate({**nothing, **known, **own}))
        return FireOut(
            kind="uncarried", count=len(items), more=False, items=items, next=None, view=None
        )

    def _view(self, kind: str, now: datetime) -> str | None:
        """A list of Temporal UI, where its address is known."""
        deps = self.deps
        if not (self.sees_all and deps.local_ui and deps.ui_origins and kind in VIEWS):
            return None
        query = f"{RUNNING} and {VIEWS[kind].format(now=now.isoformat())}"
        return (
            f"{deps.ui_origins[0]}/namespaces/{deps.temporal.namespace}/workflows"
            f"?query={quote(query)}"
        )


async def telling(
    deps: Dependencies,
    who: Principal,
    request: Request,
    fires: tuple[Fire, ...],
    uncarried: list[Uncarried],
) -> Telling:
    """Look up what is told of the page of each kind."""
    database = deps.database
    shown = [each for fire in fires for each in fire.page.items]
    cases = await board.cases_behind(database, {each.number for each in shown})
    all_cases = [*cases.values(), *(case for _, case, _ in uncarried if case)]
    numbers = {case.number for case in all_cases}
    known, called = await asyncio.gather(
        customers.get_many(database, {case.customer for case in all_cases}),
        board.called_for(database, numbers),
    )
    involved = {whose for fire in fires for _, whose in fire.counts}
    involved |= {each.owner for each in shown}
    involved |= {case.owner for case in all_cases} | set(called.values())
    return Telling(
        deps=deps,
        language=language(request),
        reader=who.handle,
        sees_all=bool(who.roles & SUPERVISORS),
        burning=fires,
        uncarried=uncarried,
        cases=cases,
        customers=known,
        called=called,
        names=await people.names(database, involved),
    )
