"""What the scenarios of REQ B2 have of their own: limits that count from before a stage, facts that say where it leads,
amounts and times, and whoever has to know at once."""

from typing import Any

import pytest

from builders import LEAD, RECKONED, Played, a_course, a_plan, at, refusal_code
from domain.closed_in_error import Reopen
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.endings import Withdraw
from domain.errors import Refusal
from domain.resolution import RecordVerification
from domain.triage import SetPriority

REFUND = {"order": "A-1", "paid": "1299", "why": "faulty", "goods": "come_back"}
CHECKED = {"account": "the card it was paid with"}
BACK = {"parcel_back": "SF-1", "received_at": "2026-03-04T10:00:00+08:00", "state_of_goods": "new"}
APPROVED = {"amount": "¥1,299.00", "speed": "normal", "approved_by": "chen.jie"}
PAID = {"arrived_at": "2026-03-05T09:00:00+08:00", "receipt": "T-77"}


def refund(**triaged: str) -> Played:
    """A refund, confirmed Monday at ten."""
    played = Played(plan=a_plan(scenario="refund"))
    played.until("Mon 09:10").contact()
    played.until("Mon 09:30").triage(yields={**REFUND, **triaged})
    played.until("Mon 10:00").confirm()
    return played


def back(**said: str) -> Played:
    """The goods came back on Wednesday at ten; it is noon."""
    played = refund()
    played.complete("start", **CHECKED)
    played.until("Tue 09:30").contact()
    played.until("Wed 12:00").complete("goods_back", **{**BACK, **said})
    return played


def in_food(**opening: Any) -> Played:
    return Played(plan=a_plan(scenario="foreign_object"), **opening)


# --- what was found out says where it leads -------------------------------------------------------


def test_what_was_found_out_says_where_a_case_goes() -> None:
    played = refund()
    played.complete("start", **CHECKED)
    assert played.case.stage == "goods_back"
    played = refund(goods="stay")
    played.complete("start", **CHECKED)
    assert played.case.stage == "approve"


def test_nobody_chooses_another_way_than_what_was_found_out() -> None:
    played = back()
    with pytest.raises(Refusal) as refused:
        played.complete("approve", to="pay_at_once", **APPROVED)
    assert refusal_code(refused) == "unknown_way_on"
    assert refused.value.problem.params["ways"] == "pay"
    played.complete("approve", to="pay", **APPROVED)
    assert played.case.stage == "pay"


# --- limits from before the stage ----------------------------------------------------------------


def test_the_earliest_of_all_limits_counts() -> None:
    played = back()
    due = played.due("stage")
    assert due.due_at == at("Thu 12:00"), (
        "a working day from Wednesday noon, and not five days from the goods"
    )
    assert due.why.anchor == "stage_entered"
    played.until("Fri 09:00").contact()
    played.until("2026-03-10 22:00").complete("approve", **APPROVED)
    due = played.due("stage")
    assert due.due_at == at("2026-03-11 10:00"), (
        "seven days from the goods, before 24 hours are over"
    )
    assert (due.why.anchor, due.why.anchor_at) == ("received_at", at("Wed 10:00"))
    assert due.why.rule == "sops.refund.stages.pay.at_most.received_at"


def test_what_is_late_already_when_a_case_comes_to_a_stage_is_told_at_once() -> None:
    played = back()
    played.until("2026-03-12 09:00").complete("approve", **APPROVED)
    told = played.recipients("stage_overrun").count("chen.jie")
    played.until("2026-03-12 09:00")
    assert played.case.stage_clock and played.case.stage_clock.overdue
    assert played.recipients("stage_overrun").count("chen.jie") == told


def test_whoever_has_to_do_it_over_has_the_stages_own_time() -> None:
    played = back()
    played.complete("approve", **APPROVED)
    played.until("Thu 09:00").complete("pay", **PAID)
    played.until("2026-03-20 09:00").contact()
    played.ask(RecordVerification, outcome="not_fixed")
    played.complete("approve", **APPROVED)
    due = played.due("stage")
    assert (due.due_at, due.why.anchor) == (at("2026-03-21 09:00"), "stage_entered")


def test_a_limit_from_the_customers_word_counts_from_it_however_late_we_are() -> None:
    played = in_food(spoke_at=at("Mon 09:00"))
    played.until("Mon 09:08").contact()
    assert (played.case.stage, played.due("stage").due_at) == ("soothe", at("Mon 09:30"))
    played.until("Mon 09:20").complete("soothe", wellbeing="well", kept="yes, in the fridge")
    played.until("Mon 09:40").triage(yields=FOUND)
    played.until("Mon 10:00").confirm()
    assert (played.case.stage, played.due("stage").due_at) == ("offer", at("Tue 09:00"))


FOUND = {
    "product": "cake",
    "batch": "none",
    "what_was_found": "a wire",
    "bought": "shop 3, Sunday",
    "wish": "a refund",
}


def test_to_and_fro_before_the_anchor_a_limit_from_the_word_never_stands_still() -> None:
    played = Played(plan=a_plan(scenario="logistics_delay"))
    played.until("Mon 09:10").contact()
    late = {"order": "A-1", "waybill": "SF-1", "carrier_said": "in Wuhan", "cause": "on_the_way"}
    played.until("Mon 09:30").triage(yields=late)
    assert (played.case.stage, played.due("stage").due_at) == ("confirm", at("Mon 11:00"))
    played.until("Mon 09:40").triage(traits=(), yields={})
    assert played.case.stage == "one_off"
    played.until("Mon 10:30").triage(traits=("needs_time_to_verify",), yields={})
    assert (played.case.stage, played.due("stage").due_at) == ("confirm", at("Mon 11:00"))


def test_what_was_told_of_the_work_before_counts_no_more_in_another_life() -> None:
    """The goods came in weeks ago, for a refund that was paid."""
    played = back()
    played.complete("approve", **APPROVED)
    played.until("Thu 09:00").complete("pay", **PAID)
    played.until("Thu 10:00").ask(Withdraw, by=LEAD, reason="said that all is well")
    played.until("Mon+2 10:00").ask(CustomerSaid, channel="web", occurred_at=played.now, text="t")
    played.ask(MarkMessage, message="m1", verdict="reopen")
    assert (played.case.stage, played.due("stage").why.anchor) == ("approve", "stage_entered")
    assert not played.recipients("stage_overrun")


def test_in_another_life_the_word_that_began_it_counts() -> None:
    played = Played(plan=a_plan(scenario="logistics_delay"))
    played.until("Mon 09:10").contact()
    played.until("Mon 09:20").ask(Withdraw, by=LEAD, reason="it has come")
    played.until("Tue 10:00").ask(CustomerSaid, channel="web", occurred_at=played.now, text="t")
    played.until("Tue 10:30").ask(MarkMessage, message="m1", verdict="reopen")
    assert played.case.stage == "triage"
    assert played.due("stage").due_at == at("Tue 11:00"), "an hour from the word, not from the mark"


def test_what_was_said_before_may_be_put_right_on_the_way() -> None:
    played = back(received_at="2026-02-04T10:00:00+08:00")
    assert played.case.stage_clock and played.case.stage_clock.anchor == "received_at"
    right = "2026-03-04T10:00:00+08:00"
    played.complete("approve", **APPROVED, received_at=right)
    assert played.case.facts["received_at"] == at("Wed 10:00").isoformat()
    assert played.due("stage").due_at == at("Thu 12:00"), "and no more the 11th of February"


def test_the_first_response_of_a_scenario_comes_before_that_of_the_priority() -> None:
    played = in_food(priority="P2")
    due = played.due("response")
    assert due.due_at == at("Mon 09:10")
    assert due.why.rule == "sops.foreign_object.response.P1", "at least"
    assert not played.case.rules.runs_round_the_clock("P2"), "who is called then hangs on it"
    standard = Played().due("response")
    assert standard.why.rule == "priorities.P2.response"


def test_a_priority_that_another_pace_belongs_to_keeps_the_moment() -> None:
    played = back()
    played.complete("approve", **APPROVED)
    played.until("2026-03-05 09:00")
    before = played.due("stage")
    played.ask(SetPriority, priority="P0", reason="the press asks", by=LEAD)
    assert played.due("stage").why.anchor_at == before.why.anchor_at


# --- times and amounts ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("2026-03-04T10:00:00+08:00", "2026-03-04T02:00:00+00:00"),
        ("2026-03-04T02:00Z", "2026-03-04T02:00:00+00:00"),
        (" 2026-03-04T10:00+08:00 ", "2026-03-04T02:00:00+00:00"),
    ],
)
def test_a_time_is_kept_in_utc(said: str, kept: str) -> None:
    assert back(received_at=said).case.facts["received_at"] == kept


@pytest.mark.parametrize(
    "said",
    [
        "2026-03-04T12:01:00+08:00",  # a minute ahead
        "2026-03-04T10:00:00",  # of no zone
        "2025-03-04T10:00:00+08:00",  # of last year, as one types in January
        "0001-01-01T00:00:00+14:00",
        "this morning",
        "上午十点",
    ],
)
def test_a_time_that_can_not_have_been_is_refused(said: str) -> None:
    with pytest.raises(Refusal) as refused:
        back(received_at=said)
    assert refusal_code(refused) == "stage_yield_invalid"
    assert refused.value.problem.fields == ("received_at",)
    assert refused.value.problem.params["choices"] == "received_at: @time"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("1299", "1299"),
        ("1299.00", "1299"),
        ("1,299.5", "1299.50"),
        ("¥1,299.00", "1299"),
        ("１，２９９元", "1299"),
        ("￥1299", "1299"),
        ("CNY 0.05", "0.05"),
        ("12.50 元", "12.50"),
        ("0", "0"),
    ],
)
def test_an_amount_is_read_as_people_write_it(said: str, kept: str) -> None:
    played = back()
    played.complete("approve", **{**APPROVED, "amount": said})
    assert played.case.facts["amount"] == kept


@pytest.mark.parametrize(
    "said",
    [
        "-1",
        "1.299,00",
        "1,29",
        "about 100",
        "1e5",
        "12345678901",
        "½",
        "12元50",
        "$100",
        "€ 5",
        "5²",
        "1 2",
    ],
)
def test_what_is_no_amount_is_refused(said: str) -> None:
    played = back()
    with pytest.raises(Refusal) as refused:
        played.complete("approve", **{**APPROVED, "amount": said})
    assert refusal_code(refused) == "stage_yield_invalid"
    assert refused.value.problem.params["choices"] == "amount: @amount"


def test_the_same_triage_in_other_figures_says_nothing_new() -> None:
    played = Played(plan=a_plan(scenario="refund"))
    played.contact()
    played.triage(yields={**REFUND, "paid": "¥1,299.00"})
    before = len(played.events)
    played.triage(yields={**REFUND, "paid": "1299"})
    assert len(played.events) == before


# --- what comes about by the policy --------------------------------------------------------------


@pytest.mark.parametrize(
    ("used", "due"),
    [
        ("0", "3600"),
        ("12", "2400"),  # a third: what is left of it
        ("18", "1620"),  # half: what is left, less a tenth
        ("24", "1080"),
        ("25", "880"),  # more than two thirds: less a fifth
        ("36", "0"),
    ],
)
def test_what_is_due_of_a_course_comes_about_by_the_policy(used: str, due: str) -> None:
    played = a_course()
    assert "due" not in played.case.facts
    played.complete("reckon", **RECKONED | {"used": used})
    assert played.case.facts["due"] == due


def test_what_is_due_is_reckoned_to_the_cent() -> None:
    played = a_course()
    played.complete("reckon", **RECKONED | {"paid": "100", "units": "3", "used": "1"})
    assert played.case.facts["due"] == "66.67"


def test_nobody_names_what_is_reckoned() -> None:
    with pytest.raises(Refusal) as refused:
        a_course().complete("reckon", **RECKONED, due="3600")
    assert refusal_code(refused) == "stage_yield_unknown"
    assert refused.value.problem.params["known"] == "paid, units, used, used_checked, account"


def test_what_is_due_comes_about_anew_when_its_figures_are_put_right() -> None:
    played = a_course()
    played.complete("reckon", **RECKONED)
    assert played.case.facts["due"] == "2400"
    said = {"amount": "1620", "speed": "normal", "approved_by": "chen.jie", "used": "18"}
    played.complete("approve", **said)
    assert (played.case.stage, played.case.facts["due"]) == ("pay", "1620")
    played.until("Mon 11:00").complete("pay", arrived_at="2026-03-02T10:30:00+08:00", receipt="T-7")
    (paid,) = [e.yields for e in played.events if e.kind == "stage_completed" and e.stage == "pay"]
    assert "due" not in paid, "said once"


@pytest.mark.parametrize("figures", [{"used": "37"}, {"units": "0", "used": "0"}])
def test_figures_that_can_not_be_are_refused(figures: dict[str, str]) -> None:
    with pytest.raises(Refusal) as refused:
        a_course().complete("reckon", **RECKONED | figures)
    assert refusal_code(refused) == "more_used_than_paid"
    assert refused.value.problem.fields == ("units", "used")


# --- whoever has to know -------------------------------------------------------------------------


def test_whoever_has_to_know_hears_when_a_case_comes_to_the_stage() -> None:
    played = in_food()
    assert not played.recipients("case_came_to")
    played.contact()
    assert played.recipients("case_came_to") == ["sun.lei"], "quality control"
    played.complete("soothe", wellbeing="unwell", kept="yes")
    assert played.recipients("case_came_to") == ["sun.lei", "he.yun", "zhao.lei", "wang.fang"]
    hurt = Played(plan=a_plan(scenario="person_hurt"), priority="P0")
    assert hurt.recipients("case_came_to") == ["he.yun", "zhao.lei", "wang.fang"]


def test_who_falls_ill_later_sees_a_doctor_too() -> None:
    played = in_food()
    played.contact()
    played.complete("soothe", wellbeing="well", kept="yes")
    played.triage(yields={**FOUND, "since_then": "unwell"})
    assert played.case.stage == "care"
    assert played.recipients("case_came_to") == ["sun.lei", "he.yun", "zhao.lei", "wang.fang"]
    played.complete("care", doctor="the district hospital, his wife", state="resting")
    assert played.case.stage == "triage"
    assert "since_then" not in played.case.facts


def test_a_case_closed_in_error_is_no_news_to_them() -> None:
    hurt = Played(plan=a_plan(scenario="person_hurt"), priority="P0")
    hurt.until("Mon 09:05").ask(Withdraw, by=LEAD, reason="a prank, it seemed")
    hurt.until("Mon 09:07").ask(Reopen, by=LEAD, reason="it was none")
    assert (hurt.case.stage, len(hurt.recipients("case_came_to"))) == ("respond", 3)


def test_a_person_who_is_hurt_is_no_question_whatever_was_clicked() -> None:
    hurt = Played(plan=a_plan(scenario="person_hurt"), priority="P3")
    assert hurt.case.priority == "P0"
    assert hurt.due("response").due_at == at("Mon 09:10")
    assert Played(plan=a_plan(scenario="system_outage"), priority="P0").case.priority == "P0"
    hurt.until("Mon 09:05").contact()
    hurt.ask(SetPriority, priority="P2", reason="a scratch, they say", by=LEAD)
    assert hurt.count("priority_changed") == 1, "with a reason it may be judged anew"


def test_who_did_it_is_not_told_of_it() -> None:
    played = in_food()
    played.contact(by=LEAD)
    played.complete("soothe", wellbeing="well", kept="yes")
    assert "chen.jie" not in played.recipients("case_came_to")
