"""`GET /v1/findings`: what the reconciliation found, and `GET /metrics`: the same in numbers."""

from datetime import UTC, datetime

from fastapi import Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from pydantic import BaseModel
from temporalio.service import RPCError

from api.auth import SUPERVISORS
from api.dependencies import Dependencies, DependenciesIn
from api.health import checks
from api.problems import ApiProblem, language
from api.reach import Reach
from api.routes import open_routes, routes
from messages.findings import Kind, Reconciled, finding_advice, finding_line
from workflows.reconciled import last_reconciled

router = routes("supervisors", SUPERVISORS | {"admin"}, reach=Reach.NOTHING, scope="read")
metrics = open_routes("health")


class FindingOut(BaseModel):
    """One thing found about a case. `advice` is empty when it is put right."""

    kind: Kind
    number: str
    mended: bool
    text: str
    advice: str


class FindingsOut(BaseModel):
    """The newest reconciliation of the last hour. `looked_at` is null when there was none: then
    nobody is looking."""

    looked_at: datetime | None
    runs: int
    items: list[FindingOut]


@router.get("/findings", summary="What the last reconciliation found")
async def findings(deps: DependenciesIn, request: Request) -> FindingsOut:
    """Cases that nobody carried and that were taken up again; what needs a person, with advice."""
    try:
        last = await last_reconciled(deps.temporal, datetime.now(UTC))
    except RPCError as error:
        raise ApiProblem("unreachable") from error
    if last is None:
        return FindingsOut(looked_at=None, runs=0, items=[])
    tongue = language(request)
    items = [
        FindingOut(
            **finding.model_dump(include={"kind", "number", "mended"}),
            text=finding_line(finding, tongue),
            advice=finding_advice(finding, tongue),
        )
        for finding in last.findings
    ]
    return FindingsOut(looked_at=last.looked_at, runs=last.runs, items=items)


@metrics.get("/metrics", summary="Numbers for Prometheus", response_class=Response)
async def show_metrics(deps: DependenciesIn) -> Response:
    """What database and Temporal can tell; each API server tells the same. Workers have counters of
    their own."""
    registry = CollectorRegistry()
    up = Gauge(
        "followthrough_up",
        "1 when this is there: database, temporal, worker.",
        ["piece"],
        registry=registry,
    )
    for piece, found in (await checks(deps)).items():
        up.labels(piece).set(found == "ok")
    last = await _last(deps)
    if last:
        _reconciled(registry, last)
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


async def _last(deps: Dependencies) -> Reconciled | None:
    try:
        return await last_reconciled(deps.temporal, datetime.now(UTC))
    except RPCError:  # `followthrough_up` tells
        return None


def _reconciled(registry: CollectorRegistry, last: Reconciled) -> None:
    names = {
        "timestamp_seconds": ("When the newest reconciliation began.", last.looked_at.timestamp()),
        "duration_seconds": ("How long it took.", last.seconds),
        "open_runs": ("Open runs of cases it saw.", last.runs),
    }
    for name, (documentation, value) in names.items():
        gauge = Gauge(f"followthrough_reconciled_{name}", documentation, registry=registry)
        gauge.set(value)
    found = Gauge(
        "followthrough_reconciled_findings",
        "What it found, and whether it was put right.",
        ["kind", "mended"],
        registry=registry,
    )
    for finding in last.findings:
        found.labels(finding.kind, str(finding.mended).lower()).inc()
