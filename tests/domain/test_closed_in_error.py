"""A case that was closed in error, and that a lead opens again (REQ E1, E3)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from builders import DIAGNOSIS, LEAD, SUPERVISOR, Played, an_actor, at, on_site, refusal_code
from domain.closed_in_error import Reopen
from domain.command import Actor
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.deadlines import deadlines
from domain.disproofs import DisproveContact
from domain.endings import EndWithoutAgreement, Withdraw
from domain.errors import Refusal
from domain.escalations import AcknowledgeEscalation, Escalate
from domain.observation import EndObservation, StartObservation
from domain.pauses import ResumeCase, waited
from domain.promises.commands import RenegotiatePromise
from domain.resolution import Resolve
from domain.revisits import RecordRevisit
from domain.stages import CompleteStage
from domain.summary import summary
from domain.visits.commands import ReportVisit

WHY = "the call was with the customer of C-000017"


def withdrawn() -> Played:
    """Confirmed on Monday, the noise test promised for Thursday; on Tuesday at three a stranger withdraws it."""
    played = Played().confirmed()
    played.promise("Thu 10:00", "noise test")
    played.until("Tue 09:30").contact(covers=tuple(p.id for p in played.case.open_promises[:1]))
    played.until("Tue 15:00").contact(covers=())
    played.ask(Withdraw, reason="they don't need it any more")
    return played


def reopened(played: Played, by: Actor = LEAD, reason: str = WHY) -> Played:
    played.ask(Reopen, reason=reason, by=by)
    return played


def refused(played: Played, by: Actor = LEAD, reason: str = WHY) -> str:
    before = played.case
    with pytest.raises(Refusal) as no:
        reopened(played, by, reason)
    assert played.case == before
    return refusal_code(no)


def owed(played: Played) -> dict[str, datetime]:
    return {p.subject or p.kind: p.latest_by for p in played.case.open_promises}


def test_it_goes_on_in_the_same_life() -> None:
    played = reopened(withdrawn().until("Tue 16:00"))
    case = played.case
    assert (case.phase, case.stage, case.life, case.reopened_at) == ("open", "diagnose", 0, None)
    (closing,) = case.closings
    assert (closing.ending, closing.disproved, case.closing) == ("withdrawn", True, None)
    shown = summary(case)
    assert (shown.reopens, shown.closed_at, shown.tier) == (0, None, 1)
    assert played.count("case_reopened") == 0


def test_what_was_let_go_of_is_owed_at_its_own_time_and_somebody_calls_soon() -> None:
    played = reopened(withdrawn().until("Tue 16:00"))
    assert owed(played) == {"noise test": at("Thu 10:00"), "callback": at("Tue 18:00")}
    call = next(p for p in played.case.open_promises if p.kind == "callback" and not p.subject)
    assert (call.owner, call.why.anchor) == ("li.min", "closing_disproved")


def test_one_whose_time_is_past_is_owed_soon() -> None:
    played = reopened(withdrawn().until("Fri 11:00"))
    assert set(owed(played).values()) == {at("Fri 14:00")}, "one call for all"


def test_the_red_line_counts_as_if_nobody_had_stopped_it() -> None:
    played = withdrawn()
    never = Played().confirmed()
    assert never.case.follow_up
    reopened(played.until("Wed 11:00"))
    line = played.case.follow_up
    assert line
    assert line.due(played.case.rules) == never.case.follow_up.due(never.case.rules)
    assert not line.paused_at


def test_past_the_red_line_people_hear_at_once() -> None:
    played = reopened(withdrawn().until("Mon+3 11:00"))
    played.until("Mon+3 11:01")
    assert played.count("red_line_reached") == 1


def test_what_they_wrote_meanwhile_awaits_its_answer_since_then() -> None:
    played = withdrawn().until("Tue 16:00")
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    reopened(played.until("Tue 17:00"))
    assert played.case.response
    assert played.case.response.started_at == at("Tue 16:00")
    assert not played.case.unmarked
    assert {due.kind for due in deadlines(played.case)} >= {"response", "promise"}


def test_one_that_was_thanks_awaits_none() -> None:
    played = withdrawn().until("Tue 16:00")
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    played.ask(MarkMessage, message=played.case.messages[-1].id, verdict="thanks")
    assert reopened(played).case.response is None


def test_who_was_never_answered_waits_since_they_came() -> None:
    played = Played()
    played.until("Mon 09:20").ask(Withdraw, by=LEAD, reason="nobody needs it")
    reopened(played.until("Mon 11:00"))
    case = played.case
    assert case.response
    assert (case.stage, case.response.started_at) == ("respond", at("Mon 09:00"))
    assert list(owed(played).values()) == [at("Mon 14:00")]


def test_a_one_off_is_looked_at_again() -> None:
    played = Played()
    played.contact()
    played.triage(traits=())
    played.ask(CompleteStage, stage="one_off", yields={"answer": "switch it off and on"})
    assert played.case.closing
    assert played.case.closing.ending == "one_off"
    reopened(played.until("Mon 14:00"))
    assert (played.case.stage, played.case.phase) == ("one_off", "open")
    assert list(owed(played).values()) == [at("Mon 16:00")]


def test_who_asked_for_help_and_was_heard_by_nobody_asks_again() -> None:
    played = Played().confirmed()
    played.ask(Escalate, reason="I need a second pair of ears")
    tier = played.case.tier
    played.ask(Withdraw, by=LEAD, reason="a stranger said so")
    reopened(played.until("Mon 16:00"))
    (call,) = (e for e in played.case.escalations if e.deescalated_at is None)
    assert (call.reason, call.raised_by) == ("I need a second pair of ears", "li.min")
    assert played.case.tier == tier, "no further step up"


def test_the_conversation_can_be_taken_back_after_it() -> None:
    played = withdrawn()
    wrong = played.case.contacts[-1].id
    with pytest.raises(Refusal) as no:
        played.ask(DisproveContact, contact=wrong, reason=WHY, by=LEAD)
    assert refusal_code(no) == "case_closed"
    reopened(played)
    played.ask(DisproveContact, contact=wrong, reason=WHY, by=LEAD)
    contact = played.case.contact(wrong)
    assert contact
    assert contact.disproved


def test_a_report_that_was_waived_is_asked_for_again() -> None:
    played = Played().confirmed()
    played.visit()
    played.until("Tue 14:30").recorded("diagnosed", by=an_actor("chen.gong"))
    played.ask(Withdraw, by=LEAD, reason="the wrong case")
    assert not played.case.visits[0].report
    reopened(played.until("Wed 10:00"))
    report = played.case.visits[0].report
    assert report
    assert report.started_at == at("Wed 10:00")
    assert "chen.gong" in played.recipients("visit_report_owed")


def test_each_life_ends_once_and_counts_its_own_end() -> None:
    """Reopened by the customer, withdrawn in error, opened again, and ended by a supervisor."""
    played = withdrawn()
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    played.ask(MarkMessage, message=played.case.messages[-1].id, verdict="reopen")
    played.until("Wed 10:00").contact(covers=tuple(p.id for p in played.case.open_promises))
    played.ask(Withdraw, by=LEAD, reason="a mistake")
    reopened(played)
    assert (played.case.life, played.case.closing) == (1, None)
    signed = {"reply": "our final word", "outside_route": "12315"}
    played.ask(EndWithoutAgreement, by=SUPERVISOR, **signed)
    ends = [(c.ending, c.disproved) for c in played.case.closings]
    assert ends == [("withdrawn", False), ("withdrawn", True), ("no_agreement", False)]
    assert played.case.closing == played.case.closings[-1]
    assert summary(played.case).reopens == 1


def test_owner_and_lead_hear_but_nobody_of_their_own_deed() -> None:
    played = reopened(withdrawn(), by=SUPERVISOR)
    assert played.recipients("closing_disproved") == ["li.min", "chen.jie"]
    played = reopened(withdrawn())
    assert played.recipients("closing_disproved") == ["li.min"]


@pytest.mark.parametrize(
    ("played", "by", "reason", "code"),
    [
        (withdrawn, an_actor(), WHY, "line_required"),
        (withdrawn, LEAD, " ", "reason_required"),
        (lambda: Played().confirmed(), LEAD, WHY, "not_closed"),
        (lambda: reopened(withdrawn()), LEAD, WHY, "not_closed"),
    ],
    ids=["agent", "blank", "open", "twice"],
)
def test_who_may_not_and_what_is_missing(
    played: Callable[[], Played], by: Actor, reason: str, code: str
) -> None:
    assert refused(played(), by, reason) == code


def test_who_waited_in_vain_before_it_is_called_soon() -> None:
    """Nobody came, nobody rang, and it was closed: not confirmed as complex, yet the customer waits."""
    played = Played()
    played.until("Mon 09:10").contact()
    played.visit()
    played.until("Tue 18:30")
    played.until("Wed 09:00").ask(Withdraw, by=LEAD, reason="the wrong case")
    assert not played.case.open_promises
    reopened(played.until("Wed 10:00"))
    assert not played.case.is_confirmed
    assert min(owed(played).values()) == at("Wed 12:00")


# --- as if nobody had closed it -----------------------------------------------------------------------------


def test_its_stage_goes_on_with_the_time_that_it_had() -> None:
    """Closing and opening again buys no time before the anchor (REQ A7)."""
    played = Played()
    played.until("Mon 09:10").contact()
    played.until("Mon 15:10").ask(Withdraw, by=LEAD, reason="the wrong case")
    reopened(played)
    assert played.case.stage == "triage"
    assert played.case.stage_clock
    assert played.case.stage_clock.started_at == at("Mon 09:10")


def test_the_stage_is_the_one_in_which_it_was_closed() -> None:
    played = on_site()
    stage = played.case.stage
    played.ask(Withdraw, by=LEAD, reason="the wrong case")
    assert reopened(played).case.stage == stage != "diagnose"


def test_the_stages_before_it_have_no_more_time_either() -> None:
    """To and fro before the anchor buys none (REQ A7), nor does an end in between."""

    def at_once(played: Played) -> None:
        played.triage(traits=(), yields={})

    never = Played().reach("confirm")
    never.until("Mon 11:00")
    at_once(never)
    closed = Played().reach("confirm")
    closed.until("Mon 11:00")
    at_once(closed)
    closed.ask(Withdraw, by=LEAD, reason="the wrong case")
    reopened(closed)
    for played in (never, closed):
        played.until("Mon 11:30").triage(yields={})
    assert closed.case.stage == "confirm"
    assert (
        closed.due("stage").due_at == never.due("stage").due_at == at("Mon 14:30")
    )  # two hours left


def test_the_same_triage_once_more_says_nothing_new() -> None:
    played = Played().reach("confirm")
    played.ask(Withdraw, by=LEAD, reason="the wrong case")
    reopened(played)
    assert not played.triage(yields={}).events


def test_what_was_said_of_the_fix_still_confirms_it() -> None:
    """Nobody has to ask the customer once more whether it works."""
    played = Played().verifying().until("Mon 15:00")
    fixed_at = played.case.stage_entered_at
    played.says_it_works()
    played.ask(Withdraw, by=LEAD, reason="the wrong case")
    reopened(played.until("Tue 10:00"))
    assert played.case.stage_entered_at == fixed_at == at("Mon 10:00")
    played.ask(Resolve, basis="customer_confirmed")
    assert played.case.phase == "resolved"


def test_tries_in_vain_before_it_still_count() -> None:
    played = Played().verifying()
    for day in ("Mon", "Tue"):
        played.until(f"{day} 15:00").contact(reached=False, left_message=True)
    played.ask(Withdraw, by=LEAD, reason="the wrong case")
    reopened(played.until("Wed 10:00"))
    played.until("Wed 15:00").contact(reached=False, left_message=True)
    played.ask(Resolve, basis="unreachable")
    assert played.case.phase == "resolved"


def test_a_revisit_that_sent_it_back_to_work_can_still_be_taken_back() -> None:
    played = Played().resolved().until("Tue 16:00")
    played.ask(RecordRevisit, outcome="trouble", occurred_at=played.now)
    revisit = played.case.contacts[-1].id
    played.until("Tue 17:00").ask(Withdraw, by=LEAD, reason="the wrong case")
    reopened(played.until("Wed 10:00"))
    assert played.case.stage == "diagnose"
    played.ask(DisproveContact, contact=revisit, reason=WHY, by=LEAD)
    assert played.case.phase == "resolved"


# --- what was agreed with the customer goes on --------------------------------------------------------------


def watched() -> Played:
    """Watched from Monday for two weeks, with check-ins on Thursday and on Monday; closed in error on Tuesday."""
    played = Played().verifying()
    played.until("Mon 15:00").contact()
    check_ins = (at("Thu 10:00"), at("Mon+1 10:00"))
    played.ask(StartObservation, ends_at=at("Mon+2 10:00"), check_ins=check_ins)
    played.until("Tue 10:00").ask(Withdraw, by=LEAD, reason="the wrong case")
    assert played.case.observation
    assert played.case.observation.ended
    return played


def test_a_window_that_was_agreed_runs_on() -> None:
    played = watched()
    before = [p for p in played.case.promises if p.kind == "check_in"]
    reopened(played.until("Wed 10:00"), by=SUPERVISOR)
    window = played.case.observation
    assert window
    assert (window.ends_at, window.ended, window.cut_short) == (at("Mon+2 10:00"), False, False)
    again = [p for p in played.case.open_promises if p.kind == "check_in"]
    assert [p.latest_by for p in again] == [p.latest_by for p in before]
    (told,) = (
        a for a in played.case.actions if a.about == "closing_disproved" and a.to == "li.min"
    )
    assert told.params["watched_until"] == at("Mon+2 10:00").isoformat()
    with pytest.raises(Refusal) as no:
        played.ask(StartObservation, ends_at=at("Mon+2 10:00"), check_ins=(at("Mon+1 10:00"),))
    assert refusal_code(no) == "observation_running"


def test_once_it_has_run_out_the_fix_is_observed() -> None:
    played = reopened(watched().until("Wed 10:00"))
    for when in ("Wed 11:00", "Thu 09:30", "Mon+1 09:30", "Mon+2 11:00"):
        played.until(when)
        upcoming = played.case.next_promise
        assert upcoming
        played.contact(covers=(upcoming.id,))
    played.ask(Resolve, basis="observed")
    assert (played.case.phase, played.case.breaks) == ("resolved", 0)


def test_a_window_that_ended_meanwhile_has_run_out() -> None:
    played = reopened(watched().until("Wed+2 10:00"))
    played.until(played.now)
    assert played.recipients("observation_over") == ["li.min"]
    assert played.case.observation
    assert (played.case.observation.ended, played.case.observation.cut_short) == (True, False)


def test_one_that_was_ended_early_before_stays_ended() -> None:
    played = Played().verifying()
    played.ask(StartObservation, ends_at=at("Fri 10:00"))
    played.until("Tue 09:30").ask(EndObservation, told_at=played.now, reason="it works")
    played.ask(Withdraw, by=LEAD, reason="the wrong case")
    reopened(played.until("Wed 10:00"))
    assert played.case.observation
    assert (played.case.observation.ended, played.case.observation.cut_short) == (True, True)


def paused(reason: str = "waiting_on_parts", until: str = "Fri 10:00") -> Played:
    """The customer was told on Monday at ten that it waits until Friday; closed in error on Tuesday."""
    played = Played().confirmed()
    played.contact()
    played.pause(until, reason)
    played.until("Tue 10:00").ask(Withdraw, by=LEAD, reason="the wrong case")
    assert played.case.pause is None
    return played


def never_closed(until: str = "Fri 10:00") -> Played:
    played = Played().confirmed()
    played.contact()
    played.pause(until)
    return played


def test_a_pause_that_was_agreed_goes_on() -> None:
    played = reopened(paused().until("Wed 10:00"), by=SUPERVISOR)
    never = never_closed()
    assert played.case.pause == never.case.pause
    assert (played.case.past_pauses, played.recipients("pause_over")) == ((), [])
    assert not {"stage", "red_line", "red_line_warning"} & {d.kind for d in deadlines(played.case)}
    (told,) = (
        a for a in played.case.actions if a.about == "closing_disproved" and a.to == "li.min"
    )
    assert told.params["paused_until"] == at("Fri 10:00").isoformat()
    for each in (played, never):
        each.until("Fri 10:00")
    assert played.recipients("pause_over") == ["li.min"]
    assert played.due("red_line").due_at == never.due("red_line").due_at == at("Tue+2 10:00")
    assert waited(played.case, "business") == timedelta(hours=4 * 8)


def test_the_stage_has_the_time_that_it_had_before_the_pause() -> None:
    played = reopened(paused().until("Wed 10:00")).until("Fri 10:00")
    assert played.due("stage").due_at == at("Tue+1 10:00")  # two working days for "diagnose"


def test_a_pause_that_ended_meanwhile_is_over_since_its_agreed_end() -> None:
    played = reopened(paused(until="Thu 10:00").until("Fri 10:00"))
    played.until(played.now)
    never = never_closed("Thu 10:00").until("Fri 10:00")
    assert played.case.pause is None
    assert played.recipients("pause_over") == ["li.min"]
    assert played.due("red_line").due_at == never.due("red_line").due_at == at("Mon+2 10:00")
    assert waited(played.case, "business") == timedelta(hours=3 * 8)


@pytest.mark.parametrize(
    ("verdict", "ended_at"),
    [(None, "Tue 16:00"), ("thanks", "Tue 16:00"), ("new", None)],
)
def test_a_wait_for_the_customer_ended_with_what_they_wrote_meanwhile(
    verdict: str | None, ended_at: str | None
) -> None:
    played = paused("waiting_on_customer").until("Tue 16:00")
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    if verdict:
        played.ask(MarkMessage, message=played.case.messages[-1].id, verdict=verdict)
    reopened(played.until("Wed 10:00"))
    ended = [(past.ended_at, past.answered) for past in played.case.past_pauses]
    assert ended == ([(at(ended_at), True)] if ended_at else [])
    assert bool(played.case.pause) is (ended_at is None)


def test_a_wait_for_parts_does_not() -> None:
    played = paused().until("Tue 16:00")
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    assert reopened(played.until("Wed 10:00")).case.pause


def test_what_the_customer_was_told_before_an_end_that_was_none_may_be_a_pause_after_it() -> None:
    played = Played().confirmed()
    told_at = at("Mon 11:00")
    played.until("Tue 10:00").ask(Withdraw, by=LEAD, reason="the wrong case")
    reopened(played.until("Wed 10:00"))
    played.pause("Fri 10:00", told_at=told_at)
    assert played.case.pause


def test_what_is_owed_again_has_been_owed_since_it_was_promised() -> None:
    """They were called, and told of another time, while the case was closed: that could not be logged then."""
    played = Played().confirmed()
    played.until("Tue 09:30").contact(covers=tuple(p.id for p in played.case.open_promises))
    for subject in ("noise test", "the invoice"):
        played.promise("Thu 10:00", subject)
    played.until("Tue 15:00").ask(Withdraw, by=LEAD, reason="the wrong case")
    reopened(played.until("Wed 10:00"))
    (test,) = (p for p in played.case.open_promises if p.subject == "noise test")
    (invoice,) = (p for p in played.case.open_promises if p.subject == "the invoice")
    assert test.made_at == at("Tue 09:30")
    called_at = at("Tue 16:00")
    told: dict[str, Any] = {"told_at": called_at, "reason": "the parts come late"}
    played.ask(RenegotiatePromise, promise=invoice.id, latest_by=at("Fri 10:00"), **told)
    played.contact(by=LEAD, occurred_at=called_at, covers=(test.id,))
    kept = played.case.promise(test.id)
    assert kept
    assert kept.status == "kept"


def test_a_pause_that_was_over_before_the_end_stays_over() -> None:
    played = never_closed().until("Mon 15:00")
    played.ask(ResumeCase)
    played.ask(Withdraw, by=LEAD, reason="the wrong case")
    reopened(played.until("Wed 10:00"))
    assert played.case.pause is None


def broke_before_the_end() -> Played:
    """News broke on Wednesday at half past nine; ten minutes later it is closed."""
    played = Played().confirmed()
    played.until("Tue 09:30").contact(covers=tuple(p.id for p in played.case.open_promises))
    played.until("Wed 09:40")
    assert played.case.breaks
    return played


def test_the_call_for_a_break_stays_whatever_else_begins() -> None:
    played = broke_before_the_end()
    played.ask(Withdraw, by=LEAD, reason="the wrong case")
    reopened(played.until("Wed 09:50"))
    to_verify(played)
    played.until("Wed 10:00").ask(StartObservation, ends_at=at("Wed+1 10:00"))
    assert min(owed(played).values()) == at("Wed 11:30")


def test_so_does_one_that_is_owed_again_after_a_conversation_that_was_none() -> None:
    played = broke_before_the_end()
    played.contact(covers=tuple(p.id for p in played.case.open_promises))
    wrong = played.case.contacts[-1].id
    played.until("Wed 09:45").ask(DisproveContact, contact=wrong, reason=WHY, by=LEAD)
    to_verify(played)
    played.until("Wed 10:00").ask(StartObservation, ends_at=at("Wed+1 10:00"))
    assert min(owed(played).values()) == at("Wed 11:30")


def test_the_call_that_it_guarantees_stays_too() -> None:
    played = Played().confirmed()
    played.until("Tue 09:30").contact(covers=tuple(p.id for p in played.case.open_promises))
    played.until("Tue 15:00").ask(Withdraw, by=LEAD, reason="the wrong case")
    reopened(played.until("Mon+1 09:30"))
    to_verify(played)
    played.until("Mon+1 10:00").ask(StartObservation, ends_at=at("Mon+2 10:00"))
    assert min(owed(played).values()) == at("Mon+1 11:30")


def to_verify(played: Played) -> None:
    played.complete("diagnose", findings="heard it", root_cause="product/part")
    played.complete("plan", to="implement", solution="new bearing", kind="cure")
    played.complete("implement", done="bearing replaced")


def test_proof_that_it_was_kept_ends_the_call_in_its_place() -> None:
    played = broke_before_the_end()
    broken = next(p for p in played.case.promises if p.status == "broken")
    played.ask(Withdraw, by=LEAD, reason="the wrong case")
    reopened(played.until("Wed 09:50"))
    before = broken.latest_by - timedelta(minutes=5)
    played.contact(by=LEAD, occurred_at=before, covers=(broken.id,))
    assert not any(p.follows == broken.id and p.is_open for p in played.case.promises)
    stands = [p for p in played.case.open_promises if p.kind != "callback" and p.follows]
    assert not stands


def test_a_time_that_passed_meanwhile_is_broken() -> None:
    played = Played().confirmed()
    promise = played.promise("Thu 16:00")
    played.until("Thu 15:59").ask(Withdraw, by=LEAD, reason="the wrong case")
    breaks = played.case.breaks
    reopened(played.until("Thu 16:01"))
    ended = played.case.promise(promise)
    assert ended
    assert (ended.status, played.case.breaks) == ("broken", breaks + 1)
    assert any(a.name == "draft_apology" for a in played.case.actions)
    assert min(owed(played).values()) <= at("Fri 10:00")


def visited(until: str) -> Played:
    """A visit on Thursday at two, called off on Tuesday by an end that was none."""
    played = Played().confirmed()
    played.until("Tue 09:30").contact(covers=tuple(p.id for p in played.case.open_promises))
    played.visit("Thu 14:00", "Thu 16:00")
    played.until("Tue 15:00").ask(Withdraw, by=LEAD, reason="the wrong case")
    assert played.case.visits[0].status == "cancelled"
    return reopened(played.until(until))


def test_a_visit_ahead_stands_again_and_the_engineer_hears() -> None:
    played = visited("Wed 10:00")
    (visit,) = played.case.visits
    promise = played.case.promise(visit.promise)
    assert promise
    assert (visit.status, promise.is_open, promise.latest_by) == (
        "planned",
        True,
        at("Thu 16:00"),
    )
    assert played.recipients("visit_arranged") == ["chen.gong"], "promised once"
    assert played.recipients("visit_stands") == ["chen.gong"]
    played.until("Thu 14:10").recorded("diagnosed", by=an_actor("chen.gong"))
    assert played.case.visits[0].status == "done"


def test_a_window_that_passed_meanwhile_was_missed() -> None:
    played = visited("Fri 10:00")
    broken = [p for p in played.case.promises if p.kind == "visit" and p.status == "broken"]
    assert len(broken) == 1
    assert any(a.name == "draft_apology" for a in played.case.actions)
    assert min(owed(played).values()) == at("Fri 12:00")


def test_a_report_leads_on_as_if_nobody_had_closed_it() -> None:
    played = on_site()
    played.visit()
    played.until("Tue 14:30").recorded("diagnosed", by=an_actor("chen.gong"))
    stage = played.case.stage
    played.ask(Withdraw, by=LEAD, reason="the wrong case")
    reopened(played)
    assert played.case.stage == stage
    played.ask(ReportVisit, by=an_actor("chen.gong"), visit="v1", yields=DIAGNOSIS, text="t-report")
    assert played.case.stage != stage


def test_a_red_line_that_was_called_for_and_unheard_is_called_for_again() -> None:
    played = Played().confirmed()
    while not played.count("red_line_reached"):
        played.until(played.now + timedelta(days=1))
    played.ask(Withdraw, by=LEAD, reason="the wrong case")
    reopened(played)
    assert "red_line" in {e.cause for e in played.case.escalations if e.deescalated_at is None}


def test_whoever_had_taken_a_call_on_and_who_closed_it_hear() -> None:
    played = Played().confirmed()
    played.ask(Escalate, reason="I need a second pair of ears")
    (call,) = played.case.escalations
    taken_by = an_actor(call.receiver, "lead")
    played.ask(AcknowledgeEscalation, by=taken_by, escalation=call.id)
    closer = an_actor("sun.yu", "lead")
    played.ask(Withdraw, by=closer, reason="the wrong case")
    reopened(played, by=SUPERVISOR)
    assert {"li.min", call.receiver, "sun.yu"} <= set(played.recipients("closing_disproved"))


def test_what_a_supervisor_has_signed_a_supervisor_undoes() -> None:
    played = Played().confirmed()
    signed = {"reply": "our final word", "outside_route": "12315"}
    played.ask(EndWithoutAgreement, by=SUPERVISOR, **signed)
    assert refused(played) == "line_required"
    assert reopened(played, by=SUPERVISOR).case.phase == "open"


@pytest.mark.parametrize("gone", [(), ("wu.min",)])
def test_a_colleagues_promise_stays_theirs_while_they_are_here(gone: tuple[str, ...]) -> None:
    played = Played().confirmed()
    played.promise("Thu 10:00", "the invoice", owner="wu.min")
    played.ask(Withdraw, by=LEAD, reason="the wrong case")
    played.ask(Reopen, by=LEAD, reason=WHY, gone=gone)
    (invoice,) = (p for p in played.case.open_promises if p.subject == "the invoice")
    assert invoice.owner == ("li.min" if gone else "wu.min")
    assert ("wu.min" in played.recipients("closing_disproved")) is not bool(gone)


def test_one_that_ended_with_a_revisit_is_put_right_by_taking_that_back() -> None:
    played = Played().resolved().until("Tue 16:00")
    covers = tuple(p.id for p in played.case.open_promises if p.kind != "revisit")
    played.ask(RecordRevisit, outcome="content", occurred_at=played.now, covers=covers)
    assert refused(played) == "closed_by_revisit"
    revisit = played.case.contacts[-1].id
    played.ask(DisproveContact, contact=revisit, reason=WHY, by=LEAD)
    assert played.case.phase == "resolved"
