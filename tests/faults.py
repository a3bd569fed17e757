"""What the API answers while something is away: `PYTHONPATH=tests python -m faults` writes the table.

Real processes, each taken away by itself. Every command is repeated with its key once the fault is
over, and must then have been done once.
"""

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import httpx2

from builders import at
from pieces import Pieces, black_hole, eventually, pieces
from products import RunningProduct, running_product

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "faults.md"
LONGEST = 15.0
"""Seconds after which somebody who asked has stopped believing in an answer."""
ASKED = ("opening", "update", "signal", "read", "ready")
COLUMNS = {
    "opening": "`POST /cases`",
    "update": "`POST …/promises`",
    "signal": "`POST …/messages`",
    "read": "`GET /cases/…`",
    "ready": "`GET /readyz`",
}
HEAD = f"""# What the API answers while something is away

Seen, not promised: real processes, each taken away by itself (`PYTHONPATH=tests python -m faults` writes this
page, tests/processes/test_faults.py holds it to what is seen). No answer takes longer than {LONGEST:g} s. Of the
three commands, an opening and a promise wait for their decision, the customer's words don't.

- **202** received, durable, not yet decided: `GET /v1/commands/{{key}}` tells what becomes of it.
- **503** always comes with `Retry-After: 5`. Nobody knows whether the request was kept: repeat it with the same
  `Idempotency-Key`. All commands behind this table were repeated so, and each was done once.
- `readyz` needs up to 25 s to notice a worker that is gone or stands still: workers give a sign of life every five
  seconds. Commands are received meanwhile.
"""


@dataclass(frozen=True)
class Seen:
    """One answer; status 0 when there was no connection."""

    status: int
    code: str = ""
    retry_after: str = ""
    seconds: float = 0.0

    @property
    def cell(self) -> str:
        if not self.status:
            return "no connection"
        return f"{self.status} `{self.code}`" if self.code else str(self.status)


@dataclass
class Row:
    """A fault and what was answered during it."""

    fault: str
    seen: dict[str, Seen] = field(default_factory=dict)

    @property
    def line(self) -> str:
        return f"| {self.fault} | {' | '.join(self.seen[name].cell for name in ASKED)} |"


def page(rows: list[Row]) -> str:
    """The table as markdown."""
    head = f"| what is away | {' | '.join(COLUMNS[name] for name in ASKED)} |"
    return "\n".join((HEAD, head, "|---" * (len(ASKED) + 1) + "|", *(r.line for r in rows), ""))


def body_of(name: str, fault: str) -> dict[str, Any]:
    """The request; what it says names the fault, so that its effects can be counted."""
    bodies: dict[str, dict[str, Any]] = {
        "opening": {"customer": {"name": "Ms Sun"}, "title": fault, "channel": "phone"},
        "update": {"subject": fault, "latest_by": "in two days"},
        "signal": {"channel": "wecom", "text": fault},
    }
    return bodies.get(name, {})


def path_of(name: str, number: str) -> tuple[str, str]:
    return {
        "opening": ("POST", "/v1/cases"),
        "update": ("POST", f"/v1/cases/{number}/promises"),
        "signal": ("POST", f"/v1/cases/{number}/messages"),
        "read": ("GET", f"/v1/cases/{number}"),
        "ready": ("GET", "/readyz"),
    }[name]


def seen_in(answer: httpx2.Response, seconds: float) -> Seen:
    body = answer.json()
    return Seen(
        answer.status_code, body.get("code", ""), answer.headers.get("retry-after", ""), seconds
    )


class Trial:
    """Asks the same things during each fault, and counts afterwards what became of them."""

    def __init__(self, product: Pieces) -> None:
        self.product = product
        self.number = ""
        self.rows: list[Row] = []
        self.due = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 2 * 86_400))

    def ask(self, name: str, fault: str) -> Seen:
        method, path = path_of(name, self.number)
        body = body_of(name, fault)
        if "latest_by" in body:
            body["latest_by"] = self.due
        began = time.monotonic()
        try:
            answer = self.product.ask(method, path, key=f"{fault} {name}", **body)
        except httpx2.TransportError:
            return Seen(0)
        return seen_in(answer, time.monotonic() - began)

    def look(self, fault: str) -> Row:
        """Everything at once, as it comes in life."""
        with ThreadPoolExecutor(len(ASKED)) as side_by_side:
            answers = side_by_side.map(lambda name: self.ask(name, fault), ASKED)
            self.rows.append(Row(fault, dict(zip(ASKED, answers, strict=True))))
        return self.rows[-1]

    def open_first(self, fault: str) -> None:
        """The case that all of it is about, opened while nobody works."""
        answer = self.product.ask(
            "POST", "/v1/cases", key="the case", **body_of("opening", "the case")
        )
        assert answer.status_code == 202, (fault, answer.text)
        self.number = str(answer.json()["number"])

    def repeat(self, row: Row) -> None:
        """The same keys again, until each is done."""

        def is_done(name: str) -> bool:
            return self.ask(name, row.fault).status in (200, 201)

        for name in ("opening", "update", "signal"):
            eventually(f"{name} done after: {row.fault}", partial(is_done, name))

    def effects(self, fault: str) -> tuple[int, int, int]:
        """How many cases, promises and messages a fault's requests have led to."""
        case = self.product.get(f"cases/{self.number}")
        listed = self.product.get("cases?limit=200")["items"]
        return (
            sum(each["title"] == fault for each in listed),
            sum(promise["subject"] == fault for promise in case["promises"]),
            sum(message["words"] == {"said": fault} for message in case["messages"]),
        )


def rows_of(product: Pieces) -> Iterator[Row]:
    """Each fault in turn; it is over when its row is given."""
    trial = Trial(product)
    during = _faults(product, trial)
    for row in during:
        eventually(f"ready after: {row.fault}", product.is_ready)
        trial.repeat(row)
        assert trial.effects(row.fault) == (1, 1, 1), row.fault
        yield row


def _faults(product: Pieces, trial: Trial) -> Iterator[Row]:
    trial.open_first("no worker")
    row = trial.look("no worker has been started")
    product.worker.start()
    yield row

    yield trial.look("nothing")

    with product.worker.frozen():
        row = trial.look("the worker stands still")
    yield row

    with product.temporal.frozen():
        row = trial.look("the Temporal server stands still")
    yield row

    product.temporal.kill()
    row = trial.look("the Temporal server is down")
    product.worker.kill()
    with product.api.away():
        pass
    eventually("the API", product.answers)
    at_start = trial.look("the Temporal server was down when API and worker started")
    product.worker.start()
    eventually("the worker waits", lambda: "waiting for Temporal" in product.worker.said())
    product.temporal.start()
    yield row
    yield at_start

    with _cut_off(product):
        row = trial.look("the Temporal server was cut off when the API started")
    eventually("the API", product.answers)
    yield row

    with product.postgresql.away():
        row = trial.look("PostgreSQL is down")
    yield row

    with product.postgresql.frozen():
        row = trial.look("PostgreSQL stands still")
    yield row

    with product.api.away():
        row = trial.look("the API is down")
    eventually("the API", product.answers)
    yield row


@contextmanager
def _cut_off(product: Pieces) -> Iterator[None]:
    """An API to whose packets to Temporal nobody answers."""
    product.api.kill()
    with black_hole() as port:
        lost = product.api_with_temporal_at(port)
        lost.start()
        try:
            eventually("the API", product.answers)
            yield
        finally:
            lost.kill()
            product.api.start()


async def row_of_sqlite(folder: Path) -> Row:
    """The embedded database, held by another process's long write."""
    row = Row("SQLite is held by another process")
    (folder / "sqlite").mkdir()
    async with running_product(folder / "sqlite") as product:
        number = await product.confirmed()
        await product.quiet(number)
        (file,) = (folder / "sqlite").glob("*.db")
        holder = sqlite3.connect(file, isolation_level=None)
        holder.execute("BEGIN EXCLUSIVE")

        async def ask(name: str) -> Seen:
            method, path = path_of(name, number)
            body = body_of(name, row.fault)
            if "latest_by" in body:
                body["latest_by"] = at("Wed 15:00").isoformat()
            began = time.monotonic()
            answer = await _ask(product, method, path, body, f"k {name}")
            return seen_in(answer, time.monotonic() - began)

        answers = await asyncio.gather(*map(ask, ASKED))
        row.seen = dict(zip(ASKED, answers, strict=True))
        holder.execute("ROLLBACK")
        holder.close()
        for name in ("opening", "update", "signal"):
            await _until(partial(ask, name), name)
        await product.quiet(number)
        case = await product.get(f"/cases/{number}")
        assert sum(p["subject"] == row.fault for p in case["promises"]) == 1
        assert sum(m["words"] == {"said": row.fault} for m in case["messages"]) == 1
        titles = [each["title"] for each in await product.items("/cases")]
        assert titles.count(row.fault) == 1
    return row


async def _ask(
    product: RunningProduct, method: str, path: str, body: dict[str, Any], key: str
) -> httpx2.Response:
    headers = {"Authorization": f"Bearer {product.keys['li.min']}", "Idempotency-Key": key}
    given: dict[str, Any] = {"json": body} if method == "POST" else {}
    return await product.http.request(method, path, headers=headers, timeout=60, **given)


async def _until(ask: Callable[[], Awaitable[Seen]], name: str) -> None:
    for _ in range(200):  # × 0.1 s
        if (await ask()).status in (200, 201):
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"{name} was never done")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        with pieces(Path(folder)) as product:
            rows = list(rows_of(product))
        rows.append(asyncio.run(row_of_sqlite(Path(folder))))
    for row in rows:
        answers = (
            f"{name} {seen.cell} after {seen.seconds:.1f} s" for name, seen in row.seen.items()
        )
        print(f"{row.fault}: {', '.join(answers)}")  # noqa: T201 - a command's output
    PAGE.write_text(page(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
