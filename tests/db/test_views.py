"""Views of two browsers at once, on both databases."""

import asyncio

from builders import at
from db import people, views
from db.people import Person
from db.session import Database

LI = "li.min"


async def test_at_once_no_more_are_kept_than_one_after_the_other(database: Database) -> None:
    await people.put(database, Person(LI, "Li", "agent", frozenset({"agent"}), "after_sales"))

    async def save(name: str) -> views.View:
        now = at("Mon 09:00")
        return await views.save(database, LI, name, "", team=None, now=now)

    for n in range(views.MOST - 1):
        await save(f"View {n}")
    at_once = await asyncio.gather(*(save(f"More {n}") for n in range(8)), return_exceptions=True)
    refused = [each for each in at_once if isinstance(each, BaseException)]
    assert [type(each) for each in refused] == [views.TooManyViews] * 7
    assert len(await views.list_views(database, LI, "after_sales")) == views.MOST


async def test_saved_twice_at_once_it_is_one_view(database: Database) -> None:
    await people.put(database, Person(LI, "Li", "agent", frozenset({"agent"}), "after_sales"))
    now = at("Mon 09:00")
    made = await asyncio.gather(
        *(views.save(database, LI, "Mine", f"q={n}", team=None, now=now) for n in range(8))
    )
    assert len({view.id for view in made}) == 1
