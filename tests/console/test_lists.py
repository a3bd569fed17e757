"""The list of cases, views and the search, in a browser without JavaScript."""

import re
from datetime import timedelta
from typing import get_args
from urllib.parse import parse_qs, urlsplit

import pytest

from browsing import Browser, Page
from builders import at
from console.filters import COLUMNS, SORTS, USUAL, Asked
from db.cases import Sort
from products import RunningProduct

ROW = re.compile(r'<a class="main" href="/cases/(C-\d+)">')


@pytest.fixture(scope="module")
async def numbers(product: RunningProduct) -> list[str]:
    """Mine, a colleague's, and one that is closed."""
    return [
        await product.opened(priority="P1", title="Drum rattles"),
        await product.opened(by="zhou.yan", title="Door does not close"),
        await product.withdrawn(title="Light flickers"),
    ]


def rows(page: Page) -> list[str]:
    return ROW.findall(page.html.partition("<tbody")[2])


def link(page: Page, words: str) -> str:
    """Where a link leads that says so."""
    found = re.search(rf'<a [^>]*?href="([^"]*)"[^>]*>(?:(?!</a>).)*?{re.escape(words)}', page.html)
    assert found, words
    return found[1].replace("&amp;", "&")


async def test_asked_for_nothing_it_shows_what_is_mine_and_not_over(
    product: RunningProduct, agent: Browser, numbers: list[str]
) -> None:
    await product.recorded(*numbers)
    page = await agent.look("/cases")
    assert rows(page) == [numbers[0]]
    assert "1 case" in page.text
    assert "Ms Sun" in page.text
    assert "Li Min" in page.text
    everybody = await agent.look("/cases?whose=all")
    assert rows(everybody) == numbers[::-1], "the newest first"


async def test_filters_stand_in_the_address_and_each_can_be_taken_off(
    product: RunningProduct, agent: Browser, numbers: list[str]
) -> None:
    await product.recorded(*numbers)
    page = await agent.look("/cases?whose=all&phase=closed&priority=P2&owner=li.min")
    assert rows(page) == [numbers[2]]
    assert "Filters (3)" in page.text
    less = await agent.look(link(page, "×"))
    assert parse_qs(urlsplit(less.url).query) == {
        "whose": ["all"], "priority": ["P2"], "owner": ["li.min"]
    }  # fmt: skip
    none = await agent.look(link(page, "Take all off"))
    assert rows(none) == numbers[::-1]


async def test_the_form_of_filters_asks_for_what_is_ticked(
    product: RunningProduct, agent: Browser, numbers: list[str]
) -> None:
    await product.recorded(*numbers)
    page = await agent.look("/cases?whose=all&owner=zhou.yan&show=title&show=owner")
    form = next(form for form in page.forms if form.action == "/cases")
    assert form.values["owner"] == ["zhou.yan"]
    assert form.values["show"] == ["title", "owner"]
    assert {"sla_state", "stage", "tier", "opened_from", "paused_for"} <= form.names
    assert page.html.count("<th ") == 3


def test_an_address_says_no_more_than_it_has_to() -> None:
    usual = "&".join(f"show={name}" for name in USUAL)
    sent = Asked.of(f"whose=all&priority=P1&opened_from=&sort=opened_at&descending=yes&{usual}")
    assert sent.query == "whose=all&priority=P1"
    assert Asked.of("whose=all&sort=red_line&descending=no").query == "whose=all&sort=red_line"
    turned = Asked.of("whose=all&descending=no&show=title")
    assert turned.query == "whose=all&descending=no&show=title"
    assert Asked.of("").query == Asked.of("&nobody=1&stage=").query
    assert Asked.of("a=1&" * 1_000).query == Asked.of("").query


def test_every_order_of_the_api_is_offered() -> None:
    assert set(SORTS) == set(get_args(Sort))


@pytest.mark.parametrize(
    ("query", "sort", "direction"),
    [
        ("", "opened_at", "descending"),
        ("&sort=priority", "priority", "ascending"),
        ("&sort=priority&descending=yes", "priority", "descending"),
        ("&sort=red_line&descending=no&show=red_line", "red_line", "ascending"),
    ],
)
async def test_the_head_of_a_column_says_how_the_list_is_sorted(
    product: RunningProduct,
    agent: Browser,
    numbers: list[str],
    query: str,
    sort: str,
    direction: str,
) -> None:
    page = await agent.look(f"/cases?whose=all{query}&show={sort}")
    assert page.html.count("aria-sort") == 1
    assert f'aria-sort="{direction}"' in page.html
    turned = Asked.of(urlsplit(link(page, page_word(sort))).query)
    assert (turned.sort, turned.is_descending) == (sort, direction == "ascending")


def page_word(sort: str) -> str:
    return {"opened_at": "Opened", "priority": "Priority", "red_line": "Red line"}[sort]


async def test_every_column_can_be_shown(agent: Browser, numbers: list[str]) -> None:
    page = await agent.look("/cases?whose=all&" + "&".join(f"show={name}" for name in COLUMNS))
    assert page.status == 200
    assert page.html.count("<th ") == len(COLUMNS) + 1


@pytest.mark.parametrize(
    ("query", "field", "says"),
    [
        ("phase=ended", "phase", "Nothing here is called “ended”"),
        ("owner=no.body", "owner", "“no.body”"),
        ("stage=%ED%A0%BD", "stage", "Nothing here"),
        ("priority=P1&priority=%00", "priority", "Nothing here"),
        (f"scenario={'x' * 60_000}", "scenario", "x" * 60 + "”"),
        ("opened_from=yesterday", "opened_from", "is no date"),
        ("opened_to=9999-12-31", "opened_to", "is no date"),
        ("whose=nobody", "whose", "“nobody”"),
        ("sort=title", "sort", "“title”"),
        ("cursor=nonsense", "cursor", "first page"),
        ("show=%3Cscript%3E", "show", "Nothing here"),
    ],
)
async def test_what_nobody_knows_is_said_at_its_field(
    agent: Browser, numbers: list[str], query: str, field: str, says: str
) -> None:
    page = await agent.look(
        f"/cases?whose=all&{query}" if "whose" not in query else f"/cases?{query}"
    )
    assert page.status == 422
    assert says in page.text
    assert f'href="#filter-{field}"' in page.html
    assert "<script>" not in page.html
    assert rows(page) == []
    assert len(page.html) < 60_000


async def test_dates_are_days_of_the_calendar_here(
    product: RunningProduct, agent: Browser, numbers: list[str]
) -> None:
    await product.recorded(*numbers)
    monday = f"{at('Mon 12:00') + timedelta(hours=8):%Y-%m-%d}"
    same = await agent.look(f"/cases?whose=all&opened_from={monday}&opened_to={monday}")
    assert rows(same) == numbers[::-1]
    assert rows(await agent.look("/cases?whose=all&opened_to=2026-03-01")) == []


async def test_an_empty_list_says_what_to_do_next(agent: Browser, numbers: list[str]) -> None:
    page = await agent.look("/cases?whose=mine&priority=P0")
    assert "Nothing of yours fits this" in page.text


async def test_a_list_goes_on_and_back_to_its_beginning(
    product: RunningProduct, agent: Browser, numbers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.cases.SHOWN", 2)
    first = await agent.look("/cases?whose=all&sort=opened_at&descending=no")
    assert rows(first) == numbers[:2]
    second = await agent.look(link(first, "Further down the list"))
    assert rows(second) == numbers[2:]
    back = await agent.look(link(second, "Back to the first"))
    assert rows(back) == numbers[:2]


async def test_a_list_is_kept_as_a_view_renamed_and_taken_away(
    product: RunningProduct, agent: Browser, numbers: list[str]
) -> None:
    page = await agent.look("/cases?whose=all&priority=P1&sort=priority")
    kept = await agent.send(page.form("/views"), name="Urgent <b>")
    assert "sort=priority" in kept.url
    assert link(kept, "Urgent &lt;b&gt;") == "/cases?whose=all&priority=P1&sort=priority"
    again = await agent.send(page.form("/views"), name="Urgent <b>")
    assert again.html.count("Urgent &lt;b&gt;</a>") == 1
    blank = await agent.send(page.form("/views"), name=" ")
    assert blank.status == 422
    assert 'aria-invalid="true"' in blank.html
    (change,) = [f for f in kept.forms if re.fullmatch(r"/views/\w+", f.action)]
    renamed = await agent.send(change, name="Pressing")
    assert "Pressing" in renamed.text
    assert "Urgent" not in renamed.text
    gone = await agent.send(renamed.form("/remove"))
    assert "Pressing" not in gone.text
    forged = page.form("/views")
    forged.values["csrf"] = ["0" * 64]
    assert (await agent.send(forged, name="Forged")).status == 403


async def test_a_lead_shares_a_view(product: RunningProduct, agent: Browser) -> None:
    async with Browser.of(product, "chen.jie") as lead:
        page = await lead.look("/cases?whose=team&phase=open")
        await lead.send(page.form("/views"), name="Team open", shared="on")
    assert "Team open" in (await agent.look("/cases")).text
    page = await agent.look("/cases")
    assert "shared" not in page.form("/views").names


async def test_shipped_views_need_no_keeping(agent: Browser, numbers: list[str]) -> None:
    page = await agent.look("/cases")
    for name in ("My open promises", "Nobody has answered", "Broken promises", "Waiting for parts"):
        shown = await agent.look(link(page, name))
        assert shown.status == 200
        current = re.search(r'aria-current="page">([^<]*)', shown.html.partition("views")[2])
        assert current
        assert current[1] == name


async def test_the_search_finds_cases_and_customers_and_a_number_leads_to_its_case(
    product: RunningProduct, agent: Browser, numbers: list[str]
) -> None:
    await product.recorded(*numbers)
    page = await agent.look("/cases")
    box = page.form("/search")
    assert box.names == {"q"}
    found = await agent.look("/search?q=drum")
    assert f'href="/cases/{numbers[0]}"' in found.html
    assert "found by the matter" in found.text
    person = await agent.look("/search?q=%2B86+138+0013+8000")
    assert "Ms Sun" in person.text
    assert "found by the phone number" in person.text
    theirs = await agent.look(link(person, "All cases of this customer"))
    assert rows(theirs) == numbers[::-1]
    assert "Customer: Ms Sun" in theirs.text
    direct = await agent.look(f"/search?q={int(numbers[0][2:])}")
    assert direct.url.endswith(f"/cases/{numbers[0]}")


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ("", 200, "What can be looked for"),
        ("%20%20", 200, "What can be looked for"),
        ("x" * 60_000, 422, "more than 200 characters"),
        ("%ED%A0%BD", 422, "too little to look for"),
        ("a%00b", 422, "can't be printed"),
        ("%25%25", 422, "too little to look for"),
        ("%3Cscript%3Ealert(1)%3C/script%3E", 200, "Nothing was found for"),
        ("'%22;drop", 200, "Nothing was found for"),
    ],
)
async def test_whatever_is_looked_for_gets_an_answer(
    agent: Browser, query: str, status: int, says: str
) -> None:
    page = await agent.look(f"/search?q={query}")
    assert page.status == status
    assert says in page.text
    assert "<script>" not in page.html


async def test_pages_of_hits_go_on(
    product: RunningProduct, agent: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.search.SHOWN", 1)
    older = await product.opened(title="Kettle leaks")
    newer = await product.opened(title="Kettle whistles")
    await product.recorded(older, newer)
    first = await agent.look("/search?q=kettle")
    assert f"/cases/{newer}" in first.html
    assert f"/cases/{older}" not in first.html
    second = await agent.look(link(first, "Further down the list"))
    assert f"/cases/{older}" in second.html


@pytest.mark.parametrize(
    ("who", "whose"),
    [("li.min", "mine"), ("chen.jie", "team"), ("wang.fang", "all"), ("zhao.lei", "all")],
)
async def test_the_list_opens_on_what_somebody_looks_after(
    product: RunningProduct, numbers: list[str], who: str, whose: str
) -> None:
    await product.recorded(*numbers)
    async with Browser.of(product, who) as browser:
        page = await browser.look("/cases")
    assert re.search(rf'<a href="/cases\?whose={whose}[^"]*" aria-current="page">', page.html)
    assert (numbers[1] in rows(page)) is (who != "li.min")
    assert numbers[2] not in rows(page)
