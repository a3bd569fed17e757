"""Every "no" is a problem with a stable code, in the reader's language, and changes nothing."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from temporalio.api.enums.v1 import EventType

from api import reference
from api.field_errors import FIELD_ERRORS
from api.main import bare_app
from api.problem_codes import API_PROBLEMS, STATUS
from api.routes import Route, table
from domain.book import BOOK
from domain.rules import Fault
from products import RunningProduct

Fields = Callable[[RunningProduct], dict[str, Any]]


def ahead(product: RunningProduct, **span: float) -> str:
    return (product.now() + timedelta(**span)).isoformat()


@dataclass(frozen=True)
class Try:
    """A request to a case in diagnosis, or in triage where that matters, and the problem it meets."""

    path: str
    body: Fields
    status: int
    code: str
    fields: tuple[str, ...] = ()
    by: str | None = "li.min"
    start: str = "confirmed"
    headers: dict[str, str] = field(default_factory=dict)


def given(**body: Any) -> Fields:
    return lambda _: body


TRIES: dict[str, Try] = {
    "all missing facts at once": Try(
        "/triage",
        given(priority="P2", traits=["needs_care"], yields={"product": "washer"}),
        422,
        "stage_yield_missing",
        ("occurred", "impact"),
        start="opened",
    ),
    "an unknown stage": Try(
        "/stages/nowhere/complete", given(yields={}), 422, "unknown_stage", ("stage",)
    ),
    "a stage the case is not in": Try(
        "/stages/implement/complete", given(yields={"done": "x"}), 409, "wrong_stage"
    ),
    "a promise in the past": Try(
        "/promises",
        lambda h: {"subject": "noise test", "latest_by": ahead(h, hours=-1)},
        422,
        "promise_in_past",
        ("latest_by",),
    ),
    "a promise too far away": Try(
        "/promises",
        lambda h: {"subject": "noise test", "latest_by": ahead(h, days=60)},
        422,
        "promise_too_far",
        ("latest_by",),
    ),
    "confirming without the notice": Try(
        "/confirm",
        given(complexity="medium"),
        422,
        "notice_missing",
        ("channel", "told_at", "first_feedback_at", "answer"),
        start="triaged",
    ),
    "resolving without verification": Try(
        "/resolve",
        given(basis="customer_confirmed"),
        409,
        "resolution_not_verified",
        start="verifying",
    ),
    "a message without its four parts": Try(
        "/contacts",
        given(channel="phone", parts={"care": "Thank you"}),
        422,
        "four_parts_missing",
        ("where_we_are", "what_comes_next", "by_when"),
    ),
    "an unknown promise": Try(
        "/promises/p9/release", given(reason="settled"), 404, "unknown_promise", ("promise",)
    ),
    "a final reply that no supervisor signed": Try(
        "/end-without-agreement",
        given(reply="our last word", outside_route="12315"),
        403,
        "line_required",
    ),
    "a person nobody knows": Try(
        "/assign", given(owner="who.knows", reason="x"), 422, "unknown_person", ("owner",)
    ),
    "no key": Try("/resume", given(), 401, "key_missing", by=None),
    "an unknown key": Try(
        "/resume", given(), 401, "key_unknown", by=None, headers={"Authorization": "Bearer ft_x"}
    ),
    "a key of another kind": Try(
        "/resume", given(), 401, "key_missing", by=None, headers={"Authorization": "Basic ft_x"}
    ),
    "a key without the role": Try("/resume", given(), 403, "role_required", by="sun.bo"),
    "a naive time": Try(
        "/promises",
        given(subject="noise test", latest_by="2026-03-05T10:00:00"),
        422,
        "invalid_request",
        ("latest_by",),
    ),
    "a time at the end of the calendar": Try(
        "/promises",
        given(subject="noise test", latest_by="9999-12-31T23:59:59-12:00"),
        422,
        "invalid_request",
        ("latest_by",),
    ),
    "unknown fields": Try(
        "/withdraw", given(reason="x", colour="red"), 422, "invalid_request", ("colour",)
    ),
    "too long a reason": Try(
        "/withdraw", given(reason="x" * 201), 422, "invalid_request", ("reason",)
    ),
    "a form without end": Try(
        "/stages/diagnose/complete",
        given(yields={f"fact{n}": "x" for n in range(51)}),
        422,
        "invalid_request",
        ("yields",),
    ),
    "a key that is none": Try(
        "/resume",
        given(),
        422,
        "idempotency_key_invalid",
        ("Idempotency-Key",),
        headers={"Idempotency-Key": "x" * 201},
    ),
}


@pytest.fixture(scope="module")
async def numbers(product: RunningProduct) -> dict[str, str]:
    """A case in each of the stages that the tries start from."""
    opened = await product.opened()
    await product.contact(opened)
    return {
        "opened": opened,
        "triaged": await product.triaged(),
        "confirmed": await product.confirmed(),
        "verifying": await product.verifying(),
    }


@pytest.mark.parametrize("name", TRIES)
async def test_a_refused_request_is_a_problem_and_changes_nothing(
    product: RunningProduct, numbers: dict[str, str], name: str
) -> None:
    tried = TRIES[name]
    number = numbers[tried.start]
    await product.quiet(number)
    happened, before = await product.happened(number), await product.event_kinds(number)
    answer = await product.ask(
        "POST",
        f"/cases/{number}{tried.path}",
        tried.body(product),
        by=tried.by,
        headers=tried.headers,
    )
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (tried.status, tried.code), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["status"] == tried.status
    assert problem["type"] == f"/problems/{tried.code}"
    assert problem["title"]
    assert problem["detail"]
    assert tuple(error["field"] for error in problem.get("errors", ())) == tried.fields
    await product.quiet(number)
    assert await product.happened(number) == happened
    asked = (await product.event_kinds(number))[len(before) :]
    if tried.code in API_PROBLEMS:
        assert not asked, "turned away at the door"
    else:
        assert asked[:2] == [
            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,
            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED,
        ]


@pytest.mark.parametrize("name", TRIES)
async def test_a_problem_speaks_chinese_to_who_reads_chinese(
    product: RunningProduct, numbers: dict[str, str], name: str
) -> None:
    tried = TRIES[name]
    answer = await product.ask(
        "POST",
        f"/cases/{numbers[tried.start]}{tried.path}",
        tried.body(product),
        by=tried.by,
        headers={**tried.headers, "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"},
    )
    problem = answer.json()
    assert problem["code"] == tried.code
    for said in (problem["title"], problem["detail"]):
        assert any("\u4e00" <= letter <= "\u9fff" for letter in said), said


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/cases/C-999999", 404, "case_not_found"),
        ("/cases/C-999999/timeline", 404, "case_not_found"),
        ("/cases/C-999999/deadlines", 404, "case_not_found"),
        ("/cases/C-999999/promises", 404, "case_not_found"),
        ("/cases/C-%00", 404, "not_found"),
        ("/cases?owner=%00", 422, "invalid_request"),
        ("/nowhere", 404, "not_found"),
        ("/cases?cursor=x", 422, "invalid_cursor"),
        ("/inbox?cursor=WyJ4Il0", 422, "invalid_cursor"),
        ("/cases?limit=0", 422, "invalid_request"),
        ("/cases?limit=201", 422, "invalid_request"),
        ("/cases?tier=99999999999999999999", 422, "invalid_request"),
        ("/cases?priority=P9", 422, "invalid_request"),
        ("/cases?opened_after=2026-03-02T09:00:00", 422, "invalid_request"),
        ("/cases?opened_after=0001-01-01T00:00:00%2B14:00", 422, "invalid_request"),
        ("/agenda?due_before=yesterday", 422, "invalid_request"),
    ],
)
async def test_a_look_that_finds_nothing_is_a_problem(
    product: RunningProduct, path: str, status: int, code: str
) -> None:
    answer = await product.ask("GET", path, by="li.min")
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_an_address_that_no_database_can_be_asked_for_is_turned_away_before_the_look(
    product: RunningProduct,
) -> None:
    answer = await product.http.post("/v1/cases/C-%00/resume")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")  # and not 401


async def test_a_command_for_a_case_nobody_opened(product: RunningProduct) -> None:
    for path in ("resume", "messages", "escalations"):
        body = {"messages": {"channel": "web", "text": "x"}, "escalations": {"reason": "x"}}
        answer = await product.ask("POST", f"/cases/C-999999/{path}", body.get(path, {}))
        assert (answer.status_code, answer.json()["code"]) == (404, "case_not_found")


async def sent(product: RunningProduct, body: bytes, **more: str) -> httpx2.Response:
    head = {
        "Authorization": f"Bearer {product.keys['li.min']}",
        "Content-Type": "application/json",
        **more,
    }
    return await product.http.post("/v1/cases", content=body, headers=head)


@pytest.mark.trial("A40")
@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"{", "It is not JSON: line 1, column 2."),
        (b'{"a":\n 1,}', "It is not JSON: line 2, column 4."),
        (b'{"a": NaN}', "It is not JSON: line 1, column 7."),
        (b'{"a": "\xff"}', "It is not UTF-8: line 1, column 8."),
        ('{"a": 1}'.encode("utf-16"), "It is not UTF-8: line 1, column 1."),
        (b"[" * 100_000, "It is nested deeper than 32 levels: line 1, column 33."),
        (b'{"a":' * 100_000, "It is nested deeper than 32 levels: line 1, column 161."),
        (
            b'{"a": ' + b"9" * 5_000 + b"}",
            "A number is larger than 64 bits hold: line 1, column 7.",
        ),
        (b'{"a": -1e999}', "A number is larger than 64 bits hold: line 1, column 7."),
        (b'{"\\ud800": 1}', "A name holds half a character: line 1, column 2."),
        (b"[" + b"1," * 30_000, "It has more than 20,000 names and values: line 1, column 40000."),
    ],
)
async def test_a_body_that_cannot_be_read_is_refused_with_its_place(
    product: RunningProduct, body: bytes, said: str
) -> None:
    answer = await sent(product, body)
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["detail"]) == (
        400,
        "body_unreadable",
        said,
    )
    assert problem["errors"] == [{"field": "body"}]
    chinese = (await sent(product, body, **{"Accept-Language": "zh-CN"})).json()
    assert "行第" in chinese["detail"]


@pytest.mark.parametrize("body", [b'"x"', b"", b"[]", b"null"])
async def test_a_body_that_is_no_object_is_refused(product: RunningProduct, body: bytes) -> None:
    answer = await sent(product, body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert [error["field"] for error in answer.json()["errors"]] == ["body"]


async def test_a_body_of_another_kind_is_refused(product: RunningProduct) -> None:
    answer = await sent(product, b"title=Noise", **{"Content-Type": "text/plain"})
    assert (answer.status_code, answer.json()["code"]) == (415, "json_expected")


@pytest.mark.trial("A40")
async def test_half_a_character_in_a_field_is_refused_by_the_field(product: RunningProduct) -> None:
    answer = await sent(product, b'{"title": "x", "owner": "\\ud800", "customer": {"name": "x"}}')
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "owner")


@pytest.mark.trial("A39")
async def test_a_name_in_the_address_that_nobody_knows_is_refused(product: RunningProduct) -> None:
    """A filter that is misspelt would list everything."""
    answer = await product.ask("GET", "/cases?onwer=li.min&phone=138&limit=5")
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "unknown_parameter")
    assert [error["field"] for error in problem["errors"]] == ["onwer", "phone"]
    assert "`onwer` (did you mean `owner`?), `phone`" in problem["detail"]
    assert "`customer`" in problem["detail"]
    assert "`sla_state`" in problem["detail"]
    chinese = await product.ask("GET", "/agenda?persn=x", headers={"Accept-Language": "zh"})
    assert "`persn`（是不是 `person`？）" in chinese.json()["detail"]


@pytest.mark.trial("A39")
@pytest.mark.parametrize(
    "route", [r for r in table(bare_app().routes) if r.roles is not None], ids=lambda r: r.name
)
async def test_no_route_passes_over_what_it_does_not_know(
    product: RunningProduct, route: Route
) -> None:
    names = {"number": "C-999999", "event": "C-999999:1"}
    address = re.sub(r"{(\w+)(:path)?}", lambda m: names.get(m[1], "x"), route.path)
    by = "wang.fang" if "supervisor" in (route.roles or ()) else "wecom"
    answer = await product.ask(route.method, f"{address.removeprefix('/v1')}?dry_run=1", by=by)
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_parameter")


@pytest.mark.trial("A38")
@pytest.mark.parametrize(
    ("method", "path", "field_name"),
    [
        ("POST", "/cases/C-000001/stages/{long}/complete", "stage"),
        ("POST", "/cases/{long}/resume", "number"),
        ("POST", "/cases/C-000001/visits/{long}/cancel", "visit"),
        ("GET", "/commands/{long}", "key"),
        ("GET", "/cases/{long}", "number"),
        ("GET", "/cases?owner={long}", "owner"),
        ("GET", "/cases?cursor={long}", "cursor"),
        ("GET", "/inbox?person={long}", "person"),
        ("GET", "/cases/a%0Ab", "number"),
    ],
)
async def test_what_an_address_holds_is_bounded(
    product: RunningProduct, method: str, path: str, field_name: str
) -> None:
    address = path.format(long="x" * 60_000)
    answer = await product.ask(method, address, {} if method == "POST" else None, by="li.min")
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "invalid_request"), answer.text
    assert [error["field"] for error in problem["errors"]] == [field_name]
    assert len(problem["errors"][0]["message"]) < 100


async def test_only_so_much_is_looked_for_at_once(product: RunningProduct) -> None:
    address = "/cases?" + "&".join(f"owner=p{n}" for n in range(101))
    answer = await product.ask("GET", address)
    assert (answer.status_code, answer.json()["errors"][0]["type"]) == (422, "too_long")


@pytest.mark.trial("A38")
async def test_everything_that_can_be_sent_has_a_bound(product: RunningProduct) -> None:
    """Texts have a longest, lists a most, numbers a largest: read from the document, so that no new route
    is forgotten."""
    document = (await product.http.get("/openapi.json")).json()
    assert set(unbounded_in(document)) == KEPT_WHOLE


KEPT_WHOLE = {
    *(f"post /v1/cases body.{name}" for name in ("title", "description")),
    *(
        f"post /v1/cases body.customer.{n}"
        for n in ("name", "phone", "email", "account", "company")
    ),
    "post /v1/cases/{number}/messages body.text",
    "post /codec/decode body.payloads[].data",
}
"""Bounded by the request's size alone. What of them goes into a history is cut before."""


def unbounded_in(document: dict[str, Any]) -> Iterator[str]:
    for path, ways in document["paths"].items():
        for method, operation in ways.items():
            for each in operation.get("parameters", ()):
                yield from without_bound(
                    document, each["schema"], f"{method} {path} {each['name']}"
                )
            if "requestBody" in operation:
                schema = operation["requestBody"]["content"]["application/json"]["schema"]
                yield from without_bound(document, schema, f"{method} {path} body")


def without_bound(document: dict[str, Any], schema: Any, place: str) -> Iterator[str]:
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].split("/")[-1]]
    if not (BOUNDS.get(schema.get("type"), schema.keys()) & schema.keys()) and "{0,63}" not in str(
        schema.get("pattern")
    ):
        yield place
    for each in schema.get("anyOf", ()):
        yield from without_bound(document, each, place)
    if "items" in schema:
        yield from without_bound(document, schema["items"], f"{place}[]")
    for name, each in schema.get("properties", {}).items():
        yield from without_bound(document, each, f"{place}.{name}")
    for each in schema.get("patternProperties", {}).values():
        yield from without_bound(document, each, f"{place}{{}}")


BOUNDS: dict[Any, set[str]] = {
    "string": {"maxLength", "enum", "const", "format"},
    "integer": {"maximum", "exclusiveMaximum", "enum"},
    "array": {"maxItems"},
    "object": {"properties", "maxProperties"},
}


@pytest.mark.trial("A59")
@pytest.mark.parametrize(
    ("body", "place", "chinese", "english"),
    [
        ({"title": "x"}, "customer", "缺少此项", "It is missing"),
        ({"customer": {}, "title": "x"}, "customer", "请至少填写姓名", "Give at least one"),
        (
            {"customer": {"name": "x" * 201}, "title": "x"},
            "customer.name",
            "超过了 200 个字符",
            "more than 200",
        ),
        (
            {"customer": {"name": "x"}, "title": "x", "priority": "P9"},
            "priority",
            "只能是 'P0'",
            "one of 'P0'",
        ),
        (
            {"customer": {"name": "x"}, "title": "x", "spoke_at": "2026-03-02T09:00:00"},
            "spoke_at",
            "时间须带时区偏移",
            "needs its offset",
        ),
        (
            {"customer": {"name": "x"}, "title": "x", "spoke_at": 1772413200},
            "spoke_at",
            "应为时间",
            "has to be a time",
        ),
        (
            {"customer": {"name": "x"}, "title": "x", "colour": "red"},
            "colour",
            "没有这个",
            "no such",
        ),
    ],
)
async def test_a_field_says_what_is_wrong_in_the_askers_language(
    product: RunningProduct, body: dict[str, Any], place: str, chinese: str, english: str
) -> None:
    for language, said in (
        ("zh-CN", chinese),
        ("en;q=0.5, fr", english),
        ("fr, zh;q=0.4", chinese),
    ):
        answer = await product.ask("POST", "/cases", body, headers={"Accept-Language": language})
        (wrong,) = answer.json()["errors"]
        assert wrong["field"] == place
        assert said in wrong["message"], (language, wrong)


def test_no_sentence_about_a_field_is_left_without_its_facts() -> None:
    """Each type of error that our bodies can give has words of ours, filled in by pydantic's own facts."""
    for kind, words in FIELD_ERRORS.items():
        assert set(re.findall(r"{(\w+)}", words.en)) == set(re.findall(r"{(\w+)}", words.zh)), kind


async def test_a_thousand_wrong_fields_are_one_mistake(product: RunningProduct) -> None:
    answer = await product.ask("POST", "/inbox/read", {"ids": [1] * 5_000})
    assert answer.status_code == 422
    assert len(answer.json()["errors"]) <= 50


async def test_a_request_has_a_largest_size(product: RunningProduct) -> None:
    answer = await product.ask("POST", "/cases", {"title": "x" * 5_000_000})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.trial("A58")
async def test_the_wrong_method_is_a_problem_that_names_the_right_ones(
    product: RunningProduct,
) -> None:
    for path, allowed in (
        ("/cases", "GET, POST"),
        ("/cases/C-000001/notes", "GET, POST"),
        ("/cases/C-000001/resume", "POST"),
        ("/webhooks/w1", "DELETE, GET, PATCH"),
    ):
        answer = await product.ask("PUT", path)
        assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
        assert answer.headers["Allow"] == allowed


async def test_all_that_is_wrong_is_said_at_once(product: RunningProduct) -> None:
    answer = await product.ask("POST", "/cases", {"customer": {}, "title": " ", "channel": "fax"})
    fields = {error["field"] for error in answer.json()["errors"]}
    assert fields == {"customer", "title", "channel"}


async def test_intake_names_the_scenarios_and_teams_there_are(product: RunningProduct) -> None:
    usual: dict[str, Any] = {"customer": {"name": "Ms Sun"}, "title": "Noise"}
    for field_name, known in (("scenario", "standard"), ("team", "after_sales")):
        no = await product.refused("/cases", **usual, **{field_name: "astrology"})
        assert no.json()["code"] == f"unknown_{field_name}"
        assert known in no.json()["detail"]


async def test_a_mistake_of_ours_is_a_problem_too(product: RunningProduct) -> None:
    """Told plainly, without what went wrong inside."""
    whole, product.app.state.dependencies = product.app.state.dependencies, None
    transport = httpx2.ASGITransport(app=product.app, raise_app_exceptions=False)
    try:
        async with httpx2.AsyncClient(transport=transport, base_url="http://product") as http:
            answer = await http.get("/v1/cases", headers={"Authorization": "Bearer ft_x"})
    finally:
        product.app.state.dependencies = whole
    assert (answer.status_code, answer.json()["code"]) == (500, "request_failed")
    assert "NoneType" not in answer.text


def test_every_fault_has_a_status() -> None:
    assert STATUS.keys() == set(Fault)


def test_no_code_has_two_meanings() -> None:
    assert not API_PROBLEMS.keys() & BOOK.refusals.keys()


def test_the_reference_of_problems_is_current() -> None:
    written = reference.PLACE.read_text(encoding="utf-8")
    assert written == reference.problems(), "run: python -m api.reference"
    assert all(f"`{code}`" in written for code in (*BOOK.refusals, *API_PROBLEMS))


def test_the_reference_of_routes_is_current() -> None:
    written = reference.ROUTES_PLACE.read_text(encoding="utf-8")
    assert written == reference.routes(), "run: python -m api.reference"


def test_the_reference_of_events_is_current() -> None:
    written = reference.EVENTS_PLACE.read_text(encoding="utf-8")
    assert written == reference.events(), "run: python -m api.reference"
