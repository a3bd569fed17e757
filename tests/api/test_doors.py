"""Who may do what; and the doors that are no part of /v1."""

import base64
import re
from importlib import import_module
from pkgutil import walk_packages

import httpx2
import pytest
from fastapi import APIRouter
from fastapi.routing import iter_route_contexts

import api
from api import book, pages
from api.doors import Door
from api.main import bare_app
from api.notes import COLLEAGUES
from api.routes import Route, table
from api.signpost import Signpost
from db.people import ROLES
from products import CODEC_TOKEN, UI_ORIGIN, RunningProduct

STAFF: frozenset[str] = frozenset({"agent", "lead", "supervisor", "executive"})
INTAKE = STAFF | {"service"}
ON_SITE = STAFF | {"department"}
LEADS = frozenset({"lead", "supervisor", "executive"})
READERS: frozenset[str] = frozenset(ROLES)
SUPERVISORS: frozenset[str] = frozenset({"supervisor", "executive", "admin"})
SUBSCRIBERS = SUPERVISORS | {"service"}
"""Of a service the key has to be for it as well."""

ROUTES = tuple(table(bare_app().routes))
COMMANDS = [route for route in ROUTES if route.is_command]
GUARDED = [route for route in ROUTES if route.roles is not None]
OTHERS_COMMANDS = {
    "open": INTAKE,
    "message": INTAKE,
    "record_visit": ON_SITE,
    "report_visit": ON_SITE,
    "note": COLLEAGUES,
    "disprove": LEADS,
    "reopen": LEADS,
    "set_red_line": LEADS,
}
"""Commands that others may give, too, or not all of those who carry cases."""
AMONG_OURSELVES = {
    "get_notes": COLLEAGUES,
    "search": STAFF,
    "get_unowned": STAFF,
    **dict.fromkeys(("get_board", "get_load", "get_handover", "get_figures"), LEADS),
}
"""What is read by colleagues alone: no channel's machine, nobody who only administers; what is read by those who lead."""
SEALED = base64.b64encode(b"binary/followthrough-sealed").decode()
FOR_SUPERVISORS = ("/v1/webhooks", "/v1/findings", "/codec")


def called(route: Route) -> str:
    return f"{route.method} {route.path}"


@pytest.mark.parametrize("route", GUARDED, ids=called)
async def test_a_route_lets_in_nobody_without_a_key(product: RunningProduct, route: Route) -> None:
    """Whom it lets in, and to which cases, is a matrix of its own (test_reach)."""
    address = re.sub(r"{(\w+)(:path)?}", "x", route.path).removeprefix("/v1")
    body: dict[str, object] | None = {} if route.method == "POST" else None
    answer = await product.ask(route.method, address, body, by=None)
    assert (answer.status_code, answer.json()["code"]) == (401, "key_missing")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_nothing_but_these_doors_opens_without_a_key() -> None:
    assert {called(route) for route in ROUTES if route.roles is None} == {
        "GET /docs",
        "GET /healthz",
        "GET /readyz",
        "GET /metrics",
        "POST /codec/ui/decode",
        "POST /codec/{token}/decode",
    }


async def test_the_application_has_no_other_doors(product: RunningProduct) -> None:
    """Those below a route of FastAPI's own say themselves who may pass."""
    contexts = tuple(iter_route_contexts(product.app.routes))
    plain = {each.path for each in contexts if not isinstance(each.original_route, Door | Signpost)}
    assert plain == {"/openapi.json", "/docs/assets"}
    assert tuple(table(product.app.routes)) == ROUTES


@pytest.mark.parametrize("route", COMMANDS, ids=called)
def test_a_case_is_commanded_by_those_who_carry_cases(route: Route) -> None:
    assert route.roles == OTHERS_COMMANDS.get(route.name, STAFF)


@pytest.mark.parametrize("route", [r for r in GUARDED if not r.is_command], ids=called)
def test_everybody_may_look_but_what_concerns_all_cases_is_for_supervisors(route: Route) -> None:
    for_supervisors = SUPERVISORS if route.path.startswith(FOR_SUPERVISORS) else READERS
    expected = SUBSCRIBERS if route.path.startswith("/v1/webhooks") else for_supervisors
    assert route.roles == AMONG_OURSELVES.get(route.name, expected)


def test_the_book_names_every_router() -> None:
    named = {id(each) for each in (*book.FEATURES, *book.BESIDE, pages.router)}
    forgotten = [
        f"{found.name}.{name}"
        for found in walk_packages(api.__path__, "api.")
        for name, value in vars(import_module(found.name)).items()
        if isinstance(value, APIRouter) and id(value) not in named
    ]
    assert forgotten == []


async def sealed(product: RunningProduct) -> dict[str, list[dict[str, object]]]:
    """The payloads of a case's start, as Temporal UI sends them."""
    number = await product.opened(title="A rattle nobody may read")
    for event in await product.history(number):
        if event.HasField("workflow_execution_update_accepted_event_attributes"):
            given = event.workflow_execution_update_accepted_event_attributes.accepted_request.input
            return {
                "payloads": [
                    {
                        "metadata": {
                            name: base64.b64encode(value).decode()
                            for name, value in payload.metadata.items()
                        },
                        "data": base64.b64encode(payload.data).decode(),
                    }
                    for payload in given.args.payloads
                ]
            }
    raise AssertionError("nothing was asked of the case")


@pytest.mark.parametrize("who", ["wang.fang", "zhao.lei", "root"])
async def test_a_supervisor_can_open_payloads(product: RunningProduct, who: str) -> None:
    answer = await product.ask("POST", "/codec/decode", await sealed(product), by=who)
    (opened,) = answer.json()["payloads"]
    assert b"A rattle nobody may read" in base64.b64decode(opened["data"])
    assert base64.b64decode(opened["metadata"]["encoding"]) == b"json/plain"


async def test_an_agent_cannot_open_payloads(product: RunningProduct) -> None:
    for who in ("li.min", "chen.jie", "wecom", "sun.bo"):
        answer = await product.ask("POST", "/codec/decode", await sealed(product), by=who)
        assert (answer.status_code, answer.json()["code"]) == (403, "role_required")


@pytest.mark.trial("A44")
@pytest.mark.parametrize("door", ["ui", CODEC_TOKEN])
async def test_a_temporal_ui_opens_payloads_for_its_own_pages_alone(
    product: RunningProduct, door: str
) -> None:
    """No other site may ask through somebody's browser, not even one that calls itself 127.0.0.1."""
    body, path = await sealed(product), f"/codec/{door}/decode"
    page = {"Origin": UI_ORIGIN, "Host": "127.0.0.1:8000"}
    answer = await product.ask("POST", path, body, by=None, headers=page)
    assert b"A rattle" in base64.b64decode(answer.json()["payloads"][0]["data"])
    for other in (
        {"Host": "evil.example:8000"},
        {"Origin": "http://evil.example:8233"},
        {"Origin": "null"},
    ):
        answer = await product.ask("POST", path, body, by=None, headers={**page, **other})
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), other
    answer = await product.ask("POST", path, body, by=None, headers={"Host": "127.0.0.1:8000"})
    assert answer.status_code == 404, "no page at all"


@pytest.mark.trial("A44")
async def test_the_door_without_a_key_is_for_this_machine(product: RunningProduct) -> None:
    afar = httpx2.ASGITransport(app=product.app, client=("192.0.2.7", 1))
    page = {"Origin": UI_ORIGIN, "Host": "127.0.0.1:8000"}
    async with httpx2.AsyncClient(transport=afar, base_url="http://product") as http:
        answer = await http.post("/codec/ui/decode", json={"payloads": []}, headers=page)
    assert answer.status_code == 404


async def test_the_address_that_is_a_secret_cannot_be_guessed(product: RunningProduct) -> None:
    body = await sealed(product)
    for wrong in ("guess", "x" * len(CODEC_TOKEN), "秘密", "%00"):
        answer = await product.ask("POST", f"/codec/{wrong}/decode", body, by=None)
        assert answer.status_code in (401, 404), wrong
        assert answer.json()["code"] in ("key_unknown", "not_found")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"payloads": 5}, "invalid_request"),
        ({"payloads": [{"data": 5}]}, "invalid_request"),
        ({"nothing": []}, "invalid_request"),
        ({"payloads": [{}] * 1_001}, "invalid_request"),
        ({"payloads": [{"data": "xxxxx"}]}, "payloads_unreadable"),
        ({"payloads": [{"metadata": {"encoding": SEALED}, "data": "eA=="}]}, "payloads_unreadable"),
    ],
)
async def test_what_is_no_payload_is_refused(
    product: RunningProduct, body: object, code: str
) -> None:
    answer = await product.ask("POST", "/codec/decode", body, by="wang.fang")
    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_temporal_ui_may_ask_from_its_own_pages(product: RunningProduct) -> None:
    asked = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type,x-namespace",
    }
    preflight = await product.http.options("/codec/decode", headers={"Origin": UI_ORIGIN, **asked})
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == UI_ORIGIN
    stranger = await product.http.options(
        "/codec/decode", headers={"Origin": "https://elsewhere.example", **asked}
    )
    assert "access-control-allow-origin" not in stranger.headers


async def test_the_process_answers(product: RunningProduct) -> None:
    answer = await product.http.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
