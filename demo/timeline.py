"""One case played through its weeks: forward to the time of each step, what the step says, and at last to now.

Each case has a clock of its own, and an API that tells the time by it: the cases are played side by
side, each at another moment of the past.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
from temporalio.client import Client

from api.dependencies import Dependencies
from api.main import build_app
from api.marks import Carried
from db.session import Database
from demo.errors import NotSeeded
from domain.policy import Policy
from stories.clock import StoryClock
from stories.engine import RealEngine
from stories.quiet import StillBusy, settle
from stories.story import Act, Step, Story
from stories.verbs import VERBS
from vault import Vault
from workflows.client import CaseClient

PATIENCE = timedelta(seconds=60)
"""For an answer. Two busy cores may let a case wait; "received, not yet decided" would spoil its order."""
BEHIND = timedelta(milliseconds=500)
"""How much later than the clock on the wall a case may be in the end. Each skip lasts a moment."""
TRIES = 10


@dataclass(frozen=True)
class Ground:
    """What the cases of a demo have in common. `keys` let its people in."""

    client: Client
    database: Database
    policy: Policy
    vault: Vault
    task_queue: str
    retention: timedelta
    keys: Mapping[str, str]


class Timeline:
    """The playing of one case."""

    def __init__(self, story: Story, ground: Ground) -> None:
        self.story = story
        self.number = ""
        self._ground = ground
        self._clock = StoryClock(story.steps[0].at)
        self._engine = RealEngine(ground.client, self._clock)
        self._api = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=build_app(self._dependencies())),
            base_url="http://demo/v1",
            timeout=2 * PATIENCE.total_seconds(),
            event_hooks=Carried().hooks,
        )

    def _dependencies(self) -> Dependencies:
        ground = self._ground
        return Dependencies(
            database=ground.database,
            temporal=ground.client,
            cases=CaseClient(
                ground.client,
                task_queue=ground.task_queue,
                timeout=PATIENCE,
                shift=self._engine.shift,
            ),
            policy=ground.policy,
            vault=ground.vault,
            now=self._clock.now,
            retention=ground.retention,
        )

    async def open(self) -> None:
        """The first step, by which the case gets its number. Raises NotSeeded."""
        first = self.story.steps[0]
        assert first.act
        self._clock.set(first.at)
        self.number = (await self._do(first, first.act))["number"]

    async def play(self, advance: Callable[[], None]) -> None:
        """All other steps, then on to now. `advance` is called after each. Raises NotSeeded."""
        for step in self.story.steps[1:]:
            await self._go_to(step, step.at)
            if step.act:
                await self._do(step, step.act)
            advance()
        await self._arrive()
        advance()
        await self._api.aclose()

    async def _arrive(self) -> None:
        """From here on the case's time is that of the clock on the wall."""
        for _ in range(TRIES):
            await self._go_to(self.story.steps[-1], datetime.now(UTC))
            if datetime.now(UTC) - self._clock.now() <= BEHIND:
                return
        raise NotSeeded(f"{self._place(self.story.steps[-1])}: the case doesn't arrive at now")

    async def _go_to(self, step: Step, at: datetime) -> None:
        try:
            await self._engine.go_to(at, [self.number])
            await settle(self._ground.client, self._clock, [self.number])
        except StillBusy as stuck:
            raise NotSeeded(f"{self._place(step)}: {stuck}") from stuck

    async def _do(self, step: Step, act: Act) -> dict[str, Any]:
        answer = await self._api.post(
            VERBS[act.verb].address(self.number or "-", act.path),
            json=act.body,
            headers={
                "Authorization": f"Bearer {self._ground.keys[act.by]}",
                "Idempotency-Key": f"demo-{self.story.file.stem}-{step.number}",
            },
        )
        body: dict[str, Any] = answer.json() if answer.content else {}
        if not answer.is_success:
            why = f"{answer.status_code} {body.get('code', '')}: {body.get('detail', body)}"
            raise NotSeeded(f"{self._place(step)}: {act.verb} by {act.by} was answered {why}")
        if self.number:
            await self._settled(step)
        return body

    async def _settled(self, step: Step) -> None:
        try:
            await settle(self._ground.client, self._clock, [self.number])
        except StillBusy as stuck:
            raise NotSeeded(f"{self._place(step)}: {stuck}") from stuck

    def _place(self, step: Step) -> str:
        return f"{self.story.file.name}:{self.story.line(step)}"
