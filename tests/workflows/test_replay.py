"""New code never breaks an open case unseen: replay checks state, not only order (REQ I3).

That each test's histories replay is checked when its product is shut down.
"""

import asyncio
import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from builders import at
from domain.book import BOOK
from domain.command import Actor
from domain.confirmation import ConfirmComplex
from domain.customer_messages.commands import CustomerSaid
from domain.draft import Draft
from products import RunningProduct
from replays import replace, replay, replayed
from vault import Vault
from workflows import replaying
from workflows.converter import make_data_converter


async def test_another_outcome_for_the_same_commands_fails_the_replay(
    product: RunningProduct, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commands to Temporal are the same in kind and number; only a promised time differs."""
    number = await product.confirmed()
    await product.quiet(number)
    await replay(product, number)
    confirm = BOOK.handlers[ConfirmComplex]

    def later(draft: Draft, command: Any) -> None:
        moved = {"first_feedback_at": command.first_feedback_at + timedelta(hours=1)}
        confirm(draft, command.model_copy(update=moved))

    with monkeypatch.context() as changed:
        replace(changed, ConfirmComplex, later)
        (run,) = await replayed(product, number)
    assert run.verdict == "state differs"
    # how many of the commands before share its record is a matter of speed
    assert re.search(rf"case {number}: events \d+–13 \(", run.reason), run.reason
    assert "promise_made" in run.reason
    assert "raise CORE by one" in run.text


async def test_another_order_of_commands_fails_the_replay(
    product: RunningProduct, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await product.confirmed()

    def silent(draft: Draft, command: Any) -> None:
        """Decides nothing."""

    with monkeypatch.context() as changed:
        replace(changed, ConfirmComplex, silent)
        (run,) = await replayed(product, number)
    assert run.verdict == "order differs"
    assert "if workflow.patched" in run.text
    assert run.reason.startswith("[TMPRL1100] Nondeterminism error: ")
    assert "HistoryEvent(id: " in run.reason


async def test_a_history_sealed_with_other_keys_is_told_as_that(product: RunningProduct) -> None:
    number = await product.confirmed()
    history = await product.run_of(number).fetch_history()
    strange = make_data_converter(Vault([("strange", bytes(32))], bytes(32)))
    run = await replaying.replay(history, strange)
    assert run.verdict == "other"
    assert "not on the key ring" in run.reason


async def test_results_taken_in_turns_of_their_own_replay_in_the_same_order(
    forgetful_product: RunningProduct,
) -> None:
    """Turns that take a result and command nothing were merged with the next one, but only where the
    worker had to replay: the case then held its events in an order it never came back to."""
    product = forgetful_product
    number = await product.confirmed()
    for n in range(4):
        await asyncio.gather(
            product.post(f"/cases/{number}/escalations", reason="help"),
            product.post(f"/cases/{number}/messages", channel="web", text="Where are you?"),
        )
        await product.quiet(number)
        await product.post(f"/cases/{number}/promises", subject=f"{n}", latest_by=at("Wed 10:00"))
        await replay(product, number)


async def test_signals_and_updates_of_one_turn_replay_in_the_same_order(
    product: RunningProduct,
) -> None:
    number = await product.confirmed()
    for n in range(8):
        await asyncio.gather(
            product.post(f"/cases/{number}/escalations", reason="help"),
            product.post(f"/cases/{number}/promises", subject=f"{n}", latest_by=at("Wed 10:00")),
            product.post(f"/cases/{number}/messages", channel="web", text="Where are you?"),
            product.post(f"/cases/{number}/promises", subject=f"{n}", latest_by=at("Wed 11:00")),
        )
    await product.quiet(number)
    await replay(product, number)


def said(at_: datetime, text: str) -> CustomerSaid:
    return CustomerSaid(
        actor=Actor(handle="wecom"),
        received_at=at_,
        key=text,
        digest=text,
        channel="wechat",
        occurred_at=at_,
        text=text,
    )


async def test_a_message_decided_while_a_record_is_on_its_way_stays_before_the_update_after_it(
    product: RunningProduct,
) -> None:
    """A turn that commands nothing is joined, in a replay, with an update's turn right after it, and an
    update goes before the signals of its turn. So deciding must leave a mark."""
    number = await product.confirmed()
    product.database.refusals = 2  # three tries, two seconds
    for text in ("t1", "t2"):
        await product.cases.signal(number, said(product.now(), text))
        await asyncio.sleep(0.2)
    await product.post(f"/cases/{number}/promises", subject="noise test", latest_by=at("Wed 10:00"))
    await product.quiet(number)

    assert [
        event.name
        for event in await product.happened(number)
        if event.name in ("message_received", "promise_made")
    ][-3:] == ["message_received", "message_received", "promise_made"]
    await replay(product, number)
