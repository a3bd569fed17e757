"""Promises as the case keeps them (REQ C2)."""

from datetime import datetime
from typing import Literal, NamedTuple

from domain.derivation import Derivation
from domain.entry import Entry
from domain.frozen import Frozen

PromiseStatus = Literal["open", "kept", "attempted", "renegotiated", "broken", "released"]


PromiseKind = Literal[
    "callback", "first_feedback", "check_in", "progress", "revisit", "milestone", "visit"
]


KeptBy = Literal["call", "revisit", "visit"]


class Keeping(NamedTuple):
    """What keeps a promise of a kind, and what follows from that.

    `refusal` is the code for whoever tries to keep it by a mere contact. One that stands `apart` has
    commands and deadlines of its own and stays with its owner when the case changes hands; when it
    breaks, the case's owner calls.
    """

    by: KeptBy = "call"
    refusal: str = ""
    apart: bool = False


BY_CALL = Keeping()


KEEPING: dict[PromiseKind, Keeping] = {
    "revisit": Keeping("revisit", "revisit_needs_outcome"),
    "visit": Keeping("visit", "visit_needs_record", apart=True),
}
"""Every other kind is kept by a call, or whatever reaches the customer."""


class Promise(Frozen):
    """A promised callback: who contacts the customer, about what, by when (REQ C2).

    Only `latest_by` can break. It ends once, as kept, attempted, renegotiated, broken or released;
    `corrected` marks a break that a contact proven in time has put right. The break stays on record. An
    attempt that never took place, as came to light later, is the only ending that becomes another: broken.
    """

    id: str
    kind: PromiseKind
    owner: str
    subject: str
    made_at: datetime
    made_by: str
    latest_by: datetime
    expected_by: datetime | None = None
    why: Derivation
    status: PromiseStatus = "open"
    ended_at: datetime | None = None
    follows: str | None = None
    renegotiations: int = 0
    attempts: int = 0
    reminded: bool = False
    corrected: bool = False
    untold: bool = False
    """Set down in the confirmation while the customer couldn't be reached, and nobody has spoken with them since."""
    told_at: datetime | None = None
    """Of one that was moved here from another time, or given for a longer observation: when the customer was told."""
    said_in: str | None = None
    """Of one that somebody let go of: the customer's word after which they did, "" for none. None where a rule did."""
    rests_on: tuple[datetime, ...] = ()
    """Of one that a step let go of: when the customer said, was told, or was tried in vain for, what the step rests on."""
    stage: str | None = None
    """Of a milestone: the stage whose end it is about."""

    @property
    def keeping(self) -> Keeping:
        """What keeps it."""
        return KEEPING.get(self.kind, BY_CALL)

    @property
    def is_open(self) -> bool:
        return self.status == "open"

    @property
    def is_told(self) -> bool:
        """Whether the customer knows of its time: it was agreed with them, stood in the plan they were given (REQ B1),
        or is a visit's window. Any other is what our rules ask of us."""
        given = self.why.anchor == "agreed" or self.kind in ("milestone", "visit")
        return given and not self.untold

    @property
    def is_news(self) -> bool:
        """Whether it is the rhythm's own: that somebody speaks with the customer, about whatever it is (REQ C1)."""
        return self.kind == "progress" and not self.is_told

    @property
    def window(self) -> str:
        """Of a visit, from when to when the engineer is expected, as an ISO 8601 interval."""
        begins = self.expected_by or self.latest_by
        return f"{begins.isoformat()}/{self.latest_by.isoformat()}"


class PromiseEntry(Entry):
    kind: Literal["promise"] = "promise"
    promise: Promise
