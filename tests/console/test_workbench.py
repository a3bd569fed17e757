"""The workbench from end to end: pages on a real product, without JavaScript."""

from browsing import Browser
from products import RunningProduct

SIXTY_THOUSAND = "长" * 60_000


async def test_whoever_is_not_signed_in_is_led_to_sign_in_and_back(stranger: Browser) -> None:
    answer = await stranger.http.get("/cases/C-000001?done=note", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Fcases%2FC-000001%3Fdone%3Dnote"


async def test_a_contact_with_its_next_promise_is_one_form(
    product: RunningProduct, agent: Browser
) -> None:
    number = await product.confirmed()
    await product.recorded(number)
    page = await agent.look(f"/cases/{number}")
    form = page.form(f"/cases/{number}/contacts")
    after = await agent.send(
        form,
        channel="phone",
        parts__where_we_are="We heard the recording.",
        parts__what_comes_next="An engineer listens to it.",
        parts__by_when="Tomorrow by two.",
        parts__care="Thank you for bearing with us.",
        next_promise__subject="Result of the test",
        next_promise__latest_by="2026-03-03T14:00",
    )
    assert after.status == 200, after.text
    assert after.url.endswith(f"/cases/{number}?done=contact")
    assert "Result of the test" in after.text
    kinds = await product.names(number)
    assert kinds.count("contact_logged") == 2
    twice = await agent.send(
        form,
        channel="phone",
        parts__where_we_are="We heard the recording.",
        parts__what_comes_next="An engineer listens to it.",
        parts__by_when="Tomorrow by two.",
        parts__care="Thank you for bearing with us.",
        next_promise__subject="Result of the test",
        next_promise__latest_by="2026-03-03T14:00",
    )
    assert twice.status == 200
    assert await product.names(number) == kinds


async def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(
    product: RunningProduct, agent: Browser
) -> None:
    number = await product.confirmed()
    await product.recorded(number)
    page = await agent.look(f"/cases/{number}")
    before = await product.names(number)
    wrong = await agent.send(
        page.form("/contacts"),
        channel="phone",
        said=SIXTY_THOUSAND,
        parts__care="\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        + " half",
        next_promise__subject="A call",
        next_promise__latest_by="the day after",
    )
    assert wrong.status == 422
    form = wrong.form("/contacts")
    assert form.values["said"] == [SIXTY_THOUSAND]
    assert form.values["next_promise.latest_by"] == ["the day after"]
    assert "It has more than 20000 characters" in wrong.text
    assert "It has to be a time such as" in wrong.text
    assert form.values["key"] != page.form("/contacts").values["key"]
    assert await product.names(number) == before


async def test_a_form_of_another_session_or_another_site_does_nothing(
    product: RunningProduct, agent: Browser
) -> None:
    number = await product.confirmed()
    await product.recorded(number)
    form = (await agent.look(f"/cases/{number}")).form("/notes")
    form.values["csrf"] = ["0" * 64]
    assert (await agent.send(form, text="a note")).status == 409
    form = (await agent.look(f"/cases/{number}")).form("/notes")
    agent.http.headers["Sec-Fetch-Site"] = "cross-site"
    assert (await agent.send(form, text="a note")).status == 403
    assert "note_added" not in await product.names(number)


async def test_my_day_shows_what_is_owed_and_pages_say_what_browsers_may_load(
    product: RunningProduct, agent: Browser
) -> None:
    number = await product.confirmed()
    await product.recorded(number)
    day = await agent.look("/day")
    assert number in day.text
    policy = day.headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
    assert "unsafe" not in policy
    for mark in ("<script>", " style=", " onclick="):
        assert mark not in day.html


async def test_an_address_without_a_page_is_said_to_a_person_on_a_page(agent: Browser) -> None:
    missing = await agent.look("/nowhere")
    assert (missing.status, "There is no such page" in missing.text) == (404, True)
    unknown = await agent.look("/cases/C-999999")
    assert unknown.status == 404
    program = await agent.http.get("/v1/nowhere", headers={"Accept": "*/*"})
    assert program.headers["content-type"] == "application/problem+json"
