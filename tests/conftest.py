"""What every test may rely on."""

import pytest


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Temporal's client runs on asyncio alone."""
    return "asyncio"
