"""Where nothing reconciles (the fast server has no lists), that is said, and metrics are still served."""

from products import RunningProduct
from workflows.reconciled import schedule_reconcile


async def test_a_server_without_schedules_is_prepared_all_the_same(product: RunningProduct) -> None:
    await schedule_reconcile(product.client, "cases")


async def test_where_nobody_looked_that_is_said(product: RunningProduct) -> None:
    assert await product.get("/findings") == {"looked_at": None, "runs": 0, "items": []}


async def test_metrics_tell_which_pieces_are_there(product: RunningProduct) -> None:
    answer = await product.http.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    assert 'followthrough_up{piece="database"} 1.0' in answer.text
    product.database.reading_refusals = 1
    again = await product.http.get("/metrics")
    assert 'followthrough_up{piece="database"} 0.0' in again.text
    assert "followthrough_reconciled" not in again.text
