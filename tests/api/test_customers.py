"""Who writes, what they wrote, and what is asked about them: at the API's door."""

import json
from dataclasses import replace
from typing import Any

import pytest

from domain.customer_messages.events import MessageReceived
from domain.intake import CaseOpened, PersonAnswered
from domain.notes import NoteAdded
from products import RunningProduct

STICKER = "\u200b \ufeff\n"


async def opened(product: RunningProduct, **fields: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The answer to an opening by phone, and the case it opened."""
    usual = {"title": "Strange noise", "channel": "phone"}
    answer = await product.post("/cases", **{**usual, **fields})
    return answer, await product.get(f"/cases/{answer['number']}")


@pytest.mark.trial("A33")
async def test_nobody_counts_characters_while_a_customer_is_on_the_line(
    product: RunningProduct,
) -> None:
    title, name = "It rattles, then hums. " * 20, "Sun " * 60
    _, case = await opened(
        product,
        title=title,
        customer={"name": name, "phone": "135 0000 1111"},
        description="Since yesterday.",
    )
    assert len(case["title"]) == 200
    assert case["title"].endswith("…")
    assert case["description"] == f"{title.strip()}\n\n{name.strip()}\n\nSince yesterday."
    assert len(case["person"]["name"]) <= 200
    _, bare = await opened(product, title="好" * 201, customer={"name": "孙"})
    assert (bare["title"], bare["description"]) == ("好" * 199 + "…", "好" * 201)


@pytest.mark.trial("A33")
async def test_a_form_is_told_what_is_too_long(product: RunningProduct) -> None:
    body: dict[str, Any] = {"title": "x" * 201, "customer": {"name": "y" * 201}, "channel": "web"}
    problem = (await product.refused("/cases", **body)).json()
    assert problem["code"] == "invalid_request"
    assert [error["field"] for error in problem["errors"]] == ["title", "customer.name"]


@pytest.mark.trial("A32")
@pytest.mark.parametrize("length", [20_001, 3_900_000])
async def test_a_customers_message_arrives_whole_however_long(
    product: RunningProduct, length: int
) -> None:
    said = ("x" * length)[: length - 3] + "end"
    _, case = await opened(product, customer={"name": "Ms Sun"}, description=said)
    number = case["number"]
    assert case["description"] == said[:20_000] + "…"
    body = {"channel": "wechat", "text": said}
    assert (await product.ask("POST", f"/cases/{number}/messages", body)).status_code == 202
    await product.quiet(number)
    seen = await product.get(f"/cases/{number}")
    (message,) = seen["messages"]
    assert message["words"] == {"said": said[:20_000] + "…"}
    for address, name in ((message["whole"], "said"), (seen["description_whole"], "description")):
        whole = await product.get(address.removeprefix("/v1"))
        assert whole["words"] == {name: said}


@pytest.mark.trial("A32")
async def test_a_text_beyond_the_limit_of_a_request_is_refused_in_words(
    product: RunningProduct,
) -> None:
    number = await product.opened()
    body = {"channel": "wechat", "text": "x" * 4_200_000}
    answer = await product.ask("POST", f"/cases/{number}/messages", body)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert "four megabytes" in answer.json()["detail"]


@pytest.mark.trial("A32")
@pytest.mark.parametrize(
    "body", [{"text": ""}, {"text": " \n"}, {"text": STICKER}, {}, {"text": None}]
)
async def test_something_without_words_arrives(
    product: RunningProduct, body: dict[str, Any]
) -> None:
    number = await product.opened()
    answer = await product.ask("POST", f"/cases/{number}/messages", {"channel": "wechat", **body})
    assert answer.status_code == 202, answer.text
    await product.quiet(number)
    (heard,) = [e for e in await product.happened(number) if isinstance(e, MessageReceived)]
    assert heard.message.text == ""
    (message,) = (await product.get(f"/cases/{number}"))["messages"]
    assert (message["words"], message["whole"]) == ({}, None)


@pytest.mark.trial("A32", "A37")
async def test_what_a_customer_sent_broken_is_kept_as_far_as_it_can_be(
    product: RunningProduct,
) -> None:
    """Half an emoji, the two halves of one sent as such, a NUL, an escape that paints a terminal."""
    broken = "half \ud83d, whole \ud83d\ude00, nothing \0, red \x1b[31m"
    kept = "half \ufffd, whole \U0001f600, nothing \ufffd, red \ufffd[31m"
    opening = {"customer": {"name": "Ms Sun"}, "title": "Noise \ud83d", "description": broken}
    headers = {"Content-Type": "application/json"}
    answer = await product.ask(
        "POST", "/cases", by="wecom", headers=headers, content=json.dumps(opening)
    )
    assert answer.status_code == 201, answer.text
    number = answer.json()["number"]
    answer = await product.ask(
        "POST",
        f"/cases/{number}/messages",
        by="wecom",
        headers=headers,
        content=json.dumps({"channel": "wechat", "text": broken}),
    )
    assert answer.status_code == 202, answer.text
    await product.quiet(number)
    case = await product.get(f"/cases/{number}")
    assert (case["title"], case["description"]) == ("Noise \ufffd", kept)
    assert case["messages"][0]["words"] == {"said": kept}


async def test_only_a_customers_own_words_are_read_whole(product: RunningProduct) -> None:
    number = await product.opened(description="It rattles")
    await product.post(f"/cases/{number}/notes", text="for colleagues alone")
    (note,) = [e for e in await product.happened(number) if isinstance(e, NoteAdded)]
    other = await product.opened(description="It hums")
    (theirs,) = [e.text for e in await product.happened(other) if isinstance(e, CaseOpened)]
    for text in (theirs, note.note.text, "t0", "t0.whole"):
        answer = await product.ask("GET", f"/cases/{number}/texts/{text}")
        assert (answer.status_code, answer.json()["code"]) == (404, "text_not_found")


@pytest.mark.trial("A34", "A35")
@pytest.mark.parametrize("phone", ["保密", "62123456", "400-800-1234"])
async def test_a_number_that_is_nobodys_own_shows_nobody_elses_matters(
    product: RunningProduct, phone: str
) -> None:
    _, first = await opened(product, customer={"name": "Ms Sun", "phone": phone})
    _, second = await opened(product, customer={"name": "Ms Sun", "phone": phone})
    assert first["person"]["id"] != second["person"]["id"]
    assert second["person"]["phone"] == phone


@pytest.mark.trial("A36")
async def test_a_known_number_under_another_name_is_a_question_to_the_agent(
    product: RunningProduct,
) -> None:
    phone = "135 0000 2222"
    _, first = await opened(product, customer={"name": "Ms Sun", "phone": phone, "company": "Acme"})
    body: dict[str, Any] = {
        "customer": {"name": "Mr Li", "phone": phone},
        "title": "Leak",
        "channel": "phone",
    }
    answer = await product.post("/cases", **body, key="li")
    again = await product.post("/cases", **body, key="li")
    assert answer == again
    assert answer["question"] == "another_name"
    assert "same person" in answer["asks"]
    number = answer["number"]
    person = (await product.get(f"/cases/{number}"))["person"]
    assert (person["name"], person["company"], person["question"]) == (
        "Mr Li",
        None,
        "another_name",
    )
    mine = await product.items("/cases", customer=first["person"]["id"])
    assert [case["number"] for case in mine] == [first["number"]]

    said = await product.post(f"/cases/{number}/customer", same_person=True)
    assert (said["id"], said["name"], said["company"]) == (first["person"]["id"], "Ms Sun", "Acme")
    assert (await product.get(f"/cases/{number}"))["person"] == said
    for customer in (first["person"]["id"], person["id"]):
        both = await product.items("/cases", customer=customer)
        assert {case["number"] for case in both} == {first["number"], number}

    corrected = await product.post(f"/cases/{number}/customer", same_person=False, key="no")
    assert (corrected["name"], corrected["question"]) == ("Mr Li", None)
    assert await product.post(f"/cases/{number}/customer", same_person=False, key="no") == corrected
    reused = await product.refused(f"/cases/{number}/customer", same_person=True, key="no")
    assert reused.json()["code"] == "idempotency_key_reused"
    answers = [e for e in await product.happened(number) if isinstance(e, PersonAnswered)]
    assert [(e.by, e.same) for e in answers] == [("li.min", True), ("li.min", False)]


@pytest.mark.trial("A36")
async def test_who_it_is_can_be_said_with_the_opening_and_after_the_end(
    product: RunningProduct,
) -> None:
    phone = "135 0000 4444"
    await opened(product, customer={"name": "Ms Sun", "phone": phone})
    customer = {"name": "Mr Li", "phone": phone, "same_person": False}
    answer, _ = await opened(product, customer=customer)
    number = answer["number"]
    await product.post(f"/cases/{number}/withdraw", by="chen.jie", reason="bought another one")
    said = await product.post(f"/cases/{number}/customer", same_person=True)
    assert said["name"] == "Ms Sun"
    answers = [e for e in await product.happened(number) if isinstance(e, PersonAnswered)]
    assert [(e.by, e.same) for e in answers] == [("li.min", False), ("li.min", True)]


@pytest.mark.trial("A36")
async def test_a_channels_machine_adds_nothing_to_a_known_customer_unseen(
    product: RunningProduct,
) -> None:
    phone = "135 0000 3333"
    _, first = await opened(product, customer={"name": "Ms Sun", "phone": phone})
    customer = {"name": "Ms Sun", "phone": phone, "email": "sun@example.org", "same_person": True}
    answer = await product.post("/cases", by="wecom", customer=customer, title="Leak")
    assert "question" not in answer
    address = f"/cases/{answer['number']}"
    person = (await product.get(address))["person"]
    assert person["question"] == "more_to_add"
    assert (person["id"], person["email"]) == (first["person"]["id"], None)
    assert person["more"] == {"email": "sun@example.org"}
    assert (await product.get(f"/cases/{first['number']}"))["person"]["email"] is None
    said = await product.post(f"{address}/customer", same_person=True)
    assert (said["email"], said["question"]) == ("sun@example.org", None)
    assert (await product.get(f"/cases/{first['number']}"))["person"] == said


@pytest.mark.trial("A35")
async def test_a_teams_numbers_are_at_home_where_it_is(
    product: RunningProduct,
) -> None:
    deps = product.app.state.dependencies
    here = deps.policy.teams["after_sales"]
    there = here.model_copy(update={"home_region": "HK"})
    teams = {"after_sales": here, "hong_kong": there}
    policy = deps.policy.model_copy(update={"teams": teams})
    customer = {"name": "Ms Ho", "phone": "9123 4567"}
    product.app.state.dependencies = replace(deps, policy=policy)
    try:
        _, first = await opened(product, customer=customer, team="hong_kong")
    finally:
        product.app.state.dependencies = deps
    assert first["person"]["phone"] == "+85291234567"
    _, second = await opened(product, customer={"name": "Ms Ho", "phone": "00852-91234567"})
    assert second["person"]["id"] == first["person"]["id"]
    _, third = await opened(product, customer=customer)
    assert third["person"]["phone"] == "9123 4567"


async def test_where_nothing_is_asked_nothing_can_be_answered(product: RunningProduct) -> None:
    number = await product.opened()
    problem = (await product.refused(f"/cases/{number}/customer", same_person=True)).json()
    assert (problem["status"], problem["code"]) == (409, "nothing_asked")


@pytest.mark.parametrize(
    "stands_at", ["1970-01-01T00:00:00Z", "1999-12-31T23:59:59+08:00", "2200-01-01T00:00:00Z"]
)
async def test_a_channels_clock_turns_no_word_away(product: RunningProduct, stands_at: str) -> None:
    number = await product.opened()
    body = {"channel": "wechat", "text": "It smokes!", "occurred_at": stands_at}
    answer = await product.ask("POST", f"/cases/{number}/messages", body)
    assert answer.status_code == 202
    await product.quiet(number)
    (message,) = (await product.get(f"/cases/{number}"))["messages"]
    assert message["occurred_at"] == message["received_at"]
    for none in ("yesterday", "2026-03-02T09:00:00"):
        body["occurred_at"] = none
        refused = await product.ask("POST", f"/cases/{number}/messages", body)
        assert refused.status_code == 422
