"""A case that is full, or too large for one payload, goes on on a real server; a lead makes room by command."""

from dataclasses import replace

import pytest

from activities import contract as pieces
from builders import at
from db.drift import drift
from domain.policy.room import RoomPolicy
from products import RunningProduct
from workflows import contract

SHORT = 150
"""Events after which a run gives way here."""


@pytest.fixture(autouse=True)
def small_payloads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contract, "TOO_LONG", SHORT)
    monkeypatch.setattr(pieces, "CARRIED", 8_000)
    monkeypatch.setattr(pieces, "PIECE", 15_000)


@pytest.mark.trial("A38")
async def test_a_case_too_large_for_one_payload_goes_on_and_a_lead_makes_room(
    product: RunningProduct,
) -> None:
    deps = product.app.state.dependencies
    policy = deps.policy.model_copy(update={"room": RoomPolicy.model_construct(most=30)})
    product.app.state.dependencies = replace(deps, policy=policy)
    number = await product.confirmed()
    case = f"/cases/{number}"
    refused = None
    for n in range(100):
        body = {"subject": f"{n} " + "报告" * 90, "latest_by": at("Wed 10:00").isoformat()}
        answer = await product.ask("POST", f"{case}/promises", body, by="li.min")
        assert answer.status_code in (200, 202, 409), answer.text
        if answer.status_code == 409:
            refused = answer
            break
    assert refused is not None
    assert refused.json()["code"] == "case_full"
    told = [title for title in await product.titles("chen.jie", number) if "carry" in title]
    assert len(told) == 1
    agenda = await product.items("/agenda", by="chen.jie")
    assert any(each["kind"] == "room" and each["number"] == number for each in agenda)
    assert len(await product.runs_of(number)) > 1, "it was loaded in pieces and went on"

    await product.quiet(number)
    made = await product.post(f"{case}/room", by="chen.jie", reason="typed in twice")
    assert "room_made" in made["events"]
    await product.post(f"{case}/promises", subject="it goes on", latest_by=at("Wed 10:00"))
    await product.contact(number, covers=[])
    shown = await product.get(case)
    assert len(shown["promises"]) > 20, "what was put away can still be read"
    assert len({each["id"] for each in shown["promises"]}) == len(shown["promises"])
    await product.quiet(number)
    assert await drift(product.database, number) == ()
