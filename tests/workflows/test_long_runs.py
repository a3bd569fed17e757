"""A long history gives way to a new run between two stages, and nothing is lost on the way."""

import asyncio
from typing import Any

import pytest

from builders import at
from products import RunningProduct
from workflows import contract

SHORT = 40


@pytest.fixture
def short_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs give way early."""
    monkeypatch.setattr(contract, "LONG", SHORT)


@pytest.mark.usefixtures("short_runs")
async def test_a_case_goes_on_in_new_runs_and_ends_like_any_other(product: RunningProduct) -> None:
    number = await product.verifying()
    await product.contact(number)
    await product.post(f"/cases/{number}/verification", outcome="fixed")
    await product.post(f"/cases/{number}/resolve", basis="customer_confirmed")
    await product.skip("30 h", number)
    await product.post(f"/cases/{number}/revisits", outcome="content")
    assert "content" in await product.ended(number)
    assert len(await product.runs_of(number)) > 2
    names = await product.names(number)
    assert names.count("case_opened") == names.count("case_resolved") == 1
    assert names.count("case_closed") == 1


@pytest.mark.usefixtures("short_runs")
async def test_a_storm_of_updates_and_signals_over_several_runs_loses_and_repeats_nothing(
    product: RunningProduct,
) -> None:
    number = await product.verifying()
    for wave in range(5):
        await asyncio.gather(
            *(
                product.post(
                    f"/cases/{number}/messages", by="wecom", channel="wecom", text=f"{wave}.{n}"
                )
                for n in range(6)
            ),
            *(product.contact(number, said=f"{wave}.{n}") for n in range(6)),
        )
        await product.post(f"/cases/{number}/verification", outcome="not_fixed")
        for stage, to, facts in (
            ("diagnose", None, {"findings": "again", "root_cause": "product/part"}),
            ("plan", "implement", {"solution": "another part", "kind": "cure"}),
            ("implement", None, {"done": "replaced"}),
        ):
            await product.complete(number, stage, to, **facts)
    await product.quiet(number)
    names = await product.names(number)
    assert names.count("message_received") == 30
    assert names.count("contact_logged") == 31  # the first response and the storm
    assert names.count("fix_verified") == 5
    assert len(await product.runs_of(number)) > 3
    assert await product.words_told("li.min", number) == names.count("message_received")


@pytest.mark.usefixtures("short_runs")
async def test_a_key_is_remembered_from_run_to_run(product: RunningProduct) -> None:
    number = await product.confirmed()
    body: dict[str, Any] = {"subject": "noise test", "latest_by": at("Wed 10:00")}
    first = await product.post(f"/cases/{number}/promises", key="once", **body)
    for stage, to, facts in (
        ("diagnose", None, {"findings": "heard", "root_cause": "product/part"}),
        ("plan", "implement", {"solution": "part", "kind": "cure"}),
    ):
        await product.complete(number, stage, to, **facts)
    assert await product.post(f"/cases/{number}/promises", key="once", **body) == first
    assert len(await product.runs_of(number)) > 1


@pytest.mark.usefixtures("short_runs")
async def test_a_promise_keeps_its_time_in_the_next_run_and_breaks_once(
    product: RunningProduct,
) -> None:
    number = await product.confirmed("Tue 10:00")
    await product.complete(number, "diagnose", findings="heard", root_cause="product/part")
    await product.complete(number, "plan", "implement", solution="part", kind="cure")
    assert len(await product.runs_of(number)) > 1
    await product.until("Tue 10:30", number)
    assert (await product.names(number)).count("promise_broken") == 1
    broken = next(e for e in await product.happened(number) if e.kind == "promise_broken")
    assert broken.unseen_since is None
    attributes = (await product.described(number)).search_attributes
    assert "Stage" in attributes.indexed_fields
