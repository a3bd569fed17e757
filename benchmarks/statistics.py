"""What many figures say together. Pure; times in seconds unless a name says otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Spread:
    """Several figures of the same thing: the middle one, and between which they lie."""

    middle: float
    least: float
    most: float
    count: int

    def as_json(self) -> dict[str, float]:
        """For a file."""
        return {
            "median": self.middle,
            "min": self.least,
            "max": self.most,
            "count": self.count,
        }


def spread(figures: Sequence[float]) -> Spread:
    """The middle of some figures and their range. Raises ValueError for none."""
    if not figures:
        raise ValueError("no figures: nothing was measured")
    return Spread(median(figures), min(figures), max(figures), len(figures))


def percentile(figures: Sequence[float], share: float) -> float:
    """The figure that `share` (0 to 1) of them do not exceed: the nearest rank, never made up.

    Raises ValueError for no figures or a share outside 0 to 1.
    """
    if not figures:
        raise ValueError("no figures: nothing was measured")
    if not 0 <= share <= 1:
        raise ValueError(f"a share lies between 0 and 1, not {share}")
    ranked = sorted(figures)
    return ranked[min(len(ranked) - 1, max(0, -int(-share * len(ranked) // 1) - 1))]


def ratios(ours: Sequence[float], others: Sequence[float]) -> Spread:
    """Ours to the other's, pair by pair: of figures taken in turn, so that a machine that slows down
    slows both. Raises ValueError when they are no pairs, or the other's is zero."""
    if len(ours) != len(others):
        raise ValueError(f"{len(ours)} figures and {len(others)} are no pairs")
    if not all(others):
        raise ValueError("a ratio to zero says nothing")
    return spread([one / other for one, other in zip(ours, others, strict=True)])
