"""Whose case it is."""

import json
from typing import Literal

from domain import gathering
from domain.case import Case
from domain.command import Command
from domain.draft import Draft
from domain.event import Event
from domain.rules import Change, Rules


class Assign(Command):
    """Hand the case, and the promises its owner gave, to another person. A closed one only while a word of the
    customer waits for its mark."""

    kind: Literal["assign"] = "assign"
    owner: str
    reason: str


class OwnerAssigned(Event):
    kind: Literal["owner_assigned"] = "owner_assigned"
    owner: str
    reason: str


def assign(draft: Draft, command: Assign) -> None:
    if draft.case.is_closed and not (draft.case.core >= 2 and draft.case.unmarked):
        raise gathering.closed(draft.case)
    draft.require_reason(command.reason)
    draft.require_reason(command.owner, "owner")
    former = draft.case.owner
    draft.emit(OwnerAssigned, owner=command.owner, reason=command.reason)
    if draft.case.core >= 2:
        _tell(draft, command, former)
    elif command.owner != command.actor.handle:
        draft.tell(
            command.owner, about="case_assigned", by=command.actor.handle, **_handover(draft.case)
        )


def _tell(draft: Draft, command: Assign, former: str) -> None:
    """Whoever has the case now hears where it stands and what is promised, also when they took it
    themselves; whoever had it hears who has it (REQ C1a, C2)."""
    owner, actor = command.owner, command.actor.handle
    if owner == former:
        return
    about = "case_taken_over" if owner == actor else "case_assigned"
    draft.tell(owner, about=about, by=actor, **standing(draft.case))
    if draft.case.is_closed:
        gathering.hand_over(draft)
    if former != actor:
        draft.tell(
            former, about="case_passed_on", by=actor, successor=owner, because=command.reason
        )


def standing(case: Case) -> dict[str, str]:
    """Where the case stands, and all that is promised with its times: what one has to know before the
    first call."""
    promised = [
        (p.subject or p.kind, p.latest_by.isoformat(), "" if p.owner == case.owner else p.owner)
        for p in sorted(case.open_promises, key=lambda p: (p.latest_by, p.id))
    ]
    return {
        "stage": case.stage,
        "emotion": case.emotion,
        "standing": "yes",
        "handed": json.dumps(promised, ensure_ascii=False) if promised else "",
    }


def _handover(case: Case) -> dict[str, str]:
    """The same as the first core told it: what is promised, and when the next of it is due."""
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


RULES = Rules(handlers={Assign: assign}, after_closing=(Assign,), folds={OwnerAssigned: _assigned})
Commands = Assign
Events = OwnerAssigned
