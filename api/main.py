"""The API application: opens what it needs, puts the routes together, translates errors once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import book, examples
from api.access_log import hide_secrets
from api.dependencies import Dependencies
from api.document import complete
from api.pages import add_pages
from api.problems import (
    ApiProblem,
    on_api_problem,
    on_bad_cursor,
    on_crash,
    on_database_down,
    on_http,
    on_invalid,
)
from api.signpost import Signpost
from api.ways import needed_next
from db.pages import BadCursor
from db.session import Database, DatabaseDown
from policies.load import load
from settings import Settings
from workflows.client import CaseClient
from workflows.connect import connect
from workflows.converter import make_data_converter

MOST = 4 * 1024 * 1024
"""Bytes of a request: Temporal UI's page of payloads to decode. What people write is far shorter."""

DESCRIPTION = """
Carries complex after-sales cases from the first call to the warm goodbye.

Authorise with an API key (`Bearer ft_…`). Every POST takes an `Idempotency-Key`: repeat a request
with the same key and you get the first answer, never a second effect; to try again what a case refused,
take a new key. A command is answered as soon as it is decided and durable. Its receipt carries a `Read-After`: bring it back with a read,
and the read shows what was done, or says with 503 that it can't yet; several go into one header, with commas between. The process that
answered you remembers by itself. With `Prefer: recorded` a command is answered once it can be read everywhere; with `Prefer: return=representation` the answer carries
`next` as well, what can be asked from there and why the rest is shut, as at `/v1/cases/{number}/ways`. Errors are problems (RFC 9457) with a stable `code`. Times are ISO 8601, given with any offset and answered in UTC (Z).
"""


def build_app(deps: Dependencies) -> FastAPI:
    """The application on dependencies that are open already; tests and stories hand in theirs."""
    app = bare_app()
    app.state.dependencies = deps
    _allow_ui(app, deps.ui_origins)
    return app


def create_app(settings: Settings) -> FastAPI:
    """The application that opens and closes its own dependencies."""

    port = settings.temporal_ui_port
    ui_origins = (f"http://127.0.0.1:{port}", f"http://localhost:{port}")

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        vault = settings.vault()
        database = Database(settings.database_url.get_secret_value(), vault)
        # lazy: what can be read is read with Temporal away, and it may come later than the API
        temporal = await connect(settings, make_data_converter(vault), lazy=True)
        app.state.dependencies = Dependencies(
            database=database,
            temporal=temporal,
            cases=CaseClient(
                temporal, task_queue=settings.task_queue, timeout=settings.update_timeout
            ),
            policy=load(settings.default_policy, today=datetime.now(UTC).date())
            if settings.default_policy
            else load(today=datetime.now(UTC).date()),
            vault=vault,
            now=lambda: datetime.now(UTC),
            retention=settings.retention,
            ui_origins=ui_origins,
            public_url=settings.public_url,
            local_ui=settings.local_ui,
            temporal_ui=_temporal_ui(settings),
            codec_token=settings.codec_token.get_secret_value() if settings.codec_token else None,
            webhook_hosts=settings.webhook_hosts,
        )
        yield
        await database.close()

    app = bare_app(lifespan=lifespan)
    _allow_ui(app, ui_origins)
    hide_secrets()
    return app


class _Api(FastAPI):
    def openapi(self) -> dict[str, Any]:
        """The whole document, with examples of this moment."""
        if self.openapi_schema is None:
            self.openapi_schema = complete(super().openapi())
        document = self.openapi_schema
        deps: Dependencies | None = getattr(self.state, "dependencies", None)
        return examples.refresh(document, deps.now() if deps else datetime.now(UTC))


class _Bounded:
    """Refuses a request that turns out too large while it is read. (FastAPI's own limit answers with
    plain text.)"""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        heard = 0

        async def bounded() -> Message:
            nonlocal heard
            message = await receive()
            heard += len(message.get("body", b""))
            if heard > MOST:
                raise HTTPException(413)
            return message

        await self._app(scope, bounded if scope["type"] == "http" else receive, send)


def bare_app(**kwargs: Any) -> FastAPI:
    """The application without what it stands on: enough to read its routes."""
    app = _Api(
        title="Followthrough",
        version="1",
        docs_url=None,  # api.pages has its own
        redoc_url=None,
        description=DESCRIPTION,
        exception_handlers={
            ApiProblem: on_api_problem,
            BadCursor: on_bad_cursor,
            DatabaseDown: on_database_down,
            RequestValidationError: on_invalid,
            HTTPException: on_http,
            Exception: on_crash,
        },
        **kwargs,
    )
    add_pages(app)
    app.router.routes += [Signpost(lambda: app.router.routes), *_routes()]
    app.add_middleware(_Bounded)
    app.state.needed_next = needed_next  # answers stand below what they carry for whoever asks
    return app


@cache
def _routes() -> tuple[BaseRoute, ...]:
    """The routes of the book. FastAPI takes most of a second to read every signature, and keeps what it read with
    the routes: applications of one process share them."""
    whole = APIRouter()
    for router in book.FEATURES:
        whole.include_router(router, prefix="/v1")
    for router in book.BESIDE:
        whole.include_router(router)
    return tuple(whole.routes)


def _temporal_ui(settings: Settings) -> str | None:
    """Where people open Temporal UI; None where nobody has said."""
    if settings.temporal_ui_url is None:
        return None
    return f"{settings.temporal_ui_url.rstrip('/')}/namespaces/{settings.temporal_namespace}"


def _allow_ui(app: FastAPI, origins: tuple[str, ...]) -> None:
    """Temporal UI's pages may ask us to decode."""
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(origins),
        allow_methods=["POST"],
        allow_headers=["authorization", "content-type", "x-namespace"],
    )
