"""Somebody further up the line is called, answers, and lets it go."""

from datetime import datetime

from hypothesis import strategies as st
from hypothesis.stateful import invariant

from domain.case import Case
from domain.deadlines import deadlines, next_deadline
from domain.derivation import after
from domain.draft import ActionRequested
from domain.escalations import AcknowledgeEscalation, Deescalate, Escalate
from domain.escalations.calling import acknowledge_within
from domain.plan.escalations import Cause
from domain.plan.terms import LINES
from domain.triage import CaseTriaged, PriorityChanged
from laws.drawing import ids, words
from laws.history import History

HEARD = ("escalated", "escalation_passed_on", "escalation_unanswered", "escalation_renewed")
"""What people are told of a call by itself."""


class Escalations(History):
    fields = {
        Escalate: lambda at: {
            "reason": words,
            "line": st.sampled_from([None, *LINES]),
            "tier": st.sampled_from([None, 2, 3]),
        },
        AcknowledgeEscalation: lambda at: {"escalation": ids(at.case.escalations, "e99")},
        Deescalate: lambda at: {"escalation": ids(at.case.escalations, "e99"), "reason": words},
    }

    @invariant()
    def an_open_case_always_waits_for_something(self) -> None:
        """A promise, a limit, or somebody up the line: nothing that is owed rests in silence (REQ C0)."""
        if self.case.is_opened and not self.case.is_closed:
            assert next_deadline(self.case), f"{self.case.stage} waits for nothing"

    @invariant()
    def before_the_anchor_an_answer_or_a_stage_is_owed(self) -> None:
        """No promise guards it yet, and a visit or a report is not about the case's next step (REQ C0, A7)."""
        case = self.case
        if not case.is_opened or case.is_closed or case.is_confirmed:
            return
        due = {d.kind for d in deadlines(case)}
        called = {e.cause for e in case.escalations if e.deescalated_at is None}
        guarded = due & {"response", "stage"} or called & {"response_overdue", "stage_overrun"}
        assert guarded, f"nobody owes the next step in {case.stage}"

    @invariant()
    def what_is_overdue_climbs_until_it_is_done(self) -> None:
        """An overdue answer, a stage before the anchor, a report: a call for it stands, and goes on; or it is raised at
        once, where a case is back in a stage whose time is long over."""
        coming = deadlines(self.case)
        due = {d.ref for d in coming if d.kind in CLIMBS}
        at_once = {CALLED_BY.get(d.kind) for d in coming if d.due_at <= self.now}
        standing = {e.cause: e.id for e in self.case.escalations if e.deescalated_at is None}
        for cause, is_owed in owed(self.case).items():
            if is_owed:
                heard = standing.get(cause) in due or cause in at_once
                assert heard, f"{cause}: nobody hears of it any more"

    @invariant()
    def whoever_is_called_has_time_to_answer(self) -> None:
        """Nobody hears of one call by itself more often than the priority gives them time to answer."""
        if any(isinstance(event, CaseTriaged | PriorityChanged) for event in self.events):
            return  # another priority has another pace
        told: dict[tuple[str, str], datetime] = {}
        for event in self.events:
            if isinstance(event, ActionRequested) and event.action.about in HEARD:
                whom = (event.action.to, event.action.ref or "")
                if whom in told:
                    limit = acknowledge_within(self.case)
                    soonest = after(self.case.rules, told[whom], limit.limit, limit.calendar)
                    assert event.at >= soonest, f"{whom} again after {event.at - told[whom]}"
                told[whom] = event.at


CALLED_BY = {
    "response": "response_overdue",
    "stage": "stage_overrun",
    "visit_report": "report_overdue",
    "room": "room_overdue",
}
"""The deadlines that call somebody, and what for."""
CLIMBS = ("acknowledgement", "unanswered", "undone")


def owed(case: Case) -> dict[Cause, bool]:
    """What is overdue of that which must be done, and not only be taken on."""
    if not case.is_opened or case.is_closed:
        return {}
    reports = (visit.report for visit in case.visits if not visit.reported_at)
    stage = case.stage_clock
    return {
        "response_overdue": bool(case.response and case.response.overdue),
        "stage_overrun": bool(not case.is_confirmed and stage and stage.overdue),
        "report_overdue": any(clock.overdue for clock in reports if clock),
        "room_overdue": bool(case.room and case.room.overdue),
    }
