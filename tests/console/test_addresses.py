"""Whatever stands in an address, a header or a hidden field: an answer in words, and nothing reached that wasn't named."""

import json
from typing import Any
from urllib.parse import unquote

import httpx2
import pytest

from browsing import HERE, Browser
from console.door import is_key
from products import RunningProduct

ODD = ["%0A", "%00", "%7F", "é", "%3F", "%23x", "%25", "%20", "x%3Flimit=1", "%F0%9F%98", "🦆"]
LONG = "长" * 60_000
PAGES = ["/cases/{}", "/people/{}", "/people/{}/handover", "/figures/{}.svg", "/sign-in/link/{}"]


@pytest.mark.parametrize("page", PAGES)
async def test_an_address_that_nothing_stands_at_says_so(agent: Browser, page: str) -> None:
    for odd in (*ODD, LONG[:7_000]):  # as much as any client of ours sends
        answer = await agent.http.get(page.format(odd))
        assert 400 <= answer.status_code < 500, (odd[:20], answer.status_code)
        assert "text/html" in answer.headers["content-type"]


async def raw(
    product: RunningProduct, browser: Browser, path: str, form: dict[str, Any] | None = None
) -> int:
    """Ask as it is written: clients take out dots. A form is sent, if there is one."""

    async def as_written(scope: Any, receive: Any, send: Any) -> None:
        await product.app({**scope, "path": unquote(path)}, receive, send)

    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=as_written),
        base_url=HERE,
        cookies=browser.http.cookies,
        headers={"Accept": "text/html"},
    ) as http:
        asked = http.get("/") if form is None else http.post("/", data=form)
        return int((await asked).status_code)


@pytest.mark.parametrize("dots", ["..", "%2e%2e", "%2E.", ".", "%2e"])
async def test_no_address_leads_to_another_of_the_api(
    product: RunningProduct, agent: Browser, dots: str
) -> None:
    number = await product.confirmed()
    await product.recorded(number)
    form = (await agent.look(f"/cases/{number}")).form("/notes").values | {"text": ["heard"]}
    before = await product.names(number)
    for path in (
        f"/cases/{number}/x/{dots}/notes",
        f"/cases/x/{dots}/{number}/notes",
        f"/cases/{dots}/cases/{number}/notes",
    ):
        assert await raw(product, agent, path, form) == 404, path
    for path in (f"/cases/{dots}", f"/people/{dots}/handover"):
        assert await raw(product, agent, path) == 404, path
    assert await product.names(number) == before


@pytest.mark.parametrize("key", ["é", "🦆", "a\nb", "a\0b", "", "x" * 201, LONG])
async def test_a_key_that_is_none_is_refused_in_words(
    product: RunningProduct, agent: Browser, key: str
) -> None:
    assert not is_key(key)
    number = await product.confirmed()
    await product.recorded(number)
    form = (await agent.look(f"/cases/{number}")).form("/notes")
    for meant in (None, "something else"):
        values = {"key": key} | ({"meant": meant} if meant else {})
        form.names |= values.keys()
        refused = await agent.send(form, text="The bearing is here.", **values)
        assert refused.status in (409, 422)
    assert "note_added" not in await product.names(number)


async def test_a_referer_or_origin_that_is_none_is_no_crash(
    product: RunningProduct, agent: Browser, stranger: Browser
) -> None:
    form = {"csrf": "x", "text": "y"}
    broken = {"Referer": "http://[", "Origin": "http://["}
    answer = await stranger.http.post(
        "/cases/C-000001/notes", data=form, headers={"Referer": "http://["}, follow_redirects=False
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=%2F")
    answer = await agent.http.post("/cases/C-000001/notes", data=form, headers=broken)
    assert answer.status_code == 403
    answer = await stranger.http.post("/sign-in", data=form, headers=broken)
    assert answer.status_code == 403
    decode = {"Host": "[", "Origin": "http://127.0.0.1:8233"}
    answer = await stranger.http.post("/codec/ui/decode", json={}, headers=decode)
    assert answer.status_code == 404


@pytest.mark.parametrize("told", ["[" * 60_000, '{"done": ' * 30_000, LONG, "5", "null"])
async def test_what_a_handover_is_told_to_have_done_is_read_or_passed_over(
    agent: Browser, told: str
) -> None:
    page = await agent.look("/day")
    form = {"csrf": page.form("/sign-out").values["csrf"][0], "so_far": told, "heir": "chen.jie"}
    answer = await agent.http.post("/people/li.min/handover", data=form | {"reason": "off"})
    assert answer.status_code < 500
    form["so_far"] = json.dumps({"done": [told], "refused": {}})
    answer = await agent.http.post("/people/li.min/handover", data=form)
    assert answer.status_code < 500
