"""How a case is weighed, what is put away, and how a lead makes room."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from domain.case import BREAKS, Case
from domain.case.escalations import Escalation
from domain.case.room import Fullness, Room
from domain.clocks import Clock
from domain.command import Command
from domain.contacts import LogContact
from domain.cores import SwitchCore
from domain.customer_messages.events import CaseReopened
from domain.deadline import Deadline
from domain.draft import Draft
from domain.errors import Refusal
from domain.escalations.calling import call, standing
from domain.escalations.climbing import end_what_is_done
from domain.escalations.commands import Escalate
from domain.escalations.events import Deescalated
from domain.event import Event
from domain.frozen import changed
from domain.notes import AddNote
from domain.owed import Owed
from domain.promises.commands import MakePromise
from domain.promises.events import PromiseReleased
from domain.questions import AskQuestions
from domain.room.past import Ids, long_past, without
from domain.rules import Change, Duty, Rules, conflict, nothing
from domain.taking_up import NoteTakenUp
from domain.visits.commands import ArrangeVisit

EVERY: dict[Fullness, int] = {"roomy": 50, "near": 10, "full": 1}
"""A case is weighed whenever its version passes a multiple of this: weighing takes a hundredth of a second at the worst."""
TIDY_AT, NEAR_AT, ROOMY_AT = 0.5, 0.8, 0.7
"""Shares of what a case may weigh: from when its past is put away, from when a lead is told, below which there is enough."""
WORTH_IT = 20
"""Records that are put away together, so that not every command brings an event."""
FEW = 10
"""Ended records of each list that are carried on where somebody makes room."""
LEFT_OPEN = 20
"""Promises, and calls for help, that making room leaves open."""
AT_ONCE = 200
"""As many of each it ends at a time; asked again, it goes on."""
OPENING: tuple[type[Command], ...] = (MakePromise, Escalate, ArrangeVisit, AskQuestions, AddNote)
"""What opens something new. So does a conversation in which something more is promised."""


class MakeRoom(Command):
    """Put away what is long past, and end what is open in excess: for a case that holds too much."""

    kind: Literal["make_room"] = "make_room"
    reason: str


class PastPutAway(Event):
    """These records are long past and no longer carried by the run. They stand in the record of the case."""

    kind: Literal["past_put_away"] = "past_put_away"
    records: Ids

    @property
    def count(self) -> int:
        return sum(len(ids) for ids in self.records.values())


class RoomChanged(Event):
    """The case nears what it can hold, is full, or has enough room again."""

    kind: Literal["room_changed"] = "room_changed"
    room: Room


class RoomOverdue(Event):
    """The lead has not made room in time: the line is called."""

    kind: Literal["room_overdue"] = "room_overdue"
    due_at: datetime
    unseen_since: datetime | None = None


class RoomMade(Event):
    """Somebody has made room: so many open promises and calls for help were ended for it."""

    kind: Literal["room_made"] = "room_made"
    reason: str
    promises: int = 0
    escalations: int = 0


def weigh(case: Case) -> int:
    """What a case weighs, in bytes of JSON, without its plan: that doesn't grow. Packed it is less; how much less depends
    on the library that packs, so that nothing may be decided by it."""
    carried = case.model_dump_json(exclude_defaults=True, exclude={"plan", "guide"})
    return len(carried.encode())


def _watch(draft: Draft) -> None:
    """After each command: see that the case can be carried on."""
    case = draft.case
    if case.core < 2 or not draft.events or not _is_time(draft):
        return
    most = draft.plan.room.most
    weight = weigh(case)
    if weight >= most * TIDY_AT and _put_away(draft, long_past(draft), WORTH_IT):
        weight = weigh(draft.case)
    if weight >= most and _opens(draft.command) and _fullness(case) == "full":
        raise _full(draft)
    _note(draft, weight)


def _is_time(draft: Draft) -> bool:
    """Whether the case is to be weighed now: every so many events, at each command once it is full, when a
    run takes it up, and when room was made."""
    now, before = draft.case.version, draft.case.version - len(draft.events)
    every = EVERY[_fullness(draft.case)]
    taken_up = type(draft.command) in (SwitchCore, NoteTakenUp, MakeRoom)
    return taken_up or now // every != before // every


def _fullness(case: Case) -> Fullness:
    return case.room.fullness if case.room else "roomy"


def _opens(command: Command) -> bool:
    promises_more = isinstance(command, LogContact) and command.next_promise is not None
    return promises_more or isinstance(command, OPENING)


def _full(draft: Draft) -> Refusal:
    """What there is too much of, and who can make room."""
    case = draft.case
    return Refusal(
        "case_full",
        number=case.number,
        promises=len(case.open_promises),
        calls=sum(each.deescalated_at is None for each in case.escalations),
    )


def _put_away(draft: Draft, records: Ids, least: int) -> bool:
    if sum(len(ids) for ids in records.values()) < least:
        return False
    draft.emit(PastPutAway, records=records)
    return True


def _note(draft: Draft, weight: int) -> None:
    """Keep how full the case is, when that changes; a lead hears of it once."""
    most, before = draft.plan.room.most, _fullness(draft.case)
    now: Fullness = "full" if weight >= most else "near" if weight >= most * NEAR_AT else "roomy"
    if before != "roomy" and now == "roomy" and weight >= most * ROOMY_AT:
        now = "near"
    if now == before:
        return
    known = draft.case.room or Room(fullness=now, weight=weight, most=most, since=draft.now)
    draft.emit(
        RoomChanged,
        room=changed(known, {"fullness": now, "weight": weight, "most": most}),
    )
    end_what_is_done(draft)
    if before == "roomy":
        draft.tell(
            draft.plan.ladder.lead,
            about="little_room",
            share=str(weight * 100 // most),
            promises=str(len(draft.case.open_promises)),
            calls=str(sum(each.deescalated_at is None for each in draft.case.escalations)),
        )


def _make_room(draft: Draft, command: MakeRoom) -> None:
    """Put away the past, and if that is not enough end what is open in excess: promises that are furthest away, of
    calls for help the oldest that people made. Asked again it goes on; with enough room it changes nothing."""
    if not draft.outranks("lead"):
        raise Refusal("line_required", number=draft.case.number, line="lead")
    draft.require_reason(command.reason)
    enough = draft.plan.room.most * TIDY_AT
    if weigh(draft.case) < enough:
        return
    changed = _put_away(draft, long_past(draft, FEW), 1)
    promises, escalations = _in_excess(draft) if weigh(draft.case) >= enough else ((), ())
    concerned = {draft.case.owner, *_people(draft.case, promises, escalations)}
    for promise in promises:
        draft.emit(PromiseReleased, promise=promise, reason=command.reason)
    for escalation in escalations:
        draft.emit(Deescalated, escalation=escalation, reason=command.reason)
    if promises or escalations:
        _put_away(draft, long_past(draft, FEW), 1)
    if not (changed or promises or escalations):
        return
    ended = {"promises": len(promises), "escalations": len(escalations)}
    draft.emit(RoomMade, reason=command.reason, **ended)
    counts = {name: str(count) for name, count in ended.items()}
    draft.tell(
        *sorted(concerned - {command.actor.handle}),
        about="room_made",
        by=command.actor.handle,
        reason=command.reason,
        **counts,
    )


def _people(case: Case, promises: tuple[str, ...], escalations: tuple[str, ...]) -> set[str]:
    """Whose promises and calls for help those are, and who has taken the calls on."""
    people = {promise.owner for promise in case.promises if promise.id in promises}
    for escalation in case.escalations:
        if escalation.id in escalations:
            people |= {escalation.raised_by, escalation.holder}
    return people


def _in_excess(draft: Draft) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids of open promises that a call would keep and that are not due yet, and of calls for help."""
    case = draft.case
    ahead = [p for p in case.open_promises if p.keeping.by == "call" and p.latest_by > draft.now]
    ahead.sort(key=lambda p: (p.latest_by, p.made_at))
    asked = [e for e in case.escalations if e.cause == "agent" and e.deescalated_at is None]
    spare = max(0, len(asked) - LEFT_OPEN)
    promises = tuple(p.id for p in ahead[LEFT_OPEN:][-AT_ONCE:])
    return promises, tuple(e.id for e in asked[:spare][:AT_ONCE])


def _forget(case: Case, event: PastPutAway) -> Change:
    away = dict(case.put_away)
    for name, ids in event.records.items():
        away[name] = away.get(name, 0) + len(ids)
    ended = set(event.records.get("promises", ()))
    broken = [p for p in case.promises if p.id in ended and p.status == "broken"]
    if breaks := sum(not p.corrected for p in broken):
        away[BREAKS] = away.get(BREAKS, 0) + breaks
    return {**without(case, event.records), "put_away": away}


def _changed(case: Case, event: RoomChanged) -> Change:
    return {"room": None if event.room.fullness == "roomy" else event.room}


def _overdue(case: Case, event: RoomOverdue) -> Change:
    return {"room": case.room and changed(case.room, {"overdue": True})}


def _reopened(case: Case, event: CaseReopened) -> Change:
    """A closed case needs no room; in its next life the lead has their time for it anew."""
    return {"room": case.room and changed(case.room, {"since": event.at, "overdue": False})}


def _clock(case: Case, room: Room) -> Clock:
    return Clock(anchor="little_room", started_at=room.since, limit=case.rules.room.within)


def _owed(case: Case) -> Owed | None:
    """Somebody who leads looks at what the case holds."""
    if case.room is None:
        return None
    due_at, _ = _clock(case, case.room).due(case.rules)
    return Owed(owner=case.rules.ladder.lead, due_at=due_at, about=case.room.fullness)


def _due(case: Case) -> Iterator[Deadline]:
    """Until the line has been called for it. Then the call has its own deadlines."""
    if case.room and not (case.room.overdue and standing(case, "room_overdue")):
        due_at, why = _clock(case, case.room).due(case.rules)
        yield Deadline(
            key="room",
            kind="room",
            due_at=due_at,
            owner=case.rules.ladder.lead,
            subject=case.room.fullness,
            why=why,
        )


def _not_made(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    """The lead has not seen to it: one further up the line is called, until there is room (REQ C0)."""
    draft.emit(RoomOverdue, due_at=due.due_at, unseen_since=unseen_since)
    called = call(draft, "room_overdue").receiver
    draft.tell(
        *(person for person in (draft.plan.ladder.lead,) if person != called),
        about="room_overdue",
        due=due.due_at.isoformat(),
        called=called,
    )


def _has_room(case: Case, escalation: Escalation) -> bool:
    return case.room is None


RULES = Rules(
    handlers={MakeRoom: _make_room},
    after_closing=(MakeRoom,),
    folds={
        PastPutAway: _forget,
        RoomChanged: _changed,
        RoomMade: nothing,
        RoomOverdue: _overdue,
        CaseReopened: _reopened,
    },
    due=_due,
    fires={"room": _not_made},
    duties={"room_overdue": Duty(_has_room)},
    owed={"room": _owed},
    afterwards=_watch,
    refusals={
        "case_full": conflict("the case holds as much as it can carry, and takes on nothing new"),
    },
)
Commands = MakeRoom
Events = PastPutAway | RoomChanged | RoomOverdue | RoomMade
