"""One-liners of a case for Temporal's UI, each within what the server takes.

They are made inside workflow code, so they never raise on what a case may hold.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from domain.actions import Action, ActionRequested
from domain.assignment import OwnerAssigned
from domain.case import Case
from domain.contacts import ContactLogged
from domain.customer_messages import CaseLinked, CaseReopened, Link, MessageMarked
from domain.deadline import Deadline
from domain.endings import CaseClosed
from domain.errors import Problem
from domain.escalations import Escalated, EscalationPassedOn, TierChanged
from domain.event import Event
from domain.observation import ObservationExtended, ObservationStarted
from domain.pauses import CasePaused
from domain.plan import Plan
from domain.promises.events import PromiseMade
from domain.questions import ProductNamed, QuestionsAsked
from domain.receipt import Outcome
from domain.record import Record
from domain.resolution import CaseResolved, FixVerified
from domain.revisits import RevisitHeld
from domain.stages import StageCompleted, StageEntered, StageOverrun
from messages import visits
from messages.refusals import said
from messages.say import has, say
from messages.voice import Voice

LONGEST = 200
"""Bytes of UTF-8. The server takes 400 for the whole payload; sealed, 200 become 370 (measured)."""

ELLIPSIS = "…"
LONGER_IN_JSON = str.maketrans({'"': "'", "\\": "/"})


def cut(text: str, longest: int = LONGEST) -> str:
    """The text on one line, cut at a character so that it fits into `longest` bytes of UTF-8.

    What JSON would write longer than it is (quotes, backslashes, control characters) is replaced.
    """
    line = "".join(filter(str.isprintable, " ".join(text.split()).translate(LONGER_IN_JSON)))
    encoded = line.encode()
    if len(encoded) <= longest:
        return line
    kept = encoded[: longest - len(ELLIPSIS.encode())].decode(errors="ignore")
    return kept.rstrip() + ELLIPSIS


def deadline_line(due: Deadline, voice: Voice) -> str:
    """A deadline in a sentence: "Promised callback by li.min about “noise”, due Tue 3 Mar 14:00"."""
    return voice.say(
        f"deadline.{due.kind}",
        due=voice.moment(due.due_at),
        owner=voice.person(due.owner),
        subject=voice.subject(due.subject),
        stage=voice.stage(due.subject),
        ref=due.ref or "",
        window=voice.window(due.window or ""),
    )


def deadline_summary(due: Deadline, plan: Plan) -> str:
    """The summary of the timer that waits for a deadline."""
    return cut(deadline_line(due, Voice.of(plan)))


def grace_summary(due: Deadline, plan: Plan) -> str:
    """The summary of the timer that gives messages on their way a minute after an outage."""
    voice = Voice.of(plan)
    return cut(voice.say("shell.grace", line=deadline_line(due, voice)))


def load_summary(number: str) -> str:
    """The summary of the activity that loads a case whose run had ended."""
    return say("en", "shell.load", number=number)


def outcome_line(case: Case) -> str:
    """How a run ended, as its result in Temporal's UI."""
    voice = Voice.of(case.rules)
    ending = voice.word("ending", case.closing.ending) if case.closing else voice.stage(case.stage)
    return voice.say("shell.outcome", number=case.number, ending=ending)


def action_line(action: Action, voice: Voice) -> str:
    """An action in a few words: "Tell wang.lead: promise broken (p2)"."""
    about = voice.word("about", action.about)
    told = voice.say(f"action.{action.name}", to=voice.person(action.to), about=about)
    return voice.say("action.ref", action=told, ref=action.ref) if action.ref else told


def link_line(link: Link, voice: Voice) -> str:
    """What another case is to this one."""
    told = {"number": link.number, "message": link.message}
    return voice.say(f"event.case_linked.{link.relation}", **told)


def action_summary(action: Action, plan: Plan) -> str:
    """The summary of the activity that carries an action out."""
    return cut(action_line(action, Voice.of(plan)))


def refusal_line(problem: Problem, plan: Plan) -> str:
    """Why a command was refused, as the failure of its update."""
    return said(problem, Voice.of(plan)).detail


def record_summary(record: Record, plan: Plan) -> str:
    """The summary of the activity that records a batch: "Write down: contact by li.min, …".

    What doesn't fit is counted: "(+3)".
    """
    voice = Voice.of(plan)
    # who is told stands in the summaries of the actions themselves
    events = [event for event in record.events if not isinstance(event, ActionRequested)]
    briefs = [brief(event, voice) for event in events or record.events]
    briefs = [cut(each, LONGEST // 2) for each in briefs or _refusals(record.outcomes, voice)]
    if not briefs:
        return voice.say("record.nothing")
    for shown in range(len(briefs), 0, -1):
        line = voice.say("record.write_down", brief=voice.listed(briefs[:shown]))
        if shown < len(briefs):
            line += voice.say("record.more", count=len(briefs) - shown)
        if len(line.encode()) <= LONGEST:
            return line
    raise AssertionError("half of LONGEST and the words around it always fit")


def _refusals(outcomes: Sequence[Outcome], voice: Voice) -> list[str]:
    """What was refused, to whom and why, where nothing else is recorded."""
    return [
        voice.say(
            "record.refused",
            by=voice.person(outcome.principal),
            command=voice.word("command", outcome.command),
            why=said(outcome.problem, voice).title,
        )
        for outcome in outcomes
        if outcome.problem
    ]


def case_summary(case: Case) -> str:
    """The static summary of the workflow: number, title, stage and priority."""
    if case.plan is None:
        return case.number
    voice = Voice.of(case.plan)
    title = cut(case.title, LONGEST // 2)
    stage = voice.stage(case.stage)
    return cut(
        voice.say(
            "case.summary", number=case.number, title=title, stage=stage, priority=case.priority
        )
    )


def brief(event: Event, voice: Voice) -> str:
    """What happened in two or three words: "promise p1 kept"."""
    key = f"brief.{event.name}"
    if not has(key):
        return event.name
    tell = BRIEFS.get(type(event))
    params = tell(event, voice) if tell else {}
    ids = {name: getattr(event, name) for name in ("promise", "action") if hasattr(event, name)}
    return voice.say(key, **{"by": voice.person(event.by), **ids, **params})


def _due(voice: Voice, at: datetime) -> dict[str, str]:
    return {"due": voice.moment(at)}


BRIEFS: dict[type[Event], Callable[[Any, Voice], dict[str, str]]] = {
    StageEntered: lambda event, voice: {"stage": voice.stage(event.stage)},
    StageCompleted: lambda event, voice: {"stage": voice.stage(event.stage)},
    StageOverrun: lambda event, voice: {"stage": voice.stage(event.stage)},
    OwnerAssigned: lambda event, voice: {"owner": voice.person(event.owner)},
    ContactLogged: lambda event, voice: {"by": voice.person(event.contact.by)},
    ProductNamed: lambda event, _: {"product": event.guide.label},
    QuestionsAsked: lambda event, _: {"count": str(len(event.round.questions))},
    PromiseMade: lambda event, voice: {
        "promise": event.promise.id,
        "owner": voice.person(event.promise.owner),
        **_due(voice, event.promise.latest_by),
    },
    MessageMarked: lambda event, voice: {
        "message": event.message,
        "verdict": voice.word("verdict", event.verdict),
    },
    CaseReopened: lambda event, voice: {"cause": voice.word("reopen_cause", event.cause)},
    CaseLinked: lambda event, _: {"number": event.link.number},
    Escalated: lambda event, voice: {"receiver": voice.person(event.escalation.receiver)},
    EscalationPassedOn: lambda event, voice: {"receiver": voice.person(event.receiver)},
    TierChanged: lambda event, _: {"tier": str(event.tier)},
    CasePaused: lambda event, voice: {"until": voice.moment(event.pause.until)},
    ObservationStarted: lambda event, voice: {"ends_at": voice.moment(event.observation.ends_at)},
    ObservationExtended: lambda event, voice: {"ends_at": voice.moment(event.ends_at)},
    FixVerified: lambda event, voice: {
        "outcome": voice.word("verification", event.verification.outcome)
    },
    CaseResolved: lambda event, voice: {"basis": voice.word("basis", event.basis)},
    RevisitHeld: lambda event, voice: {
        "outcome": voice.word("revisit_outcome", event.revisit.outcome)
    },
    CaseClosed: lambda event, voice: {"ending": voice.word("ending", event.closing.ending)},
    **visits.BRIEFS,
    ActionRequested: lambda event, voice: {"to": voice.person(event.action.to)},
}
"""What the brief of an event needs besides who did it and the ids it carries."""
