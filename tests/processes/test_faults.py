"""Whatever is away, the API answers in time and says what to do; and nothing is lost or done twice (REQ J3)."""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import httpx2
import pytest
from temporalio.client import Client

from domain.case.contacts import PARTS
from domain.command import Actor
from domain.customer_messages.commands import CustomerSaid
from domain.promises.commands import MakePromise, NextPromise
from faults import ASKED, LONGEST, PAGE, Row, page, row_of_sqlite, rows_of
from pieces import VAULT, Pieces, eventually, pieces
from workflows.client import CaseClient, Done, Received
from workflows.converter import make_data_converter

pytestmark = [pytest.mark.processes, pytest.mark.real, pytest.mark.postgres]


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pieces]:
    with pieces(tmp_path_factory.mktemp("pieces")) as running:
        yield running


@pytest.fixture(scope="module")
def rows(product: Pieces, tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    """Each fault once: what was answered, and every command done once when it was over."""
    return [*rows_of(product), asyncio.run(row_of_sqlite(tmp_path_factory.mktemp("product")))]


def test_the_page_of_faults_tells_what_is_seen(rows: list[Row]) -> None:
    assert page(rows) == PAGE.read_text(encoding="utf-8"), (
        "look at what has changed; if it is right, `PYTHONPATH=tests python -m faults` writes the page"
    )


def test_every_answer_comes_in_time_and_names_the_way_out(rows: list[Row]) -> None:
    for row in rows:
        for name in ASKED:
            seen, where = row.seen[name], f"{name} while away: {row.fault}"
            assert seen.seconds < LONGEST, where
            assert seen.status != 500, where
            assert (seen.retry_after == "5") == (seen.status == 503), where


def test_an_api_killed_between_an_openings_number_and_its_start_opens_one_case(
    product: Pieces, rows: list[Row]
) -> None:
    """The start hangs in a Temporal server that stands still when the API is killed."""
    body = {"customer": {"name": "Ms Sun"}, "title": "Once", "channel": "phone"}

    def ask() -> httpx2.Response | None:
        try:
            return product.ask("POST", "/v1/cases", "once", **body)
        except httpx2.TransportError:
            return None

    with ThreadPoolExecutor(1) as beside, product.temporal.frozen():
        asking = beside.submit(ask)
        number = eventually("the number", lambda: numbers_of(product, "once"))[0]
        product.api.kill()
        assert asking.result() is None
    product.api.start()
    eventually("the API", product.answers)
    eventually("Temporal again", product.is_ready)

    first, second = ask(), ask()
    assert first
    assert second
    assert (first.status_code, first.json()["number"]) == (201, number)
    assert second.json() == first.json()
    assert numbers_of(product, "once") == [number]
    titles = [each["title"] for each in product.get("cases?limit=200")["items"]]
    assert titles.count("Once") == 1


def numbers_of(product: Pieces, key: str) -> list[str]:
    """The numbers that were given out for a key."""

    async def look() -> list[str]:
        connection = await asyncpg.connect(product.url)
        try:
            found = await connection.fetch("SELECT number FROM openings WHERE key = $1", key)
        finally:
            await connection.close()
        return [row["number"] for row in found]

    return asyncio.run(look())


OUTAGE = timedelta(minutes=2, seconds=10)
"""Tries twice as far apart each time would come 127 and 255 seconds after the first."""
WORDS = 6


def test_what_a_case_hears_while_its_database_is_away_is_recorded_in_order_and_once(
    product: Pieces, rows: list[Row]
) -> None:
    due = datetime.now(UTC) + timedelta(seconds=15)
    number = confirmed(product, due)
    with product.postgresql.away():
        began = time.monotonic()
        answers = asyncio.run(tell(product, number, OUTAGE * 0.9 / WORDS))
        assert all(isinstance(answer, Received | Done) for answer in answers)
        refused = product.ask("POST", f"/v1/cases/{number}/resume")
        assert refused.status_code == 503
        time.sleep(OUTAGE.total_seconds() - (time.monotonic() - began))

    def recorded() -> bool:
        answer = product.ask("GET", f"/v1/cases/{number}/timeline?limit=1")
        if answer.status_code == 503:  # it says to read again in a moment
            assert answer.json()["code"] == "not_recorded_yet"
            return False
        kinds = [event["event"] for event in product.events(number)]
        return kinds.count("message_received") == WORDS and "promise_broken" in kinds

    eventually("the database again", product.is_ready)
    back = time.monotonic()
    eventually("all of it", recorded)
    assert time.monotonic() - back < 16, "tries are ten seconds apart at most"
    eventually("the notices", lambda: len(notices(product, number, "promise_broken")) == 1)

    case = product.get(f"cases/{number}")
    assert [m["id"] for m in case["messages"]] == [f"m{n}" for n in range(1, WORDS + 1)]
    received = [datetime.fromisoformat(m["received_at"]) for m in case["messages"]]
    assert received == sorted(received)
    subjects = [p["subject"] for p in case["promises"]]
    assert [s for s in subjects if s.startswith("during")] == [f"during {n}" for n in range(3)]
    events = product.events(number)
    (broken,) = [event for event in events if event["event"] == "promise_broken"]
    assert datetime.fromisoformat(broken["at"]) - due < timedelta(seconds=5), "nobody watched"
    assert [event["sequence"] for event in events] == list(range(1, len(events) + 1))
    time.sleep(3)
    assert len(notices(product, number, "promise_broken")) == 1
    (told,) = notices(product, number, "customer_said")  # one that grows
    assert str(WORDS) in told["body"]


async def tell(product: Pieces, number: str, pause: timedelta) -> list[Any]:
    """Words and promises, a pause after each, as an API hands them on whose own database answers."""
    client = await Client.connect(
        f"127.0.0.1:{product.temporal_port}", data_converter=make_data_converter(VAULT)
    )
    cases = CaseClient(client, task_queue="cases", timeout=timedelta(seconds=1))
    answers: list[Any] = []
    for n in range(WORDS):
        now = datetime.now(UTC)
        common: dict[str, Any] = {
            "actor": Actor(handle="li.min"),
            "received_at": now,
            "key": f"{number} {n}",
            "digest": "d",
        }
        said = CustomerSaid(channel="wecom", occurred_at=now, text=f"t{n}", **common)
        answers.append(await cases.signal(number, said))
        if n % 2 == 0:
            given = NextPromise(subject=f"during {n // 2}", latest_by=now + timedelta(days=1))
            promise = MakePromise(promise=given, **common | {"key": f"{number} p{n}"})
            answers.append(await cases.submit(number, promise))
        await asyncio.sleep(pause.total_seconds())
    return answers


def confirmed(product: Pieces, first_feedback: datetime) -> str:
    """A case with one open promise."""
    opening: dict[str, Any] = {"customer": {"name": "Ms Sun"}, "title": "Away", "channel": "phone"}
    number = str(product.ask("POST", "/v1/cases", **opening).json()["number"])
    caring = dict.fromkeys(PARTS, "said with care")
    facts = {"product": "W-7", "occurred": "yesterday", "impact": "person"}
    notice = {
        "told_at": datetime.now(UTC).isoformat(),
        "first_feedback_at": first_feedback.isoformat(),
        "answer": "agreed",
    }
    steps: tuple[tuple[str, dict[str, Any]], ...] = (
        ("contacts", {"channel": "phone", "parts": caring}),
        ("triage", {"priority": "P2", "traits": ["needs_care"], "yields": facts}),
        ("confirm", {"complexity": "medium", "channel": "phone", **notice}),
    )
    for path, body in steps:
        answer = product.ask("POST", f"/v1/cases/{number}/{path}", **body)
        assert answer.status_code == 200, answer.text
    return number


def notices(product: Pieces, number: str, about: str) -> list[dict[str, Any]]:
    items = product.get("inbox?limit=200")["items"]
    return [i for i in items if (i["number"], i["about"]) == (number, about)]
