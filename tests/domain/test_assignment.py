"""Whose case it is, and what goes with it."""

import json

import pytest

from builders import LEAD, Played, a_plan, an_actor, at, on_site, refusal_code
from domain.assignment import Assign
from domain.case.actions import Action
from domain.command import SYSTEM
from domain.customer_messages.commands import CustomerSaid
from domain.errors import Refusal
from domain.escalations import Escalate
from domain.observation import StartObservation
from domain.plan.terms import Language
from messages.notices import notice_text


def told(action: Action, played: Played, language: Language) -> str:
    """What its receiver reads."""
    stages = {each.name: each.label[language] for each in played.case.rules.sop.stages}
    text = notice_text(
        action,
        number=played.case.number,
        title=played.case.title,
        owner=played.case.owner,
        language=language,
        zone="Asia/Shanghai",
        stages=stages,
    )
    return f"{text.title} {text.detail}"


def test_a_new_owner_takes_over_what_the_old_one_promised() -> None:
    played = Played().confirmed()
    mine = played.promise("Mon 14:00")
    colleagues = played.promise("Tue 14:00", owner="sun.yu")
    played.ask(Assign, owner="he.na", reason="leave")
    owners = {promise.id: promise.owner for promise in played.case.open_promises}
    assert (owners[mine], owners[colleagues]) == ("he.na", "sun.yu")
    assert played.recipients("case_assigned") == ["he.na"]


def test_a_substitute_hears_where_the_case_stands_and_what_was_promised() -> None:
    played = Played().confirmed()
    played.promise("Mon 14:00", subject="the noise test")
    (action,) = played.ask(Assign, owner="he.na", reason="leave").actions
    assert action.params["stage"] == "diagnose"
    assert "the noise test" in action.params["handed"]


@pytest.mark.trial("A16")
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_whoever_takes_a_case_over_hears_all_that_is_promised_and_the_former_owner_who_has_it(
    language: Language,
) -> None:
    played = Played(plan=a_plan(language)).confirmed()
    played.promise("Mon 14:00", subject="the noise test")
    played.promise("Wed 15:00", subject="the loan machine", owner="sun.yu")
    taken = played.ask(Assign, by=LEAD, owner=LEAD.handle, reason="a hard one").actions
    assert [(a.to, a.about) for a in taken] == [
        ("chen.jie", "case_taken_over"),
        ("li.min", "case_passed_on"),
    ]
    handover, farewell = (told(action, played, language) for action in taken)
    for said in ("the noise test", "14:00", "the loan machine", "15:00", "sun.yu", "10:00"):
        assert said in handover, said
    assert "chen.jie" in farewell
    assert "a hard one" in farewell


@pytest.mark.trial("A16", "A9")
def test_a_case_given_away_is_told_to_both_who_did_not_do_it() -> None:
    played = Played().confirmed()
    given = played.ask(Assign, by=LEAD, owner="he.na", reason="leave").actions
    assert [(a.to, a.about) for a in given] == [
        ("he.na", "case_assigned"),
        ("li.min", "case_passed_on"),
    ]


def test_whoever_hands_their_own_case_on_needs_no_word_of_it() -> None:
    played = Played().confirmed()
    assert [a.to for a in played.ask(Assign, owner="he.na", reason="leave").actions] == ["he.na"]


def test_a_case_that_stays_where_it_is_is_told_to_nobody() -> None:
    assert Played().ask(Assign, by=LEAD, owner="li.min", reason="stays with her").actions == ()


def test_nobody_is_no_owner() -> None:
    with pytest.raises(Refusal) as refused:
        Played().ask(Assign, owner=" ", reason="leave")
    assert (refusal_code(refused), refused.value.problem.fields) == ("reason_required", ("owner",))


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_whoever_takes_a_case_over_hears_what_is_waiting_besides_promises(
    language: Language,
) -> None:
    played = Played(plan=a_plan(language)).confirmed()
    played.until("Mon 11:00").ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    played.pause("Tue 16:30")
    played.ask(Escalate, reason="help")
    (action,) = played.ask(Assign, owner="zhou.yan", reason="leave").actions
    said = told(action, played, language)
    for part in ("16:00", "16:30", "chen.jie"):  # the answer, the pause, with whom the call is
        assert part in said, part
    assert [name for name, *_ in json.loads(action.params["waiting"])] == [
        "answer",
        "pause",
        "call",
    ]


def test_what_is_late_is_handed_over_as_late() -> None:
    played = on_site()
    played.visit("Mon 11:00", "Mon 12:00", agreed_at=played.now)
    played.until("Mon 11:30").recorded("not_fixed")
    played.until("Mon 15:00").ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    played.until("Thu 12:00")
    action = played.ask(Assign, by=LEAD, owner="zhou.yan", reason="leave").actions[0]
    waiting = {name for name, *_ in json.loads(action.params["waiting"])}
    assert {"answer.late", "report.late", "call"} <= waiting
    assert "chen.gong's report on a visit, which was due" in told(action, played, "en")


def test_a_window_and_a_stage_that_run_are_handed_over() -> None:
    played = Played().verifying()
    ends_at = at("Fri 17:00")
    played.ask(StartObservation, ends_at=ends_at)
    (action,) = played.ask(Assign, owner="zhou.yan", reason="leave").actions
    assert ["window", ends_at.isoformat(), "", ""] in json.loads(action.params["waiting"])
    fresh = Played()
    fresh.contact()
    (action,) = fresh.ask(Assign, owner="zhou.yan", reason="leave").actions
    assert [name for name, *_ in json.loads(action.params["waiting"])] == ["stage"]


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_a_visit_is_handed_over_with_its_whole_window(language: Language) -> None:
    played = on_site()
    played.visit("Tue 14:00", "Tue 16:00")
    (action,) = played.ask(Assign, owner="zhou.yan", reason="leave").actions
    said = told(action, played, language)
    assert "14:00–16:00" in said
    assert "chen.gong" in said


def test_whoever_leaves_is_told_of_no_case_that_is_handed_over_because_of_it() -> None:
    """They are gone by the time a notice would reach them (REQ J6)."""
    played = Played().confirmed()
    left = an_actor(SYSTEM)
    given = played.ask(Assign, by=left, owner="he.na", reason="she leaves").actions
    assert [(a.to, a.about) for a in given] == [("he.na", "case_assigned")]
