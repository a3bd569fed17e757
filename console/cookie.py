"""The cookie that a browser keeps a session in, by the way it came: over https under a name that only https can set.

`__Host-` makes browsers refuse such a cookie unless it is Secure, of the whole site and of this host alone, so neither a page over plain
http nor a neighbouring host can put a session of their own in its place. What was set over http is another cookie, which https never reads.
"""

from fastapi import Request
from fastapi.responses import Response

from api.dependencies import dependencies_of
from db.sessions import LONGEST

COOKIE = "ft_session"
OVER_HTTPS = f"__Host-{COOKIE}"


def is_over_https(request: Request) -> bool:
    """By what this installation says of itself, or a trusted proxy of the request: not every proxy says it."""
    return request.url.scheme == "https" or dependencies_of(request).public_url.startswith("https:")


def name_for(request: Request) -> str:
    """What the cookie of a session is called for whoever asks in this way."""
    return OVER_HTTPS if is_over_https(request) else COOKIE


def session_in(request: Request) -> str:
    """The token that a browser brings; empty when it brings none. Only the exact name counts: frameworks strip what looks like a
    space to them and not to a browser, and so let a cookie that anybody may set pass for one with a prefix."""
    name, found = name_for(request), ""
    for head in request.headers.getlist("cookie"):
        for pair in head.split(";"):
            called, _, value = pair.strip(" ").partition("=")
            found = value if called == name else found
    return found


def keep_in(answer: Response, request: Request, token: str) -> None:
    """Have the browser keep a session, as long as the longest lasts."""
    answer.set_cookie(
        name_for(request),
        token,
        max_age=int(LONGEST.total_seconds()),
        secure=is_over_https(request),
        httponly=True,
        samesite="lax",
    )


def take_from(answer: Response, request: Request) -> None:
    """Have the browser forget its session. Of a name with a prefix it believes that, too, only of a Secure one."""
    answer.delete_cookie(
        name_for(request), secure=is_over_https(request), httponly=True, samesite="lax"
    )
