"""What burns, who carries how much, what would be handed over, and first figures, on a running product."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote

import pytest

from api.recent import Recent
from db import figures, people
from db.access import create_key
from db.figures import Ended, Span, promises_ended
from db.people import Person
from db.session import Database
from messages.findings import Finding, Reconciled
from products import RunningProduct

PATIENCE = 60
"""Seconds; beside much else everything takes its time."""


class Counting:
    """Promises are counted when `go` is set; how many count `now`, at `most`, and how many `times`. `began` is set once
    somebody counts."""

    def __init__(self) -> None:
        self.go, self.began = asyncio.Event(), asyncio.Event()
        self.now = self.most = self.times = 0

    async def promises_ended(self, database: Database, span: Span) -> list[Ended]:
        self.now, self.times = self.now + 1, self.times + 1
        self.most = max(self.most, self.now)
        self.began.set()
        await self.go.wait()
        self.now -= 1
        return await promises_ended(database, span)


async def fires(product: RunningProduct, *, by: str = "chen.jie", **query: Any) -> dict[str, Any]:
    """What burns, by kind."""
    found = await product.get("/board", by=by, **query)
    return {fire["kind"]: fire for fire in found["fires"]}


async def burning(product: RunningProduct, kind: str, number: str, **query: Any) -> Any:
    """The one thing of a kind that burns in a case; None when nothing does."""
    items = (await fires(product, kind=kind, limit=200, **query))[kind]["items"]
    found = [item for item in items if item["number"] == number]
    assert len(found) < 2, found
    return found[0] if found else None


async def test_a_broken_promise_burns_until_somebody_has_talked_to_the_customer(
    product: RunningProduct,
) -> None:
    number = await product.confirmed("Tue 10:00")
    await product.recorded(number)
    assert await burning(product, "broken", number) is None
    await product.until("Tue 10:30", number)
    item = await burning(product, "broken", number)
    assert item["customer"] == "Ms Sun"
    assert (item["owner"], item["person"]) == ("li.min", "li.min")
    assert await burning(product, "broken", number, person="li.min") == item
    assert "Promised to Ms Sun and not done" in item["says"]
    assert "Have Li Min call Ms Sun now" in item["next"]
    told = await burning(product, "broken", number, person="zhou.yan")
    assert told is None
    await product.contact(number)
    await product.recorded(number)
    assert await burning(product, "broken", number) is None


async def test_a_customer_without_an_answer_in_time_burns_and_so_does_the_call_for_it(
    product: RunningProduct,
) -> None:
    number = await product.opened()
    await product.recorded(number)
    assert await burning(product, "unanswered", number) is None
    await product.skip("5 days", number)
    item = await burning(product, "unanswered", number)
    assert "waits for a first answer" in item["says"]
    assert item["called"]
    call = await burning(product, "unacknowledged", number)
    assert call["person"] == item["called"]
    page = await product.get("/board", by=call["person"], kind="unacknowledged")
    (theirs,) = [
        each for fire in page["fires"] for each in fire["items"] if each["number"] == number
    ]
    assert "waits for you" in theirs["says"]
    assert theirs["next"].startswith("Take it on, or")
    await product.contact(number)
    await product.recorded(number)
    assert await burning(product, "unanswered", number) is None


async def test_silence_burns_unless_the_customer_knows_when_they_hear_from_us(
    product: RunningProduct,
) -> None:
    number = await product.confirmed(product.now() + timedelta(days=6))
    await product.recorded(number)
    await product.skip("5 days", number)
    assert await burning(product, "silent", number) is None
    await product.skip("3 days", number)
    item = await burning(product, "silent", number)
    assert item["says"] == "Nobody has talked to Ms Sun for too long"
    assert product.now() - datetime.fromisoformat(item["since"]) >= timedelta(days=8)
    await product.contact(number)
    await product.recorded(number)
    assert await burning(product, "silent", number) is None


async def test_counts_are_by_team_and_by_person(product: RunningProduct) -> None:
    found = await product.get("/board", by="chen.jie")
    counted = {fire["kind"]: fire["count"] for fire in found["fires"]}
    (team,) = found["by_team"]
    assert team["name"] == "after_sales"
    assert {k: v for k, v in counted.items() if v} == team["counts"]
    by_person: dict[str, int] = {}
    for person in found["by_person"]:
        for kind, count in person["counts"].items():
            by_person[kind] = by_person.get(kind, 0) + count
    assert by_person == team["counts"]
    assert found["names"]["li.min"] == "Li Min"


async def test_each_kind_is_a_list_of_its_own(product: RunningProduct) -> None:
    for _ in range(3):
        await product.opened()
    await product.recorded()
    await product.skip("4 days")
    whole = (await fires(product, kind="unanswered", limit=200))["unanswered"]
    assert whole["count"] == len(whole["items"]) >= 3
    seen, cursor = [], None
    while True:
        more: dict[str, Any] = {"cursor": cursor} if cursor else {}
        part = (await fires(product, kind="unanswered", limit=2, **more))["unanswered"]
        seen += part["items"]
        cursor = part["next"]
        if cursor is None:
            break
    assert seen == whole["items"]
    wrong = await product.ask("GET", "/board?kind=unanswered&cursor=x", by="chen.jie")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid_cursor")


async def test_a_lead_sees_their_team_and_a_supervisor_every_team(product: RunningProduct) -> None:
    await people.put(
        product.database,
        Person("xu.lan", "Xu Lan", "lead", frozenset({"agent", "lead"}), "warehouse", "en"),
    )
    made = await create_key(product.database, "xu.lan", label="t", now=product.now())
    product.keys["xu.lan"] = made.clear
    assert (await fires(product, by="xu.lan"))["unanswered"]["count"] == 0
    assert (await fires(product, by="wang.fang"))["unanswered"]["count"] > 0
    refused = await product.ask("GET", "/board?team=after_sales", by="xu.lan")
    assert (refused.status_code, refused.json()["code"]) == (403, "role_required")
    refused = await product.ask("GET", "/people/li.min/handover", by="xu.lan")
    assert (refused.status_code, refused.json()["code"]) == (403, "person_of_another_team")
    unknown = await product.ask("GET", "/board?team=nobody", by="wang.fang")
    assert (unknown.status_code, unknown.json()["code"]) == (422, "unknown_team")
    unknown = await product.ask("GET", "/board?person=nobody", by="wang.fang")
    assert (unknown.status_code, unknown.json()["code"]) == (422, "unknown_person")
    assert (await product.ask("GET", "/board", by="li.min")).status_code == 403


async def test_urgent_cases_weigh_more(product: RunningProduct) -> None:
    def of(loads: list[Any]) -> Any:
        return next((load for load in loads if load["person"] == "zhou.yan"), None)

    assert of(await product.items("/board/load", by="chen.jie")) is None
    first = await product.opened(by="zhou.yan")
    await product.recorded(first)
    load = of(await product.items("/board/load", by="chen.jie"))
    assert (load["open"], load["weight"], load["pressing"]) == (1, 2, 0)
    await product.contact(first, by="zhou.yan", emotion="furious")
    await product.recorded(first)
    load = of(await product.items("/board/load", by="chen.jie"))
    assert (load["open"], load["weight"], load["pressing"]) == (1, 5, 1)


async def test_what_would_be_handed_over_is_told_with_its_promises(product: RunningProduct) -> None:
    number = await product.confirmed(product.now() + timedelta(days=1), by="zhou.yan")
    await product.recorded(number)
    page = await product.get("/people/zhou.yan/handover", by="chen.jie", limit=200)
    held = {item["number"]: item for item in page["items"]}
    assert page["cases"] == len(held)
    assert page["promises"] == sum(len(item["promises"]) for item in held.values()) > 0
    assert [promise["owner"] for promise in held[number]["promises"]]
    missing = await product.ask("GET", "/people/nobody/handover", by="chen.jie")
    assert (missing.status_code, missing.json()["code"]) == (422, "unknown_person")


async def test_too_few_are_counted_and_not_put_into_per_cent(product: RunningProduct) -> None:
    found = await product.get("/figures", by="chen.jie")
    whole = found["kept_by_team"][0]
    assert whole["name"] == ""
    assert whole["told"]["of"] < 20
    assert (whole["told"]["enough"], whole["told"]["rate"]) == (False, None)
    assert found["tiers"][0]["shares"] is None
    assert sum(stage["open"] for stage in found["stages"]) > 0


@pytest.mark.parametrize(
    ("query", "field", "kind"),
    [
        ("from=2026-03-03T00:00:00Z&to=2026-03-02T00:00:00Z", "from", "period_empty"),
        ("from=2025-03-03T00:00:00Z", "from", "period_too_long"),
        ("from=yesterday", "from", "datetime_from_date_parsing"),
    ],
)
async def test_a_period_that_is_none_is_named(
    product: RunningProduct, query: str, field: str, kind: str
) -> None:
    answer = await product.ask("GET", f"/figures?{query}", by="chen.jie")
    assert answer.status_code == 422, answer.text
    (error,) = answer.json()["errors"]
    assert (error["field"], error["type"]) == (field, kind)


@pytest.fixture
def counting(product: RunningProduct, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counting]:
    """Nothing is known of figures yet, and who counts waits to be let."""
    deps = product.app.state.dependencies
    product.app.state.dependencies = replace(deps, recent=Recent())
    held = Counting()
    monkeypatch.setattr(figures, "promises_ended", held.promises_ended)
    yield held
    product.app.state.dependencies = deps


async def test_however_many_count_at_once_the_others_read_on(
    product: RunningProduct, counting: Counting
) -> None:
    def asked(days: int) -> str:
        return (product.now() - timedelta(days=days)).isoformat().replace("+", "%2B")

    counts = [
        asyncio.create_task(product.ask("GET", f"/figures?from={asked(days)}", by="chen.jie"))
        for days in range(1, 11)
    ]
    async with asyncio.timeout(PATIENCE):
        await counting.began.wait()
        assert (await product.ask("GET", "/me", by="li.min")).status_code == 200
    counting.go.set()
    assert [each.status_code for each in await asyncio.gather(*counts)] == [200] * 10
    assert (counting.most, counting.times) == (1, 10)


async def test_periods_that_differ_by_less_than_a_minute_are_one(
    product: RunningProduct, counting: Counting
) -> None:
    counting.go.set()
    day = (product.now() - timedelta(days=3)).date()
    found = [
        await product.ask("GET", f"/figures?from={day}T08:30:{more}Z", by="chen.jie")
        for more in ("00", "00.001", "00.002", "59.9")
    ]
    assert {each.json()["begins"] for each in found} == {f"{day}T08:30:00Z"}
    assert counting.times == 1


async def reconciled(product: RunningProduct, *findings: Finding) -> None:
    """As if a reconciliation had found this a moment ago."""
    found = Reconciled(
        text="", looked_at=product.now(), seconds=0.1, runs=1, findings=tuple(findings)
    )

    async def look() -> Reconciled:
        return found

    deps = product.app.state.dependencies
    product.app.state.dependencies = replace(deps, recent=Recent())
    await product.app.state.dependencies.recent.get("reconciled", timedelta(hours=1), look)


async def test_what_nobody_carries_stands_first_with_advice(product: RunningProduct) -> None:
    number = await product.opened()
    await product.recorded(number)
    await reconciled(
        product,
        Finding(kind="unwatched", number=number, detail="no run"),
        Finding(kind="unknown", number="C-999999", detail="running"),
        Finding(kind="unwatched", number=number, detail="no run", mended=True),
    )
    seen = (await product.get("/board", by="wang.fang"))["fires"][0]
    assert (seen["kind"], seen["count"]) == ("uncarried", 2)
    assert {item["number"] for item in seen["items"]} == {number, "C-999999"}
    assert "could not be taken up again" in seen["items"][0]["says"]
    assert "the log of the worker says why" in seen["items"][0]["next"]
    of_lead = (await product.get("/board", by="chen.jie"))["fires"][0]
    assert [item["number"] for item in of_lead["items"]] == [number]
    assert "keep their times in view" in of_lead["items"][0]["next"]
    other = await product.get("/board", by="chen.jie", person="zhou.yan")
    assert other["fires"][0]["kind"] != "uncarried"
    alone = await product.get("/board", by="wang.fang", kind="uncarried")
    assert [fire["kind"] for fire in alone["fires"]] == ["uncarried"]


async def test_temporal_ui_is_for_supervisors_where_its_address_is_known(
    product: RunningProduct,
) -> None:
    def views(found: Any) -> dict[str, str]:
        return {fire["kind"]: fire["view"] for fire in found["fires"] if fire["view"]}

    deps = product.app.state.dependencies
    product.app.state.dependencies = replace(deps, local_ui=False)
    assert views(await product.get("/board", by="wang.fang")) == {}
    product.app.state.dependencies = replace(
        deps, local_ui=True, ui_origins=("http://127.0.0.1:8233",)
    )
    assert views(await product.get("/board", by="chen.jie")) == {}
    seen = views(await product.get("/board", by="wang.fang"))
    product.app.state.dependencies = deps
    start = f"http://127.0.0.1:8233/namespaces/{product.client.namespace}/workflows?query="
    assert seen["broken"].startswith(start)
    query = unquote(seen["broken"].removeprefix(start))
    assert query == 'WorkflowType="case" and ExecutionStatus="Running" and SlaState="broken"'
    assert "silent" not in seen
