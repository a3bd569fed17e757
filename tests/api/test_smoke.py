"""Whatever is sent, the answer is what the API promises: never a crash, every error a problem.

Schemathesis draws the requests from the OpenAPI document, those that fit it and those that don't.
"""

from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from products import RunningProduct

EACH = 5
"""Requests for each route and mode: a few hundred in all, in some ten seconds."""


def drawn(operation: Any, mode: GenerationMode) -> list[Any]:
    """Some requests for an operation; none where nothing could be wrong with them."""
    found: list[Any] = []

    @settings(
        max_examples=EACH,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def draw(case: Any) -> None:
        found.append(case)

    try:
        draw()
    except Unsatisfiable:
        return []
    return found


@pytest.mark.parametrize("mode", list(GenerationMode))
async def test_no_request_makes_the_api_crash(
    product: RunningProduct, mode: GenerationMode
) -> None:
    document = (await product.http.get("/openapi.json")).json()
    number = await product.confirmed()
    answers = 0
    for found in schemathesis.openapi.from_dict(document).get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()
        if operation.path == "/readyz":
            continue  # it asks the server what the test server does not know
        for n, case in enumerate(drawn(operation, mode)):
            if n % 2 and "number" in (case.path_parameters or {}):
                case.path_parameters["number"] = number
            answer = await send(product, case)
            exchange = f"{case.method} {case.path} {case.query} {case.body!r}: {answer.text}"
            assert answer.status_code < 500, exchange
            if answer.status_code >= 400:
                assert answer.headers["content-type"] == "application/problem+json", exchange
                problem = answer.json()
                assert problem["status"] == answer.status_code, exchange
                assert problem["code"], exchange
            answers += 1
    assert answers > 100
    await product.quiet(number)


async def send(product: RunningProduct, case: Any) -> Any:
    sent = case.as_transport_kwargs(base_url="http://product")
    headers = {
        name: quote(str(value), safe=" ,;=/*")
        for name, value in {**sent["headers"], "Authorization": "-"}.items()
        if name.lower() != "user-agent"
    }
    headers["Authorization"] = f"Bearer {product.keys['wang.fang']}"
    body = {name: sent[name] for name in ("json", "data", "params") if sent.get(name) is not None}
    if "data" in body:
        body["content"] = body.pop("data")
    return await product.http.request(sent["method"], sent["url"], headers=headers, **body)
