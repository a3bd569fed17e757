"""One running product for each file of this folder: its tests leave time alone and open cases of their own."""

from collections.abc import AsyncIterator

import pytest

from products import RunningProduct, running_product


@pytest.fixture(scope="module")
async def product(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningProduct]:
    async with running_product(tmp_path_factory.mktemp("product")) as opened:
        yield opened
