"""The examples on the API's pages work when pasted, in the order of a case's life."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from api.examples import at
from builders import at as moment
from products import RunningProduct

CASE = "/v1/cases/{number}"
HOOK = "/v1/webhooks/{webhook}"
LIFE: tuple[tuple[str, str], ...] = (
    ("/v1/cases", "li.min"),
    (f"{CASE}/contacts", "li.min"),
    (f"{CASE}/notes", "li.min"),
    (f"{CASE}/triage", "li.min"),
    (f"{CASE}/confirm", "li.min"),
    (f"{CASE}/complexity", "li.min"),
    (f"{CASE}/red-line", "chen.jie"),
    (f"{CASE}/promises", "li.min"),
    (f"{CASE}/promises/{{promise}}/renegotiate", "li.min"),
    (f"{CASE}/messages", "wecom"),
    (f"{CASE}/promises/{{promise}}/release", "li.min"),
    (f"{CASE}/pause", "li.min"),
    (f"{CASE}/resume", "li.min"),
    (f"{CASE}/escalations", "li.min"),
    (f"{CASE}/escalations/{{escalation}}/acknowledge", "chen.jie"),
    (f"{CASE}/escalations/{{escalation}}/deescalate", "chen.jie"),
    (f"{CASE}/assign", "li.min"),
    (f"{CASE}/visits", "li.min"),
    (f"{CASE}/visits/{{visit}}/confirm", "li.min"),
    (f"{CASE}/visits/{{visit}}/reschedule", "li.min"),
    (f"{CASE}/visits/{{visit}}/record", "chen.jie"),
    (f"{CASE}/visits/{{visit}}/report", "chen.jie"),
    (f"{CASE}/offers", "li.min"),
    (f"{CASE}/room", "chen.jie"),
    (f"{CASE}/visits", "li.min"),
    (f"{CASE}/visits/{{visit}}/cancel", "chen.jie"),
    (f"{CASE}/stages/{{stage}}/complete", "li.min"),
    (f"{CASE}/contacts", "li.min"),
    (f"{CASE}/observation", "li.min"),
    (f"{CASE}/observation/extend", "li.min"),
    (f"{CASE}/observation/end", "li.min"),
    (f"{CASE}/verification", "li.min"),
    (f"{CASE}/resolve", "li.min"),
    (f"{CASE}/revisits", "li.min"),
    (f"{CASE}/withdraw", "chen.jie"),
    (f"{CASE}/reopen", "chen.jie"),
    (f"{CASE}/end-without-agreement", "wang.fang"),
    (f"{CASE}/messages", "wecom"),
    (f"{CASE}/messages/{{message}}/mark", "li.min"),
    (f"{CASE}/product", "li.min"),
    (f"{CASE}/questions", "li.min"),
    (f"{CASE}/answers", "li.min"),
    (f"{CASE}/contacts/{{contact}}/disprove", "chen.jie"),
    (f"{CASE}/customer", "li.min"),
    (f"{CASE}/priority", "li.min"),
    ("/v1/inbox/read", "chen.jie"),
    ("/v1/views", "li.min"),
    ("/codec/decode", "wang.fang"),
    ("/v1/webhooks", "wang.fang"),
    (f"{HOOK}/test", "wang.fang"),
    (f"{HOOK}/pause", "wang.fang"),
    (f"{HOOK}/rotate", "wang.fang"),
    (f"{HOOK}/replay", "wang.fang"),
    (f"{HOOK}/deliveries/{{event}}/redeliver", "wang.fang"),
    (f"{HOOK}/deliveries/{{event}}/skip", "wang.fang"),
    (f"{HOOK}/resume", "wang.fang"),
)


def example(document: dict[str, Any], path: str) -> Any:
    """The example of a route's body, None where it takes none or any."""
    body = document["paths"][path]["post"].get("requestBody")
    schema = body["content"]["application/json"]["schema"] if body else {}
    if "$ref" not in schema:
        return None
    return document["components"]["schemas"][schema["$ref"].split("/")[-1]]["examples"][0]


async def ready_for(product: RunningProduct, path: str, number: str) -> str:
    """Bring the case, or another one, to where a request fits; its number."""
    if path in (f"{CASE}/observation", f"{CASE}/revisits"):
        await product.quiet(number)
    if path == f"{CASE}/observation":
        await product.complete(number, "plan", to="implement", solution="bearing", kind="cure")
        await product.complete(number, "implement", done="bearing replaced")
    if path == f"{CASE}/verification":
        await product.contact(number)
    if path == f"{CASE}/revisits":
        await product.skip("25 h", number)
    if path == f"{CASE}/product":
        number = await product.opened(scenario="product_fault")
        await product.contact(number)
        await product.complete(number, "safe_checks", checked="no coin in the drum")
    if path == f"{CASE}/customer":
        number = await product.opened(customer={"name": "Mr Sun", "phone": "138 0013 8000"})
    if path == f"{CASE}/withdraw":
        await product.ended(number)
    if path.endswith(("withdraw", "end-without-agreement", "redeliver")):
        number = await product.opened()
    return number


async def test_openapi_examples_that_work_when_pasted(product: RunningProduct) -> None:
    document = (await product.http.get("/openapi.json")).json()
    assert {path for path, ways in document["paths"].items() if "post" in ways} == {
        path for path, _ in LIFE
    }
    number = webhook = ""
    for path, by in LIFE:
        if path == "/codec/decode":
            continue
        number = await ready_for(product, path, number)
        names = {
            "number": number,
            "promise": "p2" if path.endswith("renegotiate") else "p3",
            "contact": "c1",
            "escalation": "e1",
            "message": "m1",
            "stage": "diagnose",
            "webhook": webhook,
            "event": f"{number}:1",
            "visit": "v2" if path.endswith("cancel") else "v1",
        }
        answer = await product.ask(
            "POST", path.removeprefix("/v1").format(**names), example(document, path), by=by
        )
        assert answer.is_success, f"{path}: {answer.status_code} {answer.text}"
        if path == "/v1/cases":
            number = answer.json()["number"]
        elif path == "/v1/webhooks":
            webhook = answer.json()["id"]
        elif answer.status_code == 202 and path.startswith(CASE):
            await product.quiet(number)


async def test_the_documents_times_move_on(product: RunningProduct) -> None:
    first = (await product.http.get("/openapi.json")).json()
    then = product.now() + timedelta(days=3)
    until = example(first, f"{CASE}/pause")["until"]
    assert datetime.fromisoformat(until).date() == then.date()
    await product.skip("1 day")
    second = (await product.http.get("/openapi.json")).json()
    later = example(second, f"{CASE}/pause")["until"]
    assert datetime.fromisoformat(later).date() == then.date() + timedelta(days=1)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("now", "2026-03-02T01:00:00Z"),
        ("now-5m", "2026-03-02T00:55:00Z"),
        ("now+28h", "2026-03-03T05:00:00Z"),
        ("now+3d", "2026-03-05T01:00:00Z"),
        ("nowhere", "nowhere"),
        ("now+3w", "now+3w"),
    ],
)
def test_times_in_examples_count_from_now(written: str, meant: str) -> None:
    assert at(moment("Mon 09:00"), {"a": [written]}) == {"a": [meant]}
