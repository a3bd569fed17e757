"""What was found out a moment ago is given again, and an error is nobody's but the asker's."""

import asyncio
from datetime import timedelta

import pytest

from api import recent
from api.recent import Recent

KEPT = timedelta(seconds=20)


class Finder:
    """Counts how often it was asked; each answer is another."""

    def __init__(self) -> None:
        self.asked = 0
        self.fails = False

    async def __call__(self) -> int:
        self.asked += 1
        await asyncio.sleep(0)
        if self.fails:
            raise LookupError
        return self.asked


async def test_those_who_ask_meanwhile_get_one_answer() -> None:
    now, find = [0.0], Finder()
    kept = Recent(lambda: now[0])
    assert await asyncio.gather(*(kept.get("a", KEPT, find) for _ in range(5))) == [1] * 5
    now[0] = 19.0
    assert await kept.get("a", KEPT, find) == 1
    assert await kept.get("b", KEPT, find) == 2
    now[0] = 21.0
    assert await kept.get("a", KEPT, find) == 3


MEANWHILE = timedelta(minutes=10)


async def settled() -> None:
    """Whatever is found out behind somebody's back is found."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_an_older_answer_is_given_while_it_is_found_anew_once_for_all() -> None:
    now, find = [0.0], Finder()
    kept = Recent(lambda: now[0])

    async def asked() -> int:
        return await kept.get("a", KEPT, find, meanwhile=MEANWHILE)

    assert await asked() == 1
    now[0] = 21.0
    assert await asyncio.gather(*(asked() for _ in range(5))) == [1] * 5
    await settled()
    assert find.asked == 2
    assert await asked() == 2
    now[0] = 40.0  # the second was found at 21
    assert await asked() == 2
    now[0] = 21.0 + 620.5
    assert await asked() == 3, "too old to be given"


async def test_what_can_not_be_found_anew_is_given_until_it_is_too_old() -> None:
    now, find = [0.0], Finder()
    kept = Recent(lambda: now[0])
    assert await kept.get("a", KEPT, find, meanwhile=MEANWHILE) == 1
    find.fails = True
    for moment in (30.0, 60.0, 600.0):
        now[0] = moment
        assert await kept.get("a", KEPT, find, meanwhile=MEANWHILE) == 1
        await settled()
    assert find.asked == 4
    now[0] = 621.0
    with pytest.raises(LookupError):
        await kept.get("a", KEPT, find, meanwhile=MEANWHILE)


async def test_an_error_is_asked_again_by_the_next() -> None:
    find = Finder()
    kept = Recent()
    find.fails = True
    with pytest.raises(LookupError):
        await kept.get("a", KEPT, find)
    find.fails = False
    assert await kept.get("a", KEPT, find) == 2


async def test_whoever_goes_away_leaves_the_answer_to_the_others() -> None:
    find = Finder()
    kept = Recent()
    first = asyncio.create_task(kept.get("a", KEPT, find))
    await asyncio.sleep(0)
    other = asyncio.create_task(kept.get("a", KEPT, find))
    first.cancel()
    assert await other == 1
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_only_so_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "MOST", 2)
    find = Finder()
    kept = Recent()
    for key in "abc":
        await kept.get(key, KEPT, find)
    assert await kept.get("c", KEPT, find) == 3
    assert await kept.get("a", KEPT, find) == 4
