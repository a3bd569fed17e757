"""What a supervisor sees of a visit in Temporal UI, and that time notices what nobody says (REQ B7)."""

from datetime import timedelta
from typing import Any

from builders import at
from products import RunningProduct

VISIT: dict[str, Any] = {"engineer": "sun.bo", "address": "12 Nanjing Road"}


async def test_a_visit_nobody_comes_to_is_noticed_and_told_in_plain_words(
    product: RunningProduct,
) -> None:
    number = await product.confirmed("Wed 17:00")
    window: dict[str, Any] = {"starts_at": at("Tue 14:00"), "ends_at": at("Tue 16:00")}
    await product.post(f"/cases/{number}/visits", **VISIT, **window, agreed_at=product.now())
    details = await product.details(number)
    assert "### Visits\n- sun.bo, Tue 3 Mar 14:00–16:00 (agreed with the customer)" in details
    await product.until("Tue 16:31", number)
    timers = await product.summaries(number, "timer_started")
    assert "Remind of the visit by sun.bo, Tue 3 Mar 14:00–16:00" in timers
    assert "Visit by sun.bo, Tue 3 Mar 14:00–16:00" in timers
    activities = await product.summaries(number, "activity_task_scheduled")
    told = "Tell sun.bo, li.min, chen.jie: nobody came, “visit on site” (due Tue 3 Mar 16:00)"
    assert any(line.startswith(told) for line in activities), "\n".join(activities)
    assert f"{number}: nobody came to the customer" in await product.titles("chen.jie", number)
    drafts = await product.items("/inbox", by="li.min", limit=200)
    draft = next(n["body"] for n in drafts if n["about"] == "visit_apology")
    assert (
        "You kept time free for us (Tue 3 Mar 14:00–16:00), and we were not at your door" in draft
    )
    explained = {
        d["kind"]: d["explanation"] for d in await product.items(f"/cases/{number}/deadlines")
    }
    assert "visit" not in explained


async def test_the_deadlines_of_a_visit_say_why(product: RunningProduct) -> None:
    number = await product.confirmed(product.now() + timedelta(days=1))
    window: dict[str, Any] = {"starts_at": at("Fri 14:00"), "ends_at": at("Fri 16:00")}
    await product.post(f"/cases/{number}/visits", **VISIT, **window)
    why = {d["kind"]: d["explanation"] for d in await product.items(f"/cases/{number}/deadlines")}
    assert why["visit"].startswith(
        "Fri 6 Mar 16:30 = the window ended (Fri 6 Mar 16:00) + 30 min. Clock time, round the clock."
    )
    assert why["visit_reminder"].startswith(
        "Thu 5 Mar 16:00: shortly before people go home on the last working day before the visit"
    )
