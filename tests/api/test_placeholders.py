"""What says nothing is refused wherever words keep, end or prove something, and nowhere else (REQ C3, E1)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from api import placeholders
from api.field_errors import HANDLE, NAME
from api.main import bare_app
from api.routes import table
from builders import MONDAY
from db.recognition import Recognition
from domain.plan import Plan
from domain.planning import compile_plan
from policies.load import load
from products import RunningProduct

POLICY = load(today=MONDAY)
READS = Recognition.of(POLICY.customers)
TYPED_NAMES = NAME, HANDLE
"""Patterns of ids and handles, which are no words."""
INSTEAD_OF_WORDS = [
    "N/A",
    "无",
    "没有",
    "TBD",
    "待填",
    "{name}",
    "{{where_we_are}}",
    "[name]",
    "<placeholder>",
]
INSTEAD_OF_WORDS += ["【姓名】", "__NAME__", "%s", "$name", "____", "...", "👍", "xxx", "同上"]


def plan_of(scenario: str) -> Plan:
    team = next(iter(POLICY.teams))
    return compile_plan(POLICY, scenario=scenario, team=team, language="zh-CN", opened_on=MONDAY)


def free_texts(schema: dict[str, Any], all_of: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """The places of a body where people write words."""
    if "$ref" in schema:
        schema = all_of["$defs"][schema["$ref"].split("/")[-1]]
    for choice in schema.get("anyOf", ()):
        yield from free_texts(choice, all_of)
    for name, each in schema.get("properties", {}).items():
        yield from ((name, *place) for place in free_texts(each, all_of))
    entries = [*schema.get("patternProperties", {}).values(), schema.get("additionalProperties")]
    for each in (*entries, schema.get("items")):
        if isinstance(each, dict):
            yield from (("x", *place) for place in free_texts(each, all_of))
    is_name = schema.get("pattern") in TYPED_NAMES or {"enum", "const", "format"} & set(schema)
    if schema.get("type") == "string" and not is_name:
        yield ()


def test_each_free_text_of_a_command_has_its_rule() -> None:
    rules = placeholders.MUST_SAY | placeholders.MAY_BE_NONE | placeholders.AS_GIVEN
    rules |= {placeholders.YIELDS, placeholders.LEFT_OUT}
    found = {
        place
        for route in table(bare_app().routes)
        if route.is_command and "{number}" in route.path and route.body
        for place in free_texts(route.body.model_json_schema(), route.body.model_json_schema())
    }
    assert len(found) > 15
    assert [place for place in found if not rules & set(place)] == []


@pytest.mark.parametrize("text", INSTEAD_OF_WORDS)
@pytest.mark.parametrize(
    "body",
    [
        lambda text: {"reason": text},
        lambda text: {"reply": text},
        lambda text: {"outside_route": text},
        lambda text: {"next_promise": {"subject": text}},
        lambda text: {"milestones": [{"subject": text}]},
        lambda text: {"parts": {"care": text}},
        lambda text: {"report": text},
        lambda text: {"yields": {"answer": text}},
    ],
)
def test_what_keeps_ends_or_proves_something_says_something(body: Any, text: str) -> None:
    ((_, found),) = placeholders.left_unsaid(body(text), READS)
    assert found == text


@pytest.mark.parametrize("text", ["无", "没有", "no", "none", "N/A", "👍"])
@pytest.mark.parametrize("field", ["answers", "note", "said", "text"])
def test_none_is_an_honest_answer(field: str, text: str) -> None:
    body = {field: {"display": text} if field == "answers" else text}
    assert list(placeholders.left_unsaid(body, READS)) == []


@pytest.mark.parametrize("text", ["TBD", "待填", "{answer}", "____"])
@pytest.mark.parametrize("field", ["answers", "note", "said"])
def test_what_was_never_filled_in_is_no_answer_at_all(field: str, text: str) -> None:
    body = {field: {"display": text} if field == "answers" else text}
    assert [found for _, found in placeholders.left_unsaid(body, READS)] == [text]


@pytest.mark.parametrize(
    "text",
    [
        "没有发现异常",
        "Nothing was found",
        "【已解决】客户满意",
        "the parameter {timeout} was missing",
        "无法复现",
        "{{name}} 你好",
        "",
    ],
)
def test_words_around_a_placeholder_are_words(text: str) -> None:
    assert list(placeholders.left_unsaid({"reason": text}, READS)) == []


def test_a_form_says_where_none_is_an_answer() -> None:
    on_site, standard = plan_of("on_site_repair"), plan_of("standard")
    place = ("yields", "serial_number")
    assert placeholders.may_be_none(on_site, place, "无", READS)
    assert not placeholders.may_be_none(on_site, place, "待填", READS)
    assert placeholders.may_be_none(standard, ("yields", "order"), "无", READS)  # may be left out
    assert placeholders.may_be_none(standard, ("yields", "root_cause"), "无", READS)  # a choice
    assert not placeholders.may_be_none(standard, ("yields", "findings"), "无", READS)
    assert not placeholders.may_be_none(standard, ("yields", "unknown"), "无", READS)


async def test_a_case_does_not_end_with_a_placeholder(product: RunningProduct) -> None:
    number = await product.confirmed()
    ending = {"reply": "N/A", "outside_route": "无"}
    answer = await product.ask(
        "POST", f"/cases/{number}/end-without-agreement", ending, by="wang.fang"
    )
    assert answer.status_code == 422
    assert [(e["field"], e["type"]) for e in answer.json()["errors"]] == [
        ("reply", "says_nothing"),
        ("outside_route", "says_nothing"),
    ]
    later = product.now() + timedelta(hours=24)
    promise = {"subject": "TBD", "latest_by": later.isoformat()}
    answer = await product.ask("POST", f"/cases/{number}/promises", promise)
    assert [e["field"] for e in answer.json()["errors"]] == ["subject"]
    yields = {"findings": "待填", "root_cause": "product/part"}
    answer = await product.ask(
        "POST", f"/cases/{number}/stages/diagnose/complete", {"yields": yields}
    )
    assert [e["field"] for e in answer.json()["errors"]] == ["yields.findings"]
    assert (await product.get(f"/cases/{number}"))["stage"] == "diagnose"
