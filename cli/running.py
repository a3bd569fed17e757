"""Starting the pieces: all of them on this machine, or one."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.shared import in_plain_words, read_settings

if TYPE_CHECKING:
    from settings import Settings

app = typer.Typer()


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

    with in_plain_words(CannotStart):
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
    with in_plain_words(CannotStart):
        asyncio.run(demo(settings, out.print, out, fresh=fresh, cases=cases or CASES))


@app.command("worker")
def run_worker() -> None:
    """Run one worker: it carries the cases forward."""
    settings = read_settings()
    from worker import run

    asyncio.run(run(settings))


@app.command("api")
def run_api() -> None:
    """Run one API server."""
    settings = read_settings()
    from console.main import create_app
    from console.serving import Server

    app = create_app(settings)
    Server(
        app, host=settings.api_host, port=settings.api_port, proxies=settings.trusted_proxies
    ).serve_until_told()


def _embedded_settings(
    api_port: int | None,
    temporal_port: int | None,
    temporal_ui_port: int | None,
    data_dir: Path | None,
) -> "Settings":
    """The settings of an embedded installation; its keys are made on the first start."""
    from datetime import date

    from embedded.errors import FolderUnfit
    from embedded.folder import require_writable
    from embedded.secrets import ensure_secrets
    from settings import load_place

    place = load_place(data_dir)
    with in_plain_words(FolderUnfit):
        require_writable(place.data_dir)
    if ensure_secrets(place, date.today()):  # noqa: DTZ011  (a name for people here, not a deadline)
        typer.echo(f"made the keys of this installation: {place.secrets_file}")
    return read_settings(
        api_port=api_port,
        temporal_address=f"127.0.0.1:{temporal_port}" if temporal_port else None,
        temporal_ui_port=temporal_ui_port,
        data_dir=data_dir,
    )
