"""Golden histories: the shipped stories as the code at hand carries them, kept so that later code is
held to them. `python -m stories.golden` writes them; tests/workflows/test_golden.py replays them.

Each is named after its story and the core that decided it. Those of older cores stay: as long as a
case with such a core may be open, its way has to stay open too. What to do when one no longer
replays is told by the failure itself (workflows/manual.py).
"""

import asyncio
import gzip
import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from temporalio.client import Client, WorkflowHistory
from temporalio.converter import DataConverter

from domain.decide import CORE
from stories.fingerprint import fingerprint
from stories.play import SHIPPED, play
from stories.quiet import describe
from vault import Vault
from workflows.contract import workflow_id
from workflows.converter import make_data_converter
from workflows.replaying import Replayed, replay

FOLDER = Path(__file__).parent / "histories"
STORIES = tuple(story for story in SHIPPED if story.stem != "nobody-lifts-a-hand")
"""Of these. That one has thousands of events, all of kinds that others have too, and would make every
replay of them all long."""
ENDING = ".json.gz"
TEST_ONLY_KEY = sha256(
    b"test only: seals golden histories of made-up cases, protects nothing"
).digest()


def converter() -> DataConverter:
    """The production converter with a key everybody knows: histories stay sealed as they are
    outside, and can be opened in tests."""
    return make_data_converter(_vault())


def _vault() -> Vault:
    return Vault([("golden-test-only", TEST_ONLY_KEY)], TEST_ONLY_KEY)


def place(story: Path, core: int = CORE) -> Path:
    """Where the golden history of a story is kept."""
    return FOLDER / f"{story.stem}.core-{core}{ENDING}"


def lines_beside(path: Path) -> Path:
    """Where the order of its commands is written down, for people."""
    return path.with_name(path.name.removesuffix(ENDING) + ".txt")


def kept() -> list[Path]:
    """Every golden history there is."""
    return sorted(FOLDER.glob(f"*{ENDING}"))


def load(path: Path) -> list[WorkflowHistory]:
    """The runs of a story, in the order in which they began."""
    runs = json.loads(gzip.decompress(path.read_bytes()))
    return [WorkflowHistory.from_json(run["workflow_id"], run) for run in runs]


async def lines(runs: list[WorkflowHistory]) -> str:
    """The order of commands of all runs of a story."""
    return "\n".join([await fingerprint(run, converter()) for run in runs])


async def replay_kept(path: Path) -> list[Replayed]:
    """What today's code makes of a golden history."""
    return [await replay(run, converter()) for run in load(path)]


async def record(story: Path) -> list[WorkflowHistory]:
    """Play a story and keep the history of every run. Raises RuntimeError when it goes wrong."""
    runs: dict[str, WorkflowHistory] = {}

    async def watch(client: Client, numbers: Mapping[str, str]) -> None:
        for number in numbers.values():
            run_id = (await describe(client, number)).workflow_execution_info.execution.run_id
            handle = client.get_workflow_handle(workflow_id(number), run_id=run_id)
            runs[run_id] = await handle.fetch_history()

    result = await play(story, out=Console(quiet=True), vault=_vault(), watch=watch)
    if not result.ok:
        raise RuntimeError(f"{story.name} doesn't go as told: see `followthrough play {story}`")
    return list(runs.values())


async def write(story: Path) -> Path:
    """Write the golden history of a story, and its lines beside it."""
    runs = await record(story)
    kept_as = [{"workflow_id": run.workflow_id} | json.loads(run.to_json()) for run in runs]
    path = place(story)
    FOLDER.mkdir(exist_ok=True)
    path.write_bytes(gzip.compress(json.dumps(kept_as, separators=(",", ":")).encode(), mtime=0))
    lines_beside(path).write_text(await lines(runs), encoding="utf-8")
    return path


def main(
    *,
    replace: Annotated[
        bool, typer.Option(help="Also where what is kept doesn't replay: no such case is open.")
    ] = False,
) -> None:
    """Play the shipped stories and keep their histories as those of the newest core."""
    for story in STORIES:
        path = place(story)
        if path.exists() and not replace:
            for run in asyncio.run(replay_kept(path)):
                if not run.ok:
                    typer.echo(f"{path.name} is kept, for it doesn't replay:\n{run.text}", err=True)
                    raise typer.Exit(1)
        asyncio.run(write(story))
        typer.echo(f"{path.name}: {path.stat().st_size / 1024:.0f} kB")


if __name__ == "__main__":
    typer.run(main)
