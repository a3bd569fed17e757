"""What every test may rely on."""

import gc

import pytest

pytest.register_assert_rewrite("laws")  # what a law asserts is shown with its values


def pytest_collection_finish() -> None:
    """What has been imported stays: the collector need not walk through it again and again.

    Without this a full collection late in the run takes seconds on a busy machine. Where it happens to
    start in a workflow's turn, the SDK takes the turn for stuck.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Temporal's client runs on asyncio alone."""
    return "asyncio"
