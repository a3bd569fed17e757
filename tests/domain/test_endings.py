"""How a case ends: revisited, withdrawn, without agreement, or with its one answer (REQ E1)."""

from typing import Any

import pytest

from builders import SUPERVISOR, Played, refusal_code
from domain.case.revisits import RevisitOutcome
from domain.endings import EndWithoutAgreement, Withdraw
from domain.errors import Refusal
from domain.revisits import RecordRevisit


def revisit(played: Played, outcome: RevisitOutcome, **fields: Any) -> None:
    played.ask(RecordRevisit, **{"outcome": outcome, "occurred_at": played.now, **fields})


def test_no_case_closes_over_an_open_promise() -> None:
    played = Played().resolved()
    promise = played.promise("Fri 15:00", subject="the invoice")
    played.until("Tue 15:30")
    with pytest.raises(Refusal) as refused:
        revisit(played, "content")
    assert refusal_code(refused) == "promises_open"
    revisit(played, "content", covers=(promise,))
    assert played.case.is_closed


@pytest.mark.parametrize("stage", ["respond", "triage", "one_off", "confirm", "diagnose", "verify"])
def test_a_customer_may_withdraw_from_every_open_stage(stage: str) -> None:
    played = Played().reach(stage)
    played.ask(Withdraw, reason="bought another machine")
    assert played.case.closing
    assert played.case.closing.ending == "withdrawn"
    assert not played.case.open_promises


def test_an_end_without_agreement_is_signed_by_a_supervisor_and_names_the_outside_route() -> None:
    played = Played().reach("plan")
    final: dict[str, Any] = {
        "reply": "no replacement, because …",
        "outside_route": "consumer association, 12315",
    }
    with pytest.raises(Refusal) as refused:
        played.ask(EndWithoutAgreement, **final)
    assert refusal_code(refused) == "line_required"
    with pytest.raises(Refusal) as refused:
        played.ask(EndWithoutAgreement, by=SUPERVISOR, **{**final, "outside_route": " "})
    assert refused.value.problem.fields == ("outside_route",)
    played.ask(EndWithoutAgreement, by=SUPERVISOR, **final)
    assert played.case.closing
    assert played.case.closing.ending == "no_agreement"


def test_a_one_off_case_closes_with_its_answer_and_without_a_revisit() -> None:
    played = Played().reach("one_off")
    played.complete("one_off", answer="press the reset button for five seconds")
    assert played.case.closing
    assert played.case.closing.ending == "one_off"
