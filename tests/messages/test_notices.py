"""What a colleague reads, with the params the core really sends."""

import pytest

from activities.clashes import notice_of
from builders import LEAD, Played, PlayedFault, a_plan, an_actor, at, crowded, on_site
from db.visits import Expected
from disproving import (
    a_case_closed_in_error,
    a_report_after_all,
    agreed_on_with_another_customer,
    answered_by_another_customer,
    conversations_of_another_customer,
    revisits_of_another_customer,
    taking_back,
)
from domain.actions import FinishAction
from domain.assignment import Assign
from domain.case.actions import Action
from domain.customer_messages.commands import CustomerSaid
from domain.draft import ActionRequested
from domain.endings import Withdraw
from domain.errors import Problem
from domain.escalations import AcknowledgeEscalation, Deescalate, Escalate
from domain.late_refusals import NoteRefusal
from domain.notes import AddNote
from domain.observation import StartObservation
from domain.plan.terms import Language
from domain.room.rules import MakeRoom
from domain.succession import FollowPeople
from domain.taking_up import EndedRun, NoteTakenUp
from domain.triage import SetPriority
from judging import a_case_judged_anew
from messages.book import BOOK
from messages.notices import abouts, notice_text, params_of
from messages.speech import plain_voice, things_named
from messages.text import Text
from reading import LANGUAGES, found_in, notice_lines
from visiting import closed_in_the_middle, found_out, visits_gone_wrong


def a_forgotten_case() -> Played:
    """Nobody does anything; then its failures, its help and its customer are told of too."""
    played = Played(owner="sun.yu").confirmed().until("Tue 10:05")
    played.contact(occurred_at=at("Tue 09:50"), covers=("p1",), by=LEAD)
    played.until("Fri+1 18:00")
    played.ask(Escalate, reason="nobody answers")
    last = played.case.escalations[-1].id
    played.ask(AcknowledgeEscalation, escalation=last, by=LEAD)
    played.ask(Deescalate, escalation=last, reason="calm", by=LEAD)
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t")
    played.ask(FinishAction, action=played.case.actions[0].id, error="nobody active")
    played.ask(
        NoteRefusal,
        refused="resume",
        refused_key="k",
        problem=Problem(code="not_paused", params={"number": "C-000001"}),
    )
    played.pause("Mon+2 10:00")
    played.until("Mon+2 11:00")
    played.complete("diagnose", findings="heard it", root_cause="product/part")
    played.complete("plan", to="implement", solution="new bearing", kind="cure")
    played.complete("implement", done="bearing replaced")
    played.ask(StartObservation, ends_at=at("Wed+2 10:00"))
    played.until("Wed+2 11:00").ask(Withdraw, by=LEAD, reason="bought another")
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t2")
    return played.until("Thu+2 11:00")


def a_fault_found() -> Played:
    """Its cause is known, and the customer was promised to hear of it."""
    played = PlayedFault(owner="sun.yu").confirmed()
    played.complete("diagnose", findings="play in the bearing", root_cause="product/part")
    return played


def a_visit_after_days_off() -> Played:
    played = Played().confirmed()
    played.visit("Mon+1 09:00", "Mon+1 11:00")
    return played.until("Fri 16:00")


def two_doors() -> Action:
    """Told by what looks over all cases: one case knows nothing of another's visits."""
    mine, theirs = (
        Expected(number, "v1", "chen.gong", at("Tue 14:00"), at("Tue 16:00"), owner)
        for number, owner in (("C-000001", "li.min"), ("C-000002", "zhou.yan"))
    )
    return notice_of(mine, theirs, at("Mon 09:00"))


def a_run_that_was_ended() -> Played:
    played = Played().confirmed()
    ended = EndedRun(ending="terminated", at=at("Mon 10:00"), by="ops@desk", reason="looked stuck")
    played.ask(NoteTakenUp, ended=ended)
    return played


def a_case_whose_people_change() -> Played:
    played = Played().confirmed()
    played.promise("Tue 11:00", owner="zhou.yan")
    played.ask(Escalate, reason="4711")
    line = played.case.rules.ladder
    for lead, gone in (("sun.yu", ("chen.jie",)), ("wang.fang", ())):
        led = line.model_copy(update={"lead": lead})
        played.ask(FollowPeople, line=led, gone=gone)
    now = line.model_copy(update={"lead": "wang.fang"})
    heirs = {"li.min": "sun.yu", "zhou.yan": "sun.yu"}
    played.ask(FollowPeople, line=now, gone=tuple(heirs), heirs=heirs)
    return played


def a_lead_who_takes_an_overdue_case_over() -> Played:
    played = Played().until("Mon 14:30")
    played.ask(Assign, by=LEAD, owner=LEAD.handle, reason="4711")
    return played


def an_engineer_who_came_late() -> Played:
    played = on_site()
    played.visit(agreed_at=played.now)
    played.until("Tue 16:10").recorded("fixed", by=an_actor("chen.gong"))
    return played


def engineers_who_leave() -> Played:
    """One after the visit, before the report; one before the visit."""
    played = on_site()
    played.visit(agreed_at=played.now)
    played.until("Tue 14:10").recorded("not_fixed")
    played.visit("Wed 14:00", "Wed 16:00", engineer="zhou.yan")
    line = played.case.rules.ladder
    engineers = {"chen.gong": "sun.yu", "zhou.yan": "sun.yu"}
    played.ask(FollowPeople, line=line, gone=tuple(engineers), engineers=engineers)
    return played


def every_notice() -> list[Action]:
    cases = (
        a_forgotten_case(),
        a_fault_found(),
        visits_gone_wrong(),
        closed_in_the_middle(),
        found_out(),
        conversations_of_another_customer(),
        revisits_of_another_customer("content"),
        a_report_after_all(),
        a_case_closed_in_error(),
        a_case_judged_anew(),
        agreed_on_with_another_customer(),
        a_case_talked_about(),
        a_visit_after_days_off(),
        a_run_that_was_ended(),
        a_case_whose_people_change(),
        a_lead_who_takes_an_overdue_case_over(),
        engineers_who_leave(),
        an_engineer_who_came_late(),
        a_word_left_unanswered(),
        a_case_handed_round(),
        a_case_made_lighter(),
        a_promise_moved_too_often(),
        a_case_that_burns(),
        a_customer_who_never_answers(),
        Played("Sat 23:00", priority="P0", owner="sun.yu"),
        Played(plan=a_plan(scenario="person_hurt"), priority="P0"),
        Played(owner="sun.yu", person_question="another_name").answering(same=True),
        Played(owner="sun.yu", person_question="more_to_add").answering(same=False),
    )
    return [*(action for played in cases for action in actions(played)), two_doors()]


def a_word_left_unanswered() -> Played:
    """Somebody has taken it on, the customer asks again, and the next one on the line is called."""
    played = Played().until("Mon 14:00")
    played.ask(AcknowledgeEscalation, by=LEAD, escalation="e1")
    played.until("Tue 10:00").ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t")
    played.until("Wed 10:00").contact()
    return played


def a_case_talked_about() -> Played:
    played = Played()
    played.ask(AddNote, by=LEAD, text="t1", mentions=("sun.yu",))
    return played


def a_case_handed_round() -> Played:
    """To a colleague by the lead, and to the lead by herself; a promise goes along, another is a colleague's."""
    played = Played().confirmed()
    played.promise("Tue 14:00", owner="he.na")
    played.ask(Assign, owner="sun.yu", reason="leave", by=LEAD)
    played.ask(Assign, owner=LEAD.handle, reason="a hard one", by=LEAD)
    return played


def a_case_that_burns() -> Played:
    played = Played().confirmed()
    played.ask(SetPriority, priority="P0", reason="a hard one", by=LEAD)
    return played


def a_promise_moved_too_often() -> Played:
    return Played().confirmed().moved_too_often()


def a_customer_who_never_answers() -> Played:
    played = Played().confirmed()
    for moment in ("Tue 09:50", "Wed 17:50", "Thu 17:50"):
        played.until(moment).contact(reached=False, left_message=True)
    return played


def a_case_made_lighter() -> Played:
    """Too much was promised in it, and a lead made room."""
    played = crowded(a_plan())
    played.until("Tue 10:00")
    played.ask(MakeRoom, by=LEAD, reason="typed in twice")
    return played


def actions(played: Played) -> list[Action]:
    return [event.action for event in played.events if isinstance(event, ActionRequested)]


def labels(language: Language) -> dict[str, str]:
    """Of the stages and scenarios that a notice may name."""
    sops = [a_plan(language, scenario=scenario).sop for scenario in ("person_hurt", "standard")]
    stages = {stage.name: stage.label[language] for sop in sops for stage in sop.stages}
    return stages | {sop.name: sop.label[language] for sop in sops}


def text_of(action: Action, language: Language = "en") -> Text:
    return notice_text(
        action,
        number="C-000001",
        title="Strange noise",
        owner="li.min",
        language=language,
        zone="Asia/Shanghai",
        stages=labels(language),
    )


def an_action(about: str, **params: str) -> Action:
    return Action(
        id="a1",
        name="notify",
        to="li.min",
        about=about,
        params=params,
        requested_at=at("Mon 09:00"),
    )


def test_nobody_is_told_of_anything_that_has_no_text() -> None:
    assert {a.about for a in every_notice()} == set(abouts())


def test_the_core_brings_every_param_its_notices_need() -> None:
    for action in every_notice():
        given = set(action.params)
        if action.about in BOOK.notices:
            given |= set(BOOK.notices[action.about](action, plain_voice("en")))
        assert params_of(action.about) <= given, action.about


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_notices_read_without_codes(language: Language) -> None:
    for action in every_notice():
        text = text_of(action, language)
        assert text.title.startswith("C-000001")
        for raw in ("_", "{", "+00:00", "None", "diagnose"):
            assert raw not in text.title + text.detail


@pytest.mark.trial("A51")
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_notice_is_written_in_codes(language: Language) -> None:
    every = [line for action in every_notice() for line in notice_lines(action, None, language)]
    wrong = {line: found for line in every if (found := found_in(line, language))}
    assert not wrong


@pytest.mark.trial("A21", "A32")
def test_a_notice_says_how_many_messages_came_or_that_they_have_no_words() -> None:
    one = text_of(an_action("customer_said", channel="wechat", count="1"))
    assert "the customer has sent us a message (WeChat). You will find the words" in one.detail
    many = text_of(an_action("customer_said", channel="wechat", count="12"), "zh-CN")
    assert "客户给我们发来了 12 条消息（微信公众号）。" in many.detail
    blank = text_of(an_action("customer_said", channel="wechat", count="1", wordless="yes"))
    assert "has sent us something without words (WeChat)" in blank.detail
    assert "the words on the case" not in blank.detail
    older = text_of(an_action("customer_said", channel="wechat"))
    assert older == one


def test_another_priority_is_told_with_its_reason_and_the_next_call() -> None:
    (action,) = (a for a in actions(a_case_that_burns()) if a.about == "priority_changed")
    text = text_of(action)
    assert text.title == "C-000001: now P0, core business down or people at risk"
    for part in (
        "changed the priority to P0",
        "it was P2",
        "The reason given: a hard one",
        "by Mon 2 Mar 14:00",
    ):
        assert part in text.detail
    assert "can't wait for working hours" in text.detail
    chinese = text_of(action, "zh-CN")
    for part in ("P0", "原为 P2", "14:00", "前联系客户"):
        assert part in chinese.detail


def test_the_lead_reads_who_has_a_pressing_case_and_by_when_somebody_calls() -> None:
    action = next(a for a in every_notice() if a.about == "opened_pressing")
    text = text_of(action)
    assert text.title == "C-000001: a new case, P0, core business down or people at risk"
    for part in (
        "li.min opened it",
        "can't wait for working hours",
        "by Sat 7 Mar 23:15",
    ):
        assert part in text.detail
    chinese = text_of(action, "zh-CN")
    assert "新开个案" in chinese.title
    for part in ("负责", "不分上下班时间", "23:15 前联系客户"):
        assert part in chinese.detail


def test_who_opened_a_pressing_case_and_who_has_it_are_each_named_once() -> None:
    for owner, said in (
        ("he.na", "li.min opened it. he.na has it."),
        ("li.min", "li.min opened it and has it."),
    ):
        played = Played("Sat 23:00", priority="P0", owner=owner)
        action = next(a for a in played.case.actions if a.about == "opened_pressing")
        told = {
            language: notice_text(
                action, number="C-1", title="Noise", owner=owner, language=language, zone="UTC"
            ).detail
            for language in LANGUAGES
        }
        assert said in told["en"]
        for detail in told.values():
            assert [detail.count(person) for person in {"li.min": 1, owner: 1}] == [1] * len(
                {"li.min", owner}
            )


def test_a_reopening_says_why_and_what_to_do_first() -> None:
    action = next(a for a in every_notice() if a.about == "case_reopened")
    text = text_of(action)
    assert text.title == "C-000001: the case has been reopened"
    assert "nobody had marked the message in time" in text.detail
    assert "stands in “Finding the cause”" in text.detail


def test_a_reminder_says_what_was_promised_and_by_when() -> None:
    due = an_action("promise_due_soon", subject="noise test", due=at("Tue 14:00").isoformat())
    text = text_of(due)
    assert text.title == "C-000001: promised callback due Tue 3 Mar 14:00"
    assert "hear about “noise test” by Tue 3 Mar 14:00" in text.detail


@pytest.mark.parametrize(
    ("language", "claims"), [("en", ("was told", "promised by")), ("zh-CN", ("答应过", "说好"))]
)
def test_of_a_time_that_only_a_rule_set_nobody_says_that_the_customer_was_told(
    language: Language, claims: tuple[str, ...]
) -> None:
    played = Played().confirmed()
    played.until("Mon 11:00").contact()
    played.until("Tue 14:05")  # the rhythm's own was missed, and the near call after it
    about = ("promise_due_soon", "promise_broken", "promise_broken_again", "apology_draft")
    sent = [action for action in actions(played) if action.about in about]
    assert {action.about for action in sent} == set(about)
    said = "\n".join(
        notice_lines(action, played.case, language)[1] for action in sent if action.ref != "p1"
    )
    assert not [claim for claim in claims if claim in said]
    assert ("own rule" if language == "en" else "我们自己的规矩") in said


def test_a_promise_nobody_worded_is_called_by_its_kind() -> None:
    due = at("Tue 14:00").isoformat()
    text = text_of(an_action("promise_broken", subject="", kind="first_feedback", due=due), "zh-CN")
    assert "「首次反馈」" in text.detail


def test_a_late_notice_says_since_when_nobody_was_watching() -> None:
    due = {"subject": "noise test", "due": at("Tue 14:00").isoformat()}
    late = text_of(an_action("promise_broken", unseen_since=at("Tue 13:00").isoformat(), **due))
    assert "nobody was watching since Tue 3 Mar 13:00" in late.detail
    in_time = text_of(an_action("promise_broken", unseen_since="", **due))
    assert "watching" not in in_time.detail


def test_a_notice_says_until_when_to_acknowledge_if_the_core_does() -> None:
    by = at("Tue 13:00").isoformat()
    text = text_of(an_action("escalated", cause="agent", reason="stuck.", acknowledge_by=by))
    assert "a colleague asked for help: stuck." in text.detail
    assert text.detail.endswith("Please acknowledge by Tue 3 Mar 13:00.")


def test_a_param_left_out_is_an_error_that_names_it() -> None:
    with pytest.raises(LookupError, match="needs the param 'due'"):
        text_of(an_action("promise_broken", subject="x"))


def test_an_unknown_about_is_an_error_that_names_it() -> None:
    with pytest.raises(LookupError, match=r"notice\.weather\.body"):
        text_of(an_action("weather"))


@pytest.mark.parametrize(
    ("language", "named", "lines"),
    [
        (
            "en",
            "the conversation by phone on Mon 2 Mar 11:00 did not",
            (
                "owed again, or broken where its time is past: “noise test” (due Mon 2 Mar 15:00).",
                "which nobody owes now: “noise test” (due Wed 4 Mar 15:00).",
                "as they stand now: “noise test” (due Fri 6 Mar 15:00).",
                "still to be kept: “spare part” (due Fri 6 Mar 10:00).",
                "this customer's: Is it the same when empty, half full and full?",
                "still in force: the case waits until Mon 9 Mar 10:00; what the customer says to a refund.",
            ),
        ),
        (
            "zh-CN",
            "3月2日 周一 11:00 的电话联系并没有发生在这个个案里",
            (
                "已经过了时间的算失约：「noise test」（最迟 3月2日 周一 15:00）。",
                "现在没有人要兑现：「noise test」（最迟 3月4日 周三 15:00）。",
                "现在的时间是：「noise test」（最迟 3月6日 周五 15:00）。",
                "仍要兑现：「spare part」（最迟 3月6日 周五 10:00）。",
                "是不是这位客户说的：空机、半桶、满桶，都一样吗？",
                "现在仍然有效：个案暂停到 3月9日 周一 10:00；客户对退款方案的答复。",
            ),
        ),
    ],
)
def test_whoever_looks_after_a_case_reads_what_was_agreed_on_around_a_conversation_that_was_none(
    language: Language, named: str, lines: tuple[str, ...]
) -> None:
    played = agreed_on_with_another_customer(language)
    (body,) = {text.detail for text in told_of(played, "contact_disproved", language)}
    assert named in body
    assert [line for line in lines if line not in body] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nothing_rested_on_it_nothing_is_said_to_be_owed(language: Language) -> None:
    played = Played(plan=a_plan(language)).until("Mon 09:10")
    played.contact()
    taking_back(played)
    (body,) = {text.detail for text in told_of(played, "contact_disproved", language)}
    assert not any(word in body for word in ("owed", "around", "兑现", "前后"))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Answers that came of it and count no more; ask anew what the customer hasn't"),
        ("zh-CN", "因它登记的答案不再算数，客户之前没有回答过的，请重新问："),
    ],
)
def test_answers_that_fall_with_a_conversation_are_read_as_their_questions(
    language: Language, said: str
) -> None:
    played = answered_by_another_customer(language)
    (body,) = {text.detail for text in told_of(played, "contact_disproved", language)}
    assert said in body
    assert body.endswith(("空机、半桶、满桶，都一样吗？", "half full and full?"))


def told_of(played: Played, about: str, language: Language) -> list[Text]:
    return [
        notice_text(
            action,
            number="C-000001",
            title="4711",
            owner="li.min",
            language=language,
            zone="Asia/Shanghai",
            things={
                name: label[language]
                for name, label in things_named(played.case, action.params).items()
            },
        )
        for action in played.case.actions
        if action.about == about
    ]


def test_a_call_for_a_word_left_unanswered_says_what_waits_and_that_a_p0_does_not() -> None:
    def called(priority: str) -> str:
        played = Played(priority=priority).until("Tue 14:00")
        told = next(a for a in actions(played) if a.about == "escalated")
        assert told.params["cause"] == "response_overdue"
        return text_of(told).detail

    assert "no answer in time (the case stands in “" in called("P2")
    assert "P0 case and can't wait" in called("P0")
    assert "can't wait" not in called("P2")


def test_a_call_names_a_stage_like_the_policy_does_though_a_command_has_that_name() -> None:
    played = Played().reach("triage")
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t")
    told = next(a for a in actions(played.until("Tue 14:00")) if a.about == "escalated")
    assert told.params["reason"] == "triage"
    assert "stands in “Taking a first look”" in text_of(told).detail


def test_one_owner_of_two_clashing_visits_is_not_asked_to_talk_to_themselves() -> None:
    mine, theirs = (
        Expected(number, "v1", "chen.gong", at("Tue 14:00"), at("Tue 16:00"), "li.min")
        for number in ("C-000001", "C-000002")
    )
    assert "agree" not in text_of(notice_of(mine, theirs, at("Mon 09:00"))).detail
    assert "agree" in text_of(two_doors()).detail
