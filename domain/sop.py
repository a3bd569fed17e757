"""The interpreter of a staged SOP. Everything that moves a case between stages is here.

Stages and transitions are policy data (REQ B1, B6). Guards and effects in that data are names;
what they mean stands in the two dicts below, and nowhere else.
"""

from collections.abc import Callable
from typing import cast

from domain import promises, revisits
from domain.case import RevisitOutcome
from domain.clocks import Clock
from domain.commands import MarkMessage, RecordRevisit, RecordVerification, ReportVisit
from domain.draft import Draft
from domain.errors import Refusal
from domain.events import CaseResumed, FollowUpStarted, StageEntered, TierChanged
from domain.plan import Stage, Transition

Guard = Callable[[Draft], Refusal | None]
Effect = Callable[[Draft], None]


def move(
    draft: Draft, *, required: bool = True, to: str | None = None, on: str | None = None
) -> bool:
    """Take the first transition the command has from here whose guards let it pass.

    Returns whether the case moved. `required` makes it a refusal when it can't; `to` picks one of
    several ways on; `on` names the command in whose place time does it.
    """
    case, on = draft.case, on or draft.command.name
    ways = draft.plan.sop.leaving(case.stage, on)
    if to is not None:
        allowed = ", ".join(dict.fromkeys(way.target for way in ways))
        ways = tuple(way for way in ways if way.target == to)
        if not ways:
            raise Refusal(
                "unknown_way_on",
                fields=("to",),
                number=case.number,
                stage=case.stage,
                to=to,
                ways=allowed,
            )
    refusal: Refusal | None = None
    for way in ways:
        against = next((no for no in (GUARDS[name](draft) for name in way.guards) if no), None)
        if against is None:
            enter(draft, way)
            return True
        refusal = against
    if required:
        raise refusal or wrong_stage(draft, on)
    return False


def may_move(draft: Draft) -> bool:
    """Whether the command leads anywhere from here, its guards asked."""
    ways = draft.plan.sop.leaving(draft.case.stage, draft.command.name)
    return any(all(GUARDS[name](draft) is None for name in way.guards) for way in ways)


def enter(draft: Draft, way: Transition) -> None:
    """Go to a transition's target, start its clock, and do what the transition says."""
    wake(draft)
    stage, here = draft.plan.sop.stage(way.target), draft.case
    # deciding the same again (re-triage) buys no time (REQ A6)
    clock = here.stage_clock if stage.name == here.stage else clock_of(stage, draft)
    draft.emit(
        StageEntered,
        stage=stage.name,
        left=draft.case.stage,
        on=way.on,
        clock=clock,
    )
    for name in way.effects:
        EFFECTS[name](draft)


def wake(draft: Draft) -> None:
    """A case that moves on is paused no more."""
    if draft.case.pause:
        draft.emit(CaseResumed, cause="case_moved")


def clock_of(stage: Stage, draft: Draft) -> Clock | None:
    """The clock that guards a stage entered now."""
    limit = draft.plan.sop.limit_of(stage)
    if limit is None:
        return None
    return Clock(anchor="stage_entered", started_at=draft.now, limit=limit)


def wrong_stage(draft: Draft, on: str) -> Refusal:
    """The refusal that names the stages in which a command leads anywhere."""
    return Refusal(
        "wrong_stage",
        number=draft.case.number,
        stage=draft.case.stage,
        command=on,
        stages=", ".join(draft.plan.sop.stages_taking(on)),
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


def check_yields(
    draft: Draft, stage: Stage, given: dict[str, str], *, whole: bool = True
) -> dict[str, str]:
    """What was given of a stage's yield, blanks left out; everything amiss is named at once.

    Refuses what the stage doesn't ask for or take, and, when it must be `whole`, what is missing.
    """
    known = {field.name: field for field in stage.yields}
    common = {"number": draft.case.number, "stage": stage.name}
    given = {name: value for name, value in given.items() if value.strip()}
    have = {**draft.case.facts, **given}
    missing = tuple(f.name for f in stage.yields if f.required and f.name not in have)
    if whole and missing:
        raise Refusal("stage_yield_missing", fields=missing, missing=", ".join(missing), **common)
    unknown = tuple(name for name in given if name not in known)
    if unknown:
        raise Refusal(
            "stage_yield_unknown",
            fields=unknown,
            unknown=", ".join(unknown),
            known=", ".join(known) or "-",
            **common,
        )
    invalid = tuple(
        name
        for name, value in given.items()
        if len(value) > 500 or (known[name].kind == "choice" and value not in known[name].choices)
    )
    if invalid:
        choices = "; ".join(
            f"{name}: {', '.join(known[name].choices) or '≤ 500'}" for name in invalid
        )
        raise Refusal("stage_yield_invalid", fields=invalid, choices=choices, **common)
    return given


def _when(condition: Callable[[Draft], bool]) -> Guard:
    """A guard that tells ways apart: it refuses with "wrong stage" when it is not its way."""

    def guard(draft: Draft) -> Refusal | None:
        return None if condition(draft) else wrong_stage(draft, draft.command.name)

    return guard


def _revisit(outcome: RevisitOutcome) -> Guard:
    return _when(lambda d: cast(RecordRevisit, d.command).outcome == outcome)


def _reopens(draft: Draft) -> bool:
    """A human says so, or time does because nobody has said anything."""
    command = draft.command
    return not isinstance(command, MarkMessage) or command.verdict == "reopen"


def _signed_by_supervisor(draft: Draft) -> Refusal | None:
    if draft.outranks("supervisor"):
        return None
    return Refusal("line_required", number=draft.case.number, line="supervisor")


def _tries_left(draft: Draft) -> bool:
    return revisits.revisit_tries(draft.case) < draft.plan.revisit.tries


def _repaired(draft: Draft) -> bool:
    """Whether the visit that is reported on put it right."""
    visit = draft.case.visit(cast(ReportVisit, draft.command).visit)
    return visit is not None and visit.outcome == "fixed"


GUARDS: dict[str, Guard] = {
    "one_off": _when(lambda d: not d.case.traits),
    "complex": _when(lambda d: bool(d.case.traits)),
    "answered": _when(lambda d: d.case.response is None),
    "not_fixed": _when(lambda d: cast(RecordVerification, d.command).outcome == "not_fixed"),
    "content": _revisit("content"),
    "trouble": _revisit("trouble"),
    "no_answer": _revisit("no_answer"),
    "tries_left": _when(_tries_left),
    "tries_used_up": _when(lambda d: not _tries_left(d)),
    "reopen": _when(_reopens),
    "repaired": _when(_repaired),
    "confirmed": _when(lambda d: d.case.is_confirmed),
    "signed_by_supervisor": _signed_by_supervisor,
}


def _start_follow_up(draft: Draft) -> None:
    """The follow-up clock starts when a human has confirmed the case as complex (REQ A7)."""
    if not draft.case.follow_up:
        start_follow_up(draft, "confirmed_at")


def start_follow_up(draft: Draft, anchor: str) -> None:
    """The clock towards the red line, counted from now."""
    if draft.case.complexity:
        limit = draft.plan.red_lines[draft.case.complexity]
        clock = Clock(anchor=anchor, started_at=draft.now, limit=limit)
        draft.emit(FollowUpStarted, clock=clock)


def _raise_tier(draft: Draft) -> None:
    """One tier up; L3 stays (REQ E2)."""
    if draft.case.tier < 3:
        came_back = draft.case.reopened_at == draft.case.stage_entered_at
        reason = "reopened" if came_back else draft.command.name
        draft.emit(TierChanged, tier=draft.case.tier + 1, reason=reason)


EFFECTS: dict[str, Effect] = {
    "start_follow_up": _start_follow_up,
    "promise_first_feedback": promises.promise_first_feedback,
    "promise_revisit": revisits.promise_revisit,
    "raise_tier": _raise_tier,
}
