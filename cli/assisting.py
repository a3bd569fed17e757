"""Serving an agent's assistant."""

import asyncio
from typing import Annotated

import typer

from cli.shared import in_plain_words

app = typer.Typer()


@app.command("mcp")
def serve_assistant(
    api: Annotated[
        str, typer.Option(help="Address of the API, without /v1.")
    ] = "http://127.0.0.1:8000",
) -> None:
    """Serve an assistant over the Model Context Protocol on stdin and stdout, with the key in FOLLOWTHROUGH_API_KEY."""
    from settings import SettingsError, load_api_key

    with in_plain_words(SettingsError):
        key = load_api_key()
    from assistants.server import CannotStart, serve

    with in_plain_words(CannotStart):
        asyncio.run(serve(api, key))
