"""One running product for each file of this folder, and assistants of its people."""

from collections.abc import AsyncIterator
from functools import partial

import pytest

from assisting import Assisting, assist
from products import RunningProduct, running_product


@pytest.fixture(scope="module")
async def product(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningProduct]:
    async with running_product(tmp_path_factory.mktemp("product")) as opened:
        yield opened


@pytest.fixture
def assisting(product: RunningProduct) -> Assisting:
    """The assistant of somebody who works there, by handle."""
    return partial(assist, product)
