"""Intake: who and what is all it takes to open a case (REQ A2)."""

import json
from typing import Annotated

from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import AfterValidator, Field

from api.asking import Asked, AskedIn
from api.auth import INTAKE, STAFF
from api.customers import CustomerIn, with_question
from api.people import require_owner
from api.problems import ApiProblem, language
from api.questions import find_guide
from api.reach import Reach
from api.receipts import READ_AFTER, RECEIVED, ReceiptOut
from api.routes import routes
from api.wire import HAS_TEXT, Handle, Heard, In, Moment, Name, Typed, example, filled, spoken
from db import cases as case_rows
from db import customers, openings
from db.commands import KeyReused
from db.customers import Customer
from db.succession import with_people_now
from domain.case.contacts import Channel
from domain.command import A_LITTLE_AHEAD
from domain.intake import OpenCase
from domain.plain import has_words, on_one_line
from domain.plan import Plan
from domain.plan.questions import Guide
from domain.plan.terms import Emotion, Language, Priority
from domain.planning import NotInPolicyError
from messages.times import moment
from workflows.client import NotRunning, Unreachable

FORM: Channel = "web"
"""The channel of structured forms. On every other a human types, or a machine passes on what one wrote."""
SHOWN = 200
"""Characters of a title, a name or a number: more than a list or a notice has room for."""
WHO = ("name", "phone", "email", "account", "company")
GENERAL = "any"
"""The product family whose questions fit every product."""


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
    title: Annotated[Typed, AfterValidator(filled), AfterValidator(on_one_line)] = Field(
        json_schema_extra=HAS_TEXT,
        description=f"What a human types may be longer than {SHOWN} characters: it is cut, and the whole stands"
        " in the description. A form (channel web) is refused.",
    )
    description: Heard = Field(
        "", description="The customer's own words, kept whole, however long."
    )
    channel: Channel = FORM
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

    def too_long(self) -> tuple[str, ...]:
        """The fields with more than a list can show, and more than their column should be searched by."""
        typed = {f"customer.{name}": getattr(self.customer, name) for name in WHO}
        return tuple(
            name for name, text in {"title": self.title, **typed}.items() if len(text or "") > SHOWN
        )

    def kept(self) -> "CaseIn":
        """The same with what is too long cut, and the whole of it in the description: nobody counts
        characters while a customer is on the line (REQ A2)."""
        long = self.too_long()
        if not long:
            return self
        customer = {name: shortened(getattr(self.customer, name)) for name in WHO}
        whole = [self.title if "title" in long else None]
        whole += [getattr(self.customer, name) for name in WHO if f"customer.{name}" in long]
        return self.model_copy(
            update={
                "title": shortened(self.title),
                "customer": self.customer.model_copy(update=customer),
                "description": "\n\n".join(filter(None, (*whole, self.description))),
            }
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
            text=asked.text_id if has_words(self.description) else None,
            guide=guide,
            person_question=customer.question,
            same_person=customer.answered,
        )


def shortened(text: str | None) -> str | None:
    """A text as lists show it."""
    return text if text is None or len(text) <= SHOWN else text[: SHOWN - 1].rstrip() + "…"


router = routes("cases", INTAKE, reach=Reach.NOTHING, scope="intake")


@router.post(
    "/cases",
    name="open",
    status_code=201,
    summary="Open a case",
    responses={
        201: {"model": ReceiptOut, "description": "Opened", "headers": READ_AFTER},
        **RECEIVED,
    },
)
async def open_case(body: CaseIn, asked: AskedIn) -> Response:
    """Who and what is all it takes. The answer carries the case's number."""
    if repeated := await asked.repeated():
        return with_question(asked, repeated, await _whose(asked, repeated))
    if body.channel == FORM:
        _refuse(body.too_long())
    body = body.kept()
    plan = await _plan(asked, body)
    _require_spoken(asked, body, plan)
    owner = await _owner(asked, body, plan)
    customer = await body.customer.recognise(asked, plan)
    command = body.command(asked, plan, owner, customer, _guide(asked, body, plan))
    words = spoken(description=body.description) if command.text else {}
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
    return with_question(asked, await _start(asked, opening), customer)


def _refuse(fields: tuple[str, ...]) -> None:
    """A form can count: it is told at once, and whoever fills it in can write it where there is room."""
    if fields:
        why = {"type": "string_too_long", "msg": f"It should have at most {SHOWN} characters"}
        limit = {"ctx": {"max_length": SHOWN}}
        raise RequestValidationError(
            [{**why, **limit, "loc": ("body", *name.split("."))} for name in fields]
        )


def _require_spoken(asked: Asked, body: CaseIn, plan: Plan) -> None:
    """Nobody has spoken at a time that is yet to come; a moment ahead of us is a matter of clocks and taken as now."""
    if body.spoke_at and body.spoke_at > asked.received_at + A_LITTLE_AHEAD:
        zone, tongue = plan.calendars[plan.business].zone, language(asked.request)
        at, ours = (
            moment(it, zone, tongue, asked.received_at) for it in (body.spoke_at, asked.received_at)
        )
        raise ApiProblem("spoke_in_future", fields=("spoke_at",), at=at, our_time=ours)


async def _whose(asked: Asked, answer: Response) -> Customer | None:
    """The customer of a case that an earlier request has opened."""
    number = json.loads(bytes(answer.body)).get("number")
    opening = await openings.get(asked.deps.database, number) if number else None
    return await customers.get(asked.deps.database, opening.command.customer) if opening else None


async def _start(asked: Asked, opening: openings.Opening) -> Response:
    """Start the workflow of a case that has its number; a repeat finds the same one."""
    number = opening.number
    try:
        answer = await asked.deps.cases.open(number, opening.command)
    except NotRunning:
        if await case_rows.get_summary(asked.deps.database, number):
            return await asked.by_now() or await asked.received(number)
        raise ApiProblem("unreachable") from None
    except Unreachable as error:
        raise ApiProblem("unreachable") from error
    return await asked.answer(answer, number)


async def _plan(asked: Asked, body: CaseIn) -> Plan:
    """The company's policy applied to this case and pinned to it (REQ H2), with the people who are here."""
    policy = asked.deps.policy
    try:
        plan = asked.deps.plans.plan(
            scenario=body.scenario,
            team=body.team or next(iter(policy.teams)),
            language=body.language or asked.who.language,
            opened_on=asked.received_at.date(),
        )
    except NotInPolicyError as error:
        code = "unknown_scenario" if error.what == "scenario" else "unknown_team"
        raise ApiProblem(code, fields=(error.what,), known=tuple(error.known)) from error
    return await with_people_now(asked.deps.database, plan)


async def _owner(asked: Asked, body: CaseIn, plan: Plan) -> str:
    """Whoever is named, else the agent who opens it, else the team's lead."""
    if body.owner is None:
        return asked.who.handle if asked.who.roles & STAFF else plan.ladder.lead
    await require_owner(asked.deps, body.owner, "owner")
    return body.owner


def _guide(asked: Asked, body: CaseIn, plan: Plan) -> Guide | None:
    """What is known of the product; of any product when the SOP may ask and nobody has named one."""
    family = body.product or (GENERAL if plan.sop.asking else None)
    return find_guide(asked, family, plan, "product") if family else None
