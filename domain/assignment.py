"""Whose case it is."""

import json
from collections.abc import Iterable, Iterator
from typing import Literal

from domain import gathering
from domain.case import Case
from domain.case.promises import Promise
from domain.clocks import Clock
from domain.command import SYSTEM, Command
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
    if actor not in (former, SYSTEM):  # the product hands over the cases of somebody who leaves
        draft.tell(
            former, about="case_passed_on", by=actor, successor=owner, because=command.reason
        )


def standing(case: Case) -> dict[str, str]:
    """Where the case stands, all that is promised with its times, and what else is waiting: what one has to know
    before the first call (REQ C2)."""
    promises = sorted(case.open_promises, key=lambda p: (p.latest_by, p.id))
    return {
        "stage": case.stage,
        "emotion": case.emotion,
        "standing": "yes",
        "handed": handed(case, promises, case.owner),
    } | _waiting(case)


def handed(case: Case, promises: Iterable[Promise], to: str) -> str:
    """Each promise as what it is about, its time and who keeps it, if not the one who is told; a visit's time is its
    whole window (REQ B7)."""
    windows = {v.promise: v.window for v in case.visits if v.is_ahead and case.core >= 2}
    found = [
        (
            p.subject or p.kind,
            windows.get(p.id) or p.latest_by.isoformat(),
            "" if p.owner == to else p.owner,
        )
        for p in promises
    ]
    return json.dumps(found, ensure_ascii=False) if found else ""


def _waiting(case: Case) -> dict[str, str]:
    """What is owed or going on besides promises, each as its name, its time, a person and a word about it."""
    if case.core < 2:
        return {}
    found = [
        *((name, end, "", "") for name, end in _running(case)),
        *(
            (_late("report", visit.report), _due(case, visit.report), visit.reports_by, "")
            for visit in case.visits
            if visit.report and not visit.reported_at
        ),
        *(
            ("call", call.raised_at.isoformat(), call.holder, call.cause)
            for call in case.escalations
            if call.deescalated_at is None
        ),
    ]
    return {"waiting": json.dumps(found, ensure_ascii=False)} if found else {}


def _running(case: Case) -> Iterator[tuple[str, str]]:
    """The clocks and windows of the case that run now, with their ends."""
    if case.response:
        yield _late("answer", case.response), _due(case, case.response)
    if marks := [message.mark for message in case.unmarked if message.mark]:
        yield "mark", min(_due(case, mark) for mark in marks)
    if case.phase == "open" and case.stage_clock and not case.stage_clock.paused_at:
        yield _late("stage", case.stage_clock), _due(case, case.stage_clock)
    if case.pause:
        yield "pause", case.pause.until.isoformat()
    if case.observation and not case.observation.ended:
        yield "window", case.observation.ends_at.isoformat()


def _late(name: str, clock: Clock) -> str:
    return f"{name}.late" if clock.overdue else name


def _due(case: Case, clock: Clock) -> str:
    return clock.due(case.rules)[0].isoformat()


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
