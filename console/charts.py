"""Bars as SVG, drawn on the server; pages show them as images, beside the same numbers in a table.

pygal writes a style into each and a script; the script goes, and as images they keep to the pages' policy.
"""

import sys
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple
from unicodedata import east_asian_width
from xml.etree.ElementTree import tostring

import pygal  # type: ignore[import-untyped]
from pygal.style import Style  # type: ignore[import-untyped]

# pygal puts a hook of old Python into every later import, for plug-ins of its own; we have none
sys.meta_path[:] = [each for each in sys.meta_path if not isinstance(each, pygal.PluginImportFixer)]

Theme = Literal["light", "dark"]
FONT = 'system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif'
SHADES: dict[Theme, tuple[str, ...]] = {
    "light": ("#9fd0cb", "#5fb0a9", "#0b6e69", "#c9a24d", "#b76b1e", "#b3261e"),
    "dark": ("#2f5f5b", "#3f8a84", "#5ec4bb", "#d9b45f", "#e0913f", "#ff9d94"),
}
"""From calm to hot; what is of two kinds takes the third and the fourth."""
PAIRS = (2, 3)
INK: dict[Theme, str] = {"light": "#1d2125", "dark": "#e8eaed"}
FAINT: dict[Theme, str] = {"light": "#dcdfe3", "dark": "#343a40"}
WIDTH, A_BAR, AROUND, LABEL = 760, 26, 105, 13
"""Pixels: how wide a chart is, how high a bar, what stands above and below them, and letters."""


class Series(NamedTuple):
    """One colour of the bars. None is no bar."""

    name: str
    values: tuple[float | None, ...]


class Bars(NamedTuple):
    """Horizontal bars, the first on top: `stacked` in a row, else one below the other. Shares end at one."""

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    stacked: bool = False
    shares: bool = False


@lru_cache(256)
def draw_bars(bars: Bars, theme: Theme) -> bytes:
    """The SVG. The same numbers are drawn once. Takes some ten milliseconds: not for the event loop."""
    shades = SHADES[theme]
    colors = shades if bars.stacked else tuple(shades[place] for place in PAIRS)
    kind = pygal.HorizontalStackedBar if bars.stacked else pygal.HorizontalBar
    count = len(bars.labels) * (1 if bars.stacked else len(bars.series))
    chart = kind(
        style=_style(theme, colors),
        js=[],
        disable_xml_declaration=True,
        explicit_size=True,
        width=WIDTH,
        height=AROUND + max(count, 2) * A_BAR,
        margin=8,
        margin_left=8 + max((_underrated(label) for label in bars.labels), default=0),
        show_legend=len(bars.series) > 1,
        legend_at_bottom=True,
        legend_at_bottom_columns=3 if bars.stacked else 2,
        legend_box_size=12,
        truncate_label=24,
        truncate_legend=24,
        range=(0, 1) if bars.shares else None,
        formatter=_percent if bars.shares else _plain,
        value_formatter=_percent if bars.shares else _plain,
        zero=0,
        no_data_text="",
    )
    chart.x_labels = list(reversed(bars.labels))  # pygal counts from the bottom
    for series in bars.series:
        chart.add(series.name, list(reversed(series.values)))
    root: Any = chart.render_tree()
    for parent in root.iter():
        for child in [each for each in parent if str(each.tag).endswith("script")]:
            parent.remove(child)
    return bytes(tostring(root, encoding="utf-8"))


def _underrated(label: str) -> int:
    """By how many pixels pygal takes a label for shorter than it is: it counts Latin letters."""
    wide = sum(east_asian_width(letter) in "WF" for letter in label)
    return round(wide * LABEL * 0.45)


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:.0%}"


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _style(theme: Theme, colors: Sequence[str]) -> Style:
    ink = INK[theme]
    return Style(
        background="transparent",
        plot_background="transparent",
        foreground=ink,
        foreground_strong=ink,
        foreground_subtle=FAINT[theme],
        guide_stroke_color=FAINT[theme],
        major_guide_stroke_color=FAINT[theme],
        opacity="1",
        opacity_hover="1",
        transition="0s",
        colors=tuple(colors),
        font_family=FONT,
        label_font_size=LABEL,
        major_label_font_size=LABEL,
        legend_font_size=LABEL,
        tooltip_font_size=LABEL,
    )
