"""What changed of one's own, told to an open page as it happens (REQ K1).

One feed for a process: it looks at the database while anybody listens (`db.feed`), and tells each screen what concerns its
person. A screen holds no more than what is new since it was last told; one that reads slowly is told that something changed.
No words about customers go this way: numbers of cases and how many notices are new.
"""

import asyncio
import contextlib
import logging
import random
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.dependencies import dependencies_of
from api.reach import shown_to
from console.visit import Visit, VisitIn
from db.access import Principal
from db.feed import EVERY, EVERYTHING, Changed, watch
from db.reach import Within
from db.session import Database, DatabaseDown
from db.sessions import signed_in

log = logging.getLogger(__name__)

MOST = 100
"""Numbers that one message names; above it a page looks anew whatever it shows."""
OF_ONE = 10
"""Screens of one person: all tabs of a browser share one, and nobody works at more browsers."""
LIFE = (3000.0, 3600.0)
"""Seconds after which a screen is to come again, and is asked who it is. Not all at once."""
CHECKED = 60.0
"""Seconds between two looks at which sessions have ended, and what their people see."""
BREATH = 5.0
"""Seconds before a feed that failed for no known reason begins anew."""
AGAIN = 3_000
"""Milliseconds after which a browser that was cut off tries again."""
LATER = 600_000
"""The same for one that had to make room, where no script of ours waits until somebody looks."""

Shows = Callable[[Principal], Within | None]
"""The cases that lists show to somebody (`api.reach.shown_to`)."""


@dataclass(eq=False)
class Screen:
    """One that listens, for a person; `within` are the cases whose changes they hear of beside their own, None for all."""

    person: str
    session: str
    within: Within | None
    cases: set[str] = field(default_factory=set)
    team_cases: set[str] = field(default_factory=set)
    notices: int = 0
    everything: bool = False
    is_over: bool = False
    makes_room: bool = False
    """It is over because they opened too many others."""
    bell: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, changed: Changed) -> None:
        """What of it concerns this person. What was not read yet is kept with it, as far as it is told apart."""
        self.everything = self.everything or changed.everything
        self.notices += changed.told.get(self.person, 0)
        for number, concern in changed.cases.items():
            if self.person in concern.people:
                self.cases.add(number)
            elif self.within is None or self.within.has(concern.team, ""):
                self.team_cases.add(number)
        if len(self.cases) + len(self.team_cases) > MOST:
            self.everything = True
        if self.everything:
            self.cases, self.team_cases = set(), set()
        if self.everything or self.notices or self.cases or self.team_cases:
            self.bell.set()

    def end(self, *, makes_room: bool = False) -> None:
        self.is_over, self.makes_room = True, makes_room
        self.bell.set()

    async def news(self, patience: float) -> dict[str, Any] | None:
        """What is new, once there is something; None when it is over, or nothing came for so long."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.bell.wait(), patience)
        if self.is_over or not self.bell.is_set():
            return None
        self.bell.clear()
        told = {
            "cases": sorted(self.cases),
            "team": sorted(self.team_cases),
            "notices": self.notices,
            "everything": self.everything,
        }
        self.cases, self.team_cases = set(), set()
        self.notices, self.everything = 0, False
        return told


class Feed:
    """All screens of a process. It looks at the database only while there are some."""

    def __init__(self, every: float = EVERY, checked: float = CHECKED) -> None:
        self._every, self._checked = every, checked
        self._screens: dict[Screen, None] = {}
        """The longest open first."""
        self._working: list[asyncio.Task[None]] = []
        self._is_closed = False

    @contextlib.contextmanager
    def screen(
        self,
        database: Database,
        now: Callable[[], datetime],
        shows: Shows,
        who: Principal,
        session: str,
    ) -> Iterator[Screen]:
        """A screen that listens from here on, until its session ends by this clock. Where its person has too many, the
        longest open makes room."""
        screen = Screen(who.handle, session, shows(who))
        self._screens[screen] = None
        theirs = [each for each in self._screens if each.person == who.handle and not each.is_over]
        for each in theirs[:-OF_ONE]:
            each.end(makes_room=True)
        if self._is_closed:
            screen.end()
        elif not self._working:
            watching, checking = self._watch(database), self._check(database, now, shows)
            self._working = [asyncio.create_task(watching), asyncio.create_task(checking)]
        try:
            yield screen
        finally:
            del self._screens[screen]
            if not self._screens:
                self._rest()

    def close(self) -> None:
        """Let go of everybody: this process ends, another answers."""
        self._is_closed = True
        for screen in self._screens:
            screen.end()
        self._rest()

    def _rest(self) -> None:
        for task in self._working:
            task.cancel()
        self._working = []

    async def _watch(self, database: Database) -> None:
        while True:
            try:
                async with contextlib.aclosing(watch(database, self._every)) as changes:
                    async for changed in changes:
                        self.tell(changed)
            except Exception:  # whatever it is, screens must not stay silent for ever
                log.exception("the feed begins anew")
            await asyncio.sleep(BREATH)
            self.tell(EVERYTHING)

    async def _check(self, database: Database, now: Callable[[], datetime], shows: Shows) -> None:
        """Whoever has signed out, wherever that was, is told nothing any more; whose roles or team are others, what those
        show. One statement for all screens."""
        while True:
            await asyncio.sleep(self._checked)
            asked = list(self._screens)
            with contextlib.suppress(DatabaseDown):
                sessions = {screen.session for screen in asked}
                here = await signed_in(database, sessions, now=now())
                for screen in asked:
                    if who := here.get(screen.session):
                        screen.within = shows(who)
                    else:
                        screen.end()

    def tell(self, changed: Changed) -> None:
        """Tell all screens, each what concerns it."""
        for screen in self._screens:
            screen.tell(changed)


def feed_of(request: Request) -> Feed:
    """The feed of this process."""
    feed: Feed = request.app.state.feed
    return feed


async def _kept_nowhere(response: Response) -> None:
    response.headers["Cache-Control"] = "no-store"


router = APIRouter()


@router.get("/feed", response_class=EventSourceResponse, dependencies=[Depends(_kept_nowhere)])
async def listen(
    visit: VisitIn, feed: Annotated[Feed, Depends(feed_of)]
) -> AsyncIterator[ServerSentEvent]:
    """`hello` first, then `changed` whenever something did, and `again` after a while: then a browser is to ask anew. `enough`
    is told to one that makes room for others of its person: it is to ask when somebody looks at it. It ends with its session,
    and with the process."""
    over = asyncio.get_running_loop().time() + random.uniform(*LIFE)  # noqa: S311  (no secret)
    deps, who = dependencies_of(visit.request), _who(visit)
    shows = partial(shown_to, deps)
    with feed.screen(deps.database, deps.now, shows, who, visit.session) as screen:
        yield ServerSentEvent(event="hello", data={}, retry=AGAIN)
        while (left := over - asyncio.get_running_loop().time()) > 0:
            told = await screen.news(left)
            if screen.makes_room:
                yield ServerSentEvent(event="enough", data={}, retry=LATER)
            if screen.is_over:
                return
            if told:
                yield ServerSentEvent(event="changed", data=told)
        yield ServerSentEvent(event="again", data={})


def _who(visit: Visit) -> Principal:
    me = visit.me
    return Principal(me["handle"], frozenset(me["roles"]), me["line"], me["team"], me["language"])
