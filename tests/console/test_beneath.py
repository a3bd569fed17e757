"""What each page asks of the API, so that the benchmark measures it beside the right calls."""

from typing import Any

import pytest

from benchmarks.pages import PAGES
from browsing import Browser
from console.door import Door
from products import RunningProduct


def shape(path: str, names: list[str]) -> str:
    """What is asked and with which parameters, whatever they are."""
    return f"{path}?{'&'.join(sorted(names))}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.what)
async def test_a_page_asks_what_its_benchmark_says(
    product: RunningProduct, monkeypatch: pytest.MonkeyPatch, page: Any
) -> None:
    number = await product.confirmed()
    await product.recorded(number)
    asked: list[str] = []
    ask = Door._ask

    async def heard(door: Door, method: str, path: str, **more: Any) -> Any:
        asked.append(shape(path, list(more["params"])))
        assert method == "GET"
        return await ask(door, method, path, **more)

    monkeypatch.setattr(Door, "_ask", heard)
    async with Browser.of(product, page.who) as browser:
        shown = await browser.look(page.path.format(number=number))
        assert shown.status == 200, shown.text
    beneath = []
    for each in page.beneath:
        path, _, query = each.format(number=number, since="").partition("?")
        beneath.append(shape(path, [part.partition("=")[0] for part in query.split("&") if part]))
    assert sorted(asked) == sorted(beneath)
