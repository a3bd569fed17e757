"""A case keeps the core that decided it until a new run takes it up under the newest (REQ I3).

Tomorrow's code is played: the next core gives the rhythm an hour more.
"""

import asyncio
from datetime import datetime, timedelta

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent

from builders import at
from db.cases import load_case, load_events
from domain import decide
from domain.case import Case
from domain.decide import CORE
from domain.derivation import Derivation
from domain.evolve import fold
from domain.promises import rhythm
from products import RunningProduct
from replays import replay, replayed
from workflows import attributes, case_decisions, contract

TASK_FAILED = EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED
LATER = timedelta(hours=1)
NEXT = CORE + 1
BOUNDARY = 150
"""Events after which a run gives way to a new one: enough for some talk under the old core."""


@pytest.fixture
def tomorrow(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Where to put tomorrow's code. The boundary is the same before and after: moved while a run is
    open, it would be another order of commands."""
    monkeypatch.setattr(contract, "LONG", BOUNDARY)
    return monkeypatch


def deploy_next_core(patch: pytest.MonkeyPatch) -> None:
    """A rhythm that is another one from the next core on."""
    due = rhythm.next_due

    def next_due(case: Case, now: datetime) -> tuple[datetime, Derivation]:
        at, why = due(case, now)
        return (at + LATER, why) if case.core >= NEXT else (at, why)

    patch.setattr(rhythm, "next_due", next_due)
    for module in (decide, case_decisions):
        patch.setattr(module, "CORE", NEXT)


async def promised(product: RunningProduct, number: str) -> dict[str, datetime]:
    """All promises of a case and when they are due."""
    seen = await product.get(f"/cases/{number}")
    return {p["id"]: datetime.fromisoformat(p["latest_by"]) for p in seen["promises"]}


async def answered(product: RunningProduct, number: str) -> datetime:
    """A conversation that covers all that was promised; when the rhythm's next promise is due."""
    owed = (await product.get(f"/cases/{number}"))["promises"]
    covers = [p["id"] for p in owed if p["status"] == "open"]
    receipt = await product.contact(number, covers=covers)
    (made,) = receipt["promises"]
    return (await promised(product, number))[made]


async def reach_a_new_run(product: RunningProduct, number: str) -> None:
    """Write notes until the history is long enough; nothing of it touches a promise."""
    for n in range(60):
        await product.post(f"/cases/{number}/notes", text=f"note {n}")
        await product.quiet(number)
        if len(await product.runs_of(number)) > 1:
            return
    raise AssertionError(f"{number} never got a new run")


async def core_of(product: RunningProduct, number: str) -> tuple[int, int]:
    """The core by Temporal's search attribute, and by what the API answers."""
    run = await product.run_of(number).describe()
    return run.typed_search_attributes[attributes.CORE], (await product.get(f"/cases/{number}"))[
        "core"
    ]


async def test_a_case_of_an_older_core_goes_on_as_it_was_and_changes_only_with_a_new_run(
    forgetful_product: RunningProduct, tomorrow: pytest.MonkeyPatch
) -> None:
    product = forgetful_product
    number = await product.confirmed("Tue 10:00")
    await product.post(f"/cases/{number}/promises", subject="noise test", latest_by=at("Wed 15:00"))
    rhythm_today = await answered(product, number)
    before = await promised(product, number)
    assert await core_of(product, number) == (CORE, CORE)

    async with product.no_worker():
        deploy_next_core(tomorrow)
    later_today = await answered(product, number)
    assert later_today - rhythm_today < timedelta(minutes=5), "decided by the next core"
    await product.complete(number, "diagnose", findings="heard", root_cause="product/part")
    assert await core_of(product, number) == (CORE, CORE)
    assert len(await product.runs_of(number)) == 1
    await replay(product, number)
    kept = await promised(product, number)
    assert {name: kept[name] for name in before} == before

    await reach_a_new_run(product, number)
    assert await promised(product, number) == kept

    from_the_next = await answered(product, number)
    assert await core_of(product, number) == (NEXT, NEXT)
    assert LATER <= from_the_next - later_today < LATER + timedelta(minutes=5)
    after = await promised(product, number)
    assert {name: after[name] for name in kept} == kept
    assert [run.verdict for run in await replayed(product, number)] == ["ok", "ok"]

    events = await load_events(product.database, number)
    folded = fold(number, events)
    (switched,) = [at for at, event in enumerate(events) if event.name == "core_switched"]
    assert (fold(number, events[:switched]).core, folded.core) == (CORE, NEXT)
    assert await load_case(product.database, number) == folded
    assert {p.id: p.latest_by for p in folded.promises} == after
    product.numbers.remove(number)  # replayed above: tomorrow's code is gone when the product is


async def test_a_promise_of_one_core_breaks_under_the_next_when_it_said_it_would(
    forgetful_product: RunningProduct, tomorrow: pytest.MonkeyPatch
) -> None:
    product = forgetful_product
    number = await product.confirmed("Tue 10:00")
    async with product.no_worker():
        deploy_next_core(tomorrow)
    await reach_a_new_run(product, number)
    assert (await core_of(product, number))[0] == NEXT
    await product.until("Tue 10:05", number)
    (broken,) = [e for e in await product.happened(number) if e.name == "promise_broken"]
    assert abs(broken.at - at("Tue 10:00")) < timedelta(minutes=1)
    await replay(product, number)
    product.numbers.remove(number)


async def test_a_worker_left_behind_leaves_the_cases_of_a_newer_core_alone(
    forgetful_product: RunningProduct, tomorrow: pytest.MonkeyPatch
) -> None:
    """While workers are deployed one by one, the older ones get such cases too."""
    product = forgetful_product
    with tomorrow.context() as newer:
        newer.setattr("workflows.client.CORE", NEXT)
        async with product.no_worker():
            body = {"customer": {"name": "Ms Sun"}, "title": "Noise", "channel": "phone"}
            answer = await product.ask("POST", "/cases", body, key="k")
            assert answer.status_code == 202
        number = str(answer.json()["number"])
        failed: list[HistoryEvent] = []
        for _ in range(40):
            failed = [e for e in await product.history(number) if e.event_type == TASK_FAILED]
            if failed:
                break
            await asyncio.sleep(0.1)
        assert failed, "the older worker decided it"
        assert await product.happened(number) == []
    async with product.no_worker():
        deploy_next_core(tomorrow)
    assert "case_opened" in await product.eventually(number, "case_opened")
    await replay(product, number)
