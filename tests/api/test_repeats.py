"""Repeats: the same key and request, the same answer (REQ J3)."""

import asyncio
from typing import Any

import pytest

from builders import at
from db import commands
from products import RunningProduct
from workflows.client import NotRunning, Received

CASE: dict[str, Any] = {"customer": {"name": "Ms Sun"}, "title": "Noise", "channel": "phone"}


async def test_an_opening_that_is_repeated_opens_one_case(product: RunningProduct) -> None:
    first = await product.ask("POST", "/cases", CASE, key="open-1")
    again = await product.ask("POST", "/cases", CASE, key="open-1")
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert again.headers["Location"] == f"/v1/cases/{first.json()['number']}"


async def test_a_triage_that_is_saved_twice_stands_once_in_the_timeline(
    product: RunningProduct,
) -> None:
    number = await product.triaged()
    body: dict[str, Any] = {
        "priority": "P2",
        "traits": ["needs_time_to_verify"],
        "yields": {"product": "washer", "occurred": "yesterday", "impact": "person"},
    }
    before = await product.names(number)
    for by, given in (("li.min", body), ("chen.jie", body), ("li.min", body | {"yields": {}})):
        await product.post(f"/cases/{number}/triage", by=by, **given)
    assert await product.names(number) == before
    assert before.count("case_triaged") == 1
    await product.post(f"/cases/{number}/triage", **body | {"traits": [], "yields": {}})
    assert (await product.names(number)).count("case_triaged") == 2


async def test_a_receipt_that_is_repeated_is_the_first_one(product: RunningProduct) -> None:
    number = await product.confirmed()
    path = f"/cases/{number}/promises"
    body = {"subject": "noise test", "latest_by": at("Wed 10:00").isoformat()}
    first = await product.ask("POST", path, body, key="promise-1")
    await product.contact(number)
    again = await product.ask("POST", path, dict(reversed(body.items())), key="promise-1")
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json() == first.json()


async def test_a_repeat_that_was_overtaken_by_what_it_repeats_gets_its_answer(
    product: RunningProduct, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two of the same are on their way. The first one closes the case after the second has looked whether
    it is a repeat, and the server, restarted since, knows of no run and of no update."""
    number = await product.confirmed()
    await product.contact(number)
    path, body = f"/cases/{number}/withdraw", {"reason": "changed their mind"}
    first = await product.ask("POST", path, body, key="close-1")
    await product.ended(number)
    look, looks = commands.find, 0

    async def too_early(*about: Any) -> Any:
        nonlocal looks
        looks += 1
        return None if looks == 1 else await look(*about)

    async def nobody(*_: Any) -> Any:
        raise NotRunning(number)

    monkeypatch.setattr(commands, "find", too_early)
    monkeypatch.setattr(product.cases, "submit", nobody)
    again = await product.ask("POST", path, body, key="close-1")

    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json() == first.json()
    other = await product.ask("POST", path, body, key="close-2")
    assert (other.status_code, other.json()["code"]) == (409, "case_closed")


async def test_a_refusal_that_is_repeated_is_refused_again(product: RunningProduct) -> None:
    number = await product.triaged()
    path, body = f"/cases/{number}/confirm", {"complexity": "medium"}
    first = await product.ask("POST", path, body, key="confirm-1")
    again = await product.ask("POST", path, body, key="confirm-1")
    assert first.status_code == again.status_code
    assert first.json()["code"] == again.json()["code"] == "notice_missing"
    assert first.json()["errors"] == again.json()["errors"]


@pytest.mark.trial("A42")
async def test_a_refusal_that_is_repeated_says_that_nothing_was_tried_again(
    product: RunningProduct,
) -> None:
    number = await product.confirmed()
    path = f"/cases/{number}/resume"
    first = (await product.refused(path, key="again-1")).json()
    assert "first_received_at" not in first
    again = (await product.refused(path, key="again-1")).json()
    assert again["detail"].startswith(first["detail"])
    assert "nothing was tried again" in again["detail"]
    assert "take a new Idempotency-Key" in again["detail"]
    assert again["first_received_at"].endswith("Z")
    chinese = await product.ask(
        "POST", path, {}, key="again-1", headers={"Accept-Language": "zh-CN"}
    )
    assert "要再试，请换一个新的 Idempotency-Key。" in chinese.json()["detail"]


async def test_a_refused_key_stays_refused(product: RunningProduct) -> None:
    """A twin that was on its way while things changed can't do what was refused; another key can."""
    number = await product.confirmed()
    path = f"/cases/{number}/resume"
    no = await product.refused(path, key="resume-1")
    assert (no.status_code, no.json()["code"]) == (409, "not_paused")
    await product.post(
        f"/cases/{number}/pause", reason="waiting_on_parts", channel="phone", until=at("Wed 10:00")
    )

    twin = await product.refused(path, key="resume-1")
    assert (twin.status_code, twin.json()["code"]) == (409, no.json()["code"])
    assert twin.json()["first_received_at"]
    kept = await product.get("/commands/resume-1", by="li.min")
    assert (kept["status"], kept["outcome"]["problem"]["code"]) == ("refused", "not_paused")

    await product.post(path, key="resume-2")
    corrected = await product.refused(path, key="resume-1", note="so that it passes")
    assert corrected.json()["code"] == "idempotency_key_reused"


async def test_a_key_used_for_another_request_is_refused(product: RunningProduct) -> None:
    number = await product.confirmed()
    await product.post(
        f"/cases/{number}/pause",
        key="k-1",
        reason="waiting_on_parts",
        channel="phone",
        until=at("Wed 10:00"),
    )
    others: tuple[tuple[str, dict[str, Any]], ...] = (
        (
            f"/cases/{number}/pause",
            {"reason": "waiting_on_parts", "channel": "phone", "until": at("Thu 10:00")},
        ),
        (f"/cases/{number}/resume", {}),
        (f"/cases/{await product.opened()}/escalations", {"reason": "x"}),
        ("/cases", CASE),
    )
    for path, body in others:
        no = await product.refused(path, key="k-1", **body)
        assert (no.status_code, no.json()["code"]) == (422, "idempotency_key_reused"), path


async def test_an_openings_key_used_for_another_opening_is_refused(product: RunningProduct) -> None:
    await product.ask("POST", "/cases", CASE, key="open-2")
    no = await product.refused("/cases", key="open-2", **{**CASE, "title": "Another noise"})
    assert no.json()["code"] == "idempotency_key_reused"


async def test_a_key_belongs_to_its_sender(product: RunningProduct) -> None:
    number = await product.confirmed()
    for who in ("li.min", "zhou.yan"):
        receipt = await product.post(
            f"/cases/{number}/promises", by=who, key="mine", subject="x", latest_by=at("Wed 10:00")
        )
        settled = await product.get("/commands/mine", by=who)
        assert settled["outcome"]["receipt"] == receipt
    other = await product.ask("GET", "/commands/mine", by="chen.jie")
    assert (other.status_code, other.json()["code"]) == (404, "command_not_found")


async def test_without_a_key_one_is_made_and_given_back(product: RunningProduct) -> None:
    number = await product.confirmed()
    path, body = f"/cases/{number}/resume", {"note": "x"}
    no = await product.refused(path, **body)
    assert no.headers["Idempotency-Key"]
    body = {"subject": "noise test", "latest_by": at("Wed 10:00").isoformat()}
    first = await product.ask("POST", f"/cases/{number}/promises", body)
    key = first.headers["Idempotency-Key"]
    again = await product.ask("POST", f"/cases/{number}/promises", body, key=key)
    assert again.json() == first.json()


@pytest.mark.trial("A41")
async def test_what_was_never_sent_is_not_waiting(product: RunningProduct) -> None:
    answer = await product.ask("GET", "/commands/never-sent")
    assert (answer.status_code, answer.json()["code"]) == (404, "command_not_found")
    assert "never-sent" in answer.json()["detail"]


@pytest.mark.trial("A41")
async def test_what_waits_names_its_case(
    product: RunningProduct, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await product.confirmed()

    async def later(*_: Any) -> Received:
        return Received()

    monkeypatch.setattr(product.cases, "submit", later)
    answer = await product.ask("POST", f"/cases/{number}/resume", {}, key="waits-1")
    assert answer.status_code == 202
    waiting = await product.get("/commands/waits-1", by="li.min")
    assert waiting == {"key": "waits-1", "status": "waiting", "number": number, "outcome": None}


async def test_a_202_tells_where_its_outcome_will_be(product: RunningProduct) -> None:
    number = await product.confirmed()
    key = "a/b?c d%"
    answer = await product.ask("POST", f"/cases/{number}/escalations", {"reason": "help"}, key=key)
    assert answer.status_code == 202
    await product.quiet(number)
    place = answer.headers["Location"].removeprefix("/v1")
    settled = await product.get(place, by="li.min")
    assert (settled["key"], settled["status"]) == (key, "done")
    assert settled["outcome"]["receipt"]["escalations"] == ["e1"]


@pytest.mark.trial("A20")
async def test_three_clicks_without_a_key_are_one_call_for_help(product: RunningProduct) -> None:
    number = await product.confirmed()
    path, body = f"/cases/{number}/escalations", {"reason": "the shop is under water"}
    answers = await asyncio.gather(*(product.ask("POST", path, body) for _ in range(3)))
    assert [(a.status_code, a.json()["escalations"]) for a in answers] == [(202, ["e1"])] * 3
    await product.quiet(number)
    seen = await product.get(f"/cases/{number}")
    assert (len(seen["escalations"]), seen["tier"], seen["sla_state"]) == (1, 2, "unacknowledged")
    notices = await product.items("/inbox", by="chen.jie")
    assert [n["about"] for n in notices if n["number"] == number] == ["escalated"]


@pytest.mark.trial("R7")
async def test_one_key_on_two_cases_at_once_is_done_on_one(product: RunningProduct) -> None:
    numbers = [await product.opened(title=f"Noise {n}") for n in range(2)]

    async def assign(number: str) -> Any:
        body = {"owner": "zhou.yan", "reason": "away for a day"}
        return await product.ask("POST", f"/cases/{number}/assign", body, key="both")

    answers = await asyncio.gather(*(assign(number) for number in numbers))
    assert sorted(answer.status_code for answer in answers) == [200, 422]
    (no,) = [answer.json() for answer in answers if answer.status_code == 422]
    assert no["code"] == "idempotency_key_reused"
    for number, first in zip(numbers, answers, strict=True):
        again = await assign(number)
        assert again.status_code == first.status_code
        assert again.json().get("code") == first.json().get("code")
    assert sum([(await product.names(number)).count("owner_assigned") for number in numbers]) == 1


@pytest.mark.trial("R7")
async def test_a_key_that_opened_a_case_is_no_key_for_another_and_the_other_way_round(
    product: RunningProduct,
) -> None:
    number = await product.opened()
    await product.ask("POST", "/cases", CASE, key="opens")
    body = {"owner": "zhou.yan", "reason": "away for a day"}
    await product.ask("POST", f"/cases/{number}/assign", body, key="assigns")
    one = await product.ask("POST", f"/cases/{number}/assign", body, key="opens")
    other = await product.ask("POST", "/cases", CASE, key="assigns")
    assert (one.status_code, other.status_code) == (422, 422)


async def test_a_customers_word_is_no_sign_of_an_outage(product: RunningProduct) -> None:
    """Nobody waits for a signal to be decided: its 202 is how things go."""
    number = await product.opened()
    body = {"channel": "email", "text": "Any news?"}
    answer = await product.ask("POST", f"/cases/{number}/messages", json=body)
    assert answer.status_code == 202
    assert "takes it up by itself" in answer.json()["detail"]
    assert "away" not in answer.json()["detail"]
