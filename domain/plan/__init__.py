"""A policy applied to one case, and pinned to it (REQ H2).

A plan holds all the data `decide` may look at: stages, limits, rhythm, calendars, the line of
people. What a feature may look at stands in a module of its stem. It travels inside commands and events, so it stays under 12 kB of JSON.
"""

from datetime import timedelta
from typing import Any

from pydantic import (
    ModelWrapValidatorHandler,
    SerializationInfo,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from domain.calendar import Calendar
from domain.frozen import Compact
from domain.plan.complexity import Matrix
from domain.plan.customer_messages import AfterwardsRules
from domain.plan.escalations import EscalationRules
from domain.plan.ladder import Ladder
from domain.plan.limit import Limit
from domain.plan.observation import ObservationRules
from domain.plan.pauses import PauseRules
from domain.plan.promises import PromiseRules, Rhythm
from domain.plan.revisits import RevisitRules
from domain.plan.room import RoomRules
from domain.plan.shared import Shared
from domain.plan.sop import Sop
from domain.plan.terms import Complexity, Language, Priority
from domain.plan.visits import VisitRules


class Plan(Compact):
    """Everything `decide` knows of the company's rules for this one case."""

    policy: str
    policy_version: int
    scenario: str
    language: Language
    team: str
    ladder: Ladder
    business: str
    calendars: dict[str, Calendar]
    sop: Sop
    response: dict[Priority, Limit]
    red_lines: dict[Complexity, Limit]
    warn_at: float
    """Share of the red line at which people are warned (REQ D1: 0.8)."""
    rhythm: Rhythm
    promises: PromiseRules
    escalation: EscalationRules
    revisit: RevisitRules
    afterwards: AfterwardsRules
    attempts: int
    """Documented attempts on different days that stand for a customer who can't be reached (REQ E1). After so many
    in vain the lead hears of it (REQ C2)."""
    observation_longest: Limit
    pause_longest: Limit
    observation: ObservationRules | None = None
    """None: check-ins may be as soon as one likes, and only the first one may not be missing."""
    attempts_settle: bool = False
    """Whether those attempts also settle what was promised to the customer. If not, a callback that
    nobody could take stays owed, and the case can't close over it."""
    gather_messages: timedelta = timedelta(minutes=10)
    """How long a notice of a customer's message goes on growing with those that follow (REQ E3)."""
    pauses: PauseRules | None = None
    """None: pauses don't add up; each has its own longest."""
    visits: VisitRules | None = None
    """None: nobody of this company comes to the door."""
    room: RoomRules = RoomRules()
    posts: dict[str, str] = {}
    """Who holds the posts that the SOP's stages name (`Stage.tells`), by handle."""
    matrix: Matrix | None = None
    """None: a human names the complexity by themselves."""

    @model_validator(mode="wrap")
    @classmethod
    def _one_of_each(cls, value: Any, make: ModelWrapValidatorHandler["Plan"]) -> "Plan":
        return value if isinstance(value, Plan) else _PLANS.read(value, make)

    @model_serializer(mode="wrap")
    def _written_once(
        self, write: SerializerFunctionWrapHandler, info: SerializationInfo
    ) -> dict[str, Any]:
        return _PLANS.written(self, info, lambda: self._without_defaults(write))

    def holder(self, post: str) -> str:
        """Who stands on that place of the line, or holds that post of the team's."""
        return self.posts.get(post) or str(getattr(self.ladder, post))

    def runs_round_the_clock(self, priority: Priority) -> bool:
        """Whether a case of this priority waits for no office hours: its first response doesn't (REQ A4)."""
        return self.response[priority].calendar is None


_PLANS: Shared[Plan] = Shared()
