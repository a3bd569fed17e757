"""Records are copied, never changed; what one has worked out of its fields is its own."""

import copy

from pydantic import BaseModel

from builders import a_plan
from domain.case import FIRST_CORE, Case
from domain.frozen import changed
from domain.plan.sop import Transition


def test_a_copy_is_as_pydantic_makes_it() -> None:
    case = Case(number="C-000001", core=FIRST_CORE)
    ours, theirs = changed(case, {"version": 3}), BaseModel.model_copy(case, update={"version": 3})
    assert ours == theirs != case
    assert ours.model_fields_set == theirs.model_fields_set == {"number", "core", "version"}
    assert case.model_fields_set == {"number", "core"}
    assert ours.model_dump_json() == theirs.model_dump_json()
    deep = case.model_copy(update={"version": 3}, deep=True)
    assert deep == ours
    assert deep.model_fields_set == ours.model_fields_set


def test_what_was_worked_out_of_other_ways_is_not_carried_into_a_copy() -> None:
    sop = a_plan().sop
    assert sop.leaving("closed", "jump") == ()
    way = Transition(sources=("closed",), on="jump", target=sop.first)
    for copied in (
        changed(sop, {"transitions": (way,)}),
        sop.model_copy(update={"transitions": (way,)}),
        sop.model_copy(update={"transitions": (way,)}, deep=True),
    ):
        assert copied.leaving("closed", "jump") == (way,)
        assert copied.leaving("diagnose", "complete_stage") == ()
    assert copy.copy(sop) == sop
    assert sop.leaving("closed", "jump") == ()


def test_what_was_worked_out_is_no_field() -> None:
    sop, same = a_plan().sop, a_plan().sop.model_copy()
    assert sop.leaving(sop.first, "log_contact") == same.leaving(sop.first, "log_contact")
    assert sop.stage(sop.first).name == sop.names[0] == sop.first
    again = type(sop).model_validate(sop.model_dump(mode="json"))
    assert again == sop == same
    assert again.model_dump_json() == sop.model_dump_json()
