"""Visits for tests: one in which everything goes wrong, and every way the core says no to one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from builders import LEAD, Played, a_plan, an_actor, at
from domain.customer_messages.commands import CustomerSaid
from domain.endings import Withdraw
from domain.escalations import Escalate
from domain.plan.terms import Language
from domain.promises.commands import ReleasePromise, RenegotiatePromise
from domain.repairs import OfferRemedy
from domain.resolution import RecordVerification, Resolve
from domain.visits.commands import CancelVisit, ConfirmVisit, ReportVisit, RescheduleVisit


def moved(played: Played, **fields: Any) -> Any:
    usual = {
        "visit": "v1",
        "starts_at": at("Wed 14:00"),
        "ends_at": at("Wed 16:00"),
        "told_at": played.now,
        "reason": "the part is late",
    }
    return played.ask(RescheduleVisit, **{**usual, **fields})


def visits_gone_wrong(language: Language = "en") -> Played:
    """Moved, missed, in vain, without a report in time; and the same repair fails twice."""
    played = Played(plan=a_plan(language), owner="sun.yu").confirmed()
    played.visit("Tue 14:00", "Tue 16:00")
    for day in ("Wed", "Thu", "Fri"):
        window = {"starts_at": at(f"{day} 14:00"), "ends_at": at(f"{day} 16:00")}
        moved(played, **window)
    moved(played, starts_at=at("Fri 15:00"), ends_at=at("Fri 17:00"), moved_by="customer")
    played.until("Mon+1 09:00")
    played.visit("Mon+1 14:00", "Mon+1 16:00", agreed_at=played.now)
    played.until("Mon+1 14:30").recorded("customer_absent", "v2")
    for visit in ("v3", "v4"):
        played.visit("Tue+1 14:00", "Tue+1 16:00")
        played.until("Tue+1 14:30").recorded("not_fixed", visit)
    played.until("Thu+1 09:00").ask(ReportVisit, visit="v3", text="t-report")
    played.ask(OfferRemedy, remedy="refund", answer="declined", note="likes the machine")
    for _ in range(2):
        played.visit("Fri+1 14:00", "Fri+1 16:00", by=LEAD, digest="d")
    played.until("Thu+1 10:00").contact(covers=())
    played.ask(CancelVisit, visit="v5", reason="repaired by a neighbour")
    return played


def closed_in_the_middle(language: Language = "en") -> Played:
    """Withdrawn with a report to come, a call for help that waits, and words that nobody has answered."""
    played = Played(plan=a_plan(language), owner="sun.yu").confirmed()
    played.visit("Mon 14:00", "Mon 16:00", agreed_at=played.now)
    played.until("Mon 14:30").recorded("fixed")
    played.ask(Escalate, reason="12315")
    for text in ("t8", "t9"):
        played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text=text)
    reason = "bought another" if language == "en" else "另买了一台"
    played.ask(Withdraw, by=LEAD, reason=reason)
    return played.until("Tue 12:00")


Try = tuple[Callable[[], Played], Callable[[Played], Any]]


def visited(*outcomes: str) -> Callable[[], Played]:
    """A confirmed case with a visit on Tuesday at two, and what was recorded of it in its window."""

    def played() -> Played:
        started = Played().confirmed()
        started.visit()
        if outcomes:
            started.until("Tue 14:30")
        for outcome in outcomes:
            started.recorded(outcome)
        return started

    return played


def found_out(language: Language = "en") -> Played:
    """On record nobody opened on Tuesday; on Wednesday a lead knows better."""
    played = Played(plan=a_plan(language)).confirmed()
    played.visit()
    played.until("Tue 09:30").contact(covers=("p1",))
    played.until("Tue 14:30").recorded("customer_absent", left_message=True)
    note = "she was in, and the door camera shows nobody"
    played.until("Wed 09:00").recorded(
        "we_did_not_come",
        by=LEAD,
        note=note if language == "en" else "客户在家，门铃录像里没有人来过",
    )
    return played


def without_visits() -> Played:
    return Played(plan=a_plan().model_copy(update={"visits": None})).confirmed()


def failed_twice() -> Played:
    """Two repairs of the same thing have failed elsewhere."""
    return Played().confirmed()


def past_the_window(played: Played) -> Any:
    played.now = at("Tue 16:01")
    return moved(played)


def release(played: Played) -> Any:
    promise = played.case.visits[0].promise
    return played.ask(ReleasePromise, promise=promise, reason="not needed")


def renegotiate(played: Played) -> Any:
    return played.ask(
        RenegotiatePromise,
        promise=played.case.visits[0].promise,
        latest_by=at("Wed 10:00"),
        told_at=played.now,
        reason="later",
    )


def report_with_yields(played: Played) -> Any:
    yields = {"findings": "worn", "root_cause": "product/part"}
    return played.ask(ReportVisit, visit="v1", text="t", yields=yields)


VISIT_TRIES: dict[str, Try] = {
    "engineer_busy": (lambda: Played().confirmed(), lambda p: p.visit(busy_with=("C-000002",))),
    "visit_overlaps": (visited(), lambda p: p.visit("Tue 15:00", "Tue 17:00")),
    "visits_not_offered": (without_visits, lambda p: p.visit()),
    "visit_after_resolution": (
        lambda: Played().resolved(),
        lambda p: p.visit("Wed 14:00", "Wed 16:00"),
    ),
    "visit_window_wrong": (
        lambda: Played().confirmed(),
        lambda p: p.visit("Tue 14:00", "Tue 18:01"),
    ),
    "visit_window_open": (visited(), lambda p: p.until("Tue 16:00").recorded("we_did_not_come")),
    "visit_window_passed": (visited(), past_the_window),
    "visit_confirmed": (
        lambda: Played().confirmed(),
        lambda p: [
            p.visit(agreed_at=p.now),
            p.ask(ConfirmVisit, visit="v1", confirmed_at=p.now),
        ],
    ),
    "visit_ended": (visited("fixed"), moved),
    "visit_absence_outside": (
        visited(),
        lambda p: p.until("Tue 13:59").recorded("customer_absent"),
    ),
    "visit_too_early": (
        visited(),
        lambda p: p.until("Tue 13:29").recorded("fixed"),
    ),
    "visit_not_held": (
        visited("arrived"),
        lambda p: p.ask(ReportVisit, visit="v1", text="t-report"),
    ),
    "report_without_yields": (
        visited("not_fixed"),
        lambda p: p.ask(ReportVisit, visit="v1", text="t-report", yields={"findings": "worn"}),
    ),
    "visit_reported": (
        visited("fixed"),
        lambda p: [p.ask(ReportVisit, visit="v1", text="t-report") for _ in range(2)],
    ),
    "visit_report_stands": (
        visited("fixed"),
        lambda p: [
            p.ask(ReportVisit, visit="v1", text="t-report"),
            p.until("Tue 16:10").recorded("we_did_not_come", by=LEAD, note="another door"),
        ],
    ),
    "visit_needs_record": (
        visited(),
        lambda p: p.contact(covers=(p.case.visits[0].promise,)),
    ),
    "visits_ahead": (
        lambda: Played().verifying(),
        lambda p: [
            p.visit(),
            p.ask(RecordVerification, outcome="fixed"),
            p.ask(Resolve, basis="customer_confirmed"),
        ],
    ),
    "unknown_visit": (visited(), lambda p: p.recorded("fixed", visit="v9")),
    "repair_needs_lead": (failed_twice, lambda p: p.visit(failed_before=2)),
    "remedy_offer_missing": (failed_twice, lambda p: p.visit(failed_before=2, by=LEAD)),
}

MORE_TRIES: list[tuple[str, Try]] = [
    (
        "line_required",
        (
            lambda: Played().confirmed(),
            lambda p: p.visit(busy_with=("C-000002",), insist="next door"),
        ),
    ),
    ("engineer_busy", (visited(), lambda p: moved(p, busy_with=("C-000002",)))),
    (
        "line_required",  # the engineer was there in time, says somebody long afterwards
        (visited(), lambda p: p.until("Tue 18:00").recorded("fixed", arrived_at=at("Tue 15:00"))),
    ),
    ("reason_required", (lambda: Played().confirmed(), lambda p: p.visit(text=None))),
    ("reason_required", (lambda: Played().confirmed(), lambda p: p.visit(engineer=" "))),
    ("reason_required", (visited(), lambda p: moved(p, reason=" "))),
    ("reason_required", (visited("fixed"), lambda p: p.ask(ReportVisit, visit="v1"))),
    (
        "promise_in_past",
        (lambda: Played().confirmed(), lambda p: p.visit("Mon 08:00", "Mon 09:00")),
    ),
    (
        "promise_too_far",
        (lambda: Played().confirmed(), lambda p: p.visit("Fri+3 14:00", "Fri+3 16:00")),
    ),
    (
        "visit_window_wrong",
        (lambda: Played().confirmed(), lambda p: p.visit("Tue 14:00", "Tue 14:00")),
    ),
    ("visit_window_wrong", (visited(), lambda p: moved(p, ends_at=at("Wed 13:00")))),
    ("visit_ended", (visited("fixed"), lambda p: p.recorded("fixed"))),
    ("visit_ended", (visited("arrived"), lambda p: p.recorded("arrived"))),
    ("visit_ended", (visited("arrived"), lambda p: p.recorded("customer_absent"))),
    ("line_required", (visited("fixed"), lambda p: p.recorded("we_did_not_come"))),
    ("visit_ended", (found_out, lambda p: p.recorded("we_did_not_come", by=LEAD, note="again"))),
    (
        "line_required",  # on record the customer was not there; who says that we were not either?
        (visited("customer_absent"), lambda p: p.until("Tue 17:00").recorded("we_did_not_come")),
    ),
    (
        "visit_window_open",
        (
            visited("customer_absent"),
            lambda p: p.recorded("we_did_not_come", by=LEAD, note="she was in"),
        ),
    ),
    (
        "reason_required",
        (
            visited("customer_absent"),
            lambda p: p.until("Tue 17:00").recorded("we_did_not_come", by=LEAD, note=" "),
        ),
    ),
    ("visit_not_held", (visited(), lambda p: p.ask(ReportVisit, visit="v1", text="t"))),
    ("visit_needs_record", (visited(), release)),
    ("visit_needs_record", (visited(), renegotiate)),
    ("report_without_yields", (visited("fixed"), report_with_yields)),
    (
        "time_in_future",
        (visited(), lambda p: p.recorded("arrived", arrived_at=p.now + timedelta(minutes=3))),
    ),
    (
        "promise_made_later",
        (visited(), lambda p: p.until("Tue 15:00").recorded("fixed", arrived_at=at("Mon 09:30"))),
    ),
    ("unknown_visit", (visited(), lambda p: p.ask(CancelVisit, visit="v2", reason="x"))),
    (
        "line_required",  # a colleague who has nothing to do with it, within the grace
        (
            visited(),
            lambda p: p.until("Tue 16:10").recorded(
                "fixed", arrived_at=at("Tue 15:00"), by=an_actor("sun.yu")
            ),
        ),
    ),
]
