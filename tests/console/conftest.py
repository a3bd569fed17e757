"""The workbench on a real product: a browser without JavaScript is an HTTP client that follows forms."""

from collections.abc import AsyncIterator

import pytest

from browsing import Browser
from console.main import with_console
from databases import database, postgresql_migrated, postgresql_server, sqlite_template, url
from products import RunningProduct, running_product

__all__ = ["database", "postgresql_migrated", "postgresql_server", "sqlite_template", "url"]


@pytest.fixture(scope="module")
async def product(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningProduct]:
    async with running_product(tmp_path_factory.mktemp("console")) as opened:
        with_console(opened.app)
        yield opened


@pytest.fixture
async def agent(product: RunningProduct) -> AsyncIterator[Browser]:
    async with Browser.of(product, "li.min") as browser:
        yield browser


@pytest.fixture
async def stranger(product: RunningProduct) -> AsyncIterator[Browser]:
    async with Browser.of(product, None) as browser:
        yield browser
