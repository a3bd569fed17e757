"""What may be chosen in forms, by family, with the words people read (REQ K1). Choices of a stage or a team are the policy's."""

from typing import Any, get_args

from pydantic import BaseModel

from api.problem_codes import ROLES
from domain.case.confirmation import NoticeAnswer
from domain.case.contacts import Channel, Direction, Part
from domain.case.customer_messages import Mark
from domain.case.endings import Ending
from domain.case.pauses import PauseReason
from domain.case.promises import PromiseKind, PromiseStatus
from domain.case.repairs import OfferAnswer, Remedy
from domain.case.resolution import Basis, VerificationOutcome
from domain.case.revisits import RevisitOutcome
from domain.case.triage import Trait
from domain.case.visits import MovedBy, VisitOutcome, VisitStatus
from domain.plan.escalations import Cause
from domain.plan.terms import Complexity, Emotion, Language, Line, Phase, Priority, Progress
from domain.summary import SlaState
from messages.book import BOOK

CHOICES: dict[str, Any] = {
    "answer": NoticeAnswer,
    "basis": Basis,
    "cause": Cause,
    "channel": Channel,
    "complexity": Complexity,
    "customer_level": ("normal", "vip"),
    "direction": Direction,
    "early": ("customer_asked",),
    "emotion": Emotion,
    "ending": Ending,
    "language": Language,
    "line": Line,
    "moved_by": MovedBy,
    "offer_answer": OfferAnswer,
    "part": Part,
    "pause_reason": PauseReason,
    "phase": Phase,
    "priority": Priority,
    "progress": Progress,
    "promise_kind": PromiseKind,
    "promise_status": PromiseStatus,
    "remedy": Remedy,
    "revisit_outcome": RevisitOutcome,
    "sla_state": SlaState,
    "tier": ("2", "3"),
    "trait": Trait,
    "verdict": Mark,
    "verification": VerificationOutcome,
    "visit_outcome": VisitOutcome,
    "visit_status": VisitStatus,
}
"""Family of words → its values in their order."""

FAMILIES: dict[str, str] = {
    "level": "customer_level",
    "traits": "trait",
    "offer.answer": "offer_answer",
    "pause.reason": "pause_reason",
    "verify.outcome": "verification",
    "revisit.outcome": "revisit_outcome",
    "record_visit.outcome": "visit_outcome",
}
"""Field, or verb and field → the family of words that its choices have, where it is not called like the field."""


class ValueOut(BaseModel):
    """A value, and what people read for it."""

    value: str
    label: str


def values_of(family: str) -> tuple[str, ...]:
    """The values of a family in their order."""
    said = CHOICES[family]
    return said if isinstance(said, tuple) else get_args(said)


def choices(language: Language) -> dict[str, list[ValueOut]]:
    """Every family with its words; the roles among them."""
    found = {
        family: [
            ValueOut(value=each, label=BOOK.texts.say(language, f"{family}.{each}"))
            for each in values_of(family)
        ]
        for family in CHOICES
    }
    found["role"] = [ValueOut(value=role, label=ROLES[role].text(language)) for role in ROLES]
    return found
