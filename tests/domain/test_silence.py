"""Three weeks in which nobody does anything: who hears how often. No silence, and no spam (REQ C0, C1, D1)."""

from collections import Counter
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise

import pytest

from builders import EXECUTIVE, SHANGHAI, Played, a_plan, at
from domain.case.actions import Action
from domain.command import Command
from domain.decide import Decision, decide
from domain.escalations import AcknowledgeEscalation
from domain.plan.terms import Priority

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


each_case = pytest.mark.parametrize(
    ("priority", "confirmed"), [(p, c) for p in PRIORITIES for c in (False, True)]
)


@cache
def left_alone(priority: Priority, confirmed: bool) -> tuple[tuple[datetime, Action], ...]:
    """Everything that anybody is told, from the first that is missed on."""
    played = Unfolded("Mon 09:00", priority=priority)
    if confirmed:
        played.confirmed()
    begun = played.now
    played.until(begun + WEEKS)
    told = [(e.at, e.action) for e in played.events if e.kind == "action_requested"]
    return tuple((then, action) for then, action in told if then > begun)


@pytest.mark.trial("A1", "A2", "A6")
@each_case
def test_nobody_is_buried_while_nothing_is_done(priority: Priority, confirmed: bool) -> None:
    heard = Counter((day(then), a.to) for then, a in left_alone(priority, confirmed))
    first = sorted({on for on, _ in heard})[:2]  # a day and a night from the first that was missed
    for (on, person), times in heard.items():
        bound = ON_THE_FIRST_DAY if on in first else A_DAY
        assert times <= bound[priority], f"{person} hears {times} times on {on}"


@pytest.mark.trial("A1", "A2", "A6")
@each_case
def test_it_is_never_silent_for_long(priority: Priority, confirmed: bool) -> None:
    moments = [then for then, _ in left_alone(priority, confirmed)]
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
def test_it_reaches_everybody_who_answers_for_it(priority: Priority, confirmed: bool) -> None:
    """And those at the top go on hearing of it to the last day."""
    heard = left_alone(priority, confirmed)
    assert {a.to for _, a in heard} == {"li.min", "chen.jie", "wang.fang", "zhao.lei"}
    last = heard[-1][0] - timedelta(days=3)
    assert {a.to for then, a in heard if then > last} >= {"wang.fang", "zhao.lei"}


@pytest.mark.parametrize("priority", PRIORITIES)
def test_one_apology_is_drafted_until_somebody_talks_to_the_customer(priority: Priority) -> None:
    """Each break is announced; one more draft would only lie on top of the one that nobody sent."""
    heard = left_alone(priority, True)
    drafts = Counter(a.ref for _, a in heard if a.name == "draft_apology")
    assert sum(drafts.values()) == 1
    assert sum(a.about.startswith("promise_broken") for _, a in heard) > 10


def test_a_call_that_was_taken_on_is_eager_again() -> None:
    """It has stood for two days, but only an hour with the one who took it on."""
    played = Played("Mon 09:00", priority="P0").until("Wed 10:00")
    assert played.due("unanswered").why.rule == "escalation.again_later_by_priority.P0"
    played.ask(AcknowledgeEscalation, by=EXECUTIVE, escalation="e1")
    assert played.due("undone").due_at == played.now + timedelta(hours=1)


def day(then: datetime) -> date:
    return then.astimezone(SHANGHAI).date()
