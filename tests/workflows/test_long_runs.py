"""A long history gives way to a new run between two stages, and nothing is lost on the way."""

import asyncio
from typing import Any

import pytest

from builders import at
from houses import RunningHouse
from workflows import contract

SHORT = 40


@pytest.fixture
def short_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs give way early."""
    monkeypatch.setattr(contract, "LONG", SHORT)


@pytest.mark.usefixtures("short_runs")
async def test_a_case_goes_on_in_new_runs_and_ends_like_any_other(house: RunningHouse) -> None:
    number = await house.verifying()
    await house.contact(number)
    await house.post(f"/cases/{number}/verification", outcome="fixed")
    await house.post(f"/cases/{number}/resolve", basis="customer_confirmed")
    await house.skip("30 h", number)
    await house.post(f"/cases/{number}/revisits", outcome="content")
    assert "content" in await house.ended(number)
    assert len(await house.runs_of(number)) > 2
    names = await house.names(number)
    assert names.count("case_opened") == names.count("case_resolved") == 1
    assert names.count("case_closed") == 1


@pytest.mark.usefixtures("short_runs")
async def test_a_storm_of_updates_and_signals_over_several_runs_loses_and_repeats_nothing(
    house: RunningHouse,
) -> None:
    number = await house.verifying()
    for wave in range(5):
        await asyncio.gather(
            *(
                house.post(
                    f"/cases/{number}/messages", by="wecom", channel="wecom", text=f"{wave}.{n}"
                )
                for n in range(6)
            ),
            *(house.contact(number, said=f"{wave}.{n}") for n in range(6)),
        )
        await house.post(f"/cases/{number}/verification", outcome="not_fixed")
        for stage, to, facts in (
            ("diagnose", None, {"findings": "again", "root_cause": "product/part"}),
            ("plan", "implement", {"solution": "another part", "kind": "cure"}),
            ("implement", None, {"done": "replaced"}),
        ):
            await house.complete(number, stage, to, **facts)
    await house.quiet(number)
    names = await house.names(number)
    assert names.count("message_received") == 30
    assert names.count("contact_logged") == 31  # the first response and the storm
    assert names.count("fix_verified") == 5
    assert len(await house.runs_of(number)) > 3
    assert len(await house.titles("li.min", number)) == names.count("message_received")


@pytest.mark.usefixtures("short_runs")
async def test_a_key_is_remembered_from_run_to_run(house: RunningHouse) -> None:
    number = await house.confirmed()
    body: dict[str, Any] = {"subject": "noise test", "latest_by": at("Wed 10:00")}
    first = await house.post(f"/cases/{number}/promises", key="once", **body)
    for stage, to, facts in (
        ("diagnose", None, {"findings": "heard", "root_cause": "product/part"}),
        ("plan", "implement", {"solution": "part", "kind": "cure"}),
    ):
        await house.complete(number, stage, to, **facts)
    assert await house.post(f"/cases/{number}/promises", key="once", **body) == first
    assert len(await house.runs_of(number)) > 1


@pytest.mark.usefixtures("short_runs")
async def test_a_promise_keeps_its_time_in_the_next_run_and_breaks_once(
    house: RunningHouse,
) -> None:
    number = await house.confirmed("Tue 10:00")
    await house.complete(number, "diagnose", findings="heard", root_cause="product/part")
    await house.complete(number, "plan", "implement", solution="part", kind="cure")
    assert len(await house.runs_of(number)) > 1
    await house.until("Tue 10:30", number)
    assert (await house.names(number)).count("promise_broken") == 1
    broken = next(e for e in await house.happened(number) if e.kind == "promise_broken")
    assert broken.unseen_since is None
    attributes = (await house.described(number)).search_attributes
    assert "Stage" in attributes.indexed_fields
