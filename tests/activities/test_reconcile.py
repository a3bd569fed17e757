"""Which runs are looked into, and what is counted."""

from datetime import UTC, datetime

from prometheus_client import CollectorRegistry

from activities import reconcile
from activities.meters import ReconcileMeters
from messages.findings import Finding, Reconciled

NUMBERS = {f"C-{n:03d}" for n in range(250)}


def test_the_looks_into_runs_go_round_and_miss_none() -> None:
    seen: list[str] = []
    at = ""
    for _ in range(3):
        turn = reconcile._in_turn(NUMBERS, at)
        assert len(turn) == reconcile.INTO
        at = turn[-1]
        seen += turn
    assert set(seen) == NUMBERS
    assert seen[:250] == sorted(NUMBERS)
    assert seen[250:] == sorted(NUMBERS)[:50]


def test_a_small_installation_is_looked_into_whole_each_time() -> None:
    few = {"C-1", "C-2", "C-3"}
    for at in ("", "C-2", "C-3", "C-9"):
        turn = reconcile._in_turn(few, at)
        assert set(turn) == few
        assert len(turn) == 3
    assert reconcile._in_turn(set(), "C-2") == []


def test_what_is_found_and_mended_is_counted_by_kind() -> None:
    registry = CollectorRegistry()
    meters = ReconcileMeters(registry)
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    found = (
        Finding(kind="unwatched", number="C-1", mended=True),
        Finding(kind="unwatched", number="C-2", mended=True),
        Finding(kind="drift", number="C-3"),
    )
    for findings in (found, ()):
        meters.take(Reconciled(text="", looked_at=now, seconds=2, runs=3, findings=findings))

    def read(name: str, **labels: str) -> float | None:
        return registry.get_sample_value(f"followthrough_reconcile_{name}", labels)

    assert read("mended_total", kind="unwatched") == 2
    assert read("found_total", kind="drift") == 1
    assert read("found_total", kind="unwatched") is None
    assert read("last_timestamp_seconds") == now.timestamp() + 2
    assert read("duration_seconds_count") == 2
