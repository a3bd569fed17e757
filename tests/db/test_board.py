"""What burns, loads and figures, counted in rows on both databases."""

from datetime import timedelta
from typing import Any

import pytest

from builders import LEAD, Played, at
from db import board, people
from db.board import BoardFilter, Burning, Fire, what_burns
from db.burning import Kind
from db.figures import Span, first_answers, open_by_stage, promises_ended, solved_by_tier
from db.leaving import count_left, held_by, left_with
from db.load import load_by_person
from db.models import EventRow
from db.people import Person
from db.records import store
from db.session import Database
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.escalations import AcknowledgeEscalation, Escalate
from domain.policy.board import Silence
from domain.promises import missed
from recording import batch

pytestmark = pytest.mark.anyio
STRICT = Silence("priority", "P0", at("Mon 09:00"))


async def put(database: Database, played: Played, number: str = "C-000001", **shown: Any) -> None:
    await store(database, batch(played.events, number=number, **shown))


async def burning(
    database: Database,
    when: str,
    kind: Kind,
    *,
    person: str | None = None,
    teams: tuple[str, ...] | None = None,
    silence: timedelta = timedelta(days=30),
) -> list[Burning]:
    """What burns of one kind."""
    now = at(when)
    silences = (Silence("any", "", now - silence),)
    wanted = BoardFilter(teams=teams, person=person)
    (fire,) = await what_burns(database, now, silences, wanted, (kind,))
    return list(fire.page.items)


async def test_a_promise_burns_by_the_clock_before_anybody_has_called_it_broken(
    database: Database,
) -> None:
    played = Played().confirmed()
    await put(database, played)
    due = played.case.open_promises[0].latest_by
    assert await burning(database, "Tue 09:59", "broken") == []
    (found,) = await burning(database, "Tue 10:01", "broken")
    assert (found.since, found.person, found.owner) == (due, "li.min", "li.min")
    assert found.subject == played.case.open_promises[0].subject
    assert await burning(database, "Tue 10:01", "broken", person="zhou.yan") == []
    assert await burning(database, "Tue 10:01", "broken", teams=("warehouse",)) == []


@pytest.mark.parametrize("covers", [False, True])
async def test_a_broken_promise_burns_as_long_as_the_core_says_that_the_customer_waits(
    database: Database, covers: bool
) -> None:
    played = Played().confirmed().until("Tue 10:30")
    first = played.case.promises[0]
    assert first.status == "broken"
    await put(database, played)
    assert missed.in_silence(played.case)
    assert [each.id for each in await burning(database, "Tue 10:30", "broken")] == [first.id]
    occurred = at("Tue 09:30") if covers else played.now
    played.contact(occurred_at=occurred, covers=(first.id,) if covers else ())
    await put(database, played)
    assert not missed.in_silence(played.case)
    assert await burning(database, "Tue 10:31", "broken") == []


async def test_what_broke_in_an_earlier_life_does_not_burn_in_the_next(database: Database) -> None:
    played = Played().confirmed().until("Tue 10:30")
    await put(database, played, "C-000001", sla_state="unanswered", reopens=1)
    await put(database, played, "C-000002", sla_state="unanswered", reopens=1)
    came_back = EventRow(
        number="C-000002",
        sequence=len(played.events) + 1,
        kind="case_reopened",
        at=at("Tue 10:31"),
        by="system",
        body=b"",
    )
    async with database.write() as session:
        session.add(came_back)
    found = await burning(database, "Tue 10:32", "broken")
    assert [each.number for each in found] == ["C-000001"]


async def test_an_unanswered_word_burns_until_it_is_answered(database: Database) -> None:
    played = Played().confirmed()
    played.ask(CustomerSaid, channel="phone", text="t1", occurred_at=played.now)
    await put(database, played)
    assert await burning(database, "Mon 11:00", "unanswered") == []
    (found,) = await burning(database, "Tue 18:00", "unanswered")
    assert found.about == "answer"
    played.until("Mon 10:30").contact()
    await put(database, played)
    assert await burning(database, "Tue 18:00", "unanswered") == []


async def test_a_call_for_help_burns_from_the_start_until_somebody_takes_it_on(
    database: Database,
) -> None:
    played = Played().confirmed()
    played.ask(Escalate, reason="they are furious", line="lead")
    await put(database, played)
    (found,) = await burning(database, "Mon 10:01", "unacknowledged")
    assert (found.subject, found.person) == ("they are furious", "chen.jie")
    assert found.due_at is not None
    assert found.due_at > at("Mon 10:01")
    played.ask(AcknowledgeEscalation, escalation="e1", by=LEAD)
    await put(database, played)
    assert await burning(database, "Mon 10:02", "unacknowledged") == []


async def test_stages_and_red_lines_burn_beyond_their_limits(database: Database) -> None:
    played = Played().confirmed()
    await put(database, played)
    assert await burning(database, "Mon 10:30", "stage_overrun") == []
    later = played.now + timedelta(days=30)
    silences = (Silence("any", "", played.now),)
    fires = await what_burns(database, later, silences, None, ("red_line", "stage_overrun"))
    red, stage = fires
    assert [each.since for each in red.page.items] == [
        summary.red_line for summary in [batch(played.events).summary] if summary
    ]
    assert [each.about for each in stage.page.items] == ["diagnose"]


async def test_silence_is_measured_by_the_first_trait_that_fits(database: Database) -> None:
    played = Played()
    played.contact()
    await put(database, played, "C-000001", priority="P0")
    await put(database, played, "C-000002", priority="P3")
    now = at("Mon 09:00") + timedelta(days=2)
    silences = (
        Silence("priority", "P0", now - timedelta(days=1)),
        Silence("any", "", now - timedelta(days=3)),
    )
    (fire,) = await what_burns(database, now, silences, None, ("silent",))
    assert [each.number for each in fire.page.items] == ["C-000001"]
    assert fire.page.items[0].since == at("Mon 09:00")
    (fire,) = await what_burns(database, now + timedelta(days=2), silences[1:], None, ("silent",))
    assert fire.page.items == ()


async def test_urgent_ones_stand_first_and_pages_show_each_once(database: Database) -> None:
    for n in range(1, 8):
        played = Played().confirmed()
        await put(database, played, f"C-{n:06d}", priority=f"P{n % 3 + 1}")

    async def page_of(cursor: str | None, limit: int) -> Fire:
        (fire,) = await what_burns(
            database, at("Wed 10:00"), (STRICT,), None, ("broken",), cursor=cursor, limit=limit
        )
        assert fire.counts == {("after_sales", "li.min"): 7}
        assert not fire.more
        return fire

    whole = (await page_of(None, 200)).page.items
    assert len(whole) == 7
    assert [each.place for each in whole] == sorted(each.place for each in whole)
    seen: list[str] = []
    cursor = None
    while True:
        page = (await page_of(cursor, 2)).page
        seen += [each.number + each.id for each in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert seen == [each.number + each.id for each in whole]


async def test_what_began_later_than_as_many_as_are_looked_at_is_said_to_be_there(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "MOST", 3)
    board._statement.cache_clear()
    for n, priority in enumerate(("P3", "P2", "P1", "P0")):
        await put(database, Played().confirmed(), f"C-{n:06d}", priority=priority)
    now, silences = at("Tue 10:30"), (Silence("any", "", at("Mon 08:00")),)
    (fire,) = await what_burns(database, now, silences, None, ("broken",))
    board._statement.cache_clear()
    assert fire.more
    assert fire.counts.total() == 3
    assert len(fire.page.items) == 3


async def test_load_counts_cases_by_weight_and_what_is_due(database: Database) -> None:
    await people.put(
        database, Person("li.min", "Li Min", "agent", frozenset({"agent"}), "after_sales")
    )
    await put(database, Played().confirmed(), "C-000001", emotion="furious")
    await put(database, Played().confirmed(), "C-000002", phase="closed")
    now, ends = at("Tue 10:30"), at("Tue 18:00") + timedelta(hours=6)
    for teams in (None, ("after_sales",)):
        (load,) = await load_by_person(database, now, ends, teams=teams)
        assert load.cases == {("open", "P2", "furious"): 1}
        assert (
            load.overdue == 2
        )  # a promise of each: rows tell nothing of a case that is only said to be closed
    assert await load_by_person(database, now, ends, teams=("warehouse",)) == ()


async def test_figures_count_what_ended_within_the_time(database: Database) -> None:
    played = Played().until("Mon 09:25")
    played.contact()
    played.triage()
    played.confirm()
    played.until("Tue 10:30")
    await put(database, played, resolved_at=at("Tue 10:00"), tier=2)
    span = Span(at("Mon 00:00"), at("Wed 00:00"))
    (ended,) = [each for each in await promises_ended(database, span) if not each.own]
    assert (ended.person, ended.kept, ended.broken) == ("li.min", 0, 1)
    (answered,) = await first_answers(database, span)
    assert (answered.minutes, answered.late, answered.count) == (25, False, 1)
    assert await solved_by_tier(database, span) == {("after_sales", 2): 1}
    assert await open_by_stage(database, at("Wed 10:00"), None) == {("standard", "diagnose", 1): 1}
    for empty in (
        Span(at("Mon 00:00"), at("Wed 00:00"), ("warehouse",)),
        Span(at("Thu 00:00"), at("Fri 00:00")),
    ):
        assert await promises_ended(database, empty) == []
        assert await first_answers(database, empty) == []
        assert await solved_by_tier(database, empty) == {}


async def test_an_answer_beyond_its_limit_is_late_and_none_at_all_has_no_minutes(
    database: Database,
) -> None:
    played = Played().until("Tue 18:00")
    await put(database, played)
    span = Span(at("Mon 00:00"), at("Fri 00:00"))
    (none,) = await first_answers(database, span)
    assert (none.minutes, none.late) == (None, True)
    played.contact()
    await put(database, played)
    (late,) = await first_answers(database, span)
    assert (late.minutes, late.late) == (33 * 60, True)


async def test_what_somebody_hands_over_is_told_with_its_promises(database: Database) -> None:
    played = Played().confirmed()
    for n in (1, 2, 3):
        await put(database, played, f"C-{n:06d}", priority=f"P{4 - n}" if n > 1 else "P3")
    await put(database, played, "C-000004", phase="closed")
    page = await held_by(database, "li.min", limit=2)
    assert [each.number for each in page.items] == ["C-000003", "C-000002"]
    rest = await held_by(database, "li.min", limit=2, cursor=page.next)
    assert [each.number for each in rest.items] == ["C-000001"]
    promise = played.case.open_promises[0]
    assert [each.id for each in rest.items[0].promises] == [promise.id]
    assert rest.items[0].promises[0].subject == promise.subject
    counts = await count_left(database, "li.min")
    assert (counts.cases, counts.promises, counts.stays) == (3, 3, 0)


async def test_a_closed_case_whose_customer_has_written_is_handed_over_too(
    database: Database,
) -> None:
    played = Played().reach("closed").until("Wed 09:00")
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    await put(database, played)
    assert [each.number for each in (await held_by(database, "li.min")).items] == ["C-000001"]
    assert (await count_left(database, "li.min")).cases == 1
    assert (await left_with(database, "li.min")).cases == ("C-000001",)
    before = len(played.events)
    played.ask(MarkMessage, message="m1", verdict="thanks")
    await store(database, batch(played.events, before + 1))
    assert (await held_by(database, "li.min")).items == ()
    assert not await left_with(database, "li.min")
