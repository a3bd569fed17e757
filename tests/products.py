"""The whole product for tests: a time-skipping server, a worker, a migrated SQLite file, the API over ASGI.

Case time starts on Monday at nine (`builders.MONDAY`), whatever the machine's date.
"""

import asyncio
import secrets
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession
from temporalio.api.common.v1 import Payload, WorkflowExecution
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.api.testservice.v1 import SleepRequest
from temporalio.api.workflow.v1 import WorkflowExecutionInfo
from temporalio.api.workflowservice.v1 import DescribeWorkflowExecutionRequest
from temporalio.client import Client, WorkflowHandle
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.hosts import Hosts
from api.dependencies import Dependencies
from api.main import build_app
from api.marks import HEADER, Carried, merged, read
from builders import MONDAY, at
from db import people
from db.access import create_key
from db.cases import load_events
from db.inbox import list_inbox
from db.marks import missing
from db.migrate import new_file
from db.people import Person, Role
from db.session import Database, DatabaseDown
from disk import relax
from domain.book import AnyEvent
from domain.spans import parse_span
from policies.load import load
from stories.engine import patiently
from stories.quiet import is_moving
from vault import Vault
from worker import build_worker
from workflows.client import CaseClient
from workflows.contract import Idle, workflow_id
from workflows.converter import make_data_converter
from workflows.setup import register_attributes

relax()
UI_ORIGIN = "http://127.0.0.1:8233"
CODEC_TOKEN = "token-of-the-embedded-ui"
TEAM = "after_sales"
LOOPBACK = Hosts.parse("127.0.0.1")
"""Where the receivers of tests are."""
LONG_DAY = timedelta(minutes=3)
"""Of real time, in which the timers of a skipped span fire."""
PATIENCE = timedelta(seconds=10)
"""For an answer while a worker runs; far more than it takes."""
DELETES_AT_ONCE = tuple(
    part
    for queue in ("transfer", "visibility")
    for part in ("--dynamic-config-value", f'history.{queue}ProcessorUpdateAckInterval="1s"')
)
"""A real server deletes a closed history only when it has looked at its queues again, after half a minute."""
IMPATIENCE = timedelta(milliseconds=300)
"""While none runs: what comes then is a 202."""
PARTS = {
    "where_we_are": "We have listened to your recording.",
    "what_comes_next": "An engineer tests the bearing.",
    "by_when": "You hear from me tomorrow by two.",
    "care": "Thank you for your patience.",
}
LINES: dict[str, tuple[Role, ...]] = {
    "agent": ("agent",),
    "lead": ("agent", "lead"),
    "supervisor": ("agent", "lead", "supervisor"),
    "executive": ("agent", "lead", "supervisor", "executive"),
}
STAFF = (
    Person("li.min", "Li Min", "agent", frozenset(LINES["agent"]), TEAM, "en"),
    Person("zhou.yan", "Zhou Yan", "agent", frozenset(LINES["agent"]), TEAM, "en"),
    Person("chen.jie", "Chen Jie", "lead", frozenset(LINES["lead"]), TEAM, "en"),
    Person("wang.fang", "Wang Fang", "supervisor", frozenset(LINES["supervisor"]), TEAM, "en"),
    Person("zhao.lei", "Zhao Lei", "executive", frozenset(LINES["executive"]), TEAM, "en"),
    Person("sun.bo", "Sun Bo", "department", frozenset({"department"}), "warehouse", "en"),
    Person("root", "Root", "agent", frozenset({"admin"}), TEAM, "en"),
    Person("wecom", "WeCom", "department", frozenset({"service"}), TEAM, "en"),
)


class MoodyDatabase(Database):
    """Refuses to be written to or read, as often as a test says."""

    refusals = 0
    reading_refusals = 0

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        if self.reading_refusals:
            self.reading_refusals -= 1
            raise DatabaseDown("the database is away")
        async with super().read() as session:
            yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        if self.refusals:
            self.refusals -= 1
            raise DatabaseDown("the database is away")
        async with super().write() as session:
            yield session


class RunningProduct:
    """Everything up, and the ways a test goes through it."""

    cached_runs = 100

    def __init__(self, env: WorkflowEnvironment, client: Client, database: MoodyDatabase) -> None:
        self.env = env
        self.client = client
        self.database = database
        self.keys: dict[str, str] = {}
        self.numbers: list[str] = []
        self.told: dict[str, int] = {}
        """How far each case was when somebody was answered."""
        self.shift = timedelta(0)
        self.app: FastAPI
        self.http: httpx2.AsyncClient
        self.cases: CaseClient
        self._ahead = timedelta(0)
        self._worker: Worker | None = None
        self._working: asyncio.Task[None] | None = None

    # --- time -------------------------------------------------------------------------------------

    def now(self) -> datetime:
        """The API's clock; it follows the engine's."""
        return datetime.now(UTC) + self._ahead

    async def begin(self) -> None:
        """From here on it is Monday at nine."""
        self.shift = at("Mon 09:00") - await self.env.get_current_time()
        await self.follow()

    async def follow(self) -> None:
        """Put the API's clock where the engine's is."""
        self._ahead = await self.env.get_current_time() + self.shift - datetime.now(UTC)

    async def skip(self, span: str, number: str | None = None) -> None:
        """Let "2 days" or "90 min" pass, each timer on the way at its own moment, then wait for quiet."""
        await self._sleep(parse_span(span).clock_time(), number)

    async def until(self, when: str, number: str | None = None) -> None:
        """Let time pass until "Tue 14:00"."""
        await self._sleep(at(when) - self.now(), number)

    async def _sleep(self, span: timedelta, number: str | None) -> None:
        assert span > timedelta(0), f"that was {-span} ago"
        await self._let_pass(span)
        await self.follow()
        if number and self._worker:
            await self.quiet(number)

    async def _let_pass(self, span: timedelta) -> None:
        """As the environment's own, which gives up after half a minute: on a busy machine the timers of a day take longer."""
        if not self.env.supports_time_skipping:
            await self.env.sleep(span)
            return
        asked = SleepRequest()
        asked.duration.FromTimedelta(span)
        await self.client.test_service.unlock_time_skipping_with_sleep(asked, timeout=LONG_DAY)

    async def idle(self, number: str) -> Idle:
        seen: Idle = await self.run_of(number).query("idle", result_type=Idle)
        return seen

    async def quiet(self, number: str) -> None:
        """Wait until a case has nothing left to do at this moment."""
        seen: Idle | None = None
        for _ in range(
            1200
        ):  # × 25 ms: half a minute; a turn that is lost on a busy machine comes again after ten seconds
            if not await is_moving(self.client, number):
                seen = await self.idle(number)
                if seen.idle:
                    return
            await asyncio.sleep(0.025)
        raise AssertionError(f"{number} is still busy after half a minute: {seen}")

    # --- the worker -----------------------------------------------------------------------------------

    async def start_worker(self) -> None:
        self._worker = build_worker(
            self.client, self.database, "cases", cached_runs=self.cached_runs, hosts=LOOPBACK
        )
        self._working = asyncio.create_task(self._worker.run())
        self.cases._timeout = PATIENCE

    async def stop_worker(self) -> None:
        worker, working = self._worker, self._working
        self._worker = self._working = None
        self.cases._timeout = IMPATIENCE
        if worker and working:
            await worker.shutdown()
            await working

    @asynccontextmanager
    async def no_worker(self) -> AsyncIterator[None]:
        """Nobody is there to decide; afterwards a new worker is, which knows nothing of before.

        Only where runs are not cached: the test server never gives up on a dead worker's memory. Nor
        does it skip time over something that waits for a worker.
        """
        assert not self.cached_runs, "see `forgetful_product`"
        await self.recorded()
        await self.stop_worker()
        yield
        await self.start_worker()

    # --- asking ---------------------------------------------------------------------------------------

    async def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        by: str | None = "li.min",
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> httpx2.Response:
        """A request, whatever its answer."""
        head = {
            **({"Authorization": f"Bearer {self.keys[by]}"} if by else {}),
            **({"Idempotency-Key": key} if key is not None else {}),
            **(headers or {}),
        }
        given: dict[str, Any] = {} if body is None else {"json": body}
        address = path if path.startswith("/codec") else f"/v1{path}"
        answer = await self.http.request(method, address, headers=head, **given, **more)
        self.told = merged(self.told, read(answer.headers.get(HEADER, "")))
        return answer

    async def post(
        self, path: str, *, by: str = "li.min", key: str | None = None, **body: Any
    ) -> Any:
        """A command that must succeed; its receipt."""
        answer = await self.ask("POST", path, _plain(body), by=by, key=key)
        assert answer.is_success, f"POST {path} by {by}: {answer.status_code} {answer.text}"
        return answer.json()

    async def refused(
        self, path: str, *, by: str = "li.min", key: str | None = None, **body: Any
    ) -> httpx2.Response:
        """A command that must be refused; its problem."""
        answer = await self.ask("POST", path, _plain(body), by=by, key=key)
        assert answer.status_code >= 400, f"POST {path} by {by}: {answer.status_code} {answer.text}"
        return answer

    async def get(self, path: str, *, by: str = "wang.fang", **query: Any) -> Any:
        """A look that must succeed."""
        answer = await self.ask("GET", path, by=by, params=query)
        assert answer.is_success, f"GET {path} by {by}: {answer.status_code} {answer.text}"
        return answer.json()

    async def items(self, path: str, *, by: str = "wang.fang", **query: Any) -> list[Any]:
        found: list[Any] = (await self.get(path, by=by, **query))["items"]
        return found

    async def titles(self, person: str, number: str | None = None) -> list[str]:
        """What a person was told, the oldest first; of one case, once it has nothing left to tell."""
        if number is not None:
            await self.quiet(number)
        items = await self.items("/inbox", by=person, limit=200)
        return [n["title"] for n in reversed(items) if number in (None, n["number"])]

    async def words_told(self, person: str, number: str) -> int:
        """How many messages of the customer a person was told of, by notices that grow."""
        await self.quiet(number)
        page = await list_inbox(self.database, person, cursor=None, limit=200)
        told = [item for item in page.items if item.number == number]
        return sum(int(item.params.get("count", 0)) for item in told)

    # --- the usual way --------------------------------------------------------------------------------

    async def opened(self, *, by: str = "li.min", **fields: Any) -> str:
        """A new case; its number."""
        usual = {
            "customer": {"name": "Ms Sun", "phone": "138 0013 8000"},
            "title": "Strange noise from the washing machine",
            "channel": "phone",
        }
        number: str = (await self.post("/cases", by=by, **{**usual, **fields}))["number"]
        self.numbers.append(number)
        return number

    async def contact(self, number: str, *, by: str = "li.min", **fields: Any) -> Any:
        usual = {"channel": "phone", "parts": PARTS}
        return await self.post(f"/cases/{number}/contacts", by=by, **{**usual, **fields})

    async def triaged(self, **opening: Any) -> str:
        """A case that waits to be confirmed."""
        number = await self.opened(**opening)
        await self.contact(number)
        await self.post(
            f"/cases/{number}/triage",
            priority="P2",
            traits=["needs_time_to_verify"],
            yields={"product": "washer", "occurred": "yesterday", "impact": "person"},
        )
        return number

    def notice(self, first_feedback: str | datetime = "Tue 10:00") -> dict[str, Any]:
        """What confirming takes."""
        return {
            "complexity": "medium",
            "channel": "phone",
            "told_at": self.now(),
            "first_feedback_at": at(first_feedback)
            if isinstance(first_feedback, str)
            else first_feedback,
            "answer": "agreed",
        }

    async def confirmed(self, first_feedback: str | datetime = "Tue 10:00", **opening: Any) -> str:
        """A case in diagnosis, with the first feedback promised as p1."""
        number = await self.triaged(**opening)
        await self.post(f"/cases/{number}/confirm", **self.notice(first_feedback))
        return number

    async def complete(self, number: str, stage: str, to: str | None = None, **facts: str) -> Any:
        return await self.post(f"/cases/{number}/stages/{stage}/complete", yields=facts, to=to)

    async def verifying(self, **opening: Any) -> str:
        """A case that waits for the customer's word on the fix."""
        number = await self.confirmed(**opening)
        await self.complete(number, "diagnose", findings="heard it", root_cause="product/part")
        await self.complete(number, "plan", to="implement", solution="new bearing", kind="cure")
        await self.complete(number, "implement", done="bearing replaced")
        return number

    async def withdrawn(self, **opening: Any) -> str:
        """A closed case whose run has ended."""
        number = await self.confirmed(**opening)
        await self.post(f"/cases/{number}/withdraw", by="chen.jie", reason="changed their mind")
        await self.ended(number)
        return number

    # --- what the engine and the database know ----------------------------------------------------

    def run_of(self, number: str) -> WorkflowHandle[Any, Any]:
        """The newest run of a case."""
        return self.client.get_workflow_handle(workflow_id(number))

    async def runs_of(self, number: str) -> list[WorkflowHandle[Any, Any]]:
        """All runs of a case, the newest first: each names the one it goes on from."""
        found: list[WorkflowHandle[Any, Any]] = []
        run_id = (await self.described(number)).execution.run_id
        while run_id:
            run = self.client.get_workflow_handle(workflow_id(number), run_id=run_id)
            found.append(run)
            first = (await run.fetch_history()).events[0]
            run_id = first.workflow_execution_started_event_attributes.continued_execution_run_id
        return found

    async def ended(self, number: str) -> str:
        """Wait for the end of a run, and what it says of itself."""
        async with asyncio.timeout(10):
            outcome: str = await self.run_of(number).result()
        return outcome

    async def described(self, number: str) -> WorkflowExecutionInfo:
        """The newest run of a case as the server knows it. (The SDK's own description can't read what
        the test server makes of an attribute that was unset.)"""
        asked = DescribeWorkflowExecutionRequest(
            namespace=self.client.namespace,
            execution=WorkflowExecution(workflow_id=workflow_id(number)),
        )
        answer = await self.client.workflow_service.describe_workflow_execution(asked)
        return answer.workflow_execution_info

    async def history(self, number: str) -> Sequence[HistoryEvent]:
        return (await self.run_of(number).fetch_history()).events

    async def event_kinds(self, number: str) -> list[int]:
        """The kinds of a history's events, without the turns the server gives to workers."""
        kinds = [event.event_type for event in await self.history(number)]
        return [kind for kind in kinds if "_WORKFLOW_TASK_" not in EventType.Name(kind)]

    async def summaries(self, number: str, kind: str) -> list[str]:
        """The summaries of all events of a kind such as "timer_started", as Temporal UI shows them."""
        found = [
            event.user_metadata.summary
            for event in await self.history(number)
            if event.HasField(f"{kind}_event_attributes")  # type: ignore[arg-type]
        ]
        return [await self.clear(payload) for payload in found]

    async def clear(self, payload: Payload) -> str:
        """A payload through the data converter."""
        (text,) = await self.client.data_converter.decode([payload], [str])
        return str(text)

    async def details(self, number: str) -> str:
        """The current details of a case, as Temporal UI shows them."""
        query = "__temporal_workflow_metadata"
        metadata = await self.run_of(number).query(query, result_type=WorkflowMetadata)
        return str(metadata.current_details)

    async def recorded(self, *numbers: str) -> None:
        """Wait until the database knows what anybody was answered, of some cases or all."""
        marks = {n: self.told[n] for n in numbers or self.told if n in self.told}
        late = await missing(self.database, marks, PATIENCE)
        assert not late, f"not recorded yet: {late}"

    async def happened(self, number: str) -> list[AnyEvent]:
        """What the database knows of a case, once it knows what anybody was answered."""
        await self.recorded(number)
        return await load_events(self.database, number)

    async def names(self, number: str) -> list[str]:
        return [event.name for event in await self.happened(number)]

    async def eventually(self, number: str, name: str) -> list[str]:
        """Wait for something to happen to a case; all that happened by then."""
        names: list[str] = []
        for _ in range(600):  # × 50 ms: the test server gives a failed turn again after ten seconds
            names = await self.names(number)
            if name in names:
                return names
            await asyncio.sleep(0.05)
        raise AssertionError(f"{name} did not happen to {number} in half a minute: {names}")


def _plain(body: object) -> object:
    """The same with times written out."""
    match body:
        case datetime():
            return body.isoformat()
        case dict():
            return {name: _plain(value) for name, value in body.items()}
        case list() | tuple():
            return [_plain(value) for value in body]
    return body


@asynccontextmanager
async def running_product(
    folder: Path, *, cached_runs: int = 100, real: bool = False, url: str | None = None
) -> AsyncIterator[RunningProduct]:
    """Everything up, at Monday nine; all of it is gone afterwards. With no cached runs, each wake
    replays. The real one is the dev server: lists and schedules, and time that passes by itself. `url` is
    that of a migrated database; without one it is a SQLite file in the folder."""
    vault = Vault([("test", secrets.token_bytes(32))], secrets.token_bytes(32))
    if url is None:
        url = await new_file(folder / f"{secrets.token_hex(4)}.db")
    database = MoodyDatabase(url, vault)
    async with await (_real_server() if real else _fast_server()) as env:
        # A client of our own: the environment's turns a failed assertion into a failed case.
        client = await env.connect_client(data_converter=make_data_converter(vault))
        await register_attributes(client)
        product = RunningProduct(env, client, database)
        product.cached_runs = cached_runs
        await product.begin()
        product.cases = CaseClient(
            client, task_queue="cases", timeout=PATIENCE, shift=lambda: product.shift
        )
        product.app = build_app(_dependencies(product, vault))
        await people.put(database, *STAFF)
        for person in STAFF:
            made = await create_key(database, person.handle, label="test", now=product.now())
            product.keys[person.handle] = made.clear
        transport = httpx2.ASGITransport(app=product.app)
        async with httpx2.AsyncClient(
            transport=transport, base_url="http://product", event_hooks=Carried().hooks
        ) as http:
            product.http = http
            await product.start_worker()
            yield product
            await product.stop_worker()
    await database.close()


async def _fast_server() -> WorkflowEnvironment:
    program = Path(sys.executable).parent / "temporal-test-server"

    async def start() -> WorkflowEnvironment:
        return await WorkflowEnvironment.start_time_skipping(test_server_existing_path=str(program))

    return await patiently(start)


async def _real_server() -> WorkflowEnvironment:
    program = Path(sys.executable).parent / "temporal"

    async def start() -> WorkflowEnvironment:
        return await WorkflowEnvironment.start_local(
            dev_server_existing_path=str(program),
            dev_server_log_level="error",
            dev_server_extra_args=DELETES_AT_ONCE,
        )

    return await patiently(start)


def _dependencies(product: RunningProduct, vault: Vault) -> Dependencies:
    return Dependencies(
        database=product.database,
        temporal=product.client,
        cases=product.cases,
        policy=load(today=MONDAY),
        vault=vault,
        now=product.now,
        retention=timedelta(days=1),
        ui_origins=(UI_ORIGIN,),
        local_ui=True,
        codec_token=CODEC_TOKEN,
        webhook_hosts=LOOPBACK,
    )
