"""What the list in Temporal UI is told of a case: all at first, then what has changed."""

from typing import Any

from builders import Played
from domain.evolve import fold
from domain.summary import CaseSummary, summary
from workflows.attributes import attributes, changes


def changed(before: CaseSummary | None, now: CaseSummary) -> dict[str, Any]:
    return {update.key.name: update.value for update in changes(before, now)}


def shown(now: CaseSummary) -> dict[str, Any]:
    return {pair.key.name: pair.value for pair in attributes(now)}


def test_a_new_list_is_told_everything() -> None:
    now = summary(Played().confirmed().case)
    assert changed(None, now) == shown(now)


def test_what_stays_is_not_told_again() -> None:
    now = summary(Played().confirmed().case)
    assert changed(now, now) == {}
    assert changed(now, now.model_copy(update={"owner": "zhou.yan"})) == {"Owner": "zhou.yan"}


def test_what_is_gone_is_unset() -> None:
    before = summary(Played().confirmed().case)
    assert before.next_promise_due
    assert changed(before, before.model_copy(update={"next_promise_due": None})) == {
        "NextPromiseDue": None
    }


def test_told_step_by_step_the_list_shows_the_whole_summary() -> None:
    played = Played().resolved()
    seen: dict[str, Any] = {}
    before: CaseSummary | None = None
    for n in range(1, len(played.events) + 1):
        now = summary(fold(played.case.number, played.events[:n]))
        for name, value in changed(before, now).items():
            seen.pop(name, None)
            if value is not None:
                seen[name] = value
        before = now
        assert seen == shown(now)
