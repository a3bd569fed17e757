"""Subscriptions over HTTP: what may be asked for, what is shown, what is refused."""

from typing import Any

import pytest

from products import RunningProduct

URL = "https://hooks.example.com/followthrough"


async def subscribed(product: RunningProduct, **fields: Any) -> Any:
    made = await product.post("/webhooks", by="wang.fang", **{"url": URL, **fields})
    await product.post(f"/webhooks/{made['id']}/pause", by="wang.fang")  # nobody is there
    return made


async def test_the_secret_is_shown_once(product: RunningProduct) -> None:
    made = await product.post("/webhooks", by="root", key="k1", url=URL, label="ERP")
    again = await product.post("/webhooks", by="root", key="k1", url=URL, label="ERP")
    assert made == again
    assert made["secret"].startswith("whsec_")
    other = await product.ask("POST", "/webhooks", {"url": URL}, by="root", key="k1")
    assert other.json()["code"] == "idempotency_key_reused"
    place = f"/webhooks/{made['id']}"
    for path in ("/webhooks", place, f"{place}/deliveries"):
        assert "whsec" not in str(await product.get(path, by="root"))
    shown = await product.get(place, by="root")
    assert (shown["label"], shown["created_by"], shown["status"]) == ("ERP", "root", "active")
    assert [each["what"] for each in shown["history"]] == ["created"]
    assert [each["id"] for each in await product.items("/webhooks", by="root")] == [made["id"]]


async def test_a_subscription_can_be_changed_in_part(product: RunningProduct) -> None:
    made = await subscribed(product, events=["case_opened"], teams=["after_sales"])
    place = f"/webhooks/{made['id']}"
    answer = await product.ask("PATCH", place, {"label": "BI", "events": []}, by="root")
    seen = answer.json()
    assert (seen["label"], seen["events"], seen["teams"]) == ("BI", [], ["after_sales"])
    assert (seen["url"], seen["changed_by"]) == (URL, "root")


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({}, "invalid_request", "url"),
        ({"url": URL, "events": ["case_opend"]}, "invalid_request", "events.0"),
        ({"url": URL, "teams": ["nobody"]}, "unknown_team", "teams"),
        ({"url": "https://10.0.0.1/"}, "webhook_address_refused", "url"),
        ({"url": "http://hooks.example.com/"}, "webhook_address_refused", "url"),
        ({"url": "https://169.254.169.254/"}, "webhook_address_refused", "url"),
        ({"url": URL, "secret": "mine"}, "invalid_request", "secret"),
    ],
)
async def test_what_cannot_be_subscribed_is_refused_with_the_way_out(
    product: RunningProduct, body: Any, code: str, field: str
) -> None:
    answer = await product.ask("POST", "/webhooks", body, by="root")
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, code)
    assert problem["errors"][0]["field"] == field
    if code == "webhook_address_refused":
        assert "FOLLOWTHROUGH_WEBHOOK_HOSTS" in problem["detail"]
        changed = await subscribed(product)
        refused = await product.ask("PATCH", f"/webhooks/{changed['id']}", body, by="root")
        assert refused.json()["code"] == code
    if field == "events.0":
        assert "did you mean case_opened" in problem["errors"][0]["message"]


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("/wh0/pause", {}, "webhook_not_found"),
        ("/wh0/test", {}, "webhook_not_found"),
        ("/{id}/replay", {}, "invalid_request"),
        ("/{id}/replay", {"number": "C-999999"}, "case_not_found"),
        ("/{id}/replay", {"number": "C-1", "since": "2026-03-01T00:00:00Z"}, "invalid_request"),
        ("/{id}/rotate", {"keep_old_hours": 999}, "invalid_request"),
        ("/{id}/deliveries/C-999999:1/redeliver", {}, "delivery_not_found"),
        ("/{id}/deliveries/nonsense/redeliver", {}, "delivery_not_found"),
        ("/{id}/deliveries/nonsense/skip", {}, "delivery_not_found"),
        ("/wh0/deliveries/C-1:1/skip", {}, "delivery_not_found"),
        ("/{id}/deliveries/C-1:99999999999999999999/redeliver", {}, "delivery_not_found"),
    ],
)
async def test_problems_of_what_is_asked_of_a_subscription(
    product: RunningProduct, path: str, body: Any, code: str
) -> None:
    made = await subscribed(product)
    answer = await product.refused(f"/webhooks{path.format(id=made['id'])}", by="root", **body)
    assert answer.json()["code"] == code


async def test_deliveries_come_in_pages(product: RunningProduct) -> None:
    made = await subscribed(product)
    number = await product.confirmed()
    await product.quiet(number)
    many = len(await product.happened(number))
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = await product.get(f"/webhooks/{made['id']}/deliveries", limit=5, **cursor)
        seen += [one["id"] for one in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert len(seen) == len(set(seen)) == many
    place = f"/webhooks/{made['id']}/deliveries"
    assert await product.items(place, status="failed") == []
    assert len(await product.items(place, number=number, limit=200)) == many
    wrong = await product.ask("GET", place, by="root", params={"cursor": "x"})
    assert wrong.json()["code"] == "invalid_cursor"
