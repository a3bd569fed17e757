"""Telling people: readable, in their language, once."""

import re
from dataclasses import replace

import pytest
from structlog.testing import capture_logs
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.contract import UNKNOWN_PERSON, Notification, Notifications, notification
from activities.messages import Messages
from builders import MONDAY, Played, a_plan, at
from db import customers, inbox, people
from db.inbox import InboxItem
from db.people import Person
from db.recognition import Recognition
from db.session import Database
from domain.assignment import Assign
from domain.case.actions import Action
from domain.draft import ActionRequested
from domain.escalations import Escalate
from domain.frozen import changed
from domain.plan.terms import Language
from messages.notices import bare_notice
from policies.load import load

LI_MIN = Person(
    handle="li.min",
    name="李敏",
    line="agent",
    roles=frozenset({"agent"}),
    team="after_sales",
    language="en",
)


def a_broken_promise(language: Language = "en", customer: str = "k1") -> Played:
    played = Played(plan=a_plan(language), customer=customer).confirmed()
    played.promise("Mon 16:00", "noise test")
    return played.until("Mon 16:00")


def asked(played: Played, about: str, to: str = "li.min") -> Notification:
    actions = [event.action for event in played.events if isinstance(event, ActionRequested)]
    action = next(a for a in actions if a.about == about and a.to == to)
    return notification(played.case, action)


async def run(database: Database, given: Notification) -> None:
    messages = Messages(database, Recognition.of(load(today=MONDAY).customers))
    doing = messages.notify if given.action.name == "notify" else messages.draft_apology
    await ActivityEnvironment().run(doing, given)


async def notices(database: Database, person: str = "li.min") -> list[InboxItem]:
    return list((await inbox.list_inbox(database, person)).items)


async def test_a_notice_reaches_the_inbox(database: Database) -> None:
    await people.put(database, LI_MIN)
    given = asked(a_broken_promise(), "promise_broken")
    await run(database, given)
    (item,) = await notices(database)
    assert item.id == f"C-000001:{given.action.id}"
    assert item.number == "C-000001"
    assert item.about == "promise_broken"
    assert item.ref == "p2"
    assert item.title == "C-000001: a promise was broken"
    assert "hear about “noise test” by Mon 2 Mar 16:00" in item.body
    assert item.created_at == at("Mon 16:00")


async def test_a_retry_tells_nobody_twice(database: Database) -> None:
    await people.put(database, LI_MIN)
    given = asked(a_broken_promise(), "promise_broken")
    await run(database, given)
    await run(database, given)
    assert len(await notices(database)) == 1


async def test_what_there_is_to_tell_at_one_moment_is_told_together(database: Database) -> None:
    """Whoever can't be told keeps nothing from the others, and a repeat tells nobody twice."""
    await people.put(database, LI_MIN)
    played = a_broken_promise()
    given = tuple(
        asked(played, *each)
        for each in (
            ("promise_broken", "chen.jie"),
            ("promise_broken", "li.min"),
            ("apology_draft", "li.min"),
        )
    )
    messages = Messages(database)
    for _ in range(2):
        delivered = await ActivityEnvironment().run(messages.tell, Notifications(notices=given))
        assert delivered.failed.keys() == {given[0].action.id}
        assert "chen.jie" in delivered.failed[given[0].action.id]
    told = [item.about for item in await notices(database)]
    assert sorted(told) == ["apology_draft", "promise_broken"]


@pytest.fixture
def as_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """What no other test may need: words that fail go out without them."""
    monkeypatch.setattr("activities.messages.bare_notice", bare_notice)


async def test_no_other_test_hides_a_sentence_that_fails(database: Database) -> None:
    await people.put(database, LI_MIN)
    given = asked(a_broken_promise(), "promise_broken")
    faulty = changed(given, {"action": changed(given.action, {"about": "of_tomorrow"})})
    with capture_logs(), pytest.raises(pytest.fail.Exception, match="of_tomorrow"):
        await run(database, faulty)


@pytest.mark.parametrize(
    ("language", "about", "title", "body"),
    [
        ("en", "promise_broken", "C-000001: promise broken", "Open the case"),
        ("zh-CN", "promise_broken", "C-000001：承诺没有兑现", "请打开个案"),
        ("en", "of_tomorrow", "C-000001: something that you should know", "Open the case"),
        ("zh-CN", "of_tomorrow", "C-000001：有件事要告诉你", "请打开个案"),
    ],
)
async def test_a_sentence_that_fails_keeps_nobody_waiting(
    database: Database, as_shipped: None, language: Language, about: str, title: str, body: str
) -> None:
    await people.put(database, replace(LI_MIN, language=language))
    played = a_broken_promise()
    good = asked(played, "apology_draft")
    faulty = asked(played, "promise_broken")
    faulty = changed(faulty, {"action": changed(faulty.action, {"about": about, "params": {}})})
    messages = Messages(database)
    told = Notifications(notices=(faulty, good))
    with capture_logs() as logs:
        delivered = await ActivityEnvironment().run(messages.tell, told)
    assert delivered.failed == {}
    items = {item.about: item for item in await notices(database)}
    assert items.keys() == {about, "apology_draft"}
    assert items[about].title == title
    assert body in items[about].body
    assert faulty.title in items[about].body
    assert [(log["event"], log["id"]) for log in logs] == [("notice_without_words", faulty.id)]


async def test_a_draft_whose_words_fail_is_told_of(
    database: Database, as_shipped: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    await people.put(database, LI_MIN)
    monkeypatch.setattr("activities.messages.apology_for", {}.__getitem__)
    await run(database, asked(a_broken_promise(), "apology_draft"))
    (item,) = await notices(database)
    assert item.about == "apology_draft"
    assert "Open the case" in item.body


async def test_people_read_in_their_own_language(database: Database) -> None:
    await people.put(database, replace(LI_MIN, language="zh-CN"))
    played = Played().confirmed().until("Wed 10:00")
    await run(database, asked(played, "stage_overrun"))
    (item,) = await notices(database)
    assert item.title == "C-000001：「查找原因」用时过长"


@pytest.mark.parametrize("known", [False, True])
async def test_nobody_active_of_that_handle_is_not_tried_again(
    database: Database, known: bool
) -> None:
    if known:
        await people.put(database, replace(LI_MIN, active=False))
    with pytest.raises(ApplicationError) as caught:
        await run(database, asked(a_broken_promise(), "promise_broken"))
    assert caught.value.type == UNKNOWN_PERSON
    assert caught.value.non_retryable


async def test_whoever_was_told_and_then_left_has_been_told(database: Database) -> None:
    await people.put(database, LI_MIN)
    given = asked(a_broken_promise(), "promise_broken")
    await run(database, given)
    await people.put(database, replace(LI_MIN, active=False))
    await run(database, given)
    assert len(await notices(database)) == 1


async def test_an_apology_is_drafted_for_a_human_to_send(database: Database) -> None:
    await people.put(database, LI_MIN)
    customer = await customers.recognise_or_create(database, name="王女士", now=at("Mon 09:00"))
    await run(database, asked(a_broken_promise("zh-CN", customer.id), "apology_draft"))
    (item,) = await notices(database)
    intro, greeting, care, *_ = item.body.split("\n\n")
    assert "Here is a draft" in intro, "the words around it are in the agent's language"
    assert greeting == "王女士，您好："
    assert care.startswith("对不起。说好在 3月2日 周一 16:00 之前就「noise test」给您回音")
    assert item.body.endswith("祝好，李敏")


@pytest.mark.parametrize("name", ["未知", "Unknown", "客户", "{{name}}", "待填", " \n"])
async def test_a_draft_greets_nobody_by_what_is_no_name(database: Database, name: str) -> None:
    await people.put(database, LI_MIN)
    customer = await customers.recognise_or_create(database, name=name, now=at("Mon 09:00"))
    await run(database, asked(a_broken_promise("zh-CN", customer.id), "apology_draft"))
    (item,) = await notices(database)
    _, greeting, *_ = item.body.split("\n\n")
    assert greeting == "您好："


async def test_a_draft_names_the_next_promise(database: Database) -> None:
    await people.put(database, LI_MIN)
    played = a_broken_promise()
    await run(database, asked(played, "apology_draft"))
    upcoming = played.case.next_promise
    assert upcoming
    assert upcoming.latest_by == at("Mon 18:00")
    (item,) = await notices(database)
    assert "I will contact you by Mon 2 Mar 18:00, with or without news." in item.body


def test_a_notification_carries_only_the_labels_it_names() -> None:
    played = Played().confirmed().until("Wed 10:00")
    assert set(asked(played, "stage_overrun").stages) == {"diagnose"}
    assert asked(played, "promise_broken").stages == {}


def test_a_notification_survives_the_way_to_the_activity() -> None:
    given = asked(a_broken_promise(), "promise_broken")
    assert Notification.model_validate_json(given.model_dump_json()) == given


def test_every_action_has_its_activity() -> None:
    names = Action.model_fields["name"].annotation
    assert set(getattr(names, "__args__", ())) == {
        "notify",
        "draft_apology",
        "open_linked_case",
        "pass_on_message",
    }
    assert all(hasattr(Messages, name) for name in ("notify", "draft_apology"))


async def test_a_handover_calls_everybody_in_it_by_name(database: Database) -> None:
    zhou = replace(LI_MIN, handle="zhou.yan", name="Zhou Yan")
    chen = replace(LI_MIN, handle="chen.jie", name="Chen Jie", line="lead")
    await people.put(database, LI_MIN, zhou, chen)
    played = Played().confirmed()
    played.promise("Mon 16:00", "the loan machine", owner="chen.jie")
    played.ask(Escalate, reason="help")
    played.ask(Assign, owner="zhou.yan", reason="leave")
    await run(database, asked(played, "case_assigned", to="zhou.yan"))
    (item,) = await notices(database, "zhou.yan")
    assert "which Chen Jie keeps" in item.body
    assert "which is with Chen Jie" in item.body
    assert not {"chen.jie", "li.min"} & set(re.findall(r"[a-z]+\.[a-z]+", item.body))


def test_an_apology_names_the_next_call_of_whoever_signs_it() -> None:
    played = Played().confirmed()
    played.promise("Tue 10:40", "the refund", owner="chen.jie")
    played.until("Tue 10:00")
    given = asked(played, "apology_draft")
    assert given.next_due == played.case.promises[-1].latest_by > at("Tue 10:40")
    played.until("Tue 10:40")
    given = asked(played, "apology_draft", to="chen.jie")
    assert given.next_due == played.case.promises[-1].latest_by
