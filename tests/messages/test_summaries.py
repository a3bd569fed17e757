"""What Temporal's UI shows of a case: short, readable, and never too long for the server."""

import json

import pytest

from builders import Played, a_plan, an_actor, at
from domain.book import AnyEvent
from domain.case.actions import Action
from domain.deadline import Deadline
from domain.deadlines import deadlines
from domain.derivation import Derivation
from domain.endings import Withdraw
from domain.errors import Problem
from domain.escalations import Escalate
from domain.frozen import changed
from domain.plan.terms import Language
from domain.receipt import Outcome
from domain.record import Record
from messages.notices import abouts
from messages.summaries import action_summary, deadline_summary, record_summary, telling_summary
from messages.text import LONGEST, cut


def due_summary(played: Played, key: str) -> str:
    due = next(d for d in deadlines(played.case) if d.key == key)
    return deadline_summary(due, played.case)


def an_action(about: str = "promise_broken", ref: str | None = "p2") -> Action:
    return Action(
        id="a1", name="notify", to="chen.jie", about=about, ref=ref, requested_at=at("Mon 09:00")
    )


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Promised callback by li.min about “noise test”, due Tue 3 Mar 14:00"),
        ("zh-CN", "li.min 承诺就「noise test」联系客户，最迟 3月3日 周二 14:00"),
    ],
)
def test_a_timer_says_who_owes_the_customer_what_and_when(language: Language, line: str) -> None:
    played = Played(plan=a_plan(language)).confirmed()
    played.promise("Tue 14:00")
    assert due_summary(played, "promise:p2") == line


def test_those_who_are_told_together_are_named_together() -> None:
    case = Played().confirmed().case
    first, other = an_action(), an_action("promise_due_soon", None)
    line = telling_summary([first, other], case)
    assert line == f"{action_summary(first, case)}; {action_summary(other, case)}"
    both = telling_summary([first, changed(first, {"to": "li.min"})], case)
    assert both == action_summary(first, case).replace("chen.jie", "chen.jie, li.min")
    many = [an_action(ref=f"p{n}") for n in range(40)]
    cut_off = telling_summary(many, case)
    assert len(cut_off.encode()) <= LONGEST
    assert cut_off.endswith(")")
    assert "(+" in cut_off


def test_a_promise_nobody_worded_is_called_by_its_kind() -> None:
    played = Played().confirmed()
    assert "about “first feedback”" in due_summary(played, "promise:p1")


def test_a_stage_is_called_by_its_label() -> None:
    assert due_summary(Played().confirmed(), "stage").startswith("Stage “Finding the cause”")


def test_an_escalation_waits_for_its_receiver() -> None:
    played = Played().confirmed()
    played.ask(Escalate, reason="stuck")
    line = due_summary(played, "acknowledgement:e1")
    assert (
        line == "Escalation of Mon 2 Mar 10:00 to be acknowledged by chen.jie, due Mon 2 Mar 12:00"
    )


def test_an_action_says_who_is_told_and_why() -> None:
    played = Played().confirmed()
    played.promise("Tue 14:00")
    said = "Tell chen.jie: promise broken, “noise test” (due Tue 3 Mar 14:00)"
    assert action_summary(an_action(), played.case) == said


@pytest.mark.parametrize("about", [*abouts(), "something_new"])
def test_an_action_is_summarised_whatever_it_is_about(about: str) -> None:
    line = action_summary(an_action(about, ref=None), Played(plan=a_plan("zh-CN")).case)
    assert line.startswith("通知 chen.jie：")
    assert "_" not in line or about == "something_new"


def a_record(*events: AnyEvent) -> Record:
    return Record(number="C-000001", first=1, events=events)


def test_a_record_names_what_happened() -> None:
    played = Played().confirmed()
    before = len(played.events)
    played.contact(covers=("p1",))
    line = record_summary(a_record(*played.events[before:]), played.case)
    assert line.startswith(
        "Write down: contact by li.min, promise “first feedback” (due Tue 3 Mar 10:00) kept"
    )


def test_a_long_record_counts_what_it_leaves_out() -> None:
    played = Played().confirmed().until("Fri 18:00")
    line = record_summary(a_record(*played.events), played.case)
    assert line.startswith("Write down: opened by li.min, now in “First response”")
    assert line.endswith(")")
    assert len(line.encode()) <= LONGEST


def test_a_record_without_events_still_says_what_it_is_for() -> None:
    assert record_summary(a_record(), Played().case) == "Write down what became of a request"


def test_a_record_of_a_refusal_says_who_was_refused_what_and_why() -> None:
    problem = Problem(code="case_closed", params={"number": "C-000001"})
    command = Withdraw(actor=an_actor("li.min"), received_at=at("Mon 09:00"), reason="x")
    record = a_record().model_copy(update={"outcomes": (Outcome.of(command, problem=problem),)})
    line = record_summary(record, Played().case)
    assert line == "Write down: refused li.min: withdraw the case (The case is closed)"


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_no_summary_is_longer_than_the_server_takes(language: Language) -> None:
    endless = "洗衣机的怪声\n" * 200
    plan = a_plan(language)
    played = Played(plan=plan, title=endless).confirmed()
    played.promise("Tue 14:00", endless)
    played.ask(Escalate, reason=endless)
    lines = [deadline_summary(due, played.case) for due in deadlines(played.case)]
    lines += [record_summary(a_record(event), played.case) for event in played.events]
    lines.append(record_summary(a_record(*played.events), played.case))
    assert max(len(line.encode()) for line in lines) <= LONGEST
    assert not [line for line in lines if "\n" in line]


def test_a_text_is_cut_between_characters() -> None:
    assert cut("怪声" * 100, 20) == "怪声怪声怪…"


def test_nothing_grows_when_it_is_written_as_json() -> None:
    line = cut('"\\\x00' * 200)
    assert len(json.dumps(line, ensure_ascii=False).encode()) <= LONGEST + 2


def test_a_text_that_fits_is_left_alone() -> None:
    assert cut("怪声", 6) == "怪声"


def test_a_deadline_of_an_unknown_owner_still_reads() -> None:
    due = Deadline(
        key="pause_end",
        kind="pause_end",
        due_at=at("Tue 09:00"),
        owner="",
        subject="waiting_on_parts",
        why=Derivation(anchor="agreed", anchor_at=at("Mon 09:00"), rule="pause_end"),
    )
    assert deadline_summary(due, Played().case) == "Pause ends Tue 3 Mar 09:00"
