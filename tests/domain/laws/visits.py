"""A visit is a promise with a window: somebody comes, or it breaks."""

from datetime import timedelta
from typing import Any, get_args

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from domain.case import Case
from domain.case.visits import Visit, VisitOutcome
from domain.command import Actor, Command
from domain.customer_messages.events import CaseReopened
from domain.deadlines import deadlines
from domain.decide import Decision
from domain.disproofs import at_the_door, is_resolved_on
from domain.engine import Tick
from domain.promises.events import AttemptDisproved, PromiseBroken
from domain.repairs import OfferRemedy
from domain.visits.commands import (
    ArrangeVisit,
    CancelVisit,
    ConfirmVisit,
    RecordVisit,
    ReportVisit,
    RescheduleVisit,
)
from domain.visits.events import (
    VisitMissed,
    VisitRecorded,
    VisitReportOverdue,
    VisitReportOwed,
)
from laws.drawing import Drawn, Fields, Moment, actors, emotions, ids, words
from laws.history import History, Step
from laws.stages import complete, whole_yield

OUTCOMES = st.sampled_from(get_args(VisitOutcome))


def window(at: Moment) -> Drawn:
    """A window, mostly a sensible one."""
    starts_at = at.draw(at.near)
    hours = at.draw(st.sampled_from([-1, 1, 2, 2, 4, 5]))
    return {"starts_at": st.just(starts_at), "ends_at": st.just(starts_at + timedelta(hours=hours))}


def moved(at: Moment) -> Drawn:
    """One of the visits, to another window, or to the one that stands."""
    ahead = [visit for visit in at.case.visits if visit.is_ahead]
    if not ahead or at.draw(st.booleans()):
        return {"visit": visits(at), **window(at)}
    stands = at.draw(st.sampled_from(ahead))
    times = {"starts_at": stands.starts_at, "ends_at": stands.ends_at}
    return {"visit": st.just(stands.id)} | {name: st.just(time) for name, time in times.items()}


def visits(at: Moment) -> st.SearchStrategy[str]:
    return ids(at.case.visits[-3:], "v99")


def arrange(history: History, after: timedelta = timedelta(hours=4)) -> Step:
    starts_at = history.now + after
    return ArrangeVisit, {
        "engineer": "chen.gong",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "text": "t1",
        "agreed_at": history.now,
    }


def appoint(history: History) -> Step:
    """A window that still suits is agreed on, or another is proposed."""
    for visit in history.case.visits:
        if visit.is_ahead and history.now <= visit.ends_at:
            return ConfirmVisit, {"visit": visit.id, "confirmed_at": history.now}
    return arrange(history)


def diagnose(history: History) -> Step:
    """Where the SOP waits for a visit, the visit with its report. That of one which was not enough is written alone."""
    if not history.case.rules.sop.leaving("diagnose", "report_visit"):
        return complete(history)
    for visit in history.case.visits:
        if visit.is_ahead:
            if history.now < visit.starts_at:  # nobody comes before the window
                history.let_pass(visit.starts_at - history.now)
            done = {"outcome": "fixed", "arrived_at": history.now}
            return RecordVisit, {"visit": visit.id, **done}
        if visit.outcome == "fixed" and not visit.reported_at:
            arrived_at, ended = visit.arrived_at, history.case.worked_until
            is_old = arrived_at and ended and arrived_at <= ended
            given = {} if is_old else whole_yield(history)
            return ReportVisit, {"visit": visit.id, "text": "t1", "yields": given}
    return arrange(history)


def is_on_record(visit: Visit) -> bool:
    """Whether it is on record that somebody of ours was at the door."""
    return visit.status in ("arrived", "done", "no_show_by_customer")


def missed_after_its_window(
    history: History, case: Case, command: Command, event: VisitMissed, decision: Decision
) -> None:
    visit = case.visit(event.visit)
    assert visit
    heard = min(command.received_at, history.now)
    grace = timedelta(minutes=30 if isinstance(command, Tick) else 0)
    assert heard >= visit.ends_at + grace
    recorded = [v for v in history.events if isinstance(v, VisitRecorded) and v.visit == visit.id]
    broken = [v.promise for v in decision.events if isinstance(v, PromiseBroken)]
    if recorded:  # and it came to light that nobody had been there
        assert isinstance(command, RecordVisit)
        now = decision.case.visit(event.visit)
        assert now
        assert (now.reported_at, now.report) == (None, None)
        broken = [v.promise for v in decision.events if isinstance(v, AttemptDisproved)]
    assert visit.arrived_at is None
    assert visit.promise in broken


def recorded_as_it_was(
    history: History, case: Case, command: Command, event: VisitRecorded, decision: Decision
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


class Visits(History):
    fields = {
        ArrangeVisit: lambda at: {
            "engineer": st.sampled_from(["chen.gong", "chen.gong", "li.min", " "]),
            **window(at),
            "text": st.sampled_from([None, "t1", "t1"]),
            "agreed_at": st.none() | at.past,
            "failed_before": st.sampled_from([0, 0, 0, 1, 2]),
        },
        ConfirmVisit: lambda at: {"visit": visits(at), "confirmed_at": at.past},
        RescheduleVisit: lambda at: {
            **moved(at),
            "engineer": st.sampled_from([None, None, "he.gong"]),
            "moved_by": st.sampled_from(["us", "us", "customer"]),
            "told_at": at.past,
            "reason": words,
        },
        RecordVisit: lambda at: {
            "visit": visits(at),
            "outcome": OUTCOMES,
            "arrived_at": at.past,
            "left_message": st.booleans(),
            "emotion": emotions,
            "note": words,
        },
        ReportVisit: lambda at: {
            "visit": visits(at),
            "yields": st.just({}) | at.yields,
            "text": st.sampled_from([None, "t1", "t1"]),
        },
        CancelVisit: lambda at: {"visit": visits(at), "reason": words},
    }
    laws = {VisitMissed: (missed_after_its_window,), VisitRecorded: (recorded_as_it_was,)}
    forward = {"appoint": appoint, "diagnose": diagnose}

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
            self.ask(OfferRemedy, by=actor, remedy="replacement", answer="declined")
        kind, fields = arrange(self, timedelta(hours=hours))
        self.ask(kind, by=actor, **fields, failed_before=failed_before)

    @precondition(lambda self: not self.case.contacts and not self.case.visits)
    @rule(outcome=st.sampled_from(["arrived", "fixed", "customer_absent"]))
    def somebody_comes_before_the_first_call(self, outcome: Any) -> None:
        kind, fields = arrange(self, timedelta(hours=1))
        if self.ask(kind, **fields):
            self.let_pass(timedelta(minutes=90))
            self.ask(RecordVisit, visit="v1", outcome=outcome, arrived_at=self.now)
            self.ask(ReportVisit, visit="v1", text="t1")

    @precondition(lambda self: any(v.is_ahead for v in self.case.visits))
    @rule(
        minutes=st.sampled_from([-400, -130, -60, -60, -1, 0, 1, 29, 30, 31, 300]),
        ago=st.sampled_from([0, 0, 25, 90]),
        outcome=OUTCOMES,
        actor=actors,
    )
    def somebody_says_how_a_visit_went(
        self, minutes: int, ago: int, outcome: Any, actor: Actor
    ) -> None:
        """Around the end of the window, of an arrival some time before; in time or not."""
        visit = next(v for v in self.case.visits if v.is_ahead)
        goal = visit.ends_at + timedelta(minutes=minutes)
        self.let_pass(max(goal - self.now, timedelta(0)))
        if self.case.is_closed:
            return
        arrived_at = self.now - timedelta(minutes=ago)
        self.ask(RecordVisit, by=actor, visit=visit.id, outcome=outcome, arrived_at=arrived_at)

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
        self.ask(RecordVisit, by=actor, visit=visit.id, outcome=outcome, arrived_at=arrived_at)

    @precondition(lambda self: not self.case.is_closed and any(map(is_on_record, self.case.visits)))
    @rule(
        minutes=st.sampled_from([-5, 5, 200, 1500]),
        note=st.sampled_from([" ", "she was in"]),
        actor=actors,
    )
    def it_turns_out_that_nobody_came(self, minutes: int, note: str, actor: Actor) -> None:
        """Only a lead may say so, once the window is over and with a reason; and only once."""
        visit = next(filter(is_on_record, self.case.visits))
        goal = visit.ends_at + timedelta(minutes=minutes)
        self.let_pass(max(goal - self.now, timedelta(0)))
        if self.case.is_closed:
            return
        said: Fields = {"visit": visit.id, "outcome": "we_did_not_come", "arrived_at": self.now}
        # the case counts as resolved because of what was said there
        stands = any(is_resolved_on(self.case, k) for k in at_the_door(self.case, visit))
        decided = self.ask(RecordVisit, by=actor, note=note, **said)
        told = self.case.visit(visit.id)
        assert told
        over = self.now > visit.ends_at and told.reported_at is None
        may = actor.line != "agent" and over and note.strip() and not stands
        assert bool(decided) == bool(may)
        assert not (decided and self.ask(RecordVisit, by=actor, note=note, **said))

    @precondition(lambda self: any(v.is_ahead for v in self.case.visits))
    @rule(days=st.sampled_from([0, 1, 2, 4]), moved_by=st.sampled_from(["us", "us", "customer"]))
    def a_visit_is_moved(self, days: int, moved_by: Any) -> None:
        """By so many days, or to the window that stands."""
        visit = next(v for v in self.case.visits if v.is_ahead)
        later = max(visit.starts_at, self.now) + timedelta(days=days)
        moved: Fields = {"starts_at": later, "ends_at": later + (visit.ends_at - visit.starts_at)}
        self.ask(
            RescheduleVisit,
            visit=visit.id,
            moved_by=moved_by,
            told_at=self.now,
            reason="the part is late",
            **moved,
        )

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
            promise = self.whole.promise(visit.promise)
            assert promise
            if visit.status == "no_show_by_us":
                assert promise.status == "broken"

    @invariant()
    def what_is_agreed_on_is_not_to_be_agreed_on_again(self) -> None:
        """No stage waits for a window that the customer has agreed to, nor for an engineer who has been there."""
        case = self.case
        if not case.is_opened or not case.rules.sop.leaving(case.stage, "confirm_visit"):
            return
        assert all(visit.status != "confirmed" for visit in case.visits)
        life = self.since(CaseReopened)
        never = {v.visit for v in life if isinstance(v, VisitMissed)}
        held = [
            v
            for v in life
            if isinstance(v, VisitRecorded)
            and v.outcome != "customer_absent"
            and v.visit not in never
        ]
        assert not held, f"{held[-1].visit} was held, and {case.stage} waits for a visit"

    @invariant()
    def a_report_comes_or_is_asked_for(self) -> None:
        if self.case.is_closed or self.case.life:
            return
        due = {d.ref for d in deadlines(self.case) if d.kind == "visit_report"}
        called = set[str]()
        for event in self.events:
            if isinstance(event, VisitReportOverdue):
                called.add(event.visit)
            elif (
                isinstance(event, VisitRecorded | VisitReportOwed)
                and event.report
                and not event.report.overdue
            ):
                called.discard(event.visit)  # once more, with the full time
        for visit in self.case.visits:
            if visit.status in ("arrived", "done"):
                done = visit.reported_at is not None
                assert done or (visit.id in due) != (visit.id in called)
