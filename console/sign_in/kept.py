"""What was typed into a form whose session had ended: carried through the sign-in, then shown in its form again.

It travels in the page itself, so nothing of it lies anywhere when somebody goes away. Sent it is only by whoever sends the form again.
"""

import json
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

import httpx2
from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from console.cookie import name_for
from console.door import ANY_HOST
from console.forms.reading import Posted
from console.pages import HEADERS, draw, speech
from console.sign_in.paths import own_path
from console.visit import STALE, Visit, whose_form

MOST = 200_000
"""Characters of all that was typed into a form, as the browser keeps of a draft."""
OURS = frozenset({"csrf", "key", "ids"})
"""Fields that nobody types."""
SECRET = frozenset({"csrf", "current", "password", "again"})
"""Fields that stand in no other page than the one they are typed into."""


@dataclass(frozen=True)
class Kept:
    """A form by the address it goes to, and all of its fields but the mark of its session and passwords. `whose` marks who
    typed it (`Visit.whose`): it is shown to nobody else."""

    path: str
    pairs: tuple[tuple[str, str], ...]
    whose: str

    @classmethod
    def of(cls, path: str, form: Posted) -> Self | None:
        """A form that was sent; None when nothing was typed into it, and for more than people type, or what is no form of
        ours: whatever strangers send isn't sent back."""
        pairs = tuple((name, value) for name, value in form.pairs() if name not in SECRET)
        is_typed = any(value.strip() for name, value in pairs if name not in OURS)
        kept = cls(path, pairs, whose_form(form.one("csrf")))
        return kept if is_typed and kept.whose and kept.size <= MOST else None

    @classmethod
    def unpacked(cls, text: str) -> Self | None:
        """What `packed` made; None for anything else."""
        try:
            path, pairs, whose = json.loads(text)
            kept = cls(
                str(path), tuple((str(name), str(value)) for name, value in pairs), str(whose)
            )
        except (ValueError, TypeError, RecursionError):
            return None
        return kept if kept.path == own_path(kept.path) and kept.size <= MOST else None

    @property
    def size(self) -> int:
        """Characters of all values."""
        return sum(len(value) for _, value in self.pairs)

    def packed(self) -> str:
        """As one value of a form, in which no browser changes a line break."""
        return json.dumps([self.path, self.pairs, self.whose], ensure_ascii=False)

    def is_of(self, visit: Visit) -> bool:
        """Whether it was typed by whoever has signed in."""
        return self.whose == visit.whose

    async def shown_again(self, request: Request, visit: Visit) -> Response:
        """The page with the form, filled in, for whoever has signed in; nothing is sent. Where the form is no longer
        offered, or not to them, what was typed stands on a page of its own."""
        client = request.client
        transport = httpx2.ASGITransport(
            app=request.app,
            raise_app_exceptions=False,
            client=(client.host, client.port) if client else ("", 0),
        )
        head = {
            "Cookie": f"{name_for(request)}={visit.session}",
            "Accept": "text/html",
            "Accept-Language": visit.language,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        async with httpx2.AsyncClient(
            transport=transport, base_url=f"{request.url.scheme}://{ANY_HOST}", trust_env=False
        ) as http:
            # without the mark of a session no form does anything: it is drawn again
            answer = await http.post(self.path, content=urlencode(self.pairs), headers=head)
        if answer.status_code == STALE:
            return HTMLResponse(answer.text, headers=HEADERS)
        t = speech(visit)
        typed = [
            (t.field("", name), value)
            for name, value in self.pairs
            if name not in OURS and value.strip()
        ]
        return draw(visit, "kept.html", typed=typed)
