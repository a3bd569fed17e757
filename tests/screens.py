"""A real browser in front of a real product. What a page complains of fails the test that looked at it."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    Request,
    Response,
    expect,
)
from playwright.sync_api import sync_playwright as playing

from console.cookie import COOKIE

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 30_000
"""Milliseconds until something has to be there, on a busy machine."""
DESKTOP = {"width": 1360, "height": 900}
PHONE = {"width": 360, "height": 740}
ABORTED = "net::ERR_ABORTED"
"""Whoever leaves a page ends what it was still fetching."""
WATCH = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile || ""}`));
"""
COUNT = """
(() => {
  const own = "input, select, textarea";
  const field = (event) => event.target.closest?.(own);
  addEventListener("input", (event) => event.isTrusted && field(event) && counted(`field ${field(event).name}`), true);
  addEventListener("change", (event) => event.isTrusted && field(event) && counted(`field ${field(event).name}`), true);
  addEventListener("click", (event) => {
    const pressed = event.target.closest?.("a, button, summary");
    if (pressed && event.isTrusted) counted(`press ${pressed.textContent.trim()} ${performance.timeOrigin + event.timeStamp}`);
  }, true);
})();
"""
"""Tells of each field that somebody touched (what a script of ours fills is no work), once, and of each press of a button, link or fold, however often."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser that this machine has."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert found, "no Chromium is installed: .ci/browser installs it on Debian"
    expect.set_options(timeout=PATIENCE)
    with playing() as play:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = play.chromium.launch(executable_path=found, args=arguments)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Screen:
    """One person's window."""

    page: Page
    url: str
    complaints: list[str] = field(default_factory=list)
    touched: list[str] = field(default_factory=list)
    """What somebody did: each field once, each press of a button, link or fold."""

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    def look(self, path: str, *, status: int = 200) -> Response:
        """Go to a page of ours."""
        answer = self.page.goto(self.url + path)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}"
        return answer

    def find_nobody(self, path: str) -> None:
        """Go to a page of ours while nobody is there. The browser's own page about that tries again by itself as soon
        as somebody is, across whoever goes there then: so it is left."""
        with pytest.raises(Error, match=r"net::ERR_(CONNECTION|EMPTY|SOCKET)_"):
            self.look(path)
        self.page.wait_for_url("chrome-error://**", wait_until="commit")
        self.page.goto("about:blank")

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def form(self, place: str) -> Locator:
        """The form that asks for this below its case, or at this address of its own."""
        action = place if place.startswith("/") else f"/{place}"
        return self.page.locator(f"form[method=post][action$='{action}']").first

    def open(self, what: Locator) -> Locator:
        """Unfold whatever hides it, from the outside in, as a person does."""
        folds = what.locator("xpath=ancestor::details[not(@open)]")
        for _ in range(folds.count()):
            folds.first.locator("xpath=./summary").click()
        expect(what).to_be_visible()
        return what

    def fill(self, form: Locator, **typed: str | list[str]) -> None:
        """Fill in fields by their names in the API, two underscores for a dot, whatever kind they are of."""
        for name, value in typed.items():
            self._fill(form, name.replace("__", "."), value)

    def _fill(self, form: Locator, name: str, value: str | list[str]) -> None:
        fields = form.locator(f"[name='{name}']:not([type=hidden])")
        assert fields.count(), f"no field {name}: {_names(form)}"
        chosen = value if isinstance(value, list) else [value]
        boxes = [
            form.locator(f"[name='{name}'][value='{each}']:is([type=radio], [type=checkbox])")
            for each in chosen
            if "'" not in each
        ]
        if isinstance(value, list) or any(box.count() for box in boxes):
            for box in boxes:
                self.open(box).check()
            return
        field = self.open(form.locator(f"[name='{name}']:not([type=hidden], [type=radio])").first)
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)

    def send(self, form: Locator) -> None:
        """Press its button, and wait for what comes of it."""
        with self.page.expect_navigation():
            form.locator("button:not([type=button])").last.click()

    def command(self, place: str, **typed: str | list[str]) -> None:
        """Fill in a form of the case and send it: it has to be taken."""
        form = self.form(place)
        self.open(form.locator("button").last)
        self.fill(form, **typed)
        self.send(form)
        assert "done=" in self.page.url, f"{place}: {self.said()}"

    def said(self) -> str:
        """What the page says, on one line; its errors first."""
        errors = " / ".join(self.page.locator(".error").all_inner_texts())
        return f"{errors} | {' '.join(self.page.locator('main').inner_text().split())[:2000]}"

    @contextmanager
    def may_be_told(self, *words: str) -> Iterator[None]:
        """Within, complaints with such words are as they should be: a refused form is an error to a browser."""
        before = len(self.complaints)
        try:
            yield
        finally:
            self.page.wait_for_timeout(50)
            new = self.complaints[before:]
            self.complaints[before:] = [
                each for each in new if not any(word in each for word in words)
            ]


@contextmanager
def screen(
    browser: Browser,
    url: str,
    *,
    session: str = "",
    language: str = "zh-CN",
    scheme: Literal["light", "dark"] = "light",
    size: dict[str, int] = DESKTOP,
    script: bool = True,
    counts: bool = False,
) -> Iterator[Screen]:
    """A window of its own that hears every complaint: of the script, of the policy, of what did not come."""
    viewport: Any = size
    context = browser.new_context(
        viewport=viewport,
        color_scheme=scheme,
        locale=language,
        timezone_id="Asia/Shanghai",
        java_script_enabled=script,
    )
    context.set_default_timeout(PATIENCE)
    if session:
        context.add_cookies([{"name": COOKIE, "value": session, "url": url}])
    opened = Screen(context.new_page(), url)
    _listen(context, opened)
    if script:
        context.add_init_script(WATCH)
    if counts:
        _count(context, opened)
    try:
        yield opened
    finally:
        context.close()
    assert not opened.complaints, "\n".join(opened.complaints)


def _listen(context: BrowserContext, opened: Screen) -> None:
    def hear(complaint: str) -> None:
        opened.complaints.append(complaint)

    def hear_console(said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            hear(f"console: {said.text}")

    def hear_failure(request: Request) -> None:
        if request.failure != ABORTED:
            hear(f"failed: {request.url} {request.failure}")

    def hear_answer(answer: Response) -> None:
        if answer.status >= 400:
            hear(f"answered: {answer.status} {answer.url}")

    context.on("console", hear_console)
    context.on("weberror", lambda error: hear(f"script: {error.error}"))
    context.on("requestfailed", hear_failure)
    context.on("response", hear_answer)


def _count(context: BrowserContext, opened: Screen) -> None:
    def count(what: str) -> None:
        if what.startswith("press ") or what not in opened.touched:
            opened.touched.append(what)

    context.expose_function("counted", count)
    context.add_init_script(COUNT)


def _names(form: Locator) -> list[str]:
    found: list[str] = form.locator("[name]").evaluate_all("all => all.map(each => each.name)")
    return sorted(set(found))


def a_number(path: str) -> str:
    """The case that an address is about."""
    found = re.search(r"/cases/(C-\d+)", path)
    assert found, path
    return found.group(1)
