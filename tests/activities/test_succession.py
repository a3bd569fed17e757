"""Open cases are told who the people are now, once, those in which somebody is called first (REQ D1, J6)."""

from datetime import timedelta

import pytest

from activities.succession import AGAIN, Succession
from builders import Played, a_plan, at
from db import people
from db.people import Person
from db.records import put
from db.session import Database
from db.succession import list_concerned
from domain.escalations import Escalate
from domain.succession import FollowPeople
from recording import batch

NOW = at("Mon 12:00")
LINE = a_plan().ladder
TEAM = "after_sales"
HERE = [
    Person(handle, handle, "lead", frozenset({"agent", "lead"}), TEAM)
    for handle in (*LINE.model_dump().values(), "sun.yu", "li.min")
]


@pytest.mark.trial("A50")
async def test_a_lead_replaced_in_the_policy_is_told_to_every_open_case_once(
    database: Database,
) -> None:
    await people.put(database, *HERE)
    called = Played().confirmed()
    called.ask(Escalate, reason="help")
    await put(database, batch(Played().confirmed().events, number="C-000001"))
    await put(database, batch(called.events, number="C-000002"))
    assert await list_concerned(database, {TEAM: LINE}) == ()
    sent: list[tuple[str, FollowPeople]] = []

    async def send(number: str, command: FollowPeople) -> None:
        sent.append((number, command))

    succession, now = Succession(send), {TEAM: LINE.model_copy(update={"lead": "sun.yu"})}
    for minutes in (0, 1, 2):
        concerned = await list_concerned(database, now)
        await succession.tell(concerned, NOW + timedelta(minutes=minutes))
    assert [number for number, _ in sent] == ["C-000002", "C-000001"]
    assert {command.line.lead for _, command in sent} == {"sun.yu"}
    await succession.tell(await list_concerned(database, now), NOW + AGAIN)
    assert len(sent) == 4, "what has not followed after an hour is told again"

    called.ask(FollowPeople, line=now[TEAM])
    plain = Played().confirmed()
    plain.ask(FollowPeople, line=now[TEAM])
    for number, played in (("C-000001", plain), ("C-000002", called)):
        await put(database, batch(played.events, number=number))
    assert await list_concerned(database, now) == ()


@pytest.mark.trial("A50")
async def test_somebody_who_left_is_told_with_the_heir_and_back_they_lead_again(
    database: Database,
) -> None:
    await people.put(database, *HERE)
    await put(database, batch(Played().confirmed().events, number="C-000001"))
    await people.deactivate(database, "li.min", heir="sun.yu")
    (one,) = await list_concerned(database, {})
    assert (one.line, one.gone, one.heirs) == (LINE, ("li.min",), {"li.min": "sun.yu"})
    await people.deactivate(database, "chen.jie", heir="sun.yu")
    (one,) = await list_concerned(database, {})
    assert (one.line.lead, one.gone) == ("sun.yu", ("chen.jie", "li.min"))
    await people.deactivate(database, "sun.yu")
    (one,) = await list_concerned(database, {})
    assert (one.line.lead, one.heirs) == (LINE.supervisor, {}), "the successor has left too"
    await people.put(database, *HERE)
    assert await list_concerned(database, {TEAM: LINE}) == ()


async def test_a_call_whose_place_is_the_owners_stays_one_further_up_and_nobody_is_told_twice(
    database: Database,
) -> None:
    """The case's owner leads now, and whoever led supervises: the call waits for the same person, in a higher place."""
    await people.put(database, *HERE)
    called = Played().confirmed()
    called.ask(Escalate, reason="help")
    now = LINE.model_copy(update={"lead": "li.min", "supervisor": LINE.lead})
    called.ask(FollowPeople, line=now)
    (call,) = called.case.escalations
    assert call.receiver == LINE.lead != called.case.rules.ladder.receiver(call.line)
    await put(database, batch(called.events, number="C-000001"))
    assert await list_concerned(database, {TEAM: now}) == ()
