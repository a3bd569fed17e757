"""A case keeps the policy of its opening until it is confirmed (REQ H2)."""

from dataclasses import replace

from products import RunningProduct


async def test_a_policy_changed_meanwhile_is_pinned_at_confirmation(
    product: RunningProduct,
) -> None:
    before = product.app.state.dependencies
    number = await product.triaged()
    untouched = await product.confirmed()
    try:
        newer = before.policy.model_copy(update={"version": before.policy.version + 1})
        product.app.state.dependencies = replace(before, policy=newer)
        assert (await product.get(f"/cases/{number}"))["policy_version"] == before.policy.version
        await product.post(f"/cases/{number}/confirm", **product.notice())
    finally:
        product.app.state.dependencies = before
    assert (await product.get(f"/cases/{number}"))["policy_version"] == newer.version
    assert (await product.get(f"/cases/{untouched}"))["policy_version"] == before.policy.version
