"""Lists that somebody wants to look at again."""

from typing import Any

import pytest

from db.views import MOST
from products import RunningProduct


async def named(product: RunningProduct, person: str) -> list[str]:
    return [view["name"] for view in await product.items("/views", by=person)]


async def test_a_view_is_kept_renamed_and_taken_away_by_whoever_made_it(
    product: RunningProduct,
) -> None:
    made = await product.post("/views", name="孙女士的", query="whose=mine&priority=P1")
    assert (made["mine"], made["shared"]) == (True, False)
    (seen,) = await product.items("/views", by="li.min")
    assert seen == made
    assert await named(product, "zhou.yan") == []
    address = f"/views/{made['id']}"
    other = await product.ask("PUT", address, {"name": "x"}, by="zhou.yan")
    assert (other.status_code, other.json()["code"]) == (404, "view_not_found")
    assert (await product.ask("DELETE", address, by="zhou.yan")).status_code == 204
    renamed = await product.ask("PUT", address, {"name": "VIP"}, by="li.min")
    assert renamed.json() == {**made, "name": "VIP"}
    for _ in range(2):
        assert (await product.ask("DELETE", address, by="li.min")).status_code == 204
    assert await named(product, "li.min") == []


async def test_saved_under_the_same_name_it_is_the_same_view(product: RunningProduct) -> None:
    first = await product.post("/views", by="zhou.yan", name="Mine", query="whose=mine")
    again = await product.post("/views", by="zhou.yan", name="ｍine", query="whose=team")
    assert again == {**first, "name": "ｍine", "query": "whose=team"}
    other = await product.post("/views", by="zhou.yan", name="Other", query="")
    taken = await product.ask("PUT", f"/views/{other['id']}", {"name": "MINE"}, by="zhou.yan")
    assert (taken.status_code, taken.json()["code"]) == (409, "view_name_taken")


async def test_a_lead_shares_a_view_with_the_team(product: RunningProduct) -> None:
    refused = await product.refused("/views", by="li.min", name="For all", query="", shared=True)
    assert (refused.status_code, refused.json()["code"]) == (403, "role_required")
    made = await product.post("/views", by="chen.jie", name="For all", query="", shared=True)
    (seen,) = [v for v in await product.items("/views", by="li.min") if v["name"] == "For all"]
    assert seen == {**made, "mine": False}
    no_longer = {"name": "For all", "shared": False}
    await product.ask("PUT", f"/views/{made['id']}", no_longer, by="chen.jie")
    assert "For all" not in await named(product, "li.min")


async def test_only_so_many_are_kept(product: RunningProduct) -> None:
    for n in range(MOST):
        await product.post("/views", by="wang.fang", name=f"View {n}", query="")
    refused = await product.refused("/views", by="wang.fang", name="One more", query="")
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_views")
    await product.post("/views", by="wang.fang", name="View 3", query="phase=open")
    assert len(await named(product, "wang.fang")) == MOST


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "长" * 60_000}, "name"),
        ({"name": "a\0b"}, "name"),
        ({"query": "x" * 60_000}, "query"),
        ({"query": "a b"}, "query"),
        ({"query": "a=\n"}, "query"),
        ({"team": "other"}, "team"),
    ],
)
async def test_what_can_be_no_view_is_said_at_its_field(
    product: RunningProduct, fields: dict[str, Any], field: str
) -> None:
    refused = await product.refused("/views", **{"name": "V", "query": "", **fields})
    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == [field]
