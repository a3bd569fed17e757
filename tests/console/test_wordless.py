"""Whatever may be left without words is drawn, in both languages: nobody's page breaks for a photo, a blank or a missed call."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from browsing import Browser
from console.words.cases import WORDS
from db import people
from domain.plan.terms import Language
from products import STAFF, RunningProduct

WORDLESS = ["", " ", "\u200b", "\u202e", "\u0000", r"\ud83d"]
"""Said in JSON as they stand; the last is half an emoji."""
PAGES = [
    *("/cases/{}", "/cases/{}?about=everything", "/cases/{}?draft=progress", "/day", "/burning"),
    *("/cases", "/cases?whose=all", "/search?q={}", "/people/li.min", "/people/li.min/handover"),
]
READERS = ("li.min", "chen.jie", "wang.fang")


@pytest.fixture(params=["en", "zh-CN"])
async def language(
    request: pytest.FixtureRequest, product: RunningProduct
) -> AsyncIterator[Language]:
    """The language of everybody who reads."""
    readers = [each for each in STAFF if each.handle in READERS]
    for each in readers:
        await people.put(product.database, replace(each, language=request.param))
    yield request.param
    for each in readers:
        await people.put(product.database, each)


async def _write(product: RunningProduct, number: str, text: str) -> None:
    answer = await product.ask(
        "POST",
        f"/cases/{number}/messages",
        headers={"Content-Type": "application/json"},
        content=f'{{"channel": "wechat", "text": "{text}"}}'.replace("\0", r"\u0000").encode(),
    )
    assert answer.status_code == 202, answer.text


async def _drawn(product: RunningProduct, number: str) -> str:
    """Every page for every reader; the text of the case's page for its owner."""
    for who in READERS:
        async with Browser.of(product, who) as browser:
            for path in PAGES:
                page = await browser.look(path.format(number))
                expected = (200, 403) if who == "li.min" else (200,)
                assert page.status in expected, (who, path, page.text)
            refused = (await browser.look(f"/cases/{number}")).form("/notes")
            again = await browser.send(refused, text="")
            assert again.status == 422, (who, again.text)
    async with Browser.of(product, "li.min") as browser:
        return (await browser.look(f"/cases/{number}")).text


async def test_messages_without_words_are_told_warmly(
    product: RunningProduct, language: Language
) -> None:
    number = await product.confirmed()
    for text in WORDLESS:
        await _write(product, number, text)
    await product.quiet(number)
    await product.recorded(number)
    assert WORDS["case.wordless"].text(language) in await _drawn(product, number)


async def test_a_case_of_which_hardly_anything_is_known_is_drawn(
    product: RunningProduct, language: Language
) -> None:
    number = await product.confirmed(customer={"phone": "138 0013 8000"}, description=" ")
    await product.contact(number, reached=False, parts={})
    await product.contact(number, direction="inbound", parts={})
    await product.post(f"/cases/{number}/escalations", reason="please help")
    await product.post(f"/cases/{number}/offers", remedy="refund", answer="declined")
    begins = product.now() + timedelta(days=1 if language == "en" else 2)
    window: Any = {"starts_at": begins, "ends_at": begins + timedelta(hours=2)}
    await product.post(f"/cases/{number}/visits", engineer="sun.bo", address="x", **window)
    until = product.now() + timedelta(days=2)
    paused: Any = {"reason": "waiting_on_parts", "channel": "phone", "until": until}
    await product.post(f"/cases/{number}/pause", **paused)
    await product.quiet(number)
    await product.recorded(number)
    await _drawn(product, number)
