"""Taking a case in: who and what is all it takes (REQ A2)."""

from datetime import datetime
from typing import Literal

from domain import stages
from domain.case import FIRST_CORE, Case
from domain.case.contacts import Channel
from domain.case.customer_messages import Link
from domain.command import Command
from domain.draft import Draft
from domain.errors import Refusal
from domain.event import Event
from domain.linking import CaseLinked
from domain.plan import Plan
from domain.plan.questions import Guide
from domain.plan.terms import Emotion, Priority
from domain.questions import ProductNamed
from domain.response import await_response
from domain.rules import Change, Rules, conflict

Question = Literal["another_name", "more_to_add"]
"""What somebody of ours is asked about a customer: whether it is the person whose number it is, whether what a machine
brought along is theirs."""


class OpenCase(Command):
    """Open the case: who and what is all it takes (REQ A2)."""

    kind: Literal["open_case"] = "open_case"
    plan: Plan
    title: str
    customer: str
    customer_level: Literal["normal", "vip"] = "normal"
    channel: Channel
    priority: Priority = "P2"
    owner: str
    spoke_at: datetime
    text: str | None = None
    emotion: Emotion = "calm"
    guide: Guide | None = None
    """What the policy knows of the product's family, when it is known which one it is."""
    person_question: Question | None = None
    """What somebody of ours is asked about the customer before anybody knows who it is (REQ A3)."""
    same_person: bool | None = None
    """What whoever opened the case has answered to it already."""
    comes_from: Link | None = None
    """The older case whose customer wrote again, when this one was opened by a message (REQ E3)."""


class AnswerPerson(Command):
    """Say whether the customer is the person we know (REQ A3). It may be put right later."""

    kind: Literal["answer_person"] = "answer_person"
    question: Question
    same: bool


class CaseOpened(Event):
    kind: Literal["case_opened"] = "case_opened"
    plan: Plan
    title: str
    customer: str
    customer_level: Literal["normal", "vip"]
    channel: Channel
    priority: Priority
    owner: str
    emotion: Emotion
    spoke_at: datetime
    text: str | None = None
    person_question: Question | None = None
    core: int = FIRST_CORE


class PersonAnswered(Event):
    """Somebody has said whether the customer is the person we know."""

    kind: Literal["person_answered"] = "person_answered"
    question: Question
    same: bool


def open_case(draft: Draft, command: OpenCase) -> None:
    if draft.case.is_opened:
        raise Refusal("case_already_open", number=draft.case.number)
    blank = tuple(
        name for name in ("title", "customer", "owner") if draft.is_nothing(getattr(command, name))
    )
    if blank:
        raise Refusal("reason_required", fields=blank, number=draft.case.number)
    spoke_at = min(command.spoke_at, draft.now)
    draft.emit(
        CaseOpened,
        plan=command.plan,
        title=command.title,
        customer=command.customer,
        customer_level=command.customer_level,
        channel=command.channel,
        priority=command.plan.sop.priority(command.priority),
        owner=command.owner,
        emotion=command.emotion,
        spoke_at=spoke_at,
        text=command.text,
        person_question=command.person_question,
        core=draft.case.core,
    )
    if command.same_person is not None:
        draft.emit(PersonAnswered, question="another_name", same=command.same_person)
    if command.comes_from:
        draft.emit(CaseLinked, link=command.comes_from)
    if command.guide:
        draft.emit(ProductNamed, guide=command.guide)
    stages.begin(draft)
    await_response(draft, spoke_at)
    if command.owner != command.actor.handle:
        asks = {"who": command.person_question} if command.person_question else {}
        more = {**_whence(draft, command), **asks} if draft.case.core >= 2 else {}
        draft.tell(command.owner, about="case_assigned", by=command.actor.handle, **more)


def _whence(draft: Draft, command: OpenCase) -> dict[str, str]:
    """What its owner is told of the case that this one came from."""
    link = command.comes_from
    if link is None:
        return {}
    return (
        {"new_matter_in": link.number, "said_by": link.by} if link.by else {"late_in": link.number}
    )


def _answer(draft: Draft, command: AnswerPerson) -> None:
    """The answer stands with the customer; the case tells who gave it. The same answer once more is a second click."""
    case, by = draft.case, command.actor.handle
    if case.person_question is None and case.same_person == command.same:
        return
    draft.emit(PersonAnswered, question=command.question, same=command.same)
    if case.owner != by:
        answer = f"{command.question}.{'same' if command.same else 'other'}"
        draft.tell(case.owner, about="person_answered", by=by, person_is=answer)


def _answered(case: Case, event: PersonAnswered) -> Change:
    return {"person_question": None, "same_person": event.same}


def _opened(case: Case, event: CaseOpened) -> Change:
    return {
        "core": event.core,
        "plan": event.plan,
        "title": event.title,
        "customer": event.customer,
        "customer_level": event.customer_level,
        "channel": event.channel,
        "priority": event.priority,
        "owner": event.owner,
        "emotion": event.emotion,
        "came_feeling": event.emotion,
        "spoke_at": event.spoke_at,
        "opened_at": event.at,
        "person_question": event.person_question,
        "stage": event.plan.sop.first,
        "stage_entered_at": event.at,
    }


RULES = Rules(
    handlers={OpenCase: open_case, AnswerPerson: _answer},
    after_closing=(AnswerPerson,),
    signals=(AnswerPerson,),
    folds={CaseOpened: _opened, PersonAnswered: _answered},
    refusals={
        "case_already_open": conflict("the case was opened by another request"),
    },
)
Commands = OpenCase | AnswerPerson
Events = CaseOpened | PersonAnswered
