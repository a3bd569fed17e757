"""What Temporal's UI shows of a case: short, readable, and never too long for the server."""

import json

import pytest

from builders import LEAD, Played, a_plan, an_actor, at
from domain.actions import Action, FinishAction
from domain.book import AnyEvent
from domain.case import Case
from domain.customer_messages import CustomerSaid, MarkMessage
from domain.deadline import Deadline
from domain.deadlines import deadlines
from domain.decide import CORE
from domain.derivation import Derivation
from domain.endings import Withdraw
from domain.errors import Problem
from domain.escalations import AcknowledgeEscalation, Escalate
from domain.pauses import PauseCase
from domain.plan import Language
from domain.receipt import Outcome
from domain.record import Record
from messages.details import current_details
from messages.notices import abouts
from messages.summaries import action_summary, case_summary, deadline_summary, record_summary
from messages.text import LONGEST, cut, plain


def due_summary(played: Played, key: str) -> str:
    due = next(d for d in deadlines(played.case) if d.key == key)
    return deadline_summary(due, played.case.rules)


def an_action(about: str = "promise_broken", ref: str | None = "p2") -> Action:
    return Action(
        id="a1", name="notify", to="chen.jie", about=about, ref=ref, requested_at=at("Mon 09:00")
    )


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Promised callback by li.min about “noise test”, due Tue 3 Mar 14:00"),
        ("zh-CN", "li.min 承诺就「noise test」联系客户，最迟 3月3日 周二 14:00"),
    ],
)
def test_a_timer_says_who_owes_the_customer_what_and_when(language: Language, told: str) -> None:
    played = Played(plan=a_plan(language)).confirmed()
    played.promise("Tue 14:00")
    assert due_summary(played, "promise:p2") == told


def test_a_promise_nobody_worded_is_called_by_its_kind() -> None:
    played = Played().confirmed()
    assert "about “first feedback”" in due_summary(played, "promise:p1")


def test_a_stage_is_called_by_its_label() -> None:
    assert due_summary(Played().confirmed(), "stage").startswith("Stage “Finding the cause”")


def test_an_escalation_waits_for_its_receiver() -> None:
    played = Played().confirmed()
    played.ask(Escalate, reason="stuck")
    told = due_summary(played, "acknowledgement:e1")
    assert told == "Escalation e1 to be acknowledged by chen.jie, due Mon 2 Mar 12:00"


def test_an_action_says_who_is_told_and_why() -> None:
    assert action_summary(an_action(), a_plan()) == "Tell chen.jie: promise broken (p2)"


@pytest.mark.parametrize("about", [*abouts(), "something_new"])
def test_an_action_is_summarised_whatever_it_is_about(about: str) -> None:
    told = action_summary(an_action(about, ref=None), a_plan("zh-CN"))
    assert told.startswith("通知 chen.jie：")
    assert "_" not in told or about == "something_new"


def a_record(*events: AnyEvent) -> Record:
    return Record(number="C-000001", first=1, events=events)


def test_a_record_names_what_happened() -> None:
    played = Played().confirmed()
    before = len(played.events)
    played.contact()
    told = record_summary(a_record(*played.events[before:]), a_plan())
    assert told.startswith("Write down: contact by li.min, promise p1 kept")


def test_a_long_record_counts_what_it_leaves_out() -> None:
    played = Played().confirmed().until("Fri 18:00")
    told = record_summary(a_record(*played.events), a_plan())
    assert told.startswith("Write down: opened by li.min, now in “First response”")
    assert told.endswith(")")
    assert len(told.encode()) <= LONGEST


def test_a_record_without_events_still_says_what_it_is_for() -> None:
    assert record_summary(a_record(), a_plan()) == "Write down what became of a request"


def test_a_record_of_a_refusal_says_who_was_refused_what_and_why() -> None:
    problem = Problem(code="case_closed", params={"number": "C-000001"})
    command = Withdraw(actor=an_actor("li.min"), received_at=at("Mon 09:00"), reason="x")
    record = a_record().model_copy(update={"outcomes": (Outcome.of(command, problem=problem),)})
    told = record_summary(record, a_plan())
    assert told == "Write down: refused li.min: withdraw the case (The case is closed)"


def test_a_case_is_told_in_one_line() -> None:
    told = case_summary(Played().confirmed().case)
    assert told == "C-000001 Strange noise from the washing machine · Finding the cause · P2"


def test_a_case_that_is_not_opened_is_told_by_its_number() -> None:
    assert case_summary(Case(number="C-000001", core=CORE)) == "C-000001"


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_no_summary_is_longer_than_the_server_takes(language: Language) -> None:
    endless = "洗衣机的怪声\n" * 200
    plan = a_plan(language)
    played = Played(plan=plan, title=endless).confirmed()
    played.promise("Tue 14:00", endless)
    played.ask(Escalate, reason=endless)
    told = [deadline_summary(due, plan) for due in deadlines(played.case)]
    told += [record_summary(a_record(event), plan) for event in played.events]
    told += [record_summary(a_record(*played.events), plan), case_summary(played.case)]
    assert max(len(line.encode()) for line in told) <= LONGEST
    assert not [line for line in told if "\n" in line]


def test_a_text_is_cut_between_characters() -> None:
    assert cut("怪声" * 100, 20) == "怪声怪声怪…"


def test_nothing_grows_when_it_is_written_as_json() -> None:
    line = cut('"\\\x00' * 200)
    assert len(json.dumps(line, ensure_ascii=False).encode()) <= LONGEST + 2


def test_a_text_that_fits_is_left_alone() -> None:
    assert cut("怪声", 6) == "怪声"


# --- current details -----------------------------------------------------------------------------


def details(played: Played) -> str:
    return current_details(played.case, played.now, deadlines(played.case))


def test_details_tell_where_a_case_stands() -> None:
    played = Played().confirmed()
    played.promise("Tue 14:00")
    told = details(played)
    for line in (
        "## C-000001 Strange noise from the washing machine",
        "- **Stage** Finding the cause, since Mon 2 Mar 10:00",
        "- **Owner** li.min, tier L1",
        "- **Complex** since Mon 2 Mar 10:00, complexity medium",
        "- **Stage clock** due Wed 4 Mar 10:00",
        "- **Follow-up clock (red line)** due Wed 11 Mar 10:00",
        "- li.min about “noise test”, by Tue 3 Mar 14:00",
        "### What comes due next",
    ):
        assert line in told.splitlines()
    assert "### Escalations" not in told


def test_details_tell_of_a_pause_and_of_the_clocks_that_stand_still() -> None:
    played = Played().confirmed()
    played.ask(PauseCase, reason="waiting_on_parts", until=at("Thu 09:00"))
    told = details(played)
    assert "until Thu 5 Mar 09:00 at most: waiting for parts" in told
    assert "- **Stage clock** standing still since Mon 2 Mar 10:00" in told


def test_details_tell_who_has_an_escalation_and_who_has_not_answered() -> None:
    played = Played().confirmed()
    played.ask(Escalate, reason="stuck.")
    assert "- chen.jie (lead) has not acknowledged yet: an agent asked for help (stuck)" in details(
        played
    )
    played.ask(AcknowledgeEscalation, escalation="e1", by=LEAD)
    assert "- chen.jie has it since Mon 2 Mar 10:00" in details(played)


def test_details_tell_what_could_not_be_delivered() -> None:
    played = Played().confirmed()
    played.until("Tue 09:30")
    action = played.case.actions[-1]
    played.ask(FinishAction, action=action.id, error="nobody active has the handle")
    assert f"- Tell {action.to}" in details(played)
    assert "nobody active has the handle" in details(played)


def test_details_of_a_resolved_case_tell_on_what_grounds() -> None:
    told = details(Played().resolved())
    assert "- **Resolved** Mon 2 Mar 15:00: the customer confirmed it" in told
    assert "revisit" in told


def test_details_of_a_reopened_case_tell_how_it_ended_before() -> None:
    played = Played().reach("closed")
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t")
    assert "Message m1 to be marked by li.min, else the case reopens" in details(played)
    played.ask(MarkMessage, message="m1", verdict="reopen")
    told = "the customer is content; reopened Tue 3 Mar 15:00"
    assert f"- **Ended before** Tue 3 Mar 15:00: {told}" in details(played)


def test_details_stay_short_however_long_the_case() -> None:
    played = Played(title="长" * 3000).confirmed()
    for hour in range(10, 18):
        played.promise(f"Tue {hour}:00", "文字" * 500)
        played.ask(Escalate, reason="原因" * 500)
    told = details(played.until("Fri 18:00"))
    assert len(told.encode()) < 10_000
    assert "- and " in told


def test_a_case_being_opened_has_details_too() -> None:
    told = current_details(Case(number="C-000001", core=CORE), at("Mon 09:00"), [])
    assert told == "Case C-000001 is being opened."


def test_nobody_can_write_markup_into_the_details() -> None:
    assert plain("# <b>[x](http://y)\n*z*") == "\\# \\<b\\>\\[x\\](http://y) \\*z\\*"


def test_a_deadline_of_an_unknown_owner_still_reads() -> None:
    due = Deadline(
        key="pause_end",
        kind="pause_end",
        due_at=at("Tue 09:00"),
        owner="",
        subject="waiting_on_parts",
        why=Derivation(anchor="agreed", anchor_at=at("Mon 09:00"), rule="pause_end"),
    )
    assert deadline_summary(due, a_plan()) == "Pause ends Tue 3 Mar 09:00"
