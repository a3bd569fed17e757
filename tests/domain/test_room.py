"""A case never grows beyond what a run can carry: its past is put away, a lead is told, and nothing new is taken on."""

import random
from datetime import timedelta
from typing import Any

import pytest

from builders import CARING, LEAD, SUPERVISOR, Played, a_plan, an_actor, at, refusal_code
from domain.actions import FinishAction
from domain.book import BOOK
from domain.case.escalations import Escalation
from domain.command import Command
from domain.contacts import LogContact
from domain.customer_messages.commands import CustomerSaid
from domain.deadlines import deadlines
from domain.decide import decide
from domain.endings import Withdraw
from domain.engine import Tick
from domain.errors import Refusal
from domain.escalations.commands import AcknowledgeEscalation, Deescalate, Escalate
from domain.evolve import fold, fold_whole
from domain.notes import AddNote
from domain.plan.room import RoomRules
from domain.promises.commands import MakePromise, NextPromise, ReleasePromise
from domain.record import record_of
from domain.room.rules import LEFT_OPEN, MakeRoom, weigh

MOST = 100_000


class Growing(Played):
    """A confirmed case that can hold `MOST` bytes."""

    def __init__(self, most: int = MOST, **opening: Any) -> None:
        super().__init__(plan=a_plan().model_copy(update={"room": RoomRules(most=most)}), **opening)
        self.confirmed()

    def give(self, command: type[Command], **fields: Any) -> None:
        """Ask a second later, without folding the whole case anew each time."""
        self.now += timedelta(seconds=1)
        given = {"actor": an_actor(), "received_at": self.now, **fields}
        decision = decide(self.case, command(**given), self.now)
        self.case = decision.case
        self.events.extend(decision.events)

    def promising(self, count: int, by: str = "Tue 16:00") -> None:
        for n in range(count):
            given = NextPromise(subject=words(n), latest_by=at(by) + timedelta(minutes=n))
            self.give(MakePromise, promise=given)

    def filled(self, by: str = "Tue 16:00") -> "Growing":
        """Open promises until no more are taken."""
        with pytest.raises(Refusal) as refused:
            self.promising(1_000, by)
        assert refusal_code(refused) == "case_full"
        return self


def words(seed: int, count: int = 200) -> str:
    """Chinese characters drawn at random: text that hardly packs."""
    drawn = random.Random(seed)
    return "".join(chr(drawn.randrange(0x4E00, 0x9FA5)) for _ in range(count))


@pytest.mark.trial("A38")
def test_what_is_open_fills_a_case_only_up_to_its_limit() -> None:
    case = Growing().filled()

    assert MOST <= weigh(case.case) < MOST * 1.5
    assert case.recipients("little_room") == ["chen.jie"]
    assert case.case.room
    assert case.case.room.fullness == "full"


@pytest.mark.trial("A38")
def test_a_full_case_takes_the_customers_words_what_keeps_and_what_ends_and_time_goes_on() -> None:
    case = Growing().filled()
    first = case.case.open_promises[0].id

    case.give(CustomerSaid, channel="web", occurred_at=case.now, text="t1")
    case.give(LogContact, channel="phone", occurred_at=case.now, covers=(first,), **CARING)
    assert case.case.promise(first).status == "kept"  # type: ignore[union-attr]
    case.give(ReleasePromise, promise=case.case.open_promises[0].id, reason="done")
    case.now = at("Tue 16:00")
    assert case.tick().events
    case.give(Withdraw, reason="changed their mind")
    assert case.case.is_closed


@pytest.mark.trial("A38")
@pytest.mark.parametrize(
    ("command", "fields"),
    [
        (AddNote, {"text": "t1"}),
        (Escalate, {"reason": "help"}),
        (
            LogContact,
            {
                "channel": "phone",
                "occurred_at": at("Mon 10:05"),
                "covers": (),
                "next_promise": NextPromise(subject="more", latest_by=at("Tue 12:00")),
                **CARING,
            },
        ),
    ],
)
def test_nothing_new_is_begun_in_a_full_case(command: type[Command], fields: Any) -> None:
    case = Growing().filled()
    case.now = max(case.now, at("Mon 10:05"))

    with pytest.raises(Refusal) as refused:
        case.give(command, **fields)

    assert refusal_code(refused) == "case_full"


@pytest.mark.trial("A38")
def test_a_lead_makes_room_in_a_full_case_and_it_goes_on() -> None:
    case = Growing().filled()
    before = len(case.case.open_promises)

    case.give(MakeRoom, reason="made by mistake", actor=LEAD)

    assert weigh(case.case) < MOST * 0.7
    assert len(case.case.open_promises) == LEFT_OPEN
    assert case.case.next_promise
    assert case.case.room is None
    assert case.recipients("room_made") == ["li.min"]
    case.promising(1)
    assert before > LEFT_OPEN
    made = case.case
    case.give(MakeRoom, reason="made by mistake", actor=LEAD)
    assert case.case == made, "with enough room nothing changes"


@pytest.mark.trial("A38")
def test_what_is_long_past_leaves_the_case_and_stays_in_the_record() -> None:
    case = Growing(most=100_000)
    for n in range(900):
        given = NextPromise(subject=words(n, 20), latest_by=at("Tue 16:00"))
        case.give(MakePromise, promise=given)
        case.give(
            LogContact, channel="phone", occurred_at=case.now, covers=(f"p{n + 2}",), **CARING
        )
        case.give(AddNote, text=f"t{n}")
        case.give(CustomerSaid, channel="web", occurred_at=case.now, text=f"t{n}")
    assert weigh(case.case) < 100_000 * 0.8
    assert "little_room" not in case.recipients("little_room")
    assert case.case.room is None
    whole = fold_whole("C-000001", case.events)
    assert len(whole.promises) == case.case.total("promises") >= 901
    assert len({p.id for p in whole.promises}) == len(whole.promises), "no id is given twice"
    assert [n.id for n in whole.notes] == [f"n{n + 1}" for n in range(900)]
    assert [m.id for m in whole.messages] == [f"m{n + 1}" for n in range(900)]
    assert fold("C-000001", case.events) == case.case
    assert whole.version == case.case.version
    assert whole.open_promises == case.case.open_promises


@pytest.mark.trial("A38")
def test_broken_promises_that_are_put_away_still_count() -> None:
    case = Growing(most=100_000)
    for n in range(90):
        given = NextPromise(subject=words(n), latest_by=case.now + timedelta(minutes=30))
        case.give(MakePromise, promise=given)
    for hours in range(2, 12, 2):
        case.now = at("Mon 10:05") + timedelta(hours=hours)
        case.give(Tick)

    broken = sum(event.kind == "promise_broken" for event in case.events)
    assert case.case.put_away["breaks"] > 0
    assert case.case.breaks == broken


def test_the_promise_of_a_visit_stays_as_long_as_the_visit() -> None:
    """A lead may say weeks later that somebody was there after all."""
    case = Growing(most=60_000)
    case.until("Mon 10:30").visit("Mon 14:00", "Mon 16:00")
    missed = case.until("Mon 17:00").case.visits[0].promise
    for n in range(150):
        case.until(case.now + timedelta(minutes=5))
        given = NextPromise(subject=f"noise test {n}", latest_by=at("Tue 16:00"))
        case.contact(covers=(case.case.open_promises[-1].id,), next_promise=given)
    assert case.case.put_away["promises"] > 0
    case.recorded("fixed", by=LEAD, arrived_at=at("Mon 15:00"))
    promise = case.case.promise(missed)
    assert promise
    assert promise.corrected


@pytest.mark.trial("A38")
def test_lists_hear_of_what_was_ended_and_put_away_in_one_decision() -> None:
    case = Growing().filled()
    before, known = case.case, len(case.events)
    case.give(MakeRoom, reason="made by mistake", actor=LEAD)
    record = record_of(before, case.case, case.events[known:])
    shown = {
        entry.promise.id: entry.promise.status
        for entry in record.entries
        if entry.kind == "promise"
    }
    released = {event.promise for event in case.events if event.kind == "promise_released"}
    assert released
    assert all(shown[promise] == "released" for promise in released)


@pytest.mark.trial("A38")
def test_a_case_of_the_first_core_is_never_weighed() -> None:
    case = Growing()
    case.case = case.case.model_copy(update={"core": 1})
    case.promising(200)
    assert weigh(case.case) > MOST
    assert case.case.room is None


@pytest.mark.trial("A38")
def test_late_words_on_a_case_long_closed_are_put_away_once_they_are_carried_on() -> None:
    growing = Growing()
    growing.ask(Withdraw, by=LEAD, reason="all is well")
    growing.until(growing.now + timedelta(days=45))
    for n in range(400):
        growing.give(CustomerSaid, channel="email", occurred_at=growing.now, text=f"t{n}")
        for action in growing.case.actions:
            told = None if action.name == "notify" else "C-000099"
            growing.give(FinishAction, action=action.id, result=told)
    assert growing.case.put_away["messages"] > 200
    assert len(growing.case.links) == len(growing.case.messages) < 200
    assert growing.case.room is None
    assert growing.case.words_told and growing.case.words_told.heard == 400
    assert growing.recipients("customer_said") == ["li.min"]


@pytest.mark.trial("A38")
def test_room_that_the_lead_does_not_make_climbs_the_line_until_there_is_some() -> None:
    case = Growing().filled(by="Mon+1 16:00")
    owed = BOOK.owed_in(case.case)["room"]
    assert owed
    assert owed.owner == "chen.jie"
    assert owed.due_at > at("Tue 10:00"), "a working day from when there was little room"

    case.until(owed.due_at)

    (call,) = calls(case)
    assert (call.receiver, case.recipients("room_overdue")) == ("wang.fang", ["chen.jie"])
    case.ask(AcknowledgeEscalation, by=SUPERVISOR, escalation=call.id)
    with pytest.raises(Refusal) as refused:
        case.ask(Deescalate, by=SUPERVISOR, escalation=call.id, reason="later")
    assert refusal_code(refused) == "duty_not_done"
    case.until("Thu 18:00")
    assert calls(case)[0].receiver == "zhao.lei", "taken on and not done: one further"

    case.ask(MakeRoom, by=LEAD, reason="made by mistake")

    assert case.case.room is None
    assert calls(case)[0].deescalated_at == case.now
    assert not [d for d in deadlines(case.case) if d.kind == "room"]
    assert BOOK.owed_in(case.case)["room"] is None


@pytest.mark.trial("A38")
def test_a_case_that_gets_full_leaves_the_lead_the_time_they_had() -> None:
    case = Growing()
    count = 10
    while case.case.room is None:
        case.promising(count)
        count += 10
    near = case.case.room
    case.until("Mon 15:00")
    case.filled()
    assert (near.fullness, case.case.room.fullness) == ("near", "full")
    assert case.case.room.since == near.since


def calls(case: Played) -> list[Escalation]:
    return [e for e in case.case.escalations if e.cause == "room_overdue"]
