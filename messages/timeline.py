"""Each thing that happened, as one sentence a colleague understands."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from domain import events as e
from domain.case import Case
from domain.plan import Language, Plan
from messages import visits
from messages.refusals import said
from messages.summaries import action_line, link_line
from messages.voice import Voice

Teller = Callable[[Any, Voice, Plan], str]


def timeline_line(event: e.Event, plan: Plan, language: Language, case: Case | None = None) -> str:
    """The sentence for one event. With the case, promises are named by their subjects too."""
    voice = Voice.of(plan, language, case)
    line = LINES[type(event)](event, voice, plan)
    if unseen_since := getattr(event, "unseen_since", None):
        line = voice.say("event.unseen", line=line, since=voice.moment(unseen_since))
    if note := _note(event):
        line = voice.say("event.note", line=line, note=note)
    return line


def _note(event: e.Event) -> str:
    """What a person added in their own words."""
    match event:
        case e.CasePaused():
            return event.pause.note
        case e.CaseClosed():
            return event.closing.note
        case e.CaseTriaged() | e.ComplexConfirmed():
            return event.reason
        case (
            e.MessageMarked()
            | e.CaseResumed()
            | e.FixVerified()
            | e.CaseResolved()
            | e.RevisitHeld()
            | e.VisitRecorded()
            | e.RemedyOffered()
        ):
            return event.note
        case _:
            return ""


def _simple(event: e.Event, voice: Voice, _: Plan) -> str:
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


def _stage_entered(event: e.StageEntered, voice: Voice, plan: Plan) -> str:
    key = "event.stage_entered" if event.left else "event.stage_entered.first"
    line = voice.say(key, left=voice.stage(event.left), stage=voice.stage(event.stage))
    if event.clock is None:
        return line
    due, _ = event.clock.due(plan)
    return voice.say("event.stage_entered.limit", line=line, due=voice.moment(due))


def _stage_completed(event: e.StageCompleted, voice: Voice, _: Plan) -> str:
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


def _triaged(event: e.CaseTriaged, voice: Voice, _: Plan) -> str:
    return voice.say(
        "event.case_triaged" if event.traits else "event.case_triaged.one_off",
        by=voice.person(event.by),
        traits=voice.listed([voice.word("trait", trait) for trait in event.traits]),
        priority=voice.word("priority", event.priority),
    )


def _confirmed(event: e.ComplexConfirmed, voice: Voice, _: Plan) -> str:
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


def _contact(event: e.ContactLogged, voice: Voice, _: Plan) -> str:
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


def _message(event: e.MessageReceived, voice: Voice, _: Plan) -> str:
    return voice.say(
        "event.message_received",
        channel=voice.word("channel", event.message.channel),
        at=voice.moment(event.message.occurred_at),
    )


def _marked(event: e.MessageMarked, voice: Voice, _: Plan) -> str:
    key = f"event.message_marked.{event.verdict}"
    return voice.say(key, by=voice.person(event.by), message=event.message)


def _reopened(event: e.CaseReopened, voice: Voice, _: Plan) -> str:
    return voice.say(
        f"event.case_reopened.{event.cause}",
        by=voice.person(event.by),
        message=event.message,
        life=event.life,
    )


def _linked(event: e.CaseLinked, voice: Voice, _: Plan) -> str:
    return link_line(event.link, voice)


def _product(event: e.ProductNamed, voice: Voice, _: Plan) -> str:
    return voice.say("event.product_named", by=voice.person(event.by), product=event.guide.label)


def _asked(event: e.QuestionsAsked, voice: Voice, _: Plan) -> str:
    asked = event.round
    return voice.say(
        "event.questions_asked",
        by=voice.person(asked.asked_by),
        round=asked.id,
        questions=_listed(voice, [voice.question(name) for name in asked.questions]),
    )


def _answered(event: e.QuestionsAnswered, voice: Voice, _: Plan) -> str:
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


def _promise_made(event: e.PromiseMade, voice: Voice, _: Plan) -> str:
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


def _broken(event: e.PromiseBroken, voice: Voice, _: Plan) -> str:
    promise = voice.case.promise(event.promise) if voice.case else None
    on_site = promise is not None and promise.kind == "visit" and event.cause == "overdue"
    key = "visit" if on_site else event.cause
    return voice.say(f"event.promise_broken.{key}", promise=voice.promise(event.promise))


def _visit(event: e.Event, voice: Voice, _: Plan) -> str:
    return visits.told(event, voice)


def _escalated(event: e.Escalated, voice: Voice, _: Plan) -> str:
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


def _paused(event: e.CasePaused, voice: Voice, _: Plan) -> str:
    return voice.say(
        "event.case_paused",
        by=voice.person(event.by),
        until=voice.moment(event.pause.until),
        reason=voice.word("pause_reason", event.pause.reason),
    )


def _resumed(event: e.CaseResumed, voice: Voice, _: Plan) -> str:
    return voice.say(f"event.case_resumed.{event.cause}", by=voice.person(event.by))


def _observation(event: e.ObservationStarted, voice: Voice, _: Plan) -> str:
    return voice.say("event.observation_started", ends_at=voice.moment(event.observation.ends_at))


def _observation_ended(event: e.ObservationEnded, voice: Voice, _: Plan) -> str:
    return voice.say(
        f"event.observation_ended.{event.cause}",
        by=voice.person(event.by),
        reason=voice.reason(event.reason),
    )


def _verified(event: e.FixVerified, voice: Voice, _: Plan) -> str:
    key = f"event.fix_verified.{event.verification.outcome}"
    return voice.say(key, by=voice.person(event.verification.by))


def _revisit(event: e.RevisitHeld, voice: Voice, _: Plan) -> str:
    key = f"event.revisit_held.{event.revisit.outcome}"
    return voice.say(key, by=voice.person(event.revisit.by))


def _closed(event: e.CaseClosed, voice: Voice, _: Plan) -> str:
    return voice.say("event.case_closed", ending=voice.word("ending", event.closing.ending))


def _refused(event: e.CommandRefused, voice: Voice, _: Plan) -> str:
    return voice.say(
        "event.command_refused",
        command=voice.word("command", event.command),
        detail=said(event.problem, voice).detail,
    )


def _action_requested(event: e.ActionRequested, voice: Voice, _: Plan) -> str:
    return voice.say("event.action_requested", action=action_line(event.action, voice))


LINES: dict[type[e.Event], Teller] = {
    e.CaseOpened: _simple,
    e.StageEntered: _stage_entered,
    e.StageCompleted: _stage_completed,
    e.StageOverrun: _simple,
    e.CaseTriaged: _triaged,
    e.ComplexConfirmed: _confirmed,
    e.FollowUpStarted: _clock_started,
    e.RedLineNear: _simple,
    e.RedLineReached: _simple,
    e.OwnerAssigned: _simple,
    e.ResponseAwaited: _clock_started,
    e.ResponseGiven: _simple,
    e.ResponseOverdue: _simple,
    e.ContactLogged: _contact,
    e.MessageReceived: _message,
    e.MessageMarked: _marked,
    e.CaseReopened: _reopened,
    e.CaseLinked: _linked,
    e.ProductNamed: _product,
    e.QuestionsAsked: _asked,
    e.QuestionsAnswered: _answered,
    e.PromiseMade: _promise_made,
    e.PromiseKept: _simple,
    e.PromiseAttempted: _simple,
    e.PromiseRenegotiated: _simple,
    e.PromiseReleased: _simple,
    e.PromiseReminded: _simple,
    e.PromiseBroken: _broken,
    e.BreakCorrected: _simple,
    e.Escalated: _escalated,
    e.EscalationPassedOn: _simple,
    e.EscalationUnanswered: _simple,
    e.EscalationAcknowledged: _simple,
    e.Deescalated: _simple,
    e.TierChanged: _simple,
    e.CasePaused: _paused,
    e.CaseResumed: _resumed,
    e.ObservationStarted: _observation,
    e.ObservationExtended: _simple,
    e.ObservationEnded: _observation_ended,
    e.FixVerified: _verified,
    e.CaseResolved: _simple,
    e.RevisitHeld: _revisit,
    e.CaseClosed: _closed,
    e.VisitArranged: _visit,
    e.VisitConfirmed: _simple,
    e.VisitRescheduled: _visit,
    e.VisitReminded: _simple,
    e.VisitMissed: _simple,
    e.VisitRecorded: _visit,
    e.VisitReported: _simple,
    e.VisitReportOverdue: _simple,
    e.VisitCancelled: _simple,
    e.RepairFailed: _simple,
    e.RemedyOffered: _visit,
    e.ActionRequested: _action_requested,
    e.ActionDone: _simple,
    e.ActionFailed: _simple,
    e.CommandRefused: _refused,
}
"""Every kind of event has its sentence; tests/messages/test_timeline.py holds that it is total."""
