"""What burns, handing over, and figures, as a lead's browser without JavaScript sees them."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any, get_args

import pytest

from browsing import Browser
from db.burning import Kind
from domain.plan.terms import Language
from messages.board import burning_told
from products import RunningProduct

HALF_AN_EMOJI = "\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@pytest.fixture
async def lead(product: RunningProduct) -> AsyncIterator[Browser]:
    async with Browser.of(product, "chen.jie") as browser:
        yield browser


async def test_where_nothing_burns_that_is_said(product: RunningProduct, lead: Browser) -> None:
    page = await lead.look("/burning")
    assert page.status == 200
    assert "Nothing burns" in page.text


async def test_the_first_thing_on_the_page_is_what_to_do_first(product: RunningProduct) -> None:
    late = await product.confirmed("Tue 10:00")
    worse = await product.triaged()
    await product.post(f"/cases/{worse}/priority", priority="P0", reason="the shop stands still")
    await product.post(f"/cases/{worse}/messages", channel="phone", text="Nobody calls me.")
    await product.recorded()
    await product.until("Tue 10:45")
    await product.recorded()
    async with Browser.of(product, "chen.jie") as lead:  # a session ends sooner than a day
        page = await lead.look("/burning")
        first, _, rest = page.html.partition('class="heats"')
        assert first.index(worse) < first.index(late)
        assert "Have Li Min call now" in page.text
        assert "Promised to Ms Sun and not done" in page.text
        broken = f"/cases/{late}?form=contacts&amp;promise=p1#form-contacts"
        assert f'href="{broken}"' in rest
        assert 'href="/people/li.min"' in rest
        assert 'href="/burning?kind=broken"' in rest
        alone = await lead.look("/burning?kind=broken&person=li.min")
        assert late in alone.text
        assert "First of all" not in alone.text
        person = await lead.look("/people/li.min")
        assert late in person.text


async def test_a_call_for_help_leads_to_where_it_is_taken_on(product: RunningProduct) -> None:
    number = await product.confirmed("Fri 10:00")
    await product.post(f"/cases/{number}/escalations", reason="please help")
    await product.quiet(number)
    await product.recorded(number)
    async with Browser.of(product, "chen.jie") as lead:
        page = await lead.look("/burning?kind=unacknowledged")
        (way,) = re.findall(rf'href="(/cases/{number}[^"]*)"', page.html)
        way, _, anchor = way.replace("&amp;", "&").partition("#")
        case = await lead.look(way)
    assert re.search(rf'<details class="form" id="{anchor}" open>', case.html)
    assert case.form("/acknowledge").action.startswith(f"/cases/{number}/escalations/")


async def test_an_agent_is_told_whose_page_it_is(agent: Browser) -> None:
    page = await agent.look("/burning")
    assert page.status == 403
    assert "/burning" not in (await agent.look("/day")).html


async def test_cases_are_handed_over_with_what_was_promised(
    product: RunningProduct, lead: Browser
) -> None:
    one = await product.confirmed(product.now() + timedelta(days=1))
    other = await product.confirmed(product.now() + timedelta(days=1))
    await product.recorded()
    page = await lead.look("/people/li.min/handover")
    form = page.form("/people/li.min/handover")
    assert one in page.text
    done = await lead.send(
        form, cases=[one, other], heir="zhou.yan", reason="on leave until Monday"
    )
    assert done.status == 200, done.text
    assert "2 of 2 handed over" in done.text
    for number in (one, other):
        case = await product.get(f"/cases/{number}")
        assert case["owner"] == "zhou.yan"
        assert {p["owner"] for p in case["promises"] if p["status"] == "open"} == {"zhou.yan"}
        kinds = await product.names(number)
        assert kinds.count("owner_assigned") == 1, kinds
    again = await lead.send(
        form, cases=[one, other], heir="zhou.yan", reason="on leave until Monday"
    )
    assert "2 of 2 handed over" in again.text
    assert (await product.names(one)).count("owner_assigned") == 1


async def test_a_refusal_stands_beside_what_was_handed_over(
    product: RunningProduct, lead: Browser
) -> None:
    fine, gone = await product.confirmed(product.now() + timedelta(days=1)), await product.opened()
    await product.recorded()
    form = (await lead.look("/people/li.min/handover")).form("/people/li.min/handover")
    await product.post(f"/cases/{gone}/withdraw", by="chen.jie", reason="changed their mind")
    await product.ended(gone)
    await product.recorded()
    done = await lead.send(
        form, cases=[fine, gone], heir="zhou.yan", reason=f"早班 {HALF_AN_EMOJI}"
    )
    assert "1 of 2 handed over" in done.text
    assert "Not handed over" in done.text
    assert f"{gone} is closed" in done.text or f"Case {gone}" in done.text or gone in done.text


async def test_a_handover_goes_on_where_it_was(
    product: RunningProduct, lead: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [await product.opened() for _ in range(6)]
    await product.recorded()
    monkeypatch.setattr("console.handover.SLICE", 0.0)  # stands for a slice that is over at once
    form = (await lead.look("/people/li.min/handover")).form("/people/li.min/handover")
    page = await lead.send(form, cases=numbers, heir="zhou.yan", reason="shift ends")
    assert "0 of 6 handed over" in page.text
    monkeypatch.setattr("console.handover.SLICE", 0.01)
    seen = 0
    while "Go on with" in page.text:
        again = await lead.send(page.form("/people/li.min/handover"))
        twice = await lead.send(page.form("/people/li.min/handover"))  # pressed twice
        assert again.text == twice.text
        assert "ft_done" not in str(
            again.headers
        )  # two hundred cases would be more than a proxy takes
        page, seen = again, seen + 1
        assert seen < 7
    assert "6 of 6 handed over" in page.text
    for number in numbers:
        assert (await product.names(number)).count("owner_assigned") == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"heir": "", "reason": "leave"}, "Choose who carries on"),
        ({"heir": "zhou.yan", "reason": " "}, "Say why"),
        ({"heir": "sun.bo", "reason": "leave"}, "This person can't take it on"),
        ({"heir": "zhou.yan", "reason": "长" * 60_000}, "It has more than 200 characters"),
    ],
)
async def test_what_is_missing_is_said_and_what_was_ticked_stays(
    product: RunningProduct, lead: Browser, typed: dict[str, str], said: str
) -> None:
    number = await product.opened()
    await product.recorded()
    form = (await lead.look("/people/li.min/handover")).form("/people/li.min/handover")
    page = await lead.send(form, cases=[number], **typed)
    assert page.status == 422
    assert said in page.text, page.text[:600]
    assert page.form("/people/li.min/handover").values["cases"] == [number]
    assert "owner_assigned" not in await product.names(number)


async def test_figures_are_tables_and_charts_that_browsers_may_load(
    product: RunningProduct, lead: Browser
) -> None:
    await product.opened()
    await product.recorded()
    page = await lead.look("/figures")
    assert page.status == 200, page.text
    assert "too few to say" in page.text
    assert "/figures/stages.svg?" in page.html
    stage = (await product.get("/figures", by="chen.jie"))["stages"][0]
    for theme in ("dark", "light"):
        address = f"/figures/stages.svg?theme={theme}"
        chart = await lead.http.get(address)
        assert chart.headers["content-type"] == "image/svg+xml"
        assert "<script" not in chart.text
        assert stage["label"] in chart.text
        again = await lead.http.get(address, headers={"If-None-Match": chart.headers["etag"]})
        assert again.status_code == 304
    assert (await lead.look("/figures/nothing.svg")).status == 404


@pytest.mark.parametrize("begins", ["2026-03-32", "yesterday", "1999-01-01", "长" * 100])
async def test_a_period_that_is_none_is_said_at_its_field(lead: Browser, begins: str) -> None:
    page = await lead.look(f"/figures?begins={begins}")
    assert page.status == 422
    assert 'aria-describedby="wrong"' in page.html


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("kind", get_args(Kind))
def test_nobody_is_spoken_of_by_name_to_their_face(kind: str, language: Language) -> None:
    about = "answer" if kind == "unanswered" else "agent"
    told: Any = {"kind": kind, "about": about, "subject": "", "customer": "Ms Sun", "stages": {}}
    yours = burning_told(language, person="Chen Jie", to_them=True, **told)
    theirs = burning_told(language, person="Chen Jie", to_them=False, **told)
    assert "Chen Jie" not in " ".join(yours)
    assert "Chen Jie" in " ".join(theirs)
