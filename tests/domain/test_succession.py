"""The line is people now: who has left, or leads no more, is called for nothing (REQ D1, J6)."""

import json
from typing import Any

import pytest

from builders import DIAGNOSIS, LEAD, SUPERVISOR, Played, a_plan, at, on_site
from domain.assignment import Assign
from domain.case.escalations import Escalation
from domain.command import SYSTEM, Actor
from domain.draft import ActionRequested
from domain.errors import Refusal
from domain.escalations import AcknowledgeEscalation, Escalate
from domain.plan.ladder import Ladder
from domain.succession import FollowPeople, LineReplaced, following, line_now
from domain.visits.commands import ReportVisit

LINE = a_plan().ladder
PLACES = {"chen.jie": "lead", "wang.fang": "supervisor", "zhao.lei": "executive"}
SYSTEMS = Actor(handle=SYSTEM)


def follow(played: Played, line: Ladder = LINE, **fields: Any) -> list[str]:
    """What comes of it, by name."""
    decision = played.ask(FollowPeople, by=SYSTEMS, line=line, **fields)
    return [event.name for event in decision.events if event.name != "action_requested"]


def led_by(lead: str) -> Ladder:
    return LINE.model_copy(update={"lead": lead})


def called(reason: str = "the customer talks of a lawyer", **opening: Any) -> Played:
    played = Played(**opening).confirmed()
    played.ask(Escalate, reason=reason)
    return played


def only(played: Played) -> Escalation:
    (escalation,) = played.case.escalations
    return escalation


# --- who they are ---------------------------------------------------------------------------------------


@pytest.mark.trial("A50")
@pytest.mark.parametrize(
    ("heirs", "places", "line"),
    [
        ({}, PLACES, ("chen.jie", "wang.fang", "zhao.lei")),
        ({"chen.jie": "sun.yu"}, {**PLACES, "sun.yu": "lead"}, ("sun.yu", "wang.fang", "zhao.lei")),
        # an agent can't lead
        ({"chen.jie": "li.min"}, {"li.min": "agent"}, ("wang.fang", "wang.fang", "zhao.lei")),
        ({"chen.jie": ""}, PLACES, ("wang.fang", "wang.fang", "zhao.lei")),
        # the heir has left too, to somebody who is here; then to nobody
        (
            {"chen.jie": "sun.yu", "sun.yu": "qian.li"},
            {"qian.li": "lead"},
            ("qian.li", "wang.fang", "zhao.lei"),
        ),
        (
            {"chen.jie": "sun.yu", "sun.yu": "chen.jie"},
            PLACES,
            ("wang.fang", "wang.fang", "zhao.lei"),
        ),
        ({"zhao.lei": ""}, PLACES, ("chen.jie", "wang.fang", "wang.fang")),
        ({"wang.fang": "", "zhao.lei": ""}, PLACES, ("chen.jie", "chen.jie", "chen.jie")),
        (dict.fromkeys(PLACES, ""), PLACES, ("chen.jie", "wang.fang", "zhao.lei")),
    ],
)
def test_a_place_goes_to_the_heir_then_further_up_then_down(
    heirs: dict[str, str], places: dict[str, str], line: tuple[str, ...]
) -> None:
    now = line_now(LINE, places, heirs)
    assert (now.lead, now.supervisor, now.executive) == line


def test_whoever_took_over_is_followed_once_round() -> None:
    assert following("a", {"a": "b", "b": "c", "c": "a"}) == ("b", "c")


# --- calls -----------------------------------------------------------------------------------------------


@pytest.mark.trial("A50")
def test_a_call_that_waits_goes_to_the_successor_at_once_with_the_time_that_everybody_has() -> None:
    played = called()
    played.until("Mon 10:20")
    assert follow(played, led_by("sun.yu"), gone=("chen.jie",)) == [
        "line_replaced",
        "escalation_moved",
    ]
    call = only(played)
    assert (call.line, call.receiver, call.clock.started_at) == ("lead", "sun.yu", at("Mon 10:20"))
    assert played.recipients("escalation_inherited") == ["sun.yu"]
    assert played.due("acknowledgement").due_at == at("Mon 13:20"), "two hours, without lunch"
    (replaced,) = [event for event in played.events if isinstance(event, LineReplaced)]
    assert (replaced.former.lead, replaced.gone) == ("chen.jie", ("chen.jie",))
    assert played.case.rules.ladder.lead == "sun.yu"


@pytest.mark.trial("A50")
def test_said_twice_it_is_done_once() -> None:
    played = called()
    follow(played, led_by("sun.yu"), gone=("chen.jie",), heirs={"chen.jie": "sun.yu"})
    version = played.case.version
    again = follow(played, led_by("sun.yu"), gone=("chen.jie",), heirs={"chen.jie": "sun.yu"})
    assert (again, played.case.version) == ([], version)


@pytest.mark.trial("A50")
def test_whoever_leads_in_anothers_place_is_called_though_that_one_is_still_here() -> None:
    played = called()
    assert follow(played, led_by("sun.yu")) == ["line_replaced", "escalation_moved"]
    assert only(played).receiver == "sun.yu"
    assert played.recipients("escalation_moved") == ["sun.yu"]


@pytest.mark.trial("A50")
def test_what_somebody_who_is_here_has_taken_on_stays_theirs() -> None:
    played = called()
    played.ask(AcknowledgeEscalation, by=LEAD, escalation="e1")
    assert follow(played, led_by("sun.yu")) == ["line_replaced"]
    assert only(played).holder == "chen.jie"


@pytest.mark.trial("A50")
def test_what_somebody_who_left_had_taken_on_is_to_be_taken_on_anew() -> None:
    played = called()
    played.ask(AcknowledgeEscalation, by=LEAD, escalation="e1")
    follow(played, led_by("sun.yu"), gone=("chen.jie",))
    assert (only(played).holder, only(played).is_waiting) == ("sun.yu", True)
    assert played.due("acknowledgement").owner == "sun.yu"


@pytest.mark.trial("A50")
def test_a_call_the_whole_line_was_silent_on_begins_anew_with_whoever_is_new() -> None:
    played = called()
    played.until("Tue 09:00")
    assert only(played).unanswered
    new = LINE.model_copy(update={"executive": "qian.li"})
    follow(played, new, gone=("zhao.lei",))
    assert (only(played).receiver, only(played).unanswered) == ("qian.li", False)


@pytest.mark.trial("A50")
def test_nobody_is_called_for_what_they_owe_themselves_or_asked_for() -> None:
    played = called()
    follow(played, led_by("li.min"), gone=("chen.jie",))
    assert (only(played).line, only(played).receiver) == ("supervisor", "wang.fang")
    assert follow(played, led_by("li.min"), gone=("chen.jie",)) == []


@pytest.mark.trial("A50")
def test_whoever_holds_two_places_after_it_is_called_once() -> None:
    played = called()
    follow(played, led_by("wang.fang"), gone=("chen.jie",))
    assert (only(played).line, only(played).receiver) == ("lead", "wang.fang")
    played.until("Tue 09:00")
    assert played.recipients("escalation_passed_on") == ["zhao.lei"]


@pytest.mark.trial("A50")
def test_at_night_a_p0_goes_to_the_successor_at_once() -> None:
    played = Played("Sat 02:00", priority="P0").until("Sat 02:16")
    follow(played, led_by("sun.yu"), gone=("chen.jie",))
    assert played.due("acknowledgement").due_at == at("Sat 02:31")
    played.until("Sat 02:31")
    assert only(played).receiver == "wang.fang"


@pytest.mark.trial("A50")
def test_where_the_whole_line_has_left_a_call_stays_for_the_daily_look() -> None:
    played = called()
    assert follow(played, gone=tuple(PLACES)) == []
    assert only(played).receiver == "chen.jie"


@pytest.mark.trial("A50")
def test_every_later_duty_goes_to_who_is_here() -> None:
    played = Played().confirmed()
    assert follow(played, led_by("sun.yu"), gone=("chen.jie",)) == ["line_replaced"]
    played.until("Tue 10:00")
    assert "sun.yu" in played.recipients("promise_broken")
    played.ask(Escalate, reason="help")
    assert only(played).receiver == "sun.yu"
    assert not [a for a in played.case.actions if a.to == "chen.jie" and a.about == "escalated"]


@pytest.mark.trial("A50")
def test_a_case_of_the_first_core_follows_too() -> None:
    played = Played()
    played.case = played.case.model_copy(update={"core": 1})
    played.events[0] = played.events[0].model_copy(update={"core": 1})
    played.confirmed()
    played.ask(Escalate, reason="help")
    follow(played, led_by("sun.yu"), gone=("chen.jie",))
    assert only(played).receiver == "sun.yu"


@pytest.mark.trial("A50")
def test_a_closed_case_knows_its_new_line_and_calls_nobody() -> None:
    played = called()
    played.ask(
        AcknowledgeEscalation, by=SUPERVISOR, escalation="e1"
    )  # so that only the line can move
    played.reach("closed")
    assert played.case.is_closed
    assert follow(played, led_by("sun.yu"), gone=("chen.jie",), heirs={"li.min": "sun.yu"}) == [
        "line_replaced"
    ]
    assert played.case.owner == "li.min"


# --- what one who left had promised -------------------------------------------------------------------------


@pytest.mark.trial("A50")
def test_the_heir_has_the_case_with_its_promises_and_nothing_is_told_to_who_left() -> None:
    played = Played().confirmed()
    assert follow(played, gone=("li.min",), heirs={"li.min": "sun.yu"}) == ["owner_assigned"]
    assert played.case.owner == "sun.yu"
    assert {promise.owner for promise in played.case.open_promises} == {"sun.yu"}
    (told,) = [a for a in played.case.actions if a.about == "case_inherited"]
    assert (told.to, told.params["former"]) == ("sun.yu", "li.min")
    assert told.params["handed"]
    assert not [a for a in played.case.actions if a.about == "case_passed_on"]


@pytest.mark.trial("A50")
def test_a_promise_in_a_colleagues_case_is_the_heirs_and_nothing_else_is() -> None:
    played = Played().confirmed()
    other = played.promise("Tue 11:00", owner="zhou.yan")
    assert follow(played, gone=("zhou.yan",), heirs={"zhou.yan": "sun.yu"}) == ["work_taken_over"]
    owners = {promise.id: promise.owner for promise in played.case.open_promises}
    assert owners.pop(other) == "sun.yu"
    assert set(owners.values()) <= {"li.min"}
    assert played.case.owner == "li.min"
    assert played.recipients("work_inherited") == ["sun.yu"]


@pytest.mark.trial("A50")
@pytest.mark.parametrize("engineers", [{"gao.shan": "ma.chao"}, {}])
def test_a_visit_goes_to_an_heir_who_can_go_there_with_its_window(
    engineers: dict[str, str],
) -> None:
    played = on_site()
    visit = played.visit()
    former = played.case.visits[-1].engineer
    engineers = dict.fromkeys([former] if engineers else [], "ma.chao")
    before = played.case.visits[-1]
    follow(played, gone=(former,), heirs={former: "sun.yu"}, engineers=engineers)
    after = played.case.visits[-1]
    assert after.engineer == engineers.get(former, former)
    assert (after.id, after.window, after.status) == (visit, before.window, before.status)
    (window,) = [p for p in played.case.open_promises if p.kind == "visit"]
    assert window.owner == after.engineer


def test_a_lead_who_takes_an_overdue_case_over_is_not_called_for_it() -> None:
    """The call for what nobody answered goes one further: whoever owes it now watches nobody."""
    played = Played(priority="P0").until("Mon 09:20")
    assert only(played).receiver == LEAD.handle
    names = follow(played, gone=("li.min",), heirs={"li.min": LEAD.handle})
    assert names == ["owner_assigned", "escalation_moved"]
    assert (played.case.owner, only(played).receiver) == (LEAD.handle, SUPERVISOR.handle)


def test_a_lead_who_is_given_an_overdue_case_does_not_look_after_it_alone() -> None:
    played = Played().until("Mon 14:30")
    assert only(played).receiver == LEAD.handle
    played.ask(Assign, by=LEAD, owner=LEAD.handle, reason="I call them myself")
    assert (only(played).receiver, only(played).is_waiting) == (SUPERVISOR.handle, True)
    assert played.recipients("escalation_one_further") == [SUPERVISOR.handle]
    with pytest.raises(Refusal, match="not_the_receiver"):
        played.ask(AcknowledgeEscalation, by=LEAD, escalation="e1")


def test_a_call_that_a_person_made_stays_with_the_lead_who_takes_the_case_over() -> None:
    played = called()
    played.ask(Assign, by=LEAD, owner=LEAD.handle, reason="I call them myself")
    assert only(played).receiver == LEAD.handle


def test_a_handover_names_the_heir_of_a_report() -> None:
    played = on_site()
    played.visit("Tue 14:00", "Tue 16:00", agreed_at=played.now)
    played.until("Tue 09:00").contact()
    played.until("Tue 14:05").recorded("fixed")
    follow(played, gone=("chen.gong",), engineers={"chen.gong": "liu.gong"})
    decision = played.ask(Assign, by=LEAD, owner="sun.yu", reason="holidays")
    handed = [
        e.action.params["waiting"]
        for e in decision.events
        if isinstance(e, ActionRequested) and e.action.about == "case_assigned"
    ]
    assert [who for name, _, who, _ in json.loads(handed[0]) if name == "report"] == ["liu.gong"]


@pytest.mark.trial("A50")
def test_whoever_went_there_stays_on_record_and_the_heir_writes_the_report() -> None:
    played = on_site()
    visit = played.visit(agreed_at=played.now)
    played.until("Tue 14:10").recorded("fixed")
    follow(played, gone=("chen.gong",), engineers={"chen.gong": "ma.chao"})
    (after,) = played.case.visits
    assert (after.engineer, after.reports_by) == ("chen.gong", "ma.chao")
    assert played.due("visit_report").owner == "ma.chao"
    (told,) = [
        v.action
        for v in played.events
        if isinstance(v, ActionRequested) and v.action.about == "work_inherited"
    ]
    assert (told.to, after.window in told.params["reports"]) == ("ma.chao", True)
    follow(played, gone=("ma.chao",), engineers={"ma.chao": "he.yong"})
    assert (played.case.visits[0].engineer, played.case.visits[0].reports_by) == (
        "chen.gong",
        "he.yong",
    )
    played.ask(ReportVisit, visit=visit, text="t1", yields=DIAGNOSIS)
    assert played.case.visits[0].reported_at


@pytest.mark.trial("A50")
def test_the_owner_who_promised_an_engineer_hears_that_another_comes() -> None:
    played = on_site()
    played.visit()
    follow(played, gone=("chen.gong",), engineers={"chen.gong": "ma.chao"})
    assert played.case.visits[0].engineer == "ma.chao"
    assert played.recipients("visit_by_another") == [played.case.owner]


def test_whoever_goes_there_in_anothers_place_is_told_the_whole_window() -> None:
    played = on_site()
    played.visit()
    window = played.case.visits[0].window
    follow(played, gone=("chen.gong",), engineers={"chen.gong": "ma.chao"})
    (told,) = [a for a in played.case.actions if a.about == "work_inherited"]
    assert json.loads(told.params["handed"]) == [["visit", window, ""]]
