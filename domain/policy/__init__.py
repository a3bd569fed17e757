"""The company's rules as data (REQ H1): what a supervisor edits.

The fields mirror the YAML files that `policies.load` reads; `domain.planning` turns a `Policy` into
the plan of one case. What a feature has of it stands in a module of its stem, with the way to the rules of a
plan. A reference to something else in the policy is checked by `policies.check`,
which names the place.
"""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from domain.frozen import Frozen
from domain.plan.terms import Complexity, Priority
from domain.policy.board import BoardPolicy
from domain.policy.calendars import CalendarPolicy
from domain.policy.customer_messages import AfterwardsPolicy
from domain.policy.customers import CustomerPolicy
from domain.policy.escalations import EscalationPolicy
from domain.policy.follow_up import ComplexityPolicy, MatrixPolicy
from domain.policy.observation import ObservationPolicy
from domain.policy.pauses import PausePolicy
from domain.policy.promises import PromisePolicy, RhythmPolicy
from domain.policy.questions import ProductPolicy
from domain.policy.response import PriorityPolicy
from domain.policy.revisits import RevisitPolicy
from domain.policy.room import RoomPolicy
from domain.policy.stages import SopPolicy
from domain.policy.teams import TeamPolicy
from domain.policy.visits import VisitPolicy
from domain.policy.words import Name, Translated, has_all
from domain.spans import Length, SpanText


class Policy(Frozen):
    """One versioned policy. `business` names the calendar that "working" means."""

    name: Name
    version: Annotated[int, Field(ge=1)]
    label: Translated
    business: Name
    calendars: dict[Name, CalendarPolicy]
    priorities: Annotated[dict[Priority, PriorityPolicy], has_all(Priority)]
    complexity: Annotated[dict[Complexity, ComplexityPolicy], has_all(Complexity)]
    matrix: MatrixPolicy | None = None
    warn_at: Annotated[float, Field(gt=0, lt=1)]
    rhythm: RhythmPolicy
    promises: PromisePolicy
    escalation: EscalationPolicy
    revisit: RevisitPolicy
    afterwards: AfterwardsPolicy
    gather_messages: Length = timedelta(minutes=10)
    attempts: Annotated[int, Field(ge=1)]
    attempts_settle: bool = False
    observation_longest: SpanText
    pause_longest: SpanText
    observation: ObservationPolicy | None = None
    pauses: PausePolicy | None = None
    visits: VisitPolicy | None = None
    customers: CustomerPolicy = CustomerPolicy()
    room: RoomPolicy = RoomPolicy()
    board: BoardPolicy = BoardPolicy()
    teams: Annotated[dict[Name, TeamPolicy], Field(min_length=1)]
    sops: Annotated[dict[Name, SopPolicy], Field(min_length=1)]
    products: dict[Name, ProductPolicy] = Field(default_factory=dict)
    """By family. `any` is that of a case whose product nobody has named."""
