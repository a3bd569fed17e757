"""An address is led to the route that would have taken it in the order of the book, only sooner."""

import re
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.routing import BaseRoute, Match

from api.main import bare_app
from api.signpost import CHOSEN, Signpost
from console.main import with_console


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return with_console(bare_app())


def sign_of(app: FastAPI) -> Signpost:
    (sign,) = [route for route in app.router.routes if isinstance(route, Signpost)]
    return sign


def the_long_way(app: FastAPI, asked: dict[str, Any]) -> BaseRoute | None:
    others = (route for route in app.router.routes if not isinstance(route, Signpost))
    return next((one for one in others if one.matches(dict(asked))[0] == Match.FULL), None)


def led_to(app: FastAPI, asked: dict[str, Any]) -> BaseRoute | None:
    chosen: BaseRoute | None = sign_of(app).matches(dict(asked))[1].get(CHOSEN)
    return chosen


def request(path: str, method: str = "GET", **more: Any) -> dict[str, Any]:
    return {"type": "http", "method": method, "path": path, "headers": [], **more}


@pytest.mark.parametrize("filled", ["C-000001", "new", "li.min", "handover", "1"])
def test_every_address_is_led_where_it_led_before(app: FastAPI, filled: str) -> None:
    asked = [
        request(re.sub(r"\{[^}]*\}", filled, each.path or ""), method)
        for each in iter_route_contexts(app.router.routes)
        for method in each.methods or ()
    ]
    assert len(asked) > 100
    for one in asked:
        assert led_to(app, one) is the_long_way(app, one), one
        assert led_to(app, one) is not None, one


@pytest.mark.parametrize(
    "path", ["/", "/nowhere", "/v1/nowhere", "/v1/cases/", "/v1/cases/C-1/nothing", "//", "/v1"]
)
def test_an_address_of_nobody_goes_the_long_way(app: FastAPI, path: str) -> None:
    for method in ("GET", "POST", "DELETE"):
        asked = request(path, method)
        assert led_to(app, asked) is the_long_way(app, asked)


def test_made_up_addresses_leave_nothing_behind(app: FastAPI) -> None:
    sign = sign_of(app)
    for n in range(50):
        led_to(app, request(f"/v1/x{n}/y{n}"))
        led_to(app, request("/" + "a/" * (50 + n)))
    kept = len(sign._leads_to)
    for n in range(50, 500):
        led_to(app, request(f"/v1/x{n}/y{n}"))
        led_to(app, request("/" + "a/" * (50 + n)))
    assert len(sign._leads_to) == kept


def test_routes_that_come_later_are_found(app: FastAPI) -> None:
    own = bare_app()
    asked = request("/cases/C-000001")
    assert led_to(own, asked) is None
    with_console(own)
    assert led_to(own, asked) is the_long_way(own, asked) is not None


def test_behind_a_prefix_every_route_is_asked(app: FastAPI) -> None:
    assert led_to(app, request("/desk/v1/me", root_path="/desk")) is None
