"""People, their keys, and what they were told."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from builders import Played, a_plan, at
from db import access, inbox, people
from db.inbox import InboxItem
from db.people import Person, UnknownPerson
from db.records import store
from db.session import Database
from domain.receipt import Outcome, Receipt
from domain.record import Record

pytestmark = pytest.mark.anyio
NOW = at("Mon 09:00")
LADDER = a_plan().ladder


def a_person(handle: str = "li.min", **fields: Any) -> Person:
    usual = {"name": "李敏", "line": "agent", "roles": frozenset({"agent"}), "team": "after_sales"}
    return Person(handle=handle, **{**usual, **fields})


def an_item(n: int = 1, **fields: Any) -> InboxItem:
    usual: dict[str, Any] = {
        "id": f"C-000001:a{n}", "person": "li.min", "number": "C-000001", "about": "promise_near",
        "title": "回电", "body": "十分钟后", "params": {"due": "10:00"}, "ref": "p1",
        "created_at": NOW + timedelta(minutes=n),
    }  # fmt: skip
    return InboxItem(**{**usual, **fields})


async def test_a_person_is_kept_and_changed_by_handle(database: Database) -> None:
    await people.put(database, a_person(), a_person("sun.yu", team="logistics"))
    await people.put(database, a_person(team="finance", language="en"))
    assert await people.get(database, "li.min") == a_person(team="finance", language="en")
    assert await people.get(database, "nobody") is None
    assert set(await people.get_many(database, ["li.min", "sun.yu", "nobody"])) == {
        "li.min",
        "sun.yu",
    }


async def test_a_list_of_people_leaves_out_those_who_left(database: Database) -> None:
    await people.put(
        database, a_person(), a_person("gone", active=False), a_person("ann", team="x")
    )
    assert [p.handle for p in await people.list_people(database)] == ["ann", "li.min"]
    assert [p.handle for p in await people.list_people(database, team="x")] == ["ann"]
    assert len(await people.list_people(database, with_inactive=True)) == 3


async def test_an_unknown_role_is_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="boss"):
        await people.put(database, a_person(roles=frozenset({"boss"})))


async def test_the_first_key_is_shown_once_and_opens_for_everything(database: Database) -> None:
    key = await access.ensure_first_key(database, LADDER, team="after_sales", now=NOW)
    assert key
    assert await access.ensure_first_key(database, LADDER, team="after_sales", now=NOW) is None
    context = await access.authenticate(database, key)
    assert context
    who = context.who
    assert (who.handle, who.line) == ("admin", "executive")
    assert {"agent", "lead", "supervisor", "executive", "admin"} <= who.roles
    known = await people.list_people(database)
    assert {LADDER.lead, LADDER.supervisor, LADDER.executive, "admin"} == {p.handle for p in known}
    assert {p.handle: p.line for p in known}[LADDER.supervisor] == "supervisor"


async def test_of_processes_starting_at_once_one_gets_the_first_key(database: Database) -> None:
    keys = await asyncio.gather(
        *(access.ensure_first_key(database, LADDER, team="t", now=NOW) for _ in range(6))
    )
    assert len([key for key in keys if key]) == 1


async def test_the_first_key_leaves_people_who_are_there_as_they_are(database: Database) -> None:
    changed = a_person(LADDER.lead, name="陈洁", team="elsewhere")
    await people.put(database, changed)
    await access.ensure_first_key(database, LADDER, team="t", now=NOW)
    assert await people.get(database, LADDER.lead) == changed


async def test_a_revoked_first_key_does_not_bring_another(database: Database) -> None:
    await access.ensure_first_key(database, LADDER, team="t", now=NOW)
    await access.revoke_key(database, access.FIRST_KEY, now=NOW)
    assert await access.ensure_first_key(database, LADDER, team="t", now=NOW) is None


async def test_a_key_opens_for_its_person_until_it_is_revoked(database: Database) -> None:
    await people.put(database, a_person())
    made = await access.create_key(database, "li.min", label="laptop", now=NOW)
    assert made.clear.startswith("ft_")
    who = access.Principal("li.min", frozenset({"agent"}), "agent", "after_sales", "zh-CN")
    context = await access.authenticate(database, made.clear)
    assert context == access.RequestContext(who, settled=None, known=False)
    (listed,) = await access.list_keys(database, "li.min")
    assert (listed.id, listed.label, listed.revoked_at) == (made.id, "laptop", None)
    assert made.clear.endswith(listed.hint)
    assert await access.revoke_key(database, made.id, now=NOW)
    assert not await access.revoke_key(database, made.id, now=NOW)
    assert await access.authenticate(database, made.clear) is None
    assert (await access.list_keys(database))[0].revoked_at == NOW


async def test_one_look_tells_of_a_repeat_and_of_a_known_case(database: Database) -> None:
    await people.put(database, a_person(), a_person("zhou.yan"))
    li, zhou = [
        (await access.create_key(database, handle, label="laptop", now=NOW)).clear
        for handle in ("li.min", "zhou.yan")
    ]
    case = Played().case
    receipt = Receipt(number=case.number, version=case.version, stage=case.stage)
    done = Outcome(
        principal="li.min",
        key="k1",
        digest="d1",
        command="log_contact",
        received_at=NOW,
        status="done",
        receipt=receipt,
    )
    events = tuple(Played().events)
    await store(database, Record(number=case.number, first=1, events=events, outcomes=(done,)))

    async def seen(key: str, asked: str, number: str) -> tuple[Outcome | None, bool]:
        context = await access.authenticate(database, key, asked=asked, number=number)
        assert context
        return context.settled.outcome if context.settled else None, context.known

    assert await seen(li, "k1", case.number) == (done, True)
    assert await seen(li, "k1", "C-999999") == (done, False)
    assert await seen(li, "k2", case.number) == (None, True)
    assert await seen(zhou, "k1", case.number) == (None, True)


async def test_a_key_of_somebody_who_left_opens_nothing(database: Database) -> None:
    await people.put(database, a_person())
    made = await access.create_key(database, "li.min", label="laptop", now=NOW)
    await people.put(database, a_person(active=False))
    assert await access.authenticate(database, made.clear) is None
    with pytest.raises(UnknownPerson):
        await access.create_key(database, "li.min", label="again", now=NOW)


@pytest.mark.parametrize("key", ["", "ft_", "ft_guess", "Bearer x", "ft_\0", "ft_" + "é" * 40])
async def test_what_is_no_key_opens_nothing(database: Database, key: str) -> None:
    assert await access.authenticate(database, key) is None


async def test_somebody_is_told_a_thing_once(database: Database) -> None:
    await people.put(database, a_person())
    assert await inbox.put(database, an_item())
    assert not await inbox.put(database, an_item(title="other words"))
    assert (await inbox.list_inbox(database, "li.min")).items == (an_item(),)


async def test_several_tries_at_once_tell_it_once(database: Database) -> None:
    await people.put(database, a_person())
    put = await asyncio.gather(*(inbox.put(database, an_item()) for _ in range(6)))
    assert sorted(put) == [False] * 5 + [True]


async def test_nobody_unknown_or_gone_can_be_told(database: Database) -> None:
    with pytest.raises(UnknownPerson, match=r"li\.min"):
        await inbox.put(database, an_item())
    await people.put(database, a_person(active=False))
    with pytest.raises(UnknownPerson):
        await inbox.put(database, an_item())


async def test_a_repeat_to_somebody_who_has_left_since_is_still_a_repeat(
    database: Database,
) -> None:
    await people.put(database, a_person())
    await inbox.put(database, an_item())
    await people.put(database, a_person(active=False))
    assert not await inbox.put(database, an_item())


async def test_the_inbox_shows_the_newest_first_and_reading_takes_from_the_unread(
    database: Database,
) -> None:
    await people.put(database, a_person(), a_person("sun.yu"))
    items = [an_item(n) for n in range(1, 6)]
    for item in items:
        await inbox.put(database, item)
    await inbox.put(database, an_item(9, person="sun.yu"))
    first = await inbox.list_inbox(database, "li.min", limit=3)
    rest = await inbox.list_inbox(database, "li.min", limit=3, cursor=first.next)
    assert [*first.items, *rest.items] == items[::-1]
    assert rest.next is None
    ids = [items[0].id, items[1].id, "C-000001:a9", "unknown"]
    assert await inbox.mark_read(database, "li.min", ids, now=NOW) == 2
    assert await inbox.mark_read(database, "li.min", ids, now=NOW) == 0
    unread = await inbox.list_inbox(database, "li.min", unread_only=True)
    assert list(unread.items) == items[:1:-1]
    everything = (await inbox.list_inbox(database, "li.min")).items
    assert everything[-1] == replace(items[0], read_at=NOW)
    assert (await inbox.list_inbox(database, "sun.yu", unread_only=True)).items
