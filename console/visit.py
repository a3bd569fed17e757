"""One request of a browser's: who is signed in, in which language and zone, and the door to the API."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, Request

from api.dependencies import dependencies_of
from api.problems import language as spoken_by
from console.cookie import session_in
from console.door import Door, NotAnswered
from domain.plan.terms import Language

OWN_SITE = frozenset({"same-origin", "none"})
"""What a browser says of a form on a page of ours, or of what somebody asked for by hand."""


STALE = 409
"""A form that was drawn for another session of the same browser's is drawn again, filled in: nothing was done."""


class SignedOut(Exception):
    """Nobody is signed in (any more)."""


class NotFromHere(Exception):
    """A form that was not on a page of ours, or was drawn for another session."""


@dataclass
class Visit:
    """What every page is made from."""

    request: Request
    door: Door
    me: dict[str, Any]
    """As `/v1/me` says."""
    session: str

    @property
    def language(self) -> Language:
        said: Language = self.me["language"]
        return said

    @property
    def zone(self) -> str:
        """The business calendar's time zone: people here read and write times in it."""
        zone: str = self.me["zone"]
        return zone

    @cached_property
    def now(self) -> datetime:
        return dependencies_of(self.request).now()

    @property
    def csrf(self) -> str:
        """What every form of this session carries: a mark of the session, and one of its person, for when it has ended."""
        mark = hmac.new(self.session.encode(), b"form", hashlib.sha256).hexdigest()
        return f"{mark}.{self.whose}"

    @cached_property
    def whose(self) -> str:
        """A mark of who is signed in, which nobody can make who doesn't know it."""
        return dependencies_of(self.request).vault.blind(f"form of {self.me['handle']}")

    def require_own_form(self, told: str) -> None:
        """Raises NotFromHere for a form that is not this session's."""
        if self.is_stale(told):
            raise NotFromHere

    def is_stale(self, told: str) -> bool:
        """Whether a form of ours was drawn for another session than this. Raises NotFromHere for one on another site's page."""
        if is_from_elsewhere(self.request):
            raise NotFromHere
        return not hmac.compare_digest(told.encode(), self.csrf.encode())


def whose_form(told: str) -> str:
    """The mark of the person a form was drawn for (`Visit.csrf`); empty for what is none of ours."""
    return told.partition(".")[2]


def is_from_elsewhere(request: Request) -> bool:
    """Whether another site's page sent this form. Browsers say so; programs that say nothing have nobody else's cookies."""
    if site := request.headers.get("sec-fetch-site"):
        return site not in OWN_SITE
    if (origin := request.headers.get("origin")) is None:
        return False
    public = urlsplit(dependencies_of(request).public_url).netloc
    try:
        return urlsplit(origin).netloc not in (request.headers.get("host"), public)
    except ValueError:
        return True  # no site is called that


async def visit(request: Request) -> Visit:
    """Whoever asks for a page. Raises SignedOut."""
    return await visit_of(request, session_in(request))


async def visit_of(request: Request, session: str) -> Visit:
    """Whoever is signed in with this session. Raises SignedOut."""
    if not session:
        raise SignedOut
    door = Door(request, session, spoken_by(request))
    try:
        me = await door.get("me")
    except NotAnswered as error:
        if error.answer.status == 401:
            raise SignedOut from error
        raise
    door.language = me["language"]
    found = Visit(request=request, door=door, me=me, session=session)
    request.state.visit = found  # for the page that says what went wrong
    return found


VisitIn = Annotated[Visit, Depends(visit)]
