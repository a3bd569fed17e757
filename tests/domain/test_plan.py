"""A plan stays small: a transition in it is one line, read back as it was."""

import pytest
from pydantic import ValidationError

from builders import a_plan
from domain.plan import Plan
from domain.plan.sop import Transition


def test_a_plan_survives_json() -> None:
    assert Plan.model_validate_json(a_plan().model_dump_json()) == a_plan()


@pytest.mark.parametrize(
    "line",
    [
        "plan: complete_stage -> verify",
        "triage, confirm: triage -> one_off [one_off]",
        "resolved: record_revisit -> resolved [no_answer, tries_left] / promise_revisit",
        "confirm: confirm_complex -> diagnose / start_follow_up, promise_first_feedback",
    ],
)
def test_a_transition_is_written_as_it_is_read(line: str) -> None:
    assert Transition.model_validate(line).model_dump_json() == f'"{line}"'


def test_a_line_that_is_no_transition_is_an_error_that_shows_one() -> None:
    with pytest.raises(ValidationError, match="is not a transition such as"):
        Transition.model_validate("plan -> verify")
