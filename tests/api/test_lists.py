"""Walking through lists by cursor, sorted and filtered."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, get_args

import pytest

from builders import at
from db.cases import Sort
from products import RunningProduct


@pytest.fixture(scope="module")
async def numbers(product: RunningProduct) -> list[str]:
    """Five cases that differ in what lists sort and filter by."""
    return [
        await product.opened(priority="P1"),
        await product.confirmed("Tue 15:00"),
        await product.opened(priority="P3", by="zhou.yan"),
        await product.confirmed("Tue 11:00"),
        await product.withdrawn(),
    ]


async def walk(product: RunningProduct, path: str, **query: Any) -> list[dict[str, Any]]:
    """All items, two at a time."""
    found: list[dict[str, Any]] = []
    cursor = None
    for _ in range(20):
        page = await product.get(path, limit=2, **query, **({"cursor": cursor} if cursor else {}))
        assert len(page["items"]) <= 2
        found += page["items"]
        cursor = page["next"]
        if cursor is None:
            return found
    raise AssertionError("the last page never came")


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", get_args(Sort))
async def test_pages_add_up_to_the_whole_list(
    product: RunningProduct, numbers: list[str], sort: str, descending: bool
) -> None:
    found = await walk(product, "/cases", sort=sort, descending=descending)
    assert sorted(summary["number"] for summary in found) == numbers
    values = [summary[sort] for summary in found]
    known = [value for value in values if value is not None]
    assert known == sorted(known, reverse=descending)
    assert values == known + [None] * (len(values) - len(known)), "without a value: last"


async def test_filters_narrow_the_list(product: RunningProduct, numbers: list[str]) -> None:
    wanted: list[tuple[dict[str, Any], list[int]]] = [
        ({"phase": "closed"}, [4]),
        ({"phase": ["open", "closed"]}, [0, 1, 2, 3, 4]),
        ({"stage": "diagnose"}, [1, 3]),
        ({"priority": ["P1", "P3"]}, [0, 2]),
        ({"owner": "zhou.yan"}, [2]),
        ({"complexity": "medium"}, [1, 3, 4]),
        ({"tier": 1, "stage": "respond"}, [0, 2]),
        ({"owner": "nobody"}, []),
        ({"opened_before": at("Mon 08:00").isoformat()}, []),
        ({"opened_after": at("Mon 08:00").isoformat()}, [0, 1, 2, 3, 4]),
        ({"team": "after_sales", "scenario": "standard", "sla_state": "ended"}, [4]),
    ]
    for query, places in wanted:
        found = await walk(product, "/cases", **query)
        assert sorted(summary["number"] for summary in found) == [numbers[n] for n in places], query


async def test_a_customers_cases_are_found_by_customer(
    product: RunningProduct, numbers: list[str]
) -> None:
    seen = await product.get(f"/cases/{numbers[0]}")
    found = await walk(product, "/cases", customer=seen["customer"])
    assert sorted(summary["number"] for summary in found) == numbers  # one telephone number


async def test_a_timeline_reads_both_ways(product: RunningProduct, numbers: list[str]) -> None:
    path = f"/cases/{numbers[1]}/timeline"
    forth = await walk(product, path)
    back = await walk(product, path, newest_first=True)
    assert forth == list(reversed(back))
    assert [entry["sequence"] for entry in forth] == list(range(1, len(forth) + 1))
    assert all(entry["line"] for entry in forth)
    assert all("plan" not in entry["facts"] for entry in forth)


async def test_promises_of_a_case_are_listed_by_status(
    product: RunningProduct, numbers: list[str]
) -> None:
    path = f"/cases/{numbers[4]}/promises"
    assert {p["status"] for p in await walk(product, path)} == {"released"}
    assert await walk(product, path, status="open") == []


async def test_an_agenda_is_ones_own_unless_one_leads(
    product: RunningProduct, numbers: list[str]
) -> None:
    mine = await product.items("/agenda", by="li.min")
    promised = [owed["number"] for owed in mine if owed["kind"] == "promise"]
    assert promised == [numbers[3], numbers[1]]  # the earliest first
    assert [owed["due_at"] for owed in mine] == sorted(owed["due_at"] for owed in mine)
    assert {owed["overdue"] for owed in mine} == {False}
    assert await product.items("/agenda", by="zhao.lei") == []
    assert await product.items("/agenda", by="chen.jie", person="li.min") == mine
    for path in ("/agenda", "/inbox"):
        no = await product.ask("GET", path, by="zhou.yan", params={"person": "li.min"})
        assert (no.status_code, no.json()["code"]) == (403, "role_required")


@pytest.mark.trial("A5")
async def test_the_agenda_says_what_is_owed_to_whom_before_any_promise(
    product: RunningProduct,
) -> None:
    who = {"name": "孙女士", "phone": "138 0013 8077"}
    number = await product.opened(by="wang.fang", customer=who)  # who has no other case
    (owed,) = await product.items("/agenda", by="wang.fang")
    assert (owed["kind"], owed["about"], owed["customer"]) == ("response", "first_answer", "孙女士")
    assert owed["says"] == "Give 孙女士 a first answer."
    await product.contact(number, by="wang.fang")
    answer = await product.ask(
        "GET", "/agenda", by="wang.fang", headers={"Accept-Language": "zh-CN"}
    )
    (owed,) = answer.json()["items"]
    assert (owed["kind"], owed["about"], owed["overdue"]) == ("stage", "triage", False)
    assert owed["says"] == "为 孙女士 完成「了解情况」。"
    await product.post(f"/cases/{number}/withdraw", by="wang.fang", reason="all is well")
    assert await product.items("/agenda", by="wang.fang") == []


@pytest.mark.trial("A51")
async def test_the_agenda_names_whoever_asks_for_help(product: RunningProduct) -> None:
    number = await product.opened(customer={"name": "孙女士", "phone": "138 0013 8078"})
    await product.post(f"/cases/{number}/escalations", reason="she is at the door")
    await product.quiet(number)

    async def said(language: str) -> list[str]:
        answer = await product.ask(
            "GET", "/agenda", by="chen.jie", headers={"Accept-Language": language}
        )
        return [item["says"] for item in answer.json()["items"] if item["number"] == number]

    english = "Acknowledge that Li Min asks for help with 孙女士’s case: she is at the door."
    assert await said("en") == [english]
    chinese = "Li Min 为 孙女士 这个个案请求支援，请确认接手：she is at the door。"
    assert await said("zh-CN") == [chinese]


async def test_notices_are_read_by_their_receiver(product: RunningProduct) -> None:
    number = await product.confirmed()
    await product.post(f"/cases/{number}/escalations", reason="help")
    await product.quiet(number)
    unread = {"unread_only": True}
    (notice,) = [
        n for n in await product.items("/inbox", by="chen.jie", **unread) if n["number"] == number
    ]
    assert await product.post("/inbox/read", by="zhou.yan", ids=[notice["id"]]) == {"read": 0}
    assert await product.post("/inbox/read", by="chen.jie", ids=[notice["id"]]) == {"read": 1}
    assert await product.post("/inbox/read", by="chen.jie", ids=[notice["id"]]) == {"read": 0}
    assert notice["id"] not in [
        n["id"] for n in await product.items("/inbox", by="chen.jie", **unread)
    ]


async def test_what_is_past_its_time_is_no_longer_on_track_though_nobody_has_judged_it(
    product: RunningProduct, numbers: list[str]
) -> None:
    """As after an outage: the rows say what held when the product stopped."""
    del numbers  # they are there
    number = await product.confirmed()
    await product.recorded(number)

    async def stands() -> list[str]:
        listed = await walk(product, "/cases", owner="li.min")
        (mine,) = [each for each in listed if each["number"] == number]
        return [mine["sla_state"], (await product.get(f"/cases/{number}"))["sla_state"]]

    seen = await product.get(f"/cases/{number}")
    due = datetime.fromisoformat(seen["next_promise_due"])
    before = product.app.state.dependencies
    try:
        for now, state in ((due, "on_track"), (due + timedelta(seconds=1), "overdue")):
            product.app.state.dependencies = replace(before, now=lambda now=now: now)
            assert await stands() == [state] * 2
    finally:
        product.app.state.dependencies = before
