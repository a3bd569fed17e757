"""`POST /v1/cases`: intake."""

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from api.asking import Asked, AskedIn
from api.auth import INTAKE, STAFF, actor, one_of
from api.problems import ApiProblem
from api.routes.schemas import CaseIn
from db import cases as case_rows
from db import customers, openings, people
from domain.errors import Problem
from domain.guide import Guide
from domain.intake import OpenCase
from domain.plan import Plan
from domain.planning import NotInPolicyError, compile_plan, guide_for
from workflows.client import NotRunning, Unreachable

router = APIRouter(tags=["cases"])


@router.post(
    "/cases",
    status_code=201,
    summary="Open a case",
    dependencies=[Depends(one_of(INTAKE))],
    responses={202: {"description": "Received, not yet decided"}},
)
async def open_case(body: CaseIn, asked: AskedIn) -> Response:
    """Who and what is all it takes. The answer carries the case's number."""
    repeated = await asked.repeated()
    if repeated:
        return repeated
    plan = _plan(asked, body)
    owner = await _owner(asked, body, plan)
    customer = await customers.recognise_or_create(
        asked.deps.database,
        name=body.customer.name or "",
        phone=body.customer.phone,
        email=body.customer.email,
        account=body.customer.account,
        company=body.customer.company,
        level=body.customer.level,
        language=plan.language,
        now=asked.received_at,
    )
    words = (
        asked.text(None, "open_case", {"description": body.description})
        if body.description
        else None
    )
    command = OpenCase(
        actor=actor(asked.who),
        received_at=asked.received_at,
        key=asked.key,
        digest=asked.digest,
        plan=plan,
        title=body.title,
        customer=customer.id,
        customer_level=customer.level,
        channel=body.channel,
        priority=body.priority,
        owner=owner,
        spoke_at=body.spoke_at or asked.received_at,
        emotion=body.emotion,
        text=words.id if words else None,
        guide=_guide(asked, body, plan),
    )
    try:
        opening = await openings.claim(
            asked.deps.database,
            asked.who.handle,
            asked.key,
            asked.digest,
            command=command,
            now=asked.received_at,
            texts=[words] if words else [],
        )
    except openings.KeyReused:
        problem = Problem(code="idempotency_key_reused", params={"key": asked.key, "number": "-"})
        return await asked.refuse(problem, "")
    return await start(asked, opening)


async def start(asked: Asked, opening: openings.Opening) -> Response:
    """Start the workflow of a case that has its number; a repeat finds the same one."""
    number = opening.number
    try:
        answer = await asked.deps.cases.open(number, opening.command)
    except NotRunning:
        if await case_rows.get_face(asked.deps.database, number):
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


GENERAL = "any"


def _guide(asked: Asked, body: CaseIn, plan: Plan) -> Guide | None:
    """What is known of the product; of any product when the SOP may ask and nobody has named one."""
    family = body.product or (GENERAL if plan.sop.asking else None)
    return _guide_for(asked, family, plan, "product") if family else None


def _guide_for(asked: Asked, family: str, plan: Plan, field: str) -> Guide:
    try:
        return guide_for(asked.deps.policy, family, plan.language)
    except NotInPolicyError as error:
        known = ", ".join(error.known)
        raise ApiProblem("unknown_product", fields=(field,), known=known) from error


async def guide_of(asked: Asked, number: str, family: str) -> Guide | None:
    """What the policy in force knows of a product family, in the case's language. None for a number
    nobody opened: asking says so."""
    opening = await openings.get(asked.deps.database, number)
    return _guide_for(asked, family, opening.plan, "family") if opening else None


async def newer_plan(asked: Asked, number: str) -> Plan | None:
    """The policy in force, applied to a case anew; None when nothing has changed since its opening,
    or when the policy no longer has its scenario or team: then the pinned plan holds."""
    opening = await openings.get(asked.deps.database, number)
    if opening is None:
        return None
    pinned = opening.plan
    try:
        plan = compile_plan(
            asked.deps.policy,
            scenario=pinned.scenario,
            team=pinned.team,
            language=pinned.language,
            opened_on=asked.received_at.date(),
        )
    except NotInPolicyError:
        return None
    return None if plan == pinned else plan


async def _owner(asked: Asked, body: CaseIn, plan: Plan) -> str:
    """Whoever is named, else the agent who opens it, else the team's lead."""
    if body.owner is None:
        return asked.who.handle if asked.who.roles & STAFF else plan.ladder.lead
    await require_person(asked, body.owner, "owner")
    return body.owner


async def require_person(asked: Asked, handle: str, field: str) -> None:
    """Refuse a handle that nobody active has."""
    person = await people.get(asked.deps.database, handle)
    if person is None or not person.active:
        raise ApiProblem("unknown_person", fields=(field,), handle=handle)
