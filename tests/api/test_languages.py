"""Every "no" of the API is in the language of whoever asks: its title, its sentence, and what is wrong with each field."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import Request
from fastapi.routing import iter_route_contexts
from pydantic import TypeAdapter, ValidationError

from api.field_errors import FIELD_ERRORS, field_error
from api.main import bare_app
from api.problem_codes import API_PROBLEMS
from api.problems import ApiProblem, on_api_problem
from products import STAFF, RunningProduct

CHINESE = {"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"}
QUOTED = re.compile(r"`[^`]*`|'[^']*'")
WORD = re.compile(r"[A-Za-z]{2,}")
SAME_IN_CHINESE = {
    *("API", "JSON", "UTF", "MB", "NUL", "Idempotency", "Key", "Temporal", "docs", "http", "https"),
    *("example", "hooks", "com", "followthrough", "FOLLOWTHROUGH", "WEBHOOK", "HOSTS"),
    *("true", "false", "name", "phone", "email", "account", "since", "number", "case", "opened"),
    *("reference", "events", "md", "base", "zz"),
}
"""Names of things that are typed as they stand, of our fields among them."""


def english_in(sentence: str) -> set[str]:
    return {*WORD.findall(QUOTED.sub("", sentence))} - SAME_IN_CHINESE


ASKED: dict[str, tuple[str, str, Any]] = {
    "invalid_request": ("POST", "/cases/{number}/promises", {"latest_by": 5, "subject": ""}),
    "unknown_parameter": ("GET", "/cases?onwer=x", None),
    "command_not_found": ("GET", "/commands/9-9-9", None),
    "person_of_another_team": ("GET", "/inbox?person=sun.bo", None),
    "invalid_cursor": ("GET", "/cases?cursor=9", None),
    "read_after_invalid": ("GET", "/cases", None),
    "not_recorded_yet": ("GET", "/cases", None),
    "case_not_found": ("GET", "/cases/C-999999", None),
    "nothing_asked": ("POST", "/cases/{number}/customer", {"same_person": True}),
    "text_not_found": ("GET", "/cases/{number}/texts/9", None),
    "webhook_not_found": ("GET", "/webhooks/9", None),
    "webhook_address_refused": ("POST", "/webhooks", {"url": "https://10.0.0.1/", "label": "9"}),
    "unknown_team": ("POST", "/webhooks", {"url": "https://a.com/", "teams": ["9"]}),
    "view_not_found": ("PUT", "/views/9", {"name": "9"}),
    "not_found": ("GET", "/9", None),
    "method_not_allowed": ("DELETE", "/cases/{number}", None),
    "unknown_person": ("POST", "/cases/{number}/assign", {"owner": "9", "reason": "9"}),
    "person_cannot_own": ("POST", "/cases/{number}/assign", {"owner": "sun.bo", "reason": "9"}),
    "unknown_mention": ("POST", "/cases/{number}/notes", {"text": "@no.one 9"}),
    "unknown_scenario": (
        "POST",
        "/cases",
        {"title": "9", "customer": {"name": "9"}, "scenario": "9"},
    ),
    "spoke_in_future": (
        "POST",
        "/cases",
        {"title": "9", "customer": {"name": "9"}, "spoke_at": "2030-01-01T00:00:00Z"},
    ),
    "unknown_product": ("POST", "/cases/{number}/product", {"family": "9"}),
    "payloads_unreadable": ("POST", "/codec/decode", {"payloads": [{"data": "xxxxx"}]}),
    "too_large": ("POST", "/cases", {"title": "9" * 5_000_000}),
}
"""Whatever one request is enough for, by somebody who may do it."""
OTHERWISE_ASKED: dict[str, dict[str, Any]] = {
    "key_missing": {"by": None},
    "read_after_invalid": {"headers": {"Read-After": "yesterday"}},
    "not_recorded_yet": {"headers": {"Read-After": "C-000001@999999"}},
    "key_unknown": {"by": None, "headers": {"Authorization": "Bearer ft_x"}},
    "role_required": {"by": "sun.bo"},
    "person_of_another_team": {"by": "chen.jie"},
    "json_expected": {"headers": {"Content-Type": "text/plain"}},
    "idempotency_key_invalid": {"key": "x" * 201},
    "body_unreadable": {"content": b"{", "headers": {"Content-Type": "application/json"}},
}
"""What is wrong is how it is asked."""
NEEDS_MORE: dict[str, dict[str, Any]] = {
    "too_many_failures": {"wait": 30},
    "case_of_another_team": {"number": "C-000001", "team": "9"},
    "scope_required": {"scope": "read"},
    "session_ended": {},
    "case_not_open_yet": {"number": "C-000001"},
    "not_your_visit": {"number": "C-000001", "engineer": "9"},
    "delivery_not_found": {"id": "C-000001:1"},
    "notice_not_found": {"id": "9"},
    "view_name_taken": {"name": "9"},
    "too_many_views": {"most": 30},
    "unreachable": {},
    "database_unreachable": {},
    "request_failed": {},
}
"""What takes a part of the installation to be away, a page that asks for a browser, somebody of another team, a key of another
kind, a stranger who tries for long, what was kept before, or isn't said any more."""


def test_every_problem_of_the_api_is_asked_for() -> None:
    assert {*ASKED, *OTHERWISE_ASKED, *NEEDS_MORE} == API_PROBLEMS.keys()


@pytest.fixture(scope="module")
async def number(product: RunningProduct) -> str:
    return await product.opened()


@pytest.mark.trial("A59")
@pytest.mark.parametrize("code", dict.fromkeys((*ASKED, *OTHERWISE_ASKED)))
async def test_a_problem_is_in_the_askers_language(
    product: RunningProduct, number: str, code: str
) -> None:
    usual: tuple[str, str, Any] = ("POST", "/cases/{number}/resume", {})
    method, path, body = ASKED.get(code, usual)
    more = dict(OTHERWISE_ASKED.get(code, {}))
    by = more.pop("by", "wang.fang")
    headers = {**CHINESE, **more.pop("headers", {})}
    if "content" in more or "Content-Type" in headers:
        more.setdefault("content", b"9")
        body = None
    answer = await product.ask(
        method, path.format(number=number), body, by=by, headers=headers, **more
    )
    problem = answer.json()
    assert problem["code"] == code, answer.text
    sentences = [problem["title"], problem["detail"]]
    sentences += [error["message"] for error in problem.get("errors", ()) if "message" in error]
    named = {
        "admin",
        "agent",
        "executive",
        "lead",
        "supervisor",
        "service",
        "standard",
        "refund",
        "any",
    }
    named |= {word for each in STAFF for word in each.name.split()}
    for sentence in sentences:
        assert re.search("[\u4e00-\u9fff]", sentence), sentence
        left = re.sub(r"[a-z_]+[._][a-z_]+", "", sentence)  # names of the policy, and handles
        assert english_in(left) <= named, sentence
        assert not re.search("[\u4e00-\u9fff][,;:!?]|[,;:!?][\u4e00-\u9fff]|您", sentence), sentence


@pytest.mark.trial("A59")
@pytest.mark.parametrize("code", NEEDS_MORE)
async def test_what_seldom_happens_is_in_the_askers_language_too(code: str) -> None:
    headers = [(b"accept-language", b"zh-CN")]
    for method in ("GET", "POST"):
        scope = {"type": "http", "method": method, "path": "/", "headers": headers}
        answer = await on_api_problem(Request(scope), ApiProblem(code, **NEEDS_MORE[code]))
        said = bytes(answer.body).decode()
        assert re.search('"title":"[\u4e00-\u9fff]', said), said
        assert "您" not in said


WRONG: list[Any] = [
    *(None, True, 5, -1, 1.5, 10**30, "", " ", "zz zz", "x" * 30_000, "\0", "\ud800", "\u200b"),
    *("【几号几点】", [], {}, [1], [None] * 2_000, {"a": 1}, {f"k{n}": "x" for n in range(2_000)}),
    *("2026-03-02", "2026-03-02T09:00:00", "2026-13-45T00:00:00Z", "1999-01-01T00:00:00Z"),
    *(
        "2100-01-01T00:00:00Z",
        "9999-12-31T23:59:59-12:00",
        1_772_413_200,
        "@a " * 3,
        "P9",
        "case_x",
    ),
    " ".join(f"@a{n}" for n in range(60)),
]


def adapters() -> Iterator[tuple[str, Any, Any]]:
    """Each body and each parameter of the API, with an example where it has one."""
    for context in iter_route_contexts(bare_app().routes):
        route = getattr(context, "route", context)
        if not (dependant := getattr(route, "dependant", None)):
            continue
        body = getattr(route, "body_field", None)
        fields = [*dependant.path_params, *dependant.query_params, *([body] if body else [])]
        for field in fields:
            model = field.field_info.annotation
            config = getattr(model, "model_config", {})
            examples = (config.get("json_schema_extra") or {}).get("examples", [{}])
            yield f"{route.path} {field.name}", field._type_adapter, examples[0]


def variations(example: Any, names: list[str]) -> Iterator[Any]:
    yield from WRONG
    if not isinstance(example, dict):
        return
    for name in {*example, *names}:
        yield {key: value for key, value in example.items() if key != name}
        for value in variations(example.get(name), []):
            yield {**example, name: value}
        if isinstance(example.get(name), list) and example[name]:
            for value in variations(example[name][0], []):
                yield {**example, name: [value]}


@pytest.mark.trial("A59")
def test_whatever_is_wrong_with_a_field_has_words_in_both_languages() -> None:
    """All bodies and parameters, with all sorts of wrong values in all places: nothing is said in pydantic's
    English, and no sentence lacks a fact."""
    seen: set[str] = set()
    unsaid: dict[str, str] = {}
    for place, adapter, example in adapters():
        model = getattr(adapter, "_type", None)
        names = list(getattr(model, "model_fields", {}))
        for value in variations(example, names):
            for error in errors_of(adapter, value):
                seen.add(error["type"])
                told = field_error(error, "zh-CN")["message"]
                if error["type"] not in FIELD_ERRORS or "?" in told or english_in(told):
                    unsaid[f"{place} {error['loc']} {error['type']}"[:200]] = told
    assert unsaid == {}
    assert len(seen) > 20


def errors_of(adapter: TypeAdapter[Any], value: Any) -> list[Any]:
    try:
        adapter.validate_python(value)
    except ValidationError as error:
        return [{**each, "loc": ("body", *each["loc"])} for each in error.errors()]
    return []
