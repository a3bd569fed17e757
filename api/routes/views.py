"""Wire models of what people get to see."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel

from db.agenda import Owed
from db.customers import Customer
from db.inbox import InboxItem
from db.promises import ListedPromise
from domain.actions import Action
from domain.book import AnyEvent
from domain.case import Case
from domain.confirmation import Notice
from domain.contacts import Contact
from domain.customer_messages import CustomerMessage, Link
from domain.deadline import Deadline
from domain.endings import Closing
from domain.escalations import Escalation
from domain.milestones import Proposal
from domain.observation import Observation
from domain.pauses import Pause
from domain.promises.records import Promise
from domain.questions import rounds_used
from domain.receipt import Outcome
from domain.repairs import FailedRepair, RemedyOffer, failures
from domain.resolution import Verification
from domain.revisits import RevisitTry
from domain.summary import CaseSummary
from domain.visits.records import Visit
from messages.derivations import explain
from messages.voice import Voice

Words = Mapping[str, dict[str, Any]]


class CasePage(BaseModel):
    items: list[CaseSummary]
    next: str | None


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


class PromiseOut(Promise):
    """A promise with the words for its subject, and its case when it stands in a list."""

    about: str = ""
    number: str | None = None
    title: str | None = None

    @classmethod
    def of(cls, promise: Promise, voice: Voice) -> "PromiseOut":
        return cls(**dict(promise), about=voice.subject(promise.subject, promise.kind))

    @classmethod
    def listed(cls, listed: ListedPromise) -> "PromiseOut":
        return cls(**dict(listed.promise), number=listed.number, title=listed.title)


class ContactOut(Contact):
    words: dict[str, str] = {}


class MessageOut(BaseModel):
    """`mark_by` is there while a human still has to mark a message on a closed case."""

    id: str
    channel: str
    occurred_at: datetime
    received_at: datetime
    text: str
    mark_by: datetime | None
    verdict: str | None
    marked_at: datetime | None
    marked_by: str | None
    words: dict[str, str] = {}

    @classmethod
    def of(cls, message: CustomerMessage, case: Case, words: dict[str, str]) -> "MessageOut":
        due = message.mark.due(case.rules)[0] if message.mark else None
        known = message.model_dump(exclude={"mark"})
        return cls(**known, mark_by=due, words=words)


class EscalationOut(BaseModel):
    id: str
    cause: str
    reason: str
    raised_at: datetime
    raised_by: str
    line: str
    receiver: str
    tier: int
    acknowledge_by: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    unanswered: bool
    deescalated_at: datetime | None

    @classmethod
    def of(cls, escalation: Escalation, case: Case) -> "EscalationOut":
        due, _ = escalation.clock.due(case.rules)
        known = {name: getattr(escalation, name, due) for name in cls.model_fields}
        return cls.model_validate(known)


class VisitOut(BaseModel):
    """`report_by` is there while the report is still to come; `about` says where the visit stands."""

    id: str
    engineer: str
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
    def of(cls, visit: Visit, case: Case, words: Words, voice: Voice) -> "VisitOut":
        waits = visit.report and not visit.reported_at
        left_out = {"text", "failed_before", "reminded", "report", "report_text"}
        return cls(
            **visit.model_dump(exclude=left_out),
            about=voice.word("visit_status", visit.status),
            address=words.get(visit.text or "", {}).get("address", ""),
            report_by=visit.report.due(case.rules)[0] if visit.report and waits else None,
            report=words.get(visit.report_text or "", {}).get("report", ""),
        )


class VisitList(BaseModel):
    items: list[VisitOut]


class ClockOut(BaseModel):
    """A clock that runs or stands still. Paused time is told apart, in seconds of the limit's own time."""

    name: str
    started_at: datetime
    due_at: datetime
    paused_seconds: float
    standing_still_since: datetime | None
    overdue: bool

    @classmethod
    def all_of(cls, case: Case) -> list["ClockOut"]:
        clocks = {
            "response": case.response,
            "stage": case.stage_clock,
            "follow_up": case.follow_up,
        }
        return [
            cls(
                name=name,
                started_at=clock.started_at,
                due_at=clock.due(case.rules)[0],
                paused_seconds=clock.paused.total_seconds(),
                standing_still_since=clock.paused_at,
                overdue=clock.overdue,
            )
            for name, clock in clocks.items()
            if clock
        ]


class DraftOut(BaseModel):
    """A message in its four parts, for a human to make their own."""

    occasion: str
    language: str
    parts: dict[str, str]
    order: list[str]
    text: str


class MilestoneOut(BaseModel):
    """A milestone: proposed before the confirmation, a promise after it (REQ B1)."""

    subject: str
    stage: str | None
    latest_by: datetime
    expected_by: datetime | None
    promise: str | None = None
    status: str = "proposed"
    explanation: str

    @classmethod
    def of(cls, each: Promise | Proposal, case: Case, voice: Voice) -> "MilestoneOut":
        promise = each if isinstance(each, Promise) else None
        due = Deadline(
            key="",
            kind="promise",
            due_at=each.latest_by,
            owner=case.owner,
            subject=each.subject,
            why=each.why,
        )
        return cls(
            subject=each.subject,
            stage=each.stage,
            latest_by=each.latest_by,
            expected_by=each.expected_by,
            promise=promise.id if promise else None,
            status=promise.status if promise else "proposed",
            explanation=explain(due, case.rules, voice.language),
        )

    @classmethod
    def all_of(cls, case: Case, voice: Voice) -> list["MilestoneOut"]:
        """Those promised, also the ended ones, in the order in which they were made."""
        return [cls.of(p, case, voice) for p in case.promises if p.kind == "milestone"]


class MilestoneList(BaseModel):
    items: list[MilestoneOut]


class QuestionOut(BaseModel):
    """`asked_in` are the rounds in which it was asked."""

    name: str
    text: str
    asked_in: list[str]
    answer: str | None


class QuestionsOut(BaseModel):
    """What the customer can safely check, and what may be asked (REQ B2); nothing until the product's
    family is named.

    `rounds` of asking are allowed, `rounds_used` have been; then it goes on in the stage `then`.
    """

    family: str | None
    label: str
    safe_checks: list[str]
    questions: list[QuestionOut]
    rounds: int | None
    rounds_used: int
    then: str | None

    @classmethod
    def of(cls, case: Case) -> "QuestionsOut":
        guide, asking = case.guide, case.rules.sop.asking
        return cls(
            family=guide.family if guide else None,
            label=guide.label if guide else "",
            safe_checks=list(guide.safe_checks) if guide else [],
            questions=[
                QuestionOut(
                    name=question.name,
                    text=question.text,
                    asked_in=[r.id for r in case.rounds if question.name in r.questions],
                    answer=case.answers.get(question.name),
                )
                for question in (guide.questions if guide else ())
            ],
            rounds=asking.rounds if asking else None,
            rounds_used=rounds_used(case),
            then=asking.then if asking else None,
        )


class CaseOut(CaseSummary):
    """A case with all a person needs to go on with it."""

    stage_label: str
    asks_for: list[str]
    """Facts the current stage must yield before it can be left."""
    leads_to: dict[str, list[str]]
    """Which command leads from here to which stages."""
    person: CustomerOut | None
    description: str
    facts: dict[str, str]
    notice: Notice | None
    milestones: list[MilestoneOut]
    questions: QuestionsOut
    clocks: list[ClockOut]
    promises: list[PromiseOut]
    contacts: list[ContactOut]
    messages: list[MessageOut]
    escalations: list[EscalationOut]
    revisits: list[RevisitTry]
    pause: Pause | None
    observation: Observation | None
    verification: Verification | None
    closing: Closing | None
    closings: list[Closing]
    """One for each life that has ended; a reopened case has another (REQ E3)."""
    reopened_at: datetime | None
    links: list[Link]
    visits: list[VisitOut]
    failed_repairs: list[FailedRepair]
    failed_repairs_in_all: int
    """Of the same machine and fault, other cases included, as known when the last visit was arranged."""
    offers: list[RemedyOffer]
    failed_deliveries: list[Action]
    policy: str
    policy_version: int

    @classmethod
    def of(
        cls, case: Case, seen: CaseSummary, customer: Customer | None, words: Words, voice: Voice
    ) -> "CaseOut":
        ways: dict[str, list[str]] = {}
        for way in case.rules.sop.ways_from(case.stage):
            ways.setdefault(way.on, []).append(way.target)
        opening = next((body for body in words.values() if "description" in body), {})
        return cls(
            **dict(seen),
            stage_label=voice.stage(case.stage),
            asks_for=[field.name for field in case.current.yields if field.required],
            leads_to=ways,
            person=CustomerOut.of(customer) if customer else None,
            description=opening.get("description", ""),
            facts=case.facts,
            notice=case.notice,
            milestones=MilestoneOut.all_of(case, voice),
            questions=QuestionsOut.of(case),
            clocks=ClockOut.all_of(case),
            promises=[PromiseOut.of(p, voice) for p in case.promises],
            contacts=[
                ContactOut(**dict(k), words=words.get(k.text or "", {})) for k in case.contacts
            ],
            messages=[MessageOut.of(m, case, words.get(m.text, {})) for m in case.messages],
            escalations=[EscalationOut.of(x, case) for x in case.escalations],
            revisits=list(case.revisits),
            pause=case.pause,
            observation=case.observation,
            verification=case.verification,
            closing=case.closing,
            closings=list(case.closings),
            reopened_at=case.reopened_at,
            links=list(case.links),
            visits=[VisitOut.of(visit, case, words, voice) for visit in case.visits],
            failed_repairs=list(case.failed_repairs),
            failed_repairs_in_all=failures(case, case.failed_elsewhere),
            offers=list(case.offers),
            failed_deliveries=[a for a in case.actions if a.status == "failed"],
            policy=case.rules.policy,
            policy_version=case.rules.policy_version,
        )


class TimelineOut(BaseModel):
    sequence: int
    at: datetime
    by: str
    event: str
    line: str
    facts: dict[str, Any]


class TimelinePage(BaseModel):
    items: list[TimelineOut]
    next: str | None


def facts(event: AnyEvent) -> dict[str, Any]:
    """An event's own facts; the pinned plan is left out, it is 8 kB of policy."""
    return event.model_dump(mode="json", exclude={"at", "by", "kind", "plan"}, exclude_none=True)


class DeadlineOut(Deadline):
    overdue: bool
    explanation: str


class DeadlineList(BaseModel):
    items: list[DeadlineOut]


class PromisePage(BaseModel):
    items: list[PromiseOut]
    next: str | None


class OwedOut(BaseModel):
    kind: str
    number: str
    id: str
    due_at: datetime
    subject: str
    about: str
    title: str
    customer_level: str
    priority: str
    stage: str
    tier: int
    expected_by: datetime | None
    overdue: bool

    @classmethod
    def of(cls, owed: Owed, now: datetime) -> "OwedOut":
        known = {name: getattr(owed, name, None) for name in cls.model_fields}
        return cls.model_validate({**known, "overdue": owed.due_at < now})


class AgendaPage(BaseModel):
    person: str
    items: list[OwedOut]
    next: str | None


class NoticeOut(BaseModel):
    id: str
    person: str
    number: str | None
    about: str
    title: str
    body: str
    ref: str | None
    created_at: datetime
    read_at: datetime | None

    @classmethod
    def of(cls, notice: InboxItem) -> "NoticeOut":
        return cls(**{name: getattr(notice, name) for name in cls.model_fields})


class InboxPage(BaseModel):
    items: list[NoticeOut]
    next: str | None


class CommandOut(BaseModel):
    """What became of a command. `waiting`: not decided yet, or never received under this key."""

    key: str
    status: Literal["done", "refused", "waiting"]
    number: str | None = None
    outcome: Outcome | None = None
