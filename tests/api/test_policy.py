"""What another screen needs to know before its first form: the rules, the teams, and who is asking."""

from datetime import date
from typing import Any, get_args

import pytest

from api.choices import FAMILIES, choices
from api.main import bare_app
from api.policy import PolicyOut
from api.routes import table
from builders import MONDAY
from console.forms.fields import fields_of
from domain.plan.terms import Language
from domain.spans import parse_span
from messages.lengths import span
from policies.load import load
from products import RunningProduct

CHINESE = {"Accept-Language": "zh-CN"}


def _offered() -> dict[tuple[str, str], tuple[str, ...]]:
    """Verb and field → what may be chosen there, of every command with a body."""
    return {
        (route.name, field.last): field.choices
        for route in table(bare_app().routes)
        if route.is_command and route.body
        for field in fields_of(route.body).values()
        if field.choices
    }


@pytest.mark.parametrize(("verb", "field"), _offered())
def test_every_choice_of_every_form_has_a_family_with_words(verb: str, field: str) -> None:
    family = FAMILIES.get(f"{verb}.{field}") or FAMILIES.get(field, field)
    offered = _offered()[verb, field]
    for spoken in get_args(Language):
        words = {each.value: each.label for each in choices(spoken)[family]}
        assert set(offered) <= set(words)
        assert all(words.values())
    chinese = {each.value: each.label for each in choices("zh-CN")[family]}
    assert not [value for value in offered if chinese[value] == value]


@pytest.mark.parametrize(
    ("written", "english", "chinese"),
    [
        ("15 min", "15 min", "15 分钟"),
        ("1 working day", "1 working day", "1 个工作日"),
        ("3-7 working days", "3–7 working days", "3–7 个工作日"),
        ("24-72 h", "24–72 h", "24–72 小时"),
        ("2 weeks", "14 days", "14 天"),
        ("1.5 working hours", "1.5 working hours", "1.5 个工作小时"),
    ],
)
def test_a_span_is_told_in_the_unit_it_was_written_in(
    written: str, english: str, chinese: str
) -> None:
    assert span(parse_span(written), "en") == english
    assert span(parse_span(written), "zh-CN") == chinese


@pytest.mark.parametrize("spoken", get_args(Language))
def test_the_rules_are_whole_and_small(spoken: Language) -> None:
    policy = load(today=MONDAY)
    told = PolicyOut.of(policy, spoken)

    largest = max(len(scenario.model_dump_json().encode()) for scenario in told.scenarios)
    others = told.model_copy(update={"scenarios": []}).model_dump_json().encode()
    assert (largest < 12_000, len(others) < 30_000) == (True, True), (largest, len(others))
    assert [scenario.name for scenario in told.scenarios] == list(policy.sops)
    for scenario in told.scenarios:
        sop = policy.sops[scenario.name]
        stages = {stage.name: stage for stage in scenario.stages}
        assert list(stages) == list(sop.stages)
        for name, stage in stages.items():
            asked = {fact.name: [c.value for c in fact.choices] for fact in stage.yields}
            assert asked == {key: list(it.answers) for key, it in sop.stages[name].yields.items()}
            assert {way.to for way in stage.ways} <= stages.keys()
    assert told.calendars["business"].zone == "Asia/Shanghai"
    assert told.calendars["business"].week["mon"] == "09:00-12:00 13:00-18:00"
    assert told.calendars["business"].week["sun"] == ""
    assert date(2026, 10, 1) in [day.on for day in told.calendars["business"].holidays]


async def test_the_rules_are_told_in_the_language_of_whoever_asks(product: RunningProduct) -> None:
    english = (await product.ask("GET", "/policy")).json()
    chinese = (await product.ask("GET", "/policy", headers=CHINESE)).json()

    assert _priority(english, "P2")["first_response"] == {
        "says": "4 working hours",
        "limit": 4,
        "target": None,
        "unit": "h",
        "working": True,
    }
    assert _priority(chinese, "P2")["first_response"]["says"] == "4 个工作小时"
    assert _priority(english, "P0")["follow_up"]["says"] == "4 h"
    assert english["complexity"][1]["red_line"]["says"] == "3–7 working days"
    assert chinese["complexity"][1]["red_line"]["says"] == "3–7 个工作日"
    assert {"value": "furious", "label": "愤怒"} in chinese["choices"]["emotion"]


def _priority(rules: dict[str, Any], value: str) -> dict[str, Any]:
    (found,) = (each for each in rules["priorities"] if each["value"] == value)
    return dict(found)


async def test_rules_that_are_known_are_not_sent_again(product: RunningProduct) -> None:
    first = await product.ask("GET", "/policy", headers=CHINESE)
    tag = first.headers["etag"]

    again = await product.ask("GET", "/policy", headers={**CHINESE, "If-None-Match": tag})
    weak = await product.ask(
        "GET", "/policy", headers={**CHINESE, "If-None-Match": f'"other", W/{tag}'}
    )
    english = await product.ask("GET", "/policy", headers={"If-None-Match": tag})

    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert weak.status_code == 304
    assert english.status_code == 200
    assert english.headers["etag"] != tag
    assert "Accept-Language" in english.headers["vary"]


async def test_a_team_has_its_line_and_its_people(product: RunningProduct) -> None:
    (team,) = await product.items("/teams")

    assert team["name"] == "after_sales"
    assert team["label"] == "After-sales service"
    assert team["lead"] == {"handle": "chen.jie", "name": "Chen Jie"}
    assert team["supervisor"]["handle"] == "wang.fang"
    handles = [each["handle"] for each in team["people"]]
    assert {"li.min", "zhou.yan", "chen.jie"} <= set(handles)
    assert "sun.bo" not in handles  # of another department


async def test_whoever_asks_learns_their_teams_and_what_their_roles_are_called(
    product: RunningProduct,
) -> None:
    lead = (await product.ask("GET", "/me", by="chen.jie", headers=CHINESE)).json()
    helper = (await product.ask("GET", "/me", by="sun.bo")).json()

    assert (lead["roles"], lead["called"]) == (["agent", "lead"], ["坐席", "组长"])
    assert lead["teams"] == [{"name": "after_sales", "label": "售后服务组"}]
    assert helper["teams"] == [{"name": "warehouse", "label": "warehouse"}]
    assert helper["called"] == ["colleague of a department"]
    assert (lead["may"], helper["may"]) == (["open"], [])
