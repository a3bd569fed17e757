"""`followthrough mcp` as an assistant starts it: a process that speaks over stdin and stdout, and asks an API over HTTP."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from typer.testing import CliRunner, Result

from assisting import Assistant, Clock, confirmation
from builders import at
from cli.main import app
from products import RunningProduct
from settings import PREFIX
from stories.running import loopback

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def listening(product: RunningProduct) -> AsyncIterator[str]:
    """The product's API at an address of this machine."""
    with loopback() as door:
        config = uvicorn.Config(product.app, log_level="error", lifespan="off")
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[door]))
        try:
            yield f"http://127.0.0.1:{door.getsockname()[1]}"
        finally:
            server.should_exit = True
            await serving


def environment(key: str | None) -> dict[str, str]:
    """No more than an assistant's host hands over."""
    return {"PYTHONPATH": str(ROOT), **({f"{PREFIX}API_KEY": key} if key else {})}


async def test_a_promise_is_made_over_stdio(product: RunningProduct, tmp_path: Path) -> None:
    number = await product.confirmed()
    promise = {"subject": "Result of the noise test", "latest_by": at("Tue 14:00").isoformat()}

    async with listening(product) as address:
        program = StdioServerParameters(
            command=sys.executable,
            args=["-m", "cli", "mcp", "--api", address],
            env=environment(product.keys["li.min"]),
            cwd=tmp_path,
        )
        async with Client(stdio_client(program)) as client:
            assistant = Assistant(client, Clock())
            told = await assistant.call("case", number=number)
            preview = await assistant.call("make_promise", number=number, **promise)
            done = await assistant.call(
                "make_promise", number=number, **promise, confirmation=confirmation(preview)
            )
            instructions = client.instructions

    assert "You help Li Min" in (instructions or "")
    assert f"# {number}" in told
    assert "Result of the noise test" in done
    assert len(await product.items(f"/cases/{number}/promises", by="li.min", status="open")) == 2


async def test_what_it_cannot_start_with_is_said_plainly(product: RunningProduct) -> None:
    """Asked within this process: to start one takes longer than all the rest."""
    async with listening(product) as address:
        for key, api, said in (
            (None, address, "FOLLOWTHROUGH_API_KEY is not set"),
            ("ft_nobodys", address, "The API key is not valid"),
            (product.keys["li.min"], "http://127.0.0.1:1", "nothing answers at http://127.0.0.1:1"),
            (product.keys["li.min"], "somewhere", "nothing answers at somewhere"),
        ):
            ended = await asyncio.to_thread(_run, key, api)
            assert isinstance(ended.exception, SystemExit), ended.exception
            assert ended.exit_code == 1, said
            assert said in ended.stderr
            assert ended.stdout == ""


def _run(key: str | None, api: str) -> Result:
    return CliRunner().invoke(app, ["mcp", "--api", api], env={f"{PREFIX}API_KEY": key})
