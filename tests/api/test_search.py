"""Finding cases and customers over HTTP."""

import logging
from typing import Any

import pytest

from api.access_log import hide_secrets
from builders import at
from db import people
from db.access import create_key
from db.people import Person
from products import RunningProduct

HALF_AN_EMOJI = "%ED%A0%BD"


async def found(product: RunningProduct, query: str, **more: Any) -> Any:
    return await product.get("/search", q=query, by="li.min", **more)


def titles(answer: Any) -> list[str]:
    return [hit["case"]["title"] for hit in answer["cases"]["items"]]


def names(answer: Any) -> list[str]:
    return [hit["customer"]["name"] for hit in answer["customers"]["items"]]


@pytest.fixture(scope="module")
async def number(product: RunningProduct) -> str:
    """A case of somebody who has another one."""
    who = {
        "name": "孙晓梅",
        "phone": "138 0013 8000",
        "email": "Sun.Mei@example.com",
        "account": "VIP-20817",
        "company": "海河机械有限公司",
    }
    await product.opened(customer=who, title="冰箱不制冷", by="zhou.yan")
    return await product.confirmed(customer=who, title="洗衣机有异响，W-7 型 Washer rattles")


@pytest.mark.parametrize("query", ["{}", "{digits}", "c{digits}", "Ｃ－{digits}", " {lower} "])
async def test_a_case_is_found_by_its_number_however_it_is_said(
    product: RunningProduct, number: str, query: str
) -> None:
    asked = query.format(number, digits=number[2:].lstrip("0"), lower=number.lower())
    assert (await found(product, asked))["number"] == number


@pytest.mark.parametrize(
    "query",
    [
        "洗衣机",
        "异响",
        "洗衣机异响",
        "洗衣机 异响",
        "有异响的洗衣机",
        "washer",
        "WASH",
        "ratt",
        "w-7",
        "Ｗ７",
        "洗衣机 rattles",
    ],
)
async def test_a_case_is_found_by_words_of_its_title(
    product: RunningProduct, number: str, query: str
) -> None:
    answer = await found(product, query)
    (hit,) = answer["cases"]["items"]
    assert (hit["case"]["number"], hit["matched"]) == (number, [{"by": "title", "label": None}])
    assert hit["case"]["customer_name"] == "孙晓梅"
    assert hit["case"]["stage_label"] == "Finding the cause"


@pytest.mark.parametrize("query", ["洗碗机", "制冷 洗衣机", "washington", "attle", "异洗", "w-8"])
async def test_what_only_looks_alike_is_not_found(
    product: RunningProduct, number: str, query: str
) -> None:
    assert titles(await found(product, query)) == []


@pytest.mark.parametrize(
    ("query", "by"),
    [
        ("孙晓", "name"),
        ("晓梅", "name"),
        ("孙 晓 梅", "name"),
        ("13800138000", "phone"),
        ("+86 138-0013-8000", "phone"),
        ("(0086)13800138000", "phone"),
        ("sun.mei@EXAMPLE.com", "email"),
        ("vip 20817", "account"),
        ("海河", "company"),
        ("海河机械", "company"),
    ],
)
async def test_a_customer_is_found_with_their_cases(
    product: RunningProduct, number: str, query: str, by: str
) -> None:
    answer = await found(product, query)
    (hit,) = answer["customers"]["items"]
    assert hit["customer"]["name"] == "孙晓梅"
    assert [each["by"] for each in hit["matched"]] == [by]
    assert [case["title"] for case in hit["cases"]] == [
        "洗衣机有异响，W-7 型 Washer rattles",
        "冰箱不制冷",
    ]
    assert not hit["more_cases"]


async def test_a_machine_is_found_by_what_is_printed_on_it(product: RunningProduct) -> None:
    number = await product.opened(title="A machine with a number")
    await product.contact(number)
    yields = {
        "product": "washer",
        "occurred": "x",
        "impact": "person",
        "serial_number": "W7-2231 907",
    }
    await product.post(
        f"/cases/{number}/triage", priority="P2", traits=["needs_time_to_verify"], yields=yields
    )
    (hit,) = (await found(product, "w7 2231907"))["cases"]["items"]
    assert hit["case"]["number"] == number
    assert hit["matched"] == [{"by": "fact:serial_number", "label": "Serial number"}]
    assert titles(await found(product, "2231907")) == []


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("", "too_little_to_find"),
        ("  ", "too_little_to_find"),
        ("洗", "too_little_to_find"),
        ("%", "too_little_to_find"),
        ("'\";--", "too_little_to_find"),
        ("😀", "too_little_to_find"),
        ("a\0b", "not_printable"),
        ("x" * 60_000, "string_too_long"),
    ],
)
async def test_what_nobody_can_look_for_is_said_at_its_field(
    product: RunningProduct, query: str, kind: str
) -> None:
    answer = await product.ask("GET", "/search", params={"q": query})
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "invalid_request")
    assert [(e["field"], e["type"]) for e in problem["errors"]] == [("q", kind)]


@pytest.mark.parametrize("query", ["%%%ab", "' OR 1=1", "__洗__", "*", "ab*"])
async def test_signs_are_no_wildcards(product: RunningProduct, number: str, query: str) -> None:
    answer = await product.ask("GET", "/search", params={"q": query})
    assert answer.status_code in (200, 422)
    if answer.status_code == 200:
        assert titles(answer.json()) == names(answer.json()) == []


async def test_half_an_emoji_is_nothing(product: RunningProduct) -> None:
    answer = await product.ask("GET", f"/search?q={HALF_AN_EMOJI}")
    assert answer.json()["errors"][0]["type"] == "too_little_to_find"


async def test_a_customer_under_another_name_is_found_too_and_nobody_is_shown_twice(
    product: RunningProduct,
) -> None:
    phone = "139 0000 7777"
    first = {"name": "Wu Ke", "phone": phone}
    await product.opened(customer=first, title="The first one")
    await product.opened(customer={"name": "Qi Lan", "phone": phone}, title="The second one")
    assert sorted(names(await found(product, phone))) == ["Qi Lan", "Wu Ke"]
    third = await product.opened(customer={"name": "Xi Ren", "phone": phone}, title="The third")
    await product.post(f"/cases/{third}/customer", same_person=True)
    answer = await found(product, phone)
    assert sorted(names(answer)) == ["Qi Lan", "Wu Ke"]
    (hit,) = [h for h in answer["customers"]["items"] if h["customer"]["name"] == "Wu Ke"]
    assert {case["title"] for case in hit["cases"]} == {"The first one", "The third"}
    assert names(await found(product, "Xi Ren")) == ["Wu Ke"]


async def test_hits_come_in_pages_that_add_up(product: RunningProduct) -> None:
    opened = [await product.opened(title=f"Dripping tap {n}") for n in range(5)]
    seen: list[str] = []
    cursor: dict[str, str] = {}
    for _ in range(10):
        page = (await found(product, "dripping tap", limit=2, **cursor))["cases"]
        seen += [hit["case"]["number"] for hit in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cases_after": page["next"]}
    assert seen == opened[::-1], "the newest first"
    wrong = await product.ask("GET", "/search?q=tap&cases_after=nonsense")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid_cursor")


async def test_a_list_names_people_and_counts_when_asked(
    product: RunningProduct, number: str
) -> None:
    page = await product.get("/cases", with_total=True, limit=1, promised=True)
    (case,) = page["items"]
    assert case["owner_name"] == "Li Min"
    assert page["total"] >= 1
    assert (await product.get("/cases", limit=1))["total"] is None
    none = await product.get("/cases", promised=False, phase="closed")
    assert none["items"] == []


async def test_what_a_case_waits_for_is_a_filter(product: RunningProduct) -> None:
    number = await product.confirmed("Tue 15:00")
    await product.post(
        f"/cases/{number}/pause",
        reason="waiting_on_parts",
        until=at("Wed 12:00"),
        channel="phone",
        told_at=product.now(),
    )
    paused = await product.items("/cases", paused_for="waiting_on_parts")
    assert [case["number"] for case in paused] == [number]
    await product.post(f"/cases/{number}/resume")
    assert await product.items("/cases", paused_for="waiting_on_parts") == []


@pytest.mark.parametrize(
    "path",
    [
        "/search?q=%E5%AD%99",
        "/v1/search?limit=1&q=13800138000#x",
        "/cases/new?q=138",
        "/cases/new/?q=138",
    ],
)
def test_the_log_of_requests_does_not_tell_who_was_looked_for(path: str) -> None:
    hide_secrets()
    log = logging.getLogger("uvicorn.access")
    line = ("127.0.0.1:1", "GET", path, "1.1", 200)
    record = log.makeRecord(log.name, 20, "", 0, '%s - "%s %s HTTP/%s" %d', line, None)
    assert log.filter(record)
    assert record.getMessage() == f'127.0.0.1:1 - "GET {path.partition("?")[0]}?… HTTP/1.1" 200'


async def test_customers_of_other_teams_are_nobodys_to_find(product: RunningProduct) -> None:
    """By name, by number, and page by page; whoever sees all teams finds them."""
    theirs = {"name": "Ou Yang Feng", "phone": "139 0000 6161"}
    await product.opened(customer=theirs, title="Kettle leaks")
    stranger = Person("he.yun", "He Yun", "agent", frozenset({"agent"}), "elsewhere")
    await people.put(product.database, stranger)
    made = await create_key(product.database, "he.yun", label="test", now=product.now())
    product.keys["he.yun"] = made.clear
    for query in ("Ou Yang", "139 0000 6161", "kettle"):
        answer = await product.get("/search", q=query, by="he.yun", limit=50)
        assert (names(answer), titles(answer)) == ([], []), query
        assert answer["customers"]["next"] is None
    assert names(await product.get("/search", q="Ou Yang", by="wang.fang")) == ["Ou Yang Feng"]
    assert names(await found(product, "139 0000 6161")) == ["Ou Yang Feng"]
