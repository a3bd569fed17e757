"""Whose cases: one formula for a single case and for lists, whichever way a list is looked through."""

from datetime import timedelta
from itertools import product as every
from typing import Any

import pytest

from builders import LEAD, Played, at
from db.cases import CaseFilter, Sort, list_cases
from db.reach import Within, those_within
from db.records import store
from db.session import Database
from domain.escalations import AcknowledgeEscalation, Deescalate, Escalate
from domain.promises.commands import ReleasePromise
from domain.visits.commands import CancelVisit
from recording import batch

pytestmark = pytest.mark.anyio

NUMBER = "C-000001"
ELSEWHERE = ("kitchens",)


class Told:
    """A case in the database, which goes on."""

    def __init__(self, database: Database, played: Played) -> None:
        self.database, self.played, self.known = database, played, 0

    async def record(self) -> None:
        await store(self.database, batch(self.played.events, self.known + 1))
        self.known = len(self.played.events)

    async def is_of(self, within: Within) -> bool:
        """Whether it is somebody's, as a single case and as every kind of list says."""
        await self.record()
        alone = bool(await those_within(self.database, (NUMBER, "C-999999"), within))
        narrow = CaseFilter(stage=(self.played.case.stage,))
        for wanted in (CaseFilter(), narrow):
            page = await list_cases(self.database, wanted, within=within)
            assert [case.number for case in page.items] == [NUMBER] * alone
        return alone


def theirs(handle: str) -> Within:
    return Within(handle, ELSEWHERE, theirs=True)


def asked(handle: str) -> Within:
    return Within(handle, asked=True)


async def test_a_call_for_help_is_in_the_hands_of_whom_it_waits_for_and_of_who_took_it_on(
    database: Database,
) -> None:
    case = Told(database, Played().confirmed())
    assert not await case.is_of(theirs("chen.jie"))
    case.played.ask(Escalate, reason="they are furious")
    assert await case.is_of(theirs("chen.jie"))
    case.played.ask(AcknowledgeEscalation, escalation="e1", by=LEAD)
    assert await case.is_of(theirs("chen.jie"))
    case.played.ask(Deescalate, escalation="e1", reason="calm again", by=LEAD)
    assert not await case.is_of(theirs("chen.jie"))


async def test_a_promise_is_in_somebodys_hands_while_it_is_open(database: Database) -> None:
    case = Told(database, Played().confirmed())
    promise = case.played.promise("Wed 10:00", owner="wu.xia", subject="the test")
    assert await case.is_of(theirs("wu.xia"))
    assert not await case.is_of(asked("wu.xia"))
    case.played.until("Tue 11:00").contact(direction="inbound", parts=(), covers=())
    case.played.ask(ReleasePromise, promise=promise, reason="they found it themselves")
    assert not await case.is_of(theirs("wu.xia"))


async def test_a_visit_is_asked_of_its_engineer_until_it_is_called_off(database: Database) -> None:
    case = Told(database, Played().confirmed())
    case.played.visit()
    assert await case.is_of(asked("chen.gong"))
    assert await case.is_of(theirs("chen.gong"))
    case.played.until("Mon 11:00").contact(direction="inbound", parts=(), covers=())
    case.played.ask(CancelVisit, visit="v1", reason="repaired by a neighbour")
    assert not await case.is_of(asked("chen.gong"))
    assert not await case.is_of(theirs("chen.gong"))


async def test_a_case_is_its_teams_and_its_owners(database: Database) -> None:
    case = Told(database, Played())
    team = case.played.case.rules.team
    assert await case.is_of(theirs("li.min"))
    assert await case.is_of(Within("wu.xia", (*ELSEWHERE, team), theirs=True))
    assert not await case.is_of(theirs("wu.xia"))
    assert not await case.is_of(Within("li.min", (team,)))


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", ["opened_at", "next_promise_due", "red_line", "priority"])
async def test_pages_of_what_is_somebodys_show_each_case_once_in_order(
    database: Database, sort: Sort, descending: bool
) -> None:
    """Whatever the reasons for which cases are theirs, and how they are mixed."""
    reasons: list[dict[str, Any]] = [
        {"team": "kitchens", "owner": "wu.xia"},
        {"team": "baths", "owner": "wu.xia"},
        {"team": "kitchens", "owner": "li.min"},
        {"team": "baths", "owner": "li.min"},
    ]
    expected = set()
    for n, (reason, hour) in enumerate(every(reasons, range(4)), 1):
        time = None if hour == 3 else at("Mon 09:00") + timedelta(hours=hour)
        fields = {**reason, "opened_at": at("Mon 09:00") + timedelta(hours=n % 5)}
        fields |= {"next_promise_due": time, "red_line": time, "priority": f"P{hour}"}
        number = f"C-{n:06d}"
        await store(database, batch(Played().events, number=number, **fields))
        if reason["team"] == "kitchens" or reason["owner"] == "wu.xia":
            expected.add(number)

    async def pages(within: Within | None) -> list[str]:
        found: list[str] = []
        cursor = None
        while True:
            page = await list_cases(
                database, within=within, sort=sort, descending=descending, cursor=cursor, limit=3
            )
            found += [case.number for case in page.items]
            cursor = page.next
            if cursor is None:
                return found

    whole = await pages(None)
    assert len(whole) == 16
    assert await pages(theirs("wu.xia")) == [number for number in whole if number in expected]
    assert await pages(Within("wu.xia")) == []
