"""Visits on site and failed repairs (REQ B2, B7)."""

from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.asking import AskedIn
from api.auth import ON_SITE, READERS, STAFF, one_of
from api.dependencies import Dependencies, DependenciesIn
from api.problems import language
from api.routes import schemas as s
from api.routes import views as v
from api.routes.openings import require_person
from api.routes.reads import load
from db import cases as case_rows
from db import texts
from db import visits as visit_rows
from domain.decide import CORE
from domain.evolve import fold
from domain.repairs import OfferRemedy, repaired_thing
from domain.visits.commands import (
    ArrangeVisit,
    CancelVisit,
    ConfirmVisit,
    RecordVisit,
    ReportVisit,
    RescheduleVisit,
)
from messages.voice import Voice

RESPONSES: dict[int | str, dict[str, Any]] = {
    202: {"description": "Received, not yet decided; see `Location`"},
    409: {"description": "Not possible as the case stands"},
}
router = APIRouter(
    prefix="/cases/{number}",
    tags=["visits"],
    dependencies=[Depends(one_of(STAFF))],
    responses=RESPONSES,
)
on_site = APIRouter(
    prefix="/cases/{number}",
    tags=["visits"],
    dependencies=[Depends(one_of(ON_SITE))],
    responses=RESPONSES,
)
reading = APIRouter(
    prefix="/cases/{number}", tags=["visits"], dependencies=[Depends(one_of(READERS))]
)


@reading.get("/visits", summary="Visits of a case")
async def get_visits(number: str, deps: DependenciesIn, request: Request) -> v.VisitList:
    """With their addresses and reports, the oldest first."""
    case = await load(deps, number)
    words = {t.id: t.body for t in await texts.of_case(deps.database, number)}
    voice = Voice.of(case.rules, language(request))
    return v.VisitList(items=[v.VisitOut.of(each, case, words, voice) for each in case.visits])


@router.post("/visits", summary="Promise the customer a visit")
async def arrange(number: str, body: s.VisitIn, asked: AskedIn) -> Response:
    """The window is a promise: nobody there by its end is a broken one."""
    await require_person(asked, body.engineer, "engineer")
    words = {"address": body.address} if body.address else {}
    failed = await _failed_before(asked.deps, number)
    fields = body.model_dump(exclude={"address"})
    return await asked.ask(number, ArrangeVisit, words=words, failed_before=failed, **fields)


@router.post("/visits/{visit}/confirm", summary="The customer agrees to the window")
async def confirm(number: str, visit: str, body: s.ConfirmVisitIn, asked: AskedIn) -> Response:
    confirmed_at = body.confirmed_at or asked.received_at
    return await asked.ask(number, ConfirmVisit, visit=visit, confirmed_at=confirmed_at)


@router.post("/visits/{visit}/reschedule", summary="Another window")
async def reschedule(number: str, visit: str, body: s.RescheduleIn, asked: AskedIn) -> Response:
    if body.engineer:
        await require_person(asked, body.engineer, "engineer")
    fields = body.model_dump() | {"told_at": body.told_at or asked.received_at}
    return await asked.ask(number, RescheduleVisit, visit=visit, **fields)


@on_site.post("/visits/{visit}/record", summary="What came of it")
async def record(number: str, visit: str, body: s.RecordVisitIn, asked: AskedIn) -> Response:
    """The engineer is there, fixed it or not, or somebody was not there. Word of an arrival in time
    reaches us within the policy's grace, later only through a lead."""
    fields = body.model_dump(exclude={"said"})
    fields["arrived_at"] = body.arrived_at or asked.received_at
    words = {"said": body.said} if body.said else {}
    return await asked.ask(number, RecordVisit, visit=visit, words=words, **fields)


@on_site.post("/visits/{visit}/report", summary="The engineer's report")
async def report(number: str, visit: str, body: s.ReportVisitIn, asked: AskedIn) -> Response:
    words = {"report": body.report}
    return await asked.ask(number, ReportVisit, visit=visit, words=words, yields=body.yields)


@router.post("/visits/{visit}/cancel", summary="No longer needed")
async def cancel(number: str, visit: str, body: s.ReasonIn, asked: AskedIn) -> Response:
    return await asked.ask(number, CancelVisit, visit=visit, reason=body.reason)


@router.post("/offers", summary="Offer a replacement or a refund")
async def offer(number: str, body: s.OfferIn, asked: AskedIn) -> Response:
    """Before the attempt that follows too many failed repairs."""
    return await asked.ask(number, OfferRemedy, **body.model_dump())


async def _failed_before(deps: Dependencies, number: str) -> int:
    """Failed repairs of the same machine and fault in other cases: a fact the case can't look up."""
    events = await case_rows.load_events(deps.database, number)
    serial_number, fault = repaired_thing(fold(number, CORE, events))
    return await visit_rows.count_failed_repairs(
        deps.database, serial_number, fault, except_in=number
    )
