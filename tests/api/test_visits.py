"""Visits over HTTP: whom they are promised with, where the address stays, what the engineer may do."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from activities.clashes import tell_clashes
from builders import at
from db.visits import VisitRow
from domain.case.visits import AHEAD
from products import RunningProduct

ADDRESS = "12 Nanjing Road, flat 501; the bell is broken"


@pytest.fixture(autouse=True)
async def engineers_are_free(product: RunningProduct) -> AsyncIterator[None]:
    """Nobody is expected anywhere by the cases of another test."""
    yield
    await product.recorded()
    ahead = select(VisitRow.number, VisitRow.id).where(VisitRow.status.in_(AHEAD))
    async with product.database.read() as session:
        left = (await session.execute(ahead)).all()
    for number, visit in left:
        await product.post(
            f"/cases/{number}/visits/{visit}/cancel", by="chen.jie", reason="the test is over"
        )


async def on_site(product: RunningProduct, serial_number: str, fault: str = "noise") -> str:
    """A case of the SOP for repairs on site that waits for an appointment."""
    number = await product.opened(scenario="on_site_repair")
    await product.contact(number)
    await product.post(
        f"/cases/{number}/triage",
        priority="P2",
        traits=["needs_time_to_verify"],
        yields={"product": "washer", "serial_number": serial_number, "fault": fault},
    )
    await product.post(f"/cases/{number}/confirm", **product.notice())
    return number


def window(**fields: Any) -> dict[str, Any]:
    usual = {
        "engineer": "sun.bo",
        "starts_at": at("Mon 09:00"),
        "ends_at": at("Mon 13:00"),
        "address": ADDRESS,
    }
    return {**usual, **fields}


async def visited(product: RunningProduct, number: str, outcome: str, **fields: Any) -> str:
    """A visit in the present window, and its outcome at once."""
    made = await product.post(f"/cases/{number}/visits", **window(**fields))
    visit: str = made["visits"][0]
    await product.recorded(number)  # from then on the case is there for its engineer
    await product.post(f"/cases/{number}/visits/{visit}/record", by="sun.bo", outcome=outcome)
    return visit


async def test_a_visit_is_promised_confirmed_held_and_reported(product: RunningProduct) -> None:
    number = await on_site(product, "A-1")
    made = await product.post(f"/cases/{number}/visits", **window())
    assert (made["visits"], made["stage"]) == (["v1"], "appoint")
    confirmed = await product.post(f"/cases/{number}/visits/v1/confirm")
    assert confirmed["stage"] == "diagnose"
    owed = await product.items("/agenda", by="sun.bo")
    assert [(o["kind"], o["id"]) for o in owed if o["number"] == number] == [("visit", "v1")]
    path = f"/cases/{number}/visits/v1"
    await product.post(f"{path}/record", by="sun.bo", outcome="fixed", said="Quiet now, thank you")
    owed = await product.items("/agenda", by="sun.bo")
    assert [(o["kind"], o["id"]) for o in owed if o["number"] == number] == [("report", "v1")]
    reported = await product.post(
        f"{path}/report",
        by="sun.bo",
        report="The rear bearing was worn; replaced.",
        yields={"findings": "worn bearing", "root_cause": "part"},
    )
    assert reported["stage"] == "verify"
    (seen,) = await product.items(f"/cases/{number}/visits", by="sun.bo")
    assert (seen["status"], seen["about"]) == ("done", "took place")
    assert (seen["address"], seen["report"]) == (ADDRESS, "The rear bearing was worn; replaced.")
    case = await product.get(f"/cases/{number}")
    assert case["visits"] == [seen]
    assert case["contacts"][-1]["words"] == {"said": "Quiet now, thank you"}


async def test_an_address_never_enters_a_history(product: RunningProduct) -> None:
    number = await on_site(product, "A-2")
    await product.post(f"/cases/{number}/visits", **window())
    clear = [
        await product.client.data_converter.decode(
            event.workflow_execution_update_accepted_event_attributes.accepted_request.input.args.payloads
        )
        for event in await product.history(number)
        if event.HasField("workflow_execution_update_accepted_event_attributes")
    ]
    assert "sun.bo" in str(clear)
    assert "Nanjing" not in str(clear)
    assert "Nanjing" not in str(await product.happened(number))


async def test_a_visit_is_moved_and_called_off(product: RunningProduct) -> None:
    number = await on_site(product, "A-3")
    await product.post(f"/cases/{number}/visits", **window(starts_at=at("Mon 10:00")))
    later: dict[str, Any] = {
        "starts_at": at("Wed 14:00"),
        "ends_at": at("Wed 16:00"),
        "reason": "on a journey",
    }
    path = f"/cases/{number}/visits/v1"
    moved = await product.post(f"{path}/reschedule", moved_by="customer", **later)
    assert moved["stage"] == "diagnose", "the customer chose the window, so it is agreed"
    answer = await product.refused(f"{path}/cancel", reason="no time")
    assert (answer.status_code, answer.json()["code"]) == (409, "release_unsaid")
    await product.contact(number, covers=[])
    await product.post(f"{path}/cancel", reason="repaired by a neighbour")
    (seen,) = await product.items(f"/cases/{number}/visits")
    assert seen["status"] == "cancelled"


async def test_only_people_who_work_here_are_sent(product: RunningProduct) -> None:
    number = await on_site(product, "A-4")
    answer = await product.refused(f"/cases/{number}/visits", **window(engineer="who.knows"))
    assert answer.json()["code"] == "unknown_person"
    await product.post(f"/cases/{number}/visits", **window())
    later: dict[str, Any] = {
        "starts_at": at("Wed 14:00"),
        "ends_at": at("Wed 16:00"),
        "reason": "ill",
    }
    answer = await product.refused(
        f"/cases/{number}/visits/v1/reschedule", engineer="who.knows", **later
    )
    assert answer.json()["code"] == "unknown_person"


async def test_an_engineer_of_another_department_says_how_it_went_and_no_more(
    product: RunningProduct,
) -> None:
    number = await on_site(product, "A-5")
    await product.post(f"/cases/{number}/visits", **window())
    await product.recorded()
    answer = await product.refused(
        f"/cases/{number}/visits/v1/cancel", by="sun.bo", reason="no time"
    )
    assert answer.json()["code"] == "role_required"
    await product.post(f"/cases/{number}/visits/v1/record", by="sun.bo", outcome="arrived")


async def test_a_visit_is_recorded_by_its_engineer_or_the_people_who_carry_the_case(
    product: RunningProduct,
) -> None:
    number = await on_site(product, "A-6")
    await product.post(f"/cases/{number}/visits", **window(engineer="chen.jie"))
    steps = (("record", {"outcome": "arrived"}), ("report", {"report": "a bearing"}))
    for step, body in steps:  # nothing in this case is asked of them
        answer = await product.refused(f"/cases/{number}/visits/v1/{step}", by="sun.bo", **body)
        assert (answer.status_code, answer.json()["code"]) == (404, "case_not_found")
    await product.post(f"/cases/{number}/notes", text="@sun.bo is the bearing on your shelf?")
    await product.quiet(number)
    for step, body in steps:
        answer = await product.refused(f"/cases/{number}/visits/v1/{step}", by="sun.bo", **body)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_your_visit")
        assert "Chen Jie" in answer.json()["detail"]
    await product.post(f"/cases/{number}/visits/v1/record", outcome="arrived")


async def test_failed_repairs_are_counted_across_cases(product: RunningProduct) -> None:
    """The same machine under another spelling, in three cases."""
    first = await on_site(product, "B-77 1")
    await visited(product, first, "not_fixed")
    other_fault = await on_site(product, "B-771", fault="leak")
    await visited(product, other_fault, "not_fixed")
    second = await on_site(product, "b771")
    await visited(product, second, "not_fixed")
    assert (await product.get(f"/cases/{second}"))["failed_repairs_in_all"] == 2
    assert f"{second}: the same repair has failed 2 times" in await product.titles(
        "chen.jie", second
    )
    third = await on_site(product, "B771")
    path = f"/cases/{third}/visits"
    answer = await product.refused(path, **window())
    assert (answer.status_code, answer.json()["code"]) == (403, "repair_needs_lead")
    answer = await product.refused(path, by="chen.jie", **window())
    assert (answer.status_code, answer.json()["code"]) == (409, "remedy_offer_missing")
    await product.post(f"/cases/{third}/offers", remedy="refund", answer="declined")
    await product.post(path, by="chen.jie", **window())
    assert (await product.get(f"/cases/{third}"))["offers"][0]["remedy"] == "refund"


@pytest.mark.trial("A52")
async def test_an_engineer_is_not_promised_to_two_customers_at_once(
    product: RunningProduct,
) -> None:
    first, second = await on_site(product, "B-1"), await on_site(product, "B-2")
    await product.post(f"/cases/{second}/assign", owner="zhou.yan", reason="knows the machine")
    engineer = "wang.fang"
    morning = window(engineer=engineer, starts_at=at("Tue 09:00"), ends_at=at("Tue 11:00"))
    await product.post(f"/cases/{first}/visits", **morning)
    overlap = {"starts_at": at("Tue 10:30"), "ends_at": at("Tue 12:00")}
    visits = f"/cases/{second}/visits"
    busy = (await product.refused(visits, **window(engineer=engineer, **overlap))).json()
    assert (busy["status"], busy["code"]) == (409, "engineer_busy")
    assert first in busy["detail"]
    assert [e["field"] for e in busy["errors"]] == ["engineer", "starts_at", "ends_at"]

    insisting = window(engineer=engineer, insist="both doors are in one house", **overlap)
    agent = (await product.refused(visits, **insisting)).json()
    assert (agent["status"], agent["code"]) == (403, "line_required")
    noon = window(engineer=engineer, starts_at=at("Tue 11:00"), ends_at=at("Tue 12:00"))
    await product.post(visits, **noon)
    moving: dict[str, Any] = {**overlap, "reason": "the customer leaves earlier"}
    moved = (await product.refused(f"{visits}/v1/reschedule", **moving)).json()
    assert moved["code"] == "engineer_busy"
    await product.post(f"{visits}/v1/reschedule", by="chen.jie", insist="one house", **moving)
    lines = [each["line"] for each in await product.items(f"/cases/{second}/timeline", limit=200)]
    assert any("one house" in line and first in line for line in lines)

    for _ in range(2):  # whoever has been told is not told again
        await tell_clashes(product.database, product.now())
    for owner, mine, other in (("li.min", first, second), ("zhou.yan", second, first)):
        inbox = await product.items("/inbox", by=owner, limit=200)
        (notice,) = [each for each in inbox if each["about"] == "visit_clash"]
        assert notice["number"] == mine
        assert other in notice["body"]


async def test_two_clicks_at_once_promise_one_visit(product: RunningProduct) -> None:
    number = await on_site(product, "B-3")
    visits = f"/cases/{number}/visits"
    both = await asyncio.gather(*(product.post(visits, **window()) for _ in range(2)))
    assert [answer["visits"] for answer in both] == [["v1"], ["v1"]]
    assert len((await product.get(visits))["items"]) == 1
    overlaps = (await product.refused(visits, **window(ends_at=at("Mon 12:00")))).json()
    assert (overlaps["status"], overlaps["code"]) == (409, "visit_overlaps")


async def test_what_was_recorded_of_the_wrong_visit_is_put_right_by_a_lead(
    product: RunningProduct,
) -> None:
    number = await on_site(product, "A-90")
    now = product.now()
    ends = now + timedelta(hours=1)
    visit = await visited(product, number, "not_fixed", starts_at=now, ends_at=ends)
    await product.post(f"/cases/{number}/messages", by="wecom", channel="wecom", text="Anybody?")
    await product.quiet(number)
    path = f"visits/{visit}/record"
    body = {"outcome": "we_did_not_come", "note": "that was the neighbour's door"}
    no = await product.refused(f"/cases/{number}/{path}", by="chen.jie", **body)
    assert no.json()["code"] == "visit_window_open"
    await product.skip("2 hours", number)

    ways = {w["place"]: w for w in await product.items(f"/cases/{number}/ways", by="li.min")}
    assert not ways[path]["open"]
    ways = {w["place"]: w for w in await product.items(f"/cases/{number}/ways", by="chen.jie")}
    assert ways[path]["open"]
    shut = {no["value"] for no in ways[path]["shut_choices"]}
    assert shut == {"arrived", "fixed", "not_fixed", "diagnosed", "customer_absent"}

    no = await product.refused(f"/cases/{number}/{path}", by="sun.bo", **body)
    assert (no.status_code, no.json()["code"]) == (403, "line_required")
    no = await product.refused(f"/cases/{number}/{path}", by="chen.jie", **{**body, "note": "无"})
    assert no.json()["code"] == "reason_required"
    made = await product.post(f"/cases/{number}/{path}", by="chen.jie", **body)
    assert made["events"][:3] == ["visit_missed", "visit_report_waived", "attempt_disproved"]
    case = await product.get(f"/cases/{number}")
    assert case["visits"][0]["status"] == "no_show_by_us"
    assert case["visits"][0]["report_by"] is None
    assert (case["failed_repairs"], case["failed_repairs_in_all"]) == ([], 0)
    promise = next(p for p in case["promises"] if p["id"] == case["visits"][0]["promise"])
    assert promise["status"] == "broken"
    lines = [line["line"] for line in await product.items(f"/cases/{number}/timeline", limit=200)]
    assert any("nobody was at the door" in line for line in lines)


async def test_a_written_report_stands(product: RunningProduct) -> None:
    number = await on_site(product, "A-91")
    now = product.now()
    ends = now + timedelta(hours=1)
    visit = await visited(product, number, "fixed", starts_at=now, ends_at=ends, agreed_at=now)
    path = f"/cases/{number}/visits/{visit}"
    given = {"findings": "worn bearing", "root_cause": "part"}
    await product.post(f"{path}/report", by="sun.bo", report="Replaced.", yields=given)
    await product.skip("2 hours", number)
    body = {"outcome": "we_did_not_come", "note": "that was the neighbour's door"}
    no = await product.refused(f"{path}/record", by="chen.jie", **body)
    assert (no.status_code, no.json()["code"]) == (409, "visit_report_stands")
    assert "arrange a new visit" in no.json()["detail"]
