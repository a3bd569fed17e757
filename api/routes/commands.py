"""What may be asked of a case over HTTP: each route is one command of the core."""

from typing import Any

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from api.asking import AskedIn
from api.auth import INTAKE, STAFF, one_of
from api.routes import schemas as s
from api.routes.openings import guide_of, newer_plan, require_person
from domain.assignment import Assign
from domain.confirmation import ConfirmComplex
from domain.contacts import PARTS, LogContact
from domain.customer_messages import CustomerSaid, MarkMessage
from domain.endings import EndWithoutAgreement, Withdraw
from domain.escalations import AcknowledgeEscalation, Deescalate, Escalate
from domain.observation import EndObservation, ExtendObservation, StartObservation
from domain.pauses import PauseCase, ResumeCase
from domain.promises.commands import MakePromise, ReleasePromise, RenegotiatePromise
from domain.questions import AskQuestions, NameProduct, RecordAnswers
from domain.resolution import RecordVerification, Resolve
from domain.revisits import RecordRevisit
from domain.stages import CompleteStage
from domain.triage import Triage

router = APIRouter(
    prefix="/cases/{number}",
    dependencies=[Depends(one_of(STAFF))],
    responses={
        202: {"description": "Received, not yet decided; see `Location`"},
        409: {"description": "Not possible as the case stands"},
    },
)
intake = APIRouter(prefix="/cases/{number}", dependencies=[Depends(one_of(INTAKE))])


@router.post("/triage", tags=["stages"], summary="Say what kind of case it is")
async def triage(number: str, body: s.TriageIn, asked: AskedIn) -> Response:
    return await asked.ask(number, Triage, **body.model_dump())


@router.post("/confirm", tags=["stages"], summary="Confirm as complex: the anchor")
async def confirm(number: str, body: s.ConfirmIn, asked: AskedIn) -> Response:
    """The policy in force now is pinned to the case, if it has changed since the opening."""
    plan = await newer_plan(asked, number)
    return await asked.ask(number, ConfirmComplex, plan=plan, **body.model_dump())


@router.post("/assign", tags=["cases"], summary="Hand the case to another person")
async def assign(number: str, body: s.AssignIn, asked: AskedIn) -> Response:
    await require_person(asked, body.owner, "owner")
    return await asked.ask(number, Assign, **body.model_dump())


@router.post("/stages/{stage}/complete", tags=["stages"], summary="Leave a stage with its yield")
async def complete_stage(number: str, stage: str, body: s.CompleteIn, asked: AskedIn) -> Response:
    return await asked.ask(number, CompleteStage, stage=stage, **body.model_dump())


@router.post("/contacts", tags=["contacts"], summary="Log a conversation, or the attempt at one")
async def log_contact(number: str, body: s.ContactIn, asked: AskedIn) -> Response:
    fields = body.model_dump(exclude={"parts", "said"})
    fields["occurred_at"] = body.occurred_at or asked.received_at
    words: dict[str, str] = {name: text for name in PARTS if (text := getattr(body.parts, name))}
    fields["parts"] = tuple(words)
    if body.next_promise and body.next_promise.owner:
        await require_person(asked, body.next_promise.owner, "next_promise.owner")
    if body.said:
        words["said"] = body.said
    return await asked.ask(number, LogContact, words=words, **fields)


@router.post("/product", tags=["questions"], summary="Say which product it is about")
async def name_product(number: str, body: s.ProductIn, asked: AskedIn) -> Response:
    """Brings the family's safe checks and questions to the case, in its language."""
    guide = await guide_of(asked, number, body.family)
    return await asked.ask(number, NameProduct, guide=guide)


@router.post("/questions", tags=["questions"], summary="Ask for what is unclear: a round")
async def ask_questions(number: str, body: s.AskIn, asked: AskedIn) -> Response:
    """At most as many rounds as the SOP allows; then it goes on with what is known."""
    fields = body.model_dump(exclude={"parts", "said"})
    fields["occurred_at"] = body.occurred_at or asked.received_at
    words: dict[str, str] = {name: text for name in PARTS if (text := getattr(body.parts, name))}
    fields["parts"] = tuple(words)
    if body.said:
        words["said"] = body.said
    return await asked.ask(number, AskQuestions, words=words, **fields)


@router.post("/answers", tags=["questions"], summary="What the customer answered")
async def record_answers(number: str, body: s.AnswersIn, asked: AskedIn) -> Response:
    return await asked.ask(number, RecordAnswers, answers=body.answers)


@router.post("/promises", tags=["promises"], summary="Promise the customer something")
async def make_promise(number: str, body: s.PromiseIn, asked: AskedIn) -> Response:
    if body.owner:
        await require_person(asked, body.owner, "owner")
    return await asked.ask(number, MakePromise, promise=body.model_dump())


@router.post("/promises/{promise}/renegotiate", tags=["promises"], summary="Move a promise")
async def renegotiate(number: str, promise: str, body: s.RenegotiateIn, asked: AskedIn) -> Response:
    fields = body.model_dump() | {"told_at": body.told_at or asked.received_at}
    return await asked.ask(number, RenegotiatePromise, promise=promise, **fields)


@router.post("/promises/{promise}/release", tags=["promises"], summary="No longer needed")
async def release(number: str, promise: str, body: s.ReasonIn, asked: AskedIn) -> Response:
    return await asked.ask(number, ReleasePromise, promise=promise, reason=body.reason)


@router.post("/escalations", tags=["escalations"], status_code=202, summary="Call for help")
async def escalate(number: str, body: s.EscalateIn, asked: AskedIn) -> Response:
    """Durable even with no worker alive; a refusal would reach your inbox."""
    return await asked.ask(number, Escalate, **body.model_dump())


@router.post("/escalations/{escalation}/acknowledge", tags=["escalations"], summary="I have it")
async def acknowledge(number: str, escalation: str, asked: AskedIn) -> Response:
    return await asked.ask(number, AcknowledgeEscalation, escalation=escalation)


@router.post("/escalations/{escalation}/deescalate", tags=["escalations"], summary="It is over")
async def deescalate(number: str, escalation: str, body: s.ReasonIn, asked: AskedIn) -> Response:
    return await asked.ask(number, Deescalate, escalation=escalation, reason=body.reason)


@intake.post("/messages", tags=["contacts"], status_code=202, summary="The customer's own words")
async def customer_said(number: str, body: s.MessageIn, asked: AskedIn) -> Response:
    """Always arrives, whatever the state of the case; it wakes the owner. On a closed case it waits to
    be marked, or, long after, opens a new one."""
    return await asked.ask(
        number,
        CustomerSaid,
        words={"said": body.text},
        channel=body.channel,
        occurred_at=body.occurred_at or asked.received_at,
    )


@router.post("/messages/{message}/mark", tags=["contacts"], summary="Thanks, reopen, or new")
async def mark_message(number: str, message: str, body: s.MarkIn, asked: AskedIn) -> Response:
    """For a message on a closed case. New: it gets a case of its own, linked to this one."""
    return await asked.ask(number, MarkMessage, message=message, **body.model_dump())


@router.post("/observation", tags=["ending well"], summary="Watch the fix for a while")
async def observe(number: str, body: s.ObservationIn, asked: AskedIn) -> Response:
    return await asked.ask(number, StartObservation, **body.model_dump())


@router.post("/observation/extend", tags=["ending well"], summary="Watch the fix for longer")
async def extend_observation(number: str, body: s.ExtensionIn, asked: AskedIn) -> Response:
    """Agreed with the customer. Check-ins promised already stay; those given here are added."""
    fields = body.model_dump() | {"told_at": body.told_at or asked.received_at}
    return await asked.ask(number, ExtendObservation, **fields)


@router.post("/observation/end", tags=["ending well"], summary="Stop watching the fix early")
async def end_observation(number: str, body: s.AgreedIn, asked: AskedIn) -> Response:
    """Agreed with the customer, who is called within a working day. Such a window has not run out."""
    fields = body.model_dump() | {"told_at": body.told_at or asked.received_at}
    return await asked.ask(number, EndObservation, **fields)


@router.post("/verification", tags=["ending well"], summary="What the customer says of the fix")
async def verify(number: str, body: s.VerificationIn, asked: AskedIn) -> Response:
    return await asked.ask(number, RecordVerification, **body.model_dump())


@router.post("/resolve", tags=["ending well"], summary="Call it resolved; it must be earned")
async def resolve(number: str, body: s.ResolveIn, asked: AskedIn) -> Response:
    return await asked.ask(number, Resolve, **body.model_dump())


@router.post("/revisits", tags=["ending well"], summary="The human call after resolution")
async def revisit(number: str, body: s.RevisitIn, asked: AskedIn) -> Response:
    fields: dict[str, Any] = body.model_dump(exclude={"said"})
    fields["occurred_at"] = body.occurred_at or asked.received_at
    words = {"said": body.said} if body.said else {}
    return await asked.ask(number, RecordRevisit, words=words, **fields)


@router.post("/pause", tags=["clocks"], summary="Wait for the customer, parts or a third party")
async def pause(number: str, body: s.PauseIn, asked: AskedIn) -> Response:
    return await asked.ask(number, PauseCase, **body.model_dump())


@router.post("/resume", tags=["clocks"], summary="Go on")
async def resume(number: str, body: s.NoteIn, asked: AskedIn) -> Response:
    return await asked.ask(number, ResumeCase, **body.model_dump())


@router.post("/withdraw", tags=["ending well"], summary="The customer withdraws")
async def withdraw(number: str, body: s.ReasonIn, asked: AskedIn) -> Response:
    return await asked.ask(number, Withdraw, reason=body.reason)


@router.post("/end-without-agreement", tags=["ending well"], summary="No agreement: final reply")
async def end_without_agreement(number: str, body: s.NoAgreementIn, asked: AskedIn) -> Response:
    return await asked.ask(number, EndWithoutAgreement, **body.model_dump())
