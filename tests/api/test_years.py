"""A time of another year is told with its year: a typo in it is what people have to see."""

from products import RunningProduct


async def test_a_promise_of_another_year_is_refused_with_that_year(product: RunningProduct) -> None:
    number = await product.confirmed()
    answer = await product.refused(
        f"/cases/{number}/promises", subject="noise test", latest_by="2020-01-01T00:00:00Z"
    )
    assert answer.json()["code"] == "promise_in_past"
    assert "2020" in answer.json()["detail"]
