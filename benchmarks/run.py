"""One run from the first process to the table."""

import asyncio
import dataclasses
import json
import os
import platform
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from benchmarks import cold, compare, core, due, flat, flood, pages
from benchmarks.bench import Bench, bench
from benchmarks.raw import Shape
from benchmarks.statistics import spread
from benchmarks.table import Row, Section, markdown, number
from rig.installation import DatabaseKind

console = Console(highlight=False)
Tick = Callable[[str, int, int], None]
DATABASES = ("sqlite", "postgresql")
PARTS = ("core", "compare", "memory", "due", "cold", "flood", "flat", "console")


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    alone: compare.Plan
    crowded: compare.Plan
    memory: int
    promises: int
    cold: int
    flood: flood.Flood
    many: int
    few: int
    tries: int


FULL = Size(
    alone=compare.Plan(1, 4, 6, 60),
    crowded=compare.Plan(16, 32, 6, 150),
    memory=150,
    promises=1_000,
    cold=3_000,
    flood=flood.Flood(1_500, 900, 2_000),
    many=100_000,
    few=1_000,
    tries=30,
)
QUICK = Size(
    alone=compare.Plan(1, 2, 4, 15),
    crowded=compare.Plan(16, 16, 4, 40),
    memory=30,
    promises=100,
    cold=200,
    flood=flood.Flood(200, 100, 200),
    many=3_000,
    few=500,
    tries=8,
)
TINY = Size(
    alone=compare.Plan(1, 1, 2, 1),
    crowded=compare.Plan(2, 2, 2, 1),
    memory=2,
    promises=3,
    cold=3,
    flood=flood.Flood(5, 5, 5),
    many=40,
    few=20,
    tries=2,
)


def main(
    quick: Annotated[bool, typer.Option(help="Small sizes, for a first look.")] = False,
    database: Annotated[str, typer.Option(help="sqlite or postgresql.")] = "sqlite",
    only: Annotated[str, typer.Option(help=f"Some of {', '.join(PARTS)}.")] = ",".join(PARTS),
    cases: Annotated[int | None, typer.Option(help="How many cases a full database has.")] = None,
    full: Annotated[
        Path | None,
        typer.Option(
            help="Where full databases lie, to be filled once and measured again; SQLite's."
        ),
    ] = None,
    out: Annotated[Path, typer.Option(help="Where the table and the figures go.")] = Path(
        ".data/benchmarks"
    ),
) -> None:
    """Measure a case beside a raw workflow of its shape, and the product full of cases. Ratios count:
    figures of a busy machine mean little by themselves."""
    parts = [part.strip() for part in only.split(",") if part.strip()]
    if unknown := set(parts) - set(PARTS):
        raise typer.BadParameter(f"{', '.join(sorted(unknown))}: known are {', '.join(PARTS)}")
    if database not in DATABASES:
        raise typer.BadParameter(f"{database!r} is none of {', '.join(DATABASES)}")
    kind: Any = database

    def keep(part: str, found: list[Section]) -> None:
        kept = {
            "run": f"{_machine()}, {kind}, {datetime.now(UTC):%Y-%m-%d}{', quick' if quick else ''}",
            "table": markdown(found),
            "sections": _json(found),
        }
        out.mkdir(parents=True, exist_ok=True)
        (out / f"{kind}-{part}.json").write_text(
            json.dumps(kept, indent=1, ensure_ascii=False), encoding="utf-8"
        )

    with Progress(
        TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=console
    ) as bar:
        task = bar.add_task("starting", total=None)
        size = QUICK if quick else FULL
        if cases:
            size = dataclasses.replace(size, many=cases)
        with tempfile.TemporaryDirectory(prefix="followthrough-bench-") as folder:
            sections = asyncio.run(
                measure(Path(folder), kind, size, parts, _ticks(bar, task), keep, full)
            )
    console.print(markdown(sections), markup=False, soft_wrap=True)
    console.print(f"written to {out}/{kind}-*.json", markup=False)


def _ticks(bar: Progress, task: TaskID) -> Tick:
    def tick(what: str, done: int, of: int) -> None:
        bar.update(task, description=what, completed=done, total=of or None)

    return tick


async def measure(
    folder: Path,
    kind: DatabaseKind,
    size: Size,
    parts: list[str],
    tick: Tick,
    keep: Callable[[str, list[Section]], None] = lambda _part, _found: None,
    full_ones: Path | None = None,
) -> list[Section]:
    """The sections of the wanted parts, in their order; `keep` gets those of each part when it is done. Full databases lie
    in `full_ones`, if that is given, and stay there."""
    sections: list[Section] = []
    shared: list[tuple[str, Callable[[Bench], Awaitable[list[Section]]]]] = [
        ("compare", lambda b: _compare(b, size, tick)),
        ("memory", lambda b: _memory(b, size, tick)),
        ("due", lambda b: _one(due.measure(b, size.promises, tick))),
        ("cold", lambda b: _one(cold.measure(b, size.cold, tick))),
        ("flood", lambda b: _one(flood.measure(b, size.flood, tick))),
    ]

    def done(part: str, found: list[Section]) -> None:
        sections.extend(found)
        keep(part, found)

    if "core" in parts:
        tick("deciding", 0, 1)
        done("core", [core.measure()])
    if wanted := [part for part in shared if part[0] in parts]:
        async with bench(folder / "shared", kind, lambda _: None) as shared_bench:
            for name, work in wanted:
                done(name, await work(shared_bench))
    full = [("flat", flat.measure), ("console", pages.measure)]
    if asked := [part for part in full if part[0] in parts]:
        async with flat.two(full_ones or folder, kind, size.many, tick, few=size.few) as sides:
            for name, measured in asked:
                done(name, [await measured(sides, kind, size.tries, tick)])
    return sections


async def _compare(measured: Bench, size: Size, tick: Tick) -> list[Section]:
    tick("one case of each", 0, 1)
    shape, mine, raw = await compare.pilot(measured)
    sections = [compare.histories(mine, raw, shape)]
    for plan in (size.alone, size.crowded):
        done, of, what = 0, plan.rounds * 2, f"{plan.at_once} at a time, ours and raw in turn"

        def step(label: str = what, total: int = of) -> None:
            nonlocal done
            done += 1
            tick(label, done, total)

        sections.append(compare.rates(await compare.take_turns(measured, plan, shape, step)))
    return sections


async def _memory(measured: Bench, size: Size, tick: Tick) -> list[Section]:
    tick("opening cases that stay open", 0, 1)
    shape = Shape()
    mine, raw = await compare.memory(measured, shape, size.memory, 8)
    row = Row(
        "memory of the worker per open case",
        number(mine / 1000, "kB"),
        number(raw / 1000, "kB"),
        spread([mine / raw]) if raw > 0 else None,
        "at most 1.5",
    )
    return [Section("Memory", rows=[row], notes=[f"{size.memory} cases of each, kept open."])]


async def _one(section: Awaitable[Section]) -> list[Section]:
    return [await section]


def _machine() -> str:
    return f"{os.cpu_count()} cores, Python {platform.python_version()}"


def _json(sections: list[Section]) -> list[dict[str, Any]]:
    return [
        {
            "title": section.title,
            "rows": [
                {
                    "what": row.what,
                    "ours": row.ours,
                    "other": row.other,
                    "ratio": row.ratio.as_json() if row.ratio else None,
                }
                for row in section.rows
            ],
            "figures": section.figures,
        }
        for section in sections
    ]
