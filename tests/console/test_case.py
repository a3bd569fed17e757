"""The case on one screen, on a real product and without JavaScript."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from html import escape

import pytest

from browsing import Browser, HtmlForm, Page
from builders import SHANGHAI
from messages.times import moment
from products import PARTS, RunningProduct

TYPED = {f"parts__{part}": words for part, words in PARTS.items()}


async def _case(product: RunningProduct, reached: str = "confirmed") -> str:
    number: str = await getattr(product, reached)()
    await product.recorded(number)
    return number


async def _look(agent: Browser, number: str, more: str = "") -> Page:
    page = await agent.look(f"/cases/{number}{more}")
    assert page.status == 200, page.text
    return page


def _radios(page: Page, name: str) -> list[str]:
    return re.findall(rf'type="radio" name="{re.escape(name)}" value="([^"]*)"', page.html)


@pytest.mark.parametrize("reached", ["opened", "triaged", "confirmed", "verifying", "withdrawn"])
async def test_every_open_way_has_its_form_and_every_shut_one_its_reason(
    product: RunningProduct, agent: Browser, reached: str
) -> None:
    number = await _case(product, reached)
    await product.post(f"/cases/{number}/messages", channel="wechat", text="Any news?")
    if reached == "confirmed":
        await product.post(f"/cases/{number}/escalations", by="zhou.yan", reason="please help")
    await product.quiet(number)
    await product.recorded(number)
    ways = await product.items(f"/cases/{number}/ways", by="li.min")
    page = await _look(agent, number)
    actions = {form.action for form in page.forms}
    for way in ways:
        place = f"/cases/{number}/{way['place']}"
        assert (place in actions) is way["open"], place
    text = page.text
    for way in ways:
        if not way["open"]:
            assert " ".join(way["refusal"]["detail"].split()) in text, way


async def test_what_leads_on_says_where_and_stands_before_the_rest(
    product: RunningProduct, agent: Browser
) -> None:
    number = await _case(product)
    page = await _look(agent, number)
    assert "leads to:" in page.text
    actions = [form.action for form in page.forms if form.action.startswith("/cases/")]
    led = actions.index(f"/cases/{number}/stages/diagnose/complete")
    assert led < actions.index(f"/cases/{number}/contacts")
    assert led < actions.index(f"/cases/{number}/notes")
    assert led < actions.index(f"/cases/{number}/assign")


class Counted:
    """An agent who fills in a form: each click and each field that is touched is one input."""

    def __init__(self, agent: Browser) -> None:
        self.agent, self.inputs = agent, 0

    async def click(self, path: str) -> Page:
        self.inputs += 1
        return await self.agent.look(path)

    def fill(self, form: HtmlForm, name: str, value: str) -> None:
        self.inputs += 1
        assert name in form.names
        form.values[name] = [value]

    async def press(self, form: HtmlForm) -> Page:
        self.inputs += 1
        return await self.agent.send(form)


async def test_from_a_row_of_the_day_a_contact_takes_two_inputs_besides_the_words(
    product: RunningProduct, agent: Browser
) -> None:
    number = await _case(product)
    hand, before = Counted(agent), len((await product.get(f"/cases/{number}"))["promises"])
    day = await agent.look("/day")
    (draft,) = re.findall(rf'href="([^"]*{number}[^"]*draft=[^"]*)"', day.html)
    form = (await hand.click(draft.replace("&amp;", "&").partition("#")[0])).form("/contacts")
    for part in ("where_we_are", "what_comes_next"):
        (drafted,) = form.values[f"parts.{part}"]
        form.values[f"parts.{part}"] = [re.sub(r"\[[^\]]*\]", "the bearing is here", drafted)]
    by_rhythm = form.values["next_promise.latest_by"][0]
    after = await hand.press(form)
    assert after.url.endswith(f"/cases/{number}?done=contact"), after.text
    assert hand.inputs == 2
    case = await product.get(f"/cases/{number}")
    assert case["contacts"][-1]["covers"] == ["p1"]
    when = datetime.fromisoformat(by_rhythm)
    said = moment(when, "Asia/Shanghai", "en", product.now())
    assert said in case["contacts"][-1]["words"]["by_when"]
    (promise,) = case["promises"][before:]
    assert (promise["kind"], promise["latest_by"]) == ("callback", by_rhythm)


async def test_a_contact_with_its_next_promise_takes_five_inputs(
    product: RunningProduct, agent: Browser
) -> None:
    number = await _case(product)
    hand = Counted(agent)
    page = await _look(agent, number)
    (draft,) = re.findall(r'href="([^"]*draft=progress[^"]*)"', page.html)
    page = await hand.click(draft.replace("&amp;", "&").partition("#")[0])
    form = page.form("/contacts")
    for part in ("where_we_are", "what_comes_next"):
        drafted = form.values[f"parts.{part}"][0]
        mine = re.sub(r"\[[^\]]*\]", "the bearing is on its way", drafted)
        assert mine != drafted
        hand.fill(form, f"parts.{part}", mine)
    times = [time for time in _radios(page, "next_promise.latest_by") if time]
    hand.fill(form, "next_promise.latest_by", times[-1])
    after = await hand.press(form)
    assert after.url.endswith(f"/cases/{number}?done=contact"), after.text
    assert hand.inputs == 5
    case = await product.get(f"/cases/{number}")
    contact = case["contacts"][-1]
    assert contact["channel"] == "phone"
    assert "[" not in contact["words"]["by_when"]
    promise = max(case["promises"], key=lambda each: int(each["id"][1:]))
    assert promise["subject"].startswith("How it goes on:")
    assert (promise["status"], promise["latest_by"]) == ("open", times[-1])
    assert "first feedback" not in after.text.lower() or case["promises"][0]["status"] == "kept"


async def test_brackets_of_a_draft_that_are_left_open_are_said_at_their_field(
    product: RunningProduct, agent: Browser
) -> None:
    number = await _case(product)
    page = await _look(agent, number, "?draft=progress")
    again = await agent.send(page.form("/contacts"))
    assert again.status == 422
    form = again.form("/contacts")
    assert "[" in form.values["parts.where_we_are"][0]
    place = again.html.index('name="parts.where_we_are"')
    assert 'aria-invalid="true"' in again.html[place : place + 200]


async def test_what_is_too_long_is_refused_at_its_field_and_kept(
    product: RunningProduct, agent: Browser
) -> None:
    """A browser that is told the most letters cuts a pasted text without a word."""
    number, long = await _case(product), "长" * 30_000
    page = await _look(agent, number)
    assert 'maxlength="20000"' not in page.html
    answer = await agent.send(page.form("/contacts"), **TYPED | {"parts__where_we_are": long})
    assert answer.status == 422
    form = answer.form("/contacts")
    assert form.values["parts.where_we_are"] == [long]
    assert "more than 20000 characters" in answer.text


async def test_times_and_amounts_of_a_stage_are_typed_as_people_do_and_refused_at_their_field(
    product: RunningProduct, agent: Browser
) -> None:
    number = await product.opened(scenario="refund")
    await product.contact(number)
    known = {"order": "A-1", "paid": "1299", "why": "late", "goods": "come_back"}
    await product.post(
        f"/cases/{number}/triage", priority="P2", traits=["needs_care"], yields=known
    )
    await product.post(f"/cases/{number}/confirm", **product.notice("Tue 10:00"))
    await product.complete(number, "start", account="the card")
    await product.recorded(number)
    here = product.now().astimezone(SHANGHAI)
    form = (await _look(agent, number)).form("/stages/goods_back/complete")
    back = {"yields__parcel_back": "SF-1", "yields__state_of_goods": "as new"}
    ahead = f"{here + timedelta(days=1):%Y-%m-%dT%H:%M}"
    again = await agent.send(form, **back, yields__received_at=ahead)
    assert again.status == 422
    place = again.html.index('name="yields.received_at"')
    assert 'aria-invalid="true"' in again.html[place : place + 200]
    form = again.form("/stages/goods_back/complete")
    assert form.values["yields.received_at"] == [ahead]
    then = (here - timedelta(hours=2)).replace(second=0, microsecond=0)
    after = await agent.send(form, yields__received_at=f"{then:%Y-%m-%dT%H:%M}")
    assert "done=complete" in after.url, after.text
    await product.recorded(number)
    case = await product.get(f"/cases/{number}")
    assert datetime.fromisoformat(case["facts"]["received_at"]) == then
    page = await _look(agent, number)
    form = page.form("/stages/approve/complete")
    assert "to" not in form.names, "what is found out says where it goes"
    said = {"yields__amount": "about 1000", "yields__speed": "express", "yields__approved_by": "x"}
    again = await agent.send(form, **said)
    place = again.html.index('name="yields.amount"')
    assert 'aria-invalid="true"' in again.html[place : place + 200]
    form = again.form("/stages/approve/complete")
    await agent.send(form, yields__amount="¥1,000.00")
    await product.recorded(number)
    case = await product.get(f"/cases/{number}")
    assert (case["stage"], case["facts"]["amount"]) == ("pay_at_once", "1000")


async def test_the_offered_times_say_what_they_mean(
    product: RunningProduct, agent: Browser
) -> None:
    number = await _case(product)
    page = await _look(agent, number)
    offered = await product.items(f"/cases/{number}/times")
    assert [each["name"] for each in offered][:1] == ["soon"]
    for each in offered:
        assert each["at"] in _radios(page, "next_promise.latest_by")
        assert each["label"] in page.text
    assert _radios(page, "emotion")[0] == ""  # as before, unless somebody says otherwise


async def test_without_a_time_a_contact_promises_nothing(
    product: RunningProduct, agent: Browser
) -> None:
    number = await _case(product)
    before = len((await product.get(f"/cases/{number}"))["promises"])
    form = (await _look(agent, number)).form("/contacts")
    after = await agent.send(form, **TYPED)
    assert after.url.endswith("done=contact"), after.text
    made = (await product.get(f"/cases/{number}"))["promises"][before:]
    assert all(not each["subject"].startswith("How it goes on") for each in made)


async def test_a_refused_form_shows_what_others_did_since_and_keeps_what_was_typed(
    product: RunningProduct, agent: Browser
) -> None:
    number = await _case(product)
    form = (await _look(agent, number)).form("/pause")
    until = product.now() + timedelta(days=3)
    await product.post(
        f"/cases/{number}/pause",
        by="chen.jie",
        reason="waiting_on_parts",
        until=until,
        channel="phone",
    )
    refused = await agent.send(
        form, reason="waiting_on_customer", until="2026-03-05T10:00", note="the customer is away"
    )
    assert refused.status == 409
    assert "What has happened since you opened this page" in refused.text
    assert "Chen Jie" in refused.text
    again = refused.form("/pause")
    assert again.values["note"] == ["the customer is away"]
    assert again.values["reason"] == ["waiting_on_customer"]
    assert again.values["until"][-1] == "2026-03-05T10:00"
    assert again.values["seen"] > form.values["seen"]


WORDS = "The bearing is worn.\nShe says it is <b>loudest</b> at night 🌙"


async def test_the_form_of_a_stage_that_is_over_gives_back_what_was_typed_and_nothing_else(
    product: RunningProduct, agent: Browser
) -> None:
    """It says in which stage the case is now, by whom and when, and draws none of that stage's fields."""
    number = await _case(product)
    place = f"/cases/{number}/stages/diagnose/complete"
    form = (await _look(agent, number)).form(place)
    facts = {"findings": "worn", "root_cause": "product/part"}
    await product.post(place, by="chen.jie", yields=facts)
    before = (await product.names(number)).count("stage_completed")
    refused = await agent.send(form, yields__findings=WORDS, yields__root_cause="product/part")
    assert refused.status == 409
    assert (
        "“Finding the cause” is over: Chen Jie moved the case on to “Agreeing on a plan”"
        in refused.text
    )
    assert "Nothing of yours was sent." in refused.text
    assert "What has happened since you opened this page" in refused.text
    yielded = (await product.get(f"/cases/{number}"))["yielded"]
    (called,) = (each["label"] for each in yielded if each["name"] == "findings")
    typed = f'<p class="called">{called}</p><blockquote class="typed">{escape(WORDS)}</blockquote>'
    assert typed in refused.html
    assert place not in {each.action for each in refused.forms}
    stage = refused.form("/stages/plan/complete")
    assert not any(WORDS in values for values in stage.values.values())
    form.values["meant"] = [""]  # an older page: then the case itself refuses it
    again = await agent.send(form, yields__findings=WORDS, yields__root_cause="product/part")
    assert again.status == 409
    assert "Chen Jie moved the case on" in again.text
    assert "Not in this stage" in again.text
    assert place not in {each.action for each in again.forms}
    form.values["csrf"] = ["0" * 64]  # another session in between
    stale = await agent.send(form, yields__findings=WORDS)
    assert "Chen Jie moved the case on" in stale.text
    assert escape(WORDS) in stale.html
    assert (await product.names(number)).count("stage_completed") == before


async def test_what_was_typed_for_a_case_that_has_ended_meanwhile_is_given_back(
    product: RunningProduct, agent: Browser
) -> None:
    number = await _case(product)
    form = (await _look(agent, number)).form("/contacts")
    await product.post(f"/cases/{number}/withdraw", by="chen.jie", reason="no longer needed")
    await product.recorded(number)
    refused = await agent.send(form, **TYPED)
    assert refused.status == 409
    assert "is over:" in refused.text
    for words in PARTS.values():
        assert words in refused.text
    assert not [each for each in refused.forms if each.action.endswith("/contacts")]


async def test_what_would_mean_something_else_now_is_asked_once_more(
    product: RunningProduct, agent: Browser
) -> None:
    number = await _case(product)
    form = (await _look(agent, number)).form("/contacts")
    await product.contact(number, by="chen.jie", parts={**PARTS, "care": "Rest well."})
    before = await product.names(number)
    held = await agent.send(form, **TYPED, said="It rattles less")
    assert held.status == 409
    assert "Nothing was sent yet" in held.text
    assert "What has happened since you opened this page" in held.text
    again = held.form("/contacts")
    assert again.values["said"] == ["It rattles less"]
    assert await product.names(number) == before
    after = await agent.send(again)
    assert after.url.endswith("done=contact"), after.text
    assert (await product.names(number)).count("contact_logged") == before.count(
        "contact_logged"
    ) + 1


async def test_a_double_click_is_one_command_though_it_moved_the_case(
    product: RunningProduct, agent: Browser
) -> None:
    number = await _case(product, "opened")
    form = (await _look(agent, number)).form("/contacts")
    first = await agent.send(form, **TYPED)
    before = await product.names(number)
    second = await agent.send(form, **TYPED)
    assert (first.status, second.status) == (200, 200)
    assert second.url.endswith("done=contact"), second.text
    assert await product.names(number) == before


async def test_a_form_sent_before_with_other_words_is_said_to_be_that_and_can_be_sent_anew(
    product: RunningProduct, agent: Browser
) -> None:
    """Back in the browser, changed, and sent again."""
    number = await _case(product)
    form = (await _look(agent, number)).form("/notes")
    await agent.send(form, text="the part is ordered")
    second = await agent.send(form, text="the part has come")
    assert second.status == 422
    assert "This form has been sent before" in second.text
    assert "Idempotency" not in second.text
    assert "key" not in second.text[second.text.index("This form has been sent") :][:300]
    again = second.form("/notes")
    assert again.values["text"] == ["the part has come"]
    after = await agent.send(again)
    assert after.url.endswith("done=note"), after.text


async def test_a_lead_opens_again_what_was_closed_in_error(
    product: RunningProduct, agent: Browser
) -> None:
    number = await product.withdrawn()
    assert not [f for f in (await _look(agent, number)).forms if f.action.endswith("/reopen")]
    async with Browser.of(product, "chen.jie") as lead:
        closed = await _look(lead, number)
        assert "It was closed in error" in closed.text
        after = await lead.send(closed.form("/reopen"), reason="that was another customer")
    assert after.url.endswith("done=reopen"), after.text
    assert "Finding the cause" in after.text
    assert "To come: Closed" in after.text
    assert "closing_disproved" in await product.names(number)


async def test_a_finished_stage_is_told_by_where_the_case_is_now_and_no_ending_is_next(
    product: RunningProduct, agent: Browser
) -> None:
    number = await _case(product)
    await product.post(f"/cases/{number}/messages", channel="phone", text="Leave it, please.")
    await product.contact(number)
    form = (await _look(agent, number)).form("/stages/diagnose/complete")
    after = await agent.send(form, yields__findings="heard it", yields__root_cause="product/part")
    assert "The stage is finished; the case is now in “Agreeing on a plan”." in after.text
    actions = [form.action.rpartition("/")[2] for form in after.forms]
    assert actions.index("complete") < actions.index("withdraw") < actions.index("contacts")


async def test_a_triage_saved_twice_is_said_once_and_another_is_said(
    product: RunningProduct, agent: Browser
) -> None:
    number = await _case(product, "triaged")
    before = await product.names(number)
    form = (await _look(agent, number)).form("/triage")
    ticked = ["needs_time_to_verify"]
    after = await agent.send(form, traits=ticked)
    assert after.url.endswith("done=triage"), after.text
    assert await product.names(number) == before
    await agent.send(after.form("/triage"), traits=[*ticked, "needs_care"])
    assert (await product.names(number)).count("case_triaged") == 2


async def test_a_receipt_says_what_others_did_meanwhile(
    product: RunningProduct, agent: Browser
) -> None:
    number = await _case(product)
    form = (await _look(agent, number)).form("/notes")
    await product.post(f"/cases/{number}/notes", by="chen.jie", text="the part is in the warehouse")
    after = await agent.send(form, text="I call the warehouse")
    assert "done=note&since=" in after.url
    assert "Meanwhile" in after.text
    assert "Chen Jie" in after.text[after.text.index("Meanwhile") :][:300]
    alone = await agent.send(after.form("/notes"), text="they send it today")
    assert alone.url.endswith("done=note")


async def test_a_form_whose_entry_is_gone_is_shown_filled(
    product: RunningProduct, agent: Browser
) -> None:
    number = await _case(product)
    made = await product.post(
        f"/cases/{number}/promises",
        subject="Result",
        latest_by=product.now() + timedelta(hours=26),
    )
    (promise,) = made["promises"]
    await product.recorded(number)
    form = (await _look(agent, number)).form(f"/promises/{promise}/renegotiate")
    await product.post(
        f"/cases/{number}/promises/{promise}/renegotiate",
        by="chen.jie",
        latest_by=product.now() + timedelta(hours=28),
        reason="the laboratory asked for it",
    )
    refused = await agent.send(form, latest_by="2026-03-03T16:00", reason="we need two hours more")
    assert refused.status >= 400
    again = refused.form(f"/promises/{promise}/renegotiate")
    assert again.values["reason"] == ["we need two hours more"]


async def test_the_story_is_filtered_by_its_address_and_pages_back(
    product: RunningProduct, agent: Browser
) -> None:
    number = await _case(product)
    for count in range(45):
        await product.post(f"/cases/{number}/notes", text=f"note {count}")
    await product.recorded(number)
    all_of_it = await _look(agent, number)
    assert "Further back" in all_of_it.text
    (back,) = re.findall(r'href="([^"]*cursor=[^"]*)"', all_of_it.html)
    older = await _look(agent, number, back.replace("&amp;", "&").partition(number)[2])
    assert "Further back" not in older.text
    story = '<section class="story"'
    notes = (await _look(agent, number, "?about=ourselves")).html.partition(story)[2]
    assert "note_added" in notes
    assert "promise_made" not in notes
    promises = (await _look(agent, number, "?about=promises")).html.partition(story)[2]
    assert "promise_made" in promises
    assert "note_added" not in promises
    assert (await agent.look(f"/cases/{number}?about=nonsense")).status == 200


def _further(page: Page, name: str) -> list[str]:
    """Where a part of the page leads further back."""
    return [
        each.replace("&amp;", "&")
        for each in re.findall(rf'href="([^"]*[?]{name}=[^"]*)"', page.html)
    ]


async def test_many_notes_and_conversations_are_shown_in_parts_and_none_is_out_of_reach(
    product: RunningProduct, agent: Browser
) -> None:
    number = await _case(product)
    had = len((await product.get(f"/cases/{number}"))["contacts"])
    for count in range(23):
        await product.post(f"/cases/{number}/notes", text=f"note <{count}>")
        await product.contact(number, said=f"word <{count}>")
    await product.recorded(number)
    first = await _look(agent, number)
    assert "20 older ones" in first.text
    assert f"{20 + had} older ones" in first.text
    assert "Back to the newest" not in first.text
    for name, said in (("notes", "note"), ("contacts", "word")):
        part = first.html.partition(f'id="{name}"')[2].partition("</section>")[0]
        assert part.count('class="card') == 20
        assert f"{said} &lt;22&gt;" in part
        assert f"{said} &lt;2&gt;" not in part
        (back,) = _further(first, name)
        older = await agent.look(back.partition("#")[0])
        part = older.html.partition(f'id="{name}"')[2].partition("</section>")[0]
        assert [n for n in range(23) if f"{said} &lt;{n}&gt;" in part] == [0, 1, 2]
        assert "Back to the newest" in older.text
        assert f'href="/cases/{number}#{name}"' in part
        assert not _further(older, name)
    assert (await agent.look(f"/cases/{number}?contacts=nonsense")).status == 200
    assert (await agent.look(f"/cases/{number}?notes=nonsense")).status == 422


async def test_the_forms_of_a_conversation_stand_with_it_and_nowhere_else(
    product: RunningProduct,
) -> None:
    number = await _case(product, "opened")
    for count in range(22):
        await product.contact(number, said=f"word <{count}>")
    await product.recorded(number)

    def disproved(page: Page) -> set[str]:
        return {form.action for form in page.forms if form.action.endswith("/disprove")}

    ways = await product.items(f"/cases/{number}/ways", by="chen.jie")
    places = {way["place"] for way in ways if way["place"].endswith("/disprove")}
    async with Browser.of(product, "chen.jie") as lead:
        newest = await _look(lead, number)
        assert disproved(newest) == {f"/cases/{number}/{place}" for place in places} != set()
        (back,) = _further(newest, "contacts")
        assert disproved(await lead.look(back.partition("#")[0])) == set()


async def test_the_head_says_who_how_urgent_and_what_runs(
    product: RunningProduct, agent: Browser
) -> None:
    number = await product.confirmed(
        customer={"name": "Ms Qian", "phone": "139 1111 2222", "level": "vip"}
    )
    await product.recorded(number)
    page = await _look(agent, number)
    assert 'href="tel:' in page.html
    assert "VIP" in page.text
    assert 'aria-current="step"' in page.html
    assert page.html.count('class="been"') >= 2
    assert re.search(r"in \d+ (day|h)", page.text)
    assert "Red line" in page.text
    assert "Why then?" in page.text


async def test_only_a_supervisor_is_led_to_the_history(product: RunningProduct) -> None:
    number = await _case(product)
    deps = product.app.state.dependencies
    address = "http://127.0.0.1:8233/namespaces/default"
    product.app.state.dependencies = replace(deps, temporal_ui=address)
    try:
        async with Browser.of(product, "wang.fang") as supervisor:
            page = await _look(supervisor, number)
            assert f'href="{address}/workflows/case-{number}"' in page.html
        async with Browser.of(product, "li.min") as agent:
            assert address not in (await _look(agent, number)).html
    finally:
        product.app.state.dependencies = deps


async def test_notes_are_read_and_a_stranger_called_by_name_is_said_at_the_field(
    product: RunningProduct, agent: Browser
) -> None:
    number = await _case(product)
    form = (await _look(agent, number)).form("/notes")
    after = await agent.send(form, text="@chen.jie is it the same batch?")
    assert "is it the same batch?" in after.text
    wrong = await agent.send(after.form("/notes"), text="@nobody.here please look")
    assert wrong.status == 422
    assert wrong.form("/notes").values["text"] == ["@nobody.here please look"]
    assert "nobody.here" in wrong.text


async def test_a_department_sees_what_it_may_do(product: RunningProduct) -> None:
    number = await _case(product)
    await product.post(f"/cases/{number}/notes", text="@sun.bo is the part in stock?")
    await product.quiet(number)  # from then on the case is there for them
    async with Browser.of(product, "sun.bo") as colleague:
        page = await _look(colleague, number)
        actions = {f.action for f in page.forms if f.action.startswith("/cases/")}
        assert actions == {f"/cases/{number}/notes"}


async def test_the_page_is_in_the_readers_language_and_small(
    product: RunningProduct, agent: Browser
) -> None:
    number = await _case(product)
    page = await _look(agent, number)
    assert len(page.html.encode()) < 150_000
    for mark in ("<script>", " style=", " onclick="):
        assert mark not in page.html


async def test_nothing_is_asked_at_an_address_that_takes_nothing(
    product: RunningProduct, agent: Browser
) -> None:
    number = await _case(product)
    form = (await _look(agent, number)).form("/notes")
    form.action = f"/cases/{number}/nothing/here"
    assert (await agent.send(form, text="a note")).status == 404
    assert (await agent.look("/cases/C-999999")).status == 404


async def test_a_refusal_stands_where_it_is_read_first(
    product: RunningProduct, agent: Browser
) -> None:
    """On a phone the form is far below the head of the page, and a browser begins at the top."""
    number = await _case(product)
    page = await _look(agent, number)
    assert "autofocus" not in page.html
    again = await agent.send(page.form("/contacts"))
    assert again.status == 422
    (alert,) = re.findall(r'<p class="error" role="alert"([^>]*)>', again.html)
    assert "autofocus" in alert
    assert 'tabindex="-1"' in alert


async def test_thanks_that_were_none_are_put_right_where_the_message_stands(
    product: RunningProduct, agent: Browser
) -> None:
    number = await _case(product)
    await product.post(f"/cases/{number}/messages", channel="wechat", text="Please call me")
    await product.quiet(number)
    await product.recorded(number)
    form = (await _look(agent, number)).form("/messages/m1/mark")
    await agent.send(form, verdict="thanks")
    for count in range(4):  # newer ones don't hide it
        said = f"message {count}"
        await product.post(f"/cases/{number}/messages", channel="wechat", text=said)
    await product.quiet(number)
    await product.recorded(number)
    page = await _look(agent, number)
    card = page.html.partition("Please call me")[2].partition("</div></div>")[0]
    assert "It was not thanks" in card
    assert 'value="answer" checked' in card
    assert 'value="reopen"' not in card.partition("</form>")[0]
    sent = await agent.send(page.form("/messages/m1/mark"), verdict="answer")
    assert sent.url.endswith("?done=mark"), sent.text
    (first, *_) = (await product.get(f"/cases/{number}"))["messages"]
    assert (first["awaits_answer"], first["verdict"]) == (True, None)


async def test_thanks_on_a_closed_case_at_rest_are_put_right(
    product: RunningProduct, agent: Browser
) -> None:
    number = await _case(product, "withdrawn")
    await product.post(f"/cases/{number}/messages", channel="wechat", text="Please help")
    await product.eventually(number, "message_received")
    await product.post(f"/cases/{number}/messages/m1/mark", verdict="thanks")
    await product.ended(number)
    await product.recorded(number)
    page = await _look(agent, number)
    assert "It was not thanks" in page.text
    form = page.form("/messages/m1/mark")
    sent = await agent.send(form, verdict="reopen", note="they ask for help")
    assert sent.url.endswith("?done=mark"), sent.text
    assert (await product.get(f"/cases/{number}"))["phase"] == "open"


async def test_a_visit_to_which_nobody_came_is_put_right_by_a_lead_alone(
    product: RunningProduct, agent: Browser
) -> None:
    number = await _case(product)
    now = product.now()
    await product.post(
        f"/cases/{number}/visits",
        engineer="sun.bo",
        starts_at=now,
        ends_at=now + timedelta(hours=1),
        address="12 Nanjing Road",
    )
    await product.post(f"/cases/{number}/visits/v1/record", outcome="fixed")
    await product.skip("2 hours", number)
    await product.recorded(number)
    place = f"/cases/{number}/visits/v1/record"
    assert place not in {form.action for form in (await _look(agent, number)).forms}
    async with Browser.of(product, "chen.jie") as lead:
        page = await _look(lead, number)
        assert "Nobody of ours was there" in page.text
        form = page.form("/visits/v1/record")
        refused = await lead.send(form, outcome="we_did_not_come", note=" ")
        assert refused.status == 422
        form = refused.form("/visits/v1/record")
        sent = await lead.send(form, outcome="we_did_not_come", note="the neighbour's door")
        assert sent.url.endswith("?done=record_visit"), sent.text
    (visit,) = (await product.get(f"/cases/{number}"))["visits"]
    assert visit["status"] == "no_show_by_us"


async def test_messages_without_end_leave_the_page_small(
    product: RunningProduct, agent: Browser
) -> None:
    number = await _case(product)
    for count in range(14):
        said = f"message {count:02} " + "z" * 19_000
        await product.post(f"/cases/{number}/messages", channel="email", text=said)
    await product.quiet(number)
    await product.recorded(number)
    page = await _look(agent, number)
    for count in (0, 6, 11, 13):
        assert f"message {count:02}" in page.html
    assert "message 08" not in page.html.partition('id="story"')[0]
    assert "4 more of their messages wait" in page.text
    assert len(page.html) < 500_000


async def test_a_time_before_the_first_year_comes_back_as_it_was_typed(
    product: RunningProduct, agent: Browser
) -> None:
    number = await _case(product)
    form = (await _look(agent, number)).form("/contacts")
    odd = "0001-01-01T00:00+14:00"
    refused = await agent.send(form, next_promise__latest_by=odd, **TYPED)
    assert refused.status == 422
    assert odd in refused.form("/contacts").values["next_promise.latest_by"]


async def test_what_is_due_stands_before_what_was_done_and_may_be_done_again(
    product: RunningProduct, agent: Browser
) -> None:
    number = await _case(product, "triaged")
    actions = [form.action for form in (await _look(agent, number)).forms]
    assert actions.index(f"/cases/{number}/confirm") < actions.index(f"/cases/{number}/triage")


async def test_only_people_are_offered_and_their_teams_go_by_name(
    product: RunningProduct, agent: Browser
) -> None:
    page = await _look(agent, await _case(product))
    label = (await product.items("/teams", by="li.min"))[0]["label"]
    assert f"Zhou Yan · {label}" in page.html
    assert "after_sales" not in page.html
    for machine in ("WeCom", "Root"):
        assert f">{machine} · " not in page.html


async def test_a_lead_takes_back_the_revisit_with_which_a_case_has_ended(
    product: RunningProduct,
) -> None:
    number = await _case(product, "verifying")
    await product.skip("1 minute", number)
    await product.contact(number)
    case = f"/cases/{number}"
    await product.post(f"{case}/verification", outcome="fixed")
    await product.post(f"{case}/resolve", basis="customer_confirmed")
    held = await product.post(f"{case}/revisits", outcome="content", early="customer_asked")
    assert await product.ended(number)
    place = f"/contacts/{held['contacts'][0]}/disprove"
    async with Browser.of(product, "chen.jie") as lead:
        page = await _look(lead, number)
        assert [form.action for form in page.forms if form.action.endswith("/disprove")] == [
            page.form(place).action
        ]
        after = await lead.send(page.form(place), reason="that was the customer of C-000017")
        assert after.status == 200, after.text
        assert "the case goes on, and the customer is still to be called" in after.text
    assert (await product.get(case))["phase"] == "resolved"


async def test_a_lead_takes_back_a_conversation_that_took_place_elsewhere(
    product: RunningProduct, agent: Browser
) -> None:
    number = await _case(product)
    await product.skip("1 minute", number)
    given = {"subject": "the invoice", "latest_by": "2026-03-04T15:00:00+08:00"}
    contact = (await product.contact(number, next_promise=given))["contacts"][0]
    until = "2026-03-06T16:00:00+08:00"
    pause = {"reason": "waiting_on_parts", "until": until, "channel": "phone"}
    await product.post(f"/cases/{number}/pause", **pause)
    window = {"starts_at": "2026-03-04T14:00:00+08:00", "ends_at": "2026-03-04T16:00:00+08:00"}
    visit = {"engineer": "li.min", "address": "12 Lane", **window}
    await product.post(f"/cases/{number}/visits", **visit)
    await product.post(f"/cases/{number}/visits/v1/confirm")
    await product.recorded(number)
    place = f"/contacts/{contact}/disprove"
    assert not [form for form in (await _look(agent, number)).forms if place in form.action]
    async with Browser.of(product, "chen.jie") as lead:
        page = await _look(lead, number)
        around = "Promised around it: “the invoice” (due Wed 4 Mar 15:00)"
        assert around in page.text
        agreed = "Agreed on around it, and still in force: the case waits until Fri 6 Mar 16:00; the visit on"
        assert agreed in page.text
        refused = await lead.send(page.form(place), reason=" ")
        assert refused.status == 422
        assert re.search(r'<details class="card contact" open>', refused.html)
        after = await lead.send(refused.form(place), reason="that was the customer of C-000017")
        assert after.status == 200, after.text
        assert "did not take place here" in after.text
        assert around in after.text and agreed in after.text
        assert not [form for form in after.forms if place in form.action]


async def test_a_case_is_confirmed_by_its_factors_and_its_page_says_what_each_did(
    product: RunningProduct, agent: Browser
) -> None:
    number = await _case(product, "triaged")
    form = (await _look(agent, number)).form("/confirm")
    assert "A fault whose cause has to be found" in (await _look(agent, number)).text
    told = {"channel": "phone", "answer": "agreed"}
    first = (await product.items(f"/cases/{number}/times", by="li.min"))[0]["at"]
    after = await agent.send(form, first_feedback_at=first, **told)
    assert after.status == 422
    assert after.text.count("A factor has not been judged") == 1
    chosen = {
        "factors.issue": "to_diagnose",
        "factors.resources": "task_force",
        "factors.verification": "at_once",
    }
    after = await agent.send(
        after.form("/confirm"),
        first_feedback_at=first,
        **told,
        **{name.replace(".", "__"): value for name, value in chosen.items()},
    )
    assert after.url.endswith("done=confirm"), after.text
    assert "Complexity: high" in after.text
    assert "raises it by one" in after.text
    again = after.form("/complexity")
    assert again.values["factors.resources"] == ["task_force"]


async def test_a_level_that_somebody_named_is_said_to_be_theirs_and_stays_in_the_form(
    product: RunningProduct, agent: Browser
) -> None:
    number = await _case(product)
    low = {"issue": "simple", "resources": "service_team", "verification": "at_once"}
    why = "a whole batch, say the works"
    await product.post(f"/cases/{number}/complexity", complexity="high", factors=low, reason=why)
    await product.recorded(number)
    page = await _look(agent, number)
    assert "The factors come to low; Li Min named high in spite of that." in page.text
    assert why in page.text
    assert "low · would set it" in page.text
    assert "· sets it" not in page.text
    assert "The red line, counted from when the case was confirmed as complex, is" in page.text
    form = page.form("/complexity")
    assert form.values["complexity"] == ["high"]
    await agent.send(form, factors__resources="one_department", reason="the warehouse, too")
    await product.recorded(number)
    case = await product.get(f"/cases/{number}")
    assert (case["complexity"], case["named"]["come_to"]) == ("high", "medium")


async def test_a_factor_ticked_by_mistake_is_no_trap(
    product: RunningProduct, agent: Browser
) -> None:
    number = await _case(product)
    form = (await _look(agent, number)).form("/complexity")
    after = await agent.send(
        form, factors__issue="simple", complexity="high", reason="a whole batch"
    )
    assert after.url.endswith("done=judge_complexity"), after.text
    assert "Li Min named it by themselves, without the factors." in after.text
