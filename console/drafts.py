"""Telling the browser that what it kept of a form may go: the API has taken it.

A draft lies in the browser (console/static/drafts.js). It goes when the answer to its form says that the key it was sent with was
accepted: in a cookie, so that it is said by whichever page answers, and once more on the next one if that page never arrived.
"""

import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ACCEPTED = "followthrough.accepted"
"""Where a request has the keys of what was accepted in it: in the ASGI scope, for `console.door` to fill."""
COOKIE = "ft_done."
LASTS = 120
"""Seconds: until the page is there."""
PLAIN = re.compile(r"[0-9A-Za-z_-]{1,64}")


class TellsAccepted:
    """Sets a cookie for each key that was accepted in a request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or ACCEPTED in scope:
            await self._app(scope, receive, send)
            return
        accepted: list[str] = []

        async def say(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for key in filter(PLAIN.fullmatch, accepted):
                    said = f"{COOKIE}{key}=1; Path=/; Max-Age={LASTS}; SameSite=Strict"
                    headers.append("Set-Cookie", said)
            await send(message)

        await self._app({**scope, ACCEPTED: accepted}, receive, say)
