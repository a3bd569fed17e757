"""Every "no" is a problem with a stable code, in the reader's language, and changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from temporalio.api.enums.v1 import EventType

from api import reference
from api.problem_codes import API_PROBLEMS, STATUS
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
        lambda h: {"subject": "test", "latest_by": ahead(h, hours=-1)},
        422,
        "promise_in_past",
        ("latest_by",),
    ),
    "a promise too far away": Try(
        "/promises",
        lambda h: {"subject": "test", "latest_by": ahead(h, days=60)},
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
        "/end-without-agreement", given(reply="no", outside_route="12315"), 403, "line_required"
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
        given(subject="test", latest_by="2026-03-05T10:00:00"),
        422,
        "invalid_request",
        ("latest_by",),
    ),
    "a time at the end of the calendar": Try(
        "/promises",
        given(subject="test", latest_by="9999-12-31T23:59:59-12:00"),
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
        ("/cases?owner=%00", 404, "not_found"),
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


@pytest.mark.parametrize("body", [b"{", b'{"reason": "\xff"}', b"[" * 100_000, b'"x"', b""])
async def test_what_is_no_json_is_refused(product: RunningProduct, body: bytes) -> None:
    head = {"Authorization": f"Bearer {product.keys['li.min']}", "Content-Type": "application/json"}
    answer = await product.http.post("/v1/cases", content=body, headers=head)
    assert answer.status_code in (400, 422)
    problem = answer.json()
    assert problem["code"] == "invalid_request"
    assert all(error["field"] == "body" for error in problem.get("errors", ()))


async def test_a_request_has_a_largest_size(product: RunningProduct) -> None:
    answer = await product.ask("POST", "/cases", {"title": "x" * 5_000_000})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert answer.headers["content-type"] == "application/problem+json"


async def test_the_wrong_method_is_a_problem(product: RunningProduct) -> None:
    answer = await product.ask("DELETE", "/cases")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")


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
