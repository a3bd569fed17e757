"""The human call after resolution as a promise (REQ E2)."""

from itertools import takewhile

from domain.case import Case
from domain.derivation import Derivation, derive
from domain.draft import Draft
from domain.plan import Limit
from domain.promises import make


def revisit_tries(case: Case) -> int:
    """How often in a row the customer has been tried in vain since this resolution."""
    since = case.resolved_at
    return sum(
        1
        for _ in takewhile(
            lambda r: since is not None and r.at >= since and r.outcome == "no_answer",
            reversed(case.revisits),
        )
    )


def promise_revisit(draft: Draft) -> None:
    """The human call after resolution is itself a promise (REQ E2).

    First 24–48 h after resolution, moved to waking hours; a retry falls on the next day.
    """
    plan, now = draft.plan, draft.now
    waking = plan.calendars[plan.revisit.waking]
    if revisit_tries(draft.case):
        expected, latest = None, waking.end_of_next_day(now)
        why = Derivation(
            anchor="attempted", anchor_at=now, rule="revisit.tries", calendar=plan.revisit.waking
        )
    else:
        first: Limit = plan.revisit.first
        expected = waking.next_working(now + (first.target or first.limit))
        latest, why = derive(plan, anchor="resolved_at", anchor_at=now, limit=first)
        if not waking.is_working(latest):
            latest = waking.next_working(latest)
            why = why.model_copy(update={"moved_into": plan.revisit.waking})
    make(
        draft,
        kind="revisit",
        owner=draft.case.owner,
        subject="",
        latest_by=latest,
        expected_by=expected,
        why=why,
    )
