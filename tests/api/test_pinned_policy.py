"""A case keeps the policy of its opening until it is confirmed (REQ H2)."""

from dataclasses import replace

from houses import RunningHouse


async def test_a_policy_changed_meanwhile_is_pinned_at_confirmation(house: RunningHouse) -> None:
    before = house.app.state.dependencies
    number = await house.triaged()
    untouched = await house.confirmed()
    try:
        newer = before.policy.model_copy(update={"version": before.policy.version + 1})
        house.app.state.dependencies = replace(before, policy=newer)
        assert (await house.get(f"/cases/{number}"))["policy_version"] == before.policy.version
        await house.post(f"/cases/{number}/confirm", **house.notice())
    finally:
        house.app.state.dependencies = before
    assert (await house.get(f"/cases/{number}"))["policy_version"] == newer.version
    assert (await house.get(f"/cases/{untouched}"))["policy_version"] == before.policy.version
