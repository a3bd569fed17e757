"""Nobody who must be carried is left lying (REQ J3): each kind of trouble, planted on a real server."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import DeleteWorkflowExecutionRequest
from temporalio.service import RPCError

from activities import reconcile as activity
from db.models import CaseRow
from db.reconcile import list_unstarted
from db.records import store
from domain.decide import CORE
from domain.promises.events import PromiseBroken
from domain.record import Record
from houses import RunningHouse, running_house
from messages.findings import Finding, Reconciled
from replays import replay
from workflows import reconciled
from workflows.client import Unreachable
from workflows.contract import CASE_WORKFLOW, CaseStart, case_number, workflow_id
from workflows.open_cases import OPEN
from workflows.reconciled import (
    RECONCILE_WORKFLOW,
    SCHEDULE,
    NotReconciled,
    last_reconciled,
    reconcile_now,
    schedule_reconcile,
)
from workflows.runs import ServerRuns

pytestmark = pytest.mark.real
QUEUE = "cases"


@pytest.fixture(scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningHouse]:
    """One real server for all of these; each test asks about its own cases."""
    async with running_house(tmp_path_factory.mktemp("real"), real=True) as opened:
        yield opened


@pytest.fixture(autouse=True)
async def impatient(house: RunningHouse, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """Nothing here is given the minute that a busy production gets. A test that fails leaves the next one
    a house in order."""
    monkeypatch.setattr(activity, "SLOW", timedelta(0))
    monkeypatch.setattr(reconciled, "PAUSE", timedelta(seconds=1))
    yield
    house.database.refusals = house.database.reading_refusals = 0
    if house._worker is None:
        await house.start_worker()


FOR_NOW = 1_000
"""Refusals of the database: until it is told otherwise."""


async def reconcile(house: RunningHouse) -> Reconciled:
    async with asyncio.timeout(60):
        return await reconcile_now(house.client, QUEUE)


async def found(house: RunningHouse, number: str) -> list[Finding]:
    """What a reconciliation finds about one case."""
    return [one for one in (await reconcile(house)).findings if one.number == number]


def runs(house: RunningHouse) -> ServerRuns:
    return ServerRuns(house.client, QUEUE)


async def listed(house: RunningHouse, number: str, *, running: bool) -> None:
    """Wait until the server's lists say so."""
    for _ in range(200):
        seen = [case_number(r.id) async for r in house.client.list_workflows(OPEN)]
        if (number in seen) is running:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{number} never came to be listed as running={running}")


async def state(house: RunningHouse, number: str) -> str:
    seen = await runs(house).see(number)
    assert seen
    return seen.state


async def terminate(house: RunningHouse, number: str) -> str:
    """End a run as somebody does in Temporal UI; its id."""
    run = await house.described(number)
    await house.run_of(number).terminate("a slip of the hand")
    await listed(house, number, running=False)
    return str(run.execution.run_id)


async def bare_run(house: RunningHouse, number: str) -> None:
    """A run that was never told what it is for."""
    await house.client.start_workflow(
        CASE_WORKFLOW, CaseStart(number=number, core=CORE), id=workflow_id(number), task_queue=QUEUE
    )
    await listed(house, number, running=True)


async def lost_opening(house: RunningHouse, monkeypatch: pytest.MonkeyPatch, key: str) -> str:
    """A case asked for while Temporal was away: claimed in the database, started nowhere."""

    async def away(*_: object) -> None:
        raise Unreachable("the server is away")

    with monkeypatch.context() as patch:
        patch.setattr(house.cases, "open", away)
        answer = await house.ask("POST", "/cases", BODY, key=key)
    assert answer.status_code == 503
    unstarted = await list_unstarted(house.database, created_before=datetime.now(UTC))
    return unstarted[-1]


BODY = {"customer": {"name": "Ms Sun"}, "title": "Noise", "channel": "phone"}


async def test_a_house_in_order_gives_nothing_to_mend_twice(house: RunningHouse) -> None:
    await house.opened()
    await house.triaged()
    numbers = [await house.confirmed("Wed 10:00", title=f"Noise {n}") for n in range(3)]
    await house.post(
        f"/cases/{numbers[0]}/pause",
        reason="waiting_on_customer",
        until=house.now() + timedelta(hours=2),
    )
    await house.post(f"/cases/{numbers[1]}/escalations", reason="wants to speak to the boss")
    closed = await house.withdrawn()
    await house.post(f"/cases/{closed}/messages", by="wecom", channel="wecom", text="Hello?")
    await house.eventually(closed, "message_received")
    for number in house.numbers:
        await house.quiet(number)
    for _ in range(2):
        result = await reconcile(house)
        assert (result.text, result.findings, result.runs) == ("nothing to mend", (), 6)
    run = house.client.get_workflow_handle(reconciled.BY_HAND)
    assert len([event async for event in run.fetch_history_events()]) < 20


async def test_an_opening_that_got_lost_is_started_under_its_own_key(
    house: RunningHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await lost_opening(house, monkeypatch, "lost")
    result = await reconcile(house)
    assert result.findings == (Finding(kind="lost_opening", number=number, mended=True),)
    assert result.text == f"{number} started: its opening had got lost on the way"
    await house.eventually(number, "case_opened")
    await house.quiet(number)
    again = await house.ask("POST", "/cases", BODY, key="lost")
    assert (again.status_code, again.json()["number"]) == (201, number)
    assert (await house.names(number)).count("case_opened") == 1
    assert await found(house, number) == []
    await replay(house, number)


async def test_a_run_that_never_heard_of_its_opening_is_told_once(
    house: RunningHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The start was durable, the update in the same request was not (its server died)."""
    number = await lost_opening(house, monkeypatch, "deaf")
    await bare_run(house, number)
    (one,) = await found(house, number)
    assert one.mended
    assert (await house.eventually(number, "case_opened")).count("case_opened") == 1


async def test_an_opening_that_only_waits_is_left_alone(
    house: RunningHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await lost_opening(house, monkeypatch, "slow")
    house.database.refusals = FOR_NOW
    await found(house, number)
    told = await house.told(number)
    assert await found(house, number) == []
    assert await house.told(number) == told
    house.database.refusals = 0
    await house.eventually(number, "case_opened")


async def test_an_opening_whose_run_was_ended_before_its_first_record_is_started_again(
    house: RunningHouse,
) -> None:
    await house.stop_worker()
    answer = await house.ask("POST", "/cases", BODY, key="ended")
    number = answer.json()["number"]
    assert answer.status_code == 202
    await terminate(house, number)
    await house.start_worker()
    (one,) = await found(house, number)
    assert (one.kind, one.mended) == ("lost_opening", True)
    assert (await house.eventually(number, "case_opened")).count("case_opened") == 1


async def test_a_terminated_case_is_taken_up_again_and_its_promise_is_guarded(
    house: RunningHouse,
) -> None:
    number = await house.triaged()
    due = house.now() + timedelta(seconds=8)
    await house.post(f"/cases/{number}/confirm", **house.notice(due))
    await house.quiet(number)
    before = await house.get(f"/cases/{number}")
    ended = await terminate(house, number)

    (one,) = await found(house, number)
    assert one == Finding(kind="unwatched", number=number, detail="terminated", mended=True)
    run = await house.described(number)
    assert run.execution.run_id != ended
    assert (await runs(house).earlier(number, run.execution.run_id)).shift == house.shift
    await house.quiet(number)
    assert await house.get(f"/cases/{number}") == before
    assert house.now() < due, "too slow to tell anything"

    names = await house.eventually(number, "promise_broken")
    (broken,) = [v for v in await house.happened(number) if isinstance(v, PromiseBroken)]
    assert (broken.promise, broken.unseen_since) == ("p1", None)
    assert abs(broken.at - due) < timedelta(seconds=3)
    assert names.count("promise_broken") == 1
    assert await found(house, number) == []
    await replay(house, number)


async def test_what_fell_due_while_nobody_carried_the_case_is_marked(
    house: RunningHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("domain.engine.LATE", timedelta(seconds=0.2))
    monkeypatch.setattr("workflows.case_clock.GRACE", timedelta(seconds=1))
    number = await house.triaged()
    due = house.now() + timedelta(seconds=2)
    await house.post(f"/cases/{number}/confirm", **house.notice(due))
    await house.quiet(number)
    await terminate(house, number)
    await asyncio.sleep(max(0.0, (due - house.now()).total_seconds()) + 0.5)
    await reconcile(house)
    await house.eventually(number, "promise_broken")
    (broken,) = [v for v in await house.happened(number) if isinstance(v, PromiseBroken)]
    assert broken.unseen_since == due
    await replay(house, number)


async def test_what_the_ended_run_was_told_and_had_not_decided_is_not_lost(
    house: RunningHouse,
) -> None:
    number = await house.confirmed("Wed 10:00")
    await house.post(f"/cases/{number}/escalations", key="decided", reason="has been heard")
    await house.eventually(number, "escalated")
    await house.quiet(number)
    await house.stop_worker()
    for key, path, body in (
        ("boss", "escalations", {"reason": "wants to speak to the boss"}),
        ("said", "messages", {"channel": "wechat", "text": "Where are you?"}),
        ("test", "promises", {"subject": "noise test", "latest_by": _iso(house, 20)}),
    ):
        answer = await house.ask("POST", f"/cases/{number}/{path}", body, key=key)
        assert answer.status_code == 202, answer.text
    await terminate(house, number)
    await house.start_worker()
    await reconcile(house)
    await house.eventually(number, "promise_made")
    await house.eventually(number, "message_received")
    await house.quiet(number)
    for key in ("decided", "boss", "said", "test"):
        assert (await house.get(f"/commands/{key}", by="li.min"))["status"] == "done"
    names = await house.names(number)
    assert [names.count(n) for n in ("escalated", "message_received", "promise_made")] == [2, 1, 2]
    await replay(house, number)


def _iso(house: RunningHouse, hours: int) -> str:
    return (house.now() + timedelta(hours=hours)).isoformat()


async def test_a_cancelled_case_and_one_the_server_lost_are_taken_up(house: RunningHouse) -> None:
    cancelled, lost = await house.confirmed("Wed 10:00"), await house.confirmed("Wed 11:00")
    for number in (cancelled, lost):
        await house.quiet(number)
    await house.run_of(cancelled).cancel()
    await listed(house, cancelled, running=False)
    await delete(house, lost)
    details = {one.number: one.detail for one in (await reconcile(house)).findings if one.mended}
    assert details == {cancelled: "canceled", lost: "no run is known"}
    for number in (cancelled, lost):
        assert await state(house, number) == "running"


async def delete(house: RunningHouse, number: str) -> None:
    """A history is gone for good, as after a server was restored from an old copy."""
    asked = DeleteWorkflowExecutionRequest(
        namespace=house.client.namespace,
        workflow_execution=WorkflowExecution(workflow_id=workflow_id(number)),
    )
    await house.client.workflow_service.delete_workflow_execution(asked)
    await listed(house, number, running=False)
    for _ in range(400):
        try:
            await house.described(number)
        except RPCError:
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it is still there")


async def test_a_closed_case_with_a_message_to_mark_is_taken_up_and_one_without_is_not(
    house: RunningHouse,
) -> None:
    waits, rests = await house.withdrawn(), await house.withdrawn()
    await house.post(f"/cases/{waits}/messages", by="wecom", channel="wecom", text="Hello?")
    await house.eventually(waits, "message_received")
    await house.quiet(waits)
    await terminate(house, waits)
    result = await reconcile(house)
    assert [one.number for one in result.findings] == [waits]
    await house.post(f"/cases/{waits}/messages/m1/mark", verdict="thanks")
    await house.ended(waits)
    assert await state(house, rests) == "completed"


async def test_two_reconciliations_at_once_take_a_case_up_once(house: RunningHouse) -> None:
    numbers = [await house.confirmed("Wed 10:00", title=f"Noise {n}") for n in range(4)]
    for number in numbers:
        await house.quiet(number)
        await terminate(house, number)
    results = await asyncio.gather(*(by_id(house, f"reconcile-{n}") for n in range(3)))
    mended = [one.number for result in results for one in result.findings]
    assert sorted(mended) == sorted(numbers)
    for number in numbers:
        query = f'WorkflowId="{workflow_id(number)}"'
        assert (await house.client.count_workflows(query)).count == 2
    assert (await reconcile(house)).findings == ()


async def by_id(house: RunningHouse, workflow: str) -> Reconciled:
    done: Reconciled = await house.client.execute_workflow(
        RECONCILE_WORKFLOW, id=workflow, task_queue=QUEUE, result_type=Reconciled
    )
    return done


async def test_a_case_that_cannot_be_mended_is_told_and_keeps_no_other_waiting(
    house: RunningHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = await house.confirmed("Tue 10:00"), await house.confirmed("Wed 10:00")
    for number in (bad, good):
        await house.quiet(number)
        await terminate(house, number)
    take_up = ServerRuns.take_up

    async def refuse_one(self: ServerRuns, number: str, *rest: Any) -> bool:
        if number == bad:
            raise OSError("not this one")
        return await take_up(self, number, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(ServerRuns, "take_up", refuse_one)
        result = await reconcile(house)
    assert result.findings == (
        Finding(kind="unwatched", number=bad, detail="OSError"),
        Finding(kind="unwatched", number=good, detail="terminated", mended=True),
    )
    assert result.text.startswith(f"{bad} could not be taken up again")
    assert [one.mended for one in await found(house, bad)] == [True]


async def test_with_the_database_away_it_waits_and_does_no_harm(house: RunningHouse) -> None:
    number = await house.confirmed("Wed 10:00")
    await house.quiet(number)
    before = (await house.described(number)).execution.run_id
    house.database.reading_refusals = 2
    result = await reconcile(house)
    assert house.database.reading_refusals == 0
    assert result.findings == ()
    assert (await house.described(number)).execution.run_id == before


async def test_a_run_of_a_closed_case_is_told_and_not_touched(house: RunningHouse) -> None:
    number = await house.withdrawn()
    await bare_run(house, number)
    (one,) = await found(house, number)
    assert (one.kind, one.mended, one.detail) == ("lingering", False, "nothing is pending")
    assert await state(house, number) == "running"
    await terminate(house, number)


async def test_a_run_without_any_record_is_told(house: RunningHouse) -> None:
    await bare_run(house, "C-900001")
    (one,) = await found(house, "C-900001")
    assert (one.kind, one.mended) == ("unknown", False)
    await terminate(house, "C-900001")
    assert await found(house, "C-900001") == []


async def test_a_row_that_disagrees_with_its_run_is_told_with_the_names(
    house: RunningHouse,
) -> None:
    number = await house.confirmed("Wed 10:00")
    await house.quiet(number)
    async with house.database.write() as session:
        wrong = update(CaseRow).where(CaseRow.number == number)
        await session.execute(wrong.values(owner="somebody", red_line=None))
    result = await reconcile(house)
    assert result.findings == (Finding(kind="drift", number=number, detail="Owner, RedLine"),)
    assert result.text == f"{number}: Temporal and the database disagree about Owner, RedLine"
    told = await last_reconciled(house.client, datetime.now(UTC))
    assert told
    assert told.findings == result.findings
    seen = await house.get("/findings")
    assert [(one["kind"], one["number"], one["mended"]) for one in seen["items"]] == [
        ("drift", number, False)
    ]
    assert seen["items"][0]["text"] == result.text
    assert "Compare its run in Temporal UI" in seen["items"][0]["advice"]
    metrics = (await house.http.get("/metrics")).text
    assert 'followthrough_reconciled_findings{kind="drift",mended="false"} 1.0' in metrics
    assert f"followthrough_reconciled_open_runs {float(result.runs)}" in metrics
    await house.post(f"/cases/{number}/promises", subject="x", latest_by=_iso(house, 20))
    assert await found(house, number) == []


async def test_an_activity_that_fails_for_long_is_told(
    house: RunningHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(activity, "MANY_TRIES", 2)
    number = await house.confirmed("Wed 10:00")
    await house.quiet(number)
    house.database.refusals = FOR_NOW
    asking = asyncio.create_task(
        house.post(f"/cases/{number}/promises", subject="x", latest_by=_iso(house, 20))
    )
    seen: list[Finding] = []
    for _ in range(40):
        seen = await found(house, number)
        if seen:
            break
        await asyncio.sleep(0.2)
    (one,) = seen
    assert (one.kind, one.mended) == ("stuck", False)
    assert re.fullmatch(r"record, \d+ tries", one.detail)
    house.database.refusals = 0
    await asking
    await house.quiet(number)
    assert await found(house, number) == []


async def test_a_case_that_stands_still_is_told(
    house: RunningHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another event stands where the case's next one belongs (docs/decisions/0007)."""
    monkeypatch.setattr(activity, "MANY_TURNS", 2)
    number = await house.confirmed("Wed 10:00")
    await house.quiet(number)
    events = await house.happened(number)
    strange = events[-1].model_copy(update={"at": house.now()})
    await store(house.database, Record(number=number, first=len(events) + 1, events=(strange,)))
    await house.post(f"/cases/{number}/escalations", reason="wants to speak to the boss")
    kinds: set[str] = set()
    for _ in range(60):
        kinds = {one.kind for one in await found(house, number)}
        if "failing" in kinds:
            break
        await asyncio.sleep(0.2)
    assert "failing" in kinds
    await terminate(house, number)


async def test_the_schedule_is_made_once_renewed_and_stays_paused(house: RunningHouse) -> None:
    await schedule_reconcile(house.client, "old-queue")
    handle = house.client.get_schedule_handle(SCHEDULE)
    await handle.pause(note="while we move")
    await schedule_reconcile(house.client, QUEUE)
    told = (await handle.describe()).schedule
    assert told.state.paused
    assert getattr(told.action, "task_queue", "") == QUEUE
    await handle.unpause()
    await handle.trigger()
    number = await house.confirmed("Wed 10:00")
    await house.quiet(number)
    ran = await _scheduled(house)
    assert ran.looked_to
    await handle.delete()


async def _scheduled(house: RunningHouse) -> Reconciled:
    handle = house.client.get_schedule_handle(SCHEDULE)
    for _ in range(200):
        for action in (await handle.describe()).info.recent_actions:
            started: Any = action.action
            run = house.client.get_workflow_handle(started.workflow_id, result_type=Reconciled)
            done: Reconciled = await run.result()
            return done
        await asyncio.sleep(0.1)
    raise AssertionError("nothing was scheduled")


async def test_quiet_reconciliations_are_put_away_and_those_that_found_something_stay(
    house: RunningHouse,
) -> None:
    number = await house.confirmed("Wed 10:00")
    await house.quiet(number)
    await terminate(house, number)
    told, quiet = await by_id(house, "told"), await by_id(house, "quiet")
    assert (len(told.findings), quiet.findings) == (1, ())
    later = datetime.now(UTC) + 1.5 * reconciled.KEPT
    query = f'WorkflowType="{RECONCILE_WORKFLOW}" and WorkflowId IN ("told", "quiet")'
    left = ["told", "quiet"]
    for _ in range(100):
        await runs(house).put_away(later)
        left = [run.id async for run in house.client.list_workflows(query)]
        if left == ["told"]:
            break
        await asyncio.sleep(0.1)
    assert left == ["told"]


async def test_without_a_worker_nobody_pretends_to_have_looked(house: RunningHouse) -> None:
    with pytest.raises(NotReconciled, match="start one"):
        await reconcile_now(house.client, "a-queue-nobody-polls")
