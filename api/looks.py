"""What one page asks for several times is found out once, so that all of it tells of one state (docs/decisions/0039).

A page asks the API in process, side by side: for the case, what is due in it, what can be asked of it. Each answer is made from the
same events, for the same person. They are looked up for the first of them, and are the page's alone: whoever asks over the
network has no look, and nothing of one lasts longer than its page, or past a command that it sends.
"""

from collections.abc import Awaitable, Callable, Hashable
from datetime import timedelta
from typing import TypeVar

from fastapi import Request

from api.recent import Recent

LOOK = "followthrough.look"
"""Where a page of ours, asking in process, puts its look: an entry of the request's ASGI scope, as `api.auth.SESSION`."""
WHOLE = timedelta(days=1)
"""A look is over long before."""
Found = TypeVar("Found")


async def once(request: Request, key: Hashable, find: Callable[[], Awaitable[Found]]) -> Found:
    """What was found under a key in this look, or is now. An error is found by each for themselves."""
    look: Recent | None = request.scope.get(LOOK)
    return await (look.get(key, WHOLE, find) if look else find())
