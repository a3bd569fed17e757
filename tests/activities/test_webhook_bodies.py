"""What a receiver is told, and what never."""

import json
from datetime import timedelta
from typing import Any

import pytest

from activities.webhook_bodies import bodies, facts, kinds
from activities.webhook_patience import (
    GIVE_UP_AFTER,
    SILENT,
    SILENT_WAITS,
    WAITS,
    next_wait,
    silent_wait,
)
from builders import LEAD, Played
from db.records import store
from db.session import Database
from domain.assignment import Assign
from domain.customer_messages.commands import CustomerSaid
from domain.escalations import Escalate
from domain.evolve import fold
from domain.summary import summary
from recording import batch

WORDS = ("the customer is at the counter", "on holiday", "Strange noise", "Ms Sun", "washer")
"""What people say in the case below."""


def a_case() -> Played:
    """One in which people said something wherever they can."""
    played = Played().confirmed()
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    played.ask(Escalate, reason=WORDS[0])
    played.promise("Wed 10:00")
    played.ask(Assign, owner="sun.yu", reason=WORDS[1], by=LEAD)
    return played.until("Thu 18:00")


async def bodies_of(database: Database, played: Played, *, with_words: bool) -> dict[int, bytes]:
    await store(database, batch(played.events))
    every = tuple(range(1, len(played.events) + 1))
    return await bodies(database, played.case.number, every, with_words=with_words)


async def test_each_event_is_told_with_the_case_right_after_it(database: Database) -> None:
    played = a_case()
    found = await bodies_of(database, played, with_words=False)
    assert len(found) == len(played.events)
    for sequence, event in enumerate(played.events, 1):
        said = json.loads(found[sequence])
        so_far = summary(fold(played.case.number, played.events[:sequence]))
        assert said["id"] == f"C-000001:{sequence}"
        assert (said["event"], said["by"], said["sequence"]) == (event.kind, event.by, sequence)
        shown = so_far.model_dump(mode="json", exclude={"title", "core"})
        assert said["case"] == shown
    again = await bodies_of(database, played, with_words=False)
    assert again == found, "the same bytes for each try"


async def test_nobodys_words_are_told_unless_they_are_asked_for(database: Database) -> None:
    played = a_case()
    plain = b"".join((await bodies_of(database, played, with_words=False)).values()).decode()
    assert [word for word in WORDS if word in plain] == []
    worded = b"".join((await bodies_of(database, played, with_words=True)).values()).decode()
    assert [word for word in WORDS if word in worded] == [*WORDS[:3], "washer"]
    for whole in (plain, worded):
        assert '"plan"' not in whole
        assert '"text"' not in whole


async def test_ids_handles_and_words_of_ours_are_told(database: Database) -> None:
    played = a_case()
    said: dict[str, Any] = {}
    for each in (await bodies_of(database, played, with_words=False)).values():
        one = json.loads(each)
        said.setdefault(one["event"], one["facts"])
    assert said["owner_assigned"] == {"owner": "sun.yu"}
    assert said["promise_made"]["promise"]["id"] == "p1"
    assert said["promise_made"]["promise"]["latest_by"].endswith("Z")
    assert said["escalated"]["escalation"]["cause"] == "agent"
    assert said["contact_logged"]["contact"]["parts"]
    assert said["message_received"]["message"]["channel"] == "wechat"


def test_a_text_that_nobody_thought_of_is_not_told() -> None:
    from domain.frozen import Frozen

    class Remark(Frozen):
        id: str = "r1"
        remark: str = "she cried"
        lines: tuple[str, ...] = ("she cried",)
        table: dict[str, str] = {"said": "she cried"}
        anything: Any = "she cried"
        count: int = 3

    assert facts(Remark(), with_words=False) == {"id": "r1", "count": 3}


def test_there_are_kinds_to_choose_from() -> None:
    assert {"case_opened", "promise_broken", "case_closed"} <= set(kinds())


def test_the_waits_grow_and_end_before_three_days_are_over() -> None:
    assert list(WAITS) == sorted(WAITS)
    waits = [next_wait(attempt) for attempt in range(1, 15)]
    assert waits[0] == timedelta(seconds=5)
    assert sum(waits, timedelta(0)) > GIVE_UP_AFTER > sum(WAITS, timedelta(0))
    assert silent_wait(SILENT) == SILENT_WAITS[0]
    assert silent_wait(10_000) == SILENT_WAITS[-1]


@pytest.mark.parametrize("failures", [0, 1, SILENT - 1])
def test_a_few_failures_are_not_yet_silence(failures: int) -> None:
    assert silent_wait(failures) == SILENT_WAITS[0]
