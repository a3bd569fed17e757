"""What leads look at: how heavy a case weighs, when one has gone silent, and what figures are held against (REQ A9, K1)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from domain.calendar import Calendar
from domain.frozen import Frozen
from domain.plan.terms import Emotion, Phase, Priority
from domain.policy.promises import RhythmPolicy
from domain.spans import Span

Points = Annotated[int, Field(ge=0, le=100)]
Share = Annotated[float, Field(ge=0, le=1)]
Trait = Literal["emotion", "complexity", "priority", "any"]


class WeightPolicy(Frozen):
    """How heavy a case weighs with whoever carries it, in points that are added up."""

    open: Points = 2
    resolved: Points = 1
    by_emotion: dict[Emotion, Points] = {"angry": 1, "furious": 3}
    by_priority: dict[Priority, Points] = {"P0": 4, "P1": 2}

    def of(self, phase: Phase, priority: Priority, emotion: Emotion) -> int:
        """The points of one case; a closed one has none."""
        if phase == "closed":
            return 0
        own = self.open if phase == "open" else self.resolved
        return own + self.by_emotion.get(emotion, 0) + self.by_priority.get(priority, 0)


class Silence(NamedTuple):
    """Cases with this trait are silent when nobody has talked to their customer since."""

    trait: Trait
    value: str
    since: datetime


class BoardPolicy(Frozen):
    """`silent_after` is how many times the rhythm's time (REQ C1) may pass without a conversation; `tiers` are the shares of
    cases that each tier should solve (REQ A9), `kept` the share of promises that should be kept."""

    weight: WeightPolicy = WeightPolicy()
    silent_after: Annotated[float, Field(ge=1, le=10)] = 2
    tiers: dict[Literal[1, 2, 3], Share] = {1: 0.7, 2: 0.25, 3: 0.05}
    kept: Share = 0.95

    def silences(
        self, rhythm: RhythmPolicy, business: Calendar, now: datetime
    ) -> tuple[Silence, ...]:
        """Since when silence is too long, the strictest first: the first that fits a case is the one that counts, and the last
        fits any."""
        found = [
            Silence(trait, value, self._back(span, business, now))
            for trait, value, span in _spans(rhythm)
        ]
        *traits, general = found
        stricter = [each for each in traits if each.since > general.since]
        return (*sorted(stricter, key=lambda each: each.since, reverse=True), general)

    def _back(self, span: Span, business: Calendar, now: datetime) -> datetime:
        amount = span.one(business) * span.upper * self.silent_after
        return business.back(now, amount) if span.working else now - amount


def _spans(rhythm: RhythmPolicy) -> Iterator[tuple[Trait, str, Span]]:
    for emotion, span in rhythm.by_emotion.items():
        yield "emotion", emotion, span
    for complexity, span in rhythm.by_complexity.items():
        yield "complexity", complexity, span
    for priority, span in rhythm.by_priority.items():
        yield "priority", priority, span
    yield "any", "", rhythm.longest
