"""Lists: cases, promises, the agenda, timelines; in pages that neither repeat nor hide."""

import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from builders import LEAD, Played, at
from db.agenda import Owed, list_owed
from db.cases import (
    CaseFilter,
    Sort,
    exists,
    get_summary,
    list_cases,
    load_entries,
    load_events,
    timeline,
)
from db.pages import BadCursor, Page
from db.promises import PromiseFilter, list_promises
from db.records import store
from db.session import Database
from domain.book import AnyEvent
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.escalations import AcknowledgeEscalation, Escalate
from domain.promises.commands import MakePromise, NextPromise
from domain.summary import CaseSummary
from recording import batch

pytestmark = pytest.mark.anyio


async def put_case(database: Database, number: str, **fields: Any) -> CaseSummary:
    """A case whose summary shows what the test says."""
    played = Played()
    record = batch(played.events, number=number, **fields)
    await store(database, record)
    assert record.summary
    return record.summary


async def put_played(database: Database, played: Played, number: str = "C-000001") -> None:
    await store(database, batch(played.events, number=number))


async def everything(ask: Callable[[str | None], Awaitable[Page[Any]]]) -> list[Any]:
    """All items, page by page."""
    items: list[Any] = []
    cursor = None
    while True:
        page = await ask(cursor)
        items += page.items
        if page.next is None:
            return items
        cursor = page.next


async def test_an_unknown_case_has_nothing(database: Database) -> None:
    assert not await exists(database, "C-000404")
    assert await load_events(database, "C-000404") == []
    assert await get_summary(database, "C-000404") is None
    assert await load_entries(database, "C-000404") == ()


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", ["opened_at", "next_promise_due", "red_line", "priority"])
async def test_pages_of_cases_show_each_case_once_in_order(
    database: Database, sort: Sort, descending: bool
) -> None:
    summaries = []
    for n in range(1, 12):
        some_time = None if n % 4 == 0 else at("Mon 09:00") + timedelta(hours=n % 3)
        summaries.append(
            await put_case(
                database,
                f"C-{n:06d}",
                opened_at=at("Mon 09:00") + timedelta(hours=n % 5),
                next_promise_due=some_time,
                red_line=some_time,
                priority=f"P{n % 3}",
            )
        )
    found = await everything(
        lambda cursor: list_cases(
            database, sort=sort, descending=descending, cursor=cursor, limit=3
        )
    )
    known = [each for each in summaries if getattr(each, sort) is not None]
    unknown = [each for each in summaries if getattr(each, sort) is None]
    known.sort(key=lambda each: (getattr(each, sort), each.number), reverse=descending)
    unknown.sort(key=lambda each: each.number, reverse=descending)
    assert found == known + unknown


async def test_a_case_added_meanwhile_neither_repeats_nor_hides_another(database: Database) -> None:
    for n in (2, 4, 6, 8):
        await put_case(database, f"C-{n:06d}", opened_at=at("Mon 09:00") + timedelta(hours=n))
    first = await list_cases(database, limit=2)
    await put_case(database, "C-000001", opened_at=at("Mon 09:00"))
    second = await list_cases(database, limit=2, cursor=first.next)
    assert [each.number for each in (*first.items, *second.items)] == [
        f"C-{n:06d}" for n in (2, 4, 6, 8)
    ]


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (CaseFilter(), ["1", "2", "3"]),
        (CaseFilter(stage=("diagnose",)), ["2"]),
        (CaseFilter(phase=("closed", "resolved")), ["3"]),
        (CaseFilter(owner=("sun.yu",)), ["2"]),
        (CaseFilter(team=("other",)), ["3"]),
        (CaseFilter(priority=("P0", "P1")), ["1", "2"]),
        (CaseFilter(complexity=("high",)), ["3"]),
        (CaseFilter(tier=(2, 3)), ["2", "3"]),
        (CaseFilter(sla_state=("overdue",)), ["1"]),
        (CaseFilter(customer=("k7",)), ["2"]),
        (CaseFilter(scenario=("refund",)), ["3"]),
        (CaseFilter(opened_after=at("Mon 12:00")), ["2", "3"]),
        (CaseFilter(opened_before=at("Tue 12:00")), ["1", "2"]),
        (CaseFilter(owner=("sun.yu",), priority=("P0",)), []),
    ],
)
async def test_a_filter_shows_the_cases_it_names(
    database: Database, wanted: CaseFilter, numbers: list[str]
) -> None:
    await put_case(database, "1", priority="P0", sla_state="overdue", opened_at=at("Mon 09:00"))
    await put_case(
        database, "2", priority="P1", stage="diagnose", owner="sun.yu", tier=2, customer="k7",
        opened_at=at("Tue 09:00"),
    )  # fmt: skip
    await put_case(
        database, "3", priority="P2", phase="closed", team="other", tier=3, complexity="high",
        scenario="refund", opened_at=at("Wed 09:00"),
    )  # fmt: skip
    page = await list_cases(database, wanted)
    assert [each.number for each in page.items] == numbers


@pytest.mark.parametrize(
    "cursor", ["", "x", "!!", "bnVsbA", "WzFd", "WyJvcGVuZWRfYXQiXQ", "é", "[" * 9_000]
)
async def test_a_cursor_that_is_none_of_ours_is_refused(database: Database, cursor: str) -> None:
    if cursor:
        with pytest.raises(BadCursor):
            await list_cases(database, cursor=cursor)
        with pytest.raises(BadCursor):
            await list_owed(database, "li.min", cursor=cursor)


async def test_a_cursor_of_another_order_is_refused(database: Database) -> None:
    for n in range(3):
        await put_case(database, f"C-{n:06d}")
    page = await list_cases(database, sort="priority", limit=1)
    for other in ({"sort": "opened_at"}, {"sort": "priority", "descending": True}):
        with pytest.raises(BadCursor, match="another order"):
            await list_cases(database, cursor=page.next, **other)


@pytest.mark.parametrize("newest_first", [False, True])
async def test_a_timeline_tells_the_events_in_order(database: Database, newest_first: bool) -> None:
    played = Played().resolved()
    await put_played(database, played)
    recorded = await load_entries(database, "C-000001")

    async def ask(cursor: str | None) -> Page[Any]:
        return timeline(recorded, newest_first=newest_first, cursor=cursor, limit=4)

    entries = await everything(ask)
    events: list[AnyEvent] = list(played.events)
    expected = list(enumerate(events, 1))
    if newest_first:
        expected.reverse()
    assert [(entry.sequence, entry.event) for entry in entries] == expected
    assert all(
        (entry.kind, entry.at, entry.by) == (entry.event.kind, entry.event.at, entry.event.by)
        for entry in entries
    )


async def test_promises_are_listed_by_latest_time_with_what_one_needs_of_the_case(
    database: Database,
) -> None:
    played = Played(title="Noise").confirmed()
    played.promise("Wed 10:00")
    played.promise("Tue 18:00")
    await put_played(database, played)
    listed = await everything(lambda cursor: list_promises(database, cursor=cursor, limit=1))
    assert [each.promise for each in listed] == sorted(
        played.case.promises, key=lambda promise: promise.latest_by
    )
    assert {(each.number, each.title, each.customer) for each in listed} == {
        ("C-000001", "Noise", "k1")
    }
    backwards = await everything(
        lambda cursor: list_promises(database, descending=True, cursor=cursor, limit=1)
    )
    assert backwards == listed[::-1]


async def test_promises_are_found_by_case_owner_status_and_due_time(database: Database) -> None:
    played = Played().confirmed()
    mine = played.promise("Wed 10:00", owner="sun.yu")
    await put_played(database, played)

    async def ids(**fields: Any) -> list[str]:
        page = await list_promises(database, PromiseFilter(**fields))
        return [each.promise.id for each in page.items]

    assert await ids(owner=("sun.yu",)) == [mine]
    assert await ids(number=("C-000002",)) == []
    assert len(await ids(number=("C-000001",), status=("open",))) == 2
    assert await ids(status=("kept",)) == []
    assert mine not in await ids(due_before=at("Wed 10:00"))
    assert mine in await ids(due_before=at("Wed 10:01"))


async def test_the_agenda_holds_open_promises_and_calls_for_help_by_due_time(
    database: Database,
) -> None:
    played = Played(title="Noise").confirmed()
    played.promise("Wed 10:00", owner="chen.jie", subject="the test")
    played.ask(Escalate, reason="they are furious")
    await put_played(database, played)
    call, promise = (await list_owed(database, "chen.jie")).items
    assert (call.kind, call.subject, call.about, call.id) == (
        "acknowledgement", "they are furious", "agent", "e1",
    )  # fmt: skip
    escalation = played.case.escalations[0]
    assert call.due_at == escalation.clock.due(played.case.rules)[0]
    assert (promise.kind, promise.subject, promise.due_at) == (
        "promise",
        "the test",
        at("Wed 10:00"),
    )
    assert {(each.number, each.title, each.customer) for each in (call, promise)} == {
        ("C-000001", "Noise", "k1")
    }
    assert (await list_owed(database, "chen.jie", due_before=at("Wed 09:00"))).items == (call,)


async def test_the_agenda_of_an_owner_holds_messages_to_mark(database: Database) -> None:
    played = Played(title="Noise").reach("closed").until("Wed 09:00")
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    await put_played(database, played)
    (owed,) = (await list_owed(database, "li.min")).items
    assert (owed.kind, owed.id, owed.due_at, owed.about) == (
        "mark", "m1", at("Wed 14:00"), "wechat",
    )  # fmt: skip
    assert (await list_owed(database, "chen.jie")).items == ()
    before = len(played.events)
    played.ask(MarkMessage, message="m1", verdict="thanks")
    await store(
        database,
        batch(played.events, before + 1),
    )
    assert (await list_owed(database, "li.min")).items == ()


async def test_what_is_done_leaves_the_agenda(database: Database) -> None:
    played = Played().confirmed()
    played.ask(Escalate, reason="help")
    await put_played(database, played)
    assert len((await list_owed(database, "chen.jie")).items) == 1
    before = len(played.events)
    played.ask(AcknowledgeEscalation, escalation="e1", by=LEAD)
    await store(
        database,
        batch(played.events, before + 1),
    )
    assert (await list_owed(database, "chen.jie")).items == ()


async def test_a_call_passed_on_moves_to_the_next_ones_agenda(database: Database) -> None:
    played = Played().confirmed()
    played.ask(Escalate, reason="help")
    before = len(played.events)
    await put_played(database, played)
    played.until("Tue 09:59")
    assert played.count("escalation_passed_on")
    await store(
        database,
        batch(played.events, before + 1),
    )
    escalation = played.case.escalations[0]
    owed = (await list_owed(database, escalation.receiver)).items
    assert [each.due_at for each in owed] == [escalation.clock.due(played.case.rules)[0]]
    assert (await list_owed(database, "chen.jie")).items == ()


async def test_pages_of_an_agenda_show_each_thing_once_even_when_all_is_due_at_once(
    database: Database,
) -> None:
    for n in range(1, 6):
        played = Played().confirmed()
        played.ask(Escalate, reason="help")
        due = played.case.escalations[0].clock.due(played.case.rules)[0]
        promise = NextPromise(subject=f"s{n}", latest_by=due, owner="chen.jie")
        played.ask(MakePromise, promise=promise)
        await put_played(database, played, f"C-{n:06d}")
    for limit in (1, 2, 3, 7, 50):
        owed = await everything(partial(owed_page, database, limit))
        places = [(each.due_at, each.kind, each.number, each.id) for each in owed]
        assert places == sorted(places)
        assert len(set(places)) == len(owed) == 10


async def owed_page(database: Database, limit: int, cursor: str | None) -> Page[Owed]:
    return await list_owed(database, "chen.jie", cursor=cursor, limit=limit)


async def test_a_page_has_at_least_one_item_and_at_most_two_hundred(database: Database) -> None:
    await put_case(database, "C-000001")
    await put_case(database, "C-000002")
    assert len((await list_cases(database, limit=0)).items) == 1
    assert len((await list_cases(database, limit=10**9)).items) == 2


@pytest.mark.parametrize("whose", ["owner", "team"])
def test_open_cases_by_priority_are_found_by_an_index_however_few_of_all_they_are(
    sqlite_template: Path, tmp_path: Path, whose: str
) -> None:
    file = tmp_path / "cases.db"
    shutil.copy(sqlite_template, file)
    asked = (
        f"EXPLAIN QUERY PLAN SELECT number FROM cases WHERE {whose} = 'small' AND phase IN ('open')"  # noqa: S608  (names of ours)
        " ORDER BY priority, number LIMIT 21"
    )
    with sqlite3.connect(file) as connection:
        steps = [row[3] for row in connection.execute(asked)]
    (step,) = steps  # nothing is sorted afterwards
    assert f"ix_cases_{whose}_phase_priority_number ({whose}=? AND phase=?)" in step
