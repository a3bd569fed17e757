"""Playing a story: go to the time of each step, do what it says, look, compare.

What is due at the very moment of a step has happened before the step. A story ends at the first
step that is not as expected; all differences of that step are told.
"""

import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from rich.console import Console
from temporalio.client import Client

from domain.plan.terms import Language
from stories.compare import Comparer, Difference
from stories.engine import EngineName
from stories.look import Looker
from stories.mistakes import Mistake, StoryError
from stories.parts import SeePart
from stories.quiet import StillBusy, settle
from stories.read import read
from stories.running import OBSERVER, RunningProduct, running_product
from stories.show import Show, show_mistakes
from stories.story import Act, Step, Story
from stories.verbs import OPEN, VERBS
from vault import Vault

SHIPPED = tuple(sorted((Path(__file__).parent / "shipped").glob("*.yaml")))
"""The stories that come with the product."""

Watch = Callable[[Client, Mapping[str, str]], Awaitable[None]]
"""Looks at the server after a step; the mapping has the number of each case by its name."""


@dataclass(frozen=True)
class Result:
    """How a story went. `mistakes` are those of a story that could not be played."""

    path: Path
    steps: int = 0
    differences: tuple[Difference, ...] = ()
    mistakes: tuple[Mistake, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether everything was as expected."""
        return not (self.differences or self.mistakes)


async def play(
    path: Path,
    *,
    language: Language | None = None,
    engine: EngineName = "fast",
    out: Console | None = None,
    vault: Vault | None = None,
    watch: Watch | None = None,
) -> Result:
    """Play the story in a file, in one of its languages or its first, and print it as it goes.

    Nothing is raised for a story that is wrong or goes otherwise than expected: `out` has it, with
    file and line, and the result is not `ok`. `watch` is called after each step; `vault` seals in
    place of one that is thrown away.
    """
    out = out or Console()
    try:
        story = read(path, language=language)
    except StoryError as error:
        show_mistakes(out, path, error)
        return Result(path, mistakes=error.mistakes)
    return await play_story(story, engine=engine, out=out, vault=vault, watch=watch)


async def play_story(
    story: Story,
    *,
    engine: EngineName = "fast",
    out: Console,
    vault: Vault | None = None,
    watch: Watch | None = None,
) -> Result:
    """Play a story that has been read; see `play`."""
    show, path = Show(out, story), story.file
    show.head(story, engine)
    began = time.monotonic()
    async with running_product(story, engine, vault) as product:
        player = _Player(story, product, show)
        for step in story.steps:
            differences = await player.step(step)
            if watch:
                await watch(product.engine.client, player.numbers)
            if differences:
                show.failed(story, step, differences)
                return Result(path, steps=step.number, differences=tuple(differences))
    show.ended(len(story.steps), time.monotonic() - began)
    return Result(path, steps=len(story.steps))


class _Player:
    """One playing of one story."""

    def __init__(self, story: Story, product: RunningProduct, show: Show) -> None:
        self._story = story
        self._product = product
        self._show = show
        self._looker = Looker(product.clients[OBSERVER], product.clients)
        self._comparer = Comparer(story.setting.times)
        self.numbers: dict[str, str] = {}
        self._watched = {
            person
            for step in story.steps
            if step.see
            for person in (*step.see.inbox, *step.see.heard)
        } & set(product.clients)
        self._heard: dict[str, Counter[str]] = defaultdict(Counter)
        """By case, how many notices of it each had since its last step."""

    async def step(self, step: Step) -> list[Difference]:
        """Play one step; what is not as expected."""
        try:
            passed = await self._let_time_pass(step)
            differences: list[Difference] = []
            if step.act:
                self._show.act(step.at, step.act, self._label(step.case), step.times)
                for time_of_it in range(step.times):
                    differences += await self._do(step, step.act, time_of_it)
            if step.leaves:
                await self._product.leave(step.leaves)
            if step.act is None:
                self._show.look(step.at)
            await self._settle()
        except StillBusy as stuck:
            return [Difference((), "the case comes to rest", str(stuck))]
        events = await self._new_events() if step.act or step.leaves else {}
        self._show.came(events.get(step.case, []))
        happened = passed.get(step.case, []) + events.get(step.case, [])
        differences += [found async for found in self._see(step, happened)]
        return differences

    async def _let_time_pass(self, step: Step) -> dict[str, list[dict[str, Any]]]:
        if step.at <= self._product.clock.now():
            return {}
        await self._product.engine.go_to(step.at, self.numbers.values())
        await self._settle()
        passed = await self._new_events()
        for name in passed:
            self._show.passing(passed[name], self._label(name))
        return passed

    async def _do(self, step: Step, act: Act, time_of_it: int) -> list[Difference]:
        verb = VERBS[act.verb]
        answer = await self._product.clients[act.by].post(
            verb.address(self.numbers.get(step.case, "-"), act.path),
            json=act.body,
            headers={"Idempotency-Key": f"step-{step.number}-{time_of_it}"},
        )
        body = _body(answer)
        if act.verb == OPEN and "number" in body:
            self.numbers[step.case] = body["number"]
        if not answer.is_success:
            self._show.refused(answer.status_code, body)
        return list(self._comparer.answer(step.expect, answer.status_code, body))

    def _label(self, case: str) -> str:
        """The name of a case where there are several to tell apart."""
        return case if len({step.case for step in self._story.steps}) > 1 else ""

    async def _settle(self) -> None:
        await settle(self._product.engine.client, self._product.clock, self.numbers.values())

    async def _new_events(self) -> dict[str, list[dict[str, Any]]]:
        """What is new, by case."""
        return {
            name: await self._looker.new_events(number) for name, number in self.numbers.items()
        }

    async def _see(self, step: Step, events: list[dict[str, Any]]) -> AsyncIterator[Difference]:
        notices = {person: await self._looker.new_notices(person) for person in self._watched}
        number = self.numbers.get(step.case)
        heard = self._heard_of(number, notices)
        see, compare = step.see, self._comparer
        if see is None:
            return
        found = list(compare.heard(see, heard))
        if number:
            found += await self._of_case(see, number, events)
        for difference in found:
            yield difference
        for person in see.inbox:
            for difference in compare.notices(person, see, notices.get(person, [])):
                yield difference
        for person in see.agenda:
            owed = await self._looker.agenda(person)
            for difference in compare.agenda(person, see, owed):
                yield difference

    async def _of_case(
        self, see: SeePart, number: str, events: list[dict[str, Any]]
    ) -> list[Difference]:
        """What is otherwise than expected on the case itself."""
        compare, case = self._comparer, await self._looker.case(number)
        found = [*compare.summary(see, case), *compare.promises(see, case)]
        found += compare.visits(see, case)
        found += compare.events(see, events)
        if see.deadlines:
            found += compare.deadlines(see, await self._looker.deadlines(number))
        return found

    def _heard_of(
        self, number: str | None, notices: Mapping[str, list[dict[str, Any]]]
    ) -> Counter[str]:
        """How often each heard of a case since its last step."""
        for person, new in notices.items():
            for notice in new:
                self._heard[notice["number"] or ""][person] += 1
        return self._heard.pop(number or "", Counter())


def _body(answer: httpx2.Response) -> dict[str, Any]:
    body = answer.json() if answer.content else {}
    return body if isinstance(body, dict) else {}
