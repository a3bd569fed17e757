"""What every request needs, opened once by `api.main` and handed in; nothing is global."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, cast

from fastapi import Depends, Request
from temporalio.client import Client

from activities.hosts import Hosts
from api.failures import Failures
from db.session import Database
from domain.policy import Policy
from vault import Vault
from workflows.client import CaseClient


@dataclass(frozen=True)
class Dependencies:
    """What the API stands on.

    `now` is the API's clock: it stamps what it hears and answers what is overdue. Stories set it.
    `local_ui` lets the Temporal UI of this machine decode, `codec_token` another; from pages of `ui_origins`
    alone. `webhook_hosts` are those of the company's own that webhooks may reach. `failures` are those
    of who could not say who they are.
    """

    database: Database
    temporal: Client
    cases: CaseClient
    policy: Policy
    vault: Vault
    now: Callable[[], datetime]
    retention: timedelta
    ui_origins: tuple[str, ...] = ()
    public_url: str = "http://127.0.0.1:8000"
    local_ui: bool = False
    codec_token: str | None = None
    webhook_hosts: Hosts = field(default_factory=Hosts)
    failures: Failures = field(default_factory=Failures)


def dependencies_of(request: Request) -> Dependencies:
    """Those of the application a request came to."""
    return cast(Dependencies, request.app.state.dependencies)


async def _dependencies(request: Request) -> Dependencies:
    """Async: FastAPI takes a plain function to a thread, for each request."""
    return dependencies_of(request)


DependenciesIn = Annotated[Dependencies, Depends(_dependencies)]
