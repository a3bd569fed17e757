"""What the API says of itself and of where a case stands, to people who only have that."""

import re
from datetime import timedelta, timezone
from typing import Any

import pytest

from api.main import bare_app
from api.routes import table
from api.times import alike
from api.ways import REQUESTS
from builders import MONDAY
from policies.load import load
from products import RunningProduct

UTC_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
ANY_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


def texts_in(value: Any) -> list[str]:
    match value:
        case dict():
            return [text for each in value.values() for text in texts_in(each)]
        case list():
            return [text for each in value for text in texts_in(each)]
        case str():
            return [value]
    return []


@pytest.mark.trial("A59")
def test_the_document_cites_no_rules_of_ours() -> None:
    assert [
        text for text in texts_in(bare_app().openapi()) if re.search(r"REQ [A-Z]\d", text)
    ] == []


@pytest.mark.trial("A60")
async def test_a_case_names_the_requests_that_lead_on(product: RunningProduct) -> None:
    number = await product.confirmed()
    await product.complete(number, "diagnose", findings="heard it", root_cause="product/part")
    case = f"POST /v1/cases/{number}"
    assert (await product.get(f"/cases/{number}"))["leads_to"] == {
        f"{case}/stages/plan/complete": ["collaborate", "implement"],
        f"{case}/withdraw": ["closed"],
        f"{case}/end-without-agreement": ["closed"],
    }
    way = f"/cases/{number}/stages/plan/complete"
    no = await product.refused(way, yields={"solution": "bearing", "kind": "cure"})
    assert (no.status_code, no.json()["code"]) == (422, "way_on_missing")
    assert "Putting it right" in no.json()["detail"]
    assert "implement" in str(no.json()["params"])


@pytest.mark.trial("A60")
def test_each_way_of_each_sop_is_a_request() -> None:
    paths = {route.path for route in table(bare_app().routes) if route.is_command}
    for places in REQUESTS.values():
        assert all(f"/v1/cases/{{number}}/{place}" in paths for place in places)
    ways = {way.on for sop in load(today=MONDAY).sops.values() for way in sop.transitions}
    assert ways <= REQUESTS.keys()


@pytest.mark.trial("A60")
async def test_all_times_have_one_offset(product: RunningProduct) -> None:
    """However they were given."""
    number = await product.triaged()
    shanghai = timezone(timedelta(hours=8))
    tomorrow = (product.now() + timedelta(hours=24)).astimezone(shanghai)

    notice = {**product.notice(), "first_feedback_at": tomorrow.isoformat()}
    await product.post(f"/cases/{number}/confirm", **notice)
    for path in ("", "/timeline", "/deadlines", "/promises", "/milestones"):
        told = texts_in(await product.get(f"/cases/{number}{path}"))
        times = [text for text in told if ANY_TIME.match(text)]
        assert all(UTC_TIME.fullmatch(text) for text in times), (path, times)
    document = texts_in((await product.http.get("/openapi.json")).json())
    assert [t for t in document if ANY_TIME.match(t) and not UTC_TIME.fullmatch(t)] == []


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("2026-03-02T09:00:00+08:00", "2026-03-02T01:00:00Z"),
        ("2026-03-02T01:00:00.5+00:00", "2026-03-02T01:00:00.500000Z"),
        ("2026-03-02T01:00:00Z", "2026-03-02T01:00:00Z"),
        ("at 2026-03-02T09:00:00+08:00", "at 2026-03-02T09:00:00+08:00"),
    ],
)
def test_a_time_is_written_in_one_way(given: str, written: str) -> None:
    assert alike({"a": [given]}) == {"a": [written]}
