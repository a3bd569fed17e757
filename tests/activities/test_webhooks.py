"""Rounds of deliveries, and what happens when somebody dies in the middle of one."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy import text
from temporalio.testing import ActivityEnvironment

from activities.hosts import Hosts
from activities.meters import ReconcileMeters
from activities.reconcile import Reconcile, Runs
from activities.webhook_contract import Delivered, Round
from activities.webhook_notices import WebhookNotices
from activities.webhook_patience import GIVE_UP_AFTER, SILENT, next_wait
from activities.webhook_round import Rounds
from activities.webhook_sender import Sender, make_tls
from activities.webhooks import Webhooks
from builders import Played, at
from databases import VAULT
from db import deliveries, inbox, people, webhooks
from db.people import Person
from db.records import put
from db.session import Database, DatabaseDown
from db.webhooks import Webhook
from domain.command import Command
from messages.findings import Reconciled
from products import MoodyDatabase
from receivers import Answer, Receiver, a_receiver, documented_verify
from recording import batch
from waiting import comes_to

NOW = at("Mon 09:00")
SECRET = "whsec_Zm9sbG93dGhyb3VnaC1mb2xsb3d0aHJvdWdoLTMy"
WANG = Person("wang.fang", "Wang Fang", "supervisor", frozenset({"supervisor"}), "t", "zh-CN")
ROOT = Person("root", "Root", "agent", frozenset({"admin"}), "t", "en")


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with a_receiver() as up:
        yield up


def telling(database: Database, **more: Any) -> Webhooks:
    return Webhooks(database, Hosts.parse("127.0.0.1"), **{"patience": 10.0, **more})


async def a_round(
    database: Database, webhook: Webhook, when: datetime = NOW, **more: Any
) -> Delivered:
    given = Round(webhook=webhook.id, now=when)
    return await ActivityEnvironment().run(telling(database, **more).deliver, given)


async def subscribed(database: Database, receiver: Receiver) -> Webhook:
    await people.put(database, WANG, ROOT)
    return await webhooks.create(
        database,
        url=receiver.url,
        label="ERP",
        events=[],
        teams=[],
        with_words=False,
        secret=SECRET,
        by="wang.fang",
        key="k1",
        digest="d1",
        now=NOW,
    )


async def happened(database: Database, *numbers: str, last: int = 4) -> None:
    events = Played().confirmed().events[:last]
    for number in numbers:
        await put(database, batch(events, number=number))


async def titles(database: Database, person: str) -> list[str]:
    return [item.title for item in (await inbox.list_inbox(database, person)).items]


async def test_a_round_delivers_what_waits_and_says_how_it_goes_on(
    database: Database, receiver: Receiver
) -> None:
    webhook = await subscribed(database, receiver)
    await happened(database, "C-000001", "C-000002")
    seen = await a_round(database, webhook)
    assert (seen.delivered, seen.tries, seen.waiting, seen.again) == (8, 8, 0, False)
    assert (seen.place, seen.due_at, seen.silent) == ("ERP", None, False)
    seen = await a_round(database, webhook)
    assert (seen.tries, len(receiver.heard)) == (0, 8)


async def test_whoever_dies_after_sending_sends_again_and_nothing_overtakes_it(
    database: Database, url: str, receiver: Receiver
) -> None:
    webhook = await subscribed(database, receiver)
    await happened(database, "C-000001")
    dying = MoodyDatabase(url, VAULT)

    async def mood(said: Any) -> Answer:
        if said["sequence"] == 2 and len(receiver.heard) == 1:
            dying.refusals = 1  # the receiver has it, and we can't note that down
        return 200

    receiver.mood = mood
    with pytest.raises(DatabaseDown, match="away"):
        await a_round(dying, webhook)
    await dying.close()
    await a_round(database, webhook)
    assert receiver.taken == [f"C-000001:{n}" for n in (1, 2, 2, 3, 4)]
    assert receiver.heard[1].body == receiver.heard[2].body


async def test_a_round_that_is_called_off_ends_with_what_is_in_hand(
    database: Database, receiver: Receiver
) -> None:
    webhook = await subscribed(database, receiver)
    await happened(database, "C-000001")
    reached = asyncio.Event()

    async def mood(said: Any) -> Answer:
        if said["sequence"] == 2:
            reached.set()
            await asyncio.sleep(0.4)
        return 200

    receiver.mood = mood
    at_work = asyncio.create_task(a_round(database, webhook))
    await comes_to(reached, at_work)
    at_work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await at_work
    await a_round(database, webhook)
    assert receiver.taken == [f"C-000001:{n}" for n in (1, 2, 3, 4)]


async def test_cases_come_side_by_side_and_a_slow_one_holds_up_no_other(
    database: Database, receiver: Receiver
) -> None:
    webhook = await subscribed(database, receiver)
    numbers = [f"C-{n:06}" for n in range(1, 13)]
    await happened(database, *numbers, last=2)

    others: list[Any] = []
    all_others = asyncio.Event()

    async def mood(said: Any) -> Answer:
        if said["number"] == numbers[0]:
            await asyncio.wait_for(all_others.wait(), timeout=10)
        else:
            others.append(said)
        if len(others) == 22:
            all_others.set()
        return 200

    receiver.mood = mood
    await a_round(database, webhook)
    taken = receiver.taken
    assert len(taken) == 24
    assert taken[-2:] == [f"{numbers[0]}:1", f"{numbers[0]}:2"]


async def test_a_silent_receiver_is_asked_one_event_at_a_time(
    database: Database, receiver: Receiver
) -> None:
    webhook = await subscribed(database, receiver)
    await happened(database, *(f"C-{n:06}" for n in range(1, 31)))
    receiver.answering(503)
    seen = await a_round(database, webhook)
    assert seen.silent
    assert SILENT <= len(receiver.heard) <= SILENT + 8
    assert seen.due_at is not None
    receiver.heard.clear()
    early = await a_round(database, webhook, seen.due_at - timedelta(seconds=8))
    assert (early.tries, early.due_at) == (0, seen.due_at)
    late = await a_round(database, webhook, seen.due_at)
    assert (late.tries, len(receiver.heard)) == (1, 1)
    assert late.due_at is not None
    receiver.mood = receiver.glad
    back = await a_round(database, webhook, late.due_at)
    assert (back.waiting, back.silent, back.delivered) == (0, False, 120)


MINUTE = timedelta(minutes=1)


@pytest.mark.trial("A46")
@pytest.mark.parametrize(
    ("asked", "minutes"),
    [
        ("600", 10),
        ("99999999999999999999", 60),
        ("Mon, 02 Mar 2026 01:30:00 GMT", 30),
        ("Tue, 03 Mar 2026 01:00:00 GMT", 60),
    ],
)
@pytest.mark.parametrize("cases", [1, 12])
async def test_retry_after_is_respected_up_to_an_hour_also_by_a_silent_receiver(
    database: Database, receiver: Receiver, asked: str, minutes: int, cases: int
) -> None:
    webhook = await subscribed(database, receiver)
    await happened(database, *(f"C-{n:06}" for n in range(1, cases + 1)), last=1)
    receiver.answering(429, retry_after=asked, date="Mon, 02 Mar 2026 01:00:00 GMT")
    seen = await a_round(database, webhook)
    assert seen.silent == (cases > 1)
    assert seen.due_at is not None
    assert timedelta(0) <= seen.due_at - NOW - minutes * MINUTE < MINUTE
    receiver.heard.clear()
    early = await a_round(database, webhook, NOW + (minutes - 1) * MINUTE)
    assert (early.tries, receiver.heard) == (0, [])
    receiver.mood = receiver.glad
    back = await a_round(database, webhook, seen.due_at)
    assert (back.delivered, back.waiting) == (cases, 0)


@pytest.mark.trial("A46")
@pytest.mark.parametrize("asked", ["0", "Mon, 02 Mar 2026 00:00:00 GMT", "-5", "soon", "", "99:99"])
async def test_a_retry_after_that_asks_for_nothing_changes_nothing(
    database: Database, receiver: Receiver, asked: str
) -> None:
    webhook = await subscribed(database, receiver)
    await happened(database, "C-000001", last=1)
    receiver.answering(429, retry_after=asked, date="Mon, 02 Mar 2026 01:00:00 GMT")
    seen = await a_round(database, webhook)
    assert seen.due_at is not None
    assert seen.due_at - NOW - next_wait(1) < timedelta(seconds=5)


@pytest.mark.trial("A46")
async def test_whoever_subscribed_hears_within_an_hour_which_case_is_held_up_and_can_skip_it(
    database: Database, receiver: Receiver
) -> None:
    webhook = await subscribed(database, receiver)

    async def mood(said: Any) -> Answer:
        return 400 if said["id"] == "C-000001:2" else 200

    receiver.mood = mood
    await happened(database, "C-000001")
    when, others = NOW, 0
    seen = await a_round(database, webhook, when)
    while not await titles(database, "wang.fang"):
        assert seen.due_at is not None
        when = seen.due_at
        others += 1
        await happened(database, f"C-{others + 1:06}", last=1)  # taken all along
        seen = await a_round(database, webhook, when)
        assert (seen.delivered, seen.waiting) == (1, 3)
    assert when - NOW < timedelta(hours=1)
    (told,) = (await inbox.list_inbox(database, "wang.fang")).items
    assert told.title == "ERP 一直没有收下 C-000001:2，个案 C-000001 后面的事件都在等"
    assert told.number == "C-000001"
    assert "对方回复 400" in told.body
    assert seen.due_at is not None
    await a_round(database, webhook, seen.due_at)
    assert len(await titles(database, "wang.fang")) == 1, "told once"

    skipped: dict[str, Any] = {"by": "wang.fang", "now": when}
    assert await deliveries.skip(database, webhook.id, "C-000001", 2, **skipped)
    seen = await a_round(database, webhook, when)
    assert (seen.delivered, seen.waiting) == (2, 0)
    known = await deliveries.get(database, webhook.id, "C-000001", 2)
    assert known is not None
    assert (known.status, known.error) == ("failed", "skipped")
    done = [(change.by, change.what) for change in await webhooks.changes(database, webhook.id)]
    assert done == [("wang.fang", "skipped"), ("wang.fang", "created")]
    assert not await deliveries.skip(database, webhook.id, "C-000001", 99, **skipped)
    assert await deliveries.skip(database, webhook.id, "C-000001", 1, **skipped)
    taken = await deliveries.get(database, webhook.id, "C-000001", 1)
    assert taken is not None
    assert taken.status == "delivered", "what has ended stays as it ended"


@pytest.mark.trial("A46")
async def test_the_only_event_there_is_refused_pauses_nothing_and_is_given_up(
    database: Database, receiver: Receiver
) -> None:
    webhook = await subscribed(database, receiver)
    await happened(database, "C-000001", last=2)
    receiver.answering(400)
    for hours in (0, 1):
        await a_round(database, webhook, NOW + timedelta(hours=hours))
    seen = await a_round(database, webhook, NOW + timedelta(hours=73))
    assert seen.status == "active"
    assert await titles(database, "wang.fang") == [
        "ERP 连续三天拒收 C-000001:1",
        "ERP 一直没有收下 C-000001:1，个案 C-000001 后面的事件都在等",
    ]


class Hesitant(Rounds):
    """Takes its time to store how the receiver does."""

    async def _keep_health(self) -> None:
        await asyncio.sleep(0.2)
        await super()._keep_health()


@pytest.mark.trial("A56")
async def test_a_try_that_fails_while_another_case_succeeds_counts(
    database: Database, receiver: Receiver
) -> None:
    webhook = await subscribed(database, receiver)
    await happened(database, "C-000001", "C-000002", last=1)
    failed = asyncio.Event()

    async def mood(said: Any) -> Answer:
        if said["number"] == "C-000001":
            failed.set()
            return 500
        await failed.wait()
        await asyncio.sleep(0.1)  # the other's failure is being stored now
        return 200

    receiver.mood = mood
    async with Sender(Hosts.parse("127.0.0.1"), make_tls()) as sender:
        rounds = Hesitant(
            database,
            sender,
            WebhookNotices(database),
            webhook,
            now=lambda: NOW,
            true_now=lambda: NOW,
            alive=lambda: True,
        )
        await rounds.run()
    assert (rounds.tries, rounds.delivered) == (2, 1)
    known = await deliveries.get(database, webhook.id, "C-000001", 1)
    assert known is not None
    assert (known.attempts, known.answer_code, known.due_at) == (1, 500, NOW + next_wait(1))


async def test_an_event_that_cannot_be_opened_is_put_off_and_is_not_the_receivers_fault(
    database: Database, receiver: Receiver
) -> None:
    webhook = await subscribed(database, receiver)
    await happened(database, "C-000001")
    async with database.write() as session:
        await session.execute(text("UPDATE events SET body = :other"), {"other": b"no seal"})
    seen = await a_round(database, webhook)
    (first,) = (await deliveries.list_deliveries(database, webhook.id, status="waiting")).items[-1:]
    assert (first.sequence, first.error, seen.tries) == (1, "unreadable", 1)
    known = await webhooks.get(database, webhook.id)
    assert known is not None
    assert (known.failures, known.failing_since, receiver.heard) == (0, None, [])


async def test_the_admins_are_told_when_the_owner_has_left(
    database: Database, receiver: Receiver
) -> None:
    webhook = await subscribed(database, receiver)
    await happened(database, "C-000001")
    receiver.answering(500)
    await a_round(database, webhook)
    await a_round(database, webhook, NOW + timedelta(hours=2))
    assert await titles(database, "wang.fang") == ["ERP 已经一小时没有接收任何消息"]
    left = Person("wang.fang", "Wang", "supervisor", WANG.roles, "t", active=False)
    await people.put(database, left)
    seen = await a_round(database, webhook, NOW + GIVE_UP_AFTER + timedelta(hours=1))
    assert seen.status == "paused"
    assert await titles(database, "root") == ["ERP is paused: it has taken nothing for three days"]
    assert (await deliveries.outlook(database, webhook.id)).waiting == 4, "nothing is lost"


async def test_during_a_rotation_messages_verify_with_either_secret(
    database: Database, receiver: Receiver
) -> None:
    webhook = await subscribed(database, receiver)
    real = datetime.now(UTC)
    new = "whsec_" + SECRET[-8:] * 4
    await webhooks.rotate(
        database,
        webhook.id,
        new,
        old_until=real + timedelta(hours=1),
        asked="r1",
        by="root",
        now=real,
    )
    await happened(database, "C-000001", last=1)
    await a_round(database, webhook)
    await happened(database, "C-000002", last=1)
    await a_round(database, webhook, now=lambda: real + timedelta(hours=1))
    verify = documented_verify()
    first, second = receiver.heard
    assert verify(SECRET, first.headers, first.body)
    assert verify(new, first.headers, first.body)
    assert not verify(SECRET, second.headers, second.body, 7200)
    assert verify(new, second.headers, second.body, 7200)


class NoRuns:
    """A server whose reconciliations are all tidied up."""

    async def put_away(self, now: datetime) -> None:
        pass

    async def tell(self, number: str, command: Command) -> None:
        raise AssertionError(f"{number} is told of {command.name}")


async def test_the_reconciliation_wakes_those_for_whom_something_is_due(
    database: Database, receiver: Receiver
) -> None:
    webhook = await subscribed(database, receiver)
    woken: list[str] = []

    async def wake(those: Sequence[str]) -> None:
        woken.extend(those)

    meters = ReconcileMeters(CollectorRegistry())
    reconcile = Reconcile(database, cast(Runs, NoRuns()), meters, wake)
    result = Reconciled(text="", looked_at=NOW, seconds=1, runs=0, findings=())
    await ActivityEnvironment().run(reconcile.report_reconciled, result)
    assert woken == []
    await happened(database, "C-000001")
    await ActivityEnvironment().run(reconcile.report_reconciled, result)
    assert woken == [webhook.id]


SOON = timedelta(seconds=1)


async def begun(database: Database, receiver: Receiver, code: int) -> tuple[Webhook, Any]:
    """A round in which the receiver has the first of eight messages, and answers it, with that code, when it is told to."""
    webhook = await subscribed(database, receiver)
    await happened(database, "C-000001", last=8)
    there, go_on = asyncio.Event(), asyncio.Event()

    async def mood(_: Any) -> Answer:
        there.set()
        await go_on.wait()
        return code

    receiver.mood = mood
    going = asyncio.create_task(a_round(database, webhook, now=lambda: NOW + 3 * SOON))
    await comes_to(there, going)

    async def answered() -> Delivered:
        go_on.set()
        return await going

    return webhook, answered


@pytest.mark.parametrize("what", ["pause", "end"])
async def test_nothing_is_begun_after_a_pause_or_an_end_was_answered(
    database: Database, receiver: Receiver, what: str
) -> None:
    webhook, answered = await begun(database, receiver, 200)
    if what == "pause":
        await webhooks.pause(database, webhook.id, because="asked", by="wang.fang", now=NOW)
    else:
        await webhooks.end(database, webhook.id, by="wang.fang", now=NOW)
    await answered()
    assert len(receiver.heard) == 1


async def test_another_address_holds_for_the_next_message(
    database: Database, receiver: Receiver
) -> None:
    webhook, answered = await begun(database, receiver, 200)
    async with a_receiver() as new:
        later = NOW + SOON
        await webhooks.change(database, webhook.id, {"url": new.url}, by="wang.fang", now=later)
        await answered()
        assert (len(receiver.heard), len(new.heard)) == (1, 7)


async def test_a_rotated_secret_signs_the_next_message(
    database: Database, receiver: Receiver
) -> None:
    webhook, answered = await begun(database, receiver, 200)
    fresh = "whsec_bmV3LW5ldy1uZXctbmV3LW5ldy1uZXctbmV3LW5ldzE="
    later = NOW + SOON
    await webhooks.rotate(
        database, webhook.id, fresh, old_until=later, asked="k2", by="wang.fang", now=later
    )
    await answered()
    verify = documented_verify()
    first, *others = receiver.heard
    assert verify(SECRET, first.headers, first.body, 10**9)
    assert others
    for heard in others:
        assert verify(fresh, heard.headers, heard.body, 10**9)
        assert not verify(SECRET, heard.headers, heard.body, 10**9)


@pytest.mark.parametrize("code", [410, 500])
async def test_what_the_old_address_answers_says_nothing_of_the_new_one(
    database: Database, receiver: Receiver, code: int
) -> None:
    webhook, answered = await begun(database, receiver, code)
    async with a_receiver() as new:
        later = NOW + SOON
        await webhooks.change(database, webhook.id, {"url": new.url}, by="wang.fang", now=later)
        seen = await answered()
        now = await webhooks.get(database, webhook.id)
        assert now
        assert (now.status, now.failures, now.failing_since) == ("active", 0, None)
        assert (seen.again or not seen.waiting, await titles(database, "wang.fang")) == (True, [])
        await a_round(database, now)
        assert len(new.heard) == 8


async def test_eight_cases_that_are_told_that_it_is_gone_bring_one_notice(
    database: Database, receiver: Receiver
) -> None:
    webhook = await subscribed(database, receiver)
    await happened(database, *(f"C-{n:06}" for n in range(1, 9)))
    receiver.answering(410)
    await a_round(database, webhook)
    assert len(await titles(database, "wang.fang")) == 1
