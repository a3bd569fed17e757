"""A clock by itself: it may be paused often, and is never due earlier for it (REQ B4)."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from builders import a_plan, at
from domain.clocks import Clock
from domain.plan.limit import Limit

STEPS = st.lists(st.timedeltas(timedelta(0), timedelta(days=6)), min_size=2, max_size=6)


@given(calendar=st.sampled_from([None, "business", "waking"]), steps=STEPS)
def test_however_often_a_clock_is_paused_it_is_never_due_earlier(
    calendar: str | None, steps: list[timedelta]
) -> None:
    plan = a_plan()
    limit = Limit(limit=timedelta(hours=20), calendar=calendar, rule="test")
    clock = Clock(anchor="test", started_at=at("Mon 09:00"), limit=limit)
    now: datetime = at("Mon 09:00")
    before = clock.due(plan)[0]
    for index, step in enumerate(steps):
        now += step
        clock = clock.resume(plan, now) if index % 2 else clock.pause(now)
        assert clock.due(plan)[0] >= before
        before = clock.due(plan)[0]
