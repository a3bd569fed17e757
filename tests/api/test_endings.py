"""What counts as said, kept, handed over and resolved, tried over HTTP."""

from datetime import timedelta
from typing import Any

import pytest
from temporalio.client import WorkflowExecutionStatus

from db.reconcile import list_needing_run
from messages.drafts import LETTERS
from messages.letters.brackets import left_open
from products import PARTS, RunningProduct

RUNNING = WorkflowExecutionStatus.RUNNING.value
BLANK = (" ", "\u200b", "\u2060\ufeff", "\u3164")
"""Texts in which there is nothing to see."""


async def status_of(product: RunningProduct, number: str, promise: str) -> Any:
    promises = await product.items(f"/cases/{number}/promises")
    return next(p["status"] for p in promises if p["id"] == promise)


def fields(answer: Any) -> list[str]:
    return [error["field"] for error in answer.json()["errors"]]


@pytest.mark.trial("A8")
@pytest.mark.parametrize("language", ["zh-CN", "en"])
async def test_a_draft_sent_as_it_is_keeps_no_promise_and_says_which_part_is_open(
    product: RunningProduct, language: str
) -> None:
    number = await product.confirmed()
    draft = await product.get(f"/cases/{number}/draft", by="li.min", language=language)
    still_open = [part for part in draft["order"] if left_open(draft["parts"][part])]
    assert still_open, "the draft leaves something to be said"
    answer = await product.refused(
        f"/cases/{number}/contacts", channel="phone", parts=draft["parts"], covers=["p1"]
    )
    assert answer.status_code == 422
    assert sorted(fields(answer)) == sorted(f"parts.{part}" for part in still_open)
    assert "【" in answer.text or "[" in answer.text
    assert await status_of(product, number, "p1") == "open"


@pytest.mark.trial("A8")
@pytest.mark.parametrize("nothing", [*BLANK, "【…】", "【】", "We call 【几号几点】"])
async def test_a_part_in_which_nothing_is_said_is_refused_by_its_name(
    product: RunningProduct, nothing: str
) -> None:
    number = await product.confirmed()
    parts = {**PARTS, "by_when": nothing}
    answer = await product.refused(f"/cases/{number}/contacts", channel="phone", parts=parts)
    assert answer.status_code == 422
    assert fields(answer) == ["parts.by_when"]
    assert await status_of(product, number, "p1") == "open"


@pytest.mark.trial("A8")
async def test_brackets_and_blanks_stand_for_no_reason_no_yield_and_no_subject(
    product: RunningProduct,
) -> None:
    number = await product.confirmed()
    case = f"/cases/{number}"
    for nothing in ("\u200b", "【实话实说】"):
        later = {"latest_by": "2026-03-06T10:00:00+08:00"}
        tries: list[tuple[str, dict[str, Any]]] = [
            ("/withdraw", {"reason": nothing}),
            ("/promises/p1/release", {"reason": nothing}),
            ("/assign", {"owner": "zhou.yan", "reason": nothing}),
            ("/promises", {"subject": nothing, **later}),
            (
                "/stages/diagnose/complete",
                {"yields": {"findings": nothing, "root_cause": "product/part"}},
            ),
            ("/notes", {"text": nothing}),
        ]
        for path, body in tries:
            answer = await product.refused(f"{case}{path}", **body)
            assert answer.status_code == 422, (path, nothing, answer.text)
            assert answer.json()["errors"], path
    assert await status_of(product, number, "p1") == "open"
    assert (await product.get(case))["stage"] == "diagnose"


@pytest.mark.trial("A8")
@pytest.mark.parametrize("own", ["【顺丰速运】已发出", "See [invoice 4711]", "[sic]"])
async def test_brackets_of_ones_own_are_words(product: RunningProduct, own: str) -> None:
    number = await product.opened()
    await product.contact(number, parts={**PARTS, "where_we_are": own})


@pytest.mark.trial("A8")
async def test_the_customers_own_words_arrive_whatever_they_are(product: RunningProduct) -> None:
    number = await product.opened()
    for text in ("【几号几点】", "\u200b"):
        answer = await product.ask(
            "POST", f"/cases/{number}/messages", {"channel": "wechat", "text": text}, by="li.min"
        )
        assert answer.status_code == 202


def test_every_bracket_of_every_letter_is_known() -> None:
    for letters in LETTERS.values():
        for letter in letters.values():
            for text in (letter.where_we_are, letter.what_comes_next, letter.by_when, letter.care):
                assert bool(left_open(text)) == any(bracket in text for bracket in "【[")


@pytest.mark.trial("A9")
async def test_who_keeps_moves_or_ends_something_for_others_is_named_to_them(
    product: RunningProduct,
) -> None:
    number = await product.confirmed()
    case = f"/cases/{number}"
    await product.contact(number, by="zhou.yan", covers=["p1"])
    assert await status_of(product, number, "p1") == "kept"
    (told,) = [t for t in await product.titles("li.min", number) if "Zhou Yan" in t]
    assert "stepped in" in told
    await product.contact(number)
    assert len([t for t in await product.titles("li.min", number) if "Li Min" in t]) == 0
    later = (await product.get(case))["next_promise_due"]
    made = await product.post(f"{case}/promises", subject="noise test", latest_by=later)
    await product.contact(number, covers=[])
    await product.post(f"{case}/promises/{made['promises'][0]}/release", by="zhou.yan", reason="ok")
    await product.post(f"{case}/withdraw", by="chen.jie", reason="bought another")
    titles = await product.titles("li.min", number)
    assert len([t for t in titles if "Zhou Yan stepped in" in t]) == 2
    assert len([t for t in titles if "Chen Jie stepped in" in t]) == 1


@pytest.mark.trial("A10")
async def test_no_case_is_resolved_by_a_word_that_nobody_said(product: RunningProduct) -> None:
    number = await product.verifying()
    case = f"/cases/{number}"
    await product.post(f"{case}/verification", outcome="fixed")
    answer = await product.refused(f"{case}/resolve", basis="customer_confirmed")
    assert (answer.status_code, answer.json()["code"]) == (409, "confirmation_missing")
    assert fields(answer) == ["said_in"]
    answer = await product.refused(f"{case}/resolve", basis="customer_confirmed", said_in="c1")
    assert (answer.status_code, answer.json()["code"]) == (422, "confirmation_unfit")
    said_in = (await product.contact(number))["contacts"][0]
    await product.post(f"{case}/resolve", basis="customer_confirmed", said_in=said_in)
    events = await product.items(f"{case}/timeline")
    (resolved,) = [e for e in events if e["event"] == "case_resolved"]
    assert resolved["facts"]["said_in"] == said_in


@pytest.mark.trial("A11")
async def test_a_written_revisit_or_an_early_one_closes_nothing(product: RunningProduct) -> None:
    number = await product.verifying()
    case = f"/cases/{number}"
    await product.contact(number)
    await product.post(f"{case}/verification", outcome="fixed")
    await product.post(f"{case}/resolve", basis="customer_confirmed")
    for body, code in (
        ({"channel": "wechat"}, "revisit_no_conversation"),
        ({}, "revisit_too_early"),
    ):
        answer = await product.refused(f"{case}/revisits", outcome="content", **body)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert (await product.get(case))["stage"] == "resolved"
    await product.post(f"{case}/revisits", outcome="content", early="customer_asked")
    assert (await product.get(case))["phase"] == "closed"


@pytest.mark.trial("A15")
@pytest.mark.parametrize("nobody", ["sun.bo", "wecom", "root"])
async def test_only_who_has_the_commands_for_it_is_given_a_case_or_a_promise(
    product: RunningProduct, nobody: str
) -> None:
    number = await product.confirmed()
    case = f"/cases/{number}"
    promise = {
        "subject": "noise test",
        "latest_by": (await product.get(case))["next_promise_due"],
        "owner": nobody,
    }
    tries: list[tuple[str, str, dict[str, Any]]] = [
        (f"{case}/assign", "owner", {"owner": nobody, "reason": "knows it"}),
        (f"{case}/promises", "owner", promise),
        (
            f"{case}/contacts",
            "next_promise.owner",
            {"channel": "phone", "parts": PARTS, "next_promise": promise},
        ),
        (
            "/cases",
            "owner",
            {"customer": {"name": "Ms Sun"}, "title": "Noise", "channel": "phone", "owner": nobody},
        ),
    ]
    for path, field, body in tries:
        answer = await product.refused(path, **body)
        assert (answer.status_code, answer.json()["code"]) == (422, "person_cannot_own"), path
        assert fields(answer) == [field]
        assert "Li Min" in answer.json()["detail"]
        assert "li.min" in answer.json()["params"]["able"]
    assert (await product.get(case))["owner"] == "li.min"


@pytest.mark.trial("A15")
async def test_an_engineer_is_somebody_who_can_say_what_happened_at_the_door(
    product: RunningProduct,
) -> None:
    number = await product.confirmed()
    due = (await product.get(f"/cases/{number}"))["next_promise_due"]
    answer = await product.refused(
        f"/cases/{number}/visits", engineer="wecom", starts_at=product.now(), ends_at=due
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "person_cannot_own")
    assert "Sun Bo" in answer.json()["detail"]
    assert "sun.bo" in answer.json()["params"]["able"]


@pytest.mark.trial("A16")
async def test_a_case_taken_over_comes_with_all_its_promises(product: RunningProduct) -> None:
    number = await product.confirmed()
    case = f"/cases/{number}"
    due = (await product.get(case))["next_promise_due"]
    await product.post(f"{case}/promises", subject="noise test", latest_by=due)
    await product.post(f"{case}/assign", by="chen.jie", owner="chen.jie", reason="a hard one")
    await product.quiet(number)
    mine = [n for n in await product.items("/inbox", by="chen.jie") if n["number"] == number]
    (handover,) = [n for n in mine if "taken this case over" in n["title"]]
    assert "noise test" in handover["body"]
    assert "first feedback" in handover["body"]
    (farewell,) = [t for t in await product.titles("li.min", number) if "has this case now" in t]
    assert "Chen Jie" in farewell


async def owed_of(product: RunningProduct, person: str, number: str) -> list[str]:
    """What a person's agenda asks of them for a case."""
    items = await product.items("/agenda", by=person)
    return [item["kind"] for item in items if item["number"] == number]


async def test_a_word_nobody_answered_outlives_the_closing_until_somebody_says_what_it_is(
    product: RunningProduct,
) -> None:
    number = await product.confirmed(first_feedback=product.now() + timedelta(days=1))
    for words in ("Wait, I do want it after all!", "Please call me"):
        await product.post(f"/cases/{number}/messages", channel="wechat", text=words)
    await product.post(f"/cases/{number}/escalations", reason="no part anywhere")
    await product.quiet(number)
    await product.post(f"/cases/{number}/withdraw", by="chen.jie", reason="bought another")
    await product.quiet(number)
    case = await product.get(f"/cases/{number}")
    assert (case["phase"], case["sla_state"]) == ("closed", "on_track")
    assert "response" not in {clock["name"] for clock in case["clocks"]}
    assert all(clock["standing_still_since"] for clock in case["clocks"])
    assert all(escalation["deescalated_at"] for escalation in case["escalations"])
    first, second = case["messages"]
    assert first["mark_by"] == second["mark_by"] is not None
    assert not first["awaits_answer"]
    deadlines = await product.items(f"/cases/{number}/deadlines")
    assert {(due["kind"], due["due_at"]) for due in deadlines} == {
        ("message_mark", first["mark_by"])
    }
    assert await owed_of(product, "li.min", number) == ["mark", "mark"]
    assert await owed_of(product, "chen.jie", number) == []
    titles = await product.titles("li.min", number)
    assert sum("a message on a closed case, to mark" in title for title in titles) == 1
    assert (await product.described(number)).status == RUNNING
    assert number in await list_needing_run(product.database)
    no = await product.refused(f"/cases/{number}/resume")
    assert "waits for somebody to say what it is" in no.json()["detail"]
    await product.post(f"/cases/{number}/messages/m1/mark", verdict="thanks")
    assert number in await list_needing_run(product.database)
    await product.post(f"/cases/{number}/messages/m2/mark", verdict="thanks")
    await product.ended(number)
    assert number not in await list_needing_run(product.database)
    assert await owed_of(product, "li.min", number) == []


async def test_a_word_nobody_marks_after_the_closing_reopens_the_case(
    product: RunningProduct,
) -> None:
    number = await product.confirmed(first_feedback=product.now() + timedelta(days=1))
    await product.post(f"/cases/{number}/messages", channel="wechat", text="Please call me")
    await product.post(f"/cases/{number}/withdraw", by="chen.jie", reason="bought another")
    await product.skip("26 h", number)
    case = await product.get(f"/cases/{number}")
    assert (case["phase"], case["stage"], case["reopens"]) == ("open", "diagnose", 1)
    assert "response" in {clock["name"] for clock in case["clocks"]}


async def test_a_report_is_not_asked_for_once_the_case_is_closed(product: RunningProduct) -> None:
    number = await product.confirmed(first_feedback=product.now() + timedelta(days=1))
    window: dict[str, Any] = {
        "starts_at": product.now(),
        "ends_at": product.now() + timedelta(hours=2),
    }
    visit: dict[str, Any] = {
        "engineer": "sun.bo",
        "address": "12 Long Road",
        "agreed_at": product.now(),
    }
    await product.post(f"/cases/{number}/visits", **window, **visit)
    await product.recorded()
    await product.post(f"/cases/{number}/visits/v1/record", by="sun.bo", outcome="fixed")
    assert await owed_of(product, "sun.bo", number) == ["report"]
    await product.post(f"/cases/{number}/withdraw", by="chen.jie", reason="bought another")
    assert await owed_of(product, "sun.bo", number) == []
    (seen,) = (await product.get(f"/cases/{number}"))["visits"]
    assert seen["report_by"] is None
    titles = await product.titles("sun.bo", number)
    assert any("no report needed" in title for title in titles)
    no = await product.refused(
        f"/cases/{number}/visits/v1/report", by="sun.bo", report="worn bearing"
    )
    assert (no.status_code, no.json()["code"]) == (409, "case_closed")
    assert "is asked for no more" in no.json()["detail"]
