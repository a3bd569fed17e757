"""Cases, commands and times for tests. A test says only what matters to it."""

import re
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from domain.book import AnyEvent
from domain.case import Case
from domain.case.contacts import PARTS
from domain.command import Actor, Command
from domain.confirmation import ConfirmComplex
from domain.contacts import LogContact
from domain.deadline import Deadline
from domain.deadlines import deadlines
from domain.decide import CORE, Decision, decide
from domain.engine import Tick
from domain.evolve import fold
from domain.intake import AnswerPerson, OpenCase
from domain.milestones import Milestone
from domain.notes import AddNote
from domain.pauses import PauseCase
from domain.plan import Plan
from domain.plan.questions import Guide
from domain.plan.room import RoomRules
from domain.plan.terms import Language, Line
from domain.planning import compile_plan, guide_for
from domain.promises.commands import MakePromise, NextPromise, RenegotiatePromise
from domain.questions import AskQuestions, RecordAnswers
from domain.resolution import RecordVerification, Resolve
from domain.revisits import RecordRevisit
from domain.stages import CompleteStage
from domain.triage import Triage
from domain.visits.commands import ArrangeVisit, RecordVisit
from policies.load import load

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 3, 2)
"""The Monday tests count from: no public holiday near it."""
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
Event = TypeVar("Event")


def at(when: str) -> datetime:
    """`at("Tue 14:00")` in the first week, `at("Tue+1 14:00")` a week later, `at("2026-10-10 09:00")`."""
    day, clock = when.split()
    if day[:3] in DAYS:
        weeks = int(day[3:] or 0)
        on = MONDAY + timedelta(days=DAYS.index(day[:3]), weeks=weeks)
    else:
        on = date.fromisoformat(day)
    parsed = re.fullmatch(r"(\d\d):(\d\d)(?::(\d\d))?", clock)
    assert parsed, f"not a time of day: {clock}"
    hour, minute, second = (int(part or 0) for part in parsed.groups())
    return datetime.combine(on, time(hour, minute, second), SHANGHAI).astimezone(ZoneInfo("UTC"))


@cache
def a_plan(language: Language = "en", opened_on: date = MONDAY, scenario: str = "standard") -> Plan:
    """The shipped default policy, applied to a standard case unless told otherwise."""
    policy = load(today=opened_on)
    return compile_plan(
        policy,
        scenario=scenario,
        team="after_sales",
        language=language,
        opened_on=opened_on,
    )


@cache
def a_guide(family: str = "washing_machine", language: Language = "en") -> Guide:
    """What the shipped policy knows of a product family."""
    return guide_for(load(today=MONDAY), family, language)


def an_actor(handle: str = "li.min", line: Line = "agent") -> Actor:
    return Actor(handle=handle, line=line)


LEAD = an_actor("chen.jie", "lead")
SUPERVISOR = an_actor("wang.fang", "supervisor")
EXECUTIVE = an_actor("zhao.lei", "executive")
CARING = {"parts": PARTS}


class Played:
    """A case as it is lived: time fires what is due on the way to each command, like the loop does."""

    def __init__(self, opened: str = "Mon 09:00", **opening: Any) -> None:
        self.case = Case(number="C-000001", core=CORE)
        self.now = at(opened)
        self.events: list[AnyEvent] = []
        fields: dict[str, Any] = {
            "plan": a_plan(),
            "title": "Strange noise from the washing machine",
            "customer": "k1",
            "channel": "phone",
            "owner": "li.min",
            "spoke_at": self.now,
        }
        self.ask(OpenCase, **{**fields, **opening})

    def until(self, when: str | datetime) -> "Played":
        """Let time pass, firing each deadline at its own moment."""
        goal = at(when) if isinstance(when, str) else when
        while (due := next(iter(deadlines(self.case)), None)) and due.due_at <= goal:
            self.now = max(self.now, due.due_at)
            self.tick()
        self.now = max(self.now, goal)
        return self

    def tick(self, since: datetime | None = None) -> Decision:
        return self._decide(Tick(actor=an_actor("system"), received_at=self.now, since=since))

    def ask(self, command: type[Command], *, by: Actor | None = None, **fields: Any) -> Decision:
        """Ask now. Raises Refusal."""
        given = {"actor": by or an_actor(), "received_at": self.now, **fields}
        return self._decide(command(**given))

    def _decide(self, command: Command) -> Decision:
        decision = decide(self.case, command, self.now)
        self.case = decision.case
        self.events.extend(decision.events)
        assert fold(self.case.number, self.events) == self.case
        return decision

    # --- the usual way ---------------------------------------------------------------------------

    def answering(self, same: bool) -> "Played":
        """What is asked about the customer is answered."""
        self.ask(AnswerPerson, question=self.case.person_question, same=same)
        return self

    def contact(self, **fields: Any) -> Decision:
        """A conversation now, with its four parts."""
        usual = {"channel": "phone", "occurred_at": self.now, **CARING}
        return self.ask(LogContact, **{**usual, **fields})

    def triage(self, **fields: Any) -> Decision:
        usual = {
            "priority": self.case.priority,
            "traits": ("needs_time_to_verify",),
            "yields": {"product": "washer", "occurred": "yesterday", "impact": "person"},
        }
        return self.ask(Triage, **{**usual, **fields})

    def confirm(self, first_feedback: str = "Tue 10:00", **fields: Any) -> Decision:
        usual = {
            "complexity": "medium",
            "channel": "phone",
            "told_at": self.now,
            "first_feedback_at": at(first_feedback),
            "answer": "agreed",
        }
        return self.ask(ConfirmComplex, **{**usual, **fields})

    def promise(self, latest_by: str, subject: str = "noise test", **fields: Any) -> str:
        given = NextPromise(subject=subject, latest_by=at(latest_by), **fields)
        return self.ask(MakePromise, promise=given).receipt.made("promises")[0]

    def pause(
        self, until: str | datetime, reason: str = "waiting_on_parts", **fields: Any
    ) -> Decision:
        """The case waits, and the customer has just been told so."""
        end = at(until) if isinstance(until, str) else until
        usual = {"reason": reason, "until": end, "channel": "phone", "told_at": self.now}
        return self.ask(PauseCase, **{**usual, **fields})

    def moved_too_often(self, subject: str = "noise test") -> "Played":
        """A promise for Tuesday that is moved to Friday, a day at a time."""
        self.promise("Tue 14:00", subject)
        for day in ("Wed", "Thu", "Fri"):
            self.ask(
                RenegotiatePromise,
                promise=self.case.promises[-1].id,
                latest_by=at(f"{day} 14:00"),
                told_at=self.now,
                reason="the laboratory needs one more day",
            )
        return self

    def visit(self, start: str = "Tue 14:00", end: str = "Tue 16:00", **fields: Any) -> str:
        """A window promised to the customer; the visit's id."""
        usual = {"engineer": "chen.gong", "text": "t-address"}
        window = {"starts_at": at(start), "ends_at": at(end)}
        decision = self.ask(ArrangeVisit, **{**usual, **window, **fields})
        return decision.receipt.made("visits")[0]

    def recorded(self, outcome: str, visit: str = "v1", **fields: Any) -> Decision:
        """What came of a visit, now."""
        usual = {"visit": visit, "outcome": outcome, "arrived_at": self.now}
        return self.ask(RecordVisit, **{**usual, **fields})

    def says_it_works(self) -> Decision:
        """The customer says so on the phone, now, and nothing else is spoken of."""
        self.contact(covers=())
        return self.ask(RecordVerification, outcome="fixed")

    def complete(self, stage: str, to: str | None = None, **yields: str) -> Decision:
        return self.ask(CompleteStage, stage=stage, to=to, yields=yields)

    def confirmed(self) -> "Played":
        """On to the first stage after confirmation, Monday around ten, first feedback Tuesday ten."""
        self.until("Mon 09:10").contact()
        self.until("Mon 09:30").triage()
        self.until("Mon 10:00").confirm()
        return self

    def verifying(self) -> "Played":
        """On to the stage in which the customer verifies."""
        if not self.case.is_confirmed:
            self.confirmed()
        self.complete("diagnose", findings="heard it", root_cause="product/part")
        self.complete("plan", to="implement", solution="new bearing", kind="cure")
        self.complete("implement", done="bearing replaced")
        return self

    def resolved(self) -> "Played":
        """On to resolved, the customer having confirmed; the first promise kept on the way."""
        self.verifying()
        self.until("Mon 15:00").contact()
        self.ask(RecordVerification, outcome="fixed")
        self.ask(Resolve, basis="customer_confirmed")
        return self

    def reach(self, stage: str) -> "Played":
        """On to a stage of the standard SOP, the usual way; all but the first are a Monday's work."""
        if stage == "respond":
            return self
        if stage in ("triage", "one_off", "confirm"):
            self.contact()
            if stage != "triage":
                self.triage(**({"traits": ()} if stage == "one_off" else {}))
        elif stage in ("resolved", "closed"):
            self.resolved()
            if stage == "closed":
                self.until("Tue 15:00")
                owed = tuple(p.id for p in self.case.open_promises if p.kind != "revisit")
                self.ask(RecordRevisit, outcome="content", occurred_at=self.now, covers=owed)
        else:
            self._work_to(stage)
        assert self.case.stage == stage
        return self

    def _work_to(self, stage: str) -> None:
        if stage == "verify":
            self.verifying()
            return
        self.confirmed()
        if stage != "diagnose":
            self.complete("diagnose", findings="heard it", root_cause="product/part")
        if stage in ("collaborate", "implement"):
            self.complete("plan", to=stage, solution="new bearing", kind="cure")

    def names(self) -> list[str]:
        """The kinds of all events so far."""
        return [event.name for event in self.events]

    def count(self, name: str) -> int:
        return self.names().count(name)

    def due(self, kind: str) -> Deadline:
        """The one deadline of that kind."""
        (found,) = (deadline for deadline in deadlines(self.case) if deadline.kind == kind)
        return found

    def recipients(self, about: str) -> list[str]:
        """Who was told about something, in order."""
        return [
            event.action.to
            for event in self.events
            if event.kind == "action_requested" and event.action.about == about
        ]


class PlayedFault(Played):
    """A case of the product fault SOP, a washing machine's."""

    def __init__(self, opened: str = "Mon 09:00", **opening: Any) -> None:
        language = opening.pop("language", "en")
        usual = {
            "plan": a_plan(language, scenario="product_fault"),
            "guide": a_guide(language=language),
        }
        super().__init__(opened, **{**usual, **opening})

    def checked(self) -> "PlayedFault":
        """On to triage, the safe checks done."""
        self.contact()
        self.complete("safe_checks", checked="nothing in the drum, stands level")
        return self

    def triage(self, **fields: Any) -> Decision:
        given = {"product": "W-7", "occurred": "yesterday"} if self.case.stage == "triage" else {}
        return super().triage(**{"yields": given, **fields})

    def confirmed(self) -> "PlayedFault":
        """On to remote diagnosis, Monday at ten, first feedback Tuesday at ten."""
        self.until("Mon 09:10").contact()
        self.complete("safe_checks", checked="nothing in the drum, stands level")
        self.until("Mon 09:30").triage()
        self.until("Mon 10:00").confirm()
        return self

    def verifying(self) -> "PlayedFault":
        if not self.case.is_confirmed:
            self.confirmed()
        self.complete("diagnose", findings="play in the bearing", root_cause="product/part")
        self.complete("plan", solution="an engineer on Thursday", way="on_site")
        self.complete("implement", done="bearing replaced")
        return self

    def reach(self, stage: str) -> "PlayedFault":
        """On to a stage of the product fault SOP."""
        if stage in ("resolved", "closed", "verify"):
            super().reach(stage)
        elif stage == "safe_checks":
            self.contact()
        elif stage in ("triage", "ask", "one_off", "confirm"):
            self.checked()
            if stage == "ask":
                self.questions("load")
            elif stage != "triage":
                self.triage(**({"traits": ()} if stage == "one_off" else {}))
        elif stage != "respond":
            self.confirmed()
            if stage != "diagnose":
                self.complete("diagnose", findings="play", root_cause="product/part")
            if stage == "implement":
                self.complete("plan", solution="an engineer on Thursday", way="on_site")
        assert self.case.stage == stage
        return self

    def questions(self, *names: str, **fields: Any) -> Decision:
        """One round of asking, on the phone, now."""
        usual = {"channel": "phone", "occurred_at": self.now, **CARING}
        return self.ask(AskQuestions, questions=names, **{**usual, **fields})

    def answers(self, **answers: str) -> Decision:
        return self.ask(RecordAnswers, answers=answers)


def crowded(plan: Plan) -> Played:
    """A confirmed case that may hold next to nothing, and holds as much."""
    small = plan.model_copy(update={"room": RoomRules(most=15_000)})
    played = Played(plan=small).confirmed()
    for _ in range(90):
        played.ask(AddNote, text="t1")
    while played.case.room is None or played.case.room.fullness != "full":
        subject = (
            f"{len(played.case.promises)} " + "noise test " * 9
        )  # the same one once more joins the first
        played.promise("Tue 16:00", subject=subject)
    return played


def on_site(milestones: tuple[Milestone, ...] = (), **opening: Any) -> Played:
    """A case of the SOP for repairs on site, confirmed Monday at ten: a visit is to be agreed on."""
    played = Played(plan=a_plan(scenario="on_site_repair"), **opening)
    played.until("Mon 09:10").contact()
    yields = {"product": "washer", "serial_number": "W7-2231 907", "fault": "noise"}
    played.until("Mon 09:30").triage(yields=yields)
    played.until("Mon 10:00").confirm(milestones=milestones)
    return played


RECKONED = {
    "paid": "3600",
    "units": "36",
    "used": "12",
    "used_checked": "as the register has it",
    "account": "the card it was paid with",
}


def a_course() -> Played:
    """A course that is given back, confirmed Monday at ten: what is due is to be worked out."""
    played = Played(plan=a_plan(scenario="subscription_refund"))
    played.until("Mon 09:10").contact()
    yields = {"contract": "K-7", "why": "time", "used_so_far": "twelve lessons"}
    played.until("Mon 09:30").triage(yields=yields)
    played.until("Mon 10:00").confirm()
    return played


DIAGNOSIS = {"findings": "worn bearing", "root_cause": "part"}
REPAIR = {"remedy": "repair", "done": "bearing replaced"}


def refusal_code(error: Any) -> str:
    """The code of the Refusal that `pytest.raises` caught."""
    return str(error.value.problem.code)
