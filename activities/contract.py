"""What travels from a case to its activities. Imported by workflow code: records only."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from pydantic import model_validator

from domain.book import AnyCommand
from domain.case import Case
from domain.case.actions import Action
from domain.frozen import Frozen
from domain.plan.terms import Emotion, Label, Language
from domain.receipt import Outcome
from domain.taking_up import EndedRun
from messages.speech import things_named

UNKNOWN_PERSON = "unknown_person"
"""Type of the ApplicationError when nobody active has the handle: trying again would not help."""


CONFLICT = "record_conflict"
"""Type of the ApplicationError of a record where something else stands already."""

REMEMBERED = 200
"""How many commands a run remembers, to answer a repeat that the database does not know yet."""

REMEMBERED_BYTES = 200_000
"""How much of them: they travel from run to run in one payload with the case, and a payload over two
megabytes stops a case for good."""


CARRIED = 2_500_000
"""Bytes of JSON up to which a case travels in one payload: even text that packs badly is one and a half megabytes then.
A case is never to grow so large (`domain.room`); one that has all the same is loaded in pieces."""

PIECE = 1_000_000
"""Characters of JSON in one piece of a case; text that hardly packs takes three bytes for each at the worst, and a third
of that is gone once packed."""


class Notification(Frozen):
    """An action to carry out, with what its text needs to know of the case.

    `language` is the case's (the customer's); the receiver reads in their own. `stages` are the
    labels of the SOP's stages that the action's params name, `things` what its promises, visits and messages
    are called that they name.
    """

    number: str
    title: str
    owner: str
    customer: str
    emotion: Emotion
    language: Language
    zone: str
    stage: Label
    stages: dict[str, Label]
    things: dict[str, Label] = {}
    next_subject: str = ""
    next_due: datetime | None = None
    action: Action

    @property
    def id(self) -> str:
        """The same for each attempt, so that nobody is told twice; of a notice that grows, that of its beginning."""
        return f"{self.number}:{self.action.notice}"


TOLD = ("notify", "draft_apology")
"""Actions that tell somebody something. Those of one moment are carried out together."""


class Notifications(Frozen):
    """What people are told at one moment, in the order in which it was asked for."""

    notices: tuple[Notification, ...]


class Delivered(Frozen):
    """What came of it: why some reached nobody, by the id of the action."""

    failed: dict[str, str] = {}


class Loaded(Frozen):
    """A case as the database knows it, for a run that a message woke.

    `outcomes` are what became of its last commands, the oldest first: a run that has ended takes its
    memory along, and the repeat that woke the next one must still find its first answer. `told` are the
    keys of refusals that their senders' inboxes know of. `undecided`, `answered`, `ended` and `overtaken` are what runs that
    were ended from outside left to this one (`activities.ended_runs`).
    """

    case: Case | None = None
    outcomes: tuple[Outcome, ...] = ()
    told: tuple[str, ...] = ()
    undecided: tuple[AnyCommand, ...] = ()
    answered: tuple[Outcome, ...] = ()
    ended: EndedRun | None = None
    overtaken: bool = False
    version: int = 0
    pieces: int = 0
    """Of a case too large for one payload: its version, and in how many pieces `load_piece` gives it."""

    @model_validator(mode="before")
    @classmethod
    def _the_case_alone(cls, given: Any) -> Any:
        """Histories written before there were outcomes have the case alone."""
        return {"case": given} if isinstance(given, dict) and "number" in given else given


def newest_of(outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """As many of the last outcomes as a run may remember, the oldest first."""
    kept = list[Outcome]()
    left = REMEMBERED_BYTES
    for outcome in reversed(outcomes[-REMEMBERED:]):
        left -= outcome.weight
        if left < 0:
            break
        kept.append(outcome)
    return tuple(reversed(kept))


class PieceOf(Frozen):
    """One piece, counted from 0, of a case as it was at a version."""

    number: str
    version: int
    piece: int


def is_carried(case: Case) -> bool:
    """Whether a case fits into one payload, together with what its run remembers."""
    return len(case.model_dump_json().encode()) <= CARRIED


def pieces_of(case: Case) -> list[str]:
    """A case as JSON, in pieces that each fit into a payload."""
    whole = case.model_dump_json()
    return [whole[at : at + PIECE] for at in range(0, len(whole), PIECE)]


class LinkedOpening(Frozen):
    """A customer's message that goes on in another case: in one of its own, or in the case that is named.
    `shift` is the old run's."""

    number: str
    message: str
    asked_at: datetime
    shift: timedelta
    case: str = ""


def handed_over(case: Case, action: Action, shift: timedelta) -> Notification | LinkedOpening:
    """What the activity of an action gets."""
    if action.name not in ("open_linked_case", "pass_on_message"):
        return notification(case, action)
    return LinkedOpening(
        number=case.number,
        message=action.ref or "",
        asked_at=action.requested_at,
        shift=shift,
        case=action.params.get("case", ""),
    )


def notification(case: Case, action: Action) -> Notification:
    """An action that tells somebody something. Pure, for the workflow's loop."""
    plan = case.rules
    upcoming = case.next_call_of(action.to)
    named = {name.strip() for value in action.params.values() for name in value.split(",")}
    return Notification(
        number=case.number,
        title=case.title,
        owner=case.owner,
        customer=case.customer,
        emotion=case.emotion,
        language=plan.language,
        zone=plan.calendars[plan.business].zone,
        stage=case.current.label,
        stages={name: label for name, label in plan.sop.labels.items() if name in named},
        things=things_named(case, action.params),
        next_subject=upcoming.subject if upcoming else "",
        next_due=upcoming.latest_by if upcoming else None,
        action=action,
    )
