"""My day: what is owed, with the next step one click away; what was told; what nobody carries."""

import re
from typing import Any

import pytest

from browsing import Browser
from console.agenda import step
from console.forms.table import route_at
from db import people
from db.book import OWING
from products import RunningProduct


@pytest.fixture
async def lead(product: RunningProduct) -> Any:
    async with Browser.of(product, "chen.jie") as browser:
        yield browser


async def _day_of(browser: Browser, query: str = "") -> str:
    return (await browser.look(f"/day{query}")).html


def _row(html: str, number: str) -> str:
    """The first row that names the case."""
    rows = re.findall(r'<li class="row.*?</li>', html, re.DOTALL)
    found = [row for row in rows if number in row]
    assert found, number
    return str(found[0])


async def test_a_promise_leads_to_a_contact_about_it(
    product: RunningProduct, agent: Browser
) -> None:
    number = await product.confirmed()
    await product.recorded(number)
    day = await _day_of(agent)
    owed = f"/cases/{number}?form=contacts&amp;promise=p1#form-contacts"
    assert f'href="{owed}"' in day
    page = await agent.look(owed.replace("&amp;", "&"))
    assert re.search(r'<details class="form" id="form-contacts" open>', page.html)
    assert page.form("/contacts").values["covers"] == ["p1"]


async def test_a_draft_is_one_click_from_the_row_and_knows_what_it_is_about(
    product: RunningProduct, agent: Browser
) -> None:
    number = await product.confirmed()
    await product.recorded(number)
    row = _row(await _day_of(agent), number)
    way = f"/cases/{number}?form=contacts&amp;promise=p1&amp;draft=likeliest#form-contacts"
    assert f'href="{way}"' in row
    page = await agent.look(way.replace("&amp;", "&").partition("#")[0])
    form, case = page.form("/contacts"), await product.get(f"/cases/{number}")
    assert form.values["covers"] == ["p1"]
    assert case["title"] in form.values["parts.where_we_are"][0]
    times = await product.items(f"/cases/{number}/times")
    (by_rhythm,) = [each["at"] for each in times if each["name"] == "rhythm"]
    assert form.values["next_promise.latest_by"] == [by_rhythm, ""]
    others = re.findall(r'href="([^"]*draft=delay[^"]*)"', page.html)
    assert others == [f"/cases/{number}?form=contacts&amp;promise=p1&amp;draft=delay#form-contacts"]
    plain = await agent.look(f"/cases/{number}?form=contacts&promise=p1")
    assert "parts.where_we_are" not in plain.form("/contacts").values
    assert plain.form("/contacts").values["next_promise.latest_by"] == ["", ""]


async def test_what_is_not_said_to_the_customer_has_no_draft(
    product: RunningProduct, agent: Browser
) -> None:
    number = await product.triaged()
    await product.recorded(number)
    row = _row(await _day_of(agent), number)
    assert "form=confirm" in row
    assert "draft=" not in row
    waits = await product.opened()
    await product.recorded(waits)
    assert "draft=likeliest" in _row(await _day_of(agent), waits)
    first = await agent.look(f"/cases/{waits}?form=contacts&draft=likeliest")
    assert first.form("/contacts").values["parts.where_we_are"][0]


async def test_the_stage_leads_to_what_carries_the_case_on(
    product: RunningProduct, agent: Browser
) -> None:
    number = await product.triaged()
    await product.recorded(number)
    assert f'href="/cases/{number}?form=confirm#form-confirm"' in await _day_of(agent)
    page = await agent.look(f"/cases/{number}?form=confirm")
    assert '<details class="form" id="form-confirm" open>' in page.html
    # what the customer said to it is nobody's to guess
    confirming = page.form("/confirm")
    assert "answer" in confirming.names and "answer" not in confirming.values
    number = await product.confirmed()
    await product.recorded(number)
    assert f'href="/cases/{number}?form=next#next"' in await _day_of(agent)
    page = await agent.look(f"/cases/{number}?form=next")
    assert '<details class="form" id="form-stages-diagnose-complete" open>' in page.html


async def test_what_was_said_last_stands_with_its_time(
    product: RunningProduct, agent: Browser
) -> None:
    number = await product.opened(description="It howls in the night.")
    await product.recorded(number)
    assert "“It howls in the night.”" in _row(await _day_of(agent), number)
    await product.contact(number)
    await product.recorded(number)
    row = _row(await _day_of(agent), number)
    assert "Li Min spoke to them" in row
    assert ", and said: “We have listened to your recording.”" in row
    await product.contact(number, said="It is louder at night.")
    await product.recorded(number)
    assert ", who said: “It is louder at night.”" in _row(await _day_of(agent), number)
    await product.skip("20 min")
    await product.post(
        f"/cases/{number}/messages", channel="wechat", text="And  now\nit <b>leaks</b>."
    )
    await product.recorded(number)
    row = _row(await _day_of(agent), number)
    assert "Ms Sun wrote" in row
    assert "“And now it &lt;b&gt;leaks&lt;/b&gt;.”" in row
    assert ">now</time>" in row


@pytest.mark.parametrize("owing", OWING, ids=lambda owing: owing.kind)
def test_every_kind_of_what_is_owed_leads_to_a_form(owing: Any) -> None:
    """None is left to whatever comes next by having been forgotten."""
    place = step({"kind": owing.kind, "about": "", "id": "x1", "number": "C-000001"})
    asked = re.search(r"form=([^&#]+)", place)
    assert asked
    where = asked[1].replace("%2F", "/")
    assert (where == "next") == (owing.kind == "stage")
    assert where == "next" or route_at(where)


async def test_a_revisit_leads_to_its_outcome() -> None:
    place = step({"kind": "promise", "about": "revisit", "id": "p7", "number": "C-000001"})
    assert place.startswith("/cases/C-000001?form=revisits")


async def test_notices_stand_by_case_and_are_read_one_by_one_or_all(
    product: RunningProduct, agent: Browser
) -> None:
    first, second = (
        await product.opened(by="chen.jie", owner="li.min"),
        await product.opened(by="chen.jie", owner="li.min"),
    )
    await product.contact(first, by="chen.jie")
    for number in (first, second):
        await product.recorded(number)
        await product.quiet(number)
    page = await agent.look("/day")
    reading = [form for form in page.forms if form.action == "/day/read"]
    groups = re.findall(rf"<h3><a href=\"/cases/({first}|{second})\">", page.html)
    assert sorted(groups) == [first, second], "each case once"
    at = next(n for n, form in enumerate(reading) if any(first in i for i in form.values["ids"]))
    page = await agent.send(reading[at])
    assert page.url.endswith("/day")
    unread, _, before = page.html.partition('id="read-before"')
    aside = unread.partition("<aside")[2]
    assert f'<h3><a href="/cases/{first}">' not in aside
    assert f'<h3><a href="/cases/{second}">' in aside
    assert f'<h3><a href="/cases/{first}">' in before
    page = await agent.send([form for form in page.forms if form.action == "/day/read"][-1])
    assert "Nothing new." in page.text


async def test_a_case_that_nobody_carries_is_taken_with_one_click(
    product: RunningProduct, agent: Browser
) -> None:
    number = await product.opened(by="zhou.yan", description="It smells of smoke.")
    await product.recorded(number)
    assert "Nobody carries these" not in await _day_of(agent)
    staff = await people.require(product.database, "zhou.yan")
    await people.deactivate(product.database, "zhou.yan")
    try:
        page = await agent.look("/day")
        row = _row(page.html.partition("Nobody carries these")[2], number)
        assert "Zhou Yan had it" in row
        assert "It smells of smoke." in row
        form = page.form(f"/day/take/{number}")
        taken = await agent.send(form)
        assert taken.url.endswith(f"/cases/{number}?done=assign"), taken.text
        await product.recorded(number)
        assert (await product.get(f"/cases/{number}"))["owner"] == "li.min"
        assert "Nobody carries these" not in await _day_of(agent)
    finally:
        await people.put(product.database, staff)


async def test_a_lead_looks_at_a_colleagues_day_and_an_agent_may_not(
    product: RunningProduct, agent: Browser, lead: Browser
) -> None:
    number = await product.confirmed()
    await product.recorded(number)
    theirs = await lead.look("/day?person=li.min")
    assert "Li Min’s day" in theirs.text
    assert number in theirs.html
    assert "What you were told" not in theirs.text
    assert '<option value="li.min" selected>' in theirs.html
    assert number not in (await _day_of(lead)).partition("<aside")[0]
    assert "Whose day" not in await _day_of(agent)
    assert (await agent.look("/day?person=chen.jie")).status == 403
    assert (await lead.look("/day?person=nobody")).status == 422


async def test_the_title_counts_what_is_overdue(product: RunningProduct, agent: Browser) -> None:
    before = await _day_of(agent)
    number = await product.opened()
    await product.recorded(number)
    await product.skip("8 h", number)
    await product.recorded(number)
    day = await _day_of(agent)
    count = re.search(r"<title>\((\d+)\) My day", day)
    assert count, day[:500]
    assert day.count('<li class="row overdue"') == int(count[1])
    assert "mark-late.svg" in re.findall(r'rel="icon" href="([^"]+)"', day)[0]
    assert before.count('<li class="row overdue"') < int(count[1])
    assert "hours ago</time>" in _row(day, number)


async def test_an_accepted_form_tells_the_browser_that_its_draft_may_go(
    product: RunningProduct, agent: Browser
) -> None:
    number = await product.confirmed()
    await product.recorded(number)
    form = (await agent.look(f"/cases/{number}")).form("/notes")
    refused = await agent.http.post(
        form.action, data=form.values | {"text": ""}, follow_redirects=False
    )
    assert "set-cookie" not in refused.headers
    taken = await agent.http.post(
        form.action, data=form.values | {"text": "A note"}, follow_redirects=False
    )
    assert taken.headers["set-cookie"].startswith(f"ft_done.{form.values['key'][0]}=1; Path=/")


@pytest.mark.parametrize(
    ("who", "said"),
    [("zhou.yan", "a call nobody expects"), ("zhao.lei", "on the team"), ("sun.bo", "")],
)
async def test_an_empty_day_speaks_to_whoever_reads_it(
    product: RunningProduct, who: str, said: str
) -> None:
    async with Browser.of(product, who) as browser:
        page = await browser.look("/day")
    assert said in page.text
    assert ("A quiet moment" in page.text) is bool(said), page.text
    assert ("expects" in page.text) is (who == "zhou.yan")


async def test_more_notices_than_a_day_shows_are_said(
    product: RunningProduct, agent: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody may write a hundred notes: what else was told is behind them, not gone."""
    monkeypatch.setattr("console.agenda.SHOWN", 1)
    number = await product.confirmed()
    for text in ("One thing more.", "And another."):
        await product.post(f"/cases/{number}/notes", by="zhou.yan", text=text)
    await product.quiet(number)
    assert "older notices that you have not read" in await _day_of(agent)
    monkeypatch.setattr("console.agenda.SHOWN", 100)
    assert "older notices that you have not read" not in await _day_of(agent)
