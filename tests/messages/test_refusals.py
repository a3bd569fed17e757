"""A refusal states the fact and the way out, with the core's own params."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from builders import LEAD, RECKONED, Played, PlayedFault, a_course, a_plan, an_actor, at, crowded
from disproving import DISPROOF_TRIES
from domain.actions import FinishAction
from domain.book import BOOK
from domain.case import Case
from domain.case.contacts import PARTS
from domain.closed_in_error import Reopen
from domain.complexity import JudgeComplexity, SetRedLine
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.decide import CORE
from domain.endings import EndWithoutAgreement, Withdraw
from domain.errors import Problem, Refusal
from domain.escalations import AcknowledgeEscalation, Deescalate, Escalate
from domain.intake import OpenCase
from domain.milestones import Milestone
from domain.notes import AddNote
from domain.observation import EndObservation, ExtendObservation, StartObservation
from domain.pauses import ResumeCase
from domain.plan.terms import Language
from domain.promises.commands import ReleasePromise, RenegotiatePromise
from domain.questions import AskQuestions, RecordAnswers
from domain.resolution import RecordVerification, Resolve
from domain.revisits import RecordRevisit
from judging import MEDIUM, a_high_case
from messages.refusals import params_of, refusal_text
from reading import LANGUAGES, NAMES, found_in, guide_of
from visiting import VISIT_TRIES

Try = Callable[[Played], object]


def answered_at_once() -> Played:
    played = Played().until("Mon 09:10")
    played.contact()
    played.triage(traits=())
    return played


def triaged() -> Played:
    played = Played().until("Mon 09:10")
    played.contact()
    played.triage()
    return played


def unseen_until(when: str) -> Callable[[], Played]:
    """Confirmed on Monday, and nobody has noticed since how time passed."""

    def story() -> Played:
        played = Played().confirmed()
        played.now = at(when)
        return played

    return story


def pause(played: Played) -> object:
    return played.pause("Thu 09:00")


def paused() -> Played:
    played = Played().confirmed()
    pause(played)
    return played


def escalated() -> Played:
    played = Played().confirmed()
    played.ask(Escalate, reason="stuck")
    return played


def watched() -> Played:
    played = Played().verifying().until("Mon 15:00")
    played.ask(StartObservation, ends_at=at("Fri 15:00"))
    return played


def not_opened() -> Played:
    played = Played()
    played.case = Case(number="C-000001", core=CORE)
    return played


def closed() -> Played:
    played = Played().confirmed()
    played.ask(Withdraw, by=LEAD, reason="changed their mind")
    return played


def said() -> Played:
    played = Played().confirmed()
    played.ask(CustomerSaid, channel="email", occurred_at=played.now, text="t")
    return played


def said_after(played: Played) -> Played:
    played.ask(CustomerSaid, channel="email", occurred_at=played.now, text="t")
    return played


def written_since() -> Played:
    played = Played().verifying().until("Mon 16:00")
    played.says_it_works()
    played.until("Mon 16:10").ask(CustomerSaid, channel="email", occurred_at=played.now, text="t")
    return played


def spoken_since() -> Played:
    played = Played().verifying().until("Mon 16:00")
    played.says_it_works()
    played.until("Mon 16:10").contact(direction="inbound", covers=())
    return played


def thanked() -> Played:
    played = said()
    played.ask(MarkMessage, message="m1", verdict="thanks")
    return played


def gone_on() -> Played:
    played = said_after(closed())
    played.ask(MarkMessage, message="m1", verdict="new")
    opening = next(a for a in played.case.actions if a.name == "open_linked_case")
    played.ask(FinishAction, action=opening.id, result="C-000009", by=an_actor("system"))
    return played


def acknowledge(played: Played) -> object:
    return played.ask(AcknowledgeEscalation, escalation="e1", by=LEAD)


def deescalate(played: Played) -> object:
    return played.ask(Deescalate, escalation="e1", reason="calm again", by=LEAD)


def then(start: Callable[[], Played], attempt: Try) -> Callable[[], Played]:
    """Start, and do the thing once."""

    def played() -> Played:
        started = start()
        attempt(started)
        return started

    return played


def a_milestone(latest_by: str) -> Milestone:
    return Milestone(subject="the cause", latest_by=at(latest_by))


def a_fault() -> Played:
    return PlayedFault().checked()


def ask(played: Played, question: str) -> object:
    return played.ask(
        AskQuestions,
        questions=(question,),
        channel="phone",
        occurred_at=played.now,
        parts=PARTS,
    )


def asked_twice() -> Played:
    played = a_fault()
    for question in ("load", "display"):
        ask(played, question)
        played.ask(RecordAnswers, answers={question: "yes"})
    return played


TRIES: dict[str, tuple[Callable[[], Played], Try]] = {
    "case_already_open": (
        Played,
        lambda p: p.ask(
            OpenCase,
            plan=a_plan(),
            title="x",
            customer="k1",
            channel="web",
            owner="li.min",
            spoke_at=p.now,
        ),
    ),
    "reason_required": (Played, lambda p: p.ask(Escalate, reason=" ")),
    "leads_nowhere": (
        answered_at_once,
        lambda p: p.triage(traits=(), yields={}, reason="looked again"),
    ),
    "wrong_stage": (Played, lambda p: p.complete("respond")),
    "unknown_stage": (Played, lambda p: p.complete("nowhere")),
    "notice_missing": (triaged, lambda p: p.confirm(channel=None, answer=None)),
    "not_confirmed": (
        Played,
        lambda p: p.pause("Tue 09:00"),
    ),
    "time_in_future": (Played, lambda p: p.contact(occurred_at=p.now + timedelta(hours=1))),
    "time_before_case": (Played, lambda p: p.contact(occurred_at=p.now - timedelta(days=1))),
    "told_too_early": (
        lambda: Played().confirmed(),
        lambda p: p.pause("Tue 10:00", told_at=at("Mon 09:30")),
    ),
    "four_parts_missing": (Played, lambda p: p.contact(parts=("care",))),
    "contact_without_answer": (
        Played,
        lambda p: p.contact(channel="email", direction="inbound", parts=()),
    ),
    "unknown_message": (closed, lambda p: p.ask(MarkMessage, message="m9", verdict="thanks")),
    "message_unmarked": (
        lambda: said_after(closed()),
        lambda p: p.ask(Escalate, reason="they are furious"),
    ),
    "message_marked": (thanked, lambda p: p.ask(MarkMessage, message="m1", verdict="thanks")),
    "message_on_open_case": (said, lambda p: p.ask(MarkMessage, message="m1", verdict="new")),
    "message_on_closed_case": (
        lambda: said_after(closed()),
        lambda p: p.ask(MarkMessage, message="m1", verdict="answer"),
    ),
    "message_answered": (
        thanked,
        lambda p: [
            p.until("Mon 11:00").contact(covers=()),
            p.ask(MarkMessage, message="m1", verdict="answer"),
        ],
    ),
    "message_went_on": (
        gone_on,
        lambda p: p.ask(MarkMessage, message="m1", verdict="reopen"),
    ),
    "unknown_escalation": (
        Played,
        lambda p: p.ask(AcknowledgeEscalation, escalation="e9", by=an_actor("x", "lead")),
    ),
    "not_paused": (Played, lambda p: p.ask(ResumeCase)),
    "already_confirmed": (lambda: Played().confirmed(), lambda p: p.confirm()),
    "stage_yield_missing": (lambda: Played().confirmed(), lambda p: p.complete("diagnose")),
    "stage_yield_unknown": (
        lambda: Played().confirmed(),
        lambda p: p.complete("diagnose", findings="x", root_cause="product/part", colour="red"),
    ),
    "stage_yield_invalid": (
        lambda: Played().confirmed(),
        lambda p: p.complete("diagnose", findings="x", root_cause="the moon"),
    ),
    "more_used_than_paid": (
        a_course,
        lambda p: p.complete("reckon", **RECKONED | {"used": "37"}),
    ),
    "not_in_this_sop": (
        lambda: Played().confirmed(),
        lambda p: p.ask(
            AskQuestions, questions=("load",), channel="phone", occurred_at=p.now, parts=PARTS
        ),
    ),
    "way_on_missing": (
        lambda: Played().reach("plan"),
        lambda p: p.complete("plan", solution="x", kind="cure"),
    ),
    "unknown_way_on": (
        lambda: Played().confirmed(),
        lambda p: p.complete("diagnose", "closed", findings="x", root_cause="product/part"),
    ),
    "promise_in_past": (lambda: Played().confirmed(), lambda p: p.promise("Mon 08:00")),
    "promise_too_far": (lambda: Played().confirmed(), lambda p: p.promise("Fri+4 09:00")),
    "promise_times_reversed": (
        lambda: Played().confirmed(),
        lambda p: p.promise("Tue 09:00", expected_by=at("Tue 12:00")),
    ),
    "unknown_promise": (
        lambda: Played().confirmed(),
        lambda p: p.ask(ReleasePromise, promise="p9", reason="settled"),
    ),
    "pause_too_long": (
        lambda: Played().confirmed(),
        lambda p: p.pause("Fri+9 09:00"),
    ),
    "already_paused": (paused, pause),
    "pause_untold": (lambda: Played().confirmed(), lambda p: p.pause("Thu 09:00", channel=None)),
    "pauses_used_up": (
        lambda: Played().confirmed(),
        lambda p: [p.pause("Mon+2 10:00"), p.until("Mon+2 10:00").pause("Tue+2 10:00")],
    ),
    "resolution_not_verified": (
        lambda: Played().verifying(),
        lambda p: p.ask(Resolve, basis="customer_confirmed"),
    ),
    "observation_not_over": (
        watched,
        lambda p: p.ask(Resolve, basis="observed"),
    ),
    "attempts_missing": (
        lambda: Played().verifying(),
        lambda p: p.ask(Resolve, basis="unreachable"),
    ),
    "revisit_needs_outcome": (
        lambda: Played().resolved(),
        lambda p: p.contact(covers=(p.case.open_promises[0].id,)),
    ),
    "line_required": (
        lambda: Played().confirmed(),
        lambda p: p.ask(EndWithoutAgreement, reply="x", outside_route="y"),
    ),
    "case_not_open": (not_opened, lambda p: p.ask(ResumeCase)),
    "case_closed": (closed, lambda p: p.ask(ResumeCase)),
    "promise_ended": (
        lambda: Played().confirmed(),
        lambda p: [
            p.contact(covers=("p1",)),
            p.ask(ReleasePromise, promise="p1", reason="settled"),
        ],
    ),
    "promise_goes_on": (
        lambda: Played().confirmed(),
        lambda p: [
            p.contact(covers=("p1",), reached=False, left_message=True),
            p.ask(ReleasePromise, promise="p1", reason="settled"),
        ],
    ),
    "release_unsaid": (
        lambda: Played().confirmed(),
        lambda p: p.ask(ReleasePromise, promise="p1", reason="settled"),
    ),
    "release_unread": (
        lambda: Played().confirmed().until("Tue 10:30"),
        lambda p: [
            p.ask(CustomerSaid, channel="email", occurred_at=p.now, text="t1"),
            p.ask(ReleasePromise, promise="p2", reason="settled"),
        ],
    ),
    "promise_due_passed": (
        unseen_until("Tue 10:05"),
        lambda p: p.ask(
            RenegotiatePromise,
            promise="p1",
            latest_by=at("Wed 10:00"),
            told_at=at("Tue 10:01"),
            reason="lab is full",
        ),
    ),
    "withdrawal_unsaid": (
        lambda: Played().confirmed(),
        lambda p: p.ask(Withdraw, reason="needs it no more"),
    ),
    "promises_open": (
        lambda: Played().resolved(),
        lambda p: [
            p.promise("Wed 16:00"),
            p.until("Tue 16:00").ask(RecordRevisit, outcome="content", occurred_at=p.now),
        ],
    ),
    "promise_made_later": (
        lambda: Played().confirmed(),
        lambda p: p.contact(covers=("p1",), occurred_at=at("Mon 09:30")),
    ),
    "observation_running": (
        watched,
        lambda p: p.ask(StartObservation, ends_at=at("Fri 16:00")),
    ),
    "observation_too_long": (
        lambda: Played().verifying(),
        lambda p: p.ask(StartObservation, ends_at=at("Fri+20 16:00")),
    ),
    "observation_too_short": (
        lambda: Played().verifying(),
        lambda p: p.ask(StartObservation, ends_at=at("Mon 16:00")),
    ),
    "check_ins_missing": (
        lambda: Played().verifying(),
        lambda p: p.ask(StartObservation, ends_at=at("Fri+2 16:00")),
    ),
    "check_in_outside_window": (
        lambda: Played().verifying(),
        lambda p: p.ask(StartObservation, ends_at=at("Fri 16:00"), check_ins=(at("Sat 16:00"),)),
    ),
    "check_in_too_soon": (
        lambda: Played().verifying(),
        lambda p: p.ask(StartObservation, ends_at=at("Fri 16:00"), check_ins=(at("Mon 16:00"),)),
    ),
    "check_ins_too_far_apart": (
        lambda: Played().verifying(),
        lambda p: p.ask(StartObservation, ends_at=at("Fri+3 16:00"), check_ins=(at("Thu 16:00"),)),
    ),
    "observation_not_running": (
        lambda: Played().verifying(),
        lambda p: p.ask(EndObservation, told_at=p.now, reason="sure of it"),
    ),
    "observation_not_longer": (
        watched,
        lambda p: p.ask(
            ExtendObservation, ends_at=at("Fri 14:00"), told_at=p.now, reason="was away"
        ),
    ),
    "observation_cut_short": (
        then(watched, lambda p: p.ask(EndObservation, told_at=p.now, reason="sure of it")),
        lambda p: p.ask(Resolve, basis="observed"),
    ),
    "milestone_after_red_line": (
        lambda: Played().reach("confirm"),
        lambda p: p.confirm(milestones=(a_milestone("Thu+1 16:00"),)),
    ),
    "milestones_too_far_apart": (
        lambda: Played().reach("confirm"),
        lambda p: p.confirm(
            milestones=(a_milestone("Tue 16:00"), a_milestone("Wed+2 17:00")), complexity="high"
        ),
    ),
    "product_not_named": (
        Played,
        lambda p: p.ask(RecordAnswers, answers={"load": "full"}),
    ),
    "unknown_question": (a_fault, lambda p: ask(p, "colour")),
    "question_answered": (
        then(
            then(a_fault, lambda p: ask(p, "load")),
            lambda p: p.ask(RecordAnswers, answers={"load": "full"}),
        ),
        lambda p: ask(p, "load"),
    ),
    "rounds_used_up": (asked_twice, lambda p: ask(p, "floor")),
    "revisit_before_resolution": (
        lambda: Played().resolved(),
        lambda p: p.ask(RecordRevisit, outcome="content", occurred_at=at("Mon 11:00")),
    ),
    "revisit_no_conversation": (
        lambda: Played().resolved(),
        lambda p: p.ask(RecordRevisit, outcome="content", occurred_at=p.now, channel="wechat"),
    ),
    "revisit_too_early": (
        lambda: Played().resolved(),
        lambda p: p.ask(RecordRevisit, outcome="content", occurred_at=p.now),
    ),
    "confirmation_missing": (
        lambda: Played().verifying().until("Mon 16:00"),
        lambda p: [
            p.ask(RecordVerification, outcome="fixed"),
            p.ask(Resolve, basis="customer_confirmed"),
        ],
    ),
    "confirmation_overtaken": (written_since, lambda p: p.ask(Resolve, basis="customer_confirmed")),
    "confirmation_spoken_since": (
        spoken_since,
        lambda p: p.ask(Resolve, basis="customer_confirmed"),
    ),
    "confirmation_unfit": (
        lambda: Played().verifying().until("Mon 16:00"),
        lambda p: p.ask(RecordVerification, outcome="fixed", said_in="c1"),
    ),
    "revisit_at_night": (
        lambda: Played().resolved().until("Tue 23:00"),
        lambda p: p.ask(RecordRevisit, outcome="no_answer", occurred_at=p.now),
    ),
    "revisit_too_soon_again": (
        then(
            lambda: Played().resolved().until("Tue 16:00"),
            lambda p: p.ask(RecordRevisit, outcome="no_answer", occurred_at=p.now),
        ),
        lambda p: p.ask(RecordRevisit, outcome="no_answer", occurred_at=p.now),
    ),
    "duty_not_done": (
        lambda: Played().until("Mon 14:00"),
        lambda p: p.ask(Deescalate, by=LEAD, escalation="e1", reason="calm again"),
    ),
    "escalation_ended": (then(escalated, deescalate), acknowledge),
    "escalation_acknowledged": (then(escalated, acknowledge), acknowledge),
    "not_the_receiver": (
        escalated,
        lambda p: p.ask(AcknowledgeEscalation, escalation="e1"),
    ),
    "complexity_by_hand": (
        lambda: Played(plan=a_plan().model_copy(update={"matrix": None})).confirmed(),
        lambda p: p.ask(JudgeComplexity, factors=MEDIUM),
    ),
    "factors_missing": (
        lambda: Played().confirmed(),
        lambda p: p.ask(JudgeComplexity, factors={"issue": "major"}),
    ),
    "factor_unknown": (
        lambda: Played().confirmed(),
        lambda p: p.ask(JudgeComplexity, factors={**MEDIUM, "issue": "huge"}),
    ),
    "red_line_fixed": (
        lambda: Played().confirmed(),
        lambda p: p.ask(SetRedLine, by=LEAD, working_days=20, reason="r"),
    ),
    "red_line_past": (
        lambda: a_high_case().until("Mon+2 10:00"),
        lambda p: p.ask(SetRedLine, by=LEAD, working_days=2, reason="r"),
    ),
    "closed_by_revisit": (
        lambda: Played().reach("closed"),
        lambda p: p.ask(Reopen, by=LEAD, reason="r"),
    ),
    "not_closed": (lambda: Played().confirmed(), lambda p: p.ask(Reopen, by=LEAD, reason="r")),
    "case_full": (lambda: crowded(a_plan()), lambda p: p.ask(AddNote, text="t1")),
    **VISIT_TRIES,
    **DISPROOF_TRIES,
}


def test_every_refusal_of_the_core_is_tried() -> None:
    shell = {"idempotency_key_reused"}  # raised where the keys are known
    assert TRIES.keys() == BOOK.refusals.keys() - shell


def refused(code: str) -> Problem:
    return refused_with(code)[0]


def refused_with(code: str) -> tuple[Problem, Case]:
    """A refusal of that code, and the case that it came from."""
    start, attempt = TRIES[code]
    played = start()
    with pytest.raises(Refusal) as caught:
        attempt(played)
    assert caught.value.problem.code == code
    return caught.value.problem, played.case


@pytest.mark.parametrize("code", TRIES)
def test_the_core_brings_every_param_its_refusal_needs(code: str) -> None:
    problem, at_fault = refused(code), {"fields", "facts"}
    assert params_of(code) - at_fault <= problem.params.keys()
    assert problem.fields or not params_of(code) & at_fault


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("code", TRIES)
def test_a_refusal_reads_without_codes(code: str, language: Language) -> None:
    text = refusal_text(refused(code), language, plan=a_plan(language))
    assert "C-000001" in text.detail
    for raw in ("{", "+00:00", "None", "“diagnose”", "「diagnose」"):
        assert raw not in text.detail


@pytest.mark.trial("A51")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", TRIES)
def test_no_refusal_is_worded_in_codes(code: str, language: Language) -> None:
    problem, case = refused_with(code)
    scenario = case.plan.scenario if case.plan else "standard"
    plan, names = a_plan(language, scenario=scenario), NAMES[language]
    text = refusal_text(problem, language, plan=plan, case=case, people=names)
    assert not found_in(f"{text.title}. {text.detail}", language, guide_of(case))


def test_a_closed_case_says_how_it_opens_again() -> None:
    text = refusal_text(Problem(code="case_closed", params={"number": "C-000001"}), "en")
    assert text.detail == (
        "Case C-000001 is closed, so that is asked for no more. A customer's message reopens it: a new one, or one"
        " that waits to be marked. If it was closed in error, a lead opens it again."
    )


def test_times_are_told_in_the_zone_of_the_case() -> None:
    text = refusal_text(refused("promise_in_past"), "en", plan=a_plan())
    assert "Mon 2 Mar 08:00 has passed already" in text.detail


def test_stages_are_called_by_their_labels() -> None:
    text = refusal_text(refused("wrong_stage"), "zh-CN", plan=a_plan("zh-CN"))
    assert "「首次响应」" in text.detail
    assert "查找原因" in text.detail


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "It asks for: nothing at all."), ("zh-CN", "需要的是：无，什么都不用填。")],
)
def test_a_stage_that_asks_for_no_facts_says_so(language: Language, said: str) -> None:
    played = Played().reach("confirm")
    with pytest.raises(Refusal) as no:
        played.triage(yields={"product": "a dryer"})
    assert said in refusal_text(no.value.problem, language, plan=a_plan(language)).detail


def test_whoever_has_to_name_a_stage_in_the_next_try_finds_the_names_beside_the_sentence() -> None:
    problem = refused("unknown_way_on")
    assert problem.params["ways"] == "plan"
    assert "(" not in refusal_text(problem, "en", plan=a_plan()).detail


def test_all_missing_parts_are_named_at_once() -> None:
    text = refusal_text(refused("four_parts_missing"), "en")
    assert "still missing: where we are, what comes next, by when" in text.detail


def test_the_fields_of_a_command_are_not_mistaken_for_facts_of_a_stage() -> None:
    text = refusal_text(refused("notice_missing"), "en", plan=a_plan())
    assert "the channel, what the customer answered" in text.detail


def test_without_a_plan_times_are_in_the_zone_asked_for() -> None:
    problem = refused("promise_in_past")
    assert "Mon 2 Mar 08:00" in refusal_text(problem, "en", zone="Asia/Shanghai").detail
    assert "Mon 2 Mar 00:00" in refusal_text(problem, "en").detail


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_that_lists_the_choices_lists_them_all_in_words(language: Language) -> None:
    problem, case = refused_with("stage_yield_invalid")
    plan = a_plan(language)
    text = refusal_text(problem.bounded(), language, plan=plan, case=case).detail
    asked = next(f for f in case.current.yields if f.name == "root_cause")
    words = next(f for s in plan.sop.stages for f in s.yields if f.name == "root_cause")
    for name, word in words.words(language).items():
        assert word in text
        assert name not in text
        assert name in problem.bounded().params["choices"].split(": ")[1].split(", ")
    assert len(asked.choices) == len(words.choices) > 10
    assert "500" not in text


def test_a_text_that_is_too_long_is_told_how_long_it_may_be() -> None:
    played = Played().confirmed()
    with pytest.raises(Refusal) as caught:
        played.complete("diagnose", findings="x" * 501, root_cause="product/part")
    text = refusal_text(caught.value.problem, "en", plan=a_plan(), case=played.case)
    assert text.detail.endswith("what was found: text of at most 500 characters.")


def test_a_list_that_is_too_long_ends_between_two_things_and_never_in_one() -> None:
    questions = [f"question {n}, or is it another one altogether?" for n in range(60)]
    listed = Problem(code="unknown_question", params={"questions": "; ".join(questions)}).bounded()
    told = listed.params["questions"].split("; ")
    assert told[-1] == "…"
    assert told[:-1] == questions[: len(told) - 1]
    assert len(told) > 30
    long = Problem(code="x", params={"said": "y" * 3_000, "named": ", ".join(["z" * 900] * 9)})
    assert all(len(value) <= 2_100 for value in long.bounded().params.values())
    assert len(long.bounded().params["said"]) == 200
