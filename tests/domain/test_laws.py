"""The laws of a case, held over random histories: every command with sensible and foolish
arguments, time that passes in minutes and weeks, holidays, outages.

What a law asks is worked out here from the events alone, never with the code that keeps it.
Deterministic by default; `SEEK=1` looks elsewhere each time.
"""

import os
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from pydantic import TypeAdapter

from builders import EXECUTIVE, LEAD, SHANGHAI, SUPERVISOR, Played, a_guide, a_plan, an_actor, at
from domain.actions import FinishAction
from domain.assignment import Assign
from domain.book import BOOK, AnyCommand, AnyEvent
from domain.case import Case
from domain.case.contacts import PARTS
from domain.case.visits import VisitOutcome
from domain.command import Actor, Command
from domain.confirmation import ComplexConfirmed, ConfirmComplex
from domain.contacts import ContactLogged, LogContact
from domain.customer_messages import (
    CaseReopened,
    CustomerSaid,
    MarkMessage,
    MessageMarked,
    MessageReceived,
)
from domain.deadline import Deadline
from domain.deadlines import deadlines, next_deadline
from domain.decide import CORE, Decision, decide
from domain.draft import ActionRequested
from domain.endings import CaseClosed, EndWithoutAgreement, Withdraw
from domain.engine import Tick
from domain.errors import Problem, Refusal
from domain.escalations import AcknowledgeEscalation, Deescalate, Escalate
from domain.event import Event
from domain.evolve import evolve
from domain.intake import OpenCase
from domain.late_refusals import NoteRefusal
from domain.milestones import Milestone
from domain.observation import (
    EndObservation,
    ExtendObservation,
    ObservationEnded,
    ObservationExtended,
    ObservationStarted,
    StartObservation,
)
from domain.pauses import PauseCase, ResumeCase
from domain.plan.terms import LINES
from domain.promises.commands import MakePromise, NextPromise, ReleasePromise, RenegotiatePromise
from domain.promises.events import (
    BreakCorrected,
    PromiseAttempted,
    PromiseBroken,
    PromiseKept,
    PromiseMade,
    PromiseReleased,
    PromiseRenegotiated,
)
from domain.questions import (
    AskQuestions,
    NameProduct,
    QuestionsAnswered,
    QuestionsAsked,
    RecordAnswers,
)
from domain.repairs import OfferRemedy, RemedyOffered, RepairFailed
from domain.resolution import CaseResolved, FixVerified, RecordVerification, Resolve
from domain.revisits import RecordRevisit, RevisitHeld
from domain.stages import CompleteStage, StageEntered
from domain.triage import Triage
from domain.visits.commands import (
    ArrangeVisit,
    CancelVisit,
    ConfirmVisit,
    RecordVisit,
    ReportVisit,
    RescheduleVisit,
)
from domain.visits.events import VisitArranged, VisitMissed, VisitRecorded, VisitReportOverdue

BOUNDED = settings(
    max_examples=200,
    stateful_step_count=50,
    deadline=None,
    derandomize="SEEK" not in os.environ,
    suppress_health_check=list(HealthCheck),
)
COMMAND: TypeAdapter[Any] = TypeAdapter(AnyCommand)
EVENT: TypeAdapter[Any] = TypeAdapter(AnyEvent)
ENDED = {
    PromiseKept: "kept",
    PromiseAttempted: "attempted",
    PromiseRenegotiated: "renegotiated",
    PromiseReleased: "released",
    PromiseBroken: "broken",
}
PromiseEnding = (
    PromiseKept | PromiseAttempted | PromiseRenegotiated | PromiseReleased | PromiseBroken
)
BEGINNINGS = ("2026-03-02 09:00", "2026-02-12 16:00", "2026-09-29 17:30", "2026-10-09 20:00")
"""An ordinary Monday; before a make-up Saturday and the Spring Festival; before National Day and
the make-up Saturday after it; the night before that Saturday."""
SCENARIOS = ("standard", "product_fault", "on_site_repair")
OFFSETS = [
    timedelta(minutes=minutes)
    for minutes in (-40000, -5000, -1440, -180, -45, -20, -1, 0, 1, 30, 59, 120, 300, 1440)
] + [timedelta(days=days) for days in (2, 3, 5, 9, 14, 29, 45)]
WAITS = [timedelta(minutes=minutes) for minutes in (1, 20, 59, 119, 180, 400, 1440, 1440, 2000)]
LONG_WAITS = [timedelta(days=days) for days in (2, 4, 11, 24)]

words = st.sampled_from(["because", "noise test", "it is so", " "])
offsets = st.sampled_from(OFFSETS)
actors = st.sampled_from([an_actor(), an_actor("sun.yu"), LEAD, SUPERVISOR, EXECUTIVE])
channels = st.sampled_from(["phone", "email", "wechat"])
emotions = st.sampled_from([None, "calm", "uneasy", "angry", "furious"])
parts = st.sampled_from([PARTS, PARTS, PARTS, (), PARTS[:2]])
questions = st.sampled_from(["load", "display", "floor", "lamps", "colour"])
Fields = dict[str, Any]
Draw = Callable[[st.SearchStrategy[Any]], Any]


def ids(records: tuple[Any, ...], foolish: str) -> st.SearchStrategy[str]:
    return st.sampled_from([*(record.id for record in records), foolish])


def near(now: datetime) -> st.SearchStrategy[datetime]:
    return offsets.map(lambda offset: now + offset)


def past(now: datetime) -> st.SearchStrategy[datetime]:
    return st.sampled_from([o for o in OFFSETS if o <= timedelta(minutes=1)]).map(lambda o: now + o)


def next_promises(now: datetime) -> st.SearchStrategy[NextPromise]:
    return st.builds(
        NextPromise,
        subject=words,
        latest_by=near(now),
        expected_by=st.none() | near(now),
        owner=st.sampled_from([None, "sun.yu", "", " "]),
    )


def milestones(now: datetime) -> st.SearchStrategy[Milestone]:
    return st.builds(
        Milestone,
        subject=words,
        latest_by=near(now),
        expected_by=st.none() | near(now),
        stage=st.sampled_from([None, "diagnose", "moon"]),
    )


def yields(case: Case, draw: Draw) -> dict[str, str]:
    """Mostly the whole yield of the stage, sometimes not."""
    whole = {
        field.name: draw(st.sampled_from(field.choices)) if field.choices else "something"
        for field in case.current.yields
    }
    return dict(
        draw(
            st.sampled_from(
                [whole] * 4 + [{}, {**whole, "colour": "red"}, dict.fromkeys(whole, " ")]
            )
        )
    )


def windows(now: datetime, draw: Draw) -> dict[str, st.SearchStrategy[datetime]]:
    """A window, mostly a sensible one."""
    starts_at = draw(near(now))
    hours = draw(st.sampled_from([-1, 1, 2, 2, 4, 5]))
    return {"starts_at": st.just(starts_at), "ends_at": st.just(starts_at + timedelta(hours=hours))}


def fields_of(command: type[Command], case: Case, now: datetime, draw: Draw) -> Fields:
    """Arguments for a command, of every degree of sense."""
    promises, escalations = ids(case.promises, "p99"), ids(case.escalations, "e99")
    visits = ids(case.visits[-3:], "v99")
    stages = st.sampled_from([stage.name for stage in case.rules.sop.stages] + ["moon"])
    covers = st.lists(promises, max_size=2).map(tuple)
    strategies: dict[type[Command], Callable[[], dict[str, st.SearchStrategy[Any]]]] = {
        OpenCase: lambda: {
            "plan": st.just(case.rules),
            "title": words,
            "customer": words,
            "channel": channels,
            "owner": words,
            "spoke_at": past(now),
        },
        Triage: lambda: {
            "priority": st.sampled_from(["P0", "P1", "P2", "P3"]),
            "reason": words,
            "traits": st.sampled_from([(), ("needs_care",), ("several_departments",)]),
            "yields": st.just(yields(case, draw)),
        },
        ConfirmComplex: lambda: {
            "complexity": st.sampled_from(["low", "medium", "high"]),
            "reason": words,
            "channel": st.none() | channels,
            "told_at": st.none() | past(now),
            "first_feedback_at": st.none() | near(now),
            "answer": st.sampled_from([None, "agreed", "informed", "unreachable"]),
            "milestones": st.just(()) | st.lists(milestones(now), max_size=3).map(tuple),
        },
        NameProduct: lambda: {"guide": st.sampled_from([a_guide(), a_guide("coffee_machine")])},
        AskQuestions: lambda: {
            "questions": st.lists(questions, max_size=3).map(tuple),
            "channel": channels,
            "occurred_at": past(now),
            "reached": st.booleans(),
            "parts": parts,
            "emotion": emotions,
        },
        RecordAnswers: lambda: {"answers": st.dictionaries(questions, words, max_size=2)},
        Assign: lambda: {"owner": st.sampled_from(["sun.yu", "li.min", " "]), "reason": words},
        CompleteStage: lambda: {
            "stage": st.just(case.stage) | stages,
            "yields": st.just(yields(case, draw)),
            "to": st.none() | stages,
        },
        LogContact: lambda: {
            "channel": channels,
            "direction": st.sampled_from(["outbound", "outbound", "inbound"]),
            "occurred_at": past(now),
            "reached": st.booleans(),
            "left_message": st.booleans(),
            "parts": parts,
            "emotion": emotions,
            "covers": st.none() | covers,
            "next_promise": st.none() | next_promises(now),
        },
        MakePromise: lambda: {"promise": next_promises(now)},
        RenegotiatePromise: lambda: {
            "promise": promises,
            "latest_by": near(now),
            "expected_by": st.none() | near(now),
            "told_at": past(now),
            "reason": words,
        },
        ReleasePromise: lambda: {"promise": promises, "reason": words},
        Escalate: lambda: {
            "reason": words,
            "line": st.sampled_from([None, *LINES]),
            "tier": st.sampled_from([None, 2, 3]),
        },
        AcknowledgeEscalation: lambda: {"escalation": escalations},
        Deescalate: lambda: {"escalation": escalations, "reason": words},
        CustomerSaid: lambda: {
            "channel": channels,
            "occurred_at": near(now),
            "text": st.just("t1"),
        },
        MarkMessage: lambda: {
            "message": ids(case.messages[-2:], "m99"),
            "verdict": st.sampled_from(["thanks", "reopen", "reopen", "new"]),
            "note": words,
        },
        StartObservation: lambda: {
            "ends_at": near(now),
            "check_ins": st.lists(near(now), max_size=2).map(tuple),
        },
        ExtendObservation: lambda: {
            "ends_at": near(now),
            "check_ins": st.lists(near(now), max_size=2).map(tuple),
            "told_at": past(now),
            "reason": words,
        },
        EndObservation: lambda: {"told_at": past(now), "reason": words},
        RecordVerification: lambda: {
            "outcome": st.sampled_from(["fixed", "not_fixed"]),
            "note": words,
        },
        Resolve: lambda: {
            "basis": st.sampled_from(["customer_confirmed", "observed", "unreachable"]),
            "note": words,
        },
        RecordRevisit: lambda: {
            "outcome": st.sampled_from(["content", "trouble", "no_answer", "no_answer"]),
            "occurred_at": past(now),
            "emotion": emotions,
            "covers": covers,
            "note": words,
        },
        PauseCase: lambda: {
            "reason": st.sampled_from(["waiting_on_customer", "waiting_on_parts"]),
            "until": near(now),
        },
        ResumeCase: lambda: {"note": words},
        Withdraw: lambda: {"reason": words},
        EndWithoutAgreement: lambda: {"reply": words, "outside_route": words},
        ArrangeVisit: lambda: {
            "engineer": st.sampled_from(["chen.gong", "chen.gong", "li.min", " "]),
            **windows(now, draw),
            "text": st.sampled_from([None, "t1", "t1"]),
            "agreed_at": st.none() | past(now),
            "failed_before": st.sampled_from([0, 0, 0, 1, 2]),
        },
        ConfirmVisit: lambda: {"visit": visits, "confirmed_at": past(now)},
        RescheduleVisit: lambda: {
            "visit": visits,
            **windows(now, draw),
            "engineer": st.sampled_from([None, None, "he.gong"]),
            "moved_by": st.sampled_from(["us", "us", "customer"]),
            "told_at": past(now),
            "reason": words,
        },
        RecordVisit: lambda: {
            "visit": visits,
            "outcome": st.sampled_from(get_args(VisitOutcome)),
            "arrived_at": past(now),
            "left_message": st.booleans(),
            "emotion": emotions,
            "note": words,
        },
        ReportVisit: lambda: {
            "visit": visits,
            "yields": st.just({}) | st.just(yields(case, draw)),
            "text": st.sampled_from([None, "t1", "t1"]),
        },
        CancelVisit: lambda: {"visit": visits, "reason": words},
        OfferRemedy: lambda: {
            "remedy": st.sampled_from(["replacement", "refund"]),
            "answer": st.sampled_from(["accepted", "declined", "undecided"]),
            "note": words,
        },
        FinishAction: lambda: {
            "action": ids(case.actions, "a999"),
            "error": st.sampled_from([None, None, "mail server down"]),
        },
        NoteRefusal: lambda: {
            "refused": st.just("log_contact"),
            "refused_key": st.just("k"),
            "problem": st.just(Problem(code="case_closed", params={"number": case.number})),
        },
        Tick: lambda: {"since": st.none() | past(now)},
    }
    return {name: draw(strategy) for name, strategy in strategies[command]().items()}


BREAKS = ("promise_broken", "visit_missed", "visit_moved_too_often")
"""What people are told of when a promise breaks."""
COMMANDS: tuple[type[Command], ...] = get_args(get_args(AnyCommand)[0])
ENDINGS = (Withdraw, EndWithoutAgreement)
"""Drawn less often, or most histories would be short."""


class Histories(RuleBasedStateMachine):
    """One case and all its events, told step by step."""

    def __init__(self) -> None:
        super().__init__()
        self.case = Case(number="C-000001", core=CORE)
        self.events: list[AnyEvent] = []
        self.now = at(BEGINNINGS[0])
        self._marked_last = ""

    @initialize(
        beginning=st.sampled_from(BEGINNINGS),
        ahead=st.sampled_from([0, 3, 3, 6, 8]),
        scenario=st.sampled_from(SCENARIOS),
    )
    def open(self, beginning: str, ahead: int, scenario: str) -> None:
        self._open(beginning, ahead, scenario)

    def _open(self, beginning: str, ahead: int, scenario: str = "standard") -> None:
        self.now = at(beginning)
        opening = OpenCase(
            actor=an_actor(),
            received_at=self.now,
            plan=a_plan(opened_on=date.fromisoformat(beginning[:10]), scenario=scenario),
            guide=a_guide() if scenario == "product_fault" else None,
            title="Strange noise",
            customer="k1",
            channel="phone",
            owner="li.min",
            spoke_at=self.now,
        )
        assert self.ask(opening)
        for _ in range(ahead):  # most of what can happen happens after the anchor
            self.move_on()

    # --- the one door ----------------------------------------------------------------------------

    def ask(self, command: Command) -> Decision | None:
        """Decide twice and hold what is true of every decision. None when refused."""
        before = self.case.model_dump_json(exclude={"plan"})
        assert COMMAND.validate_json(command.model_dump_json()) == command
        answers: list[Decision | Refusal] = []
        for _ in range(2):
            try:
                answers.append(decide(self.case, command, self.now))
            except Refusal as no:
                answers.append(no)
        first, second = answers
        same = self.case.model_dump_json(exclude={"plan"}) == before
        assert same, "decide changed what it was given"
        if isinstance(first, Refusal):
            assert isinstance(second, Refusal)
            assert first.problem == second.problem
            assert first.problem.code in BOOK.refusals
            return None
        assert first == second
        self._hold_decision(command, first)
        return first

    def _hold_decision(self, command: Command, decision: Decision) -> None:
        folded = self.case
        for event in decision.events:
            law = LAWS.get(type(event))
            assert EVENT.validate_json(event.model_dump_json()) == event
            folded = evolve(folded, event)
            self.events.append(event)
            if law:
                law(self, folded, command, event, decision)
        assert folded == decision.case
        if isinstance(command, Tick):
            kinds = set(map(type, decision.events))
            assert not kinds & {CaseClosed, CaseResolved}, "time ends nothing"
            assert (StageEntered in kinds) == (CaseReopened in kinds), "time moves nothing else"
        self.case = decision.case

    def since(self, *kinds: type[Event]) -> list[AnyEvent]:
        """The events after the last one of these kinds."""
        last = max(
            (i for i, event in enumerate(self.events) if isinstance(event, kinds)), default=-1
        )
        return self.events[last + 1 :]

    # --- what happens ----------------------------------------------------------------------------

    @rule(amount=st.sampled_from(WAITS * 3 + LONG_WAITS))
    def time_passes(self, amount: timedelta) -> None:
        """As the loop lets it: each deadline fires at its moment, what is to be done is done."""
        goal = self.now + amount
        while (due := next_deadline(self.case)) and due.due_at <= goal:
            self.now = max(self.now, due.due_at)
            self.tick(None)
            self.carry_out()
        self.now = goal

    def carry_out(self) -> None:
        for action in self.case.actions:
            done = FinishAction(actor=an_actor("system"), received_at=self.now, action=action.id)
            decision = decide(self.case, done, self.now)
            self.case = decision.case
            self.events.extend(decision.events)

    def is_late(self) -> bool:
        due = next_deadline(self.case)
        return due is not None and due.due_at <= self.now

    @rule(amount=st.sampled_from(WAITS + LONG_WAITS))
    def an_outage(self, amount: timedelta) -> None:
        """Nobody notices the time; what is due stays due until the next tick."""
        self.now += amount

    @precondition(lambda self: self.is_late())
    @rule()
    def it_is_noticed(self) -> None:
        due = next_deadline(self.case)
        assert due
        self.tick(due.due_at)

    def tick(self, since: datetime | None) -> None:
        tick = Tick(actor=an_actor("system"), received_at=self.now, since=since)
        decision = self.ask(tick)
        assert decision
        assert decision.events, "something was due"
        again = self.ask(tick)
        assert again
        assert again.events == (), "nothing fires twice"
        assert all(deadline.due_at > self.now for deadline in deadlines(self.case))

    @rule(data=st.data(), ago=st.sampled_from([0, 0, 0, 1, 20, 300]), actor=actors)
    def anything_is_asked(self, data: st.DataObject, ago: int, actor: Actor) -> None:
        command = data.draw(
            st.sampled_from([k for k in COMMANDS if k not in ENDINGS] * 3 + list(ENDINGS))
        )
        fields = fields_of(command, self.case, self.now, data.draw)
        heard = self.now - timedelta(minutes=ago)
        self.ask(command(actor=actor, received_at=heard, **fields))

    @rule(data=st.data())
    def a_promise_is_touched(self, data: st.DataObject) -> None:
        kinds: list[type[Command]] = [
            LogContact,
            LogContact,
            RenegotiatePromise,
            ReleasePromise,
            MakePromise,
        ]
        command = data.draw(st.sampled_from(kinds))
        fields = fields_of(command, self.case, self.now, data.draw)
        fields |= {"reason": "because"} if "reason" in fields else {}
        fields |= {"parts": PARTS} if "parts" in fields else {}
        self.ask(command(actor=data.draw(actors), received_at=self.now, **fields))

    @rule()
    def move_on(self) -> None:
        """The step that a good agent would take next."""
        step = FORWARD.get(self.case.stage)
        if step:
            kind, fields = step(self)
            self.ask(kind(actor=an_actor(), received_at=self.now, **fields))

    @rule(amount=st.sampled_from([5, 30, 200]), emotion=emotions)
    def the_customer_is_called(self, amount: int, emotion: Any) -> None:
        """In time or not, with a new promise or the rhythm's."""
        self.now += timedelta(minutes=amount)
        kind, fields = _contact(self)
        fields["emotion"] = emotion
        self.ask(kind(actor=an_actor(), received_at=self.now, **fields))

    @precondition(lambda self: self.case.stage == "triage" and self.case.guide)
    @rule(names=st.lists(questions, min_size=1, max_size=2, unique=True), minutes=st.just(5))
    def the_customer_is_asked(self, names: list[str], minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        asked: Fields = {"channel": "phone", "occurred_at": self.now, "parts": PARTS}
        self.ask(
            AskQuestions(actor=an_actor(), received_at=self.now, questions=tuple(names), **asked)
        )

    @precondition(lambda self: self.case.stage == "verify" and not self.case.observation)
    @rule(days=st.sampled_from([1, 3, 8, 20]))
    def the_fix_is_watched(self, days: int) -> None:
        end = self.now + timedelta(days=days)
        middle = self.now + timedelta(days=days) / 2
        check_ins = (middle,) if days > 1 else ()
        self.ask(
            StartObservation(
                actor=an_actor(), received_at=self.now, ends_at=end, check_ins=check_ins
            )
        )

    @precondition(lambda self: self.is_watched())
    @rule(days=st.sampled_from([0, 2, 9, 20]), check_in=st.booleans())
    def the_window_is_moved(self, days: int, check_in: bool) -> None:
        """Longer by so many days, with a check-in at its old end or not; or ended early."""
        agreed: Fields = {"told_at": self.now, "reason": "agreed"}
        window = self.case.observation
        assert window
        if not days:
            self.ask(EndObservation(actor=an_actor(), received_at=self.now, **agreed))
            return
        agreed["check_ins"] = (window.ends_at,) if check_in else ()
        ends_at = window.ends_at + timedelta(days=days)
        self.ask(
            ExtendObservation(actor=an_actor(), received_at=self.now, ends_at=ends_at, **agreed)
        )

    def is_watched(self) -> bool:
        window = self.case.observation
        return self.case.stage == "verify" and window is not None and not window.ended

    @precondition(lambda self: self.case.is_confirmed and not self.case.pause)
    @rule(days=st.sampled_from([1, 5, 11]), reason=st.sampled_from(["waiting_on_customer"]))
    def it_waits(self, days: int, reason: Any) -> None:
        until = self.now + timedelta(days=days)
        self.ask(PauseCase(actor=an_actor(), received_at=self.now, reason=reason, until=until))

    @precondition(lambda self: self.case.is_closed)
    @rule()
    def another_case_begins(self) -> None:
        self.case = Case(number="C-000001", core=CORE)
        self.events.clear()
        self._open(BEGINNINGS[1], ahead=6)

    @precondition(lambda self: self.case.is_closed)
    @rule(
        days=st.sampled_from([0, 0, 2, 20, 40]),
        verdict=st.sampled_from([None, "thanks", "reopen", "reopen", "new"]),
        minutes=st.sampled_from([0, 30, 239, 241]),
    )
    def the_customer_comes_back(self, days: int, verdict: Any, minutes: int) -> None:
        """After weeks or at once; somebody says what it is, in time or not, or nobody does."""
        self.time_passes(timedelta(days=days))
        if not self.case.is_closed:
            return
        said: Fields = {"channel": "email", "occurred_at": self.now, "text": "t1"}
        assert self.ask(CustomerSaid(actor=an_actor("k1"), received_at=self.now, **said))
        message = self.case.messages[-1].id
        self.time_passes(timedelta(minutes=minutes))
        if verdict:
            marked: Fields = {"message": message, "verdict": verdict}
            self.ask(MarkMessage(actor=an_actor(), received_at=self.now, **marked))

    @precondition(lambda self: self.case.phase == "open")
    @rule(
        hours=st.sampled_from([1, 20, 30, 70]),
        failed_before=st.sampled_from([0, 0, 1, 2]),
        actor=actors,
        offered=st.booleans(),
    )
    def a_visit_is_promised(
        self, hours: int, failed_before: int, actor: Actor, offered: bool
    ) -> None:
        if offered:
            offer: Fields = {"remedy": "replacement", "answer": "declined"}
            self.ask(OfferRemedy(actor=actor, received_at=self.now, **offer))
        kind, fields = _arrange(self, hours)
        fields["failed_before"] = failed_before
        self.ask(kind(actor=actor, received_at=self.now, **fields))

    @precondition(lambda self: any(v.is_ahead for v in self.case.visits))
    @rule(
        minutes=st.sampled_from([-400, -130, -60, -60, -1, 0, 1, 29, 30, 31, 300]),
        ago=st.sampled_from([0, 0, 25, 90]),
        outcome=st.sampled_from(get_args(VisitOutcome)),
        actor=actors,
    )
    def somebody_says_how_a_visit_went(
        self, minutes: int, ago: int, outcome: Any, actor: Actor
    ) -> None:
        """Around the end of the window, of an arrival some time before; in time or not."""
        visit = next(v for v in self.case.visits if v.is_ahead)
        goal = visit.ends_at + timedelta(minutes=minutes)
        self.time_passes(max(goal - self.now, timedelta(0)))
        if self.case.is_closed:
            return
        came: Fields = {"visit": visit.id, "outcome": outcome}
        came["arrived_at"] = self.now - timedelta(minutes=ago)
        self.ask(RecordVisit(actor=actor, received_at=self.now, **came))

    @precondition(
        lambda self: (
            not self.case.is_closed and any(v.status == "no_show_by_us" for v in self.case.visits)
        )
    )
    @rule(
        ago=st.sampled_from([-40, 0, 20, 60]),
        outcome=st.sampled_from(["arrived", "fixed", "customer_absent"]),
        actor=actors,
    )
    def it_turns_out_that_somebody_was_there(self, ago: int, outcome: Any, actor: Actor) -> None:
        """A lead may say so later; that somebody came after the window anybody may."""
        visit = next(v for v in self.case.visits if v.status == "no_show_by_us")
        arrived_at = min(visit.ends_at - timedelta(minutes=ago), self.now)
        came: Fields = {"visit": visit.id, "outcome": outcome, "arrived_at": arrived_at}
        self.ask(RecordVisit(actor=actor, received_at=self.now, **came))

    @precondition(lambda self: any(v.is_ahead for v in self.case.visits))
    @rule(days=st.sampled_from([1, 2, 4]), moved_by=st.sampled_from(["us", "us", "customer"]))
    def a_visit_is_moved(self, days: int, moved_by: Any) -> None:
        visit = next(v for v in self.case.visits if v.is_ahead)
        later = max(visit.starts_at, self.now) + timedelta(days=days)
        window: Fields = {"starts_at": later, "ends_at": later + timedelta(hours=2)}
        self.ask(
            RescheduleVisit(
                actor=an_actor(),
                received_at=self.now,
                visit=visit.id,
                moved_by=moved_by,
                told_at=self.now,
                reason="the part is late",
                **window,
            )
        )

    @precondition(lambda self: self.case.stage in ("verify", "resolved"))
    @rule(days=st.sampled_from([(0,), (1,), (1, 1), (1, 1, 1), (1, 0, 3, 1)]))
    def nobody_answers(self, days: tuple[int, ...]) -> None:
        for waited in days:
            self.time_passes(timedelta(days=waited))
            if self.case.stage == "resolved":
                kind: type[Command] = RecordRevisit
                fields: Fields = {"outcome": "no_answer", "occurred_at": self.now}
            else:
                kind, fields = LogContact, {"channel": "phone", "reached": False}
                fields["occurred_at"] = self.now
            if not self.case.is_closed:
                self.ask(kind(actor=an_actor(), received_at=self.now, **fields))

    @precondition(lambda self: self.case.stage == "verify")
    @rule(
        basis=st.sampled_from(["observed", "unreachable", "customer_confirmed"]),
        days=st.sampled_from([(), (1, 1, 1), (1, 0, 1), (9,)]),
        emotion=emotions,
    )
    def it_is_called_resolved(self, basis: Any, days: tuple[int, ...], emotion: Any) -> None:
        """Earned or not."""
        if basis == "unreachable":
            self.nobody_answers(days)
        elif basis == "observed":
            self.time_passes(timedelta(days=sum(days)))
            self.the_customer_is_called(5, emotion)
        self.ask(Resolve(actor=an_actor(), received_at=self.now, basis=basis))

    @precondition(lambda self: bool(self.case.open_promises))
    @rule(days=st.sampled_from([1, 2, 4]))
    def a_promise_is_moved(self, days: int) -> None:
        upcoming = self.case.next_promise
        assert upcoming
        self.ask(
            RenegotiatePromise(
                actor=an_actor(),
                received_at=self.now,
                promise=upcoming.id,
                latest_by=max(upcoming.latest_by, self.now) + timedelta(days=days),
                told_at=self.now,
                reason="the laboratory needs longer",
            )
        )

    @precondition(lambda self: self.case.breaks > 0 and not self.case.is_closed)
    @rule(
        ago=st.sampled_from([0, 20, 45]), actor=actors, named=st.booleans(), reached=st.booleans()
    )
    def a_contact_is_logged_late(self, ago: int, actor: Actor, named: bool, reached: bool) -> None:
        """It occurred just before the promise broke."""
        broken = [p for p in self.case.promises if p.status == "broken"][-1]
        self.ask(
            LogContact(
                actor=actor,
                received_at=self.now,
                channel="phone",
                occurred_at=min(broken.latest_by - timedelta(minutes=ago), self.now),
                reached=reached,
                left_message=not reached,
                parts=PARTS,
                covers=(broken.id,) if named else None,
            )
        )

    # --- what always holds -------------------------------------------------------------------------

    @invariant()
    def no_case_is_silent(self) -> None:
        if not self.case.is_confirmed or self.case.is_closed:
            return
        upcoming = self.case.next_promise
        assert upcoming
        assert upcoming.owner.strip()
        due = next_deadline(self.case)
        assert due
        grace = timedelta(minutes=30 if upcoming.kind == "visit" else 0)
        assert due.due_at <= upcoming.latest_by + grace

    @invariant()
    def a_visit_ahead_is_an_open_promise(self) -> None:
        ahead = {v.promise: (v.starts_at, v.ends_at) for v in self.case.visits if v.is_ahead}
        promised = {
            p.id: (p.expected_by, p.latest_by) for p in self.case.open_promises if p.kind == "visit"
        }
        assert ahead == promised
        due = {d.ref for d in deadlines(self.case) if d.kind == "visit"}
        assert due == {v.id for v in self.case.visits if v.is_ahead}
        for visit in self.case.visits:
            promise = self.case.promise(visit.promise)
            assert promise
            if visit.status == "no_show_by_us":
                assert promise.status == "broken"

    @invariant()
    def a_report_comes_or_is_asked_for(self) -> None:
        if self.case.is_closed or self.case.life:
            return
        due = {d.ref for d in deadlines(self.case) if d.kind == "visit_report"}
        called = {v.visit for v in self.events if isinstance(v, VisitReportOverdue)}
        for visit in self.case.visits:
            if visit.status in ("arrived", "done"):
                done = visit.reported_at is not None
                assert done or (visit.id in due) != (visit.id in called)

    @invariant()
    def a_promise_ends_once_and_is_never_forgotten(self) -> None:
        made = [v.promise.id for v in self.events if isinstance(v, PromiseMade)]
        assert [p.id for p in self.case.promises] == made
        endings = [(v.promise, ENDED[type(v)]) for v in self.events if isinstance(v, PromiseEnding)]
        assert len(endings) == len({promise for promise, _ in endings})
        for promise in self.case.promises:
            assert promise.status == dict(endings).get(promise.id, "open")
        if self.case.is_closed:
            assert self.case.closing
            assert not self.case.open_promises

    @invariant()
    def a_break_is_announced_once(self) -> None:
        told = Counter(
            (v.action.ref, v.action.to)
            for v in self.events
            if isinstance(v, ActionRequested) and v.action.about.startswith(BREAKS)
        )
        drafted = Counter(
            v.action.ref
            for v in self.events
            if isinstance(v, ActionRequested) and v.action.name == "draft_apology"
        )
        broken = {p.id for p in self.case.promises if p.status == "broken"}
        assert set(drafted) == {ref for ref, _ in told} == broken
        assert set(drafted.values()) | set(told.values()) <= {1}
        assert all((promise, LEAD.handle) in told for promise in broken)

    @invariant()
    def a_message_on_a_closed_case_goes_somewhere(self) -> None:
        """It is marked, or reopens the case, or opens a linked case; until then people are watching."""
        waiting: set[str] = set()
        closed = False
        for event in self.events:
            if isinstance(event, CaseClosed):
                closed = True
            elif isinstance(event, CaseReopened):
                assert closed
                assert event.message in waiting | {self._marked_last}
                closed, waiting = False, set()
            elif isinstance(event, MessageReceived) and closed:
                waiting.add(event.message.id)
            elif isinstance(event, MessageMarked):
                assert event.message in waiting
                waiting.remove(event.message)
                self._marked_last = event.message
            elif isinstance(event, ActionRequested) and event.action.name == "open_linked_case":
                assert closed
                waiting.discard(event.action.ref or "")
        assert closed == self.case.is_closed
        assert {m.id for m in self.case.unmarked} == waiting
        due = {d.ref: d.due_at for d in deadlines(self.case) if d.kind == "message_mark"}
        assert due.keys() == waiting

    @invariant()
    def each_life_has_its_own_end(self) -> None:
        lives = [v for v in self.events if isinstance(v, CaseReopened)]
        closings = [v.closing for v in self.events if isinstance(v, CaseClosed)]
        assert [v.life for v in lives] == list(range(1, len(lives) + 1))
        assert self.case.life == len(lives)
        assert list(self.case.closings) == closings
        assert len(closings) == len(lives) + self.case.is_closed

    @invariant()
    def a_customers_word_arrives(self) -> None:
        if not self.case.is_opened:
            return
        said = CustomerSaid(
            actor=an_actor("k1"),
            received_at=self.now,
            channel="email",
            occurred_at=self.now,
            text="t1",
        )
        after = decide(self.case, said, self.now).case
        assert len(after.messages) == len(self.case.messages) + 1
        assert after.actions[-1].to == self.case.owner

    @invariant()
    def every_deadline_says_why(self) -> None:
        found = deadlines(self.case)
        assert [d.due_at for d in found] == sorted(d.due_at for d in found)
        assert len({d.key for d in found}) == len(found)
        for deadline in found:
            holds_why(self.case, deadline)

    @invariant()
    def the_case_survives_json(self) -> None:
        assert self.case.version == len(self.events)
        if self.case.version % 5 == 0:  # one in five: the plan makes it slow
            assert Case.model_validate_json(self.case.model_dump_json()) == self.case


def holds_why(case: Case, deadline: Deadline) -> None:
    """By hand: the anchor, plus what is counted, plus what stood still."""
    why, plan = deadline.why, case.rules
    due_at = deadline.due_at
    if deadline.kind == "promise_reminder":
        due_at += plan.promises.remind_ahead
    if why.counted is None:
        assert why.anchor in ("agreed", "attempted", "pause", "observation", "visit")
        if why.anchor == "visit":
            business = plan.calendars[plan.business]
            home = due_at + timedelta(
                hours=2
            )  # the last working moment before the day of the visit
            assert business.between(home, why.anchor_at) < timedelta(hours=9)
            assert different_days([home]) != different_days([why.anchor_at])
        assert why.rule
        return
    amount = why.counted + why.paused
    by_hand = (
        plan.calendars[why.calendar].add(why.anchor_at, amount)
        if why.calendar
        else why.anchor_at + amount
    )
    if why.moved_into:
        by_hand = plan.calendars[why.moved_into].next_working(by_hand)
    assert by_hand == due_at


# --- laws of single events, from the events alone ------------------------------------------------


def confirmed_with_a_notice(
    told: Histories, case: Case, command: Command, event: ComplexConfirmed, _: Decision
) -> None:
    assert isinstance(command, ConfirmComplex)
    assert event.notice.told_at <= max(told.now, command.received_at)
    assert event.notice.first_feedback_at > told.now
    assert case.spoke_at
    assert event.notice.told_at >= case.spoke_at


def resolution_is_earned(
    told: Histories, case: Case, command: Command, event: CaseResolved, _: Decision
) -> None:
    assert any(isinstance(v, ComplexConfirmed) for v in told.events)
    here = told.since(StageEntered)
    entered = next(v for v in reversed(told.events) if isinstance(v, StageEntered))
    contacts = [v.contact for v in told.events if isinstance(v, ContactLogged)]
    if event.basis == "customer_confirmed":
        said = [v.verification.outcome for v in here if isinstance(v, FixVerified)]
        assert said[-1] == "fixed"
    elif event.basis == "observed":
        windows = [v.observation for v in here if isinstance(v, ObservationStarted)]
        moved = [v.ends_at for v in here if isinstance(v, ObservationExtended)]
        end = max([windows[-1].ends_at, *moved])
        assert end <= told.now
        ends = [v.cause for v in here if isinstance(v, ObservationEnded)]
        assert ends[-1:] != ["agreed"], "a window ended early has not run out"
        assert any(k.reached and k.occurred_at >= end for k in contacts)
    else:
        heard = [k.occurred_at for k in contacts if k.reached]
        heard += [v.message.occurred_at for v in told.events if isinstance(v, MessageReceived)]
        tried = [
            k.occurred_at
            for k in contacts
            if not k.reached
            and k.direction == "outbound"
            and k.occurred_at >= max([entered.at, *heard])
        ]
        assert len(different_days(tried)) >= 3


def different_days(times: list[datetime]) -> set[date]:
    return {time.astimezone(SHANGHAI).date() for time in times}


def closing_has_its_revisit(
    told: Histories, case: Case, command: Command, event: CaseClosed, _: Decision
) -> None:
    assert not case.open_promises
    since = told.since(CaseResolved)
    held = [v.revisit.outcome for v in since if isinstance(v, RevisitHeld)]
    ending = event.closing.ending
    if ending == "content":
        assert held[-1] == "content"
    elif ending == "no_answer":
        calls = [v.contact for v in since if isinstance(v, ContactLogged)]
        tried = [k.occurred_at for k in calls if not k.reached and k.direction == "outbound"]
        assert held.count("no_answer") == 3
        assert len(different_days(tried)) >= 3
    elif ending == "one_off":
        assert not case.is_confirmed
    else:
        asked: dict[str, type[Command]] = {
            "withdrawn": Withdraw,
            "no_agreement": EndWithoutAgreement,
        }
        assert isinstance(command, asked[ending])
        if ending == "no_agreement":
            assert LINES.index(command.actor.line) >= LINES.index("supervisor")


def reopened_with_a_call_and_a_clock(
    told: Histories, case: Case, command: Command, event: CaseReopened, decision: Decision
) -> None:
    after = decision.case
    if isinstance(command, Tick):
        assert event.cause == "unmarked"
        heard = next(
            v.message
            for v in told.events
            if isinstance(v, MessageReceived) and v.message.id == event.message
        )
        assert heard.received_at + timedelta(hours=4) <= told.now, (
            "somebody had the time to mark it"
        )
    else:
        assert isinstance(command, MarkMessage)
        assert (command.verdict, event.cause) == ("reopen", "asked")
    people = {a.to for a in decision.actions if a.about == "case_reopened"}
    assert people == {after.owner, LEAD.handle}
    if after.is_confirmed:
        assert after.follow_up
        assert after.follow_up.started_at == told.now
        assert any(isinstance(v, PromiseMade) for v in decision.events)


def kept_by_what_occurred(
    told: Histories, case: Case, command: Command, event: PromiseKept, _: Decision
) -> None:
    promise = case.promise(event.promise)
    contact = next(k for k in case.contacts if k.id == event.contact)
    assert promise
    assert contact.reached
    assert promise.made_at - timedelta(minutes=1) < contact.occurred_at <= promise.latest_by


def corrected_by_what_was_proven(
    told: Histories, case: Case, command: Command, event: BreakCorrected, _: Decision
) -> None:
    promise = case.promise(event.promise)
    contact = next(k for k in case.contacts if k.id == event.contact)
    assert promise
    assert promise.status == "broken"
    assert promise.made_at - timedelta(minutes=1) < contact.occurred_at <= promise.latest_by
    causes = [
        v.cause for v in told.events if isinstance(v, PromiseBroken) and v.promise == promise.id
    ]
    assert causes == ["overdue"]
    late = min(command.received_at, told.now) - promise.latest_by
    own = command.actor.handle in (promise.owner, case.owner)
    allowed = timedelta(minutes=30) if own else timedelta(0)
    assert late <= allowed or command.actor.line != "agent"


def moved_before_it_was_due(
    told: Histories, case: Case, command: Command, event: PromiseRenegotiated, _: Decision
) -> None:
    promise = case.promise(event.promise)
    assert promise
    assert max(event.told_at, min(command.received_at, told.now)) <= promise.latest_by
    by_us = not isinstance(command, RescheduleVisit) or command.moved_by == "us"
    assert promise.renegotiations < 2 or not by_us  # the third time is a break


def broken_is_told_at_once(
    told: Histories, case: Case, command: Command, event: PromiseBroken, decision: Decision
) -> None:
    promise = case.promise(event.promise)
    assert promise
    people = {a.to for a in decision.actions if a.ref == promise.id and a.name == "notify"}
    assert {promise.owner, LEAD.handle} <= people
    in_its_place = [p for p in decision.case.promises if p.follows == promise.id]
    if isinstance(command, Tick):
        assert promise.latest_by <= told.now
        assert len(in_its_place) == 1
        assert in_its_place[0].latest_by > told.now


def let_go_in_time(
    told: Histories, case: Case, command: Command, event: PromiseReleased, _: Decision
) -> None:
    promise = case.promise(event.promise)
    assert promise
    heard = min(command.received_at, told.now)
    follows_up = event.reason in ("break_corrected", "revisit_held")
    assert follows_up or heard <= promise.latest_by


def milestones_are_promised(
    told: Histories, case: Case, command: Command, event: ComplexConfirmed, decision: Decision
) -> None:
    """Those given, else one for each of the SOP's; none beyond the red line."""
    confirmed_with_a_notice(told, case, command, event, decision)
    assert isinstance(command, ConfirmComplex)
    made = [v.promise for v in decision.events if isinstance(v, PromiseMade)]
    found = [p for p in made if p.kind == "milestone"]
    rules = case.rules.sop.milestones
    assert len(found) == len(command.milestones or rules)
    line = case.rules.red_lines[event.complexity]
    calendar = case.rules.calendars[line.calendar or case.rules.business]
    last = calendar.add(told.now, line.limit) if line.calendar else told.now + line.limit
    assert all(told.now < p.latest_by <= last for p in found)


def asked_in_few_rounds(
    told: Histories, case: Case, command: Command, event: QuestionsAsked, _: Decision
) -> None:
    since = told.since(CaseReopened)
    rounds = sum(isinstance(v, QuestionsAsked) for v in since)
    assert rounds <= 2  # this one is among them
    answered = {name for v in since if isinstance(v, QuestionsAnswered) for name in v.answers}
    assert not answered & set(event.round.questions), "nothing is asked twice"


def watched_without_a_long_silence(
    told: Histories, case: Case, command: Command, event: Event, decision: Decision
) -> None:
    """From now to the window's end, and to the call after it, never more than ten working days."""
    after = decision.case
    window, business = after.observation, after.rules.calendars[after.rules.business]
    assert window
    owed = sorted(p.latest_by for p in after.open_promises if p.kind == "check_in")
    within = [at for at in owed if told.now < at < window.ends_at]
    assert owed[-1] >= window.ends_at, "a call is owed after the end"
    stops = [told.now, *within, window.ends_at]
    ten_days = 10 * business.day
    for before, then in pairwise(stops):
        assert business.between(before, then) <= ten_days
    assert window.ends_at <= window.started_at + timedelta(days=30)


def begun_with_a_check_in_not_too_soon(
    told: Histories, case: Case, command: Command, event: ObservationStarted, decision: Decision
) -> None:
    watched_without_a_long_silence(told, case, command, event, decision)
    assert isinstance(command, StartObservation)
    assert all(at >= told.now + timedelta(hours=24) for at in command.check_ins)


def owed_a_call_after_the_window(
    told: Histories, case: Case, command: Command, event: ObservationEnded, decision: Decision
) -> None:
    ahead = [p for p in decision.case.open_promises if p.kind == "check_in"]
    assert any(p.latest_by > told.now for p in ahead)


def missed_after_its_window(
    told: Histories, case: Case, command: Command, event: VisitMissed, decision: Decision
) -> None:
    visit = case.visit(event.visit)
    assert visit
    heard = min(command.received_at, told.now)
    grace = timedelta(minutes=30 if isinstance(command, Tick) else 0)
    assert heard >= visit.ends_at + grace
    arrivals = [
        v.arrived_at for v in told.events if isinstance(v, VisitRecorded) and v.visit == visit.id
    ]
    assert not arrivals
    broken = [v.promise for v in decision.events if isinstance(v, PromiseBroken)]
    assert visit.promise in broken


def recorded_as_it_was(
    told: Histories, case: Case, command: Command, event: VisitRecorded, decision: Decision
) -> None:
    visit = case.visit(event.visit)
    contact = next(k for k in case.contacts if k.id == event.contact)
    assert visit
    assert contact.occurred_at == event.arrived_at
    assert contact.reached == (event.outcome != "customer_absent")
    promise = decision.case.promise(visit.promise)
    assert promise
    if event.arrived_at > visit.ends_at:
        assert promise.status == "broken"
        assert not promise.corrected
    else:
        assert promise.status in ("kept", "attempted") or promise.corrected
    if event.outcome == "customer_absent":
        assert event.arrived_at >= visit.starts_at


def a_third_repair_is_a_leads(
    told: Histories, case: Case, command: Command, event: VisitArranged, _: Decision
) -> None:
    assert isinstance(command, ArrangeVisit)
    thing = (_serial(case), case.facts.get("fault", ""))
    here = [v for v in told.events if isinstance(v, RepairFailed)]
    failed = sum((v.serial_number, v.fault) == thing for v in here) + command.failed_before
    if failed >= 2:
        assert command.actor.line != "agent"
        assert any(isinstance(v, RemedyOffered) for v in told.events)


def _serial(case: Case) -> str:
    return "".join(
        letter for letter in case.facts.get("serial_number", "") if letter.isalnum()
    ).upper()


def a_failure_is_counted_once(
    told: Histories, case: Case, command: Command, event: RepairFailed, decision: Decision
) -> None:
    ones = [v for v in told.events if isinstance(v, RepairFailed)]
    assert len({v.visit for v in ones}) == len(ones)
    visit = case.visit(event.visit)
    assert visit
    assert visit.outcome in ("fixed", "not_fixed")
    same = [v for v in ones if (v.serial_number, v.fault) == (event.serial_number, event.fault)]
    assert event.count == len(same) + visit.failed_before
    warned = {a.to for a in decision.actions if a.about == "repair_failed_again"}
    assert warned == ({case.owner, LEAD.handle} if event.count >= 2 else set())


LAWS: dict[type[Event], Callable[..., None]] = {
    ComplexConfirmed: milestones_are_promised,
    QuestionsAsked: asked_in_few_rounds,
    ObservationStarted: begun_with_a_check_in_not_too_soon,
    ObservationExtended: watched_without_a_long_silence,
    ObservationEnded: owed_a_call_after_the_window,
    CaseResolved: resolution_is_earned,
    CaseClosed: closing_has_its_revisit,
    CaseReopened: reopened_with_a_call_and_a_clock,
    PromiseKept: kept_by_what_occurred,
    PromiseBroken: broken_is_told_at_once,
    PromiseRenegotiated: moved_before_it_was_due,
    BreakCorrected: corrected_by_what_was_proven,
    PromiseReleased: let_go_in_time,
    VisitMissed: missed_after_its_window,
    VisitRecorded: recorded_as_it_was,
    VisitArranged: a_third_repair_is_a_leads,
    RepairFailed: a_failure_is_counted_once,
}


# --- the way forward -----------------------------------------------------------------------------


def _complete(told: Histories) -> tuple[type[Command], Fields]:
    return CompleteStage, {"stage": told.case.stage, "yields": _whole_yield(told)}


def _whole_yield(told: Histories) -> dict[str, str]:
    """All that the stage asks for, whatever its SOP."""
    return {f.name: f.choices[0] if f.choices else "done" for f in told.case.current.yields}


def _answer(told: Histories) -> tuple[type[Command], Fields]:
    return RecordAnswers, {"answers": {told.case.rounds[-1].questions[0]: "yes"}}


def _contact(told: Histories) -> tuple[type[Command], Fields]:
    return LogContact, {"channel": "phone", "occurred_at": told.now, "parts": PARTS}


def _triage(told: Histories) -> tuple[type[Command], Fields]:
    return Triage, {
        "priority": told.case.priority,
        "traits": ("needs_care",),
        "yields": _whole_yield(told) if told.case.stage == "triage" else {},
    }


def _confirm(told: Histories) -> tuple[type[Command], Fields]:
    return ConfirmComplex, {
        "complexity": "medium",
        "channel": "phone",
        "told_at": told.now,
        "first_feedback_at": told.now + timedelta(days=1),
        "answer": "agreed",
    }


def _arrange(told: Histories, hours: int = 4) -> tuple[type[Command], Fields]:
    starts_at = told.now + timedelta(hours=hours)
    return ArrangeVisit, {
        "engineer": "chen.gong",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "text": "t1",
        "agreed_at": told.now,
    }


def _diagnose(told: Histories) -> tuple[type[Command], Fields]:
    """Where the SOP waits for a visit, the visit with its report."""
    if not told.case.rules.sop.leaving("diagnose", "report_visit"):
        return _complete(told)
    for visit in told.case.visits:
        if visit.is_ahead:
            done = {"outcome": "fixed", "arrived_at": told.now}
            return RecordVisit, {"visit": visit.id, **done}
        if visit.outcome == "fixed" and not visit.reported_at:
            given = _whole_yield(told)
            return ReportVisit, {"visit": visit.id, "text": "t1", "yields": given}
    return _arrange(told)


def _settle(told: Histories) -> tuple[type[Command], Fields]:
    if not told.case.verification:
        return RecordVerification, {"outcome": "fixed"}
    return Resolve, {"basis": "customer_confirmed"}


def _revisit(told: Histories) -> tuple[type[Command], Fields]:
    covers = tuple(
        p.id for p in told.case.open_promises if p.kind != "revisit" and p.made_at <= told.now
    )
    return RecordRevisit, {"outcome": "content", "occurred_at": told.now, "covers": covers}


FORWARD: dict[str, Callable[[Histories], tuple[type[Command], Fields]]] = {
    "respond": _contact,
    "triage": _triage,
    "one_off": _triage,
    "confirm": _confirm,
    "appoint": _arrange,
    "safe_checks": _complete,
    "ask": _answer,
    "diagnose": _diagnose,
    "plan": _complete,
    "collaborate": _complete,
    "implement": _complete,
    "repair": _complete,
    "verify": _settle,
    "resolved": _revisit,
}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_way_forward_leads_to_the_end_of_every_sop(scenario: str) -> None:
    told = Histories()
    told._open(BEGINNINGS[0], ahead=12, scenario=scenario)
    assert told.case.is_closed


TestHistories = Histories.TestCase
TestHistories.settings = BOUNDED


# --- pauses ----------------------------------------------------------------------------------------


@BOUNDED
@given(
    beginning=st.sampled_from(BEGINNINGS),
    before=st.timedeltas(timedelta(0), timedelta(days=4)),
    during=st.timedeltas(timedelta(0), timedelta(days=9)),
    reason=st.sampled_from(["waiting_on_customer", "waiting_on_parts", "waiting_on_third_party"]),
)
def test_a_pause_puts_the_clocks_off_by_just_its_working_time_and_promises_by_nothing(
    beginning: str, before: timedelta, during: timedelta, reason: str
) -> None:
    opened = at(beginning)
    plan = a_plan(opened_on=opened.astimezone(SHANGHAI).date())
    played = Played(beginning, plan=plan, spoke_at=opened)
    played.contact()
    played.triage()
    played.ask(
        ConfirmComplex,
        complexity="medium",
        channel="phone",
        told_at=opened,
        first_feedback_at=opened + timedelta(days=1),
        answer="agreed",
    )
    never = {d.key: d.due_at for d in deadlines(played.case)}
    played.now += before
    paused_at = played.now
    played.ask(PauseCase, reason=reason, until=paused_at + timedelta(days=10))
    assert {"stage", "red_line", "red_line_warning"}.isdisjoint(
        d.key for d in deadlines(played.case)
    )
    played.now += during
    played.ask(ResumeCase)
    paused = {d.key: d.due_at for d in deadlines(played.case)}
    business = plan.calendars[plan.business]
    for key in ("stage", "red_line", "red_line_warning"):
        assert paused[key] >= never[key]
        put_off = business.between(never[key], paused[key])
        assert put_off == business.between(paused_at, played.now)
    for key, due_at in never.items():
        if key.startswith("promise"):
            assert paused[key] == due_at
