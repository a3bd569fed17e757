"""A message on a case closed long ago gets a case of its own, once (REQ E3)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from temporalio.testing import ActivityEnvironment

from activities.contract import LinkedOpening, Notification, handed_over
from activities.linked import Linked
from builders import LEAD, Played, PlayedFault, at
from db import openings, people, texts
from db.people import Person
from db.records import store
from db.session import Database
from domain.case.customer_messages import Link
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.intake import OpenCase
from domain.record import Record

LI_MIN = Person("li.min", "Li Min", "agent", frozenset({"agent"}), "after_sales", "en")
SHIFT = timedelta(days=3)
OLD = "C-000900"


class Starter:
    """Remembers what it was asked to start; the first `failures` tries fail."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.started: list[tuple[str, OpenCase, timedelta]] = []

    async def __call__(self, number: str, command: OpenCase, shift: timedelta) -> None:
        if self.failures:
            self.failures -= 1
            raise OSError("the server is away")
        self.started.append((number, command, shift))


async def nobody(number: str, command: CustomerSaid, said_to: str, shift: timedelta) -> None:
    raise AssertionError(f"nothing is to be passed on to {number}")


async def a_late_message(database: Database) -> LinkedOpening:
    """A recorded case, closed, and a message five weeks later."""
    await people.put(database, LI_MIN)
    words = texts.Text(
        "t9", "customer_said", {"said": "The dryer hums"}, "wecom", at("Mon+5 09:00"), OLD
    )
    await texts.put(database, words)
    played = Played(customer="k7", customer_level="vip").reach("closed").until("Mon+5 09:00")
    played.ask(CustomerSaid, channel="wecom", occurred_at=played.now, text="t9")
    await store(database, Record(number=OLD, first=1, events=tuple(played.events)))
    case = played.case.model_copy(update={"number": OLD})
    given = handed_over(case, case.actions[-1], SHIFT)
    assert isinstance(given, LinkedOpening)
    return given


async def test_the_new_case_has_the_customer_the_plan_and_the_words(database: Database) -> None:
    given, start = await a_late_message(database), Starter()
    number = await ActivityEnvironment().run(
        Linked(database, start, nobody).open_linked_case, given
    )
    ((opened, command, shift),) = start.started
    assert opened == number != given.number
    assert shift == SHIFT
    assert (command.customer, command.customer_level, command.owner) == ("k7", "vip", "li.min")
    assert command.plan == Played().case.plan
    assert (command.actor.handle, command.key) == ("system", f"{OLD}:m1")
    assert command.spoke_at == at("Mon+5 09:00")
    assert command.comes_from == Link(number=OLD, relation="comes_from", message="m1")
    (kept,) = await texts.of_case(database, number)
    assert (kept.id, kept.body) == (command.text, {"description": "The dryer hums"})


async def test_tried_again_it_finds_the_same_case(database: Database) -> None:
    given, start = await a_late_message(database), Starter(failures=1)
    linked = Linked(database, start, nobody)
    with pytest.raises(OSError, match="away"):
        await ActivityEnvironment().run(linked.open_linked_case, given)
    numbers = [await ActivityEnvironment().run(linked.open_linked_case, given) for _ in range(2)]
    assert {number for number, _, _ in start.started} == set(numbers)
    assert len(set(numbers)) == 1
    opening = await openings.get(database, numbers[0])
    assert opening
    assert opening.command.key == f"{OLD}:m1"


async def test_when_the_owner_has_left_the_lead_gets_it(database: Database) -> None:
    given, start = await a_late_message(database), Starter()
    await people.put(database, replace(LI_MIN, active=False))
    await ActivityEnvironment().run(Linked(database, start, nobody).open_linked_case, given)
    assert start.started[0][1].owner == "chen.jie"


def test_other_actions_are_handed_over_as_notices() -> None:
    played = Played().confirmed().until("Tue 09:30")
    assert isinstance(handed_over(played.case, played.case.actions[-1], SHIFT), Notification)


async def test_the_new_case_is_about_the_same_product(database: Database) -> None:
    await people.put(database, LI_MIN)
    played = PlayedFault().reach("closed").until("Mon+5 09:00")
    played.ask(CustomerSaid, channel="wecom", occurred_at=played.now, text="t9")
    await store(database, Record(number=OLD, first=1, events=tuple(played.events)))
    case = played.case.model_copy(update={"number": OLD})
    given = handed_over(case, case.actions[-1], SHIFT)
    assert isinstance(given, LinkedOpening)
    start = Starter()
    await ActivityEnvironment().run(Linked(database, start, nobody).open_linked_case, given)
    ((_, command, _),) = start.started
    assert command.guide
    assert command.guide == played.case.guide


@pytest.mark.trial("A22")
async def test_a_later_message_is_told_to_the_case_with_its_words(database: Database) -> None:
    given = (await a_late_message(database)).model_copy(update={"case": "C-000901"})
    told: list[tuple[str, CustomerSaid, str, timedelta]] = []

    async def tell(number: str, command: CustomerSaid, said_to: str, shift: timedelta) -> None:
        told.append((number, command, said_to, shift))

    linked = Linked(database, Starter(), tell)
    for _ in range(2):
        assert await ActivityEnvironment().run(linked.pass_on_message, given) == "C-000901"
    assert told[0] == told[1]
    number, command, said_to, shift = told[0]
    assert (number, said_to, shift) == ("C-000901", OLD, SHIFT)
    assert (command.actor.handle, command.key) == ("system", f"{OLD}:m1")
    assert command.occurred_at == at("Mon+5 09:00")
    (kept,) = await texts.of_case(database, "C-000901")
    assert (kept.id, kept.body) == (command.text, {"said": "The dryer hums"})


async def test_a_new_matter_has_the_customers_words_as_its_title(database: Database) -> None:
    await people.put(database, LI_MIN)
    words = texts.Text(
        "t9", "customer_said", {"said": "The fridge\nleaks, too"}, "wecom", at("Mon 09:00"), OLD
    )
    await texts.put(database, words)
    played = Played().reach("closed").until("Mon+1 09:00")
    played.ask(CustomerSaid, channel="wecom", occurred_at=played.now, text="t9")
    played.ask(MarkMessage, message="m1", verdict="new", by=LEAD)
    await store(database, Record(number=OLD, first=1, events=tuple(played.events)))
    case = played.case.model_copy(update={"number": OLD})
    action = next(a for a in case.actions if a.name == "open_linked_case")
    given, start = handed_over(case, action, SHIFT), Starter()
    assert isinstance(given, LinkedOpening)
    await ActivityEnvironment().run(Linked(database, start, nobody).open_linked_case, given)
    ((_, command, _),) = start.started
    assert command.title == "A new matter: The fridge leaks, too"
    assert command.comes_from
    assert (command.comes_from.number, command.comes_from.by) == (OLD, "chen.jie")
