"""An API that is away, is another program, or answers in part: what an assistant is told, and what it may do."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import httpx2
from mcp import Client

from assistants.door import Door
from assistants.fence import CLOSES, OPENS
from assistants.server import make_server
from assistants.tools import Me
from assisting import Assistant, Clock

ME = {
    "handle": "li.min",
    "name": "Li Min",
    "language": "en",
    "zone": "Asia/Shanghai",
    "now": "2026-03-02T01:00:00Z",
}
NOTE = {"number": "C-000001", "text": "Is it the same batch?"}
RECEIPT = {"number": "C-000001", "version": 3, "events": ["note_added"], "next_promise_due": None}
AWAY = {"title": "The database is away", "detail": "Ask again.", "code": "database_unreachable"}
Handler = Callable[[httpx2.Request], httpx2.Response]


@asynccontextmanager
async def assistant_at(handler: Handler) -> AsyncIterator[tuple[Assistant, list[httpx2.Request]]]:
    """An assistant whose API answers `/me` and, to all else, what the handler says."""
    asked: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.path == "/v1/me":
            return httpx2.Response(200, json=ME)
        asked.append(request)
        return handler(request)

    async with httpx2.AsyncClient(
        transport=httpx2.MockTransport(answer), base_url="http://product"
    ) as http:
        me = Me(**{**ME, "now": datetime.now(UTC)})  # type: ignore[arg-type]
        async with Client(make_server(Door(http), me, "ft_a")) as client:
            yield Assistant(client, Clock()), asked


def keys(asked: list[httpx2.Request]) -> list[str]:
    return [each.headers["idempotency-key"] for each in asked if each.method == "POST"]


async def test_a_request_of_which_nothing_was_heard_is_repeated_under_its_key() -> None:
    def lost(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ReadTimeout("no answer", request=request)

    async with assistant_at(lost) as (assistant, asked):
        said = await assistant.refused("add_note", **NOTE)
        await assistant.refused("add_note", **NOTE)

    assert "Whether the request arrived is not known" in said
    assert len(keys(asked)) == 2
    assert len(set(keys(asked))) == 1


async def test_a_fault_of_ours_is_repeated_under_its_key_and_a_refusal_is_not() -> None:
    statuses = iter([503, 409, 409])

    def refuse(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(next(statuses), json=AWAY)

    async with assistant_at(refuse) as (assistant, asked):
        away = await assistant.refused("add_note", **NOTE)
        refused = await assistant.refused("add_note", **NOTE)
        await assistant.refused("add_note", **NOTE)

    first, second, third = keys(asked)
    assert first == second != third
    assert "Make the same call again in a while" in away
    assert "Make the same call again" not in refused


async def test_another_program_at_the_address_is_named_as_such() -> None:
    async with assistant_at(lambda _: httpx2.Response(200, text="<h1>It works</h1>")) as (it, _):
        assert "is not Followthrough's API" in await it.refused("my_day")
    async with assistant_at(lambda _: httpx2.Response(404, json={"error": "no"})) as (it, _):
        assert "is not Followthrough's API" in await it.refused("my_day")


async def test_what_is_done_is_said_to_be_done_though_it_cannot_be_read_yet() -> None:
    def half(request: httpx2.Request) -> httpx2.Response:
        if request.method == "POST":
            return httpx2.Response(200, json=RECEIPT)
        return httpx2.Response(503, json=AWAY)

    async with assistant_at(half) as (assistant, _):
        assert "Done in case C-000001" in await assistant.call("add_note", **NOTE)


async def test_what_is_received_is_not_called_done() -> None:
    waits = {
        "status": "received",
        "number": "C-000001",
        "key": "k",
        "detail": "It is safe with us.",
    }

    async with assistant_at(lambda _: httpx2.Response(202, json=waits)) as (assistant, _):
        said = await assistant.call("add_note", **NOTE)

    assert "not decided yet" in said
    assert "It is safe with us." in said


async def test_what_is_shut_is_told_with_its_reason_where_the_api_tells_it() -> None:
    ways = {
        "items": [
            _way("complete", open=True),
            _way("resolve", refusal={"title": "Not yet", "detail": "Ask the customer first"}),
            {**_way("note", open=True), "leads_to": []},
        ]
    }
    answers: dict[str, Any] = {
        "/v1/cases/C-000001": CASE,
        "/v1/cases/C-000001/ways": ways,
        "/v1/cases/C-000001/deadlines": {"items": []},
        "/v1/cases/C-000001/timeline": {"items": [], "next": None},
        "/v1/people": {"items": [{"handle": "li.min", "name": "Li Min"}]},
    }

    async with assistant_at(lambda r: httpx2.Response(200, json=answers[r.url.path])) as (it, _):
        told = await it.call("case", number="C-000001")

    assert f"- Finish this stage, which leads to: {OPENS}Planning{CLOSES}" in told
    assert f"Not yet: Call it resolved. {OPENS}Not yet. Ask the customer first{CLOSES}" in told
    assert "internal note" not in told.lower()
    assert f"Owner: {OPENS}Li Min{CLOSES} (li.min)" in told


def _way(verb: str, *, open: bool = False, refusal: Any = None) -> dict[str, Any]:  # noqa: A002
    leads_to = [{"name": "plan", "label": "Planning"}]
    return {"verb": verb, "open": open, "refusal": refusal, "leads_to": leads_to}


CASE: dict[str, Any] = {
    "number": "C-000001",
    "title": "Strange noise",
    "person": {"name": "Ms Sun"},
    "customer_level": "vip",
    "stage_label": "Diagnosis",
    "priority": "P2",
    "emotion": "uneasy",
    "sla_state": "on_track",
    "owner": "li.min",
    "tier": 1,
    "red_line": None,
    "description": "x" * 60_000,
    "messages": [],
    "promises": [],
    "asks": [],
    "facts": {},
    "notes": 0,
    "leads_to": {},
    "stages": {},
}


async def test_a_long_text_is_cut_where_a_model_reads_it() -> None:
    page: dict[str, Any] = {"items": [], "next": None}
    answers: dict[str, Any] = {"/v1/cases/C-000001": CASE, "/v1/cases/C-000001/ways": {"items": []}}

    async with assistant_at(lambda r: httpx2.Response(200, json=answers.get(r.url.path, page))) as (
        it,
        _,
    ):
        told = await it.call("case", number="C-000001")

    assert len(told) < 6_000
    assert f"x …{CLOSES}" in told
