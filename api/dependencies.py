"""What every request needs, opened once by `api.main` and handed in; nothing is global."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Annotated, cast

from fastapi import Depends, Request
from temporalio.client import Client

from activities.hosts import Hosts
from api.failures import Failures, tries_from_everywhere, tries_of_a_name
from api.marks import Answered
from api.recent import Recent
from db.marks import Looks
from db.session import Database
from domain.planning import Plans
from domain.policy import Policy
from vault import Vault
from workflows.client import CaseClient


@dataclass(frozen=True)
class Dependencies:
    """What the API stands on.

    `now` is the API's clock: it stamps what it hears and answers what is overdue. Stories set it.
    `local_ui` lets the Temporal UI of this machine decode, `codec_token` another; from pages of `ui_origins`
    alone, and `temporal_ui` is where people open it, down to the namespace. `webhook_hosts` are those of the company's own that webhooks may reach. `failures` are those
    of who could not say who they are, by address, `tries` those with passwords, by name and address, `tries_of_all` by name, `answered` what was answered and may not be recorded yet,
    `recent` what need not be found out each time.
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
    temporal_ui: str | None = None
    codec_token: str | None = None
    webhook_hosts: Hosts = field(default_factory=Hosts)
    failures: Failures = field(default_factory=Failures)
    tries: Failures = field(default_factory=tries_of_a_name)
    tries_of_all: Failures = field(default_factory=tries_from_everywhere)
    answered: Answered = field(default_factory=Answered)
    recent: Recent = field(default_factory=Recent)

    @cached_property
    def looks(self) -> Looks:
        """For whoever waits until something is recorded."""
        return Looks(self.database)

    @cached_property
    def plans(self) -> Plans:
        """Those of the policy."""
        return Plans(self.policy)


def dependencies_of(request: Request) -> Dependencies:
    """Those of the application a request came to."""
    return cast(Dependencies, request.app.state.dependencies)


async def _dependencies(request: Request) -> Dependencies:
    """Async: FastAPI takes a plain function to a thread, for each request."""
    return dependencies_of(request)


DependenciesIn = Annotated[Dependencies, Depends(_dependencies)]
