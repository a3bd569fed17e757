"""Visits on site: promises kept at the customer's door (REQ B7)."""

from datetime import datetime
from typing import Annotated

from fastapi import Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from api.asking import Asked, AskedIn
from api.auth import ON_SITE, STAFF
from api.lookups import CaseIn, TextsIn, TextsOfCase
from api.people import require_engineer
from api.problems import ApiProblem, language
from api.repairs import failed_elsewhere
from api.routes import commands, reads
from api.wire import (
    MANY,
    Fact,
    Handle,
    In,
    Moment,
    Name,
    ReasonIn,
    Short,
    Words,
    example,
    spoken,
)
from db import people
from db import visits as visit_rows
from domain.case import Case
from domain.case.visits import MovedBy, Visit, VisitOutcome
from domain.plan.terms import Emotion
from domain.visits.commands import (
    ArrangeVisit,
    CancelVisit,
    ConfirmVisit,
    RecordVisit,
    ReportVisit,
    RescheduleVisit,
)
from messages.speech import voice_of
from messages.voice import Voice

INSIST = "Why it is promised although the engineer has another visit in that window: a lead's word."


class VisitIn(In):
    """An engineer at the customer's door, in a window that is a promise (REQ B7). Without an address that
    of the visit before holds."""

    model_config = example(
        engineer="chen.jie",
        starts_at="now+24h",
        ends_at="now+26h",
        address="12 Nanjing Road, flat 501; the bell is broken, please knock",
    )

    engineer: Handle
    starts_at: Moment
    ends_at: Moment
    address: Words | None = Field(None, description="It stays in our database, encrypted.")
    agreed_at: Moment | None = Field(
        None, description="When the customer agreed to the window, if that has happened already."
    )
    insist: Short = Field("", description=INSIST)

    def command(self, asked: Asked, failed_before: int, busy_with: tuple[str, ...]) -> ArrangeVisit:
        return ArrangeVisit(
            **asked.signature,
            engineer=self.engineer,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            text=asked.text_id if self.address else None,
            agreed_at=self.agreed_at,
            failed_before=failed_before,
            busy_with=busy_with,
            insist=self.insist,
        )


class ConfirmVisitIn(In):
    """The customer agrees to the window, now unless said otherwise."""

    model_config = example()

    confirmed_at: Moment | None = None

    def command(self, asked: Asked, visit: str) -> ConfirmVisit:
        return ConfirmVisit(
            **asked.signature, visit=visit, confirmed_at=self.confirmed_at or asked.received_at
        )


class RescheduleIn(In):
    """Another window, told to the customer. One the customer asks for doesn't count as moved by us."""

    model_config = example(
        starts_at="now+20m",
        ends_at="now+140m",
        moved_by="customer",
        reason="The customer is at home today and away tomorrow",
    )

    starts_at: Moment
    ends_at: Moment
    engineer: Handle | None = None
    moved_by: MovedBy = "us"
    told_at: Moment | None = None
    reason: Short = ""
    insist: Short = Field("", description=INSIST)

    def command(self, asked: Asked, visit: str, busy_with: tuple[str, ...]) -> RescheduleVisit:
        return RescheduleVisit(
            **asked.signature,
            visit=visit,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            engineer=self.engineer,
            moved_by=self.moved_by,
            told_at=self.told_at or asked.received_at,
            reason=self.reason,
            busy_with=busy_with,
            insist=self.insist,
        )


class RecordVisitIn(In):
    """What came of a visit. `arrived` first and the result later, or the result at once. Of a visit on record as
    one to which somebody came a lead may record `we_did_not_come` once its window is over and while its report isn't written,
    with a note that says how it came to light: the promise is broken then."""

    model_config = example(outcome="fixed", note="New bearing; quiet at 1400 turns", emotion="calm")

    outcome: VisitOutcome
    arrived_at: Moment | None = Field(None, description="When the engineer was at the door.")
    left_message: bool = Field(False, description="Nobody was there, and a card was left.")
    emotion: Emotion | None = None
    note: Short = ""
    said: Words | None = None

    def command(self, asked: Asked, visit: str) -> RecordVisit:
        return RecordVisit(
            **asked.signature,
            visit=visit,
            outcome=self.outcome,
            arrived_at=self.arrived_at or asked.received_at,
            left_message=self.left_message,
            emotion=self.emotion,
            note=self.note,
            text=asked.text_id if self.said else None,
        )


class ReportVisitIn(In):
    """The engineer's report, with what the stage asks for where it waits for the report."""

    model_config = example(report="The rear bearing was worn; replaced, test spin without noise.")

    report: Words
    yields: Annotated[dict[Name, Fact], Field(max_length=MANY)] = {}

    def command(self, asked: Asked, visit: str) -> ReportVisit:
        return ReportVisit(**asked.signature, visit=visit, yields=self.yields, text=asked.text_id)


class VisitOut(BaseModel):
    """`report_by` is there while the report is still to come; `about` says where the visit stands. `reporter` gives the
    report: the engineer, or whoever stands in for one who has left."""

    id: str
    engineer: str
    reporter: str
    starts_at: datetime
    ends_at: datetime
    status: str
    about: str
    promise: str
    arranged_at: datetime
    arranged_by: str
    address: str
    confirmed_at: datetime | None
    arrived_at: datetime | None
    outcome: str | None
    report_by: datetime | None
    reported_at: datetime | None
    report: str

    @classmethod
    def of(cls, visit: Visit, case: Case, words: TextsOfCase, voice: Voice) -> "VisitOut":
        waits = visit.report and not visit.reported_at
        left_out = {
            "reporter",
            "digest",
            "text",
            "failed_before",
            "attempt",
            "reminded",
            "staff_reminded",
            "report",
            "report_text",
        }
        return cls(
            **visit.model_dump(exclude=left_out),
            reporter=visit.reports_by,
            about=voice.word("visit_status", visit.status),
            address=words.get(visit.text or "", {}).get("address", ""),
            report_by=visit.report.due(case.rules)[0] if visit.report and waits else None,
            report=words.get(visit.report_text or "", {}).get("report", ""),
        )


class VisitList(BaseModel):
    items: list[VisitOut]


router = commands("visits")
on_site = commands("visits", ON_SITE)
reading = reads("visits")


@reading.get("/visits", summary="Visits of a case")
async def get_visits(case: CaseIn, words: TextsIn, request: Request) -> VisitList:
    """With their addresses and reports, the oldest first."""
    voice = voice_of(case.rules, language(request))
    return VisitList(items=[VisitOut.of(each, case, words, voice) for each in case.visits])


@router.post("/visits", name="arrange_visit", summary="Promise the customer a visit")
async def arrange(number: str, body: VisitIn, asked: AskedIn) -> Response:
    """The window is a promise: nobody there by its end is a broken one."""
    await asked.caught_up()
    await require_engineer(asked.deps, body.engineer, "engineer")
    busy = await visit_rows.busy_with(
        asked.deps.database, body.engineer, body.starts_at, body.ends_at
    )
    command = body.command(asked, await failed_elsewhere(asked, number), busy)
    return await asked.ask(number, command, words=spoken(address=body.address))


@router.post(
    "/visits/{visit}/confirm", name="confirm_visit", summary="The customer agrees to the window"
)
async def confirm(number: str, visit: str, body: ConfirmVisitIn, asked: AskedIn) -> Response:
    return await asked.ask(number, body.command(asked, visit))


@router.post("/visits/{visit}/reschedule", name="reschedule_visit", summary="Another window")
async def reschedule(number: str, visit: str, body: RescheduleIn, asked: AskedIn) -> Response:
    await asked.caught_up()
    await require_engineer(asked.deps, body.engineer, "engineer")
    database = asked.deps.database
    engineer = body.engineer or await visit_rows.get_engineer(database, number, visit)
    busy = await visit_rows.busy_with(
        database, engineer or "", body.starts_at, body.ends_at, apart_from=(number, visit)
    )
    return await asked.ask(number, body.command(asked, visit, busy))


@on_site.post("/visits/{visit}/record", name="record_visit", summary="What came of it")
async def record(number: str, visit: str, body: RecordVisitIn, asked: AskedIn) -> Response:
    """The engineer is there, fixed it or not, or somebody was not there. Word of an arrival in time
    reaches us within the policy's grace, later only through a lead. That nobody of ours came although it is on record that
    somebody was there, with the customer or at a closed door, takes a lead as well, and a note; a written report stands. Of other
    departments only the engineer of the visit may say so."""
    if no := await _not_theirs(asked, number, visit):
        return no
    return await asked.ask(number, body.command(asked, visit), words=spoken(said=body.said))


@on_site.post("/visits/{visit}/report", name="report_visit", summary="The engineer's report")
async def report(number: str, visit: str, body: ReportVisitIn, asked: AskedIn) -> Response:
    if no := await _not_theirs(asked, number, visit):
        return no
    return await asked.ask(number, body.command(asked, visit), words=spoken(report=body.report))


async def _not_theirs(asked: Asked, number: str, visit: str) -> Response | None:
    """The first answer to a repeat. Raises ApiProblem `not_your_visit` for somebody of another department who
    is not the engineer of the visit (REQ J4a)."""
    if asked.who.roles & STAFF:
        return None
    if repeated := await asked.repeated():
        return repeated
    await asked.caught_up()
    engineer = await visit_rows.get_engineer(asked.deps.database, number, visit)
    if engineer is None or engineer == asked.who.handle:
        return None
    named = await people.names(asked.deps.database, {engineer})
    raise ApiProblem(
        "not_your_visit", fields=("visit",), number=number, engineer=named.get(engineer, engineer)
    )


@router.post("/visits/{visit}/cancel", name="cancel_visit", summary="No longer needed")
async def cancel(number: str, visit: str, body: ReasonIn, asked: AskedIn) -> Response:
    """The customer said so since it was promised: log that conversation first."""
    command = CancelVisit(**asked.signature, visit=visit, reason=body.reason)
    return await asked.ask(number, command)
