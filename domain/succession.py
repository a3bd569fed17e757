"""Who the people are now: somebody has left, or leads in another's place (REQ D1, J6).

A case keeps its line by name, and so does every promise, visit and call in it. When the people change, the case is told who
they are, and nothing of it stays with somebody who is not there: the line is another from here on, whoever is called now is
called anew with the time that everybody has, and what one who left had promised is their heir's.
"""

import json
from collections.abc import Mapping
from typing import Literal

from domain import assignment
from domain.case import Case
from domain.case.escalations import Escalation
from domain.case.promises import Promise
from domain.case.visits import Visit
from domain.command import Command
from domain.draft import Draft
from domain.escalations import calling
from domain.escalations.events import EscalationMoved
from domain.event import Event
from domain.frozen import changed
from domain.plan.ladder import Ladder
from domain.plan.terms import LINES, Line
from domain.rules import Change, Rules

PLACES: tuple[Line, ...] = ("lead", "supervisor", "executive")


class FollowPeople(Command):
    """Who the people of the case's line are now, who is `gone`, and who has taken over from them: what they owe the
    customer (`heirs`), and where an engineer is expected (`engineers`; not everybody can go to a customer's door)."""

    kind: Literal["follow_people"] = "follow_people"
    line: Ladder
    gone: tuple[str, ...] = ()
    heirs: dict[str, str] = {}
    engineers: dict[str, str] = {}


class LineReplaced(Event):
    """The people a case answers to are others. `former` is who they were; `gone` those of them who have left."""

    kind: Literal["line_replaced"] = "line_replaced"
    line: Ladder
    former: Ladder
    gone: tuple[str, ...] = ()


class WorkTakenOver(Event):
    """What `former`, who has left, had promised or was expected for is `heir`'s: the promises and visits of these ids."""

    kind: Literal["work_taken_over"] = "work_taken_over"
    former: str
    heir: str
    promises: tuple[str, ...] = ()
    visits: tuple[str, ...] = ()


def line_now(ladder: Ladder, places: Mapping[str, str], heirs: Mapping[str, str]) -> Ladder:
    """The line as the policy has it, with nobody on it who has left.

    `places` are the places on the line of everybody who is known and here, `heirs` who took over from each who has left (None of
    those here). A place goes to the heir, where they hold one as high; else to the next further up, or at the top further down. Of a
    line on which nobody is left nothing changes: there is nobody to call.
    """
    found = {place: _holder(place, ladder.receiver(place), places, heirs) for place in PLACES}
    if not any(found.values()):
        return ladder
    whole: dict[str, str] = {}
    for index, place in enumerate(PLACES):
        nearest = (*PLACES[index:], *reversed(PLACES[:index]))
        whole[place] = next(who for near in nearest if (who := found[near]))
    return Ladder(**whole)


def _holder(
    place: Line, named: str, places: Mapping[str, str], heirs: Mapping[str, str]
) -> str | None:
    """Who holds a place: whoever is named, or who took over from them and so on."""
    if named not in heirs:
        return named
    for who in following(named, heirs):
        if who not in heirs and places.get(who) in LINES[LINES.index(place) :]:
            return who
    return None


def following(gone: str, heirs: Mapping[str, str]) -> tuple[str, ...]:
    """Who took over from somebody, who from that one and so on, each once."""
    found: list[str] = []
    who = heirs.get(gone, "")
    while who and who != gone and who not in found:
        found.append(who)
        who = heirs.get(who, "")
    return tuple(found)


def _follow(draft: Draft, command: FollowPeople) -> None:
    if command.line != draft.plan.ladder:
        former = draft.plan.ladder
        named = former.model_dump().values()
        gone = tuple(dict.fromkeys(who for who in named if who in command.gone))
        draft.emit(LineReplaced, line=command.line, former=former, gone=gone)
    if draft.case.is_closed and not draft.case.unmarked:
        return  # nobody waits; whatever reopens it finds the new line
    for one, heir in command.heirs.items():
        _take_over_case(draft, one, heir)
    for one in dict.fromkeys((*command.heirs, *command.engineers)):
        _take_over_work(draft, one, command)
    for escalation in draft.case.escalations:
        if escalation.deescalated_at is None:
            _call_anew(draft, escalation, command.gone)


def _take_over_case(draft: Draft, former: str, heir: str) -> None:
    if draft.case.owner == former:
        draft.emit(assignment.OwnerAssigned, owner=heir, reason="owner_left")
        draft.tell(heir, about="case_inherited", former=former, **assignment.standing(draft.case))


def _take_over_work(draft: Draft, former: str, command: FollowPeople) -> None:
    """Promises given in a case of somebody else's, and visits with the windows promised for them."""
    case, engineer = draft.case, command.engineers.get(former)
    theirs = [
        v
        for v in case.visits
        if engineer and (v.reports_by if _is_over(v) else v.engineer) == former
    ]
    visits = [v for v in theirs if v.is_ahead or _is_over(v)]
    windows = {visit.promise for visit in visits if visit.is_ahead}
    promises = [p for p in case.open_promises if p.owner == former]
    going = [p for p in promises if p.keeping.apart and p.id in windows]
    calling_back = [p for p in promises if not p.keeping.apart]
    if heir := command.heirs.get(former):
        _hand_on(draft, former, heir, calling_back, [])
    if engineer:
        _hand_on(draft, former, engineer, going, visits)


def _hand_on(
    draft: Draft, former: str, heir: str, promises: list[Promise], visits: list[Visit]
) -> None:
    if not promises and not visits:
        return
    draft.emit(
        WorkTakenOver,
        former=former,
        heir=heir,
        promises=tuple(promise.id for promise in promises),
        visits=tuple(visit.id for visit in visits),
    )
    reports = [visit.window for visit in visits if _is_over(visit)]
    ahead = [visit for visit in visits if visit.is_ahead]
    draft.tell(
        heir,
        about="work_inherited",
        former=former,
        handed=assignment.handed(draft.case, promises, to=former),
        **({"reports": json.dumps(reports)} if reports else {}),
    )
    for visit in ahead:
        if draft.case.owner not in (heir, former):
            draft.tell(
                draft.case.owner,
                about="visit_by_another",
                ref=visit.id,
                window=visit.window,
                former=former,
                heir=heir,
            )


def _is_over(visit: Visit) -> bool:
    """Whether somebody was there and we wait for the report: whoever went stays on record for it."""
    return visit.report is not None and visit.reported_at is None


def _call_anew(draft: Draft, escalation: Escalation, gone: tuple[str, ...]) -> None:
    """Whoever holds the place now is called, with the time that everybody has; what somebody who is there has
    taken on stays theirs."""
    ladder, holder = draft.plan.ladder, escalation.holder
    is_held = escalation.acknowledged_by or ladder.receiver(escalation.line) == escalation.receiver
    owes = _owes(draft.case, escalation)
    if owes:
        is_held = False
    if is_held and holder not in gone:
        return
    line = _place(draft, escalation, gone)
    receiver = ladder.receiver(line)
    if receiver == holder or receiver in gone:
        return  # nobody is left on the line: a daily look says so
    clock = calling.acknowledge_clock(draft)
    left = holder in gone
    owes = owes and not left and draft.case.core >= 2
    draft.emit(
        EscalationMoved,
        escalation=escalation.id,
        former=holder,
        left=left,
        owes=owes,
        line=line,
        receiver=receiver,
        clock=clock,
    )
    draft.tell(
        receiver,
        about="escalation_inherited"
        if left
        else "escalation_one_further"
        if owes
        else "escalation_moved",
        ref=escalation.id,
        cause=escalation.cause,
        reason=escalation.reason,
        former=holder,
        acknowledge_by=clock.due(draft.plan)[0].isoformat(),
        **calling.told_of(draft, escalation),
    )


def _owes(case: Case, escalation: Escalation) -> bool:
    """Whether it waits for the owner of the case: whoever has just taken it over is not called for what it owes."""
    waits = escalation.is_waiting and escalation.cause != "agent"
    return waits and escalation.holder == case.owner


def _afterwards(draft: Draft) -> None:
    """A case that somebody took over, or was given, who is called for what it owes (REQ C0)."""
    if draft.case.core < 2 or not isinstance(draft.command, assignment.Assign):
        return
    for escalation in draft.case.escalations:
        if escalation.deescalated_at is None and _owes(draft.case, escalation):
            _call_anew(draft, escalation, ())


def _place(draft: Draft, escalation: Escalation, gone: tuple[str, ...]) -> Line:
    """The place on the line that is called: not one of somebody who asked for help, or owes what is overdue."""
    itself = escalation.raised_by if escalation.cause == "agent" else draft.case.owner
    further = LINES[LINES.index(escalation.line) :]
    free = (at for at in further if draft.plan.ladder.receiver(at) not in (itself, *gone))
    return next(free, escalation.line)


def _replaced(case: Case, event: LineReplaced) -> Change:
    return {"plan": changed(case.rules, {"ladder": event.line})}


def _taken_over(case: Case, event: WorkTakenOver) -> Change:
    to = event.heir
    return {
        "promises": tuple(
            changed(p, {"owner": to}) if p.id in event.promises else p for p in case.promises
        ),
        "visits": tuple(
            changed(v, {"reporter" if _is_over(v) else "engineer": to})
            if v.id in event.visits
            else v
            for v in case.visits
        ),
    }


RULES = Rules(
    handlers={FollowPeople: _follow},
    after_closing=(FollowPeople,),
    internal=(FollowPeople,),
    folds={LineReplaced: _replaced, WorkTakenOver: _taken_over},
    afterwards=_afterwards,
)
Commands = FollowPeople
Events = LineReplaced | WorkTakenOver
