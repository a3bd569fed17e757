"""How long a stage may take: counted from when the case came there, or from something before that (REQ B1, B2, A4)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.case import Case
from domain.clocks import Clock
from domain.draft import Draft
from domain.frozen import changed
from domain.plan.limit import Limit
from domain.plan.sop import ENTERED, SPOKE, Stage
from domain.plan.terms import Priority


def clock_of(stage: Stage, draft: Draft) -> Clock | None:
    """The clock that guards a stage entered now: of all its limits the one that is up first. Those from before a case came
    back count no more: whoever has to do the work over has the stage's own."""
    return min(_clocks(stage, draft), key=lambda clock: clock.due(draft.plan)[0], default=None)


def _clocks(stage: Stage, draft: Draft) -> Iterator[Clock]:
    for since in (ENTERED, *stage.at_most):
        at = draft.counts_from if since == ENTERED else _happened(draft.case, since)
        limit = _limit_at(draft.case, stage, since, draft.case.priority)
        if at and limit:
            yield Clock(anchor=since, started_at=at, limit=limit)


def _happened(case: Case, since: str) -> datetime | None:
    """When that was from which a limit counts; None while nobody has said."""
    if since in case.past_moments:
        return None
    if since == SPOKE:  # the word with which the present life of the case began
        return case.word_at or case.spoke_at
    told = case.facts.get(since)
    return datetime.fromisoformat(told) if told else None


def past_moments(case: Case, *, of_this_life: bool = True) -> tuple[str, ...]:
    """From what no limit counts once the case has come back: what was told of the work before, and the word that this life
    began with."""
    fields = (field for stage in case.rules.sop.stages for field in stage.yields)
    times = dict.fromkeys(f.name for f in fields if f.kind == "time" and f.name in case.facts)
    return (*times, *([SPOKE] if of_this_life and _counts_from_word(case) else []))


def _counts_from_word(case: Case) -> bool:
    return any(SPOKE in stage.at_most for stage in case.rules.sop.stages)


def clock_entering(draft: Draft, stage: Stage, anew: bool) -> Clock | None:
    """Its own, or the one it has had, at the case's pace now (REQ A4): deciding the same again (re-triage) buys
    no time, nor does deciding to and fro before the anchor (REQ A6, A7). What counts from something before it has never
    stood still."""
    case, fresh = draft.case, clock_of(stage, draft)
    same = stage.name == case.stage
    if same and case.core < 2:
        return case.stage_clock and changed(case.stage_clock, {"paused_otherwise": timedelta(0)})
    had = case.stage_clock if same else None if anew else case.clocks_left.get(stage.name)
    if had is None or fresh is None:
        return fresh
    limit = _limit_at(case, stage, had.anchor, case.priority) or had.limit
    clock = had.under(draft.plan, limit, draft.now)
    if had.anchor != ENTERED:
        return changed(clock, {"paused_at": None})
    return clock.resume(draft.plan, draft.counts_from)


def at_pace(case: Case, priority: Priority, now: datetime) -> Clock | None:
    """The clock of the stage in which the case is, from its beginning, at the pace of another priority (REQ A4)."""
    clock = case.stage_clock
    limit = clock and _limit_at(case, case.current, clock.anchor, priority)
    return clock.under(case.rules, limit, now) if clock and limit else clock


def _limit_at(case: Case, stage: Stage, since: str, priority: Priority) -> Limit | None:
    """How long a stage may take at the pace of a priority: by the clock where that runs round the clock."""
    limit = case.rules.sop.limit_of(stage, since)
    if limit and case.core >= 2 and case.rules.runs_round_the_clock(priority):
        return changed(limit, {"calendar": None})
    return limit
