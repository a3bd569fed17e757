"""A flood on one case is taken in slices, the run gives way when it is due, and nothing is lost or done twice."""

import asyncio
import time

import pytest
from temporalio.api.enums.v1 import EventType, WorkflowTaskFailedCause

from activities.contract import REMEMBERED, REMEMBERED_BYTES, newest_of
from builders import at
from domain.command import Actor
from domain.customer_messages.commands import CustomerSaid
from domain.errors import Problem
from domain.pauses import ResumeCase
from domain.receipt import Outcome
from domain.stages import CompleteStage
from products import RunningProduct
from workflows import contract
from workflows.client import Refused

FAILED = EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED
CAME_LATE = WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND
SHORT = 150
"""Events after which a run gives way here."""
MORE = 350
"""What may come on top: signals on their way, a slice or two, ten notices and their results."""


@pytest.fixture(autouse=True)
def short_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contract, "TOO_LONG", SHORT)


def said(product: RunningProduct, key: str) -> CustomerSaid:
    now = product.now()
    return CustomerSaid(
        actor=Actor(handle="wecom"),
        received_at=now,
        occurred_at=now,
        key=key,
        digest=key,
        channel="wecom",
        text=key,
    )


async def a_promise(product: RunningProduct, number: str, subject: str) -> float:
    """Ask for something; how many seconds the answer took."""
    began = time.monotonic()
    await product.post(f"/cases/{number}/promises", subject=subject, latest_by=at("Wed 10:00"))
    return time.monotonic() - began


async def heard(product: RunningProduct, number: str, count: int) -> None:
    for _ in range(600):  # × 0.1 s
        if (await product.names(number)).count("message_received") >= count:
            await product.quiet(number)
            return
        await asyncio.sleep(0.1)
    names = await product.names(number)
    raise AssertionError(f"{names.count('message_received')} of {count} in a minute")


async def lengths(product: RunningProduct, number: str) -> list[int]:
    """Events of each run, the newest first; none of their turns has failed, but for a signal that came
    just when the run gave way: then the server has it try again."""
    found: list[int] = []
    for run in await product.runs_of(number):
        events = (await run.fetch_history()).events
        failed = [v.workflow_task_failed_event_attributes for v in events if v.event_type == FAILED]
        assert all(each.cause == CAME_LATE for each in failed)
        found.append(len(events))
    return found


@pytest.mark.trial("A55")
async def test_messages_that_waited_for_a_worker_are_taken_in_slices(
    forgetful_product: RunningProduct,
) -> None:
    product = forgetful_product
    number = await product.confirmed()
    async with product.no_worker():
        for n in range(120):
            await product.cases.signal(number, said(product, f"m{n}"))
    assert await a_promise(product, number, "a test of the noise") < 15
    await heard(product, number, 120)
    texts = [v.message.text for v in await product.happened(number) if v.kind == "message_received"]
    assert texts == [f"m{n}" for n in range(120)]
    assert len(await lengths(product, number)) > 1
    assert max(await lengths(product, number)) < SHORT + MORE


@pytest.mark.trial("A55", "R6")
async def test_steady_traffic_does_not_hold_a_run(product: RunningProduct) -> None:
    number = await product.confirmed()

    async def messages() -> None:
        for n in range(60):
            await product.cases.signal(number, said(product, f"m{n}"))
            await asyncio.sleep(0.02)

    async def promises(who: int) -> list[float]:
        return [await a_promise(product, number, f"test {who}.{n}") for n in range(6)]

    flood = asyncio.create_task(messages())
    took = await asyncio.gather(*(promises(who) for who in range(3)))
    await flood
    await heard(product, number, 60)
    assert max(max(each) for each in took) < 15
    made = [p["subject"] for p in (await product.get(f"/cases/{number}"))["promises"]]
    wanted = [f"test {who}.{n}" for who in range(3) for n in range(6)]
    assert sorted(subject for subject in made if subject.startswith("test")) == sorted(wanted)
    assert (await product.names(number)).count("message_received") == 60
    found = await lengths(product, number)
    assert len(found) > 1
    assert max(found) < SHORT + MORE


@pytest.mark.trial("A55", "R6")
async def test_a_closed_case_that_is_written_to_gives_way_too(product: RunningProduct) -> None:
    number = await product.withdrawn()
    await product.cases.signal(number, said(product, "first"))
    await heard(product, number, 1)
    resume = ResumeCase(actor=Actor(handle="li.min"), received_at=product.now())
    for wave in range(4):
        for n in range(10):
            await product.cases.signal(number, said(product, f"{wave}.{n}"))
        keys = [f"no {wave}.{n}" for n in range(10)]
        answers = await asyncio.gather(
            *(product.cases.submit(number, resume.model_copy(update={"key": k})) for k in keys)
        )
        assert all(isinstance(answer, Refused) for answer in answers)
    await heard(product, number, 41)
    assert (await product.get(f"/cases/{number}"))["phase"] == "closed"
    found = await lengths(product, number)
    assert len(found) > 1
    assert max(found) < SHORT + MORE
    assert (await product.names(number)).count("message_received") == 41


@pytest.mark.trial("R3")
async def test_a_refusal_is_told_once_however_often_its_key_comes(product: RunningProduct) -> None:
    number = await product.confirmed()
    no = ResumeCase(actor=Actor(handle="li.min"), received_at=product.now(), key="no", digest="d")
    for _ in range(5):
        await product.run_of(number).signal("deliver", no)
    await product.eventually(number, "command_refused")
    await product.quiet(number)
    assert (await product.names(number)).count("command_refused") == 1
    told = [n for n in await product.items("/inbox", by="li.min") if n["number"] == number]
    assert [n["about"] for n in told].count("command_refused") == 1


@pytest.mark.trial("A38")
async def test_what_a_run_remembers_of_refusals_is_bounded_in_bytes(
    product: RunningProduct,
) -> None:
    number = await product.confirmed()
    for n in range(8):
        no = CompleteStage(
            actor=Actor(handle="li.min"),
            received_at=product.now(),
            key=f"{n}",
            digest="d",
            stage="x" * 60_000,
        )
        answer = await product.cases.submit(number, no)
        assert isinstance(answer, Refused)
        assert len(answer.problem.model_dump_json()) < 2_000
    assert await a_promise(product, number, "it goes on") < 15


@pytest.mark.trial("A38")
def test_the_oldest_outcomes_go_first_where_a_run_would_remember_too_much() -> None:
    problem = Problem(code="unknown_stage", params={"stage": "x" * 10_000})
    asked = [
        ResumeCase(actor=Actor(handle="li.min"), received_at=at("Mon 09:00"), key=f"{n}")
        for n in range(90)
    ]
    outcomes = [Outcome.of(one, problem=problem) for one in asked]
    kept = newest_of(outcomes)
    assert 10 < len(kept) < 30
    assert kept == tuple(outcomes[-len(kept) :])
    assert sum(outcome.weight for outcome in kept) <= REMEMBERED_BYTES
    short = [Outcome.of(one, problem=Problem(code="not_paused")) for one in asked]
    assert len(newest_of(short * 4)) == REMEMBERED
