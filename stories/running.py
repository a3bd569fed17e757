"""The whole product for one story: a database through its migrations, a worker, the API on a real port."""

import asyncio
import secrets
import socket
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import httpx2
import uvicorn
from fastapi import FastAPI

from activities.succession import Succession
from api.dependencies import Dependencies
from api.main import build_app
from api.marks import Carried
from db import people
from db.access import create_key
from db.migrate import new_file
from db.people import ROLES, Person, Role
from db.session import Database
from db.succession import list_concerned
from domain.plan.terms import Language
from stories.clock import StoryClock
from stories.engine import ENGINES, Engine, EngineName
from stories.parts import CUSTOMER, LeavingPart, PersonPart
from stories.story import Story
from vault import Vault
from worker import build_worker
from workflows.client import CaseClient
from workflows.converter import make_data_converter
from workflows.runs import ServerRuns

OBSERVER = "observer"
"""Looks at everything on behalf of the story."""
TASK_QUEUE = "cases"
PATIENCE = timedelta(seconds=30)
"""For an answer. A story waits rather than take "received, not yet decided" from a slow machine."""
ROLES_OF: dict[str, frozenset[Role]] = {
    "agent": frozenset({"agent"}),
    "lead": frozenset({"agent", "lead"}),
    "supervisor": frozenset({"agent", "lead", "supervisor"}),
    "executive": frozenset({"agent", "lead", "supervisor", "executive"}),
    "department": frozenset({"department"}),
}


@dataclass(frozen=True)
class RunningProduct:
    """What a player needs: time, and an API client for each person."""

    engine: Engine
    clock: StoryClock
    clients: dict[str, httpx2.AsyncClient]
    leave: Callable[[LeavingPart], Awaitable[None]]
    """Lets somebody leave, as `followthrough person deactivate` does."""


@asynccontextmanager
async def running_product(
    story: Story, engine: EngineName, vault: Vault | None = None
) -> AsyncIterator[RunningProduct]:
    """Everything up and at the story's beginning; all of it is gone afterwards.

    Without a vault, what is sealed is sealed with keys nobody keeps.
    """
    vault = vault or Vault([("story", secrets.token_bytes(32))], secrets.token_bytes(32))
    clock = StoryClock(story.setting.starts)
    async with AsyncExitStack() as stack:
        running = await stack.enter_async_context(
            ENGINES[engine](make_data_converter(vault), clock)
        )
        database = await stack.enter_async_context(_database(vault))
        keys = await _add_people(database, story, clock.now())
        cases = CaseClient(
            running.client, task_queue=TASK_QUEUE, timeout=PATIENCE, shift=running.shift
        )
        dependencies = Dependencies(
            database=database,
            temporal=running.client,
            cases=cases,
            policy=story.setting.policy,
            vault=vault,
            now=clock.now,
            retention=timedelta(days=1),
        )
        await stack.enter_async_context(build_worker(running.client, database, TASK_QUEUE))
        address = await stack.enter_async_context(_serve(build_app(dependencies)))
        carried = Carried()  # everybody of a story sees what the others did
        clients = {
            handle: await stack.enter_async_context(_client(address, key, story, carried))
            for handle, key in keys.items()
        }
        succession = Succession(ServerRuns(running.client, TASK_QUEUE).tell)

        async def leave(leaving: LeavingPart) -> None:
            await people.deactivate(database, leaving.who, heir=leaving.to)
            await succession.tell(await list_concerned(database, {}), clock.now())

        yield RunningProduct(engine=running, clock=clock, clients=clients, leave=leave)


@asynccontextmanager
async def _database(vault: Vault) -> AsyncIterator[Database]:
    with tempfile.TemporaryDirectory(prefix="story-") as folder:
        database = Database(await new_file(Path(folder) / "story.db"), vault)
        try:
            yield database
        finally:
            await database.close()


async def _add_people(database: Database, story: Story, now: datetime) -> dict[str, str]:
    """The people of the policy and of the story, and a key for each."""
    everybody = {person.handle: person for person in _people(story)}
    await people.put(database, *everybody.values())
    return {
        handle: (await create_key(database, handle, label="story", now=now)).clear
        for handle in everybody
    }


def _people(story: Story) -> Iterator[Person]:
    """Those who are named later win: a story may say more of a person of the policy."""
    language = story.head.language
    first = next(iter(story.setting.policy.teams))
    for team, given in story.setting.policy.teams.items():
        ladder = given.ladder
        yield person_of(ladder.lead, PersonPart(line="lead"), team, language)
        yield person_of(ladder.supervisor, PersonPart(line="supervisor"), team, language)
        yield person_of(ladder.executive, PersonPart(line="executive"), team, language)
        for post, holder in given.posts.items():
            yield person_of(holder, PersonPart(line="department", team=post), post, language)
    for handle, part in story.head.people.items():
        yield person_of(handle, part, first, language)
    yield Person(CUSTOMER, CUSTOMER, "department", frozenset({"service"}), first, language)
    yield Person(OBSERVER, OBSERVER, "executive", frozenset(ROLES), first, language)


def person_of(handle: str, part: PersonPart, team: str, language: Language) -> Person:
    """The person that a part of a story tells of; what it leaves out follows from the line."""
    return Person(
        handle=handle,
        name=part.name or handle,
        line=part.line,
        roles=ROLES_OF[part.line] if part.roles is None else part.roles,
        team=part.team or team,
        language=part.language or language,
    )


def loopback() -> socket.socket:
    """Listens on a free port of the loopback.

    It says that it speaks TCP, as `socket.create_server` does not: else asyncio lets an answer wait until what went
    before it is acknowledged, 40 ms each time.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    return listening


class _Server(uvicorn.Server):
    """Leaves signals to the program around it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def _serve(app: FastAPI) -> AsyncIterator[str]:
    """The application on a free port of the loopback; yields its address."""
    with loopback() as listening:
        port = listening.getsockname()[1]
        server = _Server(uvicorn.Config(app, log_level="warning", lifespan="off", access_log=False))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            server.should_exit = True
            await serving


@asynccontextmanager
async def _client(
    address: str, key: str, story: Story, carried: Carried
) -> AsyncIterator[httpx2.AsyncClient]:
    headers = {"Authorization": f"Bearer {key}", "Accept-Language": story.head.language}
    async with (
        httpx2.AsyncClient(
            base_url=address,
            headers=headers,
            timeout=2 * PATIENCE.total_seconds(),
            trust_env=False,
            verify=False,  # nothing is encrypted on the loopback, and reading all certificates takes a while
            event_hooks=carried.hooks,
        ) as client
    ):
        yield client
