"""The search: what texts are found by, that nothing of them is kept in clear, and the index made again."""

from typing import Any

import pytest
from sqlalchemy import func, select

from builders import Played, at
from db import known_as
from db.customers import Customer, recognise_or_create
from db.models import CustomerRow, SearchKeyRow
from db.pages import BadCursor
from db.records import put
from db.search import finding
from db.search.again import make_again
from db.search.finding import find_cases, find_customers
from db.search.rows import identifier
from db.search.sought import in_names, in_titles
from db.search.words import parts_of
from db.session import Database
from domain.book import AnyEvent
from domain.stages import StageCompleted
from recording import batch

pytestmark = pytest.mark.anyio
NOISE = "洗衣机有异响"


async def put_case(database: Database, number: str, title: str, when: str = "Mon 09:00") -> None:
    await put(database, batch(Played(when, title=title).events, number=number))


async def put_customer(database: Database, **fields: Any) -> Customer:
    return await recognise_or_create(
        database, **{"name": "孙晓梅", "now": at("Mon 09:00"), "by": "li.min", **fields}
    )


async def cases(database: Database, query: str, **more: Any) -> list[str]:
    page = await find_cases(database, query, **{"limit": 20, **more})
    return [hit.case.number for hit in page.items]


async def people(database: Database, query: str, home: str = "CN") -> dict[str, tuple[str, ...]]:
    page = await find_customers(database, query, homes=[home], limit=20)
    return {hit.id: hit.by for hit in page.items}


async def keys(database: Database, subject: str | None = None) -> int:
    query = select(func.count()).select_from(SearchKeyRow)
    if subject:
        query = query.where(SearchKeyRow.subject == subject)
    async with database.read() as session:
        return await session.scalar(query) or 0


@pytest.mark.parametrize(
    ("text", "words", "stretches"),
    [
        ("洗衣机，有异响", [], ["洗衣机", "有异响"]),
        ("李 敏", [], ["李敏"]),
        ("W-7 型洗衣机", ["w7"], ["型洗衣机"]),
        ("Ｗａｓｈｅｒ/Dryer's", ["washer", "dryer", "washerdryers"], []),
        ("привет мир", ["привет", "мир"], []),
        ("沪A·12345", ["12345", "a12345"], ["沪"]),
        ("세탁기 고장", [], ["세탁기고장"]),
        ("a 1 😀 \ud83d", [], []),
    ],
)
def test_a_text_is_taken_apart(text: str, words: list[str], stretches: list[str]) -> None:
    parts = parts_of(text)
    assert sorted(parts.words) == sorted(words)
    assert list(parts.stretches) == stretches


def test_a_word_is_kept_by_its_beginnings_and_chinese_by_neighbours() -> None:
    assert parts_of("washer ok 洗衣机").keys == {"wa", "wash", "ok", "洗衣", "衣机"}
    assert in_titles("washing was 洗衣机异响").keys == ("wash", "wa", "洗衣", "衣机", "异响")
    assert in_names("孙女士").keys == ("孙女", "女士")
    assert in_titles("洗") == in_titles("")
    assert not in_titles("洗").keys


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("F360-20230815-77", "f3602023081577"),
        ("沪A·12345", "沪a12345"),
        ("none", None),
        ("周日", None),
        ("1/2", None),
        (
            "on the 3rd of May, while it was spinning, and then again in the evening of the next day too",
            None,
        ),
    ],
)
def test_what_is_printed_on_a_machine_is_told_from_a_sentence(text: str, mark: str | None) -> None:
    assert identifier(text) == mark


async def test_nothing_is_kept_in_clear(database: Database) -> None:
    await put_case(database, "C-000001", NOISE)
    await put_customer(database, phone="13800138000")
    async with database.read() as session:
        rows = (await session.scalars(select(SearchKeyRow))).all()
    assert {type(row.key) for row in rows} == {int}
    assert len({row.key for row in rows}) == len(rows)
    assert {row.of for row in rows} == {"title", "name", "phone"}


async def test_equal_words_of_a_name_and_a_title_are_not_alike(database: Database) -> None:
    await put_case(database, "C-000001", "孙晓梅")
    customer = await put_customer(database)
    async with database.read() as session:
        rows = (await session.scalars(select(SearchKeyRow))).all()
    by = {row.key: row.subject for row in rows}
    assert sorted(by.values()) == sorted(["C-000001", customer.id] * 2)


async def test_the_newest_come_first_and_pages_add_up(database: Database) -> None:
    numbers = [f"C-{n:06d}" for n in range(1, 8)]
    for n, number in enumerate(numbers):
        await put_case(database, number, NOISE, f"Mon 09:0{n // 2}")
    seen: list[str] = []
    cursor = None
    for _ in numbers:
        page = await find_cases(database, "异响", cursor=cursor, limit=2)
        seen += [hit.case.number for hit in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert seen == numbers[::-1]
    for wrong in ("x", "e30"):
        with pytest.raises(BadCursor):
            await find_cases(database, "异响", cursor=wrong, limit=2)


async def test_a_page_ends_where_too_much_was_compared_and_the_next_goes_on(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many words begin alike, few are meant."""
    monkeypatch.setattr(finding, "AT_ONCE", 2)
    monkeypatch.setattr(finding, "MOST", 4)
    await put_case(database, "C-000001", "A washboard", "Mon 09:00")
    for n in range(2, 10):
        await put_case(database, f"C-{n:06d}", "A washer", f"Mon 09:{n:02d}")
    pages = 0
    cursor, found = None, list[str]()
    while True:
        page = await find_cases(database, "washboard", cursor=cursor, limit=5)
        found += [hit.case.number for hit in page.items]
        pages, cursor = pages + 1, page.next
        if cursor is None:
            break
    assert (found, pages) == (["C-000001"], 3)


async def test_a_fact_said_anew_takes_the_place_of_the_old_one(database: Database) -> None:
    events = with_serials("W7-0001", "W7-0002")
    for first in range(1, len(events) + 1):
        await put(database, batch(events, first, first))
    assert await cases(database, "w7 0002") == ["C-000001"]
    assert await cases(database, "w7 0001") == []
    await put(database, batch(events))  # a repeat brings nothing back
    assert await cases(database, "w7 0001") == []


def with_serials(*serials: str) -> list[AnyEvent]:
    """What happened to a case of whose machine one number after the other was said."""
    played = Played()
    played.contact()
    played.triage()
    said = next(event for event in played.events if isinstance(event, StageCompleted))
    return played.events + [
        said.model_copy(update={"yields": {"serial_number": serial}}) for serial in serials
    ]


async def test_a_customer_is_found_by_what_is_known_now(database: Database) -> None:
    customer = await put_customer(database, phone="138 0013 8000")
    assert await people(database, "+8613800138000") == {customer.id: ("phone",)}
    assert await people(database, "a@b.example") == {}
    await put_customer(database, phone="138 0013 8000", email="A@b.example", company="海河机械")
    assert await people(database, "a@B.example") == {customer.id: ("email",)}
    assert await people(database, "海河") == {customer.id: ("company",)}
    assert await people(database, "晓梅") == {customer.id: ("name",)}


@pytest.mark.parametrize(
    ("kept", "asked", "home"),
    [
        ("0755-2345 6789 ext 8001", "075523456789", "CN"),
        ("0755-2345 6789 ext 8001", "0755 23456789 转 8001", "CN"),
        ("400-810-0000", "4008100000", "CN"),
        ("2345 6789", "23456789", "CN"),
        ("+852 9123 4567", "9123 4567", "HK"),
    ],
)
async def test_a_phone_number_is_found_as_it_may_be_spelt(
    database: Database, kept: str, asked: str, home: str
) -> None:
    customer = await put_customer(database, phone=kept)
    assert await people(database, asked, home) == {customer.id: ("phone",)}
    assert await people(database, "13900139000", home) == {}


async def test_what_was_filled_in_on_a_wrong_word_is_no_longer_found(database: Database) -> None:
    first = await put_customer(database, phone="13800138000")
    other = await put_customer(database, name="Qi", phone="13800138000", company="海河机械")
    now = at("Mon 10:00")
    await known_as.answer(database, other.id, same=True, by="li.min", now=now)
    assert await people(database, "海河") == {first.id: ("company",), other.id: ("company",)}
    await known_as.answer(database, other.id, same=False, by="li.min", now=now)
    assert await people(database, "海河") == {other.id: ("company",)}


async def test_the_index_is_made_again_and_goes_on_where_it_was_interrupted(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.search.again.AT_ONCE", 2)
    for n in range(1, 6):
        await put_case(database, f"C-{n:06d}", NOISE)
    await put(database, batch(with_serials("W7-0001", "W7-0002"), number="C-000009"))
    customer = await put_customer(database, phone="13800138000", company="海河机械")
    before = await keys(database)

    class Killed(Exception):
        pass

    done: list[int] = []

    def die(more: int) -> None:
        done.append(more)
        if sum(done) == 4:
            raise Killed

    with pytest.raises(Killed):
        await make_again(database, everything=True, tick=die)
    assert 0 < await keys(database) < before
    assert await make_again(database) == (2, 1)
    assert await keys(database) == before
    assert await make_again(database) == (0, 0)
    assert await cases(database, "w70002") == ["C-000009"]
    assert await cases(database, "w70001") == []
    assert await people(database, "海河") == {customer.id: ("company",)}


async def test_without_the_index_key_nothing_is_found(database: Database) -> None:
    """An index of another key is noise, and `everything` makes it anew."""
    await put_case(database, "C-000001", NOISE)
    async with database.write() as session:
        for row in await session.scalars(select(SearchKeyRow)):
            row.key ^= 1
    assert await cases(database, "异响") == []
    await make_again(database, everything=True)
    assert await cases(database, "异响") == ["C-000001"]
    async with database.read() as session:
        assert (await session.scalars(select(CustomerRow))).all() == []
