"""What is made of figures: statistics, tables, and the page they go to."""

import json
from pathlib import Path

import pytest

from benchmarks.docs import joined, pasted
from benchmarks.pages import slowest
from benchmarks.raw import portion
from benchmarks.statistics import percentile, ratios, spread
from benchmarks.table import Row, Section, beside, markdown, milliseconds, number, ratio, seconds


def test_a_spread_has_the_middle_and_both_ends() -> None:
    found = spread([3.0, 1.0, 10.0])

    assert (found.middle, found.least, found.most, found.count) == (3.0, 1.0, 10.0, 3)


def test_nothing_measured_is_no_figure() -> None:
    with pytest.raises(ValueError, match="nothing was measured"):
        spread([])
    with pytest.raises(ValueError, match="nothing was measured"):
        percentile([], 0.5)


@pytest.mark.parametrize(
    ("share", "figure"),
    [(0.0, 10.0), (0.1, 10.0), (0.5, 50.0), (0.51, 60.0), (0.95, 100.0), (1.0, 100.0)],
)
def test_a_percentile_is_one_of_the_figures(share: float, figure: float) -> None:
    figures = [float(n) for n in (100, 10, 90, 20, 80, 30, 70, 40, 60, 50)]

    assert percentile(figures, share) == figure


def test_a_share_of_more_than_all_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        percentile([1.0], 95)


def test_ratios_are_taken_pair_by_pair_so_that_a_slow_moment_counts_on_both_sides() -> None:
    found = ratios([2.0, 20.0, 6.0], [1.0, 10.0, 2.0])

    assert (found.middle, found.least, found.most) == (2.0, 2.0, 3.0)


def test_ratios_need_pairs_and_something_to_divide_by() -> None:
    with pytest.raises(ValueError, match="no pairs"):
        ratios([1.0], [1.0, 2.0])
    with pytest.raises(ValueError, match="zero"):
        ratios([1.0], [0.0])


@pytest.mark.parametrize(("whole", "steps"), [(0, 15), (1, 15), (3, 15), (13, 15), (40, 15)])
def test_what_falls_to_the_steps_is_the_whole_and_evenly_so(whole: int, steps: int) -> None:
    parts = [portion(n, whole, steps) for n in range(1, steps + 1)]

    assert sum(parts) == whole
    assert max(parts) - min(parts) <= 1


@pytest.mark.parametrize(
    ("value", "text"), [(1234.5, "1,234"), (56.78, "56.8"), (0.8912, "0.89"), (0.0, "0.00")]
)
def test_figures_show_no_more_digits_than_they_are_worth(value: float, text: str) -> None:
    assert number(value) == text


def test_a_table_has_ratio_spread_and_goal() -> None:
    row = Row("rate", number(0.6), number(1.0), ratios([0.6, 0.5], [1.0, 1.0]), "at least 0.8")
    section = Section("One at a time", rows=[row], notes=["In turns."])

    assert markdown([section]).splitlines() == [
        "### One at a time",
        "",
        "In turns.",
        "",
        "| | ours | raw | ratio | goal |",
        "|---|---|---|---|---|",
        "| rate | 0.60 | 1.00 | **0.55** (0.50–0.60) | at least 0.8 |",
    ]


def test_one_figure_has_no_range() -> None:
    assert ratio(spread([1.05])) == "**1.05**"
    assert ratio(None) == ""
    assert milliseconds(0.0494) == "49.4 ms"


def test_one_figure_of_each_stands_beside_the_other_with_their_ratio() -> None:
    assert beside("half", 3.0, 2.0, seconds) == Row("half", "3.00 s", "2.00 s", spread([1.5]))
    assert beside("none", 3.0, 0.0, seconds).ratio is None


def test_a_table_takes_the_place_of_the_one_before_it() -> None:
    page = "before\n<!-- table of sqlite -->\nold\n<!-- end of sqlite -->\nafter"

    assert pasted(page, "sqlite", "| new |") == (
        "before\n<!-- table of sqlite -->\n\n| new |\n\n<!-- end of sqlite -->\nafter"
    )
    with pytest.raises(ValueError, match="no place for postgresql"):
        pasted(page, "postgresql", "| new |")


def test_parts_measured_apart_come_together_in_their_order(tmp_path: Path) -> None:
    for part, day in (("flat", 2), ("core", 1), ("due", 2)):
        kept = {"run": f"2 cores, 2026-11-0{day}", "table": f"### {part}\n"}
        (tmp_path / f"sqlite-{part}.json").write_text(json.dumps(kept), encoding="utf-8")

    assert joined(tmp_path, "sqlite").splitlines() == [
        "2 cores, 2026-11-01.", "", "2 cores, 2026-11-02.", "",
        "### core", "", "### due", "", "### flat",
    ]  # fmt: skip
    assert joined(tmp_path, "postgresql") == ""


def test_a_table_of_before_raw_was_measured_stays_as_it_was(tmp_path: Path) -> None:
    section = Section("Due", columns=("after", ""), rows=[Row("half", "5.81 s")])
    kept = {"run": "2 cores", "table": markdown([section]), "sections": []}
    (tmp_path / "sqlite-due.json").write_text(json.dumps(kept), encoding="utf-8")

    assert "| | after |  | ratio | goal |" in joined(tmp_path, "sqlite")
    assert "| half | 5.81 s |  |  |  |" in joined(tmp_path, "sqlite")


def test_the_slowest_page_is_held_against_what_a_page_may_take() -> None:
    few = {"quick": [0.01] * 20, "slow": [0.04] * 20}
    many = {"quick": [0.02] * 19 + [9.0], "slow": [0.05] * 19 + [0.06]}

    row = slowest(many, few)

    assert row.what == "p95 of the slowest page, slow"
    assert (row.ours, row.other) == (milliseconds(0.05), milliseconds(0.04))
    assert row.ratio and row.ratio.middle == 0.5
    assert row.goal == "below 1: 100 ms"
