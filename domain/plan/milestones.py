"""What a customer can count on hearing by when (REQ B1)."""

from datetime import timedelta

from domain.frozen import Compact
from domain.plan.terms import Label


class MilestoneRule(Compact):
    """What a customer can count on hearing by when after the confirmation (REQ B1).

    `stage` is the stage whose end it is about; `target` is the lower end of a range. Working time of
    the business calendar if `working`, else clock time.
    """

    stage: str
    label: Label
    limit: timedelta
    target: timedelta | None = None
    working: bool = True
