"""One house for each file of this room: its tests leave time alone and open cases of their own."""

from collections.abc import AsyncIterator

import pytest

from houses import RunningHouse, running_house


@pytest.fixture(scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningHouse]:
    async with running_house(tmp_path_factory.mktemp("house")) as opened:
        yield opened
