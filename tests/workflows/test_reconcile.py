"""Nobody who must be carried is left lying (REQ J3): each kind of trouble, planted on a real server."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import ResetReapplyExcludeType
from temporalio.api.enums.v1.event_type_pb2 import EVENT_TYPE_WORKFLOW_TASK_COMPLETED
from temporalio.api.enums.v1.reset_pb2 import RESET_REAPPLY_EXCLUDE_TYPE_UPDATE
from temporalio.api.workflowservice.v1 import (
    DeleteWorkflowExecutionRequest,
    ResetWorkflowExecutionRequest,
)
from temporalio.service import RPCError

from activities import reconcile as activity
from api import health
from db.cases import load_case
from db.models import CaseRow
from db.reconcile import list_unstarted
from db.records import Stored, put, store
from db.session import Database
from domain.command import Actor
from domain.customer_messages.commands import CustomerSaid
from domain.decide import CORE, decide
from domain.draft import ActionRequested
from domain.escalations import Escalate
from domain.notes import AddNote
from domain.pauses import ResumeCase
from domain.promises.commands import MakePromise, NextPromise
from domain.promises.events import PromiseBroken, PromiseMade
from domain.receipt import Outcome, Receipt
from domain.record import Record, record_of
from domain.taking_up import CaseTakenUp
from messages.findings import Finding, Reconciled
from products import RunningProduct, running_product
from replays import replay
from workflows import reconciled
from workflows.client import Done, Refused, Unreachable
from workflows.contract import CASE_WORKFLOW, SHELL, CaseStart, case_number, workflow_id
from workflows.open_cases import OPEN
from workflows.reconciled import (
    RECONCILE_WORKFLOW,
    SCHEDULE,
    NotReconciled,
    _is_scheduled,
    clock_ahead,
    kept_scheduled,
    last_reconciled,
    reconcile_now,
    schedule_reconcile,
)
from workflows.runs import ServerRuns

pytestmark = pytest.mark.real
QUEUE = "cases"


@pytest.fixture(scope="module")
async def product(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningProduct]:
    """One real server for all of these; each test asks about its own cases."""
    async with running_product(tmp_path_factory.mktemp("real"), real=True) as opened:
        yield opened


@pytest.fixture(autouse=True)
async def impatient(
    product: RunningProduct, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[None]:
    """Nothing here is given the minute that a busy production gets. A test that fails leaves the next one
    an installation in order."""
    monkeypatch.setattr(activity, "SLOW", timedelta(0))
    monkeypatch.setattr(reconciled, "PAUSE", timedelta(seconds=1))
    yield
    product.database.refusals = product.database.reading_refusals = 0
    if product._worker is None:
        await product.start_worker()


FOR_NOW = 1_000
"""Refusals of the database: until it is told otherwise."""


async def reconcile(product: RunningProduct) -> Reconciled:
    async with asyncio.timeout(60):
        return await reconcile_now(product.client, QUEUE)


async def found(product: RunningProduct, number: str) -> list[Finding]:
    """What a reconciliation finds about one case."""
    return [one for one in (await reconcile(product)).findings if one.number == number]


def runs(product: RunningProduct) -> ServerRuns:
    return ServerRuns(product.client, QUEUE)


async def listed(product: RunningProduct, number: str, *, running: bool) -> None:
    """Wait until the server's lists say so."""
    for _ in range(200):
        seen = [case_number(r.id) async for r in product.client.list_workflows(OPEN)]
        if (number in seen) is running:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{number} never came to be listed as running={running}")


async def state(product: RunningProduct, number: str) -> str:
    seen = await runs(product).see(number)
    assert seen
    return seen.state


async def waits_for_its_record(product: RunningProduct, number: str) -> list[int]:
    """The kinds of a history's events, once the run does nothing but try its first record again.

    A turn that a busy machine loses is given out again after ten seconds, and by then nothing has been
    asked for: so it is waited for the second try of the record, far longer than that.
    """
    seen = None
    for _ in range(600):  # × 100 ms
        seen = await runs(product).see(number)
        if seen and seen.tries.get("record", 0) > 1 and not seen.turns:
            return await product.event_kinds(number)
        await asyncio.sleep(0.1)
    raise AssertionError(f"{number} asked for no record in a minute: {seen}")


async def settled(product: RunningProduct, key: str, by: str) -> None:
    """Wait until it is known what became of a command."""
    for _ in range(600):
        if (await product.get(f"/commands/{key}", by=by))["status"] == "done":
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{key} is never decided")


async def terminate(product: RunningProduct, number: str) -> str:
    """End a run as somebody does in Temporal UI; its id."""
    run = await product.described(number)
    await product.run_of(number).terminate(reason="a slip of the hand")
    await listed(product, number, running=False)
    return str(run.execution.run_id)


def words_of(product: RunningProduct, number: str) -> CustomerSaid:
    """A message of the customer's."""
    return CustomerSaid(
        actor=Actor(handle="wecom"),
        received_at=product.now(),
        key=f"{number}.said",
        digest="d",
        channel="wecom",
        occurred_at=product.now(),
        text="t1",
    )


async def ended_as(product: RunningProduct, number: str, wanted: str) -> None:
    for _ in range(200):
        if await state(product, number) == wanted:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"{number} never {wanted}")


async def bare_run(product: RunningProduct, number: str) -> None:
    """A run that was never told what it is for."""
    await product.client.start_workflow(
        CASE_WORKFLOW, CaseStart(number=number, core=CORE), id=workflow_id(number), task_queue=QUEUE
    )
    await listed(product, number, running=True)


async def lost_opening(product: RunningProduct, monkeypatch: pytest.MonkeyPatch, key: str) -> str:
    """A case asked for while Temporal was away: claimed in the database, started nowhere."""

    async def away(*_: object) -> None:
        raise Unreachable("the server is away")

    with monkeypatch.context() as patch:
        patch.setattr(product.cases, "open", away)
        answer = await product.ask("POST", "/cases", BODY, key=key)
    assert answer.status_code == 503
    unstarted = await list_unstarted(product.database, created_before=datetime.now(UTC))
    return unstarted[-1]


BODY = {"customer": {"name": "Ms Sun"}, "title": "Noise", "channel": "phone"}


async def test_an_installation_in_order_gives_nothing_to_mend_twice(
    product: RunningProduct,
) -> None:
    await product.opened()
    await product.triaged()
    numbers = [await product.confirmed("Wed 10:00", title=f"Noise {n}") for n in range(3)]
    await product.post(
        f"/cases/{numbers[0]}/pause",
        reason="waiting_on_customer",
        channel="phone",
        until=product.now() + timedelta(hours=2),
    )
    await product.post(f"/cases/{numbers[1]}/escalations", reason="wants to speak to the boss")
    closed = await product.withdrawn()
    await product.post(f"/cases/{closed}/messages", by="wecom", channel="wecom", text="Hello?")
    await product.eventually(closed, "message_received")
    for number in product.numbers:
        await product.quiet(number)
    for _ in range(2):
        result = await reconcile(product)
        assert (result.text, result.findings, result.runs) == ("nothing to mend", (), 6)
    run = product.client.get_workflow_handle(reconciled.BY_HAND)
    assert len([event async for event in run.fetch_history_events()]) < 20


async def test_an_opening_that_got_lost_is_started_under_its_own_key(
    product: RunningProduct, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflows.case_clock.GRACE", timedelta(seconds=1))
    number = await lost_opening(product, monkeypatch, "lost")
    result = await reconcile(product)
    assert result.findings == (Finding(kind="lost_opening", number=number, mended=True),)
    assert result.text == f"{number} started: its opening had got lost on the way"
    await product.eventually(number, "case_opened")
    await product.quiet(number)
    again = await product.ask("POST", "/cases", BODY, key="lost")
    assert (again.status_code, again.json()["number"]) == (201, number)
    assert (await product.names(number)).count("case_opened") == 1
    assert await found(product, number) == []
    await replay(product, number)


async def test_a_run_that_never_heard_of_its_opening_is_told_once(
    product: RunningProduct, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The start was durable, the update in the same request was not (its server died)."""
    number = await lost_opening(product, monkeypatch, "deaf")
    await bare_run(product, number)
    (one,) = await found(product, number)
    assert one.mended
    assert (await product.eventually(number, "case_opened")).count("case_opened") == 1


@pytest.mark.trial("A57")
async def test_an_opening_that_only_waits_is_left_alone(
    product: RunningProduct, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await lost_opening(product, monkeypatch, "slow")
    product.database.refusals = FOR_NOW
    await found(product, number)
    before = await waits_for_its_record(product, number)
    run = (await product.described(number)).execution.run_id
    assert await found(product, number) == []
    assert await product.event_kinds(number) == before
    assert (await product.described(number)).execution.run_id == run
    product.database.refusals = 0
    await product.eventually(number, "case_opened")


async def test_an_opening_whose_run_was_ended_before_its_first_record_is_started_again(
    product: RunningProduct,
) -> None:
    await product.stop_worker()
    answer = await product.ask("POST", "/cases", BODY, key="ended")
    number = answer.json()["number"]
    assert answer.status_code == 202
    await terminate(product, number)
    await product.start_worker()
    (one,) = await found(product, number)
    assert (one.kind, one.mended) == ("lost_opening", True)
    assert (await product.eventually(number, "case_opened")).count("case_opened") == 1


async def test_a_terminated_case_is_taken_up_again_and_its_promise_is_guarded(
    product: RunningProduct,
) -> None:
    number = await product.triaged()
    due = product.now() + timedelta(seconds=8)
    await product.post(f"/cases/{number}/confirm", **product.notice(due))
    await product.quiet(number)
    before = await product.get(f"/cases/{number}")
    ended = await terminate(product, number)

    (one,) = await found(product, number)
    assert one == Finding(kind="unwatched", number=number, detail="terminated", mended=True)
    run = await product.described(number)
    assert run.execution.run_id != ended
    assert (await runs(product).earlier(number, run.execution.run_id)).shift == product.shift
    await product.quiet(number)
    after = await product.get(f"/cases/{number}")
    assert after | {"version": before["version"]} == before  # one event more, and who is told of it
    assert product.now() < due, "too slow to tell anything"

    names = await product.eventually(number, "promise_broken")
    (broken,) = [v for v in await product.happened(number) if isinstance(v, PromiseBroken)]
    assert (broken.promise, broken.unseen_since) == ("p1", None)
    assert abs(broken.at - due) < timedelta(seconds=3)
    assert names.count("promise_broken") == 1
    assert await found(product, number) == []
    await replay(product, number)


async def test_what_fell_due_while_nobody_carried_the_case_is_marked(
    product: RunningProduct, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("domain.engine.LATE", timedelta(seconds=0.2))
    monkeypatch.setattr("workflows.case_clock.GRACE", timedelta(seconds=1))
    number = await product.triaged()
    due = product.now() + timedelta(seconds=2)
    await product.post(f"/cases/{number}/confirm", **product.notice(due))
    await product.quiet(number)
    await terminate(product, number)
    await asyncio.sleep(max(0.0, (due - product.now()).total_seconds()) + 0.5)
    await reconcile(product)
    await product.eventually(number, "promise_broken")
    (broken,) = [v for v in await product.happened(number) if isinstance(v, PromiseBroken)]
    assert broken.unseen_since  # since the reminder, which nobody saw either
    assert due - timedelta(seconds=2) <= broken.unseen_since <= due
    await replay(product, number)


async def test_what_the_ended_run_was_told_and_had_not_decided_is_not_lost(
    product: RunningProduct,
) -> None:
    number = await product.confirmed("Wed 10:00")
    await product.post(f"/cases/{number}/escalations", key="decided", reason="has been heard")
    await product.eventually(number, "escalated")
    await product.quiet(number)
    await product.stop_worker()
    for key, path, body in (
        ("boss", "escalations", {"reason": "wants to speak to the boss"}),
        ("said", "messages", {"channel": "wechat", "text": "Where are you?"}),
        ("test", "promises", {"subject": "noise test", "latest_by": _iso(product, 20)}),
    ):
        answer = await product.ask("POST", f"/cases/{number}/{path}", body, key=key)
        assert answer.status_code == 202, answer.text
    await terminate(product, number)
    await product.start_worker()
    await reconcile(product)
    await product.eventually(number, "promise_made")
    await product.eventually(number, "message_received")
    await product.quiet(number)
    for key in ("decided", "boss", "said", "test"):
        assert (await product.get(f"/commands/{key}", by="li.min"))["status"] == "done"
    names = await product.names(number)
    assert [names.count(n) for n in ("escalated", "message_received", "promise_made")] == [2, 1, 2]
    await replay(product, number)


@pytest.mark.trial("R1")
async def test_nothing_is_told_that_is_not_recorded_and_no_notice_is_swallowed(
    product: RunningProduct, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two records, and the run is ended between them: what the second one asked for had no number yet."""
    number = await product.confirmed("Wed 10:00")
    await product.quiet(number)

    async def but_not_the_escalation(database: Database, record: Record) -> Stored:
        if any(event.name == "escalated" for event in record.events):
            raise OSError("away again")
        return await put(database, record)

    with monkeypatch.context() as patch:
        product.database.refusals = FOR_NOW
        asking = asyncio.create_task(
            product.post(f"/cases/{number}/promises", subject="x", latest_by=_iso(product, 20))
        )
        await waits_to_be_recorded(product, number)
        boss = Escalate(
            actor=Actor(handle="li.min"),
            received_at=product.now(),
            key="unrecorded",
            reason="the boss",
        )
        await product.cases.signal(number, boss)
        patch.setattr("activities.records.put", but_not_the_escalation)
        product.database.refusals = 0
        await asking
        await asyncio.sleep(0.5)
        assert "escalated" not in await product.names(number)
        await terminate(product, number)
    await reconcile(product)
    await product.eventually(number, "escalated")
    await product.quiet(number)
    asked = {
        f"{number}:{event.action.id}": event.action.about
        for event in await product.happened(number)
        if isinstance(event, ActionRequested)
    }
    told = {
        item["id"]: item["about"]
        for person in ("li.min", "chen.jie", "wang.fang")
        for item in await product.items("/inbox", by=person, limit=200)
        if item["number"] == number
    }
    assert told == {name: about for name, about in asked.items() if name in told}
    assert set(told) == set(asked)
    await replay(product, number)


async def waits_to_be_recorded(product: RunningProduct, number: str) -> None:
    """Wait until the run has something that the database has not taken yet."""
    for _ in range(200):
        if not (await product.idle(number)).idle:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{number} never decided it")


@pytest.mark.trial("R5")
async def test_what_the_ended_run_refused_and_had_not_recorded_stays_refused(
    product: RunningProduct,
) -> None:
    number = await product.confirmed("Wed 10:00")
    await product.quiet(number)
    product.database.refusals = FOR_NOW
    resume = ResumeCase(
        actor=Actor(handle="li.min"), received_at=product.now(), key="no", digest="d"
    )
    first = await product.cases.submit(number, resume)
    assert isinstance(first, Refused)
    await terminate(product, number)
    product.database.refusals = 0
    await reconcile(product)
    await product.post(
        f"/cases/{number}/pause",
        reason="waiting_on_customer",
        channel="phone",
        until=product.now() + timedelta(hours=2),
    )
    again = await product.cases.submit(number, resume)
    assert isinstance(again, Refused)
    assert again.problem.code == first.problem.code
    await product.run_of(number).signal("deliver", resume)
    await product.quiet(number)
    assert "case_resumed" not in await product.names(number)
    assert (await product.get("/commands/no", by="li.min"))["status"] == "refused"
    await replay(product, number)


@pytest.mark.trial("R5")
async def test_what_was_answered_and_not_recorded_is_recorded_as_it_was_decided(
    product: RunningProduct,
) -> None:
    """The first of them is in the record on its way, the others and a customer's word between them stand in the
    answers: whoever takes the case up records just that, and does nothing anew."""
    number = await product.confirmed("Wed 10:00")
    await product.quiet(number)
    product.database.refusals = FOR_NOW

    def promise(n: int) -> MakePromise:
        latest_by = product.now() + timedelta(hours=20 + n)
        return MakePromise(
            actor=Actor(handle="li.min"),
            received_at=product.now(),
            key=f"{number} promised {n}",
            digest="d",
            promise=NextPromise(subject=f"noise test {n}", latest_by=latest_by),
        )

    promises = [promise(n) for n in range(4)]
    told = [await product.cases.submit(number, each) for each in promises[:2]]
    await product.cases.signal(number, words_of(product, number))
    told += [await product.cases.submit(number, each) for each in promises[2:]]
    assert all(isinstance(each, Done) for each in told)
    await terminate(product, number)
    product.database.refusals = 0
    assert "noise test 0" not in [p["subject"] for p in await subjects(product, number)]
    await reconcile(product)
    await product.eventually(number, "case_taken_up")
    await product.quiet(number)
    assert [await product.cases.submit(number, each) for each in promises] == told
    made = [p["subject"] for p in await subjects(product, number)]
    assert made[-4:] == [f"noise test {n}" for n in range(4)]
    for each, name in zip(told, ("p2", "p3", "p4", "p5"), strict=True):
        assert isinstance(each, Done)
        assert each.receipt.made("promises") == (name,)
        happened = await product.names(number)
        assert happened[each.receipt.version - 1] == each.receipt.events[-1]
    assert (await product.names(number)).count("message_received") == 1
    await replay(product, number)


async def subjects(product: RunningProduct, number: str) -> list[dict[str, Any]]:
    case: dict[str, Any] = await product.get(f"/cases/{number}")
    found: list[dict[str, Any]] = case["promises"]
    return found


@pytest.mark.trial("R5")
async def test_a_first_answer_given_before_its_record_is_given_again(
    product: RunningProduct,
) -> None:
    """Answers may go before their record: the run after is told of them, does the command again under its key,
    and who asks again gets what they were told at first."""
    number = await product.confirmed("Wed 10:00")
    await product.quiet(number)
    promise = MakePromise(
        actor=Actor(handle="li.min"),
        received_at=product.now(),
        key="answered",
        digest="d",
        promise=NextPromise(subject="noise test", latest_by=product.now() + timedelta(hours=20)),
    )
    given = {"number": number, "version": 999, "stage": "diagnose", "promises": ("p2",)}
    told = Receipt.model_validate(given)
    await terminate(product, number)
    start = CaseStart(
        number=number,
        core=CORE,
        shell=SHELL,
        shift=product.shift,
        reload=True,
        undecided=(promise,),
        answered=(Outcome.of(promise, receipt=told),),
    )
    await product.client.start_workflow(
        CASE_WORKFLOW, start, id=workflow_id(number), task_queue=QUEUE
    )
    await product.eventually(number, "promise_made")
    await product.quiet(number)
    assert await product.cases.submit(number, promise) == Done(told)
    promises = (await product.get(f"/cases/{number}"))["promises"]
    assert [p["subject"] for p in promises].count("noise test") == 1
    await replay(product, number)


@pytest.mark.trial("R5")
async def test_what_an_ended_run_had_heard_is_not_lost_to_whoever_is_faster(
    product: RunningProduct,
) -> None:
    """The customer's next message takes the case up before the reconciliation does, and that run is ended too,
    before it has decided anything."""
    number = await product.confirmed("Wed 10:00")
    await product.quiet(number)
    await product.stop_worker()
    path = f"/cases/{number}/messages"
    for n in range(3):
        text = {"channel": "wecom", "text": f"word {n}"}
        answer = await product.ask("POST", path, text, by="wecom", key=f"{number}.{n}")
        assert answer.status_code == 202
        if n < 2:
            await listed(product, number, running=True)
            await terminate(product, number)
            await listed(product, number, running=False)
    await product.start_worker()
    for n in range(3):
        await settled(product, f"{number}.{n}", by="wecom")
    await product.quiet(number)
    heard = [
        next(iter(m["words"].values())) for m in (await product.get(f"/cases/{number}"))["messages"]
    ]
    assert heard == ["word 0", "word 1", "word 2"]
    assert (await product.names(number)).count("case_taken_up") == 1
    await replay(product, number)


@pytest.mark.trial("R1")
async def test_a_run_that_is_overtaken_by_the_record_of_an_ended_one_loads_anew(
    product: RunningProduct,
) -> None:
    """The worker that carried it was frozen while it wrote, somebody ended the run, another worker took the case up, and
    then the first one went on."""
    number = await product.confirmed("Wed 10:00")
    await product.quiet(number)
    before = await load_case(product.database, number)
    assert before
    await terminate(product, number)
    await listed(product, number, running=False)
    product.database.refusals = FOR_NOW
    await product.cases.signal(number, words_of(product, number))
    await waits_for_its_record(product, number)

    note = AddNote(actor=Actor(handle="li.min"), received_at=product.now(), text="t1")
    late = decide(before, note, product.now())
    product.database.refusals = 0
    await store(product.database, record_of(before, late.case, late.events, ()))

    await ended_as(product, number, "failed")
    await reconcile(product)
    await product.eventually(number, "message_received")
    await product.quiet(number)
    names = await product.names(number)
    assert (names.count("note_added"), names.count("message_received")) == (1, 1)
    (taken_up,) = [v for v in await product.happened(number) if isinstance(v, CaseTakenUp)]
    assert taken_up.ended.ending == "terminated"


async def reset(
    product: RunningProduct,
    number: str,
    turn: int,
    *leave_out: ResetReapplyExcludeType.ValueType,
    run: WorkflowExecution | None = None,
) -> None:
    """Start over from one of its turns, as somebody does in Temporal UI; -1 is the last."""
    run = run or (await product.described(number)).execution
    history = product.client.get_workflow_handle(
        run.workflow_id, run_id=run.run_id
    ).fetch_history_events()
    turns = [
        e.event_id async for e in history if e.event_type == EVENT_TYPE_WORKFLOW_TASK_COMPLETED
    ]
    await product.client.workflow_service.reset_workflow_execution(
        ResetWorkflowExecutionRequest(
            namespace=product.client.namespace,
            workflow_execution=run,
            reason="to see whether it helps",
            workflow_task_finish_event_id=turns[turn],
            request_id=f"{number}.{turn}",
            reset_reapply_exclude_types=leave_out,
        )
    )


@pytest.mark.parametrize("turn", [0, -3, -1])
async def test_a_run_that_somebody_resets_loads_what_was_recorded_and_goes_on(
    product: RunningProduct, turn: int
) -> None:
    """What it did once it doesn't do again, and what is owed is watched again."""
    number = await product.confirmed("Wed 10:00")
    path = f"/cases/{number}/messages"
    said = {"channel": "wecom", "text": "hello?"}
    await product.ask("POST", path, said, by="wecom", key=f"{number}.said")
    await product.quiet(number)
    before = await product.names(number)
    await reset(product, number, turn)

    for _ in range(20):
        await reconcile(product)
        if "case_taken_up" in await product.names(number):
            break
    await product.quiet(number)
    after = await product.names(number)
    assert after[: len(before)] == before
    assert set(after[len(before) :]) <= {"case_taken_up", "action_requested", "action_done"}
    waits = (await product.get(f"/cases/{number}/deadlines"))["items"]
    assert {"response", "promise"} <= {due["kind"] for due in waits}
    await replay(product, number)


async def test_a_run_set_back_in_the_place_of_a_later_one_forgets_nothing(
    product: RunningProduct,
) -> None:
    """It knows nothing of what the later run promised, and would watch over none of it."""
    number = await product.confirmed("Wed 10:00")
    await product.quiet(number)
    first = (await product.described(number)).execution
    await terminate(product, number)
    await listed(product, number, running=False)
    await reconcile(product)
    await product.eventually(number, "case_taken_up")
    tomorrow = (product.now() + timedelta(days=1)).isoformat()
    await product.post(f"/cases/{number}/promises", subject="noise test", latest_by=tomorrow)
    await product.quiet(number)
    await reset(product, number, -1, run=first)
    for _ in range(20):
        await reconcile(product)
        if (await product.names(number)).count("case_taken_up") == 2:
            break
    await product.quiet(number)
    known = await product.idle(number)
    assert known.version >= len(await product.names(number))
    waits = (await product.get(f"/cases/{number}/deadlines"))["items"]
    assert "noise test" in [due["subject"] for due in waits]


async def test_a_run_set_back_without_what_it_was_asked_since_loses_no_answer(
    product: RunningProduct,
) -> None:
    """What it had answered stood in its history alone: no record could be written, and the reset left the updates out."""
    number = await product.confirmed("Wed 10:00")
    await product.quiet(number)
    product.database.refusals = FOR_NOW
    promise = {"latest_by": (product.now() + timedelta(days=1)).isoformat()}
    for n in range(3):
        answer = await product.ask(
            "POST", f"/cases/{number}/promises", promise | {"subject": f"test {n}"}
        )
        assert answer.status_code == 200, answer.text
    await reset(product, number, -1, RESET_REAPPLY_EXCLUDE_TYPE_UPDATE)
    product.database.refusals = 0
    for _ in range(20):
        await reconcile(product)
        if "case_taken_up" in await product.names(number):
            break
    await product.quiet(number)
    happened = await product.happened(number)
    made = [v.promise.subject for v in happened if isinstance(v, PromiseMade)]
    assert [subject for subject in made if subject] == ["test 0", "test 1", "test 2"]
    (taken_up,) = [v for v in happened if isinstance(v, CaseTakenUp)]
    assert "set the run back" in taken_up.ended.reason


@pytest.mark.trial("R5")
async def test_a_refusal_that_nobody_waited_for_is_told_by_the_next_run(
    product: RunningProduct,
) -> None:
    """The client's update was refused and its answer got lost, so it sent the command once more as a signal; then the run
    was ended."""
    number = await product.confirmed("Wed 10:00")
    await product.quiet(number)
    product.database.refusals = FOR_NOW
    resume = ResumeCase(
        actor=Actor(handle="li.min"), received_at=product.now(), key=f"{number}.no", digest="d"
    )
    assert isinstance(await product.cases.submit(number, resume), Refused)
    await product.stop_worker()
    await product.run_of(number).signal("deliver", resume)
    await terminate(product, number)
    product.database.refusals = 0
    await product.start_worker()
    await reconcile(product)
    await product.eventually(number, "command_refused")
    await product.quiet(number)
    assert (await product.names(number)).count("command_refused") == 1
    await replay(product, number)


@pytest.mark.trial("A49")
async def test_the_lead_hears_of_a_run_that_somebody_ended_and_why(
    product: RunningProduct,
) -> None:
    number = await product.confirmed("Wed 10:00", language="zh-CN")
    await product.quiet(number)
    await terminate(product, number)
    await reconcile(product)
    await product.eventually(number, "case_taken_up")
    await product.quiet(number)
    (event,) = [v for v in await product.happened(number) if isinstance(v, CaseTakenUp)]
    assert (event.ended.ending, event.ended.reason) == ("terminated", "a slip of the hand")
    timeline = await product.items(f"/cases/{number}/timeline")
    assert any("a slip of the hand" in str(entry) for entry in timeline)
    for person in ("chen.jie", "li.min"):
        told = [n for n in await product.items("/inbox", by=person) if n["number"] == number]
        (notice,) = [n for n in told if n["about"] == "case_taken_up"]
        assert "a slip of the hand" in notice["body"]
    loaded = (await product.summaries(number, "activity_task_scheduled"))[0]
    assert loaded == f"按数据库中的记录接续个案 {number}"
    await replay(product, number)


def _iso(product: RunningProduct, hours: int) -> str:
    return (product.now() + timedelta(hours=hours)).isoformat()


async def test_a_cancelled_case_and_one_the_server_lost_are_taken_up(
    product: RunningProduct,
) -> None:
    cancelled, lost = await product.confirmed("Wed 10:00"), await product.confirmed("Wed 11:00")
    for number in (cancelled, lost):
        await product.quiet(number)
    await product.run_of(cancelled).cancel()
    await listed(product, cancelled, running=False)
    await delete(product, lost)
    details = {one.number: one.detail for one in (await reconcile(product)).findings if one.mended}
    assert details == {cancelled: "canceled", lost: "no run is known"}
    for number in (cancelled, lost):
        assert await state(product, number) == "running"
        await product.eventually(number, "case_taken_up")
        (event,) = [v for v in await product.happened(number) if isinstance(v, CaseTakenUp)]
        assert event.ended.ending == ("lost" if number == lost else "canceled")
        asked = [v for v in await product.happened(number) if isinstance(v, ActionRequested)]
        heard = [v.action.to for v in asked if v.action.about == "case_taken_up"]
        assert heard == ["chen.jie", "li.min"]


@pytest.mark.trial("A49")
async def test_a_history_that_is_gone_is_told_whoever_starts_the_next_run(
    product: RunningProduct,
) -> None:
    number = await product.confirmed("Wed 12:00")
    await product.quiet(number)
    await delete(product, number)
    await product.cases.signal(number, words_of(product, number))
    await product.eventually(number, "case_taken_up")
    (event,) = [v for v in await product.happened(number) if isinstance(v, CaseTakenUp)]
    assert event.ended.ending == "lost"


async def delete(product: RunningProduct, number: str) -> None:
    """A history is gone for good, as after a server was restored from an old copy."""
    asked = DeleteWorkflowExecutionRequest(
        namespace=product.client.namespace,
        workflow_execution=WorkflowExecution(workflow_id=workflow_id(number)),
    )
    await product.client.workflow_service.delete_workflow_execution(asked)
    await listed(product, number, running=False)
    for _ in range(400):
        try:
            await product.described(number)
        except RPCError:
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it is still there")


async def test_a_closed_case_with_a_message_to_mark_is_taken_up_and_one_without_is_not(
    product: RunningProduct,
) -> None:
    waits, rests = await product.withdrawn(), await product.withdrawn()
    await product.post(f"/cases/{waits}/messages", by="wecom", channel="wecom", text="Hello?")
    await product.eventually(waits, "message_received")
    await product.quiet(waits)
    await terminate(product, waits)
    result = await reconcile(product)
    assert [one.number for one in result.findings] == [waits]
    await product.post(f"/cases/{waits}/messages/m1/mark", verdict="thanks")
    await product.ended(waits)
    assert await state(product, rests) == "completed"


async def test_two_reconciliations_at_once_take_a_case_up_once(product: RunningProduct) -> None:
    numbers = [await product.confirmed("Wed 10:00", title=f"Noise {n}") for n in range(4)]
    for number in numbers:
        await product.quiet(number)
        await terminate(product, number)
    results = await asyncio.gather(*(by_id(product, f"reconcile-{n}") for n in range(3)))
    mended = [one.number for result in results for one in result.findings]
    assert sorted(mended) == sorted(numbers)
    for number in numbers:
        query = f'WorkflowId="{workflow_id(number)}"'
        assert (await product.client.count_workflows(query)).count == 2
    assert (await reconcile(product)).findings == ()


async def by_id(product: RunningProduct, workflow: str) -> Reconciled:
    done: Reconciled = await product.client.execute_workflow(
        RECONCILE_WORKFLOW, id=workflow, task_queue=QUEUE, result_type=Reconciled
    )
    return done


async def test_a_case_that_cannot_be_mended_is_told_and_keeps_no_other_waiting(
    product: RunningProduct, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = await product.confirmed("Tue 10:00"), await product.confirmed("Wed 10:00")
    for number in (bad, good):
        await product.quiet(number)
        await terminate(product, number)
    take_up = ServerRuns.take_up

    async def refuse_one(self: ServerRuns, number: str, *rest: Any) -> bool:
        if number == bad:
            raise OSError("not this one")
        return await take_up(self, number, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(ServerRuns, "take_up", refuse_one)
        result = await reconcile(product)
    assert result.findings == (
        Finding(kind="unwatched", number=bad, detail="OSError"),
        Finding(kind="unwatched", number=good, detail="terminated", mended=True),
    )
    assert result.text.startswith(f"{bad} could not be taken up again")
    assert [one.mended for one in await found(product, bad)] == [True]


async def test_with_the_database_away_it_waits_and_does_no_harm(product: RunningProduct) -> None:
    number = await product.confirmed("Wed 10:00")
    await product.quiet(number)
    before = (await product.described(number)).execution.run_id
    product.database.reading_refusals = 2
    result = await reconcile(product)
    assert product.database.reading_refusals == 0
    assert result.findings == ()
    assert (await product.described(number)).execution.run_id == before


async def test_a_run_of_a_closed_case_is_told_and_not_touched(product: RunningProduct) -> None:
    number = await product.withdrawn()
    await bare_run(product, number)
    (one,) = await found(product, number)
    assert (one.kind, one.mended, one.detail) == ("lingering", False, "nothing is pending")
    assert await state(product, number) == "running"
    await terminate(product, number)


async def test_a_run_without_any_record_is_told(product: RunningProduct) -> None:
    await bare_run(product, "C-900001")
    (one,) = await found(product, "C-900001")
    assert (one.kind, one.mended) == ("unknown", False)
    await terminate(product, "C-900001")
    assert await found(product, "C-900001") == []


async def test_a_row_that_disagrees_with_its_run_is_told_with_the_names(
    product: RunningProduct,
) -> None:
    number = await product.confirmed("Wed 10:00")
    await product.quiet(number)
    async with product.database.write() as session:
        wrong = update(CaseRow).where(CaseRow.number == number)
        await session.execute(wrong.values(owner="somebody", red_line=None))
    result = await reconcile(product)
    assert result.findings == (Finding(kind="drift", number=number, detail="Owner, RedLine"),)
    assert result.text == f"{number}: Temporal and the database disagree about Owner, RedLine"
    await listed_last(product, result)
    seen = await product.get("/findings")
    assert [(one["kind"], one["number"], one["mended"]) for one in seen["items"]] == [
        ("drift", number, False)
    ]
    assert seen["items"][0]["text"] == result.text
    assert "Compare its run in Temporal UI" in seen["items"][0]["advice"]
    metrics = (await product.http.get("/metrics")).text
    assert 'followthrough_reconciled_findings{kind="drift",mended="false"} 1.0' in metrics
    assert f"followthrough_reconciled_open_runs {float(result.runs)}" in metrics
    await product.post(f"/cases/{number}/promises", subject="x", latest_by=_iso(product, 20))
    assert await found(product, number) == []


async def listed_last(product: RunningProduct, result: Reconciled) -> None:
    """The server's lists tell of a run a moment after it has ended."""
    for _ in range(200):
        if await last_reconciled(product.client, datetime.now(UTC)) == result:
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it was never listed")


async def test_an_activity_that_fails_for_long_is_told(
    product: RunningProduct, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(activity, "MANY_TRIES", 2)
    number = await product.confirmed("Wed 10:00")
    await product.quiet(number)
    product.database.refusals = FOR_NOW
    asking = asyncio.create_task(
        product.post(f"/cases/{number}/promises", subject="x", latest_by=_iso(product, 20))
    )
    seen: list[Finding] = []
    for _ in range(40):
        seen = await found(product, number)
        if seen:
            break
        await asyncio.sleep(0.2)
    (one,) = seen
    assert (one.kind, one.mended) == ("stuck", False)
    assert re.fullmatch(r"record, \d+ tries", one.detail)
    product.database.refusals = 0
    await asking
    await product.quiet(number)
    assert await found(product, number) == []


async def test_a_case_that_stands_still_is_told(
    product: RunningProduct, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another event stands where the case's next one belongs, and again where its successor's does
    (docs/decisions/0007)."""
    monkeypatch.setattr(activity, "MANY_TURNS", 2)
    number = await product.confirmed("Wed 10:00")
    await product.quiet(number)
    last = (await product.happened(number))[-1]

    async def strange_event(first: int) -> None:
        strange = last.model_copy(update={"at": product.now()})
        await store(product.database, Record(number=number, first=first, events=(strange,)))

    stored = len(await product.happened(number))
    await strange_event(stored + 1)
    await product.post(f"/cases/{number}/escalations", reason="wants to speak to the boss")
    await ended_as(product, number, "failed")
    product.database.refusals = FOR_NOW
    await product.cases.signal(number, words_of(product, number))
    await waits_for_its_record(product, number)
    product.database.refusals = 0
    await strange_event(stored + 2)
    kinds: set[str] = set()
    for _ in range(60):
        kinds = {one.kind for one in await found(product, number)}
        if "failing" in kinds:
            break
        await asyncio.sleep(0.2)
    assert "failing" in kinds
    await terminate(product, number)


async def test_the_schedule_is_made_once_renewed_and_stays_paused(product: RunningProduct) -> None:
    await schedule_reconcile(product.client, "old-queue")
    handle = product.client.get_schedule_handle(SCHEDULE)
    await handle.pause(note="while we move")
    await schedule_reconcile(product.client, QUEUE)
    schedule = (await handle.describe()).schedule
    assert schedule.state.paused
    assert getattr(schedule.action, "task_queue", "") == QUEUE
    number = await product.confirmed("Wed 10:00")
    await product.quiet(number)
    await listed(product, number, running=True)
    await handle.unpause()
    await handle.trigger()
    ran = await _scheduled(product)
    assert ran.looked_to
    await handle.delete()


async def test_a_schedule_that_somebody_deleted_is_made_again_while_a_worker_runs(
    product: RunningProduct,
) -> None:
    handle = product.client.get_schedule_handle(SCHEDULE)
    async with kept_scheduled(product.client, QUEUE, every=timedelta(milliseconds=50)):
        for _ in range(2):
            await _is_there(product)
            await handle.delete()
        await _is_there(product)
        await handle.pause(note="while we move")
        await asyncio.sleep(0.3)
        assert (await handle.describe()).schedule.state.paused
    await handle.delete()


async def _is_there(product: RunningProduct) -> None:
    for _ in range(200):
        if await _is_scheduled(product.client):
            return
        await asyncio.sleep(0.05)
    raise AssertionError("nobody made it again")


@pytest.mark.trial("A31")
async def test_a_clock_that_is_far_from_temporals_is_not_ready(product: RunningProduct) -> None:
    await schedule_reconcile(product.client, QUEUE)
    deps = product.app.state.dependencies
    real = replace(deps, now=lambda: datetime.now(UTC))
    assert (await health.checks(real))["clock"] == "ok"
    for wrong, said in ((timedelta(days=1), "ahead of"), (timedelta(minutes=-20), "behind")):
        off = replace(deps, now=lambda wrong=wrong: datetime.now(UTC) + wrong)
        assert said in (await health.checks(off))["clock"]
        ahead = await clock_ahead(product.client, off.now())
        assert abs(ahead - wrong) <= reconciled.EVERY
    await product.client.get_schedule_handle(SCHEDULE).delete()


async def _scheduled(product: RunningProduct) -> Reconciled:
    handle = product.client.get_schedule_handle(SCHEDULE)
    for _ in range(200):
        for action in (await handle.describe()).info.recent_actions:
            started: Any = action.action
            run = product.client.get_workflow_handle(started.workflow_id, result_type=Reconciled)
            done: Reconciled = await run.result()
            return done
        await asyncio.sleep(0.1)
    raise AssertionError("nothing was scheduled")


async def test_quiet_reconciliations_are_put_away_and_those_that_found_something_stay(
    product: RunningProduct,
) -> None:
    number = await product.confirmed("Wed 10:00")
    await product.quiet(number)
    await terminate(product, number)
    found_one, quiet = await by_id(product, "finds"), await by_id(product, "quiet")
    assert (len(found_one.findings), quiet.findings) == (1, ())
    later = datetime.now(UTC) + 1.5 * reconciled.KEPT
    query = f'WorkflowType="{RECONCILE_WORKFLOW}" and WorkflowId IN ("finds", "quiet")'
    left = ["finds", "quiet"]
    for _ in range(100):
        await runs(product).put_away(later)
        left = [run.id async for run in product.client.list_workflows(query)]
        if left == ["finds"]:
            break
        await asyncio.sleep(0.1)
    assert left == ["finds"]


async def test_without_a_worker_nobody_pretends_to_have_looked(product: RunningProduct) -> None:
    with pytest.raises(NotReconciled, match="start one"):
        await reconcile_now(product.client, "a-queue-nobody-polls")
