"""A mistake in our own code stops a case loudly, never silently, and loses nothing."""

import asyncio
from typing import Any

import pytest
from temporalio.client import WorkflowUpdateFailedError

from builders import at
from domain.command import Actor
from domain.draft import Draft
from domain.escalations import Escalate
from domain.pauses import ResumeCase
from messages.voice import Voice
from products import RunningProduct
from replays import replace


def mistaken(_: Draft, command: Any) -> None:
    raise ValueError(f"nobody thought of {command.name}")


async def test_a_mistake_in_a_decision_does_not_hang_the_case(
    product: RunningProduct, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The validator is a dry run: it fails there, before anything is accepted."""
    number = await product.confirmed()
    command = ResumeCase(
        actor=Actor(handle="li.min"), received_at=product.now(), key="k", digest="d"
    )
    with monkeypatch.context() as changed:
        replace(changed, ResumeCase, mistaken)
        with pytest.raises(WorkflowUpdateFailedError):
            await product.cases.submit(number, command)
    assert await product.post(
        f"/cases/{number}/promises", subject="noise test", latest_by=at("Wed 10:00")
    )


async def test_a_refusal_that_cannot_be_worded_does_not_hang_the_case(
    product: RunningProduct, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is refused is said in the history, by the handler; a text without a param of its own must not
    get that far."""
    number = await product.confirmed()
    command = ResumeCase(
        actor=Actor(handle="li.min"), received_at=product.now(), key="w", digest="d"
    )

    def wordless(*_: object) -> None:
        raise LookupError("nobody has written this text")

    with monkeypatch.context() as changed:
        changed.setattr(Voice, "refusal", wordless)
        with pytest.raises(WorkflowUpdateFailedError):
            await product.cases.submit(number, command)
    assert await product.post(
        f"/cases/{number}/promises", subject="noise test", latest_by=at("Wed 10:00")
    )


async def test_a_signal_that_meets_a_mistake_waits_until_it_is_mended(
    product: RunningProduct, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    number = await product.confirmed()
    with monkeypatch.context() as changed:
        replace(changed, Escalate, mistaken)
        await product.post(f"/cases/{number}/escalations", reason="help")
        for _ in range(200):  # × 50 ms
            if "nobody thought of escalate" in caplog.text:
                break
            await asyncio.sleep(0.05)
    assert "nobody thought of escalate" in caplog.text
    assert (await product.eventually(number, "escalated")).count("escalated") == 1
    await product.quiet(number)
