"""Sessions, passwords, and links that let in once."""

import asyncio
import time
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from builders import Played, at
from db import access, links, passwords, people, sessions
from db.access import RequestContext
from db.models import PasswordRow, SessionRow, SignInLinkRow
from db.people import Person, UnknownPerson
from db.records import store
from db.session import Database, DatabaseDown
from domain.receipt import Outcome, Receipt
from domain.record import Record
from hashing import SHIPPED

pytestmark = pytest.mark.anyio
NOW = at("Mon 09:00")
PASSWORD = "一只猫坐在窗台上看着雨"


@pytest.fixture
async def li(database: Database) -> str:
    """Somebody with a password."""
    await people.put(database, a_person("li.min"), a_person("zhou.yan"))
    await passwords.put(database, "li.min", PASSWORD, now=NOW)
    return "li.min"


def a_person(handle: str, **fields: Any) -> Person:
    usual = {"name": "李敏", "line": "agent", "roles": frozenset({"agent"}), "team": "after_sales"}
    return Person(handle=handle, **{**usual, **fields})


async def signed_in(
    database: Database, handle: str = "li.min", *, browser: str = "Firefox", hours: float = 0
) -> str:
    async with database.write() as session:
        now = NOW + timedelta(hours=hours)
        return await sessions.open_in(session, handle, browser=browser, now=now)


async def whose(database: Database, token: str, *, hours: float = 0) -> str | None:
    context = await sessions.authenticate(database, token, now=NOW + timedelta(hours=hours))
    return context.who.handle if context else None


async def rows(database: Database, row: Any) -> int:
    async with database.read() as session:
        return await session.scalar(select(func.count()).select_from(row)) or 0


# --- sessions -----------------------------------------------------------------------------------------


async def test_a_session_says_who_it_is_as_a_key_does(database: Database, li: str) -> None:
    case = Played().case
    done = Outcome(
        principal=li,
        key="k1",
        digest="d1",
        command="log_contact",
        received_at=NOW,
        status="done",
        receipt=Receipt(number=case.number, version=case.version, stage=case.stage),
    )
    events = tuple(Played().events)
    await store(database, Record(number=case.number, first=1, events=events, outcomes=(done,)))
    key = (await access.create_key(database, li, label="", now=NOW)).clear
    token = await signed_in(database)

    async def both(**asked: Any) -> RequestContext:
        by_key = await access.authenticate(database, key, **asked)
        by_session = await sessions.authenticate(database, token, now=NOW, **asked)
        assert by_key
        assert by_key == by_session
        return by_key

    assert (await both()).who.handle == li
    context = await both(asked="k1", number=case.number)
    assert context.settled
    assert context.settled.outcome == done
    assert context.known


async def test_a_session_ends_half_a_day_after_its_last_use(database: Database, li: str) -> None:
    token = await signed_in(database)
    assert await whose(database, token, hours=11) == li
    assert await whose(database, token, hours=22.9) == li, "used at eleven, so until twenty-three"
    assert await whose(database, token, hours=35) is None
    assert await whose(database, "x" * 43) is None


async def test_a_session_in_use_ends_after_a_week(database: Database, li: str) -> None:
    token = await signed_in(database)
    for hours in range(0, 168, 11):
        assert await whose(database, token, hours=hours) == li
    assert await whose(database, token, hours=167.9) == li
    assert await whose(database, token, hours=168) is None


async def test_that_a_session_is_used_is_written_once_in_five_minutes(
    database: Database, li: str
) -> None:
    token = await signed_in(database)

    async def seen_at() -> float:
        (one,) = await sessions.list_open(database, li, token=token, now=NOW)
        return (one.seen_at - NOW).total_seconds() / 60

    seen = []
    for minutes in (1, 4.9, 5, 6, 9.9, 10, 11):
        await whose(database, token, hours=minutes / 60)
        seen.append(await seen_at())
    assert seen == [0, 0, 5, 5, 5, 10, 10]


async def test_whoever_is_signed_in_reads_on_where_nothing_can_be_written(
    database: Database, li: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = await signed_in(database)

    def full() -> None:
        raise DatabaseDown("the disk is full")

    monkeypatch.setattr(database, "write", full)
    assert await whose(database, token, hours=1) == li


async def test_one_session_ends_or_all_of_a_person(database: Database, li: str) -> None:
    one, two, three = [await signed_in(database) for _ in range(3)]
    other = await signed_in(database, "zhou.yan")
    await sessions.end(database, one)
    await sessions.end(database, one)
    assert [await whose(database, token) for token in (one, two, three)] == [None, li, li]
    assert await sessions.end_all(database, li) == 2
    assert [await whose(database, token) for token in (two, three)] == [None, None]
    assert await whose(database, other) == "zhou.yan"
    with pytest.raises(UnknownPerson):
        await sessions.end_all(database, "nobody")


async def test_a_person_sees_where_they_are_signed_in(database: Database, li: str) -> None:
    await signed_in(database, browser="Safari")
    here = await signed_in(database, browser="x" * 60_000, hours=1)
    await signed_in(database, "zhou.yan")
    open_ones = await sessions.list_open(database, li, token=here, now=NOW + timedelta(hours=2))
    assert [(each.browser, each.is_this) for each in open_ones] == [
        ("x" * 60, True),
        ("Safari", False),
    ]
    later = await sessions.list_open(database, li, token=here, now=NOW + timedelta(hours=12.5))
    assert [each.is_this for each in later] == [True]


async def test_what_has_ended_is_cleared_away_at_the_next_sign_in(
    database: Database, li: str
) -> None:
    for day in range(4):
        await signed_in(database, hours=24 * day)
    assert await rows(database, SessionRow) == 1


async def test_of_many_sessions_those_longest_unused_end(database: Database, li: str) -> None:
    opened = [await signed_in(database, hours=n / 60) for n in range(sessions.MOST)]
    assert await whose(database, opened[0], hours=1) == li, "the oldest is in use"
    opened += [await signed_in(database, hours=1) for _ in range(2)]
    here = await sessions.signed_in(database, opened, now=NOW + timedelta(hours=1))
    assert [n for n, token in enumerate(opened) if token not in here] == [1, 2]


@pytest.mark.parametrize("token", ["", "ft_x", "\0", "é" * 40, "\ud83d", "x" * 60_000])
async def test_what_is_no_token_opens_nothing(database: Database, li: str, token: str) -> None:
    assert await whose(database, token) is None
    assert await links.find(database, token, now=NOW) is None
    assert await links.use(database, token, browser="", now=NOW) is None
    await sessions.end(database, token)


async def test_no_token_stands_in_the_database(database: Database, li: str) -> None:
    tokens = {await signed_in(database), (await links.make(database, li, now=NOW)).token, PASSWORD}
    async with database.read() as session:
        kept = [
            *await session.scalars(select(SessionRow.hash)),
            *await session.scalars(select(SignInLinkRow.hash)),
            *await session.scalars(select(PasswordRow.hash)),
        ]
    assert len(kept) == 3
    assert not any(token in each for token in tokens for each in kept)


# --- passwords ----------------------------------------------------------------------------------------


async def test_a_password_opens_a_session_and_another_does_not(database: Database, li: str) -> None:
    token = await passwords.sign_in(database, li, PASSWORD, browser="Firefox", now=NOW)
    assert token
    assert await whose(database, token) == li
    for wrong in ("", PASSWORD + "x", PASSWORD.upper() + " ", "\ud83d" * 20, "\0", "x" * 60_000):
        assert await passwords.sign_in(database, li, wrong, browser="", now=NOW) is None
    assert await passwords.sign_in(database, "zhou.yan", "", browser="", now=NOW) is None
    assert await passwords.sign_in(database, "nobody", PASSWORD, browser="", now=NOW) is None


async def test_the_same_letters_composed_otherwise_are_the_same_password(
    database: Database, li: str
) -> None:
    await passwords.put(database, li, "caf\u00e9 and croissant", now=NOW)
    assert await passwords.matching(database, li, "cafe\u0301 and croissant")


async def test_a_new_password_ends_all_other_sessions_and_the_link(
    database: Database, li: str
) -> None:
    here, there = await signed_in(database), await signed_in(database)
    other = await signed_in(database, "zhou.yan")
    link = await links.make(database, li, now=NOW)
    await passwords.put(database, li, "another one, quite long", now=NOW, keeping=here)
    assert [await whose(database, token) for token in (here, there, other)] == [
        li,
        None,
        "zhou.yan",
    ]
    assert await links.find(database, link.token, now=NOW) is None
    assert not await passwords.matching(database, li, PASSWORD)
    assert await passwords.matching(database, li, "another one, quite long")


async def test_whoever_signs_in_while_the_password_is_changed_is_out_or_knows_the_new_one(
    database: Database, li: str
) -> None:
    """Whichever came first: no session of the old password is left."""
    tokens = await asyncio.gather(
        *(passwords.sign_in(database, li, PASSWORD, browser="", now=NOW) for _ in range(3)),
        passwords.put(database, li, "another one, quite long", now=NOW),
        *(passwords.sign_in(database, li, PASSWORD, browser="", now=NOW) for _ in range(3)),
    )
    assert [await whose(database, token) for token in tokens if token] == [None] * len(
        [token for token in tokens if token]
    )
    assert await rows(database, SessionRow) == 0


async def test_whoever_changes_a_password_meanwhile_keeps_an_old_one_from_coming_in(
    database: Database, li: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The moment between comparing and opening."""
    compare = passwords.matching

    async def then_changed(*asked: Any) -> str | None:
        found = await compare(*asked)
        await passwords.put(database, li, "another one, quite long", now=NOW)
        return found

    monkeypatch.setattr(passwords, "matching", then_changed)
    assert await passwords.sign_in(database, li, PASSWORD, browser="", now=NOW) is None


@pytest.mark.parametrize("reset", [True, False])
async def test_a_reset_stands_whoever_was_changing_the_password_by_the_old_one(
    database: Database, li: str, monkeypatch: pytest.MonkeyPatch, reset: bool
) -> None:
    """The moment between comparing and writing: whoever has a stolen password and a session can't write it back."""
    stolen = await passwords.sign_in(database, li, PASSWORD, browser="", now=NOW)
    assert stolen
    compare = passwords.matching

    async def then_reset(*asked: Any) -> str | None:
        found = await compare(*asked)
        if reset:
            await passwords.put(database, li, "another one, quite long", now=NOW)
        return found

    monkeypatch.setattr(passwords, "matching", then_reset)
    changed = await passwords.change(
        database, li, PASSWORD, "and one of theirs", keeping=stolen, now=NOW
    )
    assert changed is not reset
    assert await whose(database, stolen) == (None if reset else li)


async def test_nobody_unknown_gets_a_password(database: Database, li: str) -> None:
    await people.put(database, a_person("gone", active=False))
    for handle in ("nobody", "gone"):
        with pytest.raises(UnknownPerson):
            await passwords.put(database, handle, PASSWORD, now=NOW)
    assert not await passwords.is_set(database, "gone")


async def test_whether_anybody_has_a_password_is_known(database: Database) -> None:
    await people.put(database, a_person("li.min"), a_person("zhou.yan"))
    assert not await passwords.is_set(database)
    await passwords.put(database, "li.min", PASSWORD, now=NOW)
    assert await passwords.is_set(database)
    assert await passwords.is_set(database, "li.min")
    assert not await passwords.is_set(database, "zhou.yan")


@pytest.fixture
def as_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "hasher", SHIPPED)


async def test_a_password_costs_what_the_library_recommends(
    as_shipped: None, database: Database, li: str
) -> None:
    assert await passwords.matching(database, li, PASSWORD)
    async with database.read() as session:
        kept = await session.scalar(select(PasswordRow.hash).where(PasswordRow.person == li))
    assert kept and kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


async def test_an_unknown_handle_costs_as_much_as_a_known_one(
    as_shipped: None, database: Database, li: str
) -> None:
    """Counted by the processor, the least of several: nobody learns by the time who works here."""

    async def cost(handle: str) -> float:
        least = float("inf")
        for _ in range(4):
            began = time.process_time()
            await passwords.sign_in(database, handle, "wrong, and long enough", browser="", now=NOW)
            least = min(least, time.process_time() - began)
        return least

    known, without, unknown = [await cost(handle) for handle in (li, "zhou.yan", "nobody")]
    assert 0.5 < without / known < 2
    assert 0.5 < unknown / known < 2


async def test_comparing_leaves_the_loop_to_others(
    as_shipped: None, database: Database, li: str
) -> None:
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0.001)

    waiting = asyncio.create_task(others())
    await asyncio.gather(*(passwords.matching(database, li, PASSWORD) for _ in range(6)))
    waiting.cancel()
    assert turns > 20


# --- links --------------------------------------------------------------------------------------------


async def test_a_link_lets_in_once_and_looking_does_not_use_it(database: Database, li: str) -> None:
    made = await links.make(database, li, now=NOW)
    for _ in range(3):
        found = await links.find(database, made.token, now=NOW)
        assert found
        assert (found.person.handle, found.ends_at) == (li, made.ends_at)
    token = await links.use(database, made.token, browser="Firefox", now=NOW)
    assert token
    assert await whose(database, token) == li
    assert await passwords.matching(database, li, PASSWORD), "nothing was said of a password"
    assert await links.find(database, made.token, now=NOW) is None
    assert await links.use(database, made.token, browser="Firefox", now=NOW) is None


async def test_of_several_who_use_a_link_at_once_one_gets_in(database: Database, li: str) -> None:
    made = await links.make(database, li, now=NOW)
    tokens = await asyncio.gather(
        *(links.use(database, made.token, browser=f"{n}", now=NOW) for n in range(6))
    )
    assert len([token for token in tokens if token]) == 1
    assert await rows(database, SessionRow) == 1


async def test_a_link_holds_a_day_and_only_the_newest_does(database: Database, li: str) -> None:
    first = await links.make(database, li, now=NOW)
    second = await links.make(database, li, now=NOW)
    assert await links.find(database, first.token, now=NOW) is None
    assert second.ends_at - NOW == timedelta(hours=24)
    late = NOW + timedelta(hours=24)
    assert await links.find(database, second.token, now=late) is None
    assert await links.use(database, second.token, browser="", now=late) is None
    assert await links.find(database, second.token, now=late - timedelta(seconds=1))
    with pytest.raises(UnknownPerson):
        await links.make(database, "nobody", now=NOW)


async def test_a_password_set_by_a_link_ends_all_sessions_before(
    database: Database, li: str
) -> None:
    before = await signed_in(database)
    made = await links.make(database, li, now=NOW)
    new = "another one, quite long"
    token = await links.use(database, made.token, browser="", now=NOW, password=new)
    assert token
    assert [await whose(database, each) for each in (before, token)] == [None, li]
    assert await passwords.matching(database, li, new)
    assert await links.use(database, made.token, browser="", now=NOW, password=PASSWORD) is None
    assert await passwords.matching(database, li, new)


async def test_a_link_whose_session_cannot_be_opened_is_not_used(
    database: Database, li: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of it or nothing: a process that dies in between leaves the link as it was."""
    made = await links.make(database, li, now=NOW)

    async def dies(*_: Any, **__: Any) -> str:
        raise RuntimeError("the process dies")

    with monkeypatch.context() as patched:
        patched.setattr(links, "open_in", dies)
        with pytest.raises(RuntimeError):
            await links.use(database, made.token, browser="", now=NOW, password="a new one, long")
    assert await passwords.matching(database, li, PASSWORD)
    assert await links.use(database, made.token, browser="", now=NOW)


# --- who has left -------------------------------------------------------------------------------------


async def test_somebody_who_is_deactivated_is_out_for_good(database: Database, li: str) -> None:
    token, link = await signed_in(database), await links.make(database, li, now=NOW)
    other = await signed_in(database, "zhou.yan")
    await people.deactivate(database, li)
    assert await whose(database, token) is None
    assert await links.use(database, link.token, browser="", now=NOW) is None
    assert await passwords.sign_in(database, li, PASSWORD, browser="", now=NOW) is None
    with pytest.raises(UnknownPerson):
        await signed_in(database)
    await people.put(database, a_person(li))
    assert await whose(database, token) is None, "also once they have come back"
    assert await links.find(database, link.token, now=NOW) is None
    assert await passwords.sign_in(database, li, PASSWORD, browser="", now=NOW) is None
    assert await whose(database, other) == "zhou.yan"


async def test_somebody_who_is_not_active_any_more_does_not_come_in(
    database: Database, li: str
) -> None:
    """Whatever is left of theirs."""
    token, link = await signed_in(database), await links.make(database, li, now=NOW)
    await people.put(database, a_person(li, active=False))
    assert await whose(database, token) is None
    assert await links.find(database, link.token, now=NOW) is None
    assert await links.use(database, link.token, browser="", now=NOW) is None
    assert await passwords.sign_in(database, li, PASSWORD, browser="", now=NOW) is None


async def test_a_role_given_meanwhile_is_seen_at_once(database: Database, li: str) -> None:
    token = await signed_in(database)
    await people.put(database, a_person(li, roles=frozenset({"agent", "lead"}), language="en"))
    context = await sessions.authenticate(database, token, now=NOW)
    assert context
    assert context.who.roles == frozenset({"agent", "lead"})
    assert context.who.language == "en"
