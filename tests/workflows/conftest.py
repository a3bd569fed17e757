"""Each test of this room has a house of its own: the test server's clock is one for all.

When a test is done, the history of each case it opened must replay.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from houses import RunningHouse, running_house
from replays import replay


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[RunningHouse]:
    """A fresh house for one test."""
    async with running_house(tmp_path) as opened:
        yield opened
        await _replay_all(opened)


@pytest.fixture
async def forgetful_house(tmp_path: Path) -> AsyncIterator[RunningHouse]:
    """One whose worker may go away: no run stays in its memory, each wake replays."""
    async with running_house(tmp_path, cached_runs=0) as opened:
        yield opened
        await _replay_all(opened)


async def _replay_all(house: RunningHouse) -> None:
    for number in house.numbers:
        await replay(house, number)
