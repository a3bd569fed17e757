"""Replaying the cases of a running product as production does, and code that has changed meanwhile."""

from collections.abc import Callable
from typing import Any

import pytest

from domain.book import BOOK
from domain.command import Command
from domain.draft import Draft
from products import RunningProduct
from workflows import replaying
from workflows.replaying import Replayed


async def replayed(product: RunningProduct, number: str) -> list[Replayed]:
    """What comes of replaying a case, run by run, the newest first."""
    converter = product.client.data_converter
    return [
        await replaying.replay(await run.fetch_history(), converter)
        for run in await product.runs_of(number)
    ]


async def replay(product: RunningProduct, number: str) -> None:
    """Replay a case, which must go as it went."""
    for one in await replayed(product, number):
        assert one.ok, one.text


def replace(
    patch: pytest.MonkeyPatch, command: type[Command], handler: Callable[[Draft, Any], None]
) -> None:
    """Decide a command in another way, as changed code would."""
    patch.setitem(BOOK.handlers, command, handler)
