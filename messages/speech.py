"""The voices of this product: they speak from its book (`messages.book`)."""

from collections.abc import Mapping
from datetime import datetime

from domain.case import Case
from domain.plan import Plan
from domain.plan.terms import Language
from messages.book import BOOK
from messages.voice import NO_ZONE, Voice


def voice_of(
    plan: Plan,
    language: Language | None = None,
    case: Case | None = None,
    now: datetime | None = None,
) -> Voice:
    """The voice of a plan. See `Voice.of`."""
    return Voice.of(BOOK, plan, language, case, now)


def plain_voice(
    language: Language,
    zone: str = NO_ZONE,
    *,
    stages: Mapping[str, str] | None = None,
    now: datetime | None = None,
) -> Voice:
    """A voice where there is no plan at hand."""
    return Voice(BOOK, language, zone, stages=stages or {}, now=now)
