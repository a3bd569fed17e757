"""Waiting for something in a test that may never come."""

import asyncio
from typing import Any


async def comes_to(event: asyncio.Event, task: asyncio.Task[Any]) -> None:
    """Wait until a task has set an event. Raises what the task ended with, if it ends before."""
    waiting = asyncio.create_task(event.wait())
    await asyncio.wait({waiting, task}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if not event.is_set():
        raise AssertionError(f"it ended before: {await task}")
