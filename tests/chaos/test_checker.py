"""The checker finds each kind of violation when it is planted, and nothing where nothing is wrong."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builders import Played, an_actor, at
from chaos.checker import KINDS, check
from chaos.seen import Run, Seen
from chaos.sent import Answer, Read, Sent
from db.commands import Settled
from db.inbox import InboxItem
from domain.book import BOOK, AnyEvent
from domain.draft import ActionRequested
from domain.errors import Problem
from domain.escalations import Escalate
from domain.late_refusals import NoteRefusal
from domain.promises.commands import MakePromise, NextPromise
from domain.promises.events import PromiseBroken, PromiseMade
from domain.receipt import Outcome, Receipt
from domain.resolution import CaseResolved
from domain.summary import summary
from workflows.attributes import attributes

NUMBER = "C-000001"


class Scene:
    """A case with a broken promise, a kept one, a refusal that came late, and all that was told of it."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.commands: dict[tuple[str, str], Settled] = {}
        self.played = Played(title="A strange noise tk00001k")
        opened = self.played.case
        self._answer("open_case", "tk00001k", 201, {
            "number": NUMBER, "version": opened.version, "stage": opened.stage,
            "events": [name for name in self.played.names() if name != "action_requested"],
            "promises": [], "contacts": [], "escalations": [], "next_promise_due": None,
        })  # fmt: skip
        self.played.confirmed()
        made = self.played.ask(
            MakePromise,
            promise=NextPromise(subject="tk00002k", latest_by=at("Tue 12:00")),
        )
        self._answer("make_promise", "tk00002k", 200, made.receipt.model_dump(mode="json"))
        self.played.until("Tue 09:30").contact(covers=("p1",))
        self.played.until("Tue 12:30")  # p2 breaks
        self.played.ask(Escalate, reason="tk00003k")
        self._answer("escalate", "tk00003k", 202, {"status": "received"})
        self._settle("escalate", "tk00003k")
        self._refuse_late()
        self.reads = [Read(NUMBER, made.receipt.version, made.receipt.version)]
        self.seen = self._seen()

    def _answer(self, command: str, token: str, status: int, body: dict[str, Any]) -> None:
        sent = Sent("li.min", f"key-{token}", command, token, NUMBER)
        if status < 202:
            body = Receipt.model_validate(body).whole(BOOK.lists).model_dump(mode="json")
        sent.answers.append(Answer(0.0, 0.1, status, body))
        self.sent.append(sent)
        if status < 202:
            self._settle(command, token, receipt=body)

    def _settle(
        self, command: str, token: str, *, receipt: Any = None, problem: Problem | None = None
    ) -> None:
        given: Any = receipt or {"number": NUMBER, "version": 1, "stage": "respond"}
        outcome = Outcome.model_validate({
            "principal": "li.min", "key": f"key-{token}", "digest": "d", "command": command,
            "received_at": self.played.now, "status": "refused" if problem else "done",
            "receipt": None if problem else given, "problem": problem,
        })  # fmt: skip
        self.commands["li.min", outcome.key] = Settled(NUMBER, outcome)

    def _refuse_late(self) -> None:
        self._answer("resolve", "tk00004k", 202, {"status": "received"})
        problem = Problem(code="resolution_not_verified", params={"number": NUMBER})
        self._settle("resolve", "tk00004k", problem=problem)
        self.played.ask(
            NoteRefusal,
            by=an_actor("li.min"),
            refused="resolve",
            refused_key="key-tk00004k",
            problem=problem,
        )

    def _seen(self) -> Seen:
        case, now = self.played.case, self.played.now
        shown = {pair.key.name: pair.value for pair in attributes(summary(case))}
        return Seen(
            at=now,
            events={NUMBER: list(enumerate(self.played.events, 1))},
            attributes={NUMBER: shown},
            commands=self.commands,
            unstarted=(),
            inbox=[
                InboxItem(
                    id=f"{NUMBER}:{event.action.id}",
                    person=event.action.to,
                    number=NUMBER,
                    about=event.action.about,
                    title="",
                    body="",
                    params={},
                    ref=event.action.ref,
                    created_at=now,
                )
                for event in self.played.events
                if isinstance(event, ActionRequested)
            ],
            texts={},
            drift={},
            runs={NUMBER: Run("RUNNING", case.version + len(case.actions), dict(shown))},
        )

    # --- what plants need ---------------------------------------------------------------------------

    @property
    def events(self) -> list[tuple[int, AnyEvent]]:
        return self.seen.events[NUMBER]

    def command(self, name: str) -> Sent:
        return next(sent for sent in self.sent if sent.command == name)

    def answers(self, name: str, status: int, body: dict[str, Any] | None = None) -> None:
        """What a client heard instead."""
        sent = self.command(name)
        sent.answers[:] = [Answer(0.0, 0.1, status, body or {})]

    def without(self, *kinds: str) -> None:
        """The events as they would be had these never been stored, numbered without a gap."""
        kept = [event for _, event in self.events if event.name not in kinds]
        self.seen.events[NUMBER] = list(enumerate(kept, 1))

    def and_then(self, *events: AnyEvent) -> None:
        """Some more events in the database."""
        self.events.extend(enumerate(events, len(self.events) + 1))

    def find(self, kind: str) -> Any:
        return next(event for _, event in self.events if event.name == kind)

    def run(self, **changed: Any) -> None:
        self.seen.runs[NUMBER] = dataclasses.replace(self.seen.runs[NUMBER], **changed)


def lose_an_event(scene: Scene) -> None:
    scene.without("escalated", "tier_changed")
    scene.command("escalate").answers[:] = [
        Answer(0.0, 0.1, 200, scene.command("make_promise").answers[0].body)
    ]


def lose_a_receipt(scene: Scene) -> None:
    del scene.commands["li.min", "key-tk00002k"]


def apply_twice(scene: Scene) -> None:
    made = next(
        event
        for _, event in scene.events
        if isinstance(event, PromiseMade) and event.promise.subject == "tk00002k"
    )
    again = made.promise.model_copy(update={"id": "p9", "latest_by": at("Fri 12:00")})
    scene.and_then(made.model_copy(update={"promise": again}))


def answer_two_ways(scene: Scene) -> None:
    sent = scene.command("make_promise")
    sent.answers.append(Answer(1.0, 0.1, 200, {**sent.answers[0].body, "stage": "plan"}))


def record_another_receipt(scene: Scene) -> None:
    body = scene.command("make_promise").answers[0].body
    scene._settle("make_promise", "tk00002k", receipt={**body, "stage": "plan"})


def refuse_what_was_done(scene: Scene) -> None:
    scene.answers("make_promise", 409, {"code": "wrong_stage"})


def refuse_to_one_and_do_for_its_twin(scene: Scene) -> None:
    """The promise of tk00002k was made, as one of the two was told."""
    (sent,) = (sent for sent in scene.sent if sent.token == "tk00002k")
    sent.answers.insert(0, Answer(0.0, 0.1, 409, {"code": "wrong_stage"}))


def do_what_was_refused_late(scene: Scene) -> None:
    resolved = CaseResolved(
        at=scene.played.now, by="li.min", basis="customer_confirmed", note="tk00004k"
    )
    scene.and_then(resolved)


def never_decide(scene: Scene) -> None:
    del scene.commands["li.min", "key-tk00003k"]


def never_start(scene: Scene) -> None:
    scene.seen.unstarted = ("C-000002",)


def refuse_in_silence(scene: Scene) -> None:
    scene.without("command_refused")


def skip_a_number(scene: Scene) -> None:
    del scene.events[3]


def let_a_row_drift(scene: Scene) -> None:
    scene.seen.drift = {NUMBER: ("promises p1: owner differ from the events",)}


def pass_over_a_promise(scene: Scene) -> None:
    scene.seen.at = at("Fri 18:00")


def tell_nobody_of_the_break(scene: Scene) -> None:
    kept = [
        event
        for _, event in scene.events
        if not (
            isinstance(event, ActionRequested)
            and event.action.about == "promise_broken"
            and event.action.to == "chen.jie"
        )
    ]
    scene.seen.events[NUMBER] = list(enumerate(kept, 1))


def lose_a_notice(scene: Scene) -> None:
    scene.seen.inbox.pop(0)


def ask_for_a_notice_twice(scene: Scene) -> None:
    asked = next(
        event
        for _, event in scene.events
        if isinstance(event, ActionRequested) and event.action.about == "promise_broken"
    )
    again = asked.model_copy(update={"action": asked.action.model_copy(update={"id": "a99"})})
    scene.and_then(again)
    scene.seen.inbox.append(dataclasses.replace(scene.seen.inbox[0], id=f"{NUMBER}:a99"))


def tell_a_refusal_twice(scene: Scene) -> None:
    scene.and_then(scene.find("command_refused"))


def swallow_a_notice(scene: Scene) -> None:
    """Two notices under one id: the inbox keeps the first."""
    told = scene.seen.inbox[-1]
    scene.seen.inbox[-1] = dataclasses.replace(told, person="wang.fang", about="escalated")


def never_come_to_rest(scene: Scene) -> None:
    scene.seen.restless[NUMBER] = "a workflow task waits, try 7"


def tell_what_no_event_asks_for(scene: Scene) -> None:
    scene.seen.inbox.append(dataclasses.replace(scene.seen.inbox[0], id=f"{NUMBER}:a98"))


def break_a_kept_promise(scene: Scene) -> None:
    kept = scene.find("promise_kept")
    broken = PromiseBroken(at=kept.at, by="system", promise=kept.promise)
    scene.seen.events[NUMBER] = [
        (n, broken if event is kept else event) for n, event in scene.events
    ]


def terminate_the_run(scene: Scene) -> None:
    scene.run(status="TERMINATED", version=None)


def lose_the_run(scene: Scene) -> None:
    scene.seen.runs[NUMBER] = Run("MISSING", histories=0, attributes=scene.seen.attributes[NUMBER])


def run_ahead_of_the_database(scene: Scene) -> None:
    scene.run(version=(scene.seen.runs[NUMBER].version or 0) + 1)


def show_another_owner(scene: Scene) -> None:
    scene.run(attributes={**scene.seen.attributes[NUMBER], "Owner": "nobody"})


def decide_otherwise_in_replay(scene: Scene) -> None:
    scene.run(differing=("state differs: events 3–4",))


def read_the_past(scene: Scene) -> None:
    scene.reads.append(Read(NUMBER, 9, 8))


def crash(scene: Scene) -> None:
    scene.command("make_promise").answers.insert(0, Answer(0.0, 0.1, 500, {"code": "failed"}))


def turn_away_for_ever(scene: Scene) -> None:
    scene.command("make_promise").answers.insert(0, Answer(0.0, 0.1, 503, {}))


PLANTS: list[tuple[str, Callable[[Scene], None]]] = [
    ("lost", lose_an_event),
    ("lost", lose_a_receipt),
    ("twice", apply_twice),
    ("contradiction", answer_two_ways),
    ("contradiction", record_another_receipt),
    ("refused_yet_done", refuse_what_was_done),
    ("refused_yet_done", refuse_to_one_and_do_for_its_twin),
    ("refused_yet_done", do_what_was_refused_late),
    ("undecided", never_decide),
    ("unstarted", never_start),
    ("silent_refusal", refuse_in_silence),
    ("gap", skip_a_number),
    ("drift", let_a_row_drift),
    ("silent_promise", pass_over_a_promise),
    ("unannounced", tell_nobody_of_the_break),
    ("unannounced", lose_a_notice),
    ("announced_twice", ask_for_a_notice_twice),
    ("announced_twice", tell_a_refusal_twice),
    ("swallowed", swallow_a_notice),
    ("stuck", never_come_to_rest),
    ("announced_twice", tell_what_no_event_asks_for),
    ("unjust", break_a_kept_promise),
    ("run", terminate_the_run),
    ("run", lose_the_run),
    ("state", run_ahead_of_the_database),
    ("state", show_another_owner),
    ("replay", decide_otherwise_in_replay),
    ("stale", read_the_past),
    ("crash", crash),
    ("crash", turn_away_for_ever),
]


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    scene = Scene()
    assert "promise_broken" in scene.played.names()
    assert "promise_kept" in scene.played.names()
    assert check(scene.sent, scene.reads, scene.seen) == []


@pytest.mark.parametrize(("kind", "plant"), PLANTS, ids=lambda it: getattr(it, "__name__", it))
def test_what_is_planted_is_found(kind: str, plant: Callable[[Scene], None]) -> None:
    scene = Scene()
    plant(scene)

    found = check(scene.sent, scene.reads, scene.seen)

    assert kind in {violation.kind for violation in found}
    assert {violation.kind for violation in found} <= KINDS.keys()


def test_every_kind_of_violation_is_planted() -> None:
    assert {kind for kind, _ in PLANTS} == KINDS.keys()


def test_the_page_about_reliability_names_every_kind() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reliability.md").read_text(encoding="utf-8")
    missing = [kind for kind, meaning in KINDS.items() if f"| `{kind}` | {meaning} |" not in page]
    assert not missing
