"""Storing records: once, in order, and what the lists show follows from the events."""

import asyncio
from typing import Any, get_args

import pytest
from sqlalchemy import select

from builders import LEAD, Played, at
from db import cases, commands
from db.book import LISTINGS
from db.customer_messages import CustomerMessageRow, has_unmarked
from db.promises import PromiseFilter, list_promises
from db.records import RecordConflict, RecordGap, store
from db.session import Database
from domain.assignment import Assign
from domain.book import BOOK, AnyEntry, AnyEvent
from domain.case import Case
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.errors import Problem
from domain.escalations import AcknowledgeEscalation, Escalate
from domain.evolve import fold
from domain.late_refusals import CommandRefused
from domain.promises.events import BreakCorrected
from domain.receipt import Outcome, Receipt
from domain.record import Record, digest
from domain.summary import summary
from recording import batch

pytestmark = pytest.mark.anyio
NUMBER = "C-000001"


def a_record(
    events: list[AnyEvent], first: int = 1, last: int | None = None, **more: Any
) -> Record:
    """The batch of a case's events from `first` to `last`, with the summary after the last."""
    return batch(events, first, last).model_copy(update=more)


def an_outcome(key: str = "k1", **fields: Any) -> Outcome:
    usual: dict[str, Any] = {
        "principal": "li.min",
        "key": key,
        "digest": "d1",
        "command": "log_contact",
        "received_at": at("Mon 09:00"),
        "status": "done",
        "receipt": Receipt.model_validate(
            {"number": NUMBER, "version": 3, "stage": "triage", "promises": ("p1",)}
        ),
    }
    return Outcome(**{**usual, **fields})


def a_lively_case() -> Played:
    """A case in which every list changes: breaks, a handover, calls for help, words."""
    played = Played().confirmed()
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    played.ask(Escalate, reason="the customer is at the counter")
    played.ask(AcknowledgeEscalation, escalation="e1", by=LEAD)
    played.promise("Wed 10:00")
    played.ask(Assign, owner="sun.yu", reason="holiday", by=LEAD)
    played.until("Thu 18:00")
    return played


async def rows_match(database: Database, case: Case) -> None:
    """The lists show what the case says."""
    assert await cases.get_summary(database, case.number) == summary(case)
    page = await list_promises(database, PromiseFilter(number=(case.number,)), limit=200)
    assert {listed.promise.id: listed.promise for listed in page.items} == {
        promise.id: promise for promise in case.promises
    }


async def marks(database: Database) -> dict[str, tuple[Any, ...]]:
    """What a list says of each message."""
    query = select(CustomerMessageRow).order_by(CustomerMessageRow.id)
    async with database.read() as session:
        rows = (await session.scalars(query)).all()
    return {row.id: (row.mark_by, row.verdict, row.marked_at, row.marked_by) for row in rows}


async def test_rows_of_messages_say_what_is_to_be_marked_and_what_was(database: Database) -> None:
    played = Played().reach("closed").until("Wed 09:00")
    await store(database, a_record(played.events))
    done = len(played.events)

    async def answered() -> dict[str, tuple[Any, ...]]:
        nonlocal done
        await store(database, a_record(played.events, first=done + 1))
        done = len(played.events)
        return await marks(database)

    for _ in range(2):
        played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    nothing = (None, None, None, None)
    waiting = (at("Wed 14:00"), None, None, None)
    assert await answered() == {"m1": waiting, "m2": waiting}
    assert await has_unmarked(database, NUMBER)
    played.ask(MarkMessage, message="m1", verdict="thanks", by=LEAD)
    thanked = (None, "thanks", at("Wed 09:00"), "chen.jie")
    assert await answered() == {"m1": thanked, "m2": waiting}
    played.until("Wed 14:00")
    assert await answered() == {"m1": thanked, "m2": nothing}
    assert not await has_unmarked(database, NUMBER)
    assert (await cases.get_summary(database, NUMBER)) == summary(played.case)
    assert summary(played.case).reopens == 1


async def test_a_message_marked_in_the_batch_it_came_in_leaves_one_row(database: Database) -> None:
    played = Played().reach("closed")
    for _ in range(2):
        played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    played.ask(MarkMessage, message="m2", verdict="reopen")
    await store(database, a_record(played.events))
    reopening = (None, "reopen", played.now, "li.min")
    assert await marks(database) == {"m1": (None, None, None, None), "m2": reopening}


def test_every_kind_of_entry_has_a_table() -> None:
    union = get_args(get_args(AnyEntry)[0])
    assert {listing.entry for listing in LISTINGS} == set(union)
    assert {listing.name for listing in LISTINGS} == {*BOOK.listed, "owed"}


async def test_what_is_stored_is_what_was_given(database: Database) -> None:
    events = Played().resolved().events
    record = a_record(events)
    assert await store(database, record) == digest(record)
    assert await cases.load_events(database, NUMBER) == events
    assert fold(NUMBER, await cases.load_events(database, NUMBER)) == fold(NUMBER, events)


async def test_storing_event_by_event_gives_the_same_as_storing_at_once(database: Database) -> None:
    played = a_lively_case()
    for sequence in range(1, len(played.events) + 1):
        record = a_record(played.events, sequence, sequence)
        assert await store(database, record) == digest(record)
    await rows_match(database, played.case)


async def test_one_batch_fills_all_lists(database: Database) -> None:
    played = a_lively_case()
    await store(database, a_record(played.events))
    await rows_match(database, played.case)


async def test_a_repeat_changes_nothing(database: Database) -> None:
    played = a_lively_case()
    record = a_record(played.events)
    assert await store(database, record) == await store(database, record)
    await rows_match(database, played.case)
    assert len(await cases.load_events(database, NUMBER)) == len(played.events)


async def test_overlapping_and_older_batches_change_only_what_is_new(database: Database) -> None:
    played = a_lively_case()
    events, half = played.events, len(played.events) // 2
    await store(database, a_record(events, 1, half))
    for record in (a_record(events, 3), a_record(events, 1, half), a_record(events, 5, 7)):
        assert await store(database, record) == digest(record)
    await rows_match(database, played.case)


async def test_two_tries_at_once_store_one(database: Database) -> None:
    played = a_lively_case()
    record = a_record(played.events, outcomes=(an_outcome(),))
    digests = await asyncio.gather(*(store(database, record) for _ in range(5)))
    assert set(digests) == {digest(record)}
    await rows_match(database, played.case)


async def test_another_event_under_the_same_number_is_an_alarm(database: Database) -> None:
    played = Played().confirmed()
    record = a_record(played.events)
    await store(database, record)
    other = played.events[2].model_copy(update={"by": "somebody.else"})
    changed = [*played.events[:2], other, *played.events[3:]]
    with pytest.raises(RecordConflict) as caught:
        await store(database, record.model_copy(update={"events": tuple(changed)}))
    conflict = caught.value
    assert (conflict.number, conflict.sequence) == (NUMBER, 3)
    assert conflict.stored != conflict.given
    assert conflict.stored in str(conflict)
    assert conflict.given in str(conflict)
    assert await cases.load_events(database, NUMBER) == played.events


async def test_a_conflict_stores_nothing_of_its_batch(database: Database) -> None:
    played = Played().confirmed()
    await store(database, a_record(played.events, 1, 3))
    wrong = [
        *played.events[:2],
        played.events[2].model_copy(update={"by": "x"}),
        *played.events[3:],
    ]
    record = a_record(played.events).model_copy(
        update={"events": tuple(wrong), "outcomes": (an_outcome(),)}
    )
    with pytest.raises(RecordConflict):
        await store(database, record)
    assert len(await cases.load_events(database, NUMBER)) == 3
    assert await commands.find(database, "li.min", "k1") is None


async def test_a_missing_earlier_event_is_noticed_and_can_be_stored_again(
    database: Database,
) -> None:
    played = a_lively_case()
    with pytest.raises(RecordGap) as caught:
        await store(database, a_record(played.events, 4, 6))
    assert caught.value.missing == 3
    assert not await cases.exists(database, NUMBER)
    await store(database, a_record(played.events, 1, 3))
    await store(database, a_record(played.events, 4))
    await rows_match(database, played.case)


async def test_an_older_summary_changes_nothing(database: Database) -> None:
    played = Played().resolved()
    await store(database, a_record(played.events))
    stale = summary(fold(NUMBER, played.events[:3]))
    await store(database, Record(number=NUMBER, first=len(played.events) + 1, summary=stale))
    assert await cases.get_summary(database, NUMBER) == summary(played.case)


async def test_outcomes_are_found_by_principal_and_key(database: Database) -> None:
    refused = an_outcome(
        "k2", status="refused", receipt=None, problem=Problem(code="case_closed", fields=("x",))
    )
    record = a_record(Played().events, outcomes=(an_outcome(), refused))
    await store(database, record)
    await store(database, record)
    assert await commands.find(database, "li.min", "k1") == commands.Settled(NUMBER, an_outcome())
    assert await commands.find(database, "li.min", "k2") == commands.Settled(NUMBER, refused)
    assert await commands.find(database, "chen.jie", "k1") is None


async def test_outcomes_alone_are_stored_too(database: Database) -> None:
    record = Record(number=NUMBER, first=1, outcomes=(an_outcome(),))
    assert await store(database, record) == digest(record)
    assert await commands.find(database, "li.min", "k1")


async def test_a_break_put_right_later_stays_on_record_as_corrected(database: Database) -> None:
    played = Played().confirmed().until("Tue 11:00")
    await store(database, a_record(played.events))
    broken = next(p.id for p in played.case.promises if p.status == "broken")
    corrected = BreakCorrected(at=played.now, by="chen.jie", promise=broken, contact="k1")
    events = [*played.events, corrected]
    await store(database, a_record(events, len(events)))
    await rows_match(database, fold(NUMBER, events))


async def test_a_long_batch_is_stored(database: Database) -> None:
    opened = Played().events
    note = CommandRefused(
        at=at("Mon 10:00"),
        by="li.min",
        command="escalate",
        key="k",
        problem=Problem(code="case_closed", params={"number": NUMBER}),
    )
    events = [*opened, *[note] * 2_500]
    record = Record(number=NUMBER, first=1, events=tuple(events))
    assert await store(database, record) == digest(record)
    assert len(await cases.load_events(database, NUMBER)) == len(events)
