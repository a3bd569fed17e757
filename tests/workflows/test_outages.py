"""Nothing accepted is lost or done twice, whatever is away for a while (REQ J3)."""

import asyncio
from datetime import datetime, timedelta

import pytest

from builders import at
from db import people
from domain import engine
from domain.promises.events import PromiseBroken
from houses import PARTS, RunningHouse
from workflows import case_clock


async def test_signals_are_decided_when_a_worker_is_back(
    forgetful_house: RunningHouse,
) -> None:
    house = forgetful_house
    number = await house.confirmed()
    async with house.no_worker():
        await house.post(f"/cases/{number}/escalations", reason="wants to speak to the boss")
        await house.post(f"/cases/{number}/messages", channel="wechat", text="Where are you?")
        assert "escalated" not in await house.names(number)
    await house.quiet(number)
    names = await house.names(number)
    assert names.count("escalated") == names.count("message_received") == 1
    assert "your help is needed" in (await house.titles("chen.jie", number))[-1]


async def test_a_command_without_a_worker_is_received_and_done_later(
    forgetful_house: RunningHouse,
) -> None:
    house = forgetful_house
    number = await house.confirmed()
    path = f"/cases/{number}/promises"
    promise = {"subject": "noise test", "latest_by": at("Wed 10:00").isoformat()}
    async with house.no_worker():
        answer = await house.ask("POST", path, promise, key="k1")
        assert (answer.status_code, answer.json()["status"]) == (202, "received")
        assert answer.headers["Location"] == "/v1/commands/k1"
        assert (await house.get("/commands/k1", by="li.min"))["status"] == "waiting"
    await house.quiet(number)
    settled = await house.get("/commands/k1", by="li.min")
    assert (settled["status"], settled["number"]) == ("done", number)
    assert settled["outcome"]["receipt"]["promises"] == ["p2"]
    again = await house.ask("POST", path, promise, key="k1")
    assert (again.status_code, again.json()) == (200, settled["outcome"]["receipt"])
    assert (await house.names(number)).count("promise_made") == 2


async def test_a_case_can_be_opened_without_a_worker(
    forgetful_house: RunningHouse,
) -> None:
    house = forgetful_house
    body = {"customer": {"name": "Ms Sun"}, "title": "Noise", "channel": "phone"}
    async with house.no_worker():
        answer = await house.ask("POST", "/cases", body, key="first")
        assert answer.status_code == 202, answer.text
        number = answer.json()["number"]
        again = await house.ask("POST", "/cases", body, key="first")
        assert (again.status_code, again.json()["number"]) == (202, number)
    house.numbers.append(number)
    await house.quiet(number)
    again = await house.ask("POST", "/cases", body, key="first")
    assert (again.status_code, again.json()["number"]) == (201, number)
    assert (await house.names(number)).count("case_opened") == 1


async def test_a_late_refusal_reaches_its_senders_inbox(
    forgetful_house: RunningHouse,
) -> None:
    house = forgetful_house
    number = await house.triaged()
    async with house.no_worker():
        answer = await house.ask(
            "POST", f"/cases/{number}/confirm", {"complexity": "medium"}, key="k1", by="zhou.yan"
        )
        assert answer.status_code == 202
    await house.quiet(number)
    settled = await house.get("/commands/k1", by="zhou.yan")
    assert settled["status"] == "refused"
    assert settled["outcome"]["problem"]["code"] == "notice_missing"
    (told,) = await house.items("/inbox", by="zhou.yan")
    assert told["about"] == "command_refused"
    assert "the channel, when the customer was told" in told["body"]
    assert (await house.names(number)).count("command_refused") == 1
    again = await house.ask(
        "POST", f"/cases/{number}/confirm", {"complexity": "medium"}, key="k1", by="zhou.yan"
    )
    assert (again.status_code, again.json()["code"]) == (422, "notice_missing")


@pytest.fixture
def short_outages(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test server does not skip time while a case waits for a worker, so outages are real ones,
    and seconds long."""
    monkeypatch.setattr(engine, "LATE", timedelta(seconds=0.4))
    monkeypatch.setattr(case_clock, "GRACE", timedelta(seconds=2))


async def promised_soon(house: RunningHouse) -> tuple[str, datetime]:
    """A case whose first feedback (p1) is due in four seconds: room for a busy machine."""
    number = await house.triaged()
    due = house.now() + timedelta(seconds=4)
    await house.post(f"/cases/{number}/confirm", **house.notice(due))
    return number, due


async def pass_real_time(house: RunningHouse, until: datetime) -> None:
    await asyncio.sleep((until - house.now()).total_seconds())


@pytest.mark.usefixtures("short_outages")
async def test_a_contact_received_in_time_keeps_its_promise_however_late_it_is_decided(
    forgetful_house: RunningHouse,
) -> None:
    house = forgetful_house
    number, due = await promised_soon(house)
    async with house.no_worker():
        contact = {"channel": "phone", "parts": PARTS}
        answer = await house.ask("POST", f"/cases/{number}/contacts", contact)
        assert answer.status_code == 202
        assert house.now() < due
        await pass_real_time(house, due + timedelta(seconds=0.6))
    await house.eventually(number, "promise_kept")
    await house.skip("1 min", number)
    assert "promise_broken" not in await house.names(number)
    assert not any("broken" in title for title in await house.titles("chen.jie"))


@pytest.mark.usefixtures("short_outages")
async def test_a_promise_that_broke_during_an_outage_is_announced_once_and_marked(
    forgetful_house: RunningHouse,
) -> None:
    house = forgetful_house
    number, due = await promised_soon(house)
    async with house.no_worker():
        await pass_real_time(house, due + timedelta(seconds=0.6))
    back = house.now()
    names = await house.eventually(number, "promise_broken")
    (broken,) = [v for v in await house.happened(number) if isinstance(v, PromiseBroken)]
    assert broken.at > back + timedelta(seconds=1.5), "no grace was given"
    assert broken.unseen_since
    assert abs(broken.unseen_since - due) < timedelta(milliseconds=50)
    await house.skip("1 min", number)
    assert names.count("promise_broken") == 1
    titles = await house.titles("li.min", number)
    assert sum("a promise was broken" in title for title in titles) == 1
    assert any("grace" in line for line in await house.summaries(number, "timer_started"))
    told = await house.items("/inbox", by="chen.jie")
    assert "nobody was watching since" in told[0]["body"]


@pytest.mark.usefixtures("short_outages")
async def test_a_message_received_in_the_outage_does_not_hide_it(
    forgetful_house: RunningHouse,
) -> None:
    """It settles what was due first; what else fell due is still given grace and marked."""
    house = forgetful_house
    number, due = await promised_soon(house)
    later = due + timedelta(seconds=0.2)
    await house.post(f"/cases/{number}/promises", subject="test", latest_by=later)
    async with house.no_worker():
        contact = {"channel": "phone", "parts": PARTS, "covers": ["p1"]}
        await house.ask("POST", f"/cases/{number}/contacts", contact)
        await pass_real_time(house, later + timedelta(seconds=0.6))
    back = house.now()
    await house.eventually(number, "promise_broken")
    (broken,) = [v for v in await house.happened(number) if isinstance(v, PromiseBroken)]
    assert (broken.promise, bool(broken.unseen_since)) == ("p2", True)
    assert broken.at > back + timedelta(seconds=1.5), "no grace was given"


@pytest.mark.usefixtures("short_outages")
async def test_a_contact_that_arrives_in_the_grace_keeps_its_promise(
    forgetful_house: RunningHouse,
) -> None:
    house = forgetful_house
    number, due = await promised_soon(house)
    async with house.no_worker():
        await pass_real_time(house, due + timedelta(seconds=0.6))
    await house.contact(number, occurred_at=due - timedelta(seconds=0.2))
    await house.skip("1 min", number)
    names = await house.names(number)
    assert "promise_kept" in names
    assert "promise_broken" not in names


async def test_a_failed_delivery_is_visible_and_told_to_the_lead(house: RunningHouse) -> None:
    number = await house.confirmed("Tue 10:00")
    leaver = await people.get(house.database, "li.min")
    assert leaver
    gone = people.Person(
        leaver.handle, leaver.name, "agent", leaver.roles, leaver.team, "en", False
    )
    await people.put(house.database, gone)
    await house.until("Tue 09:30", number)
    seen = await house.get(f"/cases/{number}")
    (failed,) = seen["failed_deliveries"]
    assert (failed["to"], failed["about"]) == ("li.min", "promise_due_soon")
    assert "li.min" in failed["error"]
    assert "Could not be delivered" in await house.details(number)
    told = await house.items("/inbox", by="chen.jie")
    assert [n["about"] for n in told] == ["delivery_failed"]


async def test_a_case_waits_for_a_database_that_is_away_and_loses_nothing(
    house: RunningHouse,
) -> None:
    number = await house.triaged()
    before = len(await house.happened(number))
    house.database.refusals = 2
    receipt = await house.post(f"/cases/{number}/confirm", **house.notice())
    assert house.database.refusals == 0
    events = await house.happened(number)
    assert len(events) == receipt["version"] > before
    assert (await house.names(number)).count("complex_confirmed") == 1
