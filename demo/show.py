"""`followthrough demo`: `up` with a department that has three weeks behind it."""

import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from db import links
from db.cases import load_case
from db.people import UnknownPerson
from db.session import Database
from demo.errors import NotADemo, NotSeeded
from demo.read import CASES, beginning, looks, read_cases
from demo.seed import add_people, seed, steps_in
from demo.state import Shown, State, load_state, save_state, wipe
from demo.timeline import Ground
from domain.summary import sla_state
from embedded.supervise import Say
from embedded.temporal import NO_PROFILES
from embedded.up import up
from messages.speech import voice_of
from policies.load import load
from settings import PREFIX, Settings
from stories.mistakes import StoryError
from workflows.connect import connect
from workflows.converter import make_data_converter

WHO = {
    "agent": "li.min",
    "lead": "chen.jie",
    "supervisor": "wang.fang",
    "executive": "zhao.lei",
    "department": "zhou.tao",
}
"""As whom one can sign in."""
WITH_KEY = ("agent", "lead", "supervisor")
"""Whose keys are printed. The others are in the demo's state file."""


async def demo(
    settings: Settings, say: Say, out: Console, *, fresh: bool = False, cases: Path = CASES
) -> None:
    """Start everything, seed it unless it is seeded, and keep it running until Ctrl-C.

    `fresh` throws an earlier demo away; `cases` is a folder of YAML files. Raises CannotStart.
    """
    _check_is_apart(settings)
    await up(settings, say, _Demo(settings, say, out, fresh=fresh, cases=cases))


class _Demo:
    """What the demo adds to `up`."""

    def __init__(
        self, settings: Settings, say: Say, out: Console, *, fresh: bool, cases: Path
    ) -> None:
        self._settings, self._say, self._out = settings, say, out
        self._fresh, self._cases = fresh, cases
        self._folder = settings.data_dir
        self._state = State()

    def prepare(self) -> None:
        """Make room for a seeding, unless the folder holds a demo that is whole."""
        found = load_state(self._folder)
        if found and found.stage == "seeded" and not self._fresh:
            self._state = found
            self._say(
                f"the demo in {self._folder} is there already and goes on; what fell due since it last"
                " ran is told as late. For a new one: `make demo FRESH=1`, or `--fresh`"
            )
            return
        if found:
            why = "as asked" if found.stage == "seeded" else "its seeding was interrupted"
            self._say(f"throwing away the demo in {self._folder}: {why}")
            wipe(self._folder)
        save_state(self._folder, self._state)

    async def finish(self) -> str:
        """Seed what is not seeded; whom to come in as, and what to look at."""
        if self._state.stage == "seeding":
            self._state = await self._seed()
            save_state(self._folder, self._state)
            heading = "Look at"
        else:
            self._state, heading = await self._as_it_stands(), "As they stand now"
        return "\n".join(_lines(self._state, await self._links(), heading))

    async def _as_it_stands(self) -> State:
        """The demo, with what is true of its cases now in place of what was when they had been played."""
        async with self._database() as database:
            cases = [await _standing(database, case) for case in self._state.cases]
        return self._state.model_copy(update={"cases": tuple(cases)})

    async def _links(self) -> dict[str, str]:
        """A new link for each role, by handle, as far as they are still here."""
        made: dict[str, str] = {}
        async with self._database() as database:
            for handle in WHO.values():
                with suppress(UnknownPerson):
                    link = await links.make(database, handle, now=datetime.now(UTC))
                    made[handle] = links.address(self._settings.public_url, link)
        return made

    @asynccontextmanager
    async def _database(self) -> AsyncIterator[Database]:
        database = Database(self._settings.database_url.get_secret_value(), self._settings.vault())
        try:
            yield database
        finally:
            await database.close()

    async def _seed(self) -> State:
        began, at = time.monotonic(), datetime.now(UTC)
        settings, vault = self._settings, self._settings.vault()
        policy = load(today=at.date())
        try:
            stories = read_cases(beginning(at), policy, self._cases)
        except StoryError as error:
            raise NotSeeded(f"a case of the demo can't be read:\n{error}") from error
        client = await connect(settings, make_data_converter(vault), environment=NO_PROFILES)
        async with self._database() as database:
            keys = await add_people(database, next(iter(policy.teams)), at)
            ground = Ground(
                client=client,
                database=database,
                policy=policy,
                vault=vault,
                task_queue=settings.task_queue,
                retention=settings.retention,
                keys=keys,
            )
            self._say(f"playing three weeks of {len(stories)} cases; time is skipped …")
            with _progress(self._out) as progress:
                bar = progress.add_task("playing", total=steps_in(stories))
                lines = await seed(stories, ground, lambda: progress.advance(bar))
        seconds = time.monotonic() - began
        self._say(f"{len(lines)} cases have come to this moment, in {seconds:.0f} s")
        cases = (
            Shown(number=line.number, name=line.story.head.name, look=looks(line.story))
            for line in lines
        )
        return State(stage="seeded", keys=keys, cases=tuple(cases))


def _progress(out: Console) -> Progress:
    """The bar; where nobody watches, as in a log, nothing."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=out,
        transient=True,
        disable=not out.is_terminal,
    )


async def _standing(database: Database, shown: Shown) -> Shown:
    """One of the cases to look at: its stage, how it stands against its limits, what is promised next."""
    case = await load_case(database, shown.number) if shown.look else None
    if case is None:
        return shown
    voice = voice_of(case.rules, "en", case, datetime.now(UTC))
    stands = [voice.stage(case.stage), voice.word("sla_state", sla_state(case))]
    if case.next_promise:
        stands.append(f"next promise due {voice.moment(case.next_promise.latest_by)}")
    return shown.model_copy(update={"look": f"{case.title}: {', '.join(stands)}"})


def _lines(state: State, addresses: Mapping[str, str], heading: str) -> list[str]:
    """The welcome's part on the demo."""
    keys = [f"  {f'Key of {line}':<19}{state.keys[WHO[line]]}  ({WHO[line]})" for line in WITH_KEY]
    doors = [
        f"    {f'as {line}':<15}{addresses[handle]}  ({handle})"
        for line, handle in WHO.items()
        if handle in addresses
    ]
    cases = [f"    {case.number}  {case.look}" for case in state.cases if case.look]
    return [
        *keys,
        "",
        "  Sign in with a browser (each link lets in once, within a day):",
        *doors,
        "",
        f"  {len(state.cases)} cases. {heading}:",
        *cases,
        "",
    ]


def _check_is_apart(settings: Settings) -> None:
    """A demo writes made-up people and cases: never where anything else may live."""
    own = f"sqlite+aiosqlite:///{settings.data_dir / 'followthrough.db'}"
    for name, is_own in (
        ("DATABASE_URL", settings.database_url.get_secret_value() == own),
        ("DEFAULT_POLICY", settings.default_policy is None),
    ):
        if not is_own:
            raise NotADemo(
                f"{PREFIX}{name} is set, but the demo brings its own: unset it for this command"
            )
