"""Each thing that happened, as one sentence a colleague understands."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from domain.actions import ActionDone, ActionFailed, ActionRequested
from domain.assignment import OwnerAssigned
from domain.case import Case
from domain.confirmation import ComplexConfirmed
from domain.contacts import ContactLogged
from domain.customer_messages import CaseLinked, CaseReopened, MessageMarked, MessageReceived
from domain.endings import CaseClosed
from domain.escalations import (
    Deescalated,
    Escalated,
    EscalationAcknowledged,
    EscalationPassedOn,
    EscalationUnanswered,
    TierChanged,
)
from domain.event import Event
from domain.follow_up import FollowUpStarted, RedLineNear, RedLineReached
from domain.intake import CaseOpened
from domain.late_refusals import CommandRefused
from domain.observation import ObservationEnded, ObservationExtended, ObservationStarted
from domain.pauses import CasePaused, CaseResumed
from domain.plan import Language, Plan
from domain.promises.events import (
    BreakCorrected,
    PromiseAttempted,
    PromiseBroken,
    PromiseKept,
    PromiseMade,
    PromiseReleased,
    PromiseReminded,
    PromiseRenegotiated,
)
from domain.questions import ProductNamed, QuestionsAnswered, QuestionsAsked
from domain.repairs import RemedyOffered, RepairFailed
from domain.resolution import CaseResolved, FixVerified
from domain.response import ResponseAwaited, ResponseGiven, ResponseOverdue
from domain.revisits import RevisitHeld
from domain.stages import StageCompleted, StageEntered, StageOverrun
from domain.triage import CaseTriaged
from domain.visits.events import (
    VisitArranged,
    VisitCancelled,
    VisitConfirmed,
    VisitMissed,
    VisitRecorded,
    VisitReminded,
    VisitReported,
    VisitReportOverdue,
    VisitRescheduled,
)
from messages import visits
from messages.refusals import said
from messages.summaries import action_line, link_line
from messages.voice import Voice

Teller = Callable[[Any, Voice, Plan], str]


def timeline_line(event: Event, plan: Plan, language: Language, case: Case | None = None) -> str:
    """The sentence for one event. With the case, promises are named by their subjects too."""
    voice = Voice.of(plan, language, case)
    line = LINES[type(event)](event, voice, plan)
    if unseen_since := getattr(event, "unseen_since", None):
        line = voice.say("event.unseen", line=line, since=voice.moment(unseen_since))
    if note := _note(event):
        line = voice.say("event.note", line=line, note=note)
    return line


def _note(event: Event) -> str:
    """What a person added in their own words."""
    match event:
        case CasePaused():
            return event.pause.note
        case CaseClosed():
            return event.closing.note
        case CaseTriaged() | ComplexConfirmed():
            return event.reason
        case (
            MessageMarked()
            | CaseResumed()
            | FixVerified()
            | CaseResolved()
            | RevisitHeld()
            | VisitRecorded()
            | RemedyOffered()
        ):
            return event.note
        case _:
            return ""


def _simple(event: Event, voice: Voice, _: Plan) -> str:
    """An event whose own fields are all there is to say."""
    told: dict[str, object] = {"by": voice.person(event.by)}
    for name, value in event:
        if isinstance(value, datetime):
            told[name] = voice.moment(value)
        elif name in FIELDS:
            told[name] = FIELDS[name](voice, value)
        elif name != "by":
            told[name] = value
    told.setdefault("due", told.get("due_at"))
    return voice.say(f"event.{event.name}", **told)


FIELDS: dict[str, Callable[[Voice, Any], str]] = {
    "stage": Voice.stage,
    "promise": Voice.promise,
    "owner": Voice.person,
    "receiver": Voice.person,
    "reason": Voice.reason,
    "channel": lambda voice, name: voice.word("channel", name),
    "priority": lambda voice, name: voice.word("priority", name),
    "line": lambda voice, name: voice.word("line", name),
    "command": lambda voice, name: voice.word("command", name),
    "basis": lambda voice, name: voice.word("basis", name),
}


def _stage_entered(event: StageEntered, voice: Voice, plan: Plan) -> str:
    key = "event.stage_entered" if event.left else "event.stage_entered.first"
    line = voice.say(key, left=voice.stage(event.left), stage=voice.stage(event.stage))
    if event.clock is None:
        return line
    due, _ = event.clock.due(plan)
    return voice.say("event.stage_entered.limit", line=line, due=voice.moment(due))


def _stage_completed(event: StageCompleted, voice: Voice, _: Plan) -> str:
    line = voice.say(
        "event.stage_completed", by=voice.person(event.by), stage=voice.stage(event.stage)
    )
    if not event.yields:
        return line
    facts = [
        voice.say("event.fact", label=voice.called(name), value=value)
        for name, value in event.yields.items()
    ]
    return voice.say("event.facts", line=line, facts=voice.say("list.semicolon").join(facts))


def _triaged(event: CaseTriaged, voice: Voice, _: Plan) -> str:
    return voice.say(
        "event.case_triaged" if event.traits else "event.case_triaged.one_off",
        by=voice.person(event.by),
        traits=voice.listed([voice.word("trait", trait) for trait in event.traits]),
        priority=voice.word("priority", event.priority),
    )


def _confirmed(event: ComplexConfirmed, voice: Voice, _: Plan) -> str:
    notice = event.notice
    return voice.say(
        "event.complex_confirmed",
        by=voice.person(event.by),
        complexity=voice.word("complexity", event.complexity),
        channel=voice.word("channel", notice.channel),
        told_at=voice.moment(notice.told_at),
        first_feedback_at=voice.moment(notice.first_feedback_at),
        answer=voice.word("answer", notice.answer),
    )


def _clock_started(event: Any, voice: Voice, plan: Plan) -> str:
    due, _ = event.clock.due(plan)
    return voice.say(f"event.{event.name}", due=voice.moment(due))


def _contact(event: ContactLogged, voice: Voice, _: Plan) -> str:
    contact = event.contact
    missed = "message" if contact.left_message else "missed"
    line = voice.say(
        f"event.contact_logged.{contact.direction if contact.reached else missed}",
        by=voice.person(contact.by),
        channel=voice.word("channel", contact.channel),
        at=voice.moment(contact.occurred_at),
    )
    if contact.emotion is None:
        return line
    emotion = voice.word("emotion", contact.emotion)
    return voice.say("event.contact_logged.emotion", line=line, emotion=emotion)


def _message(event: MessageReceived, voice: Voice, _: Plan) -> str:
    return voice.say(
        "event.message_received",
        channel=voice.word("channel", event.message.channel),
        at=voice.moment(event.message.occurred_at),
    )


def _marked(event: MessageMarked, voice: Voice, _: Plan) -> str:
    key = f"event.message_marked.{event.verdict}"
    return voice.say(key, by=voice.person(event.by), message=event.message)


def _reopened(event: CaseReopened, voice: Voice, _: Plan) -> str:
    return voice.say(
        f"event.case_reopened.{event.cause}",
        by=voice.person(event.by),
        message=event.message,
        life=event.life,
    )


def _linked(event: CaseLinked, voice: Voice, _: Plan) -> str:
    return link_line(event.link, voice)


def _product(event: ProductNamed, voice: Voice, _: Plan) -> str:
    return voice.say("event.product_named", by=voice.person(event.by), product=event.guide.label)


def _asked(event: QuestionsAsked, voice: Voice, _: Plan) -> str:
    asked = event.round
    return voice.say(
        "event.questions_asked",
        by=voice.person(asked.asked_by),
        round=asked.id,
        questions=_listed(voice, [voice.question(name) for name in asked.questions]),
    )


def _answered(event: QuestionsAnswered, voice: Voice, _: Plan) -> str:
    facts = [
        voice.say("event.fact", label=voice.question(name), value=value)
        for name, value in event.answers.items()
    ]
    return voice.say(
        "event.questions_answered", by=voice.person(event.by), answers=_listed(voice, facts)
    )


def _listed(voice: Voice, texts: list[str]) -> str:
    """Sentences in a row; they have their own commas."""
    return voice.say("list.semicolon").join(texts)


def _promise_made(event: PromiseMade, voice: Voice, _: Plan) -> str:
    promise = event.promise
    expected = promise.expected_by
    if promise.kind == "visit":
        return voice.say(
            "event.promise_made.visit",
            owner=voice.person(promise.owner),
            window=voice.window(promise.window),
            promise=promise.id,
        )
    key = "event.milestone_made" if promise.kind == "milestone" else "event.promise_made"
    return voice.say(
        f"{key}.expected" if expected else key,
        owner=voice.person(promise.owner),
        subject=voice.subject(promise.subject, promise.kind),
        expected=voice.moment(expected) if expected else "",
        due=voice.moment(promise.latest_by),
        promise=promise.id,
    )


def _broken(event: PromiseBroken, voice: Voice, _: Plan) -> str:
    promise = voice.case.promise(event.promise) if voice.case else None
    on_site = promise is not None and promise.kind == "visit" and event.cause == "overdue"
    key = "visit" if on_site else event.cause
    return voice.say(f"event.promise_broken.{key}", promise=voice.promise(event.promise))


def _visit(event: Event, voice: Voice, _: Plan) -> str:
    return visits.told(event, voice)


def _escalated(event: Escalated, voice: Voice, _: Plan) -> str:
    escalation = event.escalation
    return voice.say(
        "event.escalated.agent" if escalation.cause == "agent" else "event.escalated.rule",
        by=voice.person(escalation.raised_by),
        receiver=voice.person(escalation.receiver),
        line=voice.word("line", escalation.line),
        tier=escalation.tier,
        reason=voice.reason(escalation.reason),
        cause=voice.word("cause", escalation.cause),
    )


def _paused(event: CasePaused, voice: Voice, _: Plan) -> str:
    return voice.say(
        "event.case_paused",
        by=voice.person(event.by),
        until=voice.moment(event.pause.until),
        reason=voice.word("pause_reason", event.pause.reason),
    )


def _resumed(event: CaseResumed, voice: Voice, _: Plan) -> str:
    return voice.say(f"event.case_resumed.{event.cause}", by=voice.person(event.by))


def _observation(event: ObservationStarted, voice: Voice, _: Plan) -> str:
    return voice.say("event.observation_started", ends_at=voice.moment(event.observation.ends_at))


def _observation_ended(event: ObservationEnded, voice: Voice, _: Plan) -> str:
    return voice.say(
        f"event.observation_ended.{event.cause}",
        by=voice.person(event.by),
        reason=voice.reason(event.reason),
    )


def _verified(event: FixVerified, voice: Voice, _: Plan) -> str:
    key = f"event.fix_verified.{event.verification.outcome}"
    return voice.say(key, by=voice.person(event.verification.by))


def _revisit(event: RevisitHeld, voice: Voice, _: Plan) -> str:
    key = f"event.revisit_held.{event.revisit.outcome}"
    return voice.say(key, by=voice.person(event.revisit.by))


def _closed(event: CaseClosed, voice: Voice, _: Plan) -> str:
    return voice.say("event.case_closed", ending=voice.word("ending", event.closing.ending))


def _refused(event: CommandRefused, voice: Voice, _: Plan) -> str:
    return voice.say(
        "event.command_refused",
        command=voice.word("command", event.command),
        detail=said(event.problem, voice).detail,
    )


def _action_requested(event: ActionRequested, voice: Voice, _: Plan) -> str:
    return voice.say("event.action_requested", action=action_line(event.action, voice))


LINES: dict[type[Event], Teller] = {
    CaseOpened: _simple,
    StageEntered: _stage_entered,
    StageCompleted: _stage_completed,
    StageOverrun: _simple,
    CaseTriaged: _triaged,
    ComplexConfirmed: _confirmed,
    FollowUpStarted: _clock_started,
    RedLineNear: _simple,
    RedLineReached: _simple,
    OwnerAssigned: _simple,
    ResponseAwaited: _clock_started,
    ResponseGiven: _simple,
    ResponseOverdue: _simple,
    ContactLogged: _contact,
    MessageReceived: _message,
    MessageMarked: _marked,
    CaseReopened: _reopened,
    CaseLinked: _linked,
    ProductNamed: _product,
    QuestionsAsked: _asked,
    QuestionsAnswered: _answered,
    PromiseMade: _promise_made,
    PromiseKept: _simple,
    PromiseAttempted: _simple,
    PromiseRenegotiated: _simple,
    PromiseReleased: _simple,
    PromiseReminded: _simple,
    PromiseBroken: _broken,
    BreakCorrected: _simple,
    Escalated: _escalated,
    EscalationPassedOn: _simple,
    EscalationUnanswered: _simple,
    EscalationAcknowledged: _simple,
    Deescalated: _simple,
    TierChanged: _simple,
    CasePaused: _paused,
    CaseResumed: _resumed,
    ObservationStarted: _observation,
    ObservationExtended: _simple,
    ObservationEnded: _observation_ended,
    FixVerified: _verified,
    CaseResolved: _simple,
    RevisitHeld: _revisit,
    CaseClosed: _closed,
    VisitArranged: _visit,
    VisitConfirmed: _simple,
    VisitRescheduled: _visit,
    VisitReminded: _simple,
    VisitMissed: _simple,
    VisitRecorded: _visit,
    VisitReported: _simple,
    VisitReportOverdue: _simple,
    VisitCancelled: _simple,
    RepairFailed: _simple,
    RemedyOffered: _visit,
    ActionRequested: _action_requested,
    ActionDone: _simple,
    ActionFailed: _simple,
    CommandRefused: _refused,
}
"""Every kind of event has its sentence; tests/messages/test_timeline.py holds that it is total."""
