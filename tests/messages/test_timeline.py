"""Every thing that happens has a readable sentence in both languages."""

from typing import Any, get_args

import pytest

from builders import LEAD, SUPERVISOR, Played, PlayedFault, a_plan, an_actor, at, crowded
from disproving import (
    a_case_closed_in_error,
    a_report_after_all,
    agreed_on_with_another_customer,
    answered_by_another_customer,
    conversations_of_another_customer,
    revisits_of_another_customer,
)
from domain.actions import FinishAction
from domain.around import Agreed
from domain.assignment import Assign
from domain.book import AnyEvent
from domain.case import Case
from domain.case.contacts import Channel, Direction
from domain.case.customer_messages import Link
from domain.case.revisits import RevisitOutcome
from domain.cores import SwitchCore
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.decide import CORE
from domain.disproofs import ContactDisproved
from domain.endings import EndWithoutAgreement, Withdraw
from domain.errors import Problem
from domain.escalations import AcknowledgeEscalation, Deescalate, Escalate
from domain.event import Event
from domain.late_refusals import NoteRefusal
from domain.notes import AddNote
from domain.observation import EndObservation, ExtendObservation, StartObservation
from domain.plan.terms import Language
from domain.promises.commands import ReleasePromise, RenegotiatePromise
from domain.resolution import RecordVerification, Resolve
from domain.revisits import RecordRevisit
from domain.room.rules import MakeRoom
from domain.succession import FollowPeople
from domain.taking_up import EndedRun, NoteTakenUp
from domain.triage import SetPriority
from judging import a_case_judged_anew
from messages.book import BOOK
from messages.speech import voice_of
from messages.summaries import brief
from messages.timeline import timeline_line
from reading import LANGUAGES, NAMES, found_in, guide_of, sentences_of
from visiting import closed_in_the_middle, found_out, visits_gone_wrong

OLDER = Link(number="C-000007", relation="comes_from", message="m2")
EVENTS: tuple[type[Event], ...] = get_args(get_args(AnyEvent)[0])


def test_the_sentences_are_total() -> None:
    assert set(BOOK.sentences) == set(EVENTS)


def stories(language: Language) -> list[tuple[Event, Case]]:
    """Every kind of event, each with the case it happened to."""
    forgotten = Played(plan=a_plan(language)).confirmed().until("Fri+2 18:00")
    forgotten.ask(FinishAction, action=forgotten.case.actions[0].id)
    forgotten.ask(FinishAction, action=forgotten.case.actions[0].id, error="nobody there")
    forgotten.ask(SwitchCore, core=CORE + 1)
    ended = EndedRun(ending="terminated", by="ops@desk", reason="looked stuck")
    forgotten.ask(NoteTakenUp, ended=ended)
    forgotten.ask(
        NoteRefusal,
        refused="resume",
        refused_key="k",
        problem=Problem(code="not_paused", params={"number": "C-000001"}),
    )
    played = (
        a_long_story(language),
        a_proven_contact(language),
        an_observed_fix(language),
        a_fix_watched_longer_and_then_no_more(language),
        a_returning_customer(language),
        a_fault(language),
        Played(plan=a_plan(language), comes_from=OLDER),
        visits_gone_wrong(language),
        closed_in_the_middle(language),
        found_out(language),
        conversations_of_another_customer(language),
        *(revisits_of_another_customer(each, language) for each in get_args(RevisitOutcome)),
        agreed_on_with_another_customer(language),
        a_report_after_all(language),
        a_case_closed_in_error(language),
        a_case_judged_anew(language),
        a_case_talked_about(language),
        a_word_left_unanswered(language),
        a_case_whose_people_change(language),
        a_case_made_lighter(language),
        a_case_clicked_twice(language),
        *(
            Played(plan=a_plan(language), owner="sun.yu", person_question=question)
            for question in ("another_name", "more_to_add")
        ),
        *(
            Played(plan=a_plan(language), owner="sun.yu", person_question=question).answering(same)
            for question in ("another_name", "more_to_add")
            for same in (True, False)
        ),
    )
    return [(event, p.case) for p in (forgotten, *played) for event in p.events]


def a_case_whose_people_change(language: Language) -> Played:
    played = Played(plan=a_plan(language)).confirmed()
    played.promise("Tue 11:00", owner="zhou.yan")
    played.ask(Escalate, reason="help" if language == "en" else "要人手")
    line, system = played.case.rules.ladder, an_actor("system")
    for lead, gone in (("sun.yu", ("chen.jie",)), ("wang.fang", ())):
        led = line.model_copy(update={"lead": lead})
        played.ask(FollowPeople, by=system, line=led, gone=gone)
    now = line.model_copy(update={"lead": "wang.fang"})
    heirs = {"li.min": "sun.yu", "zhou.yan": "sun.yu"}
    played.ask(FollowPeople, by=system, line=now, gone=tuple(heirs), heirs=heirs)
    return played


def a_case_made_lighter(language: Language) -> Played:
    """Too much was promised in it, and a lead made room."""
    played = crowded(a_plan(language))
    played.until("Tue 10:00")
    played.ask(MakeRoom, by=LEAD, reason="typed in twice" if language == "en" else "录重了")
    return played


def a_case_clicked_twice(language: Language) -> Played:
    played = Played(plan=a_plan(language)).confirmed()
    for _ in range(2):
        played.contact(digest="d")
        played.promise("Tue 15:00", "spare part")
    return played


def a_word_left_unanswered(language: Language) -> Played:
    played = Played(plan=a_plan(language)).until("Mon 14:00")
    for _ in range(2):
        played.ask(Escalate, reason="she is at the door" if language == "en" else "客户到店里了")
    played.ask(AcknowledgeEscalation, by=LEAD, escalation="e1")
    played.until("Tue 10:00").ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t")
    played.until("Wed 10:00").contact()
    return played


def a_case_talked_about(language: Language) -> Played:
    played = Played(plan=a_plan(language))
    played.ask(AddNote, by=LEAD, text="t1", mentions=("sun.yu", "he.na"))
    for _ in range(2):
        played.ask(AddNote, text="t2", digest="d")
    played.ask(SwitchCore, core=2)
    smoke = "smoke comes out of it" if language == "en" else "机器冒烟了"
    played.ask(SetPriority, by=LEAD, priority="P0", reason=smoke)
    return played


def a_proven_contact(language: Language) -> Played:
    played = Played(plan=a_plan(language)).confirmed()
    played.until("Tue 10:10").contact(occurred_at=at("Tue 09:50"), covers=("p1",))
    played.contact()
    played.promise("Tue 15:00", "spare part")
    played.until("Tue 10:20").contact(direction="inbound", parts=(), covers=())
    played.ask(ReleasePromise, promise=played.case.promises[-1].id, reason="the part has come")
    return played


def a_returning_customer(language: Language) -> Played:
    played = Played(plan=a_plan(language)).reach("closed")
    for message, verdict in (("m1", "thanks"), ("m2", "new"), ("m3", "reopen")):
        played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t")
        played.ask(MarkMessage, message=message, verdict=verdict, note="on the phone")
        if verdict == "new":
            action = played.case.actions[-1].id
            played.ask(FinishAction, action=action, result="C-000009", by=an_actor("system"))
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="")
    played.ask(MarkMessage, message="m4", verdict="thanks")
    played.ask(Withdraw, reason="bought another")
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t")
    return played.until("Thu 18:00")


def an_observed_fix(language: Language) -> Played:
    played = Played(plan=a_plan(language)).verifying()
    played.until("Mon 15:00").contact()
    played.ask(StartObservation, ends_at=at("Wed 15:00"), check_ins=(at("Tue 15:00"),))
    played.until("Tue 14:30").contact(reached=False, left_message=True)
    return played.until("Thu 09:00")


def a_fault(language: Language) -> Played:
    played = PlayedFault(language=language).checked()
    played.questions("load", "display")
    played.answers(load="只有满桶的时候" if language == "zh-CN" else "only when full")
    played.triage()
    played.confirm()
    return played


def a_fix_watched_longer_and_then_no_more(language: Language) -> Played:
    played = Played(plan=a_plan(language)).verifying()
    played.ask(StartObservation, ends_at=at("Wed 15:00"))
    agreed: dict[str, Any] = {"told_at": played.now, "reason": "was away"}
    played.ask(ExtendObservation, ends_at=at("Fri 15:00"), **agreed)
    played.ask(EndObservation, **agreed)
    return played


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_kind_of_event_reads_without_codes(language: Language) -> None:
    every = stories(language)
    assert {type(event) for event, _ in every} == set(EVENTS)
    for event, case in every:
        line = timeline_line(event, case.rules, language, case)
        for raw in ("{", "+00:00", "None", "diagnose", "waiting_on"):
            assert raw not in line
        assert "_" not in line


@pytest.mark.trial("A51")
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_event_is_told_in_codes(language: Language) -> None:
    wrong: dict[str, list[str]] = {}
    for event, case in stories(language):
        for line in sentences_of([event], case, language):
            if found := found_in(line, language, guide_of(case)):
                wrong[line] = found
    assert not wrong


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_kind_of_event_has_a_brief_that_reads(language: Language) -> None:
    for event, case in stories(language):
        line = brief(event, voice_of(case.rules))
        assert line != event.name
        assert not any(raw in line for raw in ("{", "_", "+00:00", "None"))


def a_long_story(language: Language) -> Played:
    played = Played(plan=a_plan(language)).confirmed()
    played.promise("Mon 14:00", "noise test")
    played.ask(
        RenegotiatePromise,
        promise="p2",
        latest_by=at("Mon 16:00"),
        told_at=played.now,
        reason="the lab is full.",
    )
    played.until("Mon 16:30").ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t")
    played.contact(emotion="furious", occurred_at=played.now)
    played.ask(Escalate, reason="the customer is furious")
    played.ask(AcknowledgeEscalation, escalation="e1", by=LEAD)
    played.ask(Deescalate, escalation="e1", reason="calm again", by=LEAD)
    played.ask(Assign, owner="sun.yu", reason="shift ends")
    played.pause("Wed 09:00", "waiting_on_customer", note="photos")
    played.ask(CustomerSaid, channel="email", occurred_at=played.now, text="t2")
    played.tick(since=at("Mon 15:00"))
    played.until("Fri 12:00").contact(reached=False, left_message=True)
    played.contact(emotion="calm")
    played.complete("diagnose", findings="heard it", root_cause="product/part")
    played.complete("plan", to="implement", solution="new bearing", kind="cure")
    played.complete("implement", done="bearing replaced")
    played.ask(RecordVerification, outcome="fixed", note="quiet")
    played.ask(Resolve, basis="customer_confirmed")
    played.until("Mon+1 14:00")
    if played.case.open_promises and played.case.phase == "resolved":
        played.ask(
            RecordRevisit,
            outcome="content",
            occurred_at=played.now,
            note="likes us",
            covers=tuple(p.id for p in played.case.open_promises if p.kind != "revisit"),
        )
    return played


def test_the_long_story_ends() -> None:
    assert a_long_story("en").case.is_closed


def line(played: Played, name: str) -> str:
    event = next(event for event in reversed(played.events) if event.name == name)
    return timeline_line(event, a_plan(), "en", played.case)


def test_a_time_of_another_year_is_told_with_its_year() -> None:
    """A typo in it is what people have to see."""
    played = Played("Mon 09:00", spoke_at=at("2001-01-01 09:00"))
    assert "2001" in "".join(timeline_line(e, a_plan(), "en", played.case) for e in played.events)
    assert "2001年" in "".join(
        timeline_line(e, a_plan(), "zh-CN", played.case) for e in played.events
    )


def test_a_returning_customer_is_told_of_whatever_becomes_of_the_message() -> None:
    played = a_returning_customer("en")
    lines = [timeline_line(event, a_plan(), "en", played.case) for event in played.events]
    for line in (
        "li.min marked the message of Tue 3 Mar 15:00: the customer says thanks. The case stays closed. Note: on the phone",
        "The message of Tue 3 Mar 15:00 goes on in case C-000009.",
        "li.min reopened the case because of the message of Tue 3 Mar 15:00 (reopening 1).",
        "The case is now worked at tier L2: the case was reopened.",
        "Nobody marked the message of Tue 3 Mar 15:00 in time, so the case was reopened (reopening 2).",
    ):
        assert line in lines


def test_a_promise_is_named_by_its_subject() -> None:
    played = Played().confirmed()
    played.promise("Mon 14:00", "noise test")
    played.contact(covers=("p2",))
    assert (
        line(played, "promise_kept") == "The promise “noise test” (due Mon 2 Mar 14:00) was kept."
    )


def test_something_noticed_late_says_since_when_nobody_watched() -> None:
    played = Played().confirmed()
    played.now = at("Tue 12:00")
    played.tick(since=at("Tue 09:00"))
    assert "Nobody was watching since Tue 3 Mar 09:00" in line(played, "promise_broken")


def test_a_pause_tells_its_reason_and_the_note() -> None:
    played = Played().confirmed()
    played.pause("Wed 09:00", note="bearing")
    assert line(played, "case_paused") == (
        "li.min paused the case until Wed 4 Mar 09:00: waiting for parts. The customer was told"
        " Mon 2 Mar 10:00 (phone). Note: bearing"
    )


def test_a_call_in_vain_is_told_as_one() -> None:
    played = Played().confirmed()
    played.contact(reached=False)
    assert line(played, "contact_logged").startswith("li.min tried to reach the customer in vain")


def test_what_a_conversation_kept_that_never_took_place_is_told_as_owed_or_broken() -> None:
    played = conversations_of_another_customer("en")
    told = [
        timeline_line(event, a_plan(), "en", played.case)
        for event in played.events
        if event.kind in ("contact_disproved", "attempt_disproved")
    ]
    assert "another customer" in told[0]
    first, second = (told.index(each) for each in told if "did not take place in this case" in each)
    assert all("owed again" in each for each in told[first + 1 : second])
    assert any("counts as broken" in each for each in told[second + 1 :])


def test_what_was_agreed_on_around_it_is_told_with_it() -> None:
    played = agreed_on_with_another_customer("en")
    assert line(played, "contact_disproved") == (
        "The conversation by phone on Mon 2 Mar 11:00 did not take place in this case and counts for nothing any more."
        " chen.jie put it right: that was with another customer."
        " Let go of around it: “noise test” (due Wed 4 Mar 15:00)."
        " Moved around it: “noise test” (due Fri 6 Mar 15:00)."
        " Promised around it: “spare part” (due Fri 6 Mar 10:00)."
        " Answers noted around it: Is it the same when empty, half full and full?"
        " Agreed on around it: the case waits until Mon 9 Mar 10:00; what the customer says to a refund."
    )
    assert line(played, "attempt_disproved") == (
        "The customer never said that they no longer need the promise “noise test” (due Mon 2 Mar 15:00); nobody kept it,"
        " so it counts as broken."
    )


def test_answers_that_fall_with_it_are_told_with_it() -> None:
    played = answered_by_another_customer()
    assert line(played, "contact_disproved").endswith(
        " Answers that count no more: Is it the same when empty, half full and full?"
    )


def test_whoever_is_to_be_told_of_it_is_not_told_by_that_conversation() -> None:
    played = conversations_of_another_customer()
    lines = [timeline_line(e, a_plan(), "en", played.case) for e in played.events]
    named = "a conversation taken back, the one by phone on Mon 2 Mar 10:10."
    assert f"To be done: Tell li.min: {named}" in lines


@pytest.mark.parametrize(
    ("agreed", "en", "zh_cn"),
    [
        (Agreed(what="wait_over"), "the case waits for the customer no longer", "不再等客户答复"),
        (
            Agreed(what="watched", until=at("Mon+2 10:00")),
            "the fix is watched until Mon 16 Mar 10:00",
            "修好后观察到 3月16日 周一 10:00",
        ),
        (
            Agreed(what="visit_confirmed", ref="v1"),
            "the visit on Tue 3 Mar 14:00–16:00 suits the customer",
            "客户同意 3月3日 周二 14:00–16:00 上门",
        ),
    ],
)
def test_what_else_was_agreed_on_is_told_in_words(agreed: Agreed, en: str, zh_cn: str) -> None:
    played = Played().confirmed()
    played.visit()
    event = ContactDisproved(
        at=played.now, by="chen.jie", contact="c1", reason="t", agreed=(agreed,)
    )
    assert f": {en}." in timeline_line(event, a_plan(), "en", played.case)
    assert f"：{zh_cn}。" in timeline_line(event, a_plan(), "zh-CN", played.case)


@pytest.mark.parametrize("channel", get_args(Channel))
@pytest.mark.parametrize("direction", get_args(Direction))
def test_a_conversation_is_named_by_how_and_when(channel: Channel, direction: Direction) -> None:
    played = Played().confirmed().until("Mon 11:00")
    spoken: dict[str, Any] = {"channel": channel, "direction": direction, "covers": ()}
    contact = played.contact(**spoken).receipt.made("contacts")[0]
    english = voice_of(a_plan(), "en", played.case).thing(contact)
    chinese = voice_of(a_plan(), "zh-CN", played.case).thing(contact)
    assert english.endswith(" on Mon 2 Mar 11:00")
    assert english.split()[0] in ("by", "on", "in", "at", "through")
    assert chinese.startswith("3月2日 周一 11:00 的")
    assert chinese[-2:] in ("联系", "沟通", "来电", "来信", "转达")


def test_the_other_end_is_told_too() -> None:
    played = Played().confirmed()
    played.ask(EndWithoutAgreement, reply="no", outside_route="12315", by=SUPERVISOR)
    ending = BOOK.texts.say("en", "ending.no_agreement")
    assert line(played, "case_closed") == f"The case has ended: {ending}. Note: 12315"


def test_a_late_refusal_is_worded_by_whoever_shows_it() -> None:
    """Kept in the event, its words could never be changed: a replay compares events."""
    played = Played().confirmed()
    problem = Problem(
        code="wrong_stage",
        params={
            "number": "C-000001",
            "stage": "diagnose",
            "command": "resolve",
            "stages": "verify",
        },
    )
    played.ask(NoteRefusal, refused="resolve", refused_key="k", problem=problem)
    refused = next(event for event in played.events if event.kind == "command_refused")

    english = timeline_line(refused, played.case.rules, "en")
    chinese = timeline_line(refused, played.case.rules, "zh-CN")

    assert "Finding the cause" in english
    assert "Making sure with you" in english
    assert "查找原因" in chinese
    assert not any(word in refused.model_dump_json() for word in ("Finding", "查找"))


def test_nobody_goes_where_they_are_and_nobody_hands_a_case_to_themselves() -> None:
    played = Played().resolved().until("Tue 15:30")
    played.ask(RecordRevisit, outcome="no_answer", occurred_at=played.now)
    played.ask(Assign, by=LEAD, owner=LEAD.handle, reason="mine")
    told = [
        timeline_line(event, played.case.rules, "en", played.case, NAMES["en"])
        for event in played.events
        if event.kind in ("stage_entered", "owner_assigned")
    ]
    assert told[-2:] == [
        "The case stays in “Solved, we will call you”.",
        "Chen Jie has taken the case on: mine.",
    ]
