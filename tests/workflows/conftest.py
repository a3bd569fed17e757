"""Each test of this folder has a product of its own: the test server's clock is one for all.

When a test is done, the history of each case it opened must replay.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from products import RunningProduct, running_product
from replays import replay


@pytest.fixture
async def product(tmp_path: Path) -> AsyncIterator[RunningProduct]:
    """The product, started anew for one test."""
    async with running_product(tmp_path) as opened:
        yield opened
        await _replay_all(opened)


@pytest.fixture
async def forgetful_product(tmp_path: Path) -> AsyncIterator[RunningProduct]:
    """One whose worker may go away: no run stays in its memory, each wake replays."""
    async with running_product(tmp_path, cached_runs=0) as opened:
        yield opened
        await _replay_all(opened)


async def _replay_all(product: RunningProduct) -> None:
    for number in product.numbers:
        await replay(product, number)
