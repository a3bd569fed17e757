"""Figures as Markdown. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.statistics import Spread, spread


@dataclass(frozen=True)
class Row:
    """One thing measured: ours, what it is compared with, their ratio, and the goal for the ratio."""

    what: str
    ours: str
    other: str = ""
    ratio: Spread | None = None
    goal: str = ""


@dataclass
class Section:
    """What belongs together. `figures` are for the JSON file, `notes` say how it was measured."""

    title: str
    columns: tuple[str, str] = ("ours", "raw")
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)


def markdown(sections: Iterable[Section]) -> str:
    """All sections, each a table under a heading."""
    return "\n".join(line for section in sections for line in _section(section))


def _section(section: Section) -> Sequence[str]:
    ours, other = section.columns
    lines = [f"### {section.title}", ""]
    for note in section.notes:
        lines += [note, ""]
    lines += [f"| | {ours} | {other} | ratio | goal |", "|---|---|---|---|---|"]
    lines += [
        f"| {row.what} | {row.ours} | {row.other} | {ratio(row.ratio)} | {row.goal} |"
        for row in section.rows
    ]
    return [*lines, ""]


def beside(what: str, ours: float, raw: float, show: Callable[[float], str], goal: str = "") -> Row:
    """One figure of each and their ratio; what raw did in no time that could be measured has none."""
    return Row(what, show(ours), show(raw), spread([ours / raw]) if raw > 0 else None, goal)


def ratio(found: Spread | None) -> str:
    """ "0.61 (0.55–0.70)": the middle and the range."""
    if found is None:
        return ""
    if found.count == 1:
        return f"**{found.middle:.2f}**"
    return f"**{found.middle:.2f}** ({found.least:.2f}–{found.most:.2f})"


def number(value: float, unit: str = "") -> str:
    """Three digits are more than a busy machine gives: "1,234", "56.7", "0.89"."""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    text = f"{value:,.{digits}f}"
    return f"{text} {unit}" if unit else text


def seconds(value: float) -> str:
    """A time as people wait for it."""
    return number(value, "s")


def milliseconds(value: float) -> str:
    """A time as people compare it."""
    return number(value * 1000, "ms")
