"""What a book makes of the parts that features bring."""

from typing import Any, Literal

import pytest

from builders import Played, an_actor, at
from domain import engine, stages
from domain.case import Case
from domain.deadline import Deadline
from domain.draft import Draft
from domain.engine import Tick
from domain.event import Event
from domain.plan.sop import Transition
from domain.promises.events import PromiseReminded
from domain.rules import Book, Rules, appended, flagged, nothing, replaced

NOW = at("Mon 10:00")


class Noted(Event):
    """An event of a feature that there isn't."""

    kind: Literal["noted"] = "noted"
    text: str = "n"


def noted(**fields: Any) -> Noted:
    return Noted(at=NOW, by="li.min", **fields)


def due(kind: str, when: str, ref: str = "p1") -> Deadline:
    known = Played().confirmed().due("promise")
    return known.model_copy(
        update={"key": f"{kind}:{ref}", "kind": kind, "ref": ref, "due_at": at(when)}
    )


def drafted(book: Book, case: Case | None = None) -> Draft:
    tick = Tick(actor=an_actor("system"), received_at=NOW)
    return Draft(book, case or Played().confirmed().case, tick, NOW)


# --- folding -------------------------------------------------------------------------------------


def test_of_several_features_that_fold_one_event_each_sees_the_case_before_it() -> None:
    raises = Rules(folds={Noted: lambda case, event: {"tier": case.tier + 1}})
    reads = Rules(folds={Noted: lambda case, event: {"title": f"of tier {case.tier}"}})
    before = Played().case
    after = Book((raises, reads)).evolve(before, noted())
    assert (before.tier, after.tier, after.title) == (1, 2, "of tier 1")


def test_the_order_of_the_book_makes_no_difference_to_a_fold() -> None:
    raises = Rules(folds={Noted: lambda case, event: {"tier": case.tier + 1}})
    reads = Rules(folds={Noted: lambda case, event: {"title": f"of tier {case.tier}"}})
    case = Played().case
    one_way, other_way = Book((raises, reads)), Book((reads, raises))
    assert one_way.evolve(case, noted()) == other_way.evolve(case, noted())


def test_every_event_counts_even_one_that_is_history_alone() -> None:
    before = Played().case
    after = Book((Rules(folds={Noted: nothing}),)).evolve(before, noted())
    assert after == before.model_copy(update={"version": before.version + 1})


def test_an_event_that_nobody_folds_is_no_event_of_the_book() -> None:
    book = Book((Rules(),))
    assert Noted not in book.events
    with pytest.raises(KeyError):
        book.evolve(Played().case, noted())


def test_the_usual_folds_add_replace_and_mark() -> None:
    case = Played().confirmed().case
    (promise,) = case.promises
    assert appended("messages", "text")(case, noted(text="one")) == {"messages": ("one",)}
    (changed,) = replaced(case, "promises", promise.id, reminded=True)["promises"]
    assert (changed.reminded, promise.reminded) == (True, False)
    assert replaced(case, "promises", "p99", reminded=True)["promises"] == case.promises
    event = PromiseReminded(at=NOW, by="system", promise=promise.id)
    marked = flagged("stage_clock", overdue=True)(case, event)["stage_clock"]
    assert marked == case.stage_clock.model_copy(update={"overdue": True})  # type: ignore[union-attr]
    assert flagged("response", overdue=True)(case, event) == {"response": None}  # it has stopped


# --- hooks ---------------------------------------------------------------------------------------


def test_the_hooks_of_all_features_run_in_the_order_of_the_book() -> None:
    ran: list[str] = []

    def feature(name: str) -> Rules:
        return Rules(
            on_moving=lambda draft: ran.append(f"{name} {draft.case.stage}"),
            on_stage_done=lambda draft, stage: ran.append(f"{name} done {stage}"),
            afterwards=lambda draft: ran.append(f"{name} afterwards"),
        )

    book = Book((feature("first"), Rules(), stages.RULES, feature("second")))
    draft = drafted(book)
    stages.done(draft, "diagnose")
    stages.enter(draft, Transition(sources=("diagnose",), on="tick", target="plan"))
    for step in book.afterwards:
        step(draft)
    assert draft.case.stage == "plan"
    assert ran == [
        "first done diagnose",
        "second done diagnose",
        "first diagnose",  # before it goes on
        "second diagnose",
        "first afterwards",
        "second afterwards",
    ]


def test_a_hook_sees_what_the_hooks_before_it_did() -> None:
    def write(draft: Draft) -> None:
        draft.emit(Noted, text=draft.case.title + "!")

    titles = Rules(folds={Noted: lambda case, event: {"title": event.text}}, afterwards=write)
    book = Book((titles, Rules(afterwards=write)))
    draft = drafted(book, Played(title="Noise").case)
    for step in book.afterwards:
        step(draft)
    assert draft.case.title == "Noise!!"


# --- what is due -----------------------------------------------------------------------------------


def test_what_all_features_make_due_comes_earliest_first() -> None:
    book = Book(
        (
            Rules(due=lambda case: [due("later", "Tue 10:00"), due("b", "Mon 12:00")]),
            Rules(due=lambda case: [due("a", "Mon 12:00")]),
            Rules(due_after_closing=lambda case: [due("closed", "Mon 11:00")]),
        )
    )
    assert [d.kind for d in book.deadlines(Played().case)] == ["a", "b", "later"]
    assert [d.kind for d in book.deadlines(Played().reach("closed").case)] == ["closed"]
    assert book.deadlines(Case(number="C-000001", core=1)) == []


def test_what_is_outdone_by_a_later_fact_of_its_own_does_not_happen() -> None:
    fired: list[str] = []
    waiting = [
        due("reminder", "Mon 09:00"),
        due("reminder", "Mon 09:10", ref="p2"),
        due("break", "Mon 09:30"),
    ]

    def fire(draft: Draft, at: Deadline, unseen_since: object) -> None:
        fired.append(at.key)
        waiting[:] = [d for d in waiting if d.ref != at.ref]

    rules = Rules(
        due=lambda case: list(waiting),
        fires={"reminder": fire, "break": fire},
        outdone={"reminder": "break"},
    )
    engine.fire(drafted(Book((rules,))), None)
    assert fired == ["reminder:p2", "break:p1"]
