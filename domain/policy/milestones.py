"""A milestone about the end of a stage (REQ B1)."""

from domain.frozen import Frozen
from domain.plan.milestones import MilestoneRule
from domain.policy.words import Translated
from domain.spans import Calendars, SpanText


class MilestonePolicy(Frozen):
    """A milestone about the end of a stage, counted from the confirmation (REQ B1)."""

    label: Translated
    within: SpanText

    def rule(self, stage: str, on: Calendars) -> MilestoneRule:
        within = on.limit(self.within)
        return MilestoneRule(
            stage=stage,
            label=self.label,
            limit=within.limit,
            target=within.target,
            working=within.calendar is not None,
        )
