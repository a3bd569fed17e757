"""Composition root of the worker: settings -> dependencies -> Worker, with explicit lists."""

import asyncio
import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

from prometheus_client import CollectorRegistry, start_http_server
from temporalio.client import Client
from temporalio.converter import DataConverter
from temporalio.worker import Worker

from activities.hosts import Hosts
from activities.linked import Linked
from activities.messages import Messages
from activities.meters import ReconcileMeters
from activities.reconcile import Reconcile
from activities.records import Records
from activities.webhooks import Webhooks
from db.recognition import Recognition
from db.session import Database
from db.signs import beating
from domain.policy import Policy
from policies.load import load
from policies.mistakes import PolicyError
from settings import Settings
from workflows.client import opener, teller
from workflows.connect import NoServer, connect
from workflows.converter import make_data_converter
from workflows.details import DetailsOnDemand
from workflows.reconciled import kept_scheduled
from workflows.runs import ServerRuns
from workflows.sandbox import WORKFLOWS, sandbox
from workflows.webhook_client import WebhookClient

LOG = logging.getLogger("followthrough.worker")
BETWEEN_TRIES = 2  # seconds


def build_worker(
    client: Client,
    database: Database,
    task_queue: str,
    *,
    cached_runs: int = 1_000,
    registry: CollectorRegistry | None = None,
    hosts: Hosts | None = None,
    policy: Policy | None = None,
) -> Worker:
    """A worker on open dependencies; it runs inside `async with` or by `run()`.

    `cached_runs` stay in memory between two wakes (about 100 kB each, docs/performance.md); with 0 each
    wake replays the whole history. What is counted goes into `registry`. Webhooks may go to the public internet, and to
    `hosts` of the company's own. `policy` is the one in force, whose lines open cases follow; without one they
    keep the people they have, and names are read by the shipped one.
    """
    wake = WebhookClient(client, task_queue).wake
    runs = ServerRuns(client, task_queue)
    customers = (policy or load(today=datetime.now(UTC).date())).customers
    records = Records(database, wake, runs)
    messages = Messages(database, Recognition.of(customers))
    telling = Webhooks(database, hosts or Hosts())
    linked = Linked(database, opener(client, task_queue), teller(client, task_queue))
    meters = ReconcileMeters(registry or CollectorRegistry())
    teams = {name: team.ladder for name, team in policy.teams.items()} if policy else {}
    reconcile = Reconcile(database, runs, meters, wake, teams=teams)
    return Worker(
        client,
        task_queue=task_queue,
        max_cached_workflows=cached_runs,
        workflows=WORKFLOWS,
        activities=[
            records.record,
            records.load_case,
            records.load_piece,
            messages.notify,
            messages.draft_apology,
            messages.tell,
            linked.open_linked_case,
            linked.pass_on_message,
            reconcile.find_troubles,
            reconcile.start_opening,
            reconcile.take_up_case,
            reconcile.look_again,
            reconcile.report_reconciled,
            telling.deliver,
            telling.test,
        ],
        workflow_runner=sandbox(),
        interceptors=[DetailsOnDemand()],
        graceful_shutdown_timeout=timedelta(seconds=10),
    )


@contextmanager
def _metrics_served(settings: Settings, registry: CollectorRegistry) -> Iterator[None]:
    """Serve what is counted to Prometheus, when a port is set."""
    if settings.metrics_port is None:
        yield
        return
    server, thread = start_http_server(
        settings.metrics_port, addr=settings.api_host, registry=registry
    )
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


async def run(settings: Settings) -> None:
    """Work until SIGINT or SIGTERM, then finish what is in hand.

    A Temporal server that is away is waited for, at the start as later; so is the database, by what
    needs it.
    """
    vault = settings.vault()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop.set)
    client = await _connected(settings, make_data_converter(vault), stop)
    if client is None:
        return
    database = Database(settings.database_url.get_secret_value(), vault)
    registry = CollectorRegistry()
    try:
        with _metrics_served(settings, registry):
            worker = build_worker(
                client,
                database,
                settings.task_queue,
                registry=registry,
                hosts=settings.webhook_hosts,
                policy=_in_force(settings),
            )
            scheduled = kept_scheduled(client, settings.task_queue)
            async with worker, beating(database, "worker"), scheduled:
                await stop.wait()
    finally:
        await database.close()


def _in_force(settings: Settings) -> Policy | None:
    """The policy that this worker was given by name: the shipped one may not be the API's. One with mistakes moves
    nobody."""
    if settings.default_policy is None:
        return None
    try:
        return load(settings.default_policy, today=datetime.now(UTC).date())
    except PolicyError as error:
        LOG.warning("open cases keep the people they have: %s", error)
        return None


async def _connected(
    settings: Settings, converter: DataConverter, stop: asyncio.Event
) -> Client | None:
    """A client as soon as the server answers; None when stopped before."""
    while not stop.is_set():
        try:
            return await connect(settings, converter)
        except NoServer as error:
            LOG.warning("waiting for Temporal: %s", error)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), BETWEEN_TRIES)
    return None
