"""Three weeks in which nobody does anything: who hears how often. No silence, and no spam (REQ C0, C1, D1)."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise

import pytest

from builders import EXECUTIVE, LEAD, SHANGHAI, Played, PlayedFault, a_plan, an_actor, at
from domain.case.actions import Action
from domain.command import Command
from domain.decide import Decision, decide
from domain.escalations import AcknowledgeEscalation
from domain.plan.terms import Priority
from domain.promises.commands import MakePromise, NextPromise
from domain.repairs import OfferRemedy

WEEKS = timedelta(weeks=3)
PRIORITIES: tuple[Priority, ...] = ("P0", "P1", "P2", "P3")
ON_THE_FIRST_DAY = {"P0": 24, "P1": 7, "P2": 5, "P3": 5}
"""Notices to one person of one case: of a P0 one an hour."""
A_DAY = {"P0": 14, "P1": 6, "P2": 4, "P3": 4}
"""Afterwards. Of a P0 that was confirmed a promise breaks every four hours, round the clock."""
QUIET = {"P0": timedelta(hours=4), "P1": timedelta(hours=8)}
"""The longest in which nobody at all hears of it, night or day; P2 and P3: once each working day."""


class Unfolded(Played):
    """Of a thousand events. That they fold to the case is looked at in other tests, after each of them."""

    def _decide(self, command: Command) -> Decision:
        decision = decide(self.case, command, self.now)
        self.case = decision.case
        self.events.extend(decision.events)
        return decision


class UnfoldedFault(Unfolded, PlayedFault):
    """With a milestone plan: four promises given at once."""


def visits_agreed(priority: Priority) -> Played:
    """Three visits to come, two of them on one morning."""
    played = Unfolded(plan=a_plan(scenario="on_site_repair"), priority=priority).until("Mon 09:10")
    played.contact()
    yields = {"product": "washer", "serial_number": "W7-2231 907", "fault": "noise"}
    played.until("Mon 09:30").triage(yields=yields)
    played.until("Mon 10:00").confirm()
    played.ask(OfferRemedy, remedy="replacement", answer="declined")
    for start, end, engineer in (
        ("Tue 10:00", "Tue 12:00", "chen.gong"),
        ("Tue 11:00", "Tue 13:00", "sun.gong"),
        ("Wed 14:00", "Wed 16:00", "chen.gong"),
    ):
        played.visit(start, end, engineer=engineer, agreed_at=played.now, by=LEAD)
    return played.until("Tue 08:00")


def colleagues_promised(priority: Priority) -> Played:
    """Two colleagues have promised a call of their own."""
    played = Unfolded("Mon 09:00", priority=priority).confirmed()
    for colleague, by_when in (("sun.yu", "Mon 13:00"), ("wu.di", "Mon 13:37")):
        given = NextPromise(subject=f"word from {colleague}", latest_by=at(by_when))
        played.ask(MakePromise, by=an_actor(colleague), promise=given)
    return played


CASES: dict[str, Callable[[Priority], Played]] = {
    "opened": lambda priority: Unfolded("Mon 09:00", priority=priority),
    "confirmed": lambda priority: Unfolded("Mon 09:00", priority=priority).confirmed(),
    "milestones": lambda priority: UnfoldedFault("Mon 09:00", priority=priority).confirmed(),
    "visits": visits_agreed,
    "colleagues": colleagues_promised,
}
OTHERS = {"visits": {"chen.gong", "sun.gong"}, "colleagues": {"sun.yu", "wu.di"}}
"""Who has to do with it beside the owner and the line."""
each_case = pytest.mark.parametrize(
    ("priority", "which"), [(p, which) for p in PRIORITIES for which in CASES]
)
OF_EACH = 3
"""Notices of one more promise that was given and breaks: the reminder, the break, and the apology to send."""
WORK = "visit_remind_customer"
"""What is told on any day; nothing was missed."""


@cache
def left_alone(
    priority: Priority, which: str
) -> tuple[Played, tuple[tuple[datetime, Action], ...]]:
    """Everything that anybody is told, from the first that is missed on."""
    played = CASES[which](priority)
    begun = played.now
    played.until(begun + WEEKS)
    told = [(e.at, e.action) for e in played.events if e.kind == "action_requested"]
    return played, tuple((then, action) for then, action in told if then > begun)


def given_and_broken(played: Played) -> Counter[date]:
    """How many promises beside the first feedback that had been given to the customer broke on each day; others only
    stood in for one."""
    given = [p for p in played.case.promises if p.follows is None and p.kind != "first_feedback"]
    return Counter(day(p.ended_at) for p in given if p.status == "broken" and p.ended_at)


@pytest.mark.trial("A1", "A2", "A6")
@each_case
def test_nobody_is_buried_while_nothing_is_done(priority: Priority, which: str) -> None:
    """However many promises were given: each that breaks is told of, and one call stands in for all of them."""
    played, told = left_alone(priority, which)
    heard = Counter((day(then), a.to) for then, a in told if a.about != WORK)
    first = sorted({on for on, _ in heard})[:2]  # a day and a night from the first that was missed
    given = given_and_broken(played)
    for (on, person), times in heard.items():
        bound = ON_THE_FIRST_DAY if on in first else A_DAY
        most = bound[priority] + OF_EACH * given[on]
        assert times <= most, f"{person} hears {times} times on {on}"


@pytest.mark.parametrize("priority", PRIORITIES)
@pytest.mark.parametrize("which", ["confirmed", "milestones", "visits"])
def test_one_call_stands_in_for_all_that_was_missed(priority: Priority, which: str) -> None:
    played, _ = left_alone(priority, which)
    assert len([p for p in played.case.open_promises if p.keeping.by == "call"]) == 1


@pytest.mark.trial("A1", "A2", "A6")
@each_case
def test_it_is_never_silent_for_long(priority: Priority, which: str) -> None:
    _, told = left_alone(priority, which)
    moments = [then for then, _ in told]
    if priority in QUIET:
        gaps = [later - then for then, later in pairwise(moments)]
        assert moments[-1] > moments[0] + WEEKS - timedelta(days=2)
        assert max(gaps) <= QUIET[priority] + timedelta(seconds=1)
    else:
        calendar = a_plan().calendars[a_plan().business]
        days = [day(moments[0]) + timedelta(days=n) for n in range(18)]
        worked = [on for on in days if calendar.is_working(at(f"{on} 11:00"))]
        assert {day(then) for then in moments} >= set(worked)


@each_case
def test_it_reaches_everybody_who_answers_for_it(priority: Priority, which: str) -> None:
    """And those at the top go on hearing of it to the last day."""
    _, heard = left_alone(priority, which)
    line = {"li.min", "chen.jie", "wang.fang", "zhao.lei"}
    assert {a.to for _, a in heard} == line | OTHERS.get(which, set())
    last = heard[-1][0] - timedelta(days=3)
    assert {a.to for then, a in heard if then > last} >= {"wang.fang", "zhao.lei"}


@pytest.mark.parametrize("priority", PRIORITIES)
def test_of_each_colleagues_calls_only_they_hear_where_the_owners_speak_for_all(
    priority: Priority,
) -> None:
    """Each call that comes to nothing is told to whoever owed it; the owner and the lead hear of one row of them."""
    played, heard = left_alone(priority, "colleagues")
    later = [(then, a) for then, a in heard if then > at("Tue 18:00")]
    broken = [a for _, a in later if a.about == "promise_broken_again"]
    owed = {p.id: p.owner for p in played.case.promises}
    told_whose = {(a.to, owed[a.ref]) for a in broken if a.ref}
    mine = {(colleague, colleague) for colleague in OTHERS["colleagues"]}
    assert {pair for pair in told_whose if pair[0] in ("li.min", "chen.jie")} == {
        ("li.min", "li.min"),
        ("chen.jie", "li.min"),
    }
    assert {pair for pair in told_whose if pair[0] in OTHERS["colleagues"]} == mine


@pytest.mark.parametrize("priority", PRIORITIES)
def test_one_apology_is_drafted_until_somebody_talks_to_the_customer(priority: Priority) -> None:
    """Each break is announced; one more draft would only lie on top of the one that nobody sent. Of what stood in for
    nothing each has its own: in a P0 news are owed before the first feedback that was agreed on."""
    played, heard = left_alone(priority, "confirmed")
    drafts = Counter(a.ref for _, a in heard if a.name == "draft_apology")
    given = [p.id for p in played.case.promises if p.follows is None and p.status == "broken"]
    assert drafts == Counter(given)
    assert sum(a.about.startswith("promise_broken") for _, a in heard) > 10


def test_a_call_that_was_taken_on_is_eager_again() -> None:
    """It has stood for two days, but only an hour with the one who took it on."""
    played = Played("Mon 09:00", priority="P0").until("Wed 10:00")
    assert played.due("unanswered").why.rule == "escalation.again_later_by_priority.P0"
    played.ask(AcknowledgeEscalation, by=EXECUTIVE, escalation="e1")
    assert played.due("undone").due_at == played.now + timedelta(hours=1)


def day(then: datetime) -> date:
    return then.astimezone(SHANGHAI).date()
