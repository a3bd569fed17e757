"""What others do to a case is told to whoever it belongs to; nobody is told of their own deeds (REQ C1a)."""

from collections.abc import Callable
from typing import Any

import pytest

from builders import LEAD, SUPERVISOR, Played, an_actor, at
from domain.book import BOOK as CORE_BOOK
from domain.case.actions import Action
from domain.decide import Decision, decide
from domain.deeds import DEEDS
from domain.draft import ActionRequested
from domain.endings import EndWithoutAgreement, Withdraw
from domain.escalations import Escalate
from domain.pauses import PauseCase
from domain.promises.commands import MakePromise, NextPromise, ReleasePromise, RenegotiatePromise
from domain.resolution import RecordVerification, Resolve
from domain.revisits import RecordRevisit
from domain.stages import CompleteStage
from domain.visits.commands import CancelVisit, ReportVisit
from messages.book import BOOK

SUN = an_actor("sun.yu")


def told(decision: Decision, about: str = "done_by_other") -> list[str]:
    return [a.to for a in decision.actions if a.about == about]


def release(played: Played, **fields: Any) -> Decision:
    return played.ask(ReleasePromise, **{"promise": "p1", "reason": "not needed", **fields})


@pytest.mark.trial("A9")
def test_a_contact_by_somebody_else_keeps_the_promise_and_its_owner_hears_who_did_it() -> None:
    played = Played().confirmed()
    decision = played.until("Mon 14:00").contact(by=SUN)
    assert [p.status for p in played.case.promises[:1]] == ["kept"]
    (action,) = [a for a in decision.actions if a.about == "done_by_other"]
    assert (action.to, action.params["by"], action.params["deed"]) == (
        "li.min",
        "sun.yu",
        "log_contact",
    )


@pytest.mark.trial("A9")
def test_who_keeps_their_own_promise_in_a_colleagues_case_needs_no_witness() -> None:
    played = Played().confirmed()
    mine = played.promise("Mon 16:00", owner="sun.yu")
    assert told(played.until("Mon 14:00").contact(by=SUN, covers=(mine,))) == []


@pytest.mark.trial("A9")
def test_the_owner_of_a_case_who_keeps_a_colleagues_promise_tells_the_colleague() -> None:
    played = Played().confirmed()
    theirs = played.promise("Mon 16:00", owner="sun.yu")
    assert told(played.until("Mon 14:00").contact(covers=(theirs,))) == ["sun.yu"]


Deed = Callable[[Played], Decision]


@pytest.mark.trial("A9")
@pytest.mark.parametrize(
    "deed",
    [
        lambda p: p.contact(by=SUN, covers=()),
        lambda p: [p.contact(covers=()), release(p, by=SUN)][-1],
        lambda p: p.ask(
            RenegotiatePromise,
            by=SUN,
            promise="p1",
            latest_by=at("Wed 10:00"),
            told_at=p.now,
            reason="later",
        ),
        lambda p: p.ask(
            PauseCase,
            by=SUN,
            reason="waiting_on_parts",
            until=at("Thu 10:00"),
            channel="phone",
            told_at=p.now,
        ),
        lambda p: [p.contact(covers=()), p.ask(Withdraw, by=SUN, reason="bought another")][-1],
        lambda p: p.ask(EndWithoutAgreement, by=SUPERVISOR, reply="no", outside_route="12315"),
    ],
    ids=["contact", "release", "renegotiate", "pause", "withdraw", "end"],
)
def test_each_deed_of_another_is_told_once(deed: Deed) -> None:
    assert told(deed(Played().confirmed().until("Mon 14:00"))) == ["li.min"]


def test_nobody_is_told_of_their_own_deeds() -> None:
    played = Played().confirmed()
    assert told(played.until("Mon 14:00").contact()) == []
    assert told(played.ask(Withdraw, reason="bought another")) == []


def test_what_time_does_is_nobodys_deed() -> None:
    played = Played().confirmed().until("Fri 18:00")
    assert played.recipients("done_by_other") == []


def test_a_case_called_resolved_and_asked_after_by_others_is_told_each_time() -> None:
    played = Played().verifying().until("Mon 14:00")
    played.contact(covers=("p1",))
    assert told(played.ask(RecordVerification, by=SUN, outcome="fixed")) == ["li.min"]
    assert told(played.ask(Resolve, by=LEAD, basis="customer_confirmed")) == ["li.min"]
    played.until("Tue 16:00")
    held = played.ask(RecordRevisit, by=SUN, outcome="content", occurred_at=played.now)
    assert told(held) == ["li.min"]


def test_a_visit_that_others_call_off_is_told_to_the_owner_and_to_the_engineer_in_their_way() -> (
    None
):
    played = Played().confirmed()
    played.visit()
    played.until("Mon 11:00").contact(direction="inbound", parts=(), covers=())
    decision = played.ask(CancelVisit, by=SUN, visit="v1", reason="repaired by a neighbour")
    assert told(decision) == ["li.min"]
    assert told(decision, "visit_off") == ["chen.gong"]


def test_whoever_is_to_keep_what_a_colleague_promised_hears_of_it() -> None:
    played = Played().confirmed()
    given = NextPromise(subject="noise test", latest_by=at("Tue 14:00"), owner="sun.yu")
    assert told(played.ask(MakePromise, promise=given), "promised_for_other") == ["sun.yu"]
    again = NextPromise(subject="noise test", latest_by=at("Tue 15:00"), owner="sun.yu")
    assert told(played.contact(next_promise=again, covers=()), "promised_for_other") == ["sun.yu"]
    assert told(played.ask(MakePromise, by=SUN, promise=given), "promised_for_other") == []


def test_in_a_case_of_the_first_core_nobody_is_told() -> None:
    played = Played().confirmed()
    older = played.case.model_copy(update={"core": 1})
    asked = Withdraw(actor=SUN, received_at=played.now, reason="bought another")
    assert told(decide(older, asked, played.now)) == []


@pytest.mark.parametrize("command", DEEDS)
def test_every_deed_has_its_words(command: Any) -> None:
    assert BOOK.texts.has(f"deed.{command.durable_name()}")


STEP = "step_by_other"
ENGINEER = an_actor("chen.gong")
TOLD_IN_OWN_WORDS = {
    *("open_case", "assign", "add_note", "make_room"),
    *("acknowledge_escalation", "deescalate"),
}


def test_the_owner_hears_what_came_of_a_visit() -> None:
    played = Played().confirmed()
    played.visit()
    decision = played.until("Tue 14:30").recorded(
        "not_fixed", by=ENGINEER, emotion="furious", note="needs another part"
    )
    (action,) = [a for a in decision.actions if a.about == STEP]
    assert (action.to, action.params["by"]) == ("li.min", "chen.gong")
    assert action.params["visit_outcome"] == "not_fixed"
    assert action.params["feels"] == "furious"
    assert action.params["noted"] == "needs another part"


@pytest.mark.parametrize(
    "step",
    [
        lambda p: p.ask(MakePromise, by=SUN, promise=given_by("sun.yu")),
        lambda p: p.complete_by(SUN),
        lambda p: p.visit(by=SUN),
    ],
    ids=["promise", "stage", "visit"],
)
def test_each_step_of_a_colleague_is_told_to_the_owner(step: Callable[[Any], Any]) -> None:
    played = Steps().confirmed()
    step(played)
    assert played.recipients(STEP) == ["li.min"]


def steps(played: Played) -> list[Action]:
    asked = (e.action for e in played.events if isinstance(e, ActionRequested))
    return [action for action in asked if action.about == STEP]


class Steps(Played):
    def complete_by(self, actor: Any) -> Decision:
        yields = {"findings": "worn", "root_cause": "product/part"}
        return self.ask(CompleteStage, by=actor, stage="diagnose", yields=yields)


def given_by(owner: str) -> NextPromise:
    return NextPromise(subject="noise test", latest_by=at("Tue 14:00"), owner=owner)


def test_steps_in_a_row_are_one_notice_that_grows() -> None:
    played = Played().confirmed()
    played.visit()
    played.until("Tue 14:30").recorded("arrived", by=ENGINEER)
    played.until("Tue 14:32").recorded("fixed", by=ENGINEER)
    first, second = steps(played)
    assert (first.joins, second.joins) == (None, first.id)
    assert second.params["deed"] == "record_visit"
    played.until("Tue 17:00").ask(ReportVisit, by=ENGINEER, visit="v1", text="t-report")
    assert steps(played)[-1].joins is None


def test_nobody_hears_twice_of_one_step_or_of_their_own() -> None:
    played = Played().confirmed()
    played.visit()
    absent = played.until("Tue 14:30").recorded("customer_absent", by=ENGINEER)
    assert [a.about for a in absent.actions if a.to == "li.min"] == ["customer_absent"]
    for_owner = played.ask(
        MakePromise,
        by=SUN,
        promise=given_by("li.min").model_copy(update={"latest_by": at("Wed 14:00")}),
    )
    assert [a.about for a in for_owner.actions if a.to == "li.min"] == ["promised_for_other"]
    assert (
        told(
            played.ask(MakePromise, promise=NextPromise(subject="x y", latest_by=at("Wed 15:00"))),
            STEP,
        )
        == []
    )


def test_an_engineer_hears_that_a_visit_is_off_and_of_no_call_they_had_to_make() -> None:
    played = Played().confirmed()
    played.visit()
    ended = played.ask(EndWithoutAgreement, by=SUPERVISOR, reply="no", outside_route="12315")
    assert told(ended) == ["li.min"]
    assert told(ended, "visit_off") == ["chen.gong"]


def test_the_owner_hears_who_calls_for_help_with_their_case_and_why() -> None:
    played = Played().confirmed()
    called = played.ask(Escalate, by=SUN, reason="they talk of a lawyer")
    (action,) = [a for a in called.actions if a.to == "li.min"]
    assert (action.about, action.params["by"]) == ("help_called", "sun.yu")
    assert action.params["receiver"] == "chen.jie"
    assert action.params["grounds"] == "they talk of a lawyer"
    twice = played.ask(Escalate, by=SUN, reason="they talk of a lawyer")
    assert told(twice, "help_called") == []
    assert told(played.ask(Escalate, reason="alone"), "help_called") == []
    theirs = Played(owner="chen.jie").confirmed()
    called = theirs.ask(Escalate, by=SUN, reason="help")
    assert [a.about for a in called.actions if a.to == "chen.jie"] == ["escalated"]


@pytest.mark.parametrize("command", CORE_BOOK.asked)
def test_whatever_a_colleague_may_do_has_its_words(command: Any) -> None:
    name = command.durable_name()
    assert name in TOLD_IN_OWN_WORDS or BOOK.texts.has(f"deed.{name}")
