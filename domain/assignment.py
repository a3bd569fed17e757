"""Whose case it is."""

from typing import Literal

from domain.case import Case
from domain.command import Command
from domain.draft import Draft
from domain.event import Event
from domain.rules import Change, Rules


class Assign(Command):
    """Hand the case, and the promises its owner gave, to another person."""

    kind: Literal["assign"] = "assign"
    owner: str
    reason: str


class OwnerAssigned(Event):
    kind: Literal["owner_assigned"] = "owner_assigned"
    owner: str
    reason: str


def assign(draft: Draft, command: Assign) -> None:
    draft.require_reason(command.reason)
    draft.require_reason(command.owner, "owner")
    draft.emit(OwnerAssigned, owner=command.owner, reason=command.reason)
    if command.owner != command.actor.handle:
        draft.tell(
            command.owner, about="case_assigned", by=command.actor.handle, **_handover(draft.case)
        )


def _handover(case: Case) -> dict[str, str]:
    """What a substitute has to know before the first call: where the case stands, what was promised."""
    upcoming = case.next_promise
    if upcoming is None:
        return {}
    return {
        "stage": case.stage,
        "emotion": case.emotion,
        "promised": "; ".join(p.subject or p.kind for p in case.open_promises),
        "due": upcoming.latest_by.isoformat(),
    }


def _assigned(case: Case, event: OwnerAssigned) -> Change:
    return {"owner": event.owner}


RULES = Rules(handlers={Assign: assign}, folds={OwnerAssigned: _assigned})
Commands = Assign
Events = OwnerAssigned
