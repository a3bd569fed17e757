"""What whoever runs an installation does to it."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from cli.shared import database_in_plain_words, in_plain_words, read_settings, with_database

if TYPE_CHECKING:
    from db.search.again import Made

app = typer.Typer()


@app.command("migrate")
def migrate_database() -> None:
    """Bring the database to the newest shape."""
    settings = read_settings()
    from db.migrate import upgrade
    from embedded.errors import FolderUnfit
    from embedded.folder import require_writable

    url = settings.database_url.get_secret_value()
    with in_plain_words(FolderUnfit):
        if url.startswith("sqlite"):
            require_writable(settings.data_dir)  # where its file may go
    with database_in_plain_words(settings):
        asyncio.run(upgrade(url))
    _make_findable()


@app.command("reindex")
def reindex(
    *,
    everything: Annotated[
        bool,
        typer.Option(help="Forget the index first: after another FOLLOWTHROUGH_BLIND_INDEX_KEY."),
    ] = False,
) -> None:
    """Make cases and customers findable that the search doesn't know yet. Interrupted, it goes on where it was."""
    made = _make_findable(everything=everything)
    typer.echo(f"made findable: cases {made.cases}, customers {made.customers}")


def _make_findable(*, everything: bool = False) -> "Made":
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn

    from db.search.again import make_again

    screen = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("making findable: {task.completed}"))
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as bar:
        task = bar.add_task("", total=None)
        return with_database(
            lambda database: make_again(
                database, everything=everything, tick=lambda done: bar.advance(task, done)
            )
        )


@app.command("prepare")
def prepare_temporal() -> None:
    """Set up the Temporal namespace: search attributes, and how long closed histories are kept."""
    settings = read_settings()
    from temporalio.service import RPCError

    from workflows.connect import NoServer, connect
    from workflows.converter import make_data_converter
    from workflows.setup import NamespaceUnfit, prepare_namespace

    async def prepare() -> None:
        client = await connect(settings, make_data_converter(settings.vault()))
        await prepare_namespace(client, settings.retention, settings.task_queue)
        typer.echo(f"namespace {client.namespace} is ready for cases")

    with in_plain_words(NamespaceUnfit, RPCError, NoServer):
        asyncio.run(prepare())


@app.command("reconcile")
def reconcile_once() -> None:
    """See to it that every case is carried, now: put right what can be, say what needs a person."""
    settings = read_settings()
    with_database(lambda database: database.ping())  # a worker without one looks for ever
    from temporalio.service import RPCError

    from messages.findings import Reconciled, finding_advice, finding_line
    from workflows.connect import NoServer, connect
    from workflows.converter import make_data_converter
    from workflows.reconciled import NotReconciled, reconcile_now

    async def reconcile() -> Reconciled:
        client = await connect(settings, make_data_converter(settings.vault()))
        return await reconcile_now(client, settings.task_queue)

    typer.echo("looking at every case; half a minute more where something is odd", err=True)
    with in_plain_words(NotReconciled, RPCError, NoServer):
        result = asyncio.run(reconcile())
    for finding in result.findings:
        typer.echo(finding_line(finding))
        if not finding.mended:
            typer.echo(f"    {finding_advice(finding)}")
    runs = f"{result.runs} open run{'' if result.runs == 1 else 's'} looked at"
    typer.echo(f"{runs}: {result.text}" if not result.findings else runs)
    if result.open_findings:
        raise typer.Exit(1)


@app.command("replay")
def replay_open_cases(
    query: Annotated[
        str, typer.Option(help="Which open cases, in Temporal's words: 'Core=1 and Team=\"a\"'.")
    ] = "",
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None,
) -> None:
    """Replay the open cases of the running server with the code at hand, before it is deployed."""
    settings = read_settings()
    import logging

    from rich.console import Console
    from rich.progress import Progress
    from temporalio.runtime import LoggingConfig, Runtime, TelemetryConfig, TelemetryFilter
    from temporalio.service import RPCError

    from workflows.connect import NoServer, connect
    from workflows.converter import make_data_converter
    from workflows.open_cases import count, replay_open
    from workflows.replaying import MANUALS, Replayed

    # what fails is told here, once and unsealed; Temporal's own lines would stand between
    quiet = LoggingConfig(filter=TelemetryFilter(core_level="ERROR", other_level="ERROR"))
    Runtime.set_default(Runtime(telemetry=TelemetryConfig(logging=quiet)))
    logging.getLogger("temporalio").setLevel(logging.CRITICAL)

    async def replay() -> list[Replayed]:
        client = await connect(settings, make_data_converter(settings.vault()))
        total = await count(client, query)
        screen = Console(stderr=True)
        with Progress(console=screen, transient=True, disable=not screen.is_terminal) as progress:
            bar = progress.add_task("replaying", total=min(total, limit or total))
            found = []
            async for one in replay_open(client, query=query, limit=limit):
                found.append(one)
                progress.advance(bar)
            return found

    with in_plain_words(RPCError, NoServer):
        found = asyncio.run(replay())
    failed = sorted((one for one in found if not one.ok), key=lambda one: one.number)
    for one in failed:
        typer.echo(f"{one.number}: {one.verdict}: {one.reason}", err=True)
    for verdict in sorted({one.verdict for one in failed}):
        typer.echo(f"\n{verdict}\n\n{MANUALS[verdict]}", err=True)
    cases = f"{len(found)} case{'' if len(found) == 1 else 's'}"
    if failed:
        typer.echo(f"{cases} replayed, {len(failed)} not as they went: don't deploy this", err=True)
        raise typer.Exit(1)
    typer.echo(f"{cases} replayed, all as they went")


@app.command("keys")
def print_keys() -> None:
    """Print fresh keys, ready for .env. Data can't be read without the keys it was written with."""
    from datetime import date

    from embedded.secrets import fresh_keys

    for name, value in fresh_keys(date.today()).items():  # noqa: DTZ011  (a name for people here)
        typer.echo(f"{name}={value}")
