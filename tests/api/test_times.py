"""Clocks differ a little: what is told a moment ahead of us is taken as now, and nothing is judged by a wrong one."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from products import PARTS, RunningProduct

CALL: dict[str, Any] = {"channel": "phone", "parts": PARTS}


@pytest.mark.trial("A31")
@pytest.mark.parametrize("seconds", [2, 55])
async def test_a_moment_ahead_of_us_is_now(product: RunningProduct, seconds: int) -> None:
    number = await product.confirmed()
    before = product.now()
    told = (before + timedelta(seconds=seconds)).isoformat()
    answer = await product.ask("POST", f"/cases/{number}/contacts", {**CALL, "occurred_at": told})
    assert answer.status_code == 200, answer.text
    contact = (await product.get(f"/cases/{number}"))["contacts"][-1]
    assert before <= datetime.fromisoformat(contact["occurred_at"]) <= product.now()


@pytest.mark.trial("A31")
async def test_ten_minutes_ahead_is_refused_with_our_time(product: RunningProduct) -> None:
    number = await product.confirmed()
    told = (product.now() + timedelta(minutes=10)).isoformat()
    answer = await product.refused(f"/cases/{number}/contacts", **CALL, occurred_at=told)
    assert (answer.status_code, answer.json()["code"]) == (422, "time_in_future")
    assert "By our clock it is Mon 2 Mar 09:0" in answer.json()["detail"]


@pytest.mark.trial("A31")
@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "By our clock it is Mon 2 Mar 09:0"), ("zh-CN", "我们这边现在是 3月2日 周一 09:0")],
)
async def test_nobody_has_spoken_tomorrow(
    product: RunningProduct, language: str, said: str
) -> None:
    body = {"customer": {"name": "Ms Sun"}, "title": "Noise", "channel": "phone"}
    before = len(await product.items("/cases"))
    answer = await product.ask(
        "POST",
        "/cases",
        body | {"spoke_at": (product.now() + timedelta(days=1)).isoformat()},
        headers={"Accept-Language": language},
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "spoke_in_future")
    assert said in answer.json()["detail"]
    assert len(await product.items("/cases")) == before


@pytest.mark.trial("A31")
async def test_a_customer_spoke_a_moment_ahead_of_us_just_now(product: RunningProduct) -> None:
    told = (product.now() + timedelta(seconds=55)).isoformat()
    body = {"customer": {"name": "Ms Sun"}, "title": "Noise", "channel": "phone"}
    answer = await product.ask("POST", "/cases", body | {"spoke_at": told})
    assert answer.status_code == 201, answer.text


@pytest.mark.trial("A31")
async def test_an_api_whose_clock_is_a_day_ahead_breaks_no_promise(product: RunningProduct) -> None:
    number = await product.confirmed()
    deps = product.app.state.dependencies
    tomorrow = replace(deps, now=lambda: deps.now() + timedelta(days=2))
    product.app.state.dependencies = tomorrow
    try:
        await product.post(f"/cases/{number}/contacts", **CALL)
        await product.post(f"/cases/{number}/messages", channel="wechat", text="And now?")
    finally:
        product.app.state.dependencies = deps
    await product.quiet(number)
    names = await product.names(number)
    assert "promise_kept" in names
    assert "promise_broken" not in names
