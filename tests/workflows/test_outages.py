"""Nothing accepted is lost or done twice, whatever is away for a while (REQ J3)."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from builders import at
from db import people
from domain import engine
from domain.customer_messages.events import CaseReopened
from domain.promises.events import PromiseBroken
from domain.response import ResponseOverdue
from domain.spans import Span
from products import PARTS, RunningProduct
from workflows import case_clock


async def test_signals_are_decided_when_a_worker_is_back(
    forgetful_product: RunningProduct,
) -> None:
    product = forgetful_product
    number = await product.confirmed()
    async with product.no_worker():
        await product.post(f"/cases/{number}/escalations", reason="wants to speak to the boss")
        await product.post(f"/cases/{number}/messages", channel="wechat", text="Where are you?")
        assert "escalated" not in await product.names(number)
    await product.quiet(number)
    names = await product.names(number)
    assert names.count("escalated") == names.count("message_received") == 1
    assert "your help is needed" in (await product.titles("chen.jie", number))[-1]


async def test_a_command_without_a_worker_is_received_and_done_later(
    forgetful_product: RunningProduct,
) -> None:
    product = forgetful_product
    number = await product.confirmed()
    path = f"/cases/{number}/promises"
    promise = {"subject": "noise test", "latest_by": at("Wed 10:00").isoformat()}
    async with product.no_worker():
        answer = await product.ask("POST", path, promise, key="k1")
        assert (answer.status_code, answer.json()["status"]) == (202, "received")
        assert answer.headers["Location"] == "/v1/commands/k1"
        assert (await product.get("/commands/k1", by="li.min"))["status"] == "waiting"
    await product.quiet(number)
    settled = await product.get("/commands/k1", by="li.min")
    assert (settled["status"], settled["number"]) == ("done", number)
    assert settled["outcome"]["receipt"]["promises"] == ["p2"]
    again = await product.ask("POST", path, promise, key="k1")
    assert (again.status_code, again.json()) == (200, settled["outcome"]["receipt"])
    assert (await product.names(number)).count("promise_made") == 2


async def test_what_is_received_is_told_though_nothing_can_be_written_down(
    forgetful_product: RunningProduct,
) -> None:
    """Whoever asks without a key is given ours, to repeat it with."""
    product = forgetful_product
    number = await product.confirmed()
    path, handover = f"/cases/{number}/assign", {"owner": "zhou.yan", "reason": "knows it"}
    async with product.no_worker():
        product.database.refusals = 50
        answer = await product.ask("POST", path, handover, by="chen.jie")
        product.database.refusals = 0
        assert answer.status_code == 202, answer.text
    await product.quiet(number)
    again = await product.ask(
        "POST", path, handover, key=answer.headers["Idempotency-Key"], by="chen.jie"
    )
    assert again.status_code == 200, again.text
    assert (await product.names(number)).count("owner_assigned") == 1


async def test_a_case_can_be_opened_without_a_worker(
    forgetful_product: RunningProduct,
) -> None:
    product = forgetful_product
    body = {"customer": {"name": "Ms Sun"}, "title": "Noise", "channel": "phone"}
    async with product.no_worker():
        answer = await product.ask("POST", "/cases", body, key="first")
        assert answer.status_code == 202, answer.text
        number = answer.json()["number"]
        again = await product.ask("POST", "/cases", body, key="first")
        assert (again.status_code, again.json()["number"]) == (202, number)
    product.numbers.append(number)
    await product.quiet(number)
    again = await product.ask("POST", "/cases", body, key="first")
    assert (again.status_code, again.json()["number"]) == (201, number)
    assert (await product.names(number)).count("case_opened") == 1


async def test_a_late_refusal_reaches_its_senders_inbox(
    forgetful_product: RunningProduct,
) -> None:
    product = forgetful_product
    number = await product.triaged()
    async with product.no_worker():
        answer = await product.ask(
            "POST", f"/cases/{number}/confirm", {"complexity": "medium"}, key="k1", by="zhou.yan"
        )
        assert answer.status_code == 202
    await product.quiet(number)
    settled = await product.get("/commands/k1", by="zhou.yan")
    assert settled["status"] == "refused"
    assert settled["outcome"]["problem"]["code"] == "notice_missing"
    (notice,) = await product.items("/inbox", by="zhou.yan")
    assert notice["about"] == "command_refused"
    assert "the channel, when the customer was told" in notice["body"]
    assert (await product.names(number)).count("command_refused") == 1
    again = await product.ask(
        "POST", f"/cases/{number}/confirm", {"complexity": "medium"}, key="k1", by="zhou.yan"
    )
    assert (again.status_code, again.json()["code"]) == (422, "notice_missing")


@pytest.fixture
def short_outages(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test server does not skip time while a case waits for a worker, so outages are real ones,
    and seconds long."""
    monkeypatch.setattr(engine, "LATE", timedelta(seconds=0.4))
    monkeypatch.setattr(case_clock, "GRACE", timedelta(seconds=2))


async def promised_soon(product: RunningProduct) -> tuple[str, datetime]:
    """A case whose first feedback (p1) is due in four seconds: room for a busy machine."""
    number = await product.triaged()
    due = product.now() + timedelta(seconds=4)
    await product.post(f"/cases/{number}/confirm", **product.notice(due))
    return number, due


async def pass_real_time(product: RunningProduct, until: datetime) -> None:
    await asyncio.sleep((until - product.now()).total_seconds())


@pytest.mark.usefixtures("short_outages")
async def test_a_contact_received_in_time_keeps_its_promise_however_late_it_is_decided(
    forgetful_product: RunningProduct,
) -> None:
    product = forgetful_product
    number, due = await promised_soon(product)
    async with product.no_worker():
        contact = {"channel": "phone", "parts": PARTS}
        answer = await product.ask("POST", f"/cases/{number}/contacts", contact)
        assert answer.status_code == 202
        assert product.now() < due
        await pass_real_time(product, due + timedelta(seconds=0.6))
    await product.eventually(number, "promise_kept")
    await product.skip("1 min", number)
    assert "promise_broken" not in await product.names(number)
    assert not any("broken" in title for title in await product.titles("chen.jie"))


@pytest.mark.usefixtures("short_outages")
async def test_a_promise_that_broke_during_an_outage_is_announced_once_and_marked(
    forgetful_product: RunningProduct,
) -> None:
    product = forgetful_product
    number, due = await promised_soon(product)
    async with product.no_worker():
        await pass_real_time(product, due + timedelta(seconds=0.6))
    back = product.now()
    names = await product.eventually(number, "promise_broken")
    (broken,) = [v for v in await product.happened(number) if isinstance(v, PromiseBroken)]
    assert broken.at > back + timedelta(seconds=1.5), "no grace was given"
    assert broken.unseen_since
    # the first thing that nobody was there for was the reminder, at half time
    assert timedelta(seconds=-0.05) < due - broken.unseen_since < timedelta(seconds=3)
    await product.skip("1 min", number)
    assert names.count("promise_broken") == 1
    titles = await product.titles("li.min", number)
    assert sum("a promise was broken" in title for title in titles) == 1
    assert any("grace" in line for line in await product.summaries(number, "timer_started"))
    await product.quiet(number)
    notices = await product.items("/inbox", by="chen.jie")
    assert "nobody was watching since" in notices[0]["body"]


@pytest.mark.usefixtures("short_outages")
async def test_a_message_received_in_the_outage_does_not_hide_it(
    forgetful_product: RunningProduct,
) -> None:
    """It settles what was due first; what else fell due is still given grace and marked."""
    product = forgetful_product
    number, due = await promised_soon(product)
    later = due + timedelta(seconds=0.2)
    await product.post(f"/cases/{number}/promises", subject="noise test", latest_by=later)
    async with product.no_worker():
        contact = {"channel": "phone", "parts": PARTS, "covers": ["p1"]}
        await product.ask("POST", f"/cases/{number}/contacts", contact)
        await pass_real_time(product, later + timedelta(seconds=0.6))
    back = product.now()
    await product.eventually(number, "promise_broken")
    (broken,) = [v for v in await product.happened(number) if isinstance(v, PromiseBroken)]
    assert (broken.promise, bool(broken.unseen_since)) == ("p2", True)
    assert broken.at > back + timedelta(seconds=1.5), "no grace was given"


@pytest.mark.usefixtures("short_outages")
async def test_a_contact_that_arrives_in_the_grace_keeps_its_promise(
    forgetful_product: RunningProduct,
) -> None:
    product = forgetful_product
    number, due = await promised_soon(product)
    async with product.no_worker():
        await pass_real_time(product, due + timedelta(seconds=0.6))
    await product.contact(number, occurred_at=due - timedelta(seconds=0.2))
    await product.skip("1 min", number)
    names = await product.names(number)
    assert "promise_kept" in names
    assert "promise_broken" not in names


def hurry(product: RunningProduct) -> None:
    """Give a person a second and a half for a first answer, and to mark a message."""
    deps = product.app.state.dependencies
    soon = Span(upper=0.025, unit="min")
    marking = deps.policy.afterwards.model_copy(update={"mark_within": soon})
    priorities = {
        name: rule.model_copy(update={"response": soon})
        for name, rule in deps.policy.priorities.items()
    }
    policy = deps.policy.model_copy(update={"afterwards": marking, "priorities": priorities})
    product.app.state.dependencies = replace(deps, policy=policy)


@pytest.mark.trial("R2")
@pytest.mark.usefixtures("short_outages")
async def test_a_clock_that_began_in_an_outage_is_given_grace_and_the_outage_is_named(
    forgetful_product: RunningProduct,
) -> None:
    """A message to a closed case, nobody there to hand it to anybody: it does not reopen at once."""
    product = forgetful_product
    number = await product.triaged()
    hurry(product)
    await product.post(f"/cases/{number}/confirm", **product.notice())
    await product.post(f"/cases/{number}/withdraw", by="chen.jie", reason="changed their mind")
    await product.ended(number)
    async with product.no_worker():
        await product.ask("POST", f"/cases/{number}/messages", {"channel": "wechat", "text": "Ta!"})
        heard = product.now()
        await pass_real_time(product, heard + timedelta(seconds=2.4))
    back = product.now()
    await product.eventually(number, "case_reopened")
    (reopened,) = [v for v in await product.happened(number) if isinstance(v, CaseReopened)]
    assert reopened.at > back + timedelta(seconds=1.5), "no grace was given"
    assert reopened.unseen_since
    assert abs(reopened.unseen_since - heard) < timedelta(seconds=0.5)
    await product.quiet(number)
    notices = await product.items("/inbox", by="chen.jie")
    (told,) = [n["body"] for n in notices if n["about"] == "case_reopened"]
    assert "nobody was watching since" in told


@pytest.mark.trial("R2")
@pytest.mark.usefixtures("short_outages")
async def test_a_response_awaited_since_an_outage_is_given_grace_too(
    forgetful_product: RunningProduct,
) -> None:
    product = forgetful_product
    number = await product.triaged()
    hurry(product)
    await product.post(f"/cases/{number}/confirm", **product.notice())
    async with product.no_worker():
        await product.ask("POST", f"/cases/{number}/messages", {"channel": "wechat", "text": "Hm?"})
        heard = product.now()
        await pass_real_time(product, heard + timedelta(seconds=2.4))
    back = product.now()
    await product.eventually(number, "response_overdue")
    (overdue,) = [v for v in await product.happened(number) if isinstance(v, ResponseOverdue)]
    assert overdue.at > back + timedelta(seconds=1.5), "no grace was given"
    assert overdue.unseen_since
    assert abs(overdue.unseen_since - heard) < timedelta(seconds=0.5)


async def test_a_failed_delivery_is_visible_and_told_to_the_lead(product: RunningProduct) -> None:
    number = await product.confirmed("Tue 10:00")
    leaver = await people.get(product.database, "li.min")
    assert leaver
    gone = people.Person(
        leaver.handle, leaver.name, "agent", leaver.roles, leaver.team, "en", False
    )
    await people.put(product.database, gone)
    await product.until("Tue 09:30", number)
    seen = await product.get(f"/cases/{number}")
    (failed,) = seen["failed_deliveries"]
    assert (failed["to"], failed["about"]) == ("li.min", "promise_due_soon")
    assert "li.min" in failed["error"]
    assert "Could not be delivered" in await product.details(number)
    await product.quiet(number)
    notices = await product.items("/inbox", by="chen.jie")
    assert [n["about"] for n in notices] == ["delivery_failed"]


async def test_a_case_waits_for_a_database_that_is_away_and_loses_nothing(
    product: RunningProduct,
) -> None:
    number = await product.triaged()
    before = len(await product.happened(number))
    product.database.refusals = 2
    receipt = await product.post(f"/cases/{number}/confirm", **product.notice())
    await product.quiet(number)
    assert product.database.refusals == 0
    events = await product.happened(number)
    assert len(events) == receipt["version"] > before
    assert (await product.names(number)).count("complex_confirmed") == 1
