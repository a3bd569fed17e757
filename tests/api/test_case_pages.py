"""What the page of a case is made from: times to promise by, the story by topic, drafts with the time open, the history."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from api.offered_times import WORDS, called, offered
from api.timeline import OF_MACHINES, TOPICS, kinds_of
from builders import a_plan, at
from domain.book import BOOK
from domain.case import Case
from domain.decide import CORE
from domain.promises.rhythm import next_due
from products import RunningProduct

SHANGHAI = ZoneInfo("Asia/Shanghai")
KINDS = {event.model_fields["kind"].default for event in BOOK.events}


def _times(now: str, **case: Any) -> dict[str, str]:
    """The offered times by name, on the wall."""
    found = offered(Case(number="C-000001", core=CORE, plan=a_plan(), **case), at(now))
    return {name: f"{when.astimezone(SHANGHAI):%a %H:%M:%S}" for name, when in found}


def test_times_to_promise_by_are_in_working_hours() -> None:
    assert _times("Mon 09:02") == {
        "soon": "Mon 11:05:00",
        "today": "Mon 18:00:00",
        "next_morning": "Tue 10:00:00",
        "next_day": "Tue 18:00:00",
    }
    assert _times("Mon 02:00")["soon"] == "Mon 11:00:00"


def test_ten_minutes_are_nothing_to_promise_something_in() -> None:
    assert "today" not in _times("Mon 17:50")
    assert "today" not in _times("Mon 21:00")


def test_before_days_off_the_next_working_day_is_offered() -> None:
    found = _times("Fri 17:50")
    assert found["soon"].startswith("Mon ")
    assert (found["next_morning"], found["next_day"]) == ("Mon 10:00:00", "Mon 18:00:00")


def test_a_case_that_runs_round_the_clock_is_promised_two_hours_by_the_clock() -> None:
    assert _times("Mon 20:01", priority="P0")["soon"] == "Mon 22:05:00"
    assert _times("Mon 20:01", priority="P2")["soon"].startswith("Tue ")


@pytest.mark.parametrize(
    ("now", "soon"),
    [("Mon 09:00", "两小时内"), ("Mon 17:30", "两个工作小时内"), ("Sat 11:46", "两个工作小时内")],
)
def test_two_hours_that_a_night_lies_between_are_hours_of_work(now: str, soon: str) -> None:
    case = Case(number="C-000001", core=CORE, plan=a_plan())
    times = dict(offered(case, at(now)))
    assert called(case, "soon", times["soon"], at(now)).text("zh-CN") == soon


@pytest.mark.parametrize(
    ("now", "fields", "due"),
    [
        ("Mon 09:00", {}, "Mon 18:00"),
        ("Mon 10:03", {}, "Tue 10:00"),
        ("Mon 10:03", {"priority": "P0"}, "Mon 14:00"),
        ("Mon 10:03", {"confirmed_at": None}, None),
        ("Mon 10:03", {"stage": "closed"}, None),
    ],
)
def test_the_rhythm_of_a_confirmed_case_is_offered_and_never_put_off(
    now: str, fields: dict[str, Any], due: str | None
) -> None:
    known = {
        "plan": a_plan(),
        "stage": "diagnose",
        "confirmed_at": at("Mon 09:00"),
        "complexity": "medium",
    }
    case = Case(number="C-000001", core=CORE, **{**known, **fields})
    by_rhythm = dict(offered(case, at(now))).get("rhythm")
    assert by_rhythm == (due and at(due))
    if by_rhythm:
        assert by_rhythm <= next_due(case, at(now))[0]


async def test_times_are_told_in_the_readers_language(product: RunningProduct) -> None:
    number = await product.opened()
    await product.recorded(number)
    told = await product.items(f"/cases/{number}/times")
    assert [each["name"] for each in told] == [name for name in WORDS if name in _names(told)]
    assert all(datetime.fromisoformat(each["at"]) > product.now() for each in told)
    answer = await product.ask(
        "GET", f"/cases/{number}/times", headers={"Accept-Language": "zh-CN"}
    )
    labels = {each["name"]: each["label"] for each in answer.json()["items"]}
    assert labels["next_day"] == "明天下班前"


def _names(told: list[dict[str, str]]) -> set[str]:
    return {each["name"] for each in told}


def test_every_kind_of_event_is_found_under_some_topic() -> None:
    sorted_in = {kind for kinds in TOPICS.values() for kind in kinds}
    assert sorted_in | {*OF_MACHINES} <= KINDS
    clocks = {"response_awaited", "response_given", "follow_up_started", "visit_reminded"}
    assert KINDS - sorted_in - {*OF_MACHINES} == clocks | {"case_taken_up"}
    assert kinds_of("story") == frozenset(KINDS - {*OF_MACHINES})


async def test_a_timeline_tells_of_one_thing_and_since_a_version(product: RunningProduct) -> None:
    number = await product.confirmed()
    version = (await product.post(f"/cases/{number}/notes", text="one"))["version"]
    await product.post(f"/cases/{number}/notes", text="@chen.jie two")
    await product.recorded(number)
    at = f"/cases/{number}/timeline"
    ours = await product.items(at, about="ourselves")
    assert {each["event"] for each in ours} >= {"note_added"}
    assert {each["event"] for each in ours} <= {*TOPICS["ourselves"]}
    since = await product.items(at, after=version, about="story")
    assert [each["event"] for each in since] == ["note_added"]
    assert since[0]["sequence"] > version
    assert "action_requested" in {each["event"] for each in await product.items(at, limit=200)}
    story = await product.items(at, about="story", limit=200)
    assert "action_requested" not in {each["event"] for each in story}
    wrong = await product.ask("GET", at, params={"about": "gossip"})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "about")


@pytest.mark.parametrize(("language", "open_place"), [("en", "[day"), ("zh-CN", "【几号")])
async def test_a_draft_leaves_the_next_time_open_where_it_is_only_now_agreed_on(
    product: RunningProduct, language: str, open_place: str
) -> None:
    number = await product.confirmed()
    at = f"/cases/{number}/draft"
    known = await product.get(at, by="li.min", language=language)
    later = await product.get(at, by="li.min", language=language, time_open=True)
    assert open_place not in known["parts"]["by_when"]
    assert open_place in later["parts"]["by_when"]


async def test_where_a_history_is_is_told_to_supervisors(product: RunningProduct) -> None:
    number = await product.opened()
    assert (await product.get(f"/cases/{number}"))["history"] is None
    deps = product.app.state.dependencies
    product.app.state.dependencies = replace(deps, temporal_ui="http://ui/namespaces/default")
    try:
        seen = await product.get(f"/cases/{number}")
        assert seen["history"] == f"http://ui/namespaces/default/workflows/case-{number}"
        assert (await product.get(f"/cases/{number}", by="chen.jie"))["history"] is None
    finally:
        product.app.state.dependencies = deps
