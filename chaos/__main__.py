"""`make chaos`: run the product under faults for a while, and tell whether it kept every word."""

import asyncio
import secrets
import shutil
import tempfile
import time
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from chaos.disk import NO_DISK, small_disk
from chaos.faults import Fault
from chaos.report import summary
from chaos.run import Orders, run_under_faults

console = Console(highlight=False)
DISK = 2000
"""Megabytes of the disk that can be filled; a run of twenty minutes needs a quarter of it."""


def main(
    minutes: Annotated[float, typer.Option(help="How long under load and faults.")] = 20.0,
    seed: Annotated[int | None, typer.Option(help="The same seed draws the same faults.")] = None,
    database: Annotated[str, typer.Option(help="sqlite or postgresql.")] = "postgresql",
    clients: Annotated[int, typer.Option(min=1, help="How many people at work.")] = 6,
    cases: Annotated[int, typer.Option(min=1, help="How many cases they may open.")] = 400,
    report: Annotated[Path | None, typer.Option(help="Where to keep the result.")] = None,
) -> None:
    """Kill, freeze, cut off and slow down real processes under load; then compare what clients were told
    with what is recorded. Ends with 1 when something was lost, done twice or kept silent."""
    if database not in ("sqlite", "postgresql"):
        raise typer.BadParameter(f"{database!r} is none of sqlite, postgresql")
    kind: Any = database
    seed = seed if seed is not None else secrets.randbelow(1_000_000)
    folder = Path(tempfile.mkdtemp(prefix="followthrough-chaos-"))
    data = folder / "data"
    data.mkdir()
    with (
        small_disk(data, DISK) as small,
        Progress(
            TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=console
        ) as bar,
    ):
        orders = Orders(seed, minutes * 60, kind, clients=clients, cases=cases, disk=small)
        bar.console.print(f"seed {seed}, {minutes:g} min on {kind}; data and logs in {data}")
        if not small:
            bar.console.print(f"no full disk: {NO_DISK}")
        task = bar.add_task("under load and faults", total=orders.seconds)
        began = time.monotonic()

        def tell(fault: Fault) -> None:
            bar.update(task, completed=min(time.monotonic() - began, orders.seconds))
            bar.console.print(f"{time.monotonic() - began:6.0f} s  {fault}")

        def say(what: str) -> None:
            bar.console.print(f"{time.monotonic() - began:6.0f} s  {what.splitlines()[0]}")
            if time.monotonic() - began > orders.seconds:
                bar.update(task, completed=orders.seconds, description="coming to rest")

        is_well = False
        try:
            outcome = asyncio.run(run_under_faults(orders, data, say, tell))
            is_well = not outcome.violations
        finally:
            if small and not is_well:
                shutil.copytree(data / "logs", folder / "logs", dirs_exist_ok=True)
    text = summary(outcome)
    console.print(text, markup=False, soft_wrap=True)
    (report or folder / "report.md").write_text(text, encoding="utf-8")
    if outcome.violations:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
