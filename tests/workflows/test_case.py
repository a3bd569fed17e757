"""A case through its whole life."""

from datetime import timedelta

from temporalio.service import RPCError, RPCStatusCode

from builders import at as when
from products import IMPATIENCE, PATIENCE, RunningProduct

# What happens to every case that goes the straight way, in this order.
STRAIGHT_ON = (
    "case_opened",
    "contact_logged",
    "response_given",
    "case_triaged",
    "complex_confirmed",
    "follow_up_started",
    "promise_made",
    "promise_reminded",
    "promise_kept",
    "fix_verified",
    "case_resolved",
    "promise_made",
    "revisit_held",
    "case_closed",
)


async def test_a_case_goes_through_the_whole_sop(product: RunningProduct) -> None:
    number = await product.verifying()
    await product.until("Tue 09:30", number)
    await product.contact(number)
    await product.post(f"/cases/{number}/verification", outcome="fixed")
    await product.post(f"/cases/{number}/resolve", basis="customer_confirmed")
    await product.until("Wed 15:00", number)
    await product.post(f"/cases/{number}/revisits", outcome="content", emotion="calm")
    assert await product.ended(number) == f"{number} ended: the customer is content"
    names = iter(await product.names(number))
    assert [name for name in STRAIGHT_ON if name in names] == list(STRAIGHT_ON)
    seen = await product.get(f"/cases/{number}")
    assert (seen["stage"], seen["phase"], seen["sla_state"]) == ("closed", "closed", "ended")
    assert all(p["status"] in ("kept", "released") for p in seen["promises"])


async def test_everything_is_recorded_before_a_run_ends(product: RunningProduct) -> None:
    number = await product.withdrawn()
    events = await product.happened(number)
    requested = {e.action.id for e in events if e.kind == "action_requested"}
    done = {e.action for e in events if e.kind == "action_done"}
    assert requested == done
    assert (await product.get(f"/cases/{number}"))["version"] == len(events)


async def test_time_fires_what_is_due_at_its_own_moment(product: RunningProduct) -> None:
    number = await product.confirmed("Tue 10:00")
    await product.skip("3 days", number)
    at = {e.kind: e.at for e in reversed(await product.happened(number))}  # the first of each
    promised = next(
        p for p in (await product.get(f"/cases/{number}"))["promises"] if p["id"] == "p1"
    )
    assert promised["status"] == "broken"
    second = timedelta(seconds=1)
    assert when("Tue 09:00") <= at["promise_reminded"] < when("Tue 09:00") + second
    assert when("Tue 10:00") <= at["promise_broken"] < when("Tue 10:00") + second


async def test_what_the_customer_says_before_the_case_is_opened_waits_for_the_opening(
    product: RunningProduct,
) -> None:
    """The start was lost on its way; the customer's word came first and the repeat after it."""
    body = {"customer": {"name": "Ms Sun"}, "title": "Noise", "channel": "phone"}
    product.cases._client, reachable = Unreachable(), product.cases._client  # type: ignore[assignment]
    answer = await product.ask("POST", "/cases", body, key="first")
    assert (answer.status_code, answer.json()["code"]) == (503, "unreachable")
    product.cases._client = reachable
    early = await product.refused("/cases/C-000001/withdraw", reason="never mind")
    assert (early.status_code, early.json()["code"]) == (503, "unreachable")
    await product.post("/cases/C-000001/messages", channel="web", text="Hello?")
    product.cases._timeout = IMPATIENCE
    early = await product.ask("POST", "/cases/C-000001/resume", {}, key="resume")
    assert early.status_code == 202, early.text
    product.cases._timeout = PATIENCE
    answer = await product.ask("POST", "/cases", body, key="first")
    assert answer.status_code == 201, answer.text
    product.numbers.append("C-000001")
    await product.quiet("C-000001")
    names = await product.names("C-000001")
    assert names.index("case_opened") < names.index("message_received")
    assert (await product.get("/commands/resume", by="li.min"))["status"] == "refused"


class Unreachable:
    """Temporal's client when no server answers."""

    def __getattr__(self, name: str) -> object:
        async def fail(*_: object, **__: object) -> object:
            raise RPCError(f"{name}: no server", RPCStatusCode.UNAVAILABLE, b"")

        return fail
