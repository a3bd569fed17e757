"""Who may do what; and the doors that are no part of /v1."""

import base64
from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute, iter_route_contexts

from houses import CODEC_TOKEN, UI_ORIGIN, RunningHouse

STAFF = {"li.min", "chen.jie", "wang.fang", "zhao.lei"}
INTAKE = STAFF | {"wecom"}
ON_SITE = STAFF | {"sun.bo"}
READERS = INTAKE | {"sun.bo", "root"}
SUPERVISORS = {"wang.fang", "zhao.lei", "root"}
PEOPLE = READERS
ANYBODY = "anybody, without a key"

CASE = "/v1/cases/{number}"
MAY: dict[str, set[str] | str] = {
    "GET /docs": ANYBODY,
    "GET /healthz": ANYBODY,
    "GET /readyz": ANYBODY,
    "GET /metrics": ANYBODY,
    "GET /v1/findings": SUPERVISORS,
    "POST /codec/decode": SUPERVISORS,
    "POST /codec/{token}/decode": ANYBODY,
    "POST /v1/cases": INTAKE,
    "GET /v1/cases": READERS,
    f"GET {CASE}": READERS,
    f"GET {CASE}/timeline": READERS,
    f"GET {CASE}/deadlines": READERS,
    f"GET {CASE}/promises": READERS,
    f"GET {CASE}/draft": READERS,
    f"GET {CASE}/milestones": READERS,
    f"GET {CASE}/questions": READERS,
    "GET /v1/agenda": READERS,
    "GET /v1/inbox": READERS,
    "POST /v1/inbox/read": READERS,
    "GET /v1/commands/{key:path}": READERS,
    **{
        f"{way} /v1/webhooks{path}": SUPERVISORS
        for way, path in (
            ("POST", ""),
            ("GET", ""),
            ("GET", "/{webhook}"),
            ("PATCH", "/{webhook}"),
            ("DELETE", "/{webhook}"),
            ("POST", "/{webhook}/rotate"),
            ("POST", "/{webhook}/pause"),
            ("POST", "/{webhook}/resume"),
            ("POST", "/{webhook}/test"),
            ("POST", "/{webhook}/replay"),
            ("GET", "/{webhook}/deliveries"),
            ("POST", "/{webhook}/deliveries/{event}/redeliver"),
        )
    },
    f"POST {CASE}/messages": INTAKE,
    f"GET {CASE}/visits": READERS,
    f"POST {CASE}/visits/{{visit}}/record": ON_SITE,
    f"POST {CASE}/visits/{{visit}}/report": ON_SITE,
    **{
        f"POST {CASE}/{command}": STAFF
        for command in (
            "triage",
            "confirm",
            "product",
            "questions",
            "answers",
            "assign",
            "stages/{stage}/complete",
            "contacts",
            "promises",
            "promises/{promise}/renegotiate",
            "promises/{promise}/release",
            "escalations",
            "escalations/{escalation}/acknowledge",
            "escalations/{escalation}/deescalate",
            "messages/{message}/mark",
            "observation",
            "observation/extend",
            "observation/end",
            "verification",
            "resolve",
            "revisits",
            "pause",
            "resume",
            "visits",
            "visits/{visit}/confirm",
            "visits/{visit}/reschedule",
            "visits/{visit}/cancel",
            "offers",
            "withdraw",
            "end-without-agreement",
        )
    },
}
"""Every route, with the people who may use it. Others get 403, and 401 without a key."""


def routes(house: RunningHouse) -> Iterator[str]:
    for context in iter_route_contexts(house.app.routes):
        if isinstance(context.original_route, APIRoute):
            for method in context.methods or ():
                yield f"{method} {context.path}"


async def test_every_route_says_who_may_use_it(house: RunningHouse) -> None:
    assert set(routes(house)) == set(MAY)


@pytest.mark.parametrize("route", [route for route, who in MAY.items() if who != ANYBODY])
async def test_a_route_lets_in_those_who_may_and_nobody_else(
    house: RunningHouse, route: str
) -> None:
    method, path = route.split(" ")
    address = (
        path.removeprefix("/v1").format(
            number="C-999999",
            stage="x",
            promise="p1",
            escalation="e1",
            message="m1",
            key="k",
            webhook="wh1",
            event="C-999999:1",
            visit="v1",
        )
        if ":path" not in path
        else "/commands/k"
    )
    body: dict[str, object] | None = {} if method == "POST" else None
    for who in PEOPLE:
        answer = await house.ask(method, address, body, by=who)
        refused = answer.status_code == 403 and answer.json()["code"] == "role_required"
        assert refused != (who in MAY[route]), f"{who}: {answer.status_code} {answer.text}"
        assert answer.status_code < 500
    answer = await house.ask(method, address, body, by=None)
    assert (answer.status_code, answer.json()["code"]) == (401, "key_missing")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


async def sealed(house: RunningHouse) -> dict[str, list[dict[str, object]]]:
    """The payloads of a case's start, as Temporal UI sends them."""
    number = await house.opened(title="A rattle nobody may read")
    for event in await house.history(number):
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
async def test_a_supervisor_can_open_payloads(house: RunningHouse, who: str) -> None:
    answer = await house.ask("POST", "/codec/decode", await sealed(house), by=who)
    (opened,) = answer.json()["payloads"]
    assert b"A rattle nobody may read" in base64.b64decode(opened["data"])
    assert base64.b64decode(opened["metadata"]["encoding"]) == b"json/plain"


async def test_an_agent_cannot_open_payloads(house: RunningHouse) -> None:
    for who in ("li.min", "chen.jie", "wecom", "sun.bo"):
        answer = await house.ask("POST", "/codec/decode", await sealed(house), by=who)
        assert (answer.status_code, answer.json()["code"]) == (403, "role_required")


async def test_the_embedded_ui_opens_payloads_by_its_secret_address(house: RunningHouse) -> None:
    body = await sealed(house)
    answer = await house.ask("POST", f"/codec/{CODEC_TOKEN}/decode", body, by=None)
    assert b"A rattle" in base64.b64decode(answer.json()["payloads"][0]["data"])
    for wrong in ("guess", "x" * len(CODEC_TOKEN), "秘密", "%00"):
        answer = await house.ask("POST", f"/codec/{wrong}/decode", body, by=None)
        assert answer.status_code in (401, 404), wrong
        assert answer.json()["code"] in ("key_unknown", "not_found")


@pytest.mark.parametrize(
    "body",
    [
        {"payloads": 5},
        {"payloads": [{"data": 5}]},
        {"nothing": []},
        {
            "payloads": [
                {"metadata": {"encoding": "YmluYXJ5L2ZvbGxvd3Rocm91Z2gtc2VhbGVk"}, "data": "eA=="}
            ]
        },
    ],
)
async def test_what_is_no_payload_is_refused(house: RunningHouse, body: object) -> None:
    answer = await house.ask("POST", "/codec/decode", body, by="wang.fang")
    assert (answer.status_code, answer.json()["code"]) == (422, "payloads_unreadable")


async def test_temporal_ui_may_ask_from_its_own_pages(house: RunningHouse) -> None:
    asked = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type,x-namespace",
    }
    preflight = await house.http.options("/codec/decode", headers={"Origin": UI_ORIGIN, **asked})
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == UI_ORIGIN
    stranger = await house.http.options(
        "/codec/decode", headers={"Origin": "https://elsewhere.example", **asked}
    )
    assert "access-control-allow-origin" not in stranger.headers


async def test_the_process_answers(house: RunningHouse) -> None:
    answer = await house.http.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
