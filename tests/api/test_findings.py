"""Where nothing reconciles (the fast server has no lists), that is said, and metrics are still served."""

from houses import RunningHouse
from workflows.reconciled import schedule_reconcile


async def test_a_server_without_schedules_is_prepared_all_the_same(house: RunningHouse) -> None:
    await schedule_reconcile(house.client, "cases")


async def test_where_nobody_looked_that_is_said(house: RunningHouse) -> None:
    assert await house.get("/findings") == {"looked_at": None, "runs": 0, "items": []}


async def test_metrics_tell_which_pieces_are_there(house: RunningHouse) -> None:
    answer = await house.http.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    assert 'followthrough_up{piece="database"} 1.0' in answer.text
    house.database.reading_refusals = 1
    again = await house.http.get("/metrics")
    assert 'followthrough_up{piece="database"} 0.0' in again.text
    assert "followthrough_reconciled" not in again.text
