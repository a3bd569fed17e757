"""The interpreter of a staged SOP. Everything that moves a case between stages is here.

Stages and transitions are policy data (REQ B1, B6). Guards and effects in that data are names;
what they mean is brought by the features (`Rules.guards`, `Rules.effects`).
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Literal

from domain import facts
from domain.case import Case
from domain.case.escalations import Escalation
from domain.clocks import Clock
from domain.command import Command
from domain.cores import CoreSwitched
from domain.deadline import Deadline, of_clock
from domain.draft import Draft
from domain.errors import Refusal
from domain.escalations.calling import call, escalate, standing, tell_again_after
from domain.event import Event
from domain.frozen import changed
from domain.owed import Owed, within
from domain.pace import clock_entering, clock_of, past_moments
from domain.plan.sop import Stage, Transition, asks_fact
from domain.rules import Change, Duty, Guard, Rules, conflict, flagged, invalid

ANCHOR = "confirm_complex"
"""The command that confirms a case (REQ A7)."""


class CompleteStage(Command):
    """Leave a stage with its yield (REQ B1). `to` picks one of several ways on."""

    kind: Literal["complete_stage"] = "complete_stage"
    stage: str
    yields: dict[str, str] = {}
    to: str | None = None


class StageEntered(Event):
    kind: Literal["stage_entered"] = "stage_entered"
    stage: str
    left: str
    on: str
    clock: Clock | None = None
    heard_at: datetime | None = None
    """When we heard what moved the case, if that was before it was decided."""


class StageCompleted(Event):
    kind: Literal["stage_completed"] = "stage_completed"
    stage: str
    yields: dict[str, str]


class StageOverrun(Event):
    kind: Literal["stage_overrun"] = "stage_overrun"
    stage: str
    due_at: datetime
    unseen_since: datetime | None = None


def complete(draft: Draft, command: CompleteStage) -> None:
    names = draft.plan.sop.names
    common = {"number": draft.case.number, "stage": draft.case.stage}
    for field, name in (("stage", command.stage), ("to", command.to)):
        if name is not None and name not in names:
            raise Refusal(
                "unknown_stage", fields=(field,), named=name, known=", ".join(names), **common
            )
    if command.stage != draft.case.stage:
        other = draft.case.core >= 2 and draft.plan.sop.leaving(command.stage, command.name)
        raise (
            _elsewhere(draft, command.name, (command.stage,))
            if other
            else wrong_stage(draft, command.name)
        )
    require_stage_taking(draft, command.name)
    found_out = draft.plan.sop.is_told_by_facts(command.stage, command.name)
    if command.to is None and draft.case.core >= 2 and not found_out:
        _require_one_way(draft)
    given = facts.check(draft, draft.case.current, command.yields, corrects=draft.case.core >= 2)
    draft.emit(StageCompleted, stage=command.stage, yields=given)
    done(draft, command.stage)
    if found_out and command.to is not None:
        _require_way_of_facts(draft, command.to)
    move(draft, to=command.to)


def _require_one_way(draft: Draft) -> None:
    """Where several ways are open, a human says which; nobody guesses (REQ B1)."""
    ways = draft.plan.sop.leaving(draft.case.stage, draft.command.name)
    if len(ways) < 2:
        return
    targets = tuple(dict.fromkeys(way.target for way in open_ways(draft, draft.command.name)))
    if len(targets) > 1:
        raise Refusal(
            "way_on_missing",
            fields=("to",),
            number=draft.case.number,
            stage=draft.case.stage,
            ways=", ".join(targets),
        )


def _require_way_of_facts(draft: Draft, to: str) -> None:
    """Where what was found out says how it goes on, nobody goes another way."""
    ways = [way.target for way in open_ways(draft, draft.command.name)][:1]
    if to not in ways:
        raise _not_that_way(draft, to, ways)


def _against(draft: Draft, way: Transition) -> Refusal | None:
    """What speaks against a way, its guards asked in their order."""
    return next((no for no in (_asked(draft, name) for name in way.guards) if no), None)


def _asked(draft: Draft, name: str) -> Refusal | None:
    """What a guard has against it: one of a feature's, or one that asks what was chosen for a fact."""
    asked = asks_fact(name)
    if asked is None:
        guard: Guard = draft.book.guards[name]
        return guard(draft)
    fact, choice = asked
    return None if draft.case.facts.get(fact) == choice else _leads_nowhere(draft)


def done(draft: Draft, stage: str) -> None:
    """The work of a stage is done: those who wait for that hear of it."""
    for step in draft.book.on_stage_done:
        step(draft, stage)


def move(
    draft: Draft,
    *,
    required: bool = True,
    to: str | None = None,
    on: str | None = None,
    anew: bool = True,
) -> bool:
    """Take the first transition the command has from here whose guards let it pass. Not `anew`: a stage
    before the anchor in which the case has been goes on with the time it has had.

    Returns whether the case moved. `required` makes it a refusal when it can't; `to` picks one of
    several ways on; `on` names the command in whose place it happens.
    """
    case, on = draft.case, on or draft.command.name
    ways = draft.plan.sop.leaving(case.stage, on)
    if to is not None:
        allowed = [way.target for way in ways]
        ways = tuple(way for way in ways if way.target == to)
        if not ways:
            raise _not_that_way(draft, to, allowed)
    refusal: Refusal | None = None
    for way in ways:
        against = _against(draft, way)
        if against is None:
            enter(draft, way, anew=anew)
            return True
        refusal = against
    if required:
        raise refusal or wrong_stage(draft, on)
    return False


def _not_that_way(draft: Draft, to: str, ways: list[str]) -> Refusal:
    return Refusal(
        "unknown_way_on",
        fields=("to",),
        number=draft.case.number,
        stage=draft.case.stage,
        to=to,
        ways=", ".join(dict.fromkeys(ways)),
    )


def _go_on(draft: Draft) -> None:
    """A stage whose work was done before the case came to it, or by another command than the one it waits for, is
    left all the same: nothing else would, and it would rest there or run over for nothing (REQ C0)."""
    if draft.case.core < 2:
        return
    for on, is_had in draft.book.leads_on.items():
        if is_had(draft.case) and move(draft, required=False, on=on):
            return


def open_ways(draft: Draft, on: str) -> Iterator[Transition]:
    """The ways that a command of that name may take from here, its guards asked."""
    ways = draft.plan.sop.leaving(draft.case.stage, on)
    return (way for way in ways if _against(draft, way) is None)


def may_move(draft: Draft) -> bool:
    """Whether the command leads anywhere from here."""
    return any(open_ways(draft, draft.command.name))


def enter(draft: Draft, way: Transition, *, anew: bool = True) -> None:
    """Go to a transition's target, start its clock, and do what the transition says."""
    for step in draft.book.on_moving:
        step(draft)
    stage, case = draft.plan.sop.stage(way.target), draft.case
    draft.emit(
        StageEntered,
        stage=stage.name,
        left=case.stage,
        on=way.on,
        clock=clock_entering(draft, stage, anew),
        heard_at=draft.heard_before,
    )
    for name in way.effects:
        draft.book.effects[name](draft)
    if anew or stage.name not in (*case.clocks_left, case.closed_from):
        _tell_who_hears(draft, stage)


def begin(draft: Draft) -> None:
    """A case that has just been opened is in the first stage of its SOP."""
    first = draft.plan.sop.stage(draft.case.stage)
    clock = clock_of(first, draft)
    draft.emit(StageEntered, stage=first.name, left="", on=draft.command.name, clock=clock)
    _tell_who_hears(draft, first)


def _tell_who_hears(draft: Draft, stage: Stage) -> None:
    """Those whom the policy wants to know that a case has come here, whoever they are (REQ A4, B2)."""
    people = [draft.plan.holder(post) for post in stage.tells]
    draft.tell(
        *(person for person in people if person != draft.command.actor.handle),
        about="case_came_to",
        stage=stage.name,
        scenario=draft.plan.sop.name,
        grade=draft.case.priority,
    )


def wrong_stage(draft: Draft, on: str) -> Refusal:
    """The refusal that names the stages in which a command leads anywhere, or says that there are none."""
    stages = draft.plan.sop.stages_taking(on)
    if not stages and draft.case.core >= 2:
        return Refusal("not_in_this_sop", number=draft.case.number, command=on)
    return _elsewhere(draft, on, stages)


def _leads_nowhere(draft: Draft) -> Refusal:
    """The refusal of a command that would lead on from here, had it said something else."""
    case, on = draft.case, draft.command.name
    if case.core < 2 or not draft.plan.sop.leaving(case.stage, on):
        return wrong_stage(draft, on)
    return Refusal("leads_nowhere", number=case.number, stage=case.stage, command=on)


def not_open(draft: Draft, on: str) -> Refusal:
    """The refusal of what is possible while a confirmed case is open, and leads nowhere: it names the stages beyond the
    confirmation."""
    beyond = draft.plan.sop.following(ANCHOR) if draft.case.core >= 2 else ()
    return _elsewhere(draft, on, tuple(name for name in beyond if draft.case.is_open_stage(name)))


def _elsewhere(draft: Draft, on: str, stages: tuple[str, ...]) -> Refusal:
    return Refusal(
        "wrong_stage",
        number=draft.case.number,
        stage=draft.case.stage,
        command=on,
        stages=", ".join(stages),
    )


def require_stage_taking(draft: Draft, on: str) -> None:
    """Refuse unless the SOP lets the command `on` leave the current stage."""
    if not draft.plan.sop.leaving(draft.case.stage, on):
        raise wrong_stage(draft, on)


def completes_with(draft: Draft, on: str) -> bool:
    """Whether the command is what completes the current stage: no `complete_stage` leads out of it.

    A one-off case becomes complex at any time, without its answer being asked first (REQ A5).
    """
    sop, stage = draft.plan.sop, draft.case.stage
    return bool(sop.leaving(stage, on)) and not sop.leaving(stage, "complete_stage")


def when(condition: Callable[[Draft], bool]) -> Guard:
    """A guard that tells ways apart: it refuses when it is not its way."""

    def guard(draft: Draft) -> Refusal | None:
        return None if condition(draft) else _leads_nowhere(draft)

    return guard


def _due(case: Case) -> Iterator[Deadline]:
    clock = case.stage_clock
    if case.phase != "open" or not clock or clock.paused_at:
        return
    if not clock.overdue or _is_forgotten(case):
        yield of_clock(case, "stage", clock)


def _owed(case: Case) -> Owed | None:
    """The work of the stage, as long as its clock counts."""
    clock = case.stage_clock
    if case.phase != "open" or clock is None or clock.paused_at:
        return None
    return within(case, clock, case.stage)


def _is_forgotten(case: Case) -> bool:
    """An overrun before the anchor of which nobody on the line knows: no promise guards such a case."""
    return case.core >= 2 and _guards_the_anchor(case) and not standing(case, "stage_overrun")


def _overrun(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    draft.emit(StageOverrun, stage=draft.case.stage, due_at=due.due_at, unseen_since=unseen_since)
    if draft.case.core < 2:
        draft.tell_overdue("stage_overrun", due, unseen_since)
        escalate(draft, "stage_overrun", draft.case.stage)
        return
    stands = standing(draft.case, "stage_overrun")
    called = call(draft, "stage_overrun")
    # once more, after a lower priority had given it time: whoever has the call from before hears of it like the others
    draft.tell_overdue(
        "stage_overrun",
        due,
        unseen_since,
        called=None if stands else called.receiver,
        holder=stands.holder if stands else None,
    )


def _guards_the_anchor(case: Case) -> bool:
    """Whether the stage's limit is all that keeps the case from being put off in silence (REQ A7): from
    the anchor on promises do."""
    return not case.is_confirmed


def _is_left(case: Case, escalation: Escalation) -> bool:
    """Whether the work of the stage that ran over is done. That a lower priority gives it more time ends no
    call: whoever was called says so."""
    return case.stage != escalation.reason or case.stage_clock is None


def _insists(case: Case) -> bool:
    clock = case.stage_clock
    return _guards_the_anchor(case) and clock is not None and clock.overdue


def _switched(case: Case, event: CoreSwitched) -> Change:
    """Under the first core an overrun that somebody had taken on was told no more. From here on it is to be done,
    and counts from when they took it on."""
    if case.core >= 2 or not _guards_the_anchor(case):
        return {}
    limit = tell_again_after(case, timedelta(0))
    return {
        "escalations": tuple(
            changed(e, {"again": Clock(anchor="acknowledged", started_at=taken_at, limit=limit)})
            if e.cause == "stage_overrun"
            and e.deescalated_at is None
            and (taken_at := e.acknowledged_at)
            and not _is_left(case, e)
            else e
            for e in case.escalations
        )
    }


def closes(case: Case, event: StageEntered) -> bool:
    """Whether the case is closed with it."""
    return case.rules.sop.stage(event.stage).phase == "closed"


def is_back(case: Case, event: StageEntered) -> bool:
    """Whether an end was none, and the case is back in the stage in which it was closed: it has been there all the while."""
    last = case.closings[-1] if case.is_closed and case.closings else None
    return last is not None and last.disproved and event.stage == case.closed_from


def _entered(case: Case, event: StageEntered) -> Change:
    """Entering a stage starts it afresh, its yield asked anew; but not if it only seemed to have been left."""
    asked = {field.name for field in case.rules.sop.stage(event.stage).yields}
    since = case.closed_from_since if is_back(case, event) else None
    left = {"closed_from": case.stage, "closed_from_since": case.stage_entered_at}
    return {
        **(left if closes(case, event) else {}),
        "facts": {name: value for name, value in case.facts.items() if name not in asked},
        "stage": event.stage,
        "stage_entered_at": since or event.heard_at or event.at,
        "stage_clock": event.clock,
        "clocks_left": _clocks_left(case, event),
        **({"past_moments": past_moments(case)} if event.on in RETURNING else {}),
    }


RETURNING = ("record_verification", "record_revisit")
"""The commands by which a case comes back that was not solved after all, in the same life."""


def _clocks_left(case: Case, event: StageEntered) -> dict[str, Clock]:
    """Before the anchor each stage has its time once, however often it is left (REQ A7); the one in which a case is closed goes
    on with it should that turn out to be an error."""
    keeps = case.core >= 2 and not case.is_confirmed and case.is_open_stage(event.stage)
    if not (closes(case, event) or keeps):
        return {}
    left = dict(case.clocks_left)
    if case.stage_clock:
        left[case.stage] = case.stage_clock.pause(event.heard_at or event.at)
    left.pop(event.stage, None)
    return left


def _completed(case: Case, event: StageCompleted) -> Change:
    return {
        "facts": {**case.facts, **event.yields},
        "past_moments": tuple(each for each in case.past_moments if each not in event.yields),
    }


RULES = Rules(
    handlers={CompleteStage: complete},
    folds={
        StageEntered: _entered,
        StageCompleted: _completed,
        StageOverrun: flagged("stage_clock", overdue=True),
        CoreSwitched: _switched,
    },
    due=_due,
    owed={"stage": _owed},
    fires={"stage": _overrun},
    duties={"stage_overrun": Duty(_is_left, _insists)},
    refusals={
        "wrong_stage": conflict("the command leads nowhere from this stage"),
        "leads_nowhere": conflict(
            "from this stage the command leads on, but not with what it says"
        ),
        "unknown_stage": invalid("the SOP has no stage of that name"),
        "not_in_this_sop": conflict("the case's SOP has no stage in which that leads anywhere"),
        "way_on_missing": invalid("several ways lead on, and none is named"),
        "unknown_way_on": invalid("the stage can't be left in that direction"),
        "stage_yield_missing": invalid("required facts are missing"),
        "stage_yield_unknown": invalid("a fact this stage does not ask for"),
        "stage_yield_invalid": invalid("a value outside the field's choices or too long"),
        "more_used_than_paid": invalid("more is said to be used than was paid for, or nothing was"),
    },
    afterwards=_go_on,
)
Commands = CompleteStage
Events = StageEntered | StageCompleted | StageOverrun
