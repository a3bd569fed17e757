"""The summary of a case: the flat facts that lists, boards and search attributes show.

One pure function serves the database's case row and Temporal's search attributes, so the two
can't disagree.
"""

from datetime import datetime
from typing import Literal

from domain.case import Case
from domain.case.contacts import Channel
from domain.case.pauses import PauseReason
from domain.frozen import Frozen
from domain.plan.ladder import Ladder
from domain.plan.terms import Complexity, Emotion, Language, Phase, Priority
from domain.promises import missed

SlaState = Literal[
    "on_track",
    "warned",
    "paused",
    "overdue",
    "broken",
    "unacknowledged",
    "unanswered",
    "ended",
]
"""The three before the last say what burns: a promise broke and nobody has talked to the customer since, a call
for help waits, a customer's word is not answered in time."""


class CaseSummary(Frozen):
    """All of it is free of personal data except `title`, which is stored encrypted."""

    number: str
    version: int
    title: str
    customer: str
    customer_level: Literal["normal", "vip"]
    channel: Channel
    priority: Priority
    stage: str
    phase: Phase
    owner: str
    team: str
    tier: int
    scenario: str
    complexity: Complexity | None
    emotion: Emotion
    sla_state: SlaState
    language: Language
    core: int
    reopens: int
    opened_at: datetime
    confirmed_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    next_promise_due: datetime | None
    red_line: datetime | None
    line: Ladder | None = None
    """Whom the case answers to. None in what was recorded before this was kept."""
    paused_for: PauseReason | None = None
    """What it waits for while it is paused."""


def sla_state(case: Case) -> SlaState:
    """How the case stands against what it owes; the worst of it counts."""
    if case.is_closed and case.core >= 2 and case.unmarked:
        return "on_track"  # a word waits for its mark; when nobody marks it in time the case reopens (REQ E3)
    if case.is_closed or (case.core < 2 and case.phase != "open"):
        return "ended"
    if case.core >= 2 and (burning := _what_burns(case)):
        return burning
    if case.phase != "open":
        return "on_track"
    clocks = [c for c in (case.response, case.stage_clock, case.follow_up) if c]
    if any(clock.overdue for clock in clocks):
        return "overdue"
    if case.pause:
        return "paused"
    return "warned" if any(clock.warned for clock in clocks) else "on_track"


def _what_burns(case: Case) -> SlaState | None:
    if case.response and case.response.overdue:
        return "unanswered"
    if any(escalation.is_waiting for escalation in case.escalations):
        return "unacknowledged"
    return "broken" if missed.in_silence(case) else None


def summary(case: Case) -> CaseSummary:
    """The summary of an opened case."""
    plan = case.rules
    assert case.opened_at and case.phase
    follow_up = case.follow_up
    running = follow_up if follow_up and not follow_up.paused_at and case.phase == "open" else None
    upcoming = case.next_promise
    return CaseSummary(
        number=case.number,
        version=case.version,
        title=case.title,
        customer=case.customer,
        customer_level=case.customer_level,
        channel=case.channel,
        priority=case.priority,
        stage=case.stage,
        phase=case.phase,
        owner=case.owner,
        team=plan.team,
        tier=case.tier,
        scenario=plan.scenario,
        complexity=case.complexity,
        emotion=case.emotion,
        sla_state=sla_state(case),
        language=plan.language,
        core=case.core,
        reopens=case.life,
        opened_at=case.opened_at,
        confirmed_at=case.confirmed_at,
        resolved_at=case.resolved_at,
        closed_at=case.closing.at if case.closing else None,
        next_promise_due=upcoming.latest_by if upcoming else None,
        red_line=running.due(plan)[0] if running else None,
        line=plan.ladder,
        paused_for=case.pause.reason if case.pause else None,
    )


def seen_at(seen: CaseSummary, now: datetime, *, is_late: bool) -> CaseSummary:
    """A summary as people see it at this moment. Times may have passed that no run has judged yet, after an outage above all;
    `is_late` says that of a promise to the customer."""
    if seen.sla_state not in ("on_track", "warned"):
        return seen
    beyond = seen.red_line is not None and seen.red_line < now
    return seen.model_copy(update={"sla_state": "overdue"}) if is_late or beyond else seen
