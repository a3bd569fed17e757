"""How many decisions the core takes in a second, on one core, in one process."""

import random
import time
from datetime import UTC, datetime

from benchmarks.life import STEPS, Decided, lived
from benchmarks.statistics import spread
from benchmarks.table import Row, Section, number
from domain.decide import decide

BLINK = 0.5
"""Seconds of one try; the fastest of several shows what the core needs, the others what else ran."""


def measure(tries: int = 6) -> Section:
    """Decisions (and their events folded in) of a whole case, again and again."""
    at = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # a Monday morning in Shanghai
    life = lived("C-000001", "li.min", at, random.Random(7), len(STEPS))  # noqa: S311
    found = [_rate(life.decided) for _ in range(tries)]
    rates = spread(found)
    note = (
        f"A case of {len(life.decided)} decisions and {len(life.events)} events; one process, no"
        " server. Deciding includes folding the events into the case."
    )
    return Section(
        "The core",
        columns=("median of tries", "best try"),
        rows=[
            Row(
                "decisions per second",
                number(rates.middle),
                number(rates.most),
                goal="at least 20,000",
            )
        ],
        notes=[note],
        figures=rates.as_json(),
    )


def _rate(decided: list[Decided]) -> float:
    count, began = 0, time.process_time()
    while time.process_time() - began < BLINK:
        for one in decided:
            decide(one.case, one.command, one.now)
        count += len(decided)
    return count / (time.process_time() - began)
