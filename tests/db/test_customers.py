"""Customers are recognised, texts are kept, openings are claimed: each once."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from builders import a_plan, an_actor, at
from db import openings, texts
from db.commands import KeyReused
from db.customers import Customer, find, get, get_many, ids_of, recognise_or_create
from db.known_as import NoQuestion, answer
from db.recognition import Recognition, tidy
from db.session import Database
from db.texts import Text
from domain.intake import OpenCase
from policies.load import load

pytestmark = pytest.mark.anyio
NOW = at("Mon 09:00")


HOW = Recognition.of(load(today=NOW.date()).customers)


async def recognise(database: Database, **given: Any) -> Customer:
    usual = {"name": "王小明", "now": NOW, "recognition": HOW, "by": "li.min"}
    return await recognise_or_create(database, **{**usual, **given})


async def say(database: Database, customer: Customer, *, same: bool) -> Customer:
    await answer(database, customer.id, same=same, by="li.min", now=NOW, recognition=HOW)
    found = await get(database, customer.id)
    assert found
    return found


async def test_a_customer_is_recognised_by_phone_however_it_is_written(database: Database) -> None:
    first = await recognise(database, phone="138 0013 8000")
    again = await recognise(database, name=" 王小明", phone="+8613800138000")
    nameless = await recognise(database, name="", phone="0086 13800138000")
    assert first == again == nameless
    assert first.phone == "+8613800138000"


async def test_a_customer_is_recognised_by_mail_in_any_case_and_by_account(
    database: Database,
) -> None:
    first = await recognise(database, email="Wang@Example.com", account="A-1")
    assert first.email == "Wang@Example.com"
    assert (await recognise(database, email="wang@example.COM ")).id == first.id
    assert (await recognise(database, account=" A-1")).id == first.id


async def test_what_was_missing_is_filled_in_and_what_was_known_stays(database: Database) -> None:
    first = await recognise(database, name="", phone="13800138000", level="vip")
    fuller = await recognise(
        database, phone="13800138000", email="w@x.cn", company="Acme", level="normal"
    )
    assert fuller == replace(first, name="王小明", email="w@x.cn", company="Acme")
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


@pytest.mark.trial("A34")
@pytest.mark.parametrize(
    "given",
    [
        {"phone": typed}
        for typed in ("无", "0", "N/A", "保密", "00000000000", "１１１ １１１", "12345678901")
    ]
    + [{"email": typed} for typed in ("none@none.com", "None@None.com ", "无", "no mail")]
    + [{"account": "n/a"}],
    ids=str,
)
async def test_a_placeholder_recognises_nobody_and_is_kept_as_typed(
    database: Database, given: dict[str, str]
) -> None:
    first = await recognise(database, **given)
    second = await recognise(database, name="李雷", **given)
    third = await recognise(database, **given)
    assert len({first.id, second.id, third.id}) == 3
    (name, typed), *_ = given.items()
    assert getattr(second, name) == tidy(typed)
    assert second.question is None


@pytest.mark.trial("A35")
async def test_a_local_number_is_shared_by_cities(database: Database) -> None:
    beijing = await recognise(database, name="", phone="62123456")
    shanghai = await recognise(database, name="", phone="62123456")
    assert beijing.id != shanghai.id
    assert (beijing.phone, shanghai.phone) == ("62123456", "62123456")


@pytest.mark.trial("A36")
async def test_another_name_is_another_customer_until_somebody_says_who_it_is(
    database: Database,
) -> None:
    first = await recognise(database, phone="13800138000", company="Acme", level="vip")
    other = await recognise(database, name="李雷", phone="13800138000", email="li@x.cn")
    assert other.id != first.id
    assert other.question == "another_name"
    assert (other.name, other.company, other.level) == ("李雷", None, "normal")
    again = await recognise(database, name="李雷", phone="138 0013 8000")
    assert again == await get(database, other.id) == other
    assert await ids_of(database, first.id) == [first.id]

    one = await say(database, other, same=True)
    assert one == replace(first, email="li@x.cn")
    assert await find(database, email="li@x.cn") == one
    assert await recognise(database, name="李雷", phone="13800138000") == one
    assert await recognise(database, phone="13800138000") == one
    assert await ids_of(database, other.id) == [first.id, other.id]

    apart = await say(database, other, same=False)
    assert apart == replace(other, question=None)
    assert await get(database, first.id) == first
    assert await find(database, email="li@x.cn") == apart
    assert await recognise(database, name="李雷", phone="13800138000") == apart
    assert await recognise(database, phone="13800138000") == first


@pytest.mark.trial("A36")
async def test_the_answer_may_come_with_the_question(database: Database) -> None:
    first = await recognise(database, phone="13800138000")
    same = await recognise(database, name="小王", phone="13800138000", same_person=True)
    assert same == first
    assert await recognise(database, name="小王", phone="13800138000") == first
    other = await recognise(database, name="李雷", phone="13800138000", same_person=False)
    assert other.id != first.id
    assert other.question is None
    third = await recognise(database, name="韩梅梅", phone="13800138000")
    assert third.question == "another_name"
    assert await recognise(database, name="韩梅梅", phone="13800138000", same_person=True) == first


@pytest.mark.trial("A36")
async def test_a_machine_adds_nothing_to_a_known_customer_unseen(database: Database) -> None:
    first = await recognise(database, phone="13800138000")
    sent = await recognise(database, by=None, phone="13800138000", email="evil@x.cn")
    assert await get(database, first.id) == first
    assert sent.question == "more_to_add"
    assert sent.more == {"email": "evil@x.cn"}
    assert replace(sent, id=first.id, question=None, more={}) == first
    assert (await get(database, sent.id)) == replace(sent, id=first.id)
    assert await find(database, email="evil@x.cn") is None
    assert await say(database, sent, same=True) == replace(first, email="evil@x.cn")
    assert (await say(database, sent, same=False)).email == "evil@x.cn"
    assert await get(database, first.id) == first


@pytest.mark.trial("A36")
async def test_a_machine_can_not_say_that_it_is_the_same_person(database: Database) -> None:
    first = await recognise(database, phone="13800138000")
    sent = await recognise(database, by=None, name="x", phone="13800138000", same_person=True)
    assert sent.id != first.id
    assert sent.question == "another_name"


async def test_nobody_can_answer_what_nobody_asks(database: Database) -> None:
    first = await recognise(database, phone="13800138000")
    for customer_id in (first.id, "unknown"):
        with pytest.raises(NoQuestion):
            await answer(database, customer_id, same=True, by="li.min", now=NOW)


async def test_an_address_of_a_third_one_is_not_given_away(database: Database) -> None:
    first = await recognise(database, phone="13800138000")
    third = await recognise(database, name="韩梅梅", email="h@x.cn")
    other = await recognise(database, name="李雷", phone="13800138000", email="h@x.cn")
    assert (await say(database, other, same=True)) == first
    assert await find(database, email="h@x.cn") == third


async def test_strangers_at_once_under_one_number_are_two(database: Database) -> None:
    names = ("王小明", "李雷") * 4
    found = await asyncio.gather(
        *(recognise(database, name=name, phone="13800138000") for name in names)
    )
    assert len({customer.id for customer in found}) == 2
    assert sum(customer.question is not None for customer in found) == 4


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


@pytest.mark.trial("A32")
async def test_a_very_long_text_is_shown_from_its_beginning_and_kept_whole(
    database: Database,
) -> None:
    said = "好" * 1_000_000
    kept = a_text(number="C-000001", body={"said": said, "short": "x"})
    await texts.put(database, kept, kept)
    (shown,) = await texts.of_case(database, "C-000001")
    assert shown.body["said"] == said[: texts.SHOWN] + "…"
    assert (shown.body["short"], shown.body["cut"]) == ("x", "said")
    assert await texts.get_whole(database, "t1") == kept
    assert await texts.get_whole(database, "t1.whole") is None


async def test_the_words_of_an_opening_are_kept_under_its_number_once(database: Database) -> None:
    opening = await claim(database, texts=[a_text()])
    await claim(database, texts=[a_text("t2")])
    assert await texts.of_case(database, opening.number) == (a_text(number=opening.number),)


def test_the_number_of_the_millionth_case_is_longer() -> None:
    assert openings.number_of(1) == "C-000001"
    assert openings.number_of(1_234_567) == "C-1234567"
