"""A case and all its events, told step by step: what every part of the laws stands on.

Deterministic by default; `SEEK=1` looks elsewhere each time.
"""

import os
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from pydantic import TypeAdapter

from builders import MONDAY, a_guide, a_plan, an_actor, at
from domain.actions import FinishAction
from domain.book import BOOK, AnyCommand, AnyEvent
from domain.case import Case
from domain.command import Actor, Command
from domain.deadlines import deadlines, next_deadline
from domain.decide import CORE, Decision, decide
from domain.engine import Tick
from domain.errors import Refusal
from domain.event import Event
from domain.evolve import evolve
from domain.frozen import changed
from domain.intake import OpenCase
from domain.plan.room import RoomRules
from domain.room.rules import PastPutAway
from laws.drawing import Drawn, Fields, Moment, actors
from policies.load import load

BOUNDED = settings(
    max_examples=200,
    stateful_step_count=50,
    deadline=None,
    derandomize="SEEK" not in os.environ,
    suppress_health_check=list(HealthCheck),
)
COMMAND: TypeAdapter[Any] = TypeAdapter(AnyCommand)
EVENT: TypeAdapter[Any] = TypeAdapter(AnyEvent)
BEGINNINGS = ("2026-03-02 09:00", "2026-02-12 16:00", "2026-09-29 17:30", "2026-10-09 20:00")
"""An ordinary Monday; before a make-up Saturday and the Spring Festival; before National Day and
the make-up Saturday after it; the night before that Saturday."""
MANY_WAYS = ("standard", "product_fault", "on_site_repair")
"""The scenarios with the most to go wrong: rounds of questions, visits, ways to choose."""
SCENARIOS = tuple(load(today=MONDAY).sops)
SMALL = RoomRules(most=12_000)
"""Room for a few commands more than the way to the anchor takes."""

Step = tuple[type[Command], Fields]
"""What to ask now, and with which arguments."""
Law = Callable[["History", Case, Any, Any, Decision], None]
"""Holds of an event: the case right after it, the command it came of, the event, the whole decision."""


class History(RuleBasedStateMachine):
    """One case, opened and led on. A part inherits from it and adds what its feature is about."""

    fields: ClassVar[Mapping[type[Command], Callable[[Moment], Drawn]]] = {}
    """Command → arguments for it, of every degree of sense."""
    rare: ClassVar[tuple[type[Command], ...]] = ()
    """Commands drawn less often, or most histories would be short."""
    laws: ClassVar[Mapping[type[Event], tuple[Law, ...]]] = {}
    """Event → what holds whenever it happens. Several parts may say something of one event."""
    forward: ClassVar[Mapping[str, Callable[["History"], Step]]] = {}
    """Stage → the step that a good agent would take next; "" for any other stage."""

    def __init__(self) -> None:
        super().__init__()
        self.case = Case(number="C-000001", core=CORE)
        self.whole = self.case
        """The case with what it carries no longer, as people read it."""
        self.before_the_end = self.case
        """The case as it was before it was closed last."""
        self.events: list[AnyEvent] = []
        self.now = at(BEGINNINGS[0])

    @initialize(
        beginning=st.sampled_from(BEGINNINGS),
        ahead=st.integers(0, 8),
        scenario=st.sampled_from([*MANY_WAYS * 4, *SCENARIOS]),
        small=st.sampled_from([False] * 7 + [True]),
    )
    def open(self, beginning: str, ahead: int, scenario: str, small: bool) -> None:
        self.begin(beginning, ahead, scenario, small)

    def begin(
        self, beginning: str, ahead: int, scenario: str = "standard", small: bool = False
    ) -> None:
        """A new case, so many steps ahead: most of what can happen happens after the anchor. Now and then a `small`
        one, whose past is put away."""
        self.case = self.whole = Case(number="C-000001", core=CORE)
        self.events.clear()
        self.now = at(beginning)
        plan = a_plan(opened_on=date.fromisoformat(beginning[:10]), scenario=scenario)
        opened = self.ask(
            OpenCase,
            plan=plan.model_copy(update={"room": SMALL}) if small else plan,
            guide=a_guide() if scenario == "product_fault" else None,
            title="Strange noise",
            customer="k1",
            channel="phone",
            owner="li.min",
            spoke_at=self.now,
        )
        assert opened
        for _ in range(ahead):
            self.move_on()

    # --- the one door ----------------------------------------------------------------------------

    def ask(
        self,
        kind: type[Command],
        /,
        *,
        by: Actor | None = None,
        heard: datetime | None = None,
        **fields: Any,
    ) -> Decision | None:
        """Decide twice and hold what is true of every decision. None when refused."""
        command = kind(actor=by or an_actor(), received_at=heard or self.now, **fields)
        before = self.case.model_dump_json(exclude={"plan"})
        assert COMMAND.validate_json(command.model_dump_json()) == command
        answers: list[Decision | Refusal] = []
        for _ in range(2):
            try:
                answers.append(decide(self.case, command, self.now))
            except Refusal as no:
                answers.append(no)
        first, second = answers
        same = self.case.model_dump_json(exclude={"plan"}) == before
        assert same, "decide changed what it was given"
        if isinstance(first, Refusal):
            assert isinstance(second, Refusal)
            assert first.problem == second.problem
            assert first.problem.code in BOOK.refusals
            return None
        assert first == second
        self._hold_decision(command, first)
        return first

    def _hold_decision(self, command: Command, decision: Decision) -> None:
        folded = self.case
        for event in decision.events:
            assert EVENT.validate_json(event.model_dump_json()) == event
            folded = evolve(folded, event)
            self._tell(event, folded)
            for law in self.laws.get(type(event), ()):
                law(self, folded, command, event, decision)
        assert folded == decision.case
        if folded.is_opened and folded.is_closed and not self.case.is_closed:
            self.before_the_end = self.case
        self.case = decision.case

    def since(self, *kinds: type[Event]) -> list[AnyEvent]:
        """The events after the last one of these kinds."""
        last = max(
            (i for i, event in enumerate(self.events) if isinstance(event, kinds)), default=-1
        )
        return self.events[last + 1 :]

    # --- time ------------------------------------------------------------------------------------

    def let_pass(self, amount: timedelta) -> None:
        """As the loop lets it: each deadline fires at its moment, what is to be done is done."""
        goal = self.now + amount
        while (due := next_deadline(self.case)) and due.due_at <= goal:
            self.now = max(self.now, due.due_at)
            self.tick(None)
            self._carry_out()
        self.now = goal

    def tick(self, since: datetime | None) -> None:
        decision = self.ask(Tick, by=an_actor("system"), since=since)
        assert decision
        assert decision.events, "something was due"
        again = self.ask(Tick, by=an_actor("system"), since=since)
        assert again
        assert again.events == (), "nothing fires twice"
        assert all(deadline.due_at > self.now for deadline in deadlines(self.case))

    def _carry_out(self) -> None:
        for action in self.case.actions:
            done = FinishAction(actor=an_actor("system"), received_at=self.now, action=action.id)
            decision = decide(self.case, done, self.now)
            folded = self.case
            for event in decision.events:
                folded = evolve(folded, event)
                self._tell(event, folded)
            self.case = folded

    def _tell(self, event: AnyEvent, folded: Case) -> None:
        self.events.append(event)
        if not folded.put_away:
            self.whole = folded
        elif isinstance(event, PastPutAway):
            self.whole = changed(self.whole, {"version": self.whole.version + 1})
        else:
            self.whole = evolve(self.whole, event)

    # --- whatever it is about --------------------------------------------------------------------

    @rule(data=st.data(), ago=st.sampled_from([0, 0, 0, 1, 20, 300]), actor=actors)
    def anything_is_asked(self, data: st.DataObject, ago: int, actor: Actor) -> None:
        often = [kind for kind in self.fields if kind not in self.rare]
        kind = data.draw(st.sampled_from(often * 3 + list(self.rare)))
        heard = self.now if kind is Tick else self.now - timedelta(minutes=ago)
        self.ask(kind, by=actor, heard=heard, **self.drawn(kind, data))

    def drawn(self, kind: type[Command], data: st.DataObject) -> Fields:
        """Arguments for a command."""
        strategies = self.fields[kind](Moment(self.case, self.now, data.draw))
        return {name: data.draw(strategy) for name, strategy in strategies.items()}

    @rule()
    def move_on(self) -> None:
        """The step that a good agent would take next."""
        if not self.case.is_closed:
            kind, fields = self.next_step()
            self.ask(kind, **fields)

    def next_step(self) -> Step:
        return (self.forward.get(self.case.stage) or self.forward[""])(self)

    @precondition(lambda self: self.case.is_closed)
    @rule()
    def another_case_begins(self) -> None:
        self.begin(BEGINNINGS[1], ahead=6)
