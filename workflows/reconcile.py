"""The workflow `reconcile`: look, mend, look again at what is odd, tell (REQ J3). One run a minute."""

import asyncio
from collections.abc import Iterable
from datetime import timedelta
from typing import cast

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from activities.reconcile_contract import Looked, LookFrom, Oddity
    from messages import findings as texts
    from messages.findings import Finding, Kind, Reconciled
    from workflows.reconciled import PAUSE, RECONCILE_WORKFLOW

MOST = 500
"""Cases mended in one run, those with the nearest promise first; the others have the next one."""

SIDE_BY_SIDE = 10
"""Cases mended at the same time, so that the open ones still find their workers free."""

FOR_EVER = RetryPolicy(maximum_interval=timedelta(minutes=1))
A_FEW_TIMES = RetryPolicy(maximum_attempts=4)
"""One case that can't be mended must not keep the others waiting; the next run tries it again."""

MENDERS: dict[Kind, str] = {"lost_opening": "start_opening", "unwatched": "take_up_case"}


@workflow.defn(name=RECONCILE_WORKFLOW)
class ReconcileWorkflow:
    """One reconciliation. Its result is its story."""

    @workflow.run
    async def run(self) -> Reconciled:
        began = workflow.now()
        looked = await self._look()
        wanted = [(kind, number) for kind, number in _to_mend(looked)]
        gate = asyncio.Semaphore(SIDE_BY_SIDE)
        mended = await asyncio.gather(*(self._mend(gate, *one) for one in wanted[:MOST]))
        odd = await self._look_again(looked.odd) if looked.odd else ()
        findings = _once_each([*(found for found in mended if found), *looked.troubled, *odd])
        result = Reconciled(
            text=texts.reconciled_line(findings, left=max(0, len(wanted) - MOST)),
            looked_at=began,
            seconds=(workflow.now() - began).total_seconds(),
            runs=looked.runs,
            findings=findings,
            looked_to=looked.looked_to,
        )
        if findings:
            workflow.upsert_memo({"found": result.text})
        await workflow.execute_activity(
            "report_reconciled",
            result,
            start_to_close_timeout=timedelta(minutes=1),
            retry_policy=A_FEW_TIMES,
            summary=texts.report_summary(),
        )
        return result

    async def _look(self) -> Looked:
        looked: Looked = await workflow.execute_activity(
            "find_troubles",
            LookFrom(looked_to=_last_looked_to()),
            result_type=Looked,
            start_to_close_timeout=timedelta(minutes=10),
            heartbeat_timeout=timedelta(minutes=1),
            retry_policy=FOR_EVER,
            summary=texts.look_summary(),
        )
        return looked

    async def _mend(self, gate: asyncio.Semaphore, kind: Kind, number: str) -> Finding | None:
        found: Finding | None
        async with gate:
            try:
                found = await workflow.execute_activity(
                    MENDERS[kind],
                    number,
                    result_type=cast(type, Finding | None),
                    start_to_close_timeout=timedelta(seconds=30),
                    retry_policy=A_FEW_TIMES,
                    summary=texts.mend_summary(kind, number),
                )
            except ActivityError as error:
                cause = getattr(error.cause, "type", None) or type(error.cause).__name__
                found = Finding(kind=kind, number=number, detail=str(cause))
        return found

    async def _look_again(self, odd: tuple[Oddity, ...]) -> tuple[Finding, ...]:
        summary = texts.again_summary(one.number for one in odd)
        await workflow.sleep(PAUSE, summary=summary)
        found: list[Finding] = await workflow.execute_activity(
            "look_again",
            odd,
            result_type=list[Finding],
            start_to_close_timeout=timedelta(minutes=10),
            heartbeat_timeout=timedelta(minutes=1),
            retry_policy=FOR_EVER,
            summary=summary,
        )
        return tuple(found)


def _to_mend(looked: Looked) -> Iterable[tuple[Kind, str]]:
    for number in looked.unwatched:
        yield "unwatched", number
    for number in looked.unstarted:
        yield "lost_opening", number


def _once_each(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each trouble of a case once, as it was seen last."""
    return tuple({(one.kind, one.number): one for one in findings}.values())


def _last_looked_to() -> str:
    """Where the reconciliation before this one left off; one by hand begins at the beginning."""
    if not workflow.has_last_completion_result():
        return ""
    last = workflow.get_last_completion_result(Reconciled)
    return last.looked_to if last else ""
