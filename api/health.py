"""Whether the API lives, and whether it can do its work."""

import asyncio
from datetime import UTC, datetime, timedelta

from fastapi.responses import JSONResponse
from temporalio.service import RPCError

from api.dependencies import Dependencies, DependenciesIn
from api.routes import open_routes
from db import signs
from db.session import DatabaseDown
from domain.command import A_LITTLE_AHEAD
from workflows.connect import NoServer, answering
from workflows.polling import PATIENCE, POLL_LENGTH, is_polled
from workflows.reconciled import clock_ahead
from workflows.setup import NamespaceUnfit, check_namespace

router = open_routes("health")


@router.get("/healthz", summary="The process answers")
async def healthz() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/readyz", summary="Database, Temporal and a worker are there", response_model=None)
async def readyz(deps: DependenciesIn) -> JSONResponse:
    """503 while something is missing; `checks` says what, in words."""
    found = await checks(deps)
    ready = all(each == "ok" for each in found.values())
    return JSONResponse(
        {"status": "ready" if ready else "not ready", "checks": found},
        status_code=200 if ready else 503,
        headers={} if ready else {"Retry-After": "5"},
    )


async def checks(deps: Dependencies) -> dict[str, str]:
    """ "ok" for each piece, or what is wrong with it."""
    names = ("database", "temporal", "worker", "clock")
    found = await asyncio.gather(_database(deps), _temporal(deps), _worker(deps), _clock(deps))
    return dict(zip(names, found, strict=True))


async def _database(deps: Dependencies) -> str:
    """Whether it answers and can be written to: on a full disk it goes on answering questions."""
    left = signs.room_left(deps.database.url)
    if left is not None and left < signs.LEAST_ROOM:
        return (
            f"the disk of the database is full: {left / 1e6:.0f} MB are left, and"
            f" {signs.LEAST_ROOM / 1e6:.0f} MB are needed; make room, nothing else can be recorded"
        )
    try:
        async with asyncio.timeout(PATIENCE.total_seconds()):
            await deps.database.ping()
            if not deps.database.wrote_within(signs.BEAT):
                await signs.give(deps.database, "api")
    except DatabaseDown as error:
        return str(error)
    except TimeoutError:
        return f"the database does not answer within {PATIENCE.total_seconds():g} s"
    return "ok"


async def _temporal(deps: Dependencies) -> str:
    try:
        async with answering(PATIENCE):
            await check_namespace(deps.temporal, deps.retention)
    except NamespaceUnfit as error:
        return str(error)
    except (RPCError, NoServer) as error:
        return f"Temporal does not answer: {error}"
    return "ok"


async def _worker(deps: Dependencies) -> str:
    """Whether a worker asks for work and moves; without one, commands are received but not yet decided."""
    since = datetime.now(UTC) - POLL_LENGTH
    try:
        async with answering(PATIENCE):
            polled = await is_polled(deps.temporal, deps.cases.task_queue, since)
            silent = await signs.silence(deps.database, "worker")
    except (RPCError, NoServer) as error:
        return f"Temporal does not answer: {error}"
    except DatabaseDown:
        return "ok"  # what is wrong is told as the database's
    if not polled:
        return "no worker is polling: commands wait until one does"
    if silent is not None and silent > signs.SILENT_AFTER:
        seconds = silent.total_seconds()
        return (
            f"no worker has given a sign of life for {seconds:.0f} s: commands wait until one does"
        )
    return "ok"


async def _clock(deps: Dependencies) -> str:
    """Whether this machine's clock may judge: what it hears is stamped by it, and cases go by Temporal's."""
    try:
        async with answering(PATIENCE):
            ahead = await clock_ahead(deps.temporal, deps.now())
    except (RPCError, NoServer) as error:
        return f"Temporal does not answer: {error}"
    if abs(ahead) <= A_LITTLE_AHEAD:
        return "ok"
    which = "ahead of" if ahead > timedelta(0) else "behind"
    apart = timedelta(seconds=round(abs(ahead).total_seconds()))
    return f"the clock of this machine is {apart} {which} Temporal's: set it right"
