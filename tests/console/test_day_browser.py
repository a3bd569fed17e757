"""A day in a real browser: keys, what is typed and not sent, and what comes in by itself."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import BrowserContext, ConsoleMessage, Page, async_playwright, expect

from browsing import signed_in
from console.cookie import COOKIE
from console.feed import AGAIN
from products import RunningProduct
from serving import Quiet, served

pytestmark = pytest.mark.browser
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SOON = 8_000
"""Milliseconds in which an open page has heard of something, on a busy machine."""


@asynccontextmanager
async def a_browser() -> AsyncIterator[BrowserContext]:
    """A browser of its own; what a page complains of fails the test."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert found, "no Chromium is installed: on Debian `apt install chromium`"
    complaints: list[str] = []

    def hear(said: ConsoleMessage) -> None:
        expected = ("net::ERR", "status of 422")  # a cut connection, and a form that is refused
        if said.type == "error" and not any(each in said.text for each in expected):
            complaints.append(said.text)

    async with async_playwright() as play:
        chromium = await play.chromium.launch(executable_path=found, args=["--no-sandbox"])
        context = await chromium.new_context(timezone_id="Asia/Shanghai", locale="en")
        context.set_default_timeout(SOON)
        context.on("console", hear)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        try:
            yield context
        finally:
            await chromium.close()
    assert not complaints


async def _sign_in(product: RunningProduct, context: BrowserContext, url: str, who: str) -> None:
    await context.add_cookies(
        [{"name": COOKIE, "value": await signed_in(product, who), "url": url}]
    )


@asynccontextmanager
async def a_page(
    product: RunningProduct, server: Quiet, path: str, who: str = "li.min"
) -> AsyncIterator[Page]:
    async with a_browser() as context:
        await _sign_in(product, context, server.url, who)
        page = await context.new_page()
        await page.goto(server.url + path)
        yield page


async def _focused(page: Page) -> str:
    found: str = await page.evaluate("document.activeElement.getAttribute('href') || ''")
    return found


async def test_a_day_is_walked_through_by_keys(product: RunningProduct) -> None:
    numbers = [await product.confirmed(), await product.confirmed()]
    await product.recorded()
    async with served(product) as server, a_page(product, server, "/day") as page:
        first, second = await page.locator("main .row .main").evaluate_all(
            "all => all.slice(0, 2).map(each => each.getAttribute('href'))"
        )
        await page.keyboard.press("j")
        assert await _focused(page) == first
        await page.keyboard.press("j")
        assert await _focused(page) == second
        await page.keyboard.press("k")
        assert await _focused(page) == first
        await page.keyboard.press("Control+j")
        assert await _focused(page) == first
        await page.keyboard.press("?")
        await expect(page.locator("dialog#keys")).to_be_visible()
        await page.keyboard.press("j")
        await page.keyboard.press("Escape")
        await expect(page.locator("dialog#keys")).to_be_hidden()
        await page.keyboard.press("c")
        await page.wait_for_url("**/cases/*?form=contacts#form-contacts")
        assert any(number in page.url for number in numbers)
        field = page.locator("#form-contacts :focus")
        await expect(field).to_have_count(1)
        await page.keyboard.press("Escape")
        await expect(field).to_have_count(0)
        await page.goto(server.url + "/day")
        await page.keyboard.press("j")
        await page.keyboard.press("Enter")
        await page.wait_for_url(f"**{first.partition('#')[0]}*")


async def test_no_word_is_lost_by_a_closed_tab_an_api_that_restarts_and_goes_when_it_is_accepted(
    product: RunningProduct,
) -> None:
    number = await product.confirmed()
    await product.recorded(number)
    note = "form[action$='/notes']"
    async with a_browser() as context:
        async with served(product) as server:
            await _sign_in(product, context, server.url, "li.min")
            page = await context.new_page()
            await page.goto(f"{server.url}/cases/{number}")
            await page.evaluate(
                f"document.querySelector(\"{note}\").closest('details').open = true"
            )
            await page.fill(f"{note} textarea", "她说夜里响得最厉害 🌙")
            await page.close()  # the tab is gone, nothing was sent
            page = await context.new_page()
            await page.goto(f"{server.url}/cases/{number}")
            await expect(page.locator(f"{note} textarea")).to_have_value("她说夜里响得最厉害 🌙")
            await expect(page.locator(f"{note} .kept")).to_contain_text("Kept from")
        await page.locator(f"{note} textarea").press_sequentially(" and more")
        with pytest.raises(Exception, match="ERR_CONNECTION_REFUSED"):
            await page.goto(f"{server.url}/cases/{number}")  # the API is away
        await page.close()
        page = await context.new_page()
        async with served(product, server.config.port):
            await page.goto(f"{server.url}/cases/{number}")
            text = page.locator(f"{note} textarea")
            await expect(text).to_have_value("她说夜里响得最厉害 🌙 and more")
            await page.locator(f"{note} button:not([type])").click()
            await page.wait_for_url("**?done=note*")
            await expect(text).to_have_value("")
            assert await page.evaluate("Object.keys(localStorage)") == []


async def test_a_draft_is_thrown_away_by_its_button_and_by_signing_out_and_is_nobody_elses(
    product: RunningProduct,
) -> None:
    number = await product.confirmed()
    await product.recorded(number)
    note = "form[action$='/notes']"
    drafts = "Object.keys(localStorage).filter(each => each.startsWith('draft:'))"
    async with served(product) as server, a_browser() as context:
        await _sign_in(product, context, server.url, "li.min")
        page = await context.new_page()

        async def type_something() -> None:
            await page.goto(f"{server.url}/cases/{number}")
            await page.evaluate(
                f"document.querySelector(\"{note}\").closest('details').open = true"
            )
            await page.fill(f"{note} textarea", "Her address is private.")
            assert await page.evaluate(drafts) == [f"draft:li.min:{number}/notes"]

        await type_something()
        await page.reload()
        await page.get_by_role("button", name="throw away").click()
        await expect(page.locator(f"{note} textarea")).to_have_value("")
        assert await page.evaluate(drafts) == []
        await type_something()
        await _sign_in(product, context, server.url, "zhou.yan")
        await page.reload()
        await expect(page.locator(f"{note} textarea")).to_have_value("")
        assert await page.evaluate(drafts) == []
        await _sign_in(product, context, server.url, "li.min")
        await type_something()
        await page.get_by_role("button", name="Sign out").click()
        await page.wait_for_url("**/sign-in*")
        assert await page.evaluate(drafts) == []


async def test_an_open_day_draws_itself_anew_and_focus_stays(product: RunningProduct) -> None:
    number = await product.confirmed()
    await product.recorded(number)
    async with served(product) as server, a_page(product, server, "/day") as page:
        row = page.locator(f"main .row .main[href*='{number}']").first
        await row.focus()
        before = await _focused(page)
        other = await product.confirmed()
        await expect(page.locator(f"main .row .main[href*='{other}']").first).to_be_visible(
            timeout=SOON
        )
        assert await _focused(page) == before
        await expect(page.locator("#live")).to_be_empty()


async def test_whoever_types_is_told_and_not_disturbed(product: RunningProduct) -> None:
    number = await product.confirmed()
    await product.recorded(number)
    async with served(product) as server, a_page(product, server, f"/cases/{number}") as page:
        text = page.locator("#form-contacts textarea").first
        await text.fill("We have listened")
        await product.contact(number, by="chen.jie", said="It leaks now.")
        await expect(page.locator("#live")).to_contain_text("changed here", timeout=SOON)
        await expect(text).to_have_value("We have listened")
        await page.locator("#live a").click()
        await expect(page.locator("#live")).to_be_empty()
        await expect(text).to_have_value("We have listened")


async def test_the_title_counts_by_itself(product: RunningProduct) -> None:
    """No server tells that time has passed."""
    await product.confirmed()
    await product.recorded()
    async with served(product) as server, a_page(product, server, "/day") as page:
        before = await page.title()
        await page.evaluate(
            "document.querySelector('main').dataset.overdue = '99'"
        )  # not drawn anew
        await page.evaluate(
            """for (const time of document.querySelectorAll('time[data-due]'))
                 time.dateTime = '2020-01-01T00:00:00Z'"""
        )
        await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        count = await page.locator("time[data-due]").count()
        assert (await page.title()).startswith(f"({count}) ") != before.startswith(f"({count}) ")
        assert "mark-late.svg" in str(await page.get_attribute("link[rel=icon]", "href"))
        assert "years" not in (await page.locator("time[data-due]").first.inner_text())


async def test_two_browsers_with_room_for_one_do_not_drive_each_other_out(
    product: RunningProduct, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one that made room waits until somebody looks at it, and then shows what it has missed."""
    monkeypatch.setattr("console.feed.OF_ONE", 1)
    number = await product.confirmed()
    await product.recorded(number)
    opened: list[str] = []
    async with served(product) as server:
        screen = product.app.state.feed.screen

        def counted(*given: Any) -> Any:
            opened.append(given[-1])
            return screen(*given)

        monkeypatch.setattr(product.app.state.feed, "screen", counted)
        async with a_page(product, server, f"/cases/{number}") as here:
            for _ in range(SOON // 100):
                if opened:
                    break
                await asyncio.sleep(0.1)
            async with a_page(product, server, "/day") as there:
                await there.wait_for_timeout(2 * AGAIN + 1_000)
                assert len(opened) == 2, "who made room does not come back by itself"
                note = {"text": "It was the bearing."}
                await product.ask("POST", f"/cases/{number}/notes", by="zhou.yan", json=note)
                await product.recorded(number)
                await here.wait_for_timeout(1_500)
                await expect(here.locator("#live a")).to_have_count(0)
                await here.evaluate("dispatchEvent(new Event('focus'))")
                await expect(here.locator("#live a")).to_have_count(1, timeout=2 * SOON)
                assert len(opened) == 3


async def test_the_chosen_time_stands_in_the_sentence_at_once(product: RunningProduct) -> None:
    number = await product.confirmed()
    await product.recorded(number)
    address = f"/cases/{number}?draft=progress#form-contacts"
    async with served(product) as server, a_page(product, server, address) as page:
        sentence = page.locator("#form-contacts [name='parts.by_when']")
        before = await sentence.input_value()
        assert "[day and time]" in before
        times = page.locator("#form-contacts input[type=radio][name='next_promise.latest_by']")
        for place in (1, 2):
            choice = times.nth(place)
            await choice.check()
            label = await choice.locator("xpath=..").inner_text()
            told = label.strip().rpartition(" · ")[2]
            await expect(sentence).to_have_value(before.replace("[day and time]", told))
        await times.nth(0).check()  # no promise
        await expect(sentence).to_have_value(before)


async def test_a_refusal_is_in_sight_on_a_phone(product: RunningProduct) -> None:
    number = await product.confirmed()
    await product.recorded(number)
    async with served(product) as server, a_page(product, server, f"/cases/{number}") as page:
        await page.set_viewport_size({"width": 390, "height": 844})
        await page.locator("#form-contacts button").last.click()
        alert = page.locator("[role=alert]")
        await expect(alert).to_be_in_viewport()
        await expect(alert).to_be_focused()
