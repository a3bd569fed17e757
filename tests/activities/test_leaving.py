"""Nothing is left with somebody who is not here any more: a daily look says so (REQ J6)."""

from datetime import timedelta

import pytest

from activities.leaving import tell_of_left_behind
from activities.succession import Succession
from builders import Played, at, on_site
from cli.leaving import CannotHandOver, hand_over, will_stay
from db import inbox, leaving, people
from db.people import Person
from db.records import put
from db.session import Database
from db.succession import Concerned, list_concerned
from domain.succession import FollowPeople
from recording import batch
from settings import Settings

NOW = at("Mon 09:00")
TEAM = "after_sales"
NO_SERVER = Settings.model_construct()
"""None is asked where there is no case to hand over."""
LI = Person("li.min", "李敏", "agent", frozenset({"agent"}), TEAM)
CHEN = Person("chen.jie", "Chen Jie", "lead", frozenset({"agent", "lead"}), TEAM, "en")
OTHER = Person("zhou.lead", "Zhou", "lead", frozenset({"lead"}), "elsewhere", "en")
ROOT = Person("root", "Root", "agent", frozenset({"admin"}), "it", "zh-CN")


async def titles(database: Database, person: str) -> list[str]:
    return [item.title for item in (await inbox.list_inbox(database, person)).items]


@pytest.mark.trial("A50")
async def test_what_is_left_with_somebody_who_is_gone_is_told_once_a_day(
    database: Database,
) -> None:
    await people.put(database, LI, CHEN, OTHER, ROOT)
    for number in ("C-000001", "C-000002"):
        await put(database, batch(Played().confirmed().events, number=number))
    left = await leaving.left_with(database, "li.min")
    assert left.cases == ("C-000001", "C-000002")
    assert {"promise"} <= {owed.kind for owed in left.owed}
    assert await leaving.left_behind(database) == {}
    await tell_of_left_behind(database, NOW)
    assert await titles(database, "chen.jie") == []

    await people.deactivate(database, "li.min")
    assert await leaving.left_behind(database) == {"li.min": ("C-000001", "C-000002")}
    for hours in (0, 1, 2):
        await tell_of_left_behind(database, NOW + timedelta(hours=hours))
    said = "李敏 is not here any more, and 2 cases still count on them"
    assert await titles(database, "chen.jie") == [said]
    assert await titles(database, "root") == ["李敏 已经不在这里工作，还有 2 个个案等着交接"]
    assert await titles(database, "zhou.lead") == [], "another team"
    await tell_of_left_behind(database, NOW + timedelta(days=1))
    assert await titles(database, "chen.jie") == [said, said]


async def test_what_goes_over_to_somebody_at_this_moment_is_nobodys_to_see_to(
    database: Database,
) -> None:
    await people.put(database, LI, CHEN)
    for number in ("C-000001", "C-000002"):
        await put(database, batch(Played().confirmed().events, number=number))
    await people.deactivate(database, "li.min")
    both = [("li.min", "C-000001"), ("li.min", "C-000002")]
    await tell_of_left_behind(database, NOW, both)
    assert await titles(database, "chen.jie") == []
    await tell_of_left_behind(database, NOW, both[:1])
    (said,) = await titles(database, "chen.jie")
    assert "1 case" in said


async def test_a_case_that_is_told_and_does_not_follow_is_on_its_way_no_more() -> None:
    async def sent(number: str, command: FollowPeople) -> None:
        assert command.heirs == {"li.min": "sun.yu"}

    line = Played().case.rules.ladder
    one = Concerned("C-000001", line, ("li.min",), {"li.min": "sun.yu"})
    succession = Succession(sent)
    assert succession.on_its_way([one], NOW) == {("li.min", "C-000001")}
    await succession.tell([one], NOW)
    assert succession.on_its_way([one], NOW + timedelta(minutes=59))
    assert not succession.on_its_way([one], NOW + timedelta(hours=1))


@pytest.mark.trial("A50")
async def test_where_a_team_has_nobody_above_all_leads_hear_and_nobody_unknown_is_passed_over(
    database: Database,
) -> None:
    await people.put(database, OTHER)
    await put(database, batch(Played().confirmed().events, number="C-000001"))
    assert await leaving.left_behind(database) == {"li.min": ("C-000001",)}, "never added"
    await tell_of_left_behind(database, NOW)
    assert await titles(database, "zhou.lead") == [
        "li.min is not here any more, and 1 case still counts on them"
    ]


async def test_an_engineer_without_cases_leaves_their_visits_to_another(database: Database) -> None:
    chen, ma = (
        Person(handle, handle, "department", frozenset({"department"}), "field")
        for handle in ("chen.gong", "ma.chao")
    )
    await people.put(database, LI, chen, ma)
    visited = on_site()
    visited.visit()
    await put(database, batch(visited.events, number="C-000001"))
    left = await leaving.left_with(database, "chen.gong")
    assert {owed.kind for owed in left.owed} == {"visit"}
    assert await hand_over(NO_SERVER, database, "chen.gong", "ma.chao", NOW) == 0
    assert not await will_stay(database, left, "ma.chao")
    await people.deactivate(database, "chen.gong", heir="ma.chao")
    (one,) = await list_concerned(database, {})
    assert (one.engineers, one.heirs) == ({"chen.gong": "ma.chao"}, {})


async def test_who_cant_own_cases_is_handed_none(database: Database) -> None:
    ma = Person("ma.chao", "Ma", "department", frozenset({"department"}), "field")
    await people.put(database, LI, ma)
    await put(database, batch(Played().confirmed().events, number="C-000001"))
    with pytest.raises(CannotHandOver):
        await hand_over(NO_SERVER, database, "li.min", "ma.chao", NOW)
