"""The command line: parses, calls a room, prints. Imports wait until a command needs them."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

if TYPE_CHECKING:
    from db.session import Database
    from domain.policy import Policy
    from settings import Settings

Result = TypeVar("Result")

app = typer.Typer(
    help="Followthrough: each complex after-sales case is one durable workflow.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # a traceback is for developers, who read the plain one
)
policy_app = typer.Typer(help="The company's rules.", no_args_is_help=True)
person_app = typer.Typer(help="The people who work here.", no_args_is_help=True)
key_app = typer.Typer(help="Their keys to the API.", no_args_is_help=True)
app.add_typer(policy_app, name="policy")
app.add_typer(person_app, name="person")
app.add_typer(key_app, name="key")

Folder = Annotated[
    Path | None, typer.Argument(help="Folder of a policy; without it, the shipped one.")
]


@app.command("up")
def start_all(
    api_port: Annotated[int | None, typer.Option(help="Port of the API.")] = None,
    temporal_port: Annotated[int | None, typer.Option(help="Port of the Temporal server.")] = None,
    temporal_ui_port: Annotated[int | None, typer.Option(help="Port of Temporal UI.")] = None,
    data_dir: Annotated[Path | None, typer.Option(help="Where everything is kept.")] = None,
) -> None:
    """Start everything on this machine: Temporal server, database, worker, API. Ctrl-C stops it."""
    settings = _embedded_settings(api_port, temporal_port, temporal_ui_port, data_dir)
    from embedded.errors import CannotStart
    from embedded.up import up

    with _in_plain_words(CannotStart):
        asyncio.run(up(settings, typer.echo))


@app.command("demo")
def show_demo(
    *,
    fresh: Annotated[bool, typer.Option("--fresh", help="Throw an earlier demo away.")] = False,
    api_port: Annotated[int | None, typer.Option(help="Port of the API.")] = None,
    temporal_port: Annotated[int | None, typer.Option(help="Port of the Temporal server.")] = None,
    temporal_ui_port: Annotated[int | None, typer.Option(help="Port of Temporal UI.")] = None,
    data_dir: Annotated[Path, typer.Option(help="Where the demo is kept.")] = Path(".data-demo"),
    cases: Annotated[
        Path | None, typer.Option(help="A folder of cases; without it, the shipped ones.")
    ] = None,
) -> None:
    """Start everything with a made-up department that has three weeks behind it. Ctrl-C stops it."""
    settings = _embedded_settings(api_port, temporal_port, temporal_ui_port, data_dir)
    from rich.console import Console

    from demo.read import CASES
    from demo.show import demo
    from embedded.errors import CannotStart

    out = Console(highlight=False, soft_wrap=True)
    with _in_plain_words(CannotStart):
        asyncio.run(demo(settings, out.print, out, fresh=fresh, cases=cases or CASES))


@app.command("worker")
def run_worker() -> None:
    """Run one worker: it carries the cases forward."""
    settings = _settings()
    from worker import run

    asyncio.run(run(settings))


@app.command("api")
def run_api() -> None:
    """Run one API server."""
    settings = _settings()
    from functools import partial

    import uvicorn

    from api.main import create_app

    uvicorn.run(
        partial(create_app, settings), factory=True, host=settings.api_host, port=settings.api_port
    )


@app.command("migrate")
def migrate_database() -> None:
    """Bring the database to the newest shape."""
    settings = _settings()
    from db.migrate import upgrade

    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)  # where SQLite's file may go
    asyncio.run(upgrade(settings.database_url.get_secret_value()))


@app.command("prepare")
def prepare_temporal() -> None:
    """Set up the Temporal namespace: search attributes, and how long closed histories are kept."""
    settings = _settings()
    from temporalio.service import RPCError

    from workflows.connect import NoServer, connect
    from workflows.converter import make_data_converter
    from workflows.setup import NamespaceUnfit, prepare_namespace

    async def prepare() -> None:
        client = await connect(settings, make_data_converter(settings.vault()))
        await prepare_namespace(client, settings.retention, settings.task_queue)
        typer.echo(f"namespace {client.namespace} is ready for cases")

    with _in_plain_words(NamespaceUnfit, RPCError, NoServer):
        asyncio.run(prepare())


@app.command("reconcile")
def reconcile_once() -> None:
    """See to it that every case is carried, now: put right what can be, say what needs a person."""
    settings = _settings()
    from temporalio.service import RPCError

    from messages.findings import Reconciled, finding_advice, finding_line
    from workflows.connect import NoServer, connect
    from workflows.converter import make_data_converter
    from workflows.reconciled import NotReconciled, reconcile_now

    async def reconcile() -> Reconciled:
        client = await connect(settings, make_data_converter(settings.vault()))
        return await reconcile_now(client, settings.task_queue)

    with _in_plain_words(NotReconciled, RPCError, NoServer):
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
    settings = _settings()
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

    with _in_plain_words(RPCError, NoServer):
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


@app.command("play")
def play_stories(
    stories: Annotated[
        list[Path] | None, typer.Argument(help="Story files; without any, the shipped ones.")
    ] = None,
    *,
    real: Annotated[bool, typer.Option("--real", help="On the real dev server: slower.")] = False,
) -> None:
    """Play whole cases, weeks of them in seconds, and compare what everybody sees."""
    import stories as room
    from stories.play import play

    shipped = sorted((Path(room.__file__).parent / "shipped").glob("*.yaml"))
    engine: Any = "real" if real else "fast"
    results = [asyncio.run(play(path, engine=engine)) for path in stories or shipped]
    if not all(result.ok for result in results):
        raise typer.Exit(1)


@policy_app.command("check")
def check_policy(folder: Folder = None) -> None:
    """Read a policy and name every mistake in it."""
    policy = _policy(folder)
    typer.echo(f"{folder or 'the shipped policy'}: {len(policy.sops)} SOPs, no mistakes")


@policy_app.command("draw")
def draw_sop(
    folder: Folder = None,
    sop: Annotated[
        str | None, typer.Option(help="Name of the SOP; the policy's first without.")
    ] = None,
    language: Annotated[str, typer.Option(help="zh-CN or en.")] = "zh-CN",
) -> None:
    """Print an SOP as a Mermaid diagram."""
    from typing import get_args

    from domain.plan import Language
    from policies.draw import draw

    policy = _policy(folder)
    sop = sop or next(iter(policy.sops))
    if sop not in policy.sops:
        raise typer.BadParameter(f"there is no SOP {sop!r}; known are {', '.join(policy.sops)}")
    if language not in get_args(Language):
        raise typer.BadParameter(f"{language!r} is none of {', '.join(get_args(Language))}")
    known: Any = language
    typer.echo(draw(policy.sops[sop], known))


@person_app.command("add")
def add_person(
    handle: Annotated[str, typer.Argument(help="How they are called in policies, like li.min.")],
    *,
    name: Annotated[str, typer.Option(help="Their name.")],
    team: Annotated[str, typer.Option(help="Their team in the policy.")],
    line: Annotated[
        str, typer.Option(help="agent, lead, supervisor, executive or department.")
    ] = "agent",
    role: Annotated[list[str] | None, typer.Option(help="May be repeated; as the line.")] = None,
    language: Annotated[str, typer.Option(help="zh-CN or en.")] = "zh-CN",
) -> None:
    """Add a person, or change the one of that handle."""
    from typing import get_args

    from db.models.people import PersonLine
    from db.people import ROLES, Person, put
    from domain.plan import Language

    for given, known in (
        (line, get_args(PersonLine)),
        (language, get_args(Language)),
        *((one, ROLES) for one in role or ()),
    ):
        if given not in known:
            raise typer.BadParameter(f"{given!r} is none of {', '.join(known)}")
    roles: Any = frozenset(role or [line])
    known_line: Any = line
    known_language: Any = language
    person = Person(handle, name, known_line, roles, team, known_language)
    _with_database(lambda database: put(database, person))


@person_app.command("list")
def list_people() -> None:
    """Print everybody who is active."""
    from db import people

    for person in _with_database(people.list_people):
        roles = ",".join(sorted(person.roles))
        typer.echo(f"{person.handle}\t{person.name}\t{person.team}\t{person.line}\t{roles}")


@key_app.command("create")
def create_key(
    person: Annotated[str, typer.Argument(help="Handle of the person it lets in.")],
    label: Annotated[str, typer.Option(help="What the key is for.")] = "",
) -> None:
    """Make a key and print it, this once."""
    from datetime import UTC, datetime

    from db import access
    from db.people import UnknownPerson

    now = datetime.now(UTC)
    with _in_plain_words(UnknownPerson):
        made = _with_database(lambda db: access.create_key(db, person, label=label, now=now))
    typer.echo(made.clear)


@key_app.command("list")
def list_keys() -> None:
    """Print what is known of the keys, the newest first; never the keys themselves."""
    from db import access

    for key in _with_database(access.list_keys):
        state = "revoked" if key.revoked_at else "in use"
        typer.echo(f"{key.id}\t{key.person}\t…{key.hint}\t{state}\t{key.label}")


@key_app.command("revoke")
def revoke_key(key: Annotated[str, typer.Argument(help="The id that `key list` prints.")]) -> None:
    """Shut a key out, at once and for ever."""
    from datetime import UTC, datetime

    from db import access

    now = datetime.now(UTC)
    if not _with_database(lambda database: access.revoke_key(database, key, now=now)):
        typer.echo(f"no key {key} is in use; `followthrough key list` shows them all", err=True)
        raise typer.Exit(1)


def _embedded_settings(
    api_port: int | None,
    temporal_port: int | None,
    temporal_ui_port: int | None,
    data_dir: Path | None,
) -> "Settings":
    """The settings of an embedded installation; its keys are made on the first start."""
    from datetime import date

    from embedded.secrets import ensure_secrets
    from settings import load_place

    place = load_place(data_dir)
    if ensure_secrets(place, date.today()):  # noqa: DTZ011  (a name for people here, not a deadline)
        typer.echo(f"made the keys of this installation: {place.secrets_file}")
    return _settings(
        api_port=api_port,
        temporal_address=f"127.0.0.1:{temporal_port}" if temporal_port else None,
        temporal_ui_port=temporal_ui_port,
        data_dir=data_dir,
    )


def _with_database(work: Callable[["Database"], Awaitable[Result]]) -> Result:
    settings = _settings()
    from db.session import open_database

    async def run() -> Result:
        database = open_database(settings.database_url.get_secret_value(), settings.vault())
        try:
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(run())


def _policy(folder: Path | None) -> "Policy":
    from datetime import UTC, datetime

    from policies.load import DEFAULT, load
    from policies.mistakes import PolicyError

    with _in_plain_words(PolicyError):
        return load(folder or DEFAULT, today=datetime.now(UTC).date())


def _settings(**flags: object) -> "Settings":
    from settings import SettingsError, load_settings

    with _in_plain_words(SettingsError):
        return load_settings(**flags)


@contextmanager
def _in_plain_words(*errors: type[Exception]) -> Iterator[None]:
    """Errors whose text is made for people are printed without a traceback."""
    try:
        yield
    except errors as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


def main() -> None:
    """The entry point of the process."""
    try:
        app()
    except SystemExit as end:
        _leave(end)


def _leave(end: SystemExit) -> None:
    """End the process; where Temporal's client was loaded, without tearing Python down.

    Its threads release the GIL late: under load, one of ten such processes of Python 3.11 aborted
    while finalising ("PyGILState_Release: thread state must be current"), its work long done.
    """
    if "temporalio.client" not in sys.modules or not isinstance(end.code, int | None):
        raise end
    import logging
    import os

    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(end.code or 0)


if __name__ == "__main__":
    main()
