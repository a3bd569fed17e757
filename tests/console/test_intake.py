"""Opening a case by its form, on a real product and without JavaScript."""

import html
import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest

from browsing import Browser, HtmlForm, Page
from console.main import with_console
from products import RunningProduct, running_product

MINUTE = timedelta(minutes=1)
PLACE = "/cases/new"
SIXTY_THOUSAND = "长" * 60_000
WHO = {"customer__name": "Ms Qian", "customer__phone": "139 2222 3333"}
WHAT = {"title": "The dryer smells of smoke", "description": "Since last night. 🔥"}


async def drawn(browser: Browser, more: str = "") -> HtmlForm:
    page = await browser.look(PLACE + more)
    assert page.status == 200, page.text
    return page.form(PLACE + more.partition("#")[0])


async def opened(product: RunningProduct) -> int:
    """How many cases there are."""
    found = await product.get("/cases", with_total=True, limit=1)
    total: int = found["total"]
    return total


def number_in(page: Page) -> str:
    found = re.search(r"/cases/(C-\d+)\?done=open$", page.url)
    assert found, page.text
    return found[1]


def at_field(page: Page, name: str) -> str:
    """What the page says is wrong at a field."""
    found = re.search(rf'id="open:{re.escape(name)}-error">([^<]*)<', page.html)
    return html.unescape(found[1]) if found else ""


async def test_who_and_what_open_a_case_and_the_receipt_says_what_is_owed(
    product: RunningProduct, agent: Browser
) -> None:
    after = await agent.send(await drawn(agent), **WHO, **WHAT, priority="P1")
    number = number_in(after)
    case = await product.get(f"/cases/{number}")
    assert (case["title"], case["description"]) == (WHAT["title"], WHAT["description"])
    assert (case["person"]["name"], case["person"]["phone"]) == ("Ms Qian", "+8613922223333")
    assert (case["priority"], case["scenario"], case["channel"]) == ("P1", "standard", "phone")
    assert (case["owner"], case["team"]) == ("li.min", "after_sales")
    assert f"The case is open: {number}." in after.text
    receipt = after.html.partition('<div class="done"')[2].partition("</div>")[0]
    (answer,) = (
        due
        for due in await product.items(f"/cases/{number}/deadlines")
        if due["kind"] == "response"
    )
    assert "Answer to the customer" in receipt
    assert answer["due_at"] in receipt
    assert "We know this customer" not in receipt


async def test_nothing_more_than_who_and_what_is_needed_and_the_rest_is_what_it_usually_is(
    product: RunningProduct, agent: Browser
) -> None:
    form = await drawn(agent)
    assert form.values["channel"] == ["phone"]
    assert form.values["scenario"] == ["standard"]
    assert form.values["priority"] == ["P2"]
    assert form.values["team"] == ["after_sales"]
    number = number_in(await agent.send(form, customer__email="qian@example.com", title="Smoke"))
    case = await product.get(f"/cases/{number}")
    assert abs(product.now() - datetime.fromisoformat(case["opened_at"])) < MINUTE
    assert (case["customer_level"], case["emotion"]) == ("normal", "calm")


async def test_every_field_of_the_form_arrives(product: RunningProduct, agent: Browser) -> None:
    typed = {
        "customer__name": "Mr Hu",
        "customer__phone": "138 7777 0001",
        "customer__email": "hu@example.com",
        "customer__account": "A-77",
        "customer__company": "Hu & Sons",
        "customer__level": "vip",
        "title": "Machine shakes",
        "description": "line one\nline two",
        "scenario": "product_fault",
        "priority": "P1",
        "channel": "wechat",
        "spoke_at": "2026-03-02T08:40",
        "emotion": "angry",
        "owner": "zhou.yan",
        "product": "washing_machine",
        "language": "zh-CN",
    }
    form = await drawn(agent)
    assert {name.replace("__", ".") for name in typed} | {"team", "csrf", "key"} == form.names
    case = await product.get(f"/cases/{number_in(await agent.send(form, **typed))}")
    person = case["person"]
    assert (person["email"], person["account"], person["company"], person["level"]) == (
        "hu@example.com",
        "A-77",
        "Hu & Sons",
        "vip",
    )
    assert case["description"] == "line one\nline two"
    assert (case["scenario"], case["priority"], case["channel"]) == (
        "product_fault",
        "P1",
        "wechat",
    )
    assert (case["emotion"], case["owner"]) == ("angry", "zhou.yan")
    assert case["questions"]["family"] == "washing_machine"
    (answer,) = (clock for clock in case["clocks"] if clock["name"] == "response")
    assert answer["started_at"] == "2026-03-02T00:40:00Z"


async def test_what_each_choice_means_stands_beside_it(
    product: RunningProduct, agent: Browser
) -> None:
    page = await agent.look(PLACE)
    policy = await product.get("/policy", by="li.min")
    for scenario in policy["scenarios"]:
        assert scenario["label"] in page.text
    assert "Agreeing on a visit" in page.text
    for priority in policy["priorities"]:
        assert f"a first answer within {priority['first_response']['says']}" in page.text
    assert len(page.html.encode()) < 150_000
    for mark in ("<script>", " style=", " onclick="):
        assert mark not in page.html


async def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(
    product: RunningProduct, agent: Browser
) -> None:
    before = await opened(product)
    form = await drawn(agent)
    nobody = await agent.send(form, title="", description=SIXTY_THOUSAND, spoke_at="tomorrow")
    assert nobody.status == 422
    assert "Give at least one of" in at_field(nobody, "customer.name")
    assert "no words" in at_field(nobody, "title")
    assert "It has to be a time" in at_field(nobody, "spoke_at")
    again = nobody.form(PLACE)
    assert again.values["description"] == [SIXTY_THOUSAND]
    assert again.values["spoke_at"] == ["tomorrow"]
    assert again.values["key"] != form.values["key"]
    late = await agent.send(again, **WHO, title="Smoke", spoke_at="2026-03-09T10:00")
    assert "lies in the future" in late.text
    assert late.form(PLACE).values["spoke_at"] == ["2026-03-09T10:00"]
    away = await agent.send(late.form(PLACE), spoke_at="", owner="nobody.here")
    assert away.status == 422
    assert at_field(away, "owner")
    assert re.search(r'<details class="more" open', away.html), "the fold with the error is open"
    assert await opened(product) == before
    number = number_in(await agent.send(away.form(PLACE), owner=""))
    case = await product.get(f"/cases/{number}")
    whole = await product.get(case["description_whole"].removeprefix("/v1"))
    assert whole["words"]["description"] == SIXTY_THOUSAND


@pytest.mark.parametrize("typed", ["", "   ", "\u200b"])
async def test_a_case_is_somebodys(agent: Browser, typed: str) -> None:
    refused = await agent.send(await drawn(agent), customer__name=typed, title="Smoke")
    assert refused.status == 422
    assert "Give at least one of" in at_field(refused, "customer.name")


async def test_a_long_title_and_half_an_emoji_are_kept_whole(
    product: RunningProduct, agent: Browser
) -> None:
    half = "\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    after = await agent.send(
        await drawn(agent), customer__name=f"Mr {half}", title=SIXTY_THOUSAND, description=half
    )
    case = await product.get(f"/cases/{number_in(after)}")
    assert case["title"] == "长" * 199 + "…"
    assert case["description"].startswith("长" * 1_000)
    web = await agent.send(
        await drawn(agent), customer__name="Mr Wu", title=SIXTY_THOUSAND, channel="web"
    )
    assert web.status == 422
    assert "200 characters" in at_field(web, "title")


async def test_a_double_click_is_one_case(product: RunningProduct, agent: Browser) -> None:
    form = await drawn(agent)
    before = await opened(product)
    first, second = [await agent.send(form, **WHO, **WHAT) for _ in range(2)]
    assert number_in(first) == number_in(second)
    assert await opened(product) == before + 1


async def test_a_customer_whom_we_know_is_shown_with_their_other_cases(
    product: RunningProduct, agent: Browser
) -> None:
    known = {"name": "Ms Feng", "phone": "139 4444 5555"}
    earlier = await product.opened(customer=known, title="Drum rattles")
    typed = {"customer__name": "Ms Feng", "customer__phone": "0086 139-4444-5555"}
    after = await agent.send(await drawn(agent), **typed, title="Door sticks")
    receipt = after.html.partition('<div class="done"')[2].partition("</div>")[0]
    assert "We know this customer" in receipt
    assert f'href="/cases/{earlier}"' in receipt
    assert "Drum rattles" in receipt
    twice = await agent.send(
        await drawn(agent), **typed | {"customer__name": "Mr Feng"}, title="Light flickers"
    )
    assert "Is it the same person?" in twice.text
    twice.form(f"/cases/{number_in(twice)}/customer")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("139 1234 5678", "customer.phone"),
        ("+86 (20) 8888-7777 转 8001", "customer.phone"),
        ("zhao@example.com", "customer.email"),
        ("赵小明", "customer.name"),
        ("Ms O'Brien", "customer.name"),
        ("洗衣机脱水时有异响", "title"),
        ("W-7 rattles", "title"),
    ],
)
async def test_what_was_looked_for_in_vain_stands_in_the_form(
    agent: Browser, query: str, field: str
) -> None:
    page = await agent.look(f"/search?q={quote(query)}")
    assert "Nothing was found" in page.text
    (link,) = re.findall(rf'href="({PLACE}\?q=[^"]*)"', page.html)
    form = await drawn(agent, html.unescape(link).removeprefix(PLACE))
    named = {name: value for name, value in form.values.items() if value == [query]}
    assert list(named) == [field]


async def test_another_case_for_a_customer_begins_with_what_we_know(
    product: RunningProduct, agent: Browser
) -> None:
    who = {"name": "Ms Tang", "phone": "139 6666 7777", "company": "Tang & Co", "level": "vip"}
    number = await product.opened(customer=who, title="Hinge")
    await product.recorded(number)
    more = f"?of={number}"
    for place in (
        f"/cases/{number}",
        "/search?q=Tang",
        f"/cases?whose=all&customer={(await product.get(f'/cases/{number}'))['customer']}",
    ):
        assert f'href="{PLACE}{more}#form-open"' in (await agent.look(place)).html, place
    form = await drawn(agent, more)
    assert form.values["customer.name"] == ["Ms Tang"]
    assert form.values["customer.phone"] == ["+8613966667777"]
    assert form.values["customer.company"] == ["Tang & Co"]
    assert form.values["customer.level"] == ["vip"]
    refused = await agent.send(form, customer__name="Ms Tang (office)", title=" ")
    assert refused.form(PLACE + more).values["customer.name"] == ["Ms Tang (office)"]
    for nonsense in (
        "?of=C-999999",
        "?of=../me",
        "?of=C-1/notes",
        "?q=" + "x" * 3_000,
        "?received=%3Cb%3E",
    ):
        assert (await agent.look(PLACE + nonsense)).status == 200


async def test_only_whoever_may_open_cases_is_offered_it(product: RunningProduct) -> None:
    for who, may in (("li.min", True), ("wang.fang", True), ("root", False), ("sun.bo", False)):
        assert ("open" in (await product.get("/me", by=who))["may"]) is may
        async with Browser.of(product, who) as browser:
            frame = await browser.look("/account")
            assert ("data-new" in frame.html) is may
            assert ("<kbd>n</kbd>" in frame.html) is may
            page = await browser.look(PLACE)
            assert page.status == (200 if may else 403)
            assert bool([form for form in page.forms if form.action == PLACE]) is may
            if not may:
                assert "Your role opens no cases" in page.text
                forged = HtmlForm(PLACE, {"csrf": page.form("/sign-out").values["csrf"]})
                forged.names |= {"title", "customer.name", "key"}
                refused = await browser.send(forged, customer__name="Mr Wu", key="k", title="Smoke")
                assert refused.status == 403
                assert refused.form(PLACE).values["title"] == ["Smoke"]


async def test_a_form_of_another_session_is_drawn_again_and_opens_nothing(
    product: RunningProduct, agent: Browser
) -> None:
    form = await drawn(agent)
    before = await opened(product)
    form.values["csrf"] = ["0" * 64]
    again = await agent.send(form, **WHO, **WHAT)
    assert again.status == 409
    assert "Nothing was sent meanwhile." in again.text
    assert again.form(PLACE).values["title"] == [WHAT["title"]]
    assert again.form(PLACE).values["key"] == form.values["key"]
    assert await opened(product) == before
    agent.http.headers["Sec-Fetch-Site"] = "cross-site"
    assert (await agent.send(form, **WHO, **WHAT)).status == 403
    assert await opened(product) == before


@pytest.fixture
async def forgetful(tmp_path: Path) -> AsyncIterator[RunningProduct]:
    """A product whose worker may go away."""
    async with running_product(tmp_path, cached_runs=0) as found:
        with_console(found.app)
        yield found


async def test_with_nobody_there_to_decide_the_number_is_told_and_the_case_is_opened_later(
    forgetful: RunningProduct,
) -> None:
    async with Browser.of(forgetful, "li.min") as agent:
        form = await drawn(agent)
        async with forgetful.no_worker():
            after = await agent.send(form, **WHO, **WHAT)
            assert after.status == 200
            assert "Received, and safe with us" in after.text
            (number,) = re.findall(r"\?received=(C-\d+)$", after.url)
            assert f'href="/cases/{number}"' in after.html
            assert after.form(PLACE).values["title"] == [""], "ready for the next one"
        await forgetful.quiet(number)
        await forgetful.recorded(number)
        assert (await agent.look(f"/cases/{number}")).status == 200
