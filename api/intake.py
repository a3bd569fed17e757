"""Intake: who and what is all it takes to open a case (REQ A2)."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import BaseModel, Field, StringConstraints, model_validator

from api.asking import Asked, AskedIn
from api.auth import INTAKE, STAFF, OneOf
from api.people import require_person
from api.problems import ApiProblem
from api.questions import find_guide
from api.wire import Filled, Handle, In, Moment, Name, Short, Words, example, spoken
from db import cases as case_rows
from db import customers, openings
from db.commands import KeyReused
from db.customers import Customer
from domain.case.contacts import Channel
from domain.intake import OpenCase
from domain.plan import Plan
from domain.plan.questions import Guide
from domain.plan.terms import Emotion, Language, Priority
from domain.planning import NotInPolicyError, compile_plan
from workflows.client import NotRunning, Unreachable

GENERAL = "any"
"""The product family whose questions fit every product."""


class CustomerIn(In):
    """Who: one of phone, email, account or name is enough to begin with."""

    name: Short | None = None
    phone: Annotated[str, StringConstraints(max_length=40)] | None = None
    email: Annotated[str, StringConstraints(max_length=200)] | None = None
    account: Short | None = None
    company: Short | None = None
    level: Literal["normal", "vip"] = "normal"

    @model_validator(mode="after")
    def _is_somebody(self) -> "CustomerIn":
        if not any((self.name, self.phone, self.email, self.account)):
            raise ValueError("give at least one of name, phone, email, account")
        return self


class CaseIn(In):
    """Opening needs only who and what (REQ A2)."""

    model_config = example(
        customer={"name": "Ms Sun", "phone": "138 0013 8000"},
        title="Washing machine makes a strange noise",
        description="It started yesterday, a loud rattle while spinning.",
        channel="phone",
        spoke_at="now-15m",
    )

    customer: CustomerIn
    title: Filled
    description: Words | None = None
    channel: Channel = "web"
    priority: Priority = "P2"
    emotion: Emotion = "calm"
    owner: Handle | None = None
    scenario: Name = "standard"
    product: Name | None = Field(
        None, description="The product's family: its safe checks and questions come with the case."
    )
    team: Name | None = None
    language: Language | None = None
    spoke_at: Moment | None = Field(
        None, description="When the customer first spoke of it; the response clock starts there."
    )

    def command(
        self, asked: Asked, plan: Plan, owner: str, customer: Customer, guide: Guide | None
    ) -> OpenCase:
        return OpenCase(
            **asked.signature,
            plan=plan,
            title=self.title,
            customer=customer.id,
            customer_level=customer.level,
            channel=self.channel,
            priority=self.priority,
            owner=owner,
            spoke_at=self.spoke_at or asked.received_at,
            emotion=self.emotion,
            text=asked.text_id if self.description else None,
            guide=guide,
        )


class CustomerOut(BaseModel):
    id: str
    name: str
    level: str
    phone: str | None = None
    email: str | None = None
    account: str | None = None
    company: str | None = None

    @classmethod
    def of(cls, customer: Customer) -> "CustomerOut":
        return cls(**{name: getattr(customer, name) for name in cls.model_fields})


router = APIRouter(tags=["cases"], dependencies=[Depends(OneOf(INTAKE))])


@router.post(
    "/cases",
    name="open",
    status_code=201,
    summary="Open a case",
    responses={202: {"description": "Received, not yet decided"}},
)
async def open_case(body: CaseIn, asked: AskedIn) -> Response:
    """Who and what is all it takes. The answer carries the case's number."""
    if repeated := await asked.repeated():
        return repeated
    plan = _plan(asked, body)
    owner = await _owner(asked, body, plan)
    customer = await _customer(asked, body.customer, plan.language)
    command = body.command(asked, plan, owner, customer, _guide(asked, body, plan))
    words = spoken(description=body.description)
    try:
        opening = await openings.claim(
            asked.deps.database,
            asked.who.handle,
            asked.key,
            asked.digest,
            command=command,
            now=asked.received_at,
            texts=[asked.text(None, command.name, words)] if words else [],
        )
    except KeyReused as error:
        return await asked.reused(error.number)
    return await _start(asked, opening)


async def _start(asked: Asked, opening: openings.Opening) -> Response:
    """Start the workflow of a case that has its number; a repeat finds the same one."""
    number = opening.number
    try:
        answer = await asked.deps.cases.open(number, opening.command)
    except NotRunning:
        if await case_rows.get_summary(asked.deps.database, number):
            return await asked.by_now() or asked.received(number)
        raise ApiProblem("unreachable") from None
    except Unreachable as error:
        raise ApiProblem("unreachable") from error
    return await asked.answer(answer, number)


def _plan(asked: Asked, body: CaseIn) -> Plan:
    """The company's policy applied to this case and pinned to it (REQ H2)."""
    policy = asked.deps.policy
    try:
        return compile_plan(
            policy,
            scenario=body.scenario,
            team=body.team or next(iter(policy.teams)),
            language=body.language or asked.who.language,
            opened_on=asked.received_at.date(),
        )
    except NotInPolicyError as error:
        code = "unknown_scenario" if error.what == "scenario" else "unknown_team"
        raise ApiProblem(code, fields=(error.what,), known=", ".join(error.known)) from error


async def _owner(asked: Asked, body: CaseIn, plan: Plan) -> str:
    """Whoever is named, else the agent who opens it, else the team's lead."""
    if body.owner is None:
        return asked.who.handle if asked.who.roles & STAFF else plan.ladder.lead
    await require_person(asked.deps, body.owner, "owner")
    return body.owner


async def _customer(asked: Asked, who: CustomerIn, language: Language) -> Customer:
    """Somebody known already, or somebody new."""
    return await customers.recognise_or_create(
        asked.deps.database,
        name=who.name or "",
        phone=who.phone,
        email=who.email,
        account=who.account,
        company=who.company,
        level=who.level,
        language=language,
        now=asked.received_at,
    )


def _guide(asked: Asked, body: CaseIn, plan: Plan) -> Guide | None:
    """What is known of the product; of any product when the SOP may ask and nobody has named one."""
    family = body.product or (GENERAL if plan.sop.asking else None)
    return find_guide(asked, family, plan, "product") if family else None
