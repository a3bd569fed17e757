"""What comes into a case comes in by a handler of its own, under the name that histories know it by."""

from typing import get_args

import pytest
from temporalio.workflow import _Definition

from domain.actions import FinishAction
from domain.book import BOOK, AnyCommand
from domain.command import Command
from domain.cores import SwitchCore
from domain.customer_messages.commands import CustomerSaid
from domain.engine import Tick
from domain.escalations import Escalate
from domain.intake import AnswerPerson
from domain.late_refusals import NoteRefusal
from domain.receipt import Receipt
from domain.succession import FollowPeople
from domain.taking_up import NoteTakenUp
from stories import golden
from workflows.case import CaseWorkflow

CASE = _Definition.must_from_class(CaseWorkflow)
DURABLE = frozenset(
    [
        "open_case",
        "triage",
        "confirm_complex",
        "assign",
        "complete_stage",
        "log_contact",
        "name_product",
        "ask_questions",
        "record_answers",
        "make_promise",
        "renegotiate_promise",
        "release_promise",
        "acknowledge_escalation",
        "deescalate",
        "mark_message",
        "start_observation",
        "extend_observation",
        "end_observation",
        "record_verification",
        "resolve",
        "record_revisit",
        "pause",
        "resume",
        "withdraw",
        "end_without_agreement",
        "disprove_contact",
        "reopen",
        "judge_complexity",
        "set_red_line",
        "set_priority",
        "arrange_visit",
        "confirm_visit",
        "reschedule_visit",
        "record_visit",
        "report_visit",
        "cancel_visit",
        "offer_remedy",
        "add_note",
    ]
)
"""The updates that histories outside may have; none of them goes away, and what is new is not listed."""


@pytest.mark.parametrize("command", BOOK.asked, ids=lambda it: it.durable_name())
def test_what_people_ask_is_an_update_of_its_own(command: type[Command]) -> None:
    handler = CASE.updates[command.durable_name()]
    assert handler.name == command.durable_name()
    assert (handler.arg_types, handler.ret_type) == ([command], Receipt)
    assert handler.validator, "a mistake of ours would hang the case"


def test_every_command_of_the_book_is_asked_told_or_internal() -> None:
    assert set(BOOK.signals) == {Escalate, CustomerSaid, AnswerPerson}
    shells = {Tick, FinishAction, NoteRefusal, NoteTakenUp, SwitchCore, FollowPeople}
    assert set(BOOK.internal) == shells
    assert {*BOOK.asked, *BOOK.signals, *BOOK.internal} == set(get_args(get_args(AnyCommand)[0]))


def test_there_is_no_other_door() -> None:
    signals = {command.durable_name(): command for command in BOOK.signals}
    assert set(CASE.updates) == {command.durable_name() for command in BOOK.asked}
    assert {name: handler.arg_types for name, handler in CASE.signals.items()} == {
        **{name: [command] for name, command in signals.items()},
        "deliver": [get_args(AnyCommand)[0]],
    }
    assert set(CASE.queries) == {"idle"}


def test_the_names_are_those_that_histories_know() -> None:
    runs = [run for path in golden.kept() for run in golden.load(path)]
    events = [event for run in runs for event in run.events]
    asked = {
        event.workflow_execution_update_accepted_event_attributes.accepted_request.input.name
        for event in events
        if event.HasField("workflow_execution_update_accepted_event_attributes")
    }
    signals = {
        event.workflow_execution_signaled_event_attributes.signal_name
        for event in events
        if event.HasField("workflow_execution_signaled_event_attributes")
    }
    assert asked <= DURABLE <= set(CASE.updates)
    assert signals <= set(CASE.signals)
