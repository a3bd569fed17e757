"""Whether it stays flat: the same requests, in turns, to an installation with few cases and to one with many."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx2

from benchmarks import ours
from benchmarks.bench import Bench, bench
from benchmarks.fill import NAME, fill
from benchmarks.ours import Caller
from benchmarks.statistics import percentile, spread
from benchmarks.table import Row, Section, milliseconds
from db.cases import CaseFilter, count_cases
from db.openings import number_of
from rig.installation import DatabaseKind
from workflows.reconciled import SCHEDULE

FEW = 1_000
LIMIT = 20
"""Items of a page: even the installation with few cases has as many to show."""
READS = {
    "cases, newest first": f"cases?sort=opened_at&descending=true&limit={LIMIT}",
    "open cases by promise": f"cases?phase=open&sort=next_promise_due&limit={LIMIT}",
    "open cases by red line": f"cases?phase=open&sort=red_line&limit={LIMIT}",
    "open cases by priority": f"cases?phase=open&sort=priority&limit={LIMIT}",
    "my open cases by promise": (
        f"cases?owner=li.min&phase=open&sort=next_promise_due&limit={LIMIT}"
    ),
    "my cases, newest first": f"cases?owner=li.min&sort=opened_at&descending=true&limit={LIMIT}",
    "a team's open cases by priority": (
        f"cases?team=after_sales&phase=open&sort=priority&limit={LIMIT}"
    ),
    "open cases that are overdue": f"cases?phase=open&sla_state=overdue&limit={LIMIT}",
    "a stage's cases": f"cases?stage=diagnose&limit={LIMIT}",
    "a customer's cases": "cases?customer=k15&limit=20",
    "open cases, counted": f"cases?phase=open&sort=next_promise_due&with_total=true&limit={LIMIT}",
    "open cases that wait for parts": (
        f"cases?phase=open&paused_for=waiting_on_parts&limit={LIMIT}"
    ),
    "a word of every title, found": f"search?q={quote('洗衣机异响')}",
    "a name that all have, found": f"search?q={quote(NAME)}",
    "a phone number, found": "search?q=139+0000+0015",
    "a number, found": "search?q=15",
    "what is nowhere, found": f"search?q={quote('洗衣机冰箱')}",
    "agenda": f"agenda?limit={LIMIT}",
    "inbox": f"inbox?limit={LIMIT}",
    "one case": f"cases/{number_of(15)}",
    "its timeline": f"cases/{number_of(15)}/timeline?limit=50",
    "its deadlines": f"cases/{number_of(17)}/deadlines",
    "what became of a command": "commands/C-000015-1",
}
"""What is looked up, as paths below /v1."""
OF_LEADS = {
    "what burns": "board",
    "how much people carry": "board/load",
    "what somebody hands over": f"people/li.min/handover?limit={LIMIT}",
}
"""What leads look up."""
OPTIONAL = ("what became of a command",)
"""Answers 404 where another agent asked: that is looked up too."""
WHO = ("li.min", "chen.jie")
"""An agent and their lead."""


@dataclass
class Side:
    """One of the two installations, with a case that is alive."""

    bench: Bench
    caller: Caller
    lead: Caller
    cases: int
    number: str = ""


@asynccontextmanager
async def two(
    folder: Path,
    kind: DatabaseKind,
    many: int,
    tick: Callable[[str, int, int], None],
    *,
    few: int = FEW,
) -> AsyncIterator[tuple[Side, Side]]:
    """One installation with `few` cases and one with `many`; what is full already stays as it is. `tick` hears what is
    done."""
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(ours.client())
        sides = []
        for name, count in (("few", few), ("many", many)):
            measured = await stack.enter_async_context(
                bench(folder / name, kind, lambda _: None, with_raw=False)
            )

            def filled(done: int, of: int = count) -> None:
                tick(f"filling with {of:,} cases", done, of)

            # the cases have no runs: every minute it would start one for each that is open
            await measured.installation.client.get_schedule_handle(SCHEDULE).pause()
            database = measured.installation.database
            if await count_cases(database, CaseFilter(), most=count) < count:
                await fill(database, 1, count, filled)
            agent, lead = (_caller(measured, http, who) for who in WHO)
            sides.append(Side(measured, agent, lead, count))
        yield sides[0], sides[1]


async def measure(
    sides: tuple[Side, Side], kind: str, tries: int, tick: Callable[[str, int, int], None]
) -> Section:
    """p50 and p95 of reads and commands with few and with many cases. `tick` hears what is done."""
    for side in sides:
        side.number = await side.caller.open()
    for n in range(tries + 2):  # the first two are for warming up
        for side in sides if n % 2 else reversed(sides):
            await _look(side)
            await _command(side)
            if n == 1:
                side.caller.asked.clear()
                side.lead.asked.clear()
        tick("asking both in turn", n + 1, tries + 2)
    for side in sides:
        side.caller.asked.extend(side.lead.asked)
    few, many = sides
    return _section(few.caller, many.caller, kind, few.cases, many.cases)


def _caller(measured: Bench, http: httpx2.AsyncClient, who: str) -> Caller:
    return Caller(http, measured.installation.addresses[0], measured.installation.keys, who)


async def _look(side: Side) -> None:
    for what, path in READS.items():
        await side.caller.get(what, path, may_miss=what in OPTIONAL)
    for what, path in OF_LEADS.items():
        await side.lead.get(what, path)


async def _command(side: Side) -> None:
    """A contact on the living case, and a new case."""
    contact = next(ours.commands())
    await side.caller.post(contact[0], f"cases/{side.number}/{contact[1]}", contact[2])
    await side.caller.open()


def _section(small: Caller, large: Caller, kind: str, few: int, many: int) -> Section:
    few_by, many_by = _by_name(small), _by_name(large)
    rows = []
    for what, slow in many_by.items():
        quick = few_by[what]
        rows.append(
            Row(
                what,
                f"{milliseconds(percentile(slow, 0.5))}, {milliseconds(percentile(slow, 0.95))}",
                f"{milliseconds(percentile(quick, 0.5))}, {milliseconds(percentile(quick, 0.95))}",
                spread([percentile(slow, 0.5) / percentile(quick, 0.5)]),
                "flat",
            )
        )
    return Section(
        f"{many:,} cases in the database ({kind})",
        columns=(f"{many:,} cases: p50, p95", f"{few:,} cases: p50, p95"),
        rows=rows,
        notes=["Over HTTP, one at a time, each request to both in turn; the ratio is of the p50."],
        figures={"few": few_by, "many": many_by},
    )


def _by_name(caller: Caller) -> dict[str, list[float]]:
    names = dict.fromkeys(asked.command for asked in caller.asked)
    return {name: [a.seconds for a in caller.asked if a.command == name] for name in names}
