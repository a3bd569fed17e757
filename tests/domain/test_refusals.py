"""Every way the core says no (`refusals`), and that it says nothing else: `decide` is total."""

from datetime import datetime, timedelta
from typing import get_args

import pytest

from builders import SUPERVISOR, Played, PlayedFault, a_plan, an_actor, at
from domain.book import BOOK, AnyCommand
from domain.case import Case
from domain.command import Command
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.decide import Decision, decide
from domain.errors import Problem, Refusal
from refusals.book import SENSIBLE, STORIES
from refusals.story import Story

STAGES = [stage.name for stage in a_plan().sop.stages]
FAULT_STAGES = [stage.name for stage in a_plan(scenario="product_fault").sop.stages]
ELSEWHERE = {"idempotency_key_reused": "raised by the shell, before anything is decided"}


@pytest.mark.parametrize(("code", "story"), STORIES)
def test_the_core_says_no_with_a_code_of_its_own(code: str, story: Story) -> None:
    with pytest.raises(Refusal) as refused:
        story()
    assert refused.value.problem.code == code


def test_every_code_is_provoked_by_some_story() -> None:
    assert {code for code, _ in STORIES} | set(ELSEWHERE) == set(BOOK.refusals)


def test_a_refusal_crosses_json_unchanged() -> None:
    problem = Refusal(
        "wrong_stage", fields=("stage",), number="C-000001", due=at("Mon 09:00")
    ).problem
    assert Refusal.of(Problem.model_validate_json(problem.model_dump_json())).problem == problem


def outcome(case: Case, command: Command, now: datetime) -> Decision | Problem:
    try:
        return decide(case, command, now)
    except Refusal as no:
        return no.problem


def test_every_command_has_a_handler_and_a_sensible_form() -> None:
    known = set(get_args(get_args(AnyCommand)[0]))
    assert set(BOOK.handlers) == set(SENSIBLE) == known


@pytest.mark.parametrize("command", SENSIBLE)
@pytest.mark.parametrize(
    ("played", "stage"),
    [*((Played, stage) for stage in STAGES), *((PlayedFault, stage) for stage in FAULT_STAGES)],
)
def test_every_command_in_every_stage_is_decided_or_refused(
    played: type[Played], stage: str, command: type[Command]
) -> None:
    case = played().reach(stage).case
    for by in (an_actor(), SUPERVISOR):
        for ahead in (timedelta(0), timedelta(days=2), timedelta(days=40)):
            now = at("Tue 16:00") + ahead
            asked = command(actor=by, received_at=now, **SENSIBLE[command])
            before = case.model_dump_json()
            answer = outcome(case, asked, now)
            assert case.model_dump_json() == before
            if command is CustomerSaid:
                assert isinstance(answer, Decision)
            if stage == "closed" and command is CustomerSaid:
                case_heard(answer, now)


def case_heard(heard: Decision | Problem, now: datetime) -> None:
    """A message on a closed case can be marked, in every way."""
    assert isinstance(heard, Decision)
    for verdict in ("thanks", "reopen", "new"):
        mark = MarkMessage(actor=an_actor(), received_at=now, message="m1", verdict=verdict)
        answer = outcome(heard.case, mark, now)
        assert isinstance(answer, Decision) == bool(heard.case.unmarked)
