"""What reconciling asks the database: who must be carried, where they stand, what is settled."""

from typing import Any

from builders import Played, a_plan, an_actor, at
from db import openings
from db.reconcile import list_needing_run, list_unstarted, standings, undecided
from db.records import store
from db.session import Database
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.errors import Problem
from domain.escalations import Escalate
from domain.intake import OpenCase
from domain.receipt import Outcome
from domain.record import Record
from recording import batch

NOW = at("Mon 09:00")
LATER = at("Mon 10:00")


async def claimed(database: Database, key: str) -> str:
    """An opening without a case; its number."""
    command = OpenCase(
        actor=an_actor(), received_at=NOW, key=key, digest="d", plan=a_plan(), title="Noise",
        customer="k7", channel="phone", owner="li.min", spoke_at=NOW,
    )  # fmt: skip
    claim = await openings.claim(database, "li.min", key, "d", command=command, now=NOW)
    return claim.number


async def recorded(database: Database, played: Played, number: str, **more: Any) -> None:
    await store(database, batch(played.events, number=number, **more))


def settled(key: str, status: Any = "done") -> Outcome:
    problem = Problem(code="reason_required") if status == "refused" else None
    return Outcome(
        principal="li.min",
        key=key,
        digest="d",
        command="escalate",
        received_at=NOW,
        status=status,
        problem=problem,
    )


async def test_an_opening_is_unstarted_until_its_first_record(database: Database) -> None:
    numbers = [await claimed(database, f"k{n}") for n in range(3)]
    assert await list_unstarted(database, created_before=LATER) == tuple(numbers)
    assert await list_unstarted(database, created_before=NOW) == ()
    await recorded(database, Played(), numbers[1])
    assert await list_unstarted(database, created_before=LATER) == (numbers[0], numbers[2])


async def test_an_opening_that_was_refused_is_not_waited_for(database: Database) -> None:
    number = await claimed(database, "k1")
    await store(database, Record(number=number, first=1, outcomes=(settled("k1", "refused"),)))
    assert await list_unstarted(database, created_before=LATER) == ()


async def test_those_to_be_carried_come_by_their_nearest_promise(database: Database) -> None:
    await recorded(database, Played(), "C-1", next_promise_due=None)
    await recorded(database, Played().confirmed(), "C-2", next_promise_due=at("Wed 09:00"))
    await recorded(database, Played().confirmed(), "C-3", next_promise_due=at("Tue 09:00"))
    await recorded(database, Played().reach("closed"), "C-4")
    assert await list_needing_run(database) == ("C-3", "C-2", "C-1")


async def test_a_closed_case_is_carried_while_a_message_waits_for_its_mark(
    database: Database,
) -> None:
    played = Played().reach("closed")
    played.ask(CustomerSaid, channel="wecom", occurred_at=played.now, text="t9")
    await recorded(database, played, "C-1")
    assert await list_needing_run(database) == ("C-1",)
    known = await standings(database, ["C-1", "C-2"])
    assert known.keys() == {"C-1"}
    assert (known["C-1"].needs_run, known["C-1"].summary.phase) == (True, "closed")
    played.ask(MarkMessage, message="m1", verdict="thanks")
    await recorded(database, played, "C-1")
    assert await list_needing_run(database) == ()
    assert not (await standings(database, ["C-1"]))["C-1"].needs_run


async def test_a_thousand_standings_are_one_answer(database: Database) -> None:
    for n in range(3):
        await recorded(database, Played(), f"C-{n:06d}")
    known = await standings(database, [f"C-{n:06d}" for n in range(1_200)])
    assert sorted(known) == ["C-000000", "C-000001", "C-000002"]


async def test_what_is_settled_is_not_undecided_and_a_key_counts_once(database: Database) -> None:
    asked = [
        Escalate(actor=an_actor(handle), received_at=NOW, key=key, digest="d", reason="r")
        for handle, key in (("li.min", "a"), ("li.min", "b"), ("li.min", "b"), ("wecom", "a"))
    ]
    nameless = Escalate(actor=an_actor(), received_at=NOW, reason="r")
    await store(database, Record(number="C-1", first=1, outcomes=(settled("a"),)))
    left = await undecided(database, [*asked, nameless])
    assert [(one.actor.handle, one.key) for one in left] == [("li.min", "b"), ("wecom", "a")]
    assert await undecided(database, []) == ()
