"""Equal plans are one object, and look the same as any other."""

import json
from itertools import combinations
from threading import Thread
from typing import Any

import pytest
from pydantic import ValidationError

from builders import a_plan
from domain.frozen import changed
from domain.plan import Plan
from domain.plan.shared import Shared


def test_equal_plans_are_one_object_however_they_were_read() -> None:
    plan = a_plan()
    written = plan.model_dump_json()
    first = Plan.model_validate_json(written)
    assert Plan.model_validate(json.loads(written)) is first
    assert first == plan


WAYS: list[dict[str, Any]] = [
    dict.fromkeys(names, True)
    for count in range(4)
    for names in combinations(("exclude_defaults", "exclude_none", "exclude_unset"), count)
]


@pytest.mark.parametrize("first", WAYS)
def test_a_shared_plan_is_written_like_any_other(first: dict[str, Any]) -> None:
    """Whatever is left out, and whatever was left out when it was first written."""
    plan = changed(a_plan(), {"team": f"first written without {sorted(first)}"})
    written = plan.model_dump_json()
    shared = Plan.model_validate_json(written)
    alone = changed(Plan.model_validate_json(written), {})
    assert alone is not shared
    shared.model_dump_json(**first)
    for way in WAYS:
        assert shared.model_dump_json(**way) == alone.model_dump_json(**way)
        assert shared.model_dump(mode="json", **way) == alone.model_dump(mode="json", **way)
        assert shared.model_dump(**way) == alone.model_dump(**way)
    assert shared.model_dump(mode="json", include={"team"}) == {"team": plan.team}


def test_what_is_made_of_a_written_plan_leaves_the_next_one_alone() -> None:
    shared = Plan.model_validate_json(a_plan().model_dump_json())
    shared.model_dump(mode="json")["ladder"].clear()
    assert Plan.model_validate(shared.model_dump(mode="json")) is shared


def test_a_plan_changed_is_another_one() -> None:
    shared = Plan.model_validate_json(a_plan().model_dump_json())
    other = changed(shared, {"team": "elsewhere"})
    again = Plan.model_validate_json(other.model_dump_json())
    assert (again.team, again is shared) == ("elsewhere", False)
    assert Plan.model_validate_json(shared.model_dump_json()) is shared


@pytest.mark.parametrize("broken", [{"team": 5}, {"sop": {}}, "plan", None, 7])
def test_what_is_no_plan_is_refused_as_before(broken: object) -> None:
    written = a_plan().model_dump(mode="json")
    value = {**written, **broken} if isinstance(broken, dict) else broken
    with pytest.raises(ValidationError):
        Plan.model_validate(value)
    assert Plan.model_validate(written) == a_plan()


def test_no_more_are_held_than_there_is_room_for() -> None:
    few: Shared[Plan] = Shared(most=2)
    plans = [changed(a_plan(), {"team": name}) for name in "abc"]
    held = [few.read(plan.team, lambda _, plan=plan: plan) for plan in plans]  # type: ignore[misc]
    assert held == plans
    assert few.read("c", lambda _: plans[0]) is plans[2]
    assert few.read("a", lambda _: plans[1]) is plans[1], "no longer held"


def test_many_threads_get_the_same_one() -> None:
    written, found = a_plan().model_dump_json(), list[Plan]()
    threads = [
        Thread(target=lambda: found.append(Plan.model_validate_json(written))) for _ in range(8)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len({id(plan) for plan in found}) == 1
