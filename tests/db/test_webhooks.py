"""Subscriptions and what waits for them: with each event or not at all, in order, nothing passed over."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

import recording
from builders import Played, at
from databases import VAULT
from db import deliveries, replays, webhooks
from db.deliveries import Delivery
from db.pages import BadCursor
from db.records import RecordConflict, Stored, put
from db.session import Database
from db.webhooks import KeyReused, Webhook
from domain.record import Record
from waiting import comes_to

NOW = at("Mon 09:00")
HOUR = timedelta(hours=1)


async def subscribed(database: Database, key: str = "k1", **fields: Any) -> Webhook:
    usual: dict[str, Any] = {
        "url": "https://hooks.example.com/a?token=hidden",
        "label": "ERP",
        "events": [],
        "teams": [],
        "with_words": False,
        "secret": "whsec_first",
        "by": "wang.fang",
        "digest": "d1",
        "now": NOW,
    }
    return await webhooks.create(database, key=key, **{**usual, **fields})


def batch(number: str, first: int = 1, last: int = 6, team: str = "after_sales") -> Record:
    events = Played().confirmed().events
    return recording.batch(events, first, last, number=number, team=team)


async def waiting(database: Database, webhook: Webhook, number: str = "C-000001") -> list[int]:
    return [d.sequence for d in await deliveries.lane(database, webhook.id, number, 100)]


async def tried(database: Database, delivery: Delivery, **fields: Any) -> None:
    usual: dict[str, Any] = {"status": "delivered", "now": NOW, "code": 200, "ms": 3}
    await deliveries.mark_tried(database, delivery, **{**usual, **fields})


async def heads(database: Database, webhook: Webhook, now: Any = NOW, **more: Any) -> list[str]:
    found = await deliveries.heads(database, webhook.id, now, limit=more.pop("limit", 10), **more)
    return [each.id for each in found]


async def test_a_repeat_finds_the_first_subscription_and_another_request_is_refused(
    database: Database,
) -> None:
    first = await subscribed(database)
    again = await subscribed(database, secret="whsec_other")
    assert (again.id, again.secrets) == (first.id, first.secrets)
    with pytest.raises(KeyReused):
        await subscribed(database, digest="d2")
    assert len(await webhooks.list_webhooks(database)) == 1


async def test_each_event_waits_for_those_who_want_it(database: Database) -> None:
    everything = await subscribed(database)
    opened = await subscribed(database, "k2", events=["case_opened"])
    elsewhere = await subscribed(database, "k3", teams=["spare_parts"])
    stored = await put(database, batch("C-000001"))
    assert set(stored.webhooks) == {everything.id, opened.id}
    assert await waiting(database, everything) == [1, 2, 3, 4, 5, 6]
    assert await waiting(database, opened) == [1]
    assert await waiting(database, elsewhere) == []
    await put(database, batch("C-000002", team="spare_parts"))
    assert await waiting(database, elsewhere, "C-000002") == [1, 2, 3, 4, 5, 6]


@pytest.mark.trial("R4")
async def test_a_paused_subscription_keeps_what_happens_and_is_not_woken(
    database: Database,
) -> None:
    webhook = await subscribed(database)
    other = await subscribed(database, "k2")
    await webhooks.pause(database, webhook.id, because="asked", by="root", now=NOW)
    assert (await put(database, batch("C-000001"))).webhooks == (other.id,)
    assert (await put(database, batch("C-000001"))).webhooks == (other.id,), "a repeat"
    assert await waiting(database, webhook) == [1, 2, 3, 4, 5, 6]
    await webhooks.resume(database, webhook.id, by="root", now=NOW)
    assert set((await put(database, batch("C-000002"))).webhooks) == {webhook.id, other.id}


async def test_without_subscriptions_nothing_waits(database: Database) -> None:
    assert (await put(database, batch("C-000001"))).webhooks == ()
    later = await subscribed(database)
    assert await waiting(database, later) == []


async def test_a_repeat_of_a_record_adds_nothing_and_still_says_who_waits(
    database: Database,
) -> None:
    webhook = await subscribed(database)
    first = await put(database, batch("C-000001"))
    for delivery in await deliveries.lane(database, webhook.id, "C-000001", 2):
        await tried(database, delivery)
    assert await put(database, batch("C-000001")) == first
    assert await waiting(database, webhook) == [3, 4, 5, 6]
    await put(database, batch("C-000001", first=4, last=8))
    assert await waiting(database, webhook) == [3, 4, 5, 6, 7, 8]
    for delivery in await deliveries.lane(database, webhook.id, "C-000001", 100):
        await tried(database, delivery)
    assert (await put(database, batch("C-000001"))).webhooks == ()


async def test_a_summary_that_is_not_newer_hides_no_event(database: Database) -> None:
    webhook = await subscribed(database)
    whole = batch("C-000001")
    await put(database, whole.model_copy(update={"events": whole.events[:3]}))
    rest = whole.model_copy(update={"first": 4, "events": whole.events[3:]})
    assert (await put(database, rest)).webhooks == (webhook.id,)
    assert await waiting(database, webhook) == [1, 2, 3, 4, 5, 6]


async def test_a_record_that_is_refused_leaves_nothing_waiting(database: Database) -> None:
    webhook = await subscribed(database)
    await put(database, batch("C-000001", last=2))
    other = batch("C-000001", first=2, last=4)
    wrong = other.events[0].model_copy(update={"by": "somebody.else"})
    with pytest.raises(RecordConflict):
        await put(database, other.model_copy(update={"events": (wrong, *other.events[1:])}))
    assert await waiting(database, webhook) == [1, 2]


class HesitantDatabase(Database):
    """Waits before each commit until it may."""

    def __init__(self, url: str) -> None:
        super().__init__(url, VAULT)
        self.hesitates, self.may = asyncio.Event(), asyncio.Event()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        async with super().write() as session:
            yield session
            self.hesitates.set()
            await self.may.wait()


async def test_a_subscription_waits_for_records_in_flight_so_that_it_misses_none_that_commit_later(
    database: Database, url: str
) -> None:
    hesitant = HesitantDatabase(url)
    recording = asyncio.create_task(put(hesitant, batch("C-000001", last=2)))
    await comes_to(
        hesitant.hesitates, recording
    )  # it has asked who subscribed, and has not committed
    subscribing = asyncio.create_task(subscribed(database))
    await asyncio.sleep(0.3)
    assert not subscribing.done()
    hesitant.may.set()
    await recording
    webhook = await subscribing
    await put(database, batch("C-000001", first=3))
    assert await waiting(database, webhook) == [3, 4, 5, 6]
    await hesitant.close()


async def test_of_each_case_the_first_that_waits_is_next_and_only_when_due(
    database: Database,
) -> None:
    webhook = await subscribed(database)
    for number in ("C-000001", "C-000002", "C-000003"):
        await put(database, batch(number))
    assert await heads(database, webhook) == ["C-000001:1", "C-000002:1", "C-000003:1"]
    assert await heads(database, webhook, except_cases={"C-000001"}, limit=1) == ["C-000002:1"]
    first, second = (await deliveries.lane(database, webhook.id, "C-000001", 2))[:2]
    await tried(database, first)
    other = (await deliveries.lane(database, webhook.id, "C-000002", 1))[0]
    await tried(database, other, status="waiting", due_at=NOW + HOUR, code=500, error="refused")
    assert await heads(database, webhook) == [second.id, "C-000003:1"]
    assert (await deliveries.outlook(database, webhook.id)).due_at is None
    assert "C-000002:1" in await heads(database, webhook, NOW + HOUR)
    await tried(database, second, status="waiting", due_at=NOW + HOUR, error="timed_out")
    probe = await deliveries.probe(database, webhook.id)
    assert probe is not None
    assert probe.id == "C-000003:1", "the one tried least"
    await deliveries.all_due(database, webhook.id)
    assert "C-000002:1" in await heads(database, webhook)


async def test_a_try_thought_dead_does_not_undo_a_delivery(database: Database) -> None:
    webhook = await subscribed(database)
    await put(database, batch("C-000001", last=2))
    first = (await deliveries.lane(database, webhook.id, "C-000001", 1))[0]
    await tried(database, first)
    await tried(database, first, status="waiting", due_at=NOW + HOUR, error="timed_out")
    known = await deliveries.get(database, webhook.id, "C-000001", 1)
    assert known is not None
    assert (known.status, known.attempts, known.error) == ("delivered", 1, None)


async def test_deliveries_are_listed_in_pages_and_by_status(database: Database) -> None:
    webhook = await subscribed(database)
    for number in ("C-000001", "C-000002"):
        await put(database, batch(number))
    for delivery in (await deliveries.lane(database, webhook.id, "C-000001", 3))[:3]:
        await tried(database, delivery, answer="thank you")
    seen: list[str] = []
    cursor: str | None = None
    for _ in range(6):
        page = await deliveries.list_deliveries(database, webhook.id, cursor=cursor, limit=2)
        seen += [each.id for each in page.items]
        cursor = page.next
    assert cursor is None
    assert sorted(seen) == sorted(
        f"{number}:{n}" for number in ("C-000001", "C-000002") for n in range(1, 7)
    )
    done = await deliveries.list_deliveries(database, webhook.id, status="delivered")
    assert [(each.number, each.answer) for each in done.items] == [("C-000001", "thank you")] * 3
    with pytest.raises(BadCursor):
        await deliveries.list_deliveries(database, webhook.id, cursor="x")


async def test_address_secrets_and_answers_are_sealed(database: Database) -> None:
    webhook = await subscribed(database)
    await put(database, batch("C-000001", last=1))
    (first,) = await deliveries.lane(database, webhook.id, "C-000001", 1)
    await tried(database, first, answer="somebody's words")
    async with database.read() as session:
        for table in ("webhooks", "webhook_deliveries", "webhook_changes"):
            for row in await session.execute(text(f"SELECT * FROM {table}")):  # noqa: S608
                stored = repr(tuple(row))
                for private in ("hidden", "whsec_", "somebody's"):
                    assert private not in stored


async def test_a_rotation_keeps_the_old_secret_for_a_while_and_is_made_once(
    database: Database,
) -> None:
    webhook = await subscribed(database)

    async def rotate(secret: str, asked: str, hours: int = 24) -> Webhook:
        made = await webhooks.rotate(
            database,
            webhook.id,
            secret,
            old_until=NOW + hours * HOUR,
            asked=asked,
            by="root",
            now=NOW,
        )
        assert made is not None
        return made

    await rotate("whsec_second", "r1")
    again = await rotate("whsec_third", "r1")
    assert again.signing(NOW) == ("whsec_second", "whsec_first")
    assert again.signing(NOW + 24 * HOUR) == ("whsec_second",)
    at_once = await rotate("whsec_fourth", "r2", hours=0)
    assert at_once.signing(NOW) == ("whsec_fourth",)
    noted = [change.what for change in await webhooks.changes(database, webhook.id)]
    assert noted == ["rotated", "rotated", "created"]


async def test_what_is_done_to_a_subscription_stays_on_record(database: Database) -> None:
    webhook = await subscribed(database)
    wanted = {"label": "BI", "url": "https://x.example.com/?k=hidden"}
    await webhooks.change(database, webhook.id, wanted, by="root", now=NOW)
    for _ in range(2):
        await webhooks.pause(database, webhook.id, because="asked", by="root", now=NOW)
    await webhooks.resume(database, webhook.id, by="zhao.lei", now=NOW)
    assert await webhooks.end(database, webhook.id, by="root", now=NOW)
    assert not await webhooks.end(database, webhook.id, by="root", now=NOW)
    assert await webhooks.get(database, webhook.id) is None
    found = await webhooks.changes(database, webhook.id)
    noted = [(change.what, change.by) for change in reversed(found)]
    assert noted == [
        ("created", "wang.fang"),
        ("changed", "root"),
        ("paused", "root"),
        ("resumed", "zhao.lei"),
        ("deleted", "root"),
    ]
    assert found[-2].details == {"label": "BI", "url": "changed"}


async def test_a_paused_subscription_collects_a_deleted_one_does_not(database: Database) -> None:
    kept, gone = await subscribed(database), await subscribed(database, "k2")
    await webhooks.pause(database, kept.id, because="asked", by="root", now=NOW)
    await webhooks.end(database, gone.id, by="root", now=NOW)
    assert (await put(database, batch("C-000001"))).webhooks == (), "nobody is woken"
    assert await deliveries.list_due(database, NOW) == ()
    await webhooks.resume(database, kept.id, by="root", now=NOW)
    assert await deliveries.list_due(database, NOW) == (kept.id,)
    (first,) = await deliveries.lane(database, kept.id, "C-000001", 1)
    await tried(database, first, status="waiting", due_at=NOW + HOUR, error="refused")
    assert await deliveries.list_due(database, NOW) == (), "the others wait for the first"
    assert await deliveries.list_due(database, NOW + HOUR) == (kept.id,)


async def replay(database: Database, webhook: Webhook, **fields: Any) -> int:
    """Ask for a replay and carry it out; how many pages it took."""
    usual: dict[str, Any] = {"since": None, "number": None, "sequence": 1}
    asked = {**usual, **fields, "by": "root", "key": "r", "now": NOW}
    await replays.ask(database, webhook.id, **asked)
    pages = 0
    while await replays.advance(database, webhook, NOW):
        pages += 1
    return pages


async def test_a_replay_of_a_case_puts_it_in_line_from_a_sequence_number_on(
    database: Database,
) -> None:
    webhook = await subscribed(database)
    await put(database, batch("C-000001"))
    for delivery in (await deliveries.lane(database, webhook.id, "C-000001", 100))[:4]:
        await tried(database, delivery)
    assert await replay(database, webhook, number="C-000001", sequence=3) == 1
    assert await waiting(database, webhook) == [3, 4, 5, 6]
    assert [one.found for one in await replays.list_replays(database, webhook.id)] == [4]


async def test_a_replay_since_a_moment_takes_events_of_before_the_subscription_page_by_page(
    database: Database,
) -> None:
    many = replays.CASES + 3
    stored: list[Stored] = []
    for n in range(many):
        team = "after_sales" if n % 2 else "spare_parts"
        stored.append(await put(database, batch(f"C-{n:06}", last=2, team=team)))
    webhook = await subscribed(database)
    assert await replay(database, webhook, since=NOW - HOUR) == 2
    ahead = await deliveries.outlook(database, webhook.id)
    assert (ahead.cases, ahead.waiting) == (many, 2 * many)
    only = await subscribed(database, "k2", events=["case_opened"], teams=["spare_parts"])
    await replay(database, only, since=NOW - HOUR)
    assert (await deliveries.outlook(database, only.id)).waiting == (many + 1) // 2
    later = await subscribed(database, "k3")
    await replay(database, later, since=at("Mon 09:00") + timedelta(days=99))
    assert (await deliveries.outlook(database, later.id)).waiting == 0


async def test_old_deliveries_are_forgotten_and_what_waits_is_not(database: Database) -> None:
    webhook = await subscribed(database)
    await put(database, batch("C-000001", last=3))
    first, second, _ = await deliveries.lane(database, webhook.id, "C-000001", 3)
    await tried(database, first)
    await tried(database, second, status="failed")
    await deliveries.tidy(database, webhook.id, NOW + deliveries.KEPT)
    assert await deliveries.get(database, webhook.id, "C-000001", 1)
    await deliveries.tidy(database, webhook.id, NOW + deliveries.KEPT + HOUR)
    page = await deliveries.list_deliveries(database, webhook.id)
    assert [each.sequence for each in page.items] == [3]
