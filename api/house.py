"""What every request needs, opened once by `api.main` and handed in; nothing is global."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, cast

from fastapi import Depends, Request
from temporalio.client import Client

from activities.hosts import Hosts
from db.session import Database
from domain.policy import Policy
from vault import Vault
from workflows.client import CaseClient


@dataclass(frozen=True)
class House:
    """The API's dependencies.

    `now` is the API's clock: it stamps what it hears and answers what is overdue. Stories set it.
    `codec_token` lets the embedded Temporal UI decode; None shuts that door. `webhook_hosts` are
    those of the company's own that webhooks may reach.
    """

    database: Database
    temporal: Client
    cases: CaseClient
    policy: Policy
    vault: Vault
    now: Callable[[], datetime]
    retention: timedelta
    ui_origins: tuple[str, ...] = ()
    codec_token: str | None = None
    webhook_hosts: Hosts = field(default_factory=Hosts)


def of(request: Request) -> House:
    """The house a request came into."""
    return cast(House, request.app.state.house)


async def _here(request: Request) -> House:
    """Async: FastAPI takes a plain function to a thread, for each request."""
    return of(request)


HouseIn = Annotated[House, Depends(_here)]
