"""A command that was answered "received" and refused when it was decided (REQ J3)."""

from builders import Played, an_actor
from domain.errors import Problem
from domain.late_refusals import NoteRefusal


def noted(played: Played) -> None:
    problem = Problem(code="case_closed", fields=("text",), params={"number": "C-000001"})
    played.ask(
        NoteRefusal, by=an_actor("sun.yu"), refused="log_contact", refused_key="k7", problem=problem
    )


def test_its_sender_is_told_of_the_refusal_and_its_facts() -> None:
    played = Played().confirmed()
    noted(played)
    assert played.recipients("command_refused") == ["sun.yu"]
    assert played.case.actions[-1].params == {
        "command": "log_contact",
        "refusal": "case_closed",
        "refused_fields": "text",
        "refused_number": "C-000001",
    }


def test_it_is_on_record_and_changes_nothing_else_of_the_case() -> None:
    played = Played().reach("closed")
    before = played.case
    noted(played)
    assert played.count("command_refused") == 1
    kept = {"version", "actions", "actions_requested"}
    assert played.case.model_dump(exclude=kept) == before.model_dump(exclude=kept)
