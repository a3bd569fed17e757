"""Customers are recognised, texts are kept, openings are claimed: each once."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from builders import a_plan, an_actor, at
from db import openings, texts
from db.commands import KeyReused
from db.customers import Customer, find, get, get_many, normal_phone, recognise_or_create
from db.session import Database
from db.texts import Text
from domain.intake import OpenCase

pytestmark = pytest.mark.anyio
NOW = at("Mon 09:00")


async def recognise(database: Database, **given: Any) -> Customer:
    return await recognise_or_create(database, **{"name": "王小明", "now": NOW, **given})


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        ("138 0013 8000", "+8613800138000"),
        ("+86-138-0013-8000", "+8613800138000"),
        ("0086 13800138000", "+8613800138000"),
        ("１３８００１３８０００", "+8613800138000"),
        ("010-6552 9988", "+861065529988"),
        ("+1 (650) 253-0000", "+16502530000"),
        ("021-6552 9988 ext. 12", "+862165529988;ext=12"),
        ("ask at the counter", "ask at the counter"),
        ("12", "12"),
        ("  ", None),
        (None, None),
    ],
)
def test_a_phone_number_has_one_form(given: str | None, normal: str | None) -> None:
    assert normal_phone(given) == normal


async def test_a_customer_is_recognised_by_phone_however_it_is_written(database: Database) -> None:
    first = await recognise(database, phone="138 0013 8000")
    again = await recognise(database, name="Wang Xiaoming", phone="+8613800138000")
    assert again == first
    assert again.name == "王小明"
    assert first.phone == "+8613800138000"


async def test_a_customer_is_recognised_by_mail_in_any_case_and_by_account(
    database: Database,
) -> None:
    first = await recognise(database, email="Wang@Example.com", account="A-1")
    assert first.email == "Wang@Example.com"
    assert (await recognise(database, email="wang@example.COM ")).id == first.id
    assert (await recognise(database, account=" A-1")).id == first.id


async def test_what_was_missing_is_filled_in_and_what_was_known_stays(database: Database) -> None:
    first = await recognise(database, phone="13800138000", level="vip")
    fuller = await recognise(
        database, phone="13800138000", email="w@x.cn", company="Acme", level="normal"
    )
    assert fuller == replace(first, email="w@x.cn", company="Acme")
    assert await get(database, first.id) == fuller
    assert await find(database, email="W@x.cn") == fuller
    kept = await recognise(database, phone="13800138000", email="other@x.cn")
    assert kept == fuller
    assert await find(database, email="other@x.cn") is None


async def test_the_phone_decides_when_the_mail_is_somebody_elses(database: Database) -> None:
    by_phone = await recognise(database, phone="13800138000")
    by_mail = await recognise(database, email="w@x.cn")
    assert await recognise(database, phone="13800138000", email="w@x.cn") == by_phone
    assert await find(database, email="w@x.cn") == by_mail


async def test_without_anything_to_go_by_each_is_a_new_customer(database: Database) -> None:
    assert (await recognise(database)).id != (await recognise(database)).id
    assert await find(database) is None


async def test_requests_at_once_make_one_customer(database: Database) -> None:
    found = await asyncio.gather(
        *(recognise(database, phone="13800138000", email="w@x.cn") for _ in range(8))
    )
    assert len({customer.id for customer in found}) == 1


async def test_a_phone_and_an_account_of_the_same_text_are_different_marks(
    database: Database,
) -> None:
    by_account = await recognise(database, account="+8613800138000")
    assert (await recognise(database, phone="+8613800138000")).id != by_account.id


async def test_many_customers_are_read_at_once(database: Database) -> None:
    one, two = await recognise(database), await recognise(database, phone="13800138000")
    assert await get_many(database, [one.id, two.id, "unknown"]) == {one.id: one, two.id: two}
    assert await get(database, "unknown") is None


def a_text(text_id: str = "t1", **fields: Any) -> Text:
    usual: dict[str, Any] = {
        "id": text_id, "kind": "description", "body": {"text": "洗衣机响"}, "author": "li.min",
        "created_at": NOW,
    }  # fmt: skip
    return Text(**{**usual, **fields})


async def test_a_text_stays_as_it_was_first_kept(database: Database) -> None:
    await texts.put(database, a_text(), a_text("t2", number="C-000001"))
    await texts.put(database, a_text(body={"text": "other"}))
    assert await texts.get_many(database, ["t1", "t2", "t3"]) == {
        "t1": a_text(),
        "t2": a_text("t2", number="C-000001"),
    }
    assert await texts.of_case(database, "C-000001") == (a_text("t2", number="C-000001"),)


def a_command(**fields: Any) -> OpenCase:
    usual: dict[str, Any] = {
        "actor": an_actor(), "received_at": NOW, "key": "k1", "digest": "d1", "plan": a_plan(),
        "title": "Noise", "customer": "k7", "channel": "phone", "owner": "li.min", "spoke_at": NOW,
    }  # fmt: skip
    return OpenCase(**{**usual, **fields})


async def claim(
    database: Database, key: str = "k1", digest: str = "d1", **more: Any
) -> openings.Opening:
    fields = {"command": a_command(), "now": NOW, **more}
    return await openings.claim(database, "li.min", key, digest, **fields)


async def test_a_claim_gives_a_number_and_a_repeat_finds_it_with_the_first_plan(
    database: Database,
) -> None:
    first = await claim(database)
    assert first == openings.Opening("C-000001", False, a_plan(), a_command(), NOW)
    other = a_command(plan=a_plan("zh-CN"), title="Other")
    again = await claim(database, command=other, now=at("Tue 09:00"))
    assert again == replace(first, repeated=True)
    assert await openings.get(database, "C-000001") == again
    assert await openings.get(database, "C-000404") is None


async def test_another_key_or_principal_gets_another_number(database: Database) -> None:
    numbers = [
        (await claim(database, "k1")).number,
        (await claim(database, "k2")).number,
        (await openings.claim(database, "sun.yu", "k1", "d1", command=a_command(), now=NOW)).number,
    ]
    assert len(set(numbers)) == 3
    assert numbers == sorted(numbers)


async def test_the_same_key_with_another_body_is_refused(database: Database) -> None:
    await claim(database)
    with pytest.raises(KeyReused, match="k1"):
        await claim(database, digest="d2")


async def test_claims_at_once_with_one_key_get_one_number(database: Database) -> None:
    claimed = await asyncio.gather(*(claim(database) for _ in range(8)))
    assert len({opening.number for opening in claimed}) == 1
    assert sorted(opening.repeated for opening in claimed) == [False] + [True] * 7


async def test_the_words_of_an_opening_are_kept_under_its_number_once(database: Database) -> None:
    opening = await claim(database, texts=[a_text()])
    await claim(database, texts=[a_text("t2")])
    assert await texts.of_case(database, opening.number) == (a_text(number=opening.number),)


def test_the_number_of_the_millionth_case_is_longer() -> None:
    assert openings.number_of(1) == "C-000001"
    assert openings.number_of(1_234_567) == "C-1234567"
