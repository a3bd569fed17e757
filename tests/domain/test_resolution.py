"""Resolved is earned: confirmed, observed, or tried in vain (REQ E1)."""

from typing import Any

import pytest

from builders import LEAD, Played, a_plan, an_actor, at, on_site, refusal_code
from domain.case.revisits import RevisitOutcome
from domain.command import Actor
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.decide import decide
from domain.errors import Refusal
from domain.observation import StartObservation
from domain.plan import Plan
from domain.resolution import CaseResolved, RecordVerification, Resolve
from domain.revisits import RecordRevisit
from domain.stages import CompleteStage
from domain.visits.commands import ReportVisit


def resolve(played: Played, basis: str) -> None:
    played.ask(Resolve, basis=basis)


def revisit(played: Played, outcome: RevisitOutcome, **fields: Any) -> None:
    played.ask(RecordRevisit, **{"outcome": outcome, "occurred_at": played.now, **fields})


def test_the_customers_confirmation_resolves_a_case() -> None:
    played = Played().verifying()
    played.says_it_works()
    resolve(played, "customer_confirmed")
    assert (played.case.stage, played.case.resolved_on) == ("resolved", "customer_confirmed")


def test_a_fix_and_its_confirmation_that_we_heard_of_while_no_worker_ran_resolve_a_case() -> None:
    """Each was in its time, and all of them are decided at once."""
    played = Played().reach("implement")
    played.until("Mon 14:00")
    played.now = at("Tue 09:30")
    fixed, called, told = at("Mon 15:10"), at("Mon 15:30"), at("Mon 15:32")
    yields = {"done": "bearing replaced"}
    played.ask(CompleteStage, stage="implement", yields=yields, received_at=fixed)
    assert played.case.stage_entered_at == fixed
    played.contact(occurred_at=called, received_at=told)
    played.ask(RecordVerification, outcome="fixed", received_at=told)
    played.ask(Resolve, basis="customer_confirmed", received_at=at("Mon 15:35"))
    assert (played.case.stage, played.case.resolved_at) == ("resolved", at("Mon 15:35"))


@pytest.mark.trial("A10")
def test_nobody_confirms_a_fix_by_silence() -> None:
    played = Played().verifying()
    played.until("Mon 14:00").ask(RecordVerification, outcome="fixed")
    with pytest.raises(Refusal) as refused:
        resolve(played, "customer_confirmed")
    assert refusal_code(refused) == "confirmation_missing"
    assert refused.value.problem.fields == ("said_in",)


@pytest.mark.trial("A10")
@pytest.mark.parametrize("reached", [True, False])
def test_only_a_conversation_after_the_fix_confirms_it(reached: bool) -> None:
    played = Played().confirmed()
    played.until("Mon 11:00").contact(covers=())
    played.until("Mon 13:30").verifying()
    if not reached:
        played.until("Mon 14:00").contact(reached=False, left_message=True, covers=())
    played.until("Mon 15:00")
    with pytest.raises(Refusal) as refused:
        played.ask(RecordVerification, outcome="fixed", said_in=played.case.contacts[-1].id)
    assert refusal_code(refused) == "confirmation_unfit"
    assert refused.value.problem.params["possible"] == "-"


@pytest.mark.trial("A10")
@pytest.mark.parametrize(("text", "taken"), [("t9", True), ("", False)])
def test_a_message_without_words_confirms_nothing(text: str, taken: bool) -> None:
    played = Played().verifying().until("Mon 14:00")
    played.ask(CustomerSaid, channel="wecom", occurred_at=played.now, text=text)
    if taken:
        played.ask(RecordVerification, outcome="fixed", said_in="m1")
        return
    with pytest.raises(Refusal) as refused:
        played.ask(RecordVerification, outcome="fixed", said_in="m1")
    assert refusal_code(refused) == "confirmation_unfit"
    assert refused.value.problem.params["possible"] == "-"


@pytest.mark.trial("A10")
def test_the_one_conversation_after_the_fix_is_on_record_as_what_confirms_it() -> None:
    played = Played().verifying()
    played.until("Mon 14:00").says_it_works()
    resolve(played, "customer_confirmed")
    event = next(e for e in played.events if isinstance(e, CaseResolved))
    assert (event.said_in, event.said_at, event.said_on) == ("c2", at("Mon 14:00"), "phone")


@pytest.mark.trial("A10")
@pytest.mark.parametrize(("named", "taken"), [("", "c3"), ("c2", "c2")])
def test_of_several_conversations_it_is_the_last_unless_somebody_says_which(
    named: str, taken: str
) -> None:
    played = Played().verifying()
    played.until("Mon 14:00").contact(covers=())
    played.until("Mon 15:00").contact(covers=())
    played.ask(RecordVerification, outcome="fixed")
    played.ask(Resolve, basis="customer_confirmed", said_in=named)
    event = next(e for e in played.events if isinstance(e, CaseResolved))
    assert event.said_in == taken


@pytest.mark.trial("A10")
def test_a_message_of_the_customer_after_the_fix_confirms_it_when_it_is_named() -> None:
    played = Played().verifying().until("Mon 14:00")
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    played.ask(RecordVerification, outcome="fixed")
    with pytest.raises(Refusal) as refused:
        resolve(played, "customer_confirmed")
    assert refused.value.problem.params["possible"] == "m1"
    played.ask(RecordVerification, outcome="fixed", said_in="m1")
    resolve(played, "customer_confirmed")
    assert played.case.phase == "resolved"


@pytest.mark.trial("A10")
def test_a_written_message_of_ours_confirms_nothing_by_itself() -> None:
    played = Played().verifying()
    played.until("Mon 14:00").contact(channel="wechat", covers=())
    played.ask(RecordVerification, outcome="fixed")
    with pytest.raises(Refusal) as refused:
        resolve(played, "customer_confirmed")
    assert refusal_code(refused) == "confirmation_missing"


@pytest.mark.trial("A10")
@pytest.mark.parametrize(("said", "earned"), [("t-said", True), (None, False)])
def test_what_the_customer_says_at_the_door_confirms_the_repair_if_it_is_on_record(
    said: str | None, earned: bool
) -> None:
    played = on_site()
    played.visit(agreed_at=played.now)
    played.until("Tue 14:00").recorded("fixed", text=said)
    yields = {"findings": "worn bearing", "root_cause": "part"}
    played.until("Tue 16:00").ask(ReportVisit, visit="v1", text="t", yields=yields)
    door = played.case.contacts[-1].id
    if earned:
        played.ask(RecordVerification, outcome="fixed", said_in=door)
        resolve(played, "customer_confirmed")
        assert played.case.phase == "resolved"
    else:
        with pytest.raises(Refusal) as refused:
            played.ask(RecordVerification, outcome="fixed", said_in=door)
        assert refusal_code(refused) == "confirmation_unfit"


def test_a_case_of_the_first_core_is_resolved_as_it_was() -> None:
    played = Played().verifying()
    played.ask(RecordVerification, outcome="fixed")
    older = played.case.model_copy(update={"core": 1})
    asked = Resolve(actor=an_actor(), received_at=played.now, basis="customer_confirmed")
    assert decide(older, asked, played.now).case.phase == "resolved"


def test_a_fix_that_does_not_hold_goes_back_to_diagnosis_and_its_confirmation_with_it() -> None:
    played = Played().verifying()
    played.ask(RecordVerification, outcome="fixed")
    played.ask(RecordVerification, outcome="not_fixed")
    assert (played.case.stage, played.case.verification) == ("diagnose", None)


def observing() -> Played:
    played = Played().verifying()
    played.until("Mon 15:00").contact()
    played.ask(StartObservation, ends_at=at("Thu 15:00"), check_ins=(at("Wed 10:00"),))
    return played


def test_an_observation_window_makes_promises_of_its_check_ins_and_of_the_call_after_it() -> None:
    played = observing()
    assert [(p.kind, p.latest_by) for p in played.case.open_promises] == [
        ("check_in", at("Wed 10:00")),
        ("check_in", at("Fri 15:00")),
    ]


def test_a_window_that_has_run_out_with_a_contact_after_it_resolves_a_case() -> None:
    played = observing()
    played.until("Wed 09:30").contact()
    played.until("Thu 15:00")
    assert played.recipients("observation_over") == ["li.min"]
    with pytest.raises(Refusal):
        resolve(played, "observed")  # nobody has spoken to the customer since
    played.until("Thu 15:30").contact()
    resolve(played, "observed")
    assert played.case.resolved_on == "observed"


def test_what_was_never_watched_is_not_observed() -> None:
    played = Played().verifying()
    with pytest.raises(Refusal, match="observation_not_running"):
        resolve(played, "observed")


def test_a_call_during_the_window_is_not_the_contact_after_it() -> None:
    played = observing()
    played.until("Thu 14:59").contact()
    played.until("Thu 16:00")
    with pytest.raises(Refusal) as refused:
        resolve(played, "observed")
    assert refusal_code(refused) == "observation_not_over"


def test_what_we_wrote_after_the_window_says_nothing_of_how_the_fix_held() -> None:
    played = observing().until("Thu 15:30")
    played.contact(channel="email", covers=())
    with pytest.raises(Refusal) as refused:
        resolve(played, "observed")
    assert refusal_code(refused) == "observation_not_over"
    played.until("Thu 16:00").contact(covers=())
    resolve(played, "observed")
    event = next(e for e in played.events if isinstance(e, CaseResolved))
    assert (event.said_in, event.said_on) == ("c4", "phone")


def test_what_the_customer_wrote_after_the_window_is_the_contact_when_it_is_named() -> None:
    played = observing().until("Thu 14:00")
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    played.until("Thu 15:30").ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t2")
    for named in ("", "m1"):  # nobody has read it yet; that was before the window's end
        with pytest.raises(Refusal) as refused:
            played.ask(Resolve, basis="observed", said_in=named)
        assert refusal_code(refused) == "observation_not_over"
    played.ask(Resolve, basis="observed", said_in="m2")
    assert played.case.resolved_on == "observed"


def test_three_documented_attempts_on_different_days_resolve_a_case() -> None:
    played = Played().verifying()
    for day in ("Tue 09:00", "Tue 17:00", "Wed 09:00"):
        played.until(day).contact(reached=False)
    with pytest.raises(Refusal) as refused:
        resolve(played, "unreachable")  # two of them on one day
    assert refusal_code(refused) == "attempts_missing"
    played.until("Thu 09:00").contact(reached=False)
    resolve(played, "unreachable")
    assert played.case.resolved_on == "unreachable"


@pytest.mark.trial("A11")
@pytest.mark.parametrize(("by", "counts"), [(an_actor(), False), (LEAD, True)])
def test_tries_that_come_to_mind_days_later_count_only_through_a_lead(
    by: Actor, counts: bool
) -> None:
    played = Played().verifying().until("Thu 17:00")
    for day in ("Tue 09:00", "Wed 09:00", "Thu 09:00"):
        played.contact(reached=False, covers=(), occurred_at=at(day), by=by)
    if counts:
        resolve(played, "unreachable")
        assert played.case.resolved_on == "unreachable"
    else:
        with pytest.raises(Refusal) as refused:
            resolve(played, "unreachable")
        assert refusal_code(refused) == "attempts_missing"


def out_of_reach(plan: Plan) -> Played:
    """Resolved as unreachable on Thursday, with a callback promised for Friday that nobody took."""
    played = Played(plan=plan).verifying()
    played.until("Mon 15:00").contact()
    played.promise("Fri 15:00")
    for day in ("Tue 09:00", "Wed 09:00", "Thu 09:00"):
        played.until(day).contact(reached=False, covers=())
    resolve(played, "unreachable")
    return played


def test_the_attempts_settle_what_was_promised_so_that_the_case_can_close_after_the_revisits() -> (
    None
):
    played = out_of_reach(a_plan())
    assert [p.kind for p in played.case.open_promises] == ["revisit"]
    for day in ("Fri 10:00", "Sat 10:00", "Sun 10:00"):
        played.until(day)
        revisit(played, "no_answer", note="nobody there")
    assert played.case.closing
    assert played.case.closing.ending == "no_answer"


def test_in_a_plan_where_they_settle_nothing_the_callback_stays_owed() -> None:
    played = out_of_reach(a_plan().model_copy(update={"attempts_settle": False}))
    assert [p.kind for p in played.case.open_promises] == ["callback", "revisit"]


def test_a_customer_who_has_spoken_since_is_not_out_of_reach() -> None:
    played = Played().verifying()
    for day in ("Tue 09:00", "Wed 09:00", "Thu 09:00"):
        played.until(day).contact(reached=False)
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    played.until("Thu 10:00")
    with pytest.raises(Refusal) as refused:
        resolve(played, "unreachable")
    assert refusal_code(refused) == "attempts_missing"


def test_a_conversation_is_no_attempt() -> None:
    played = Played().verifying()
    played.until("Tue 09:00").contact()
    for day in ("Wed 09:00", "Thu 09:00"):
        played.until(day).contact(reached=False)
    with pytest.raises(Refusal) as refused:
        resolve(played, "unreachable")
    assert refused.value.problem.params["days"] == "2"


def test_a_confirmation_that_the_customer_wrote_after_is_none_until_that_is_read() -> None:
    played = Played().verifying().until("Mon 15:00")
    played.says_it_works()
    played.until("Mon 15:05").ask(CustomerSaid, channel="email", occurred_at=played.now, text="t1")
    with pytest.raises(Refusal) as refused:
        played.ask(Resolve, basis="customer_confirmed")
    assert refusal_code(refused) == "confirmation_overtaken"
    assert dict(refused.value.problem.params)["waiting_words"] == "m1"
    played.ask(MarkMessage, message="m1", verdict="thanks")
    played.ask(Resolve, basis="customer_confirmed")
    assert played.case.stage == "resolved"


@pytest.mark.parametrize(("named", "taken"), [("", ""), ("c2", "c2"), ("c3", "c3")])
def test_a_confirmation_that_people_have_spoken_after_is_named_again(
    named: str, taken: str
) -> None:
    """On Tuesday they may have taken back what they said on Monday, or spoken of something else."""
    played = Played().verifying().until("Mon 15:00")
    played.says_it_works()
    played.until("Tue 09:30").contact(direction="inbound", emotion="furious", covers=("p1",))
    if taken:
        played.ask(Resolve, basis="customer_confirmed", said_in=named)
        event = next(e for e in played.events if isinstance(e, CaseResolved))
        assert event.said_in == taken
        return
    with pytest.raises(Refusal) as refused:
        played.ask(Resolve, basis="customer_confirmed")
    assert refusal_code(refused) == "confirmation_spoken_since"
    assert dict(refused.value.problem.params)["waiting_words"] == "c3"


def test_what_we_wrote_since_asks_nobody_for_the_confirmation_again() -> None:
    played = Played().verifying().until("Mon 15:00")
    played.says_it_works()
    played.until("Mon 16:00").contact(channel="email", covers=())
    played.ask(Resolve, basis="customer_confirmed")
    assert played.case.stage == "resolved"


def test_a_watched_fix_of_which_the_customer_wrote_after_is_not_resolved_until_that_is_read() -> (
    None
):
    played = observing().until("Thu 15:30")
    played.contact(covers=())
    played.until("Thu 15:40").ask(
        CustomerSaid, channel="wechat", occurred_at=played.now, text="it stands still again!"
    )
    with pytest.raises(Refusal) as refused:
        played.ask(Resolve, basis="observed")
    assert refusal_code(refused) == "confirmation_overtaken"
    played.until("Thu 15:50").contact(covers=())
    played.ask(Resolve, basis="observed")
    assert played.case.stage == "resolved"


@pytest.mark.parametrize(
    ("tries", "counts"),
    [
        (("Mon 23:59", "Tue 00:00", "Wed 00:00"), {"channel": "phone"}),
        (("Tue 09:00", "Wed 09:00", "Thu 09:00"), {"channel": "email"}),
    ],
)
def test_a_try_at_night_or_a_letter_with_nothing_in_it_is_none(
    tries: tuple[str, ...], counts: dict[str, Any]
) -> None:
    played = Played().verifying()
    for when in tries:
        played.until(when).contact(reached=False, covers=(), **counts)
    with pytest.raises(Refusal) as refused:
        resolve(played, "unreachable")
    assert refusal_code(refused) == "attempts_missing"


def test_three_letters_that_were_sent_are_tries() -> None:
    played = Played().verifying()
    for when in ("Tue 09:00", "Wed 09:00", "Thu 09:00"):
        played.until(when).contact(reached=False, left_message=True, channel="email", covers=())
    resolve(played, "unreachable")
    assert played.case.resolved_on == "unreachable"
