"""Visits over HTTP: whom they are promised with, where the address stays, what the engineer may do."""

from typing import Any

from builders import at
from houses import RunningHouse

ADDRESS = "12 Nanjing Road, flat 501; the bell is broken"


async def on_site(house: RunningHouse, serial_number: str, fault: str = "noise") -> str:
    """A case of the SOP for repairs on site that waits for an appointment."""
    number = await house.opened(scenario="on_site_repair")
    await house.contact(number)
    await house.post(
        f"/cases/{number}/triage",
        priority="P2",
        traits=["needs_time_to_verify"],
        yields={"product": "washer", "serial_number": serial_number, "fault": fault},
    )
    await house.post(f"/cases/{number}/confirm", **house.notice())
    return number


def window(**fields: Any) -> dict[str, Any]:
    usual = {
        "engineer": "sun.bo",
        "starts_at": at("Mon 09:00"),
        "ends_at": at("Mon 13:00"),
        "address": ADDRESS,
    }
    return {**usual, **fields}


async def visited(house: RunningHouse, number: str, outcome: str, **fields: Any) -> str:
    """A visit in the present window, and its outcome at once."""
    made = await house.post(f"/cases/{number}/visits", **window(**fields))
    visit: str = made["visits"][0]
    await house.post(f"/cases/{number}/visits/{visit}/record", by="sun.bo", outcome=outcome)
    return visit


async def test_a_visit_is_promised_confirmed_held_and_reported(house: RunningHouse) -> None:
    number = await on_site(house, "A-1")
    made = await house.post(f"/cases/{number}/visits", **window())
    assert (made["visits"], made["stage"]) == (["v1"], "appoint")
    confirmed = await house.post(f"/cases/{number}/visits/v1/confirm")
    assert confirmed["stage"] == "diagnose"
    owed = await house.items("/agenda", by="sun.bo")
    assert [(o["kind"], o["id"]) for o in owed if o["number"] == number] == [("visit", "v1")]
    path = f"/cases/{number}/visits/v1"
    await house.post(f"{path}/record", by="sun.bo", outcome="fixed", said="Quiet now, thank you")
    owed = await house.items("/agenda", by="sun.bo")
    assert [(o["kind"], o["id"]) for o in owed if o["number"] == number] == [("report", "v1")]
    reported = await house.post(
        f"{path}/report",
        by="sun.bo",
        report="The rear bearing was worn; replaced.",
        yields={"findings": "worn bearing", "root_cause": "part"},
    )
    assert reported["stage"] == "verify"
    (seen,) = await house.items(f"/cases/{number}/visits", by="sun.bo")
    assert (seen["status"], seen["about"]) == ("done", "took place")
    assert (seen["address"], seen["report"]) == (ADDRESS, "The rear bearing was worn; replaced.")
    case = await house.get(f"/cases/{number}")
    assert case["visits"] == [seen]
    assert case["contacts"][-1]["words"] == {"said": "Quiet now, thank you"}


async def test_an_address_never_enters_a_history(house: RunningHouse) -> None:
    number = await on_site(house, "A-2")
    await house.post(f"/cases/{number}/visits", **window())
    clear = [
        await house.client.data_converter.decode(
            event.workflow_execution_update_accepted_event_attributes.accepted_request.input.args.payloads
        )
        for event in await house.history(number)
        if event.HasField("workflow_execution_update_accepted_event_attributes")
    ]
    assert "sun.bo" in str(clear)
    assert "Nanjing" not in str(clear)
    assert "Nanjing" not in str(await house.happened(number))


async def test_a_visit_is_moved_and_called_off(house: RunningHouse) -> None:
    number = await on_site(house, "A-3")
    await house.post(f"/cases/{number}/visits", **window(starts_at=at("Mon 10:00")))
    later: dict[str, Any] = {
        "starts_at": at("Wed 14:00"),
        "ends_at": at("Wed 16:00"),
        "reason": "on a journey",
    }
    path = f"/cases/{number}/visits/v1"
    moved = await house.post(f"{path}/reschedule", moved_by="customer", **later)
    assert moved["stage"] == "diagnose", "the customer chose the window, so it is agreed"
    await house.post(f"{path}/cancel", reason="repaired by a neighbour")
    (seen,) = await house.items(f"/cases/{number}/visits")
    assert seen["status"] == "cancelled"


async def test_only_people_who_work_here_are_sent(house: RunningHouse) -> None:
    number = await on_site(house, "A-4")
    answer = await house.refused(f"/cases/{number}/visits", **window(engineer="who.knows"))
    assert answer.json()["code"] == "unknown_person"
    await house.post(f"/cases/{number}/visits", **window())
    later: dict[str, Any] = {
        "starts_at": at("Wed 14:00"),
        "ends_at": at("Wed 16:00"),
        "reason": "ill",
    }
    answer = await house.refused(
        f"/cases/{number}/visits/v1/reschedule", engineer="who.knows", **later
    )
    assert answer.json()["code"] == "unknown_person"


async def test_an_engineer_of_another_department_says_how_it_went_and_no_more(
    house: RunningHouse,
) -> None:
    number = await on_site(house, "A-5")
    await house.post(f"/cases/{number}/visits", **window())
    answer = await house.refused(f"/cases/{number}/visits/v1/cancel", by="sun.bo", reason="no time")
    assert answer.json()["code"] == "role_required"
    await house.post(f"/cases/{number}/visits/v1/record", by="sun.bo", outcome="arrived")


async def test_failed_repairs_are_counted_across_cases(house: RunningHouse) -> None:
    """The same machine under another spelling, in three cases."""
    first = await on_site(house, "B-77 1")
    await visited(house, first, "not_fixed")
    other_fault = await on_site(house, "B-771", fault="leak")
    await visited(house, other_fault, "not_fixed")
    second = await on_site(house, "b771")
    await visited(house, second, "not_fixed")
    assert (await house.get(f"/cases/{second}"))["failed_repairs_in_all"] == 2
    assert f"{second}: the same repair has failed 2 times" in await house.titles("chen.jie", second)
    third = await on_site(house, "B771")
    path = f"/cases/{third}/visits"
    answer = await house.refused(path, **window())
    assert (answer.status_code, answer.json()["code"]) == (403, "line_required")
    answer = await house.refused(path, by="chen.jie", **window())
    assert (answer.status_code, answer.json()["code"]) == (409, "remedy_offer_missing")
    await house.post(f"/cases/{third}/offers", remedy="refund", answer="declined")
    await house.post(path, by="chen.jie", **window())
    assert (await house.get(f"/cases/{third}"))["offers"][0]["remedy"] == "refund"
