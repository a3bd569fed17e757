"""A browser without JavaScript: it reads pages, fills in forms and sends them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import httpx2

from console.cookie import COOKIE
from db import sessions
from products import RunningProduct

HERE = "http://workbench"
ELSEWHERE = [
    *("//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example"),
    *("https:evil.example", "javascript:alert(1)", "/\t/evil.example", "/\n/evil.example"),
    *(" //evil.example", "///evil.example", "/%\\evil", "http:///evil.example", "evil.example"),
    *("", "/" + "x" * 60_000, "/\x7f/evil", "//["),
]
"""What leads to another site, or would in some browser."""


@dataclass
class HtmlForm:
    """A form as a page has it: where it goes, and what stands in it."""

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    text: str = ""


@dataclass
class Page:
    """A page that was answered."""

    status: int
    url: str
    html: str
    headers: Any
    forms: list[HtmlForm]
    text: str

    def form(self, ending: str) -> HtmlForm:
        """The one form whose address ends so."""
        found = [form for form in self.forms if form.action.endswith(ending)]
        assert len(found) == 1, [form.action for form in self.forms]
        return found[0]


@dataclass
class Browser:
    """Whoever looks at pages, signed in or not."""

    http: httpx2.AsyncClient

    @classmethod
    @asynccontextmanager
    async def of(
        cls, product: RunningProduct, person: str | None, *, address: str = "127.0.0.1"
    ) -> AsyncIterator["Browser"]:
        cookies = {COOKIE: await signed_in(product, person)} if person else {}
        async with httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=product.app, client=(address, 123)),
            base_url=HERE,
            cookies=cookies,
            headers={"Accept": "text/html", "Accept-Language": "en"},
            follow_redirects=True,
        ) as http:
            yield cls(http)

    async def look(self, path: str) -> Page:
        return _page(await self.http.get(path))

    async def send(self, form: HtmlForm, **typed: str | list[str]) -> Page:
        """Send a form with what was typed in it; names of parts are written with two underscores."""
        values = dict(form.values)
        for name, value in typed.items():
            place = name.replace("__", ".")
            assert place in form.names, f"no field {place} in {sorted(form.names)}"
            values[place] = [value] if isinstance(value, str) else value
        return _page(await self.http.post(form.action, data=values))


async def signed_in(product: RunningProduct, person: str) -> str:
    """The token of a new session of somebody."""
    async with product.database.write() as session:
        return await sessions.open_in(session, person, browser="Test", now=product.now())


def _page(answer: httpx2.Response) -> Page:
    reader = _Reader()
    reader.feed(answer.text)
    text = " ".join("".join(reader.said).split())
    return Page(
        answer.status_code, str(answer.url), answer.text, answer.headers, reader.forms, text
    )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[HtmlForm] = []
        self.said: list[str] = []
        self._at: str | None = None
        self._select: str | None = None
        self._inside: HtmlForm | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        name = has.get("name") or ""
        if tag == "form":
            self._inside = HtmlForm(has.get("action") or "")
            self.forms.append(self._inside)
        elif self._inside is None:
            return
        elif tag == "input" and name:  # one without a name is sent by no browser
            self._inside.names.add(name)
            if has.get("type") not in ("checkbox", "radio") or "checked" in has:
                self._inside.values.setdefault(name, []).append(has.get("value") or "")
        elif tag == "button" and name:
            self._inside.names.add(name)
        elif tag in ("textarea", "select"):
            self._inside.names.add(name)
            self._at, self._select = (name, None) if tag == "textarea" else (None, name)
        elif tag == "option" and self._select and "selected" in has:
            self._inside.values[self._select] = [has.get("value") or ""]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = None
        elif tag == "textarea":
            self._at = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        self.said.append(data)
        if self._inside is not None and self._at is not None:
            self._inside.values.setdefault(self._at, [""])[-1] += data
