"""A case of another team on its page: to read, to note, to pass on, to call for help (REQ J4a)."""

from browsing import Browser
from db import people
from db.people import Person
from products import RunningProduct

ELSEWHERE = {"notes", "messages", "escalations"}


async def test_a_page_offers_what_its_reader_may_do(
    product: RunningProduct, agent: Browser
) -> None:
    guest = Person("wu.gang", "Wu Gang", "agent", frozenset({"agent"}), "kitchens", "en")
    stranger = Person(
        "yu.shan", "Yu Shan", "department", frozenset({"department"}), "warehouse", "en"
    )
    await people.put(product.database, guest, stranger)
    number = await product.confirmed(title="A rattle in the night")
    await product.recorded(number)

    async def offered(browser: Browser) -> set[str]:
        page = await browser.look(f"/cases/{number}")
        assert (page.status, "A rattle in the night" in page.text) == (200, True)
        start = f"/cases/{number}/"
        return {f.action.removeprefix(start) for f in page.forms if f.action.startswith(start)}

    assert await offered(agent) > ELSEWHERE
    async with Browser.of(product, "wu.gang") as browser:
        assert await offered(browser) == ELSEWHERE
    async with Browser.of(product, "yu.shan") as browser:
        missing = await browser.look(f"/cases/{number}")
        assert (missing.status, "A rattle" in missing.text) == (404, False)
