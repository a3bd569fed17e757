"""Cases as they are lived, without a server: commands decided one after the other, time firing what is
due on the way."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from domain.actions import FinishAction
from domain.book import AnyEvent
from domain.case import Case
from domain.case.contacts import PARTS
from domain.command import SYSTEM, Actor, Command
from domain.confirmation import ConfirmComplex
from domain.contacts import LogContact
from domain.deadlines import next_deadline
from domain.decide import CORE, decide
from domain.engine import Tick
from domain.intake import OpenCase
from domain.plan import Plan
from domain.planning import compile_plan
from domain.promises.commands import MakePromise, NextPromise
from domain.resolution import RecordVerification, Resolve
from domain.revisits import RecordRevisit
from domain.stages import CompleteStage
from domain.triage import Triage
from policies.load import load
from rig.installation import TEAM

THE_SYSTEM = Actor(handle=SYSTEM)


@dataclass(frozen=True)
class Decided:
    """One decision, so that it can be taken again."""

    case: Case
    command: Command
    now: datetime


@dataclass
class Life:
    """A case from its opening on; `number` stands for all that will be copied from it."""

    number: str
    owner: str
    now: datetime
    case: Case = field(init=False)
    events: list[AnyEvent] = field(default_factory=list)
    decided: list[Decided] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.case = Case(number=self.number, core=CORE)

    def ask(self, command: type[Command], **fields: Any) -> None:
        """Decide a command now."""
        n = len(self.decided)
        given: dict[str, Any] = {
            "actor": Actor(handle=self.owner),
            "received_at": self.now,
            "key": f"k{n}",
        }
        self._decide(command(**given, **fields))

    def until(self, goal: datetime) -> None:
        """Let time pass."""
        while (due := next_deadline(self.case)) and due.due_at <= goal:
            self.now = max(self.now, due.due_at)
            self._decide(Tick(actor=THE_SYSTEM, received_at=self.now))
            self.carry_out()
        self.now = max(self.now, goal)

    def carry_out(self) -> None:
        """What is to be done outside has been done."""
        for action in [a for a in self.case.actions if a.status == "to_do"]:
            done = FinishAction(actor=THE_SYSTEM, received_at=self.now, action=action.id)
            self._decide(done)

    def _decide(self, command: Command) -> None:
        self.decided.append(Decided(self.case, command, self.now))
        decision = decide(self.case, command, self.now)
        self.case = decision.case
        self.events += decision.events


@cache
def a_plan(year: int, month: int) -> Plan:
    """The shipped policy, applied to a standard case opened in that month."""
    day = datetime(year, month, 1).date()  # noqa: DTZ001  (a calendar date)
    policy = load(today=day)
    return compile_plan(policy, scenario="standard", team=TEAM, language="zh-CN", opened_on=day)


def opened(number: str, owner: str, at: datetime, *, priority: str = "P2", who: str = "k1") -> Life:
    """A case just opened."""
    life = Life(number, owner, at)
    life.ask(
        OpenCase,
        plan=a_plan(at.year, at.month),
        title="洗衣机脱水时有异响",
        customer=who,
        channel="phone",
        priority=priority,
        owner=owner,
        spoke_at=at,
        text="t1",
    )
    return life


def lived(number: str, owner: str, at: datetime, rng: random.Random, steps: int) -> Life:
    """A case after so many steps of the usual way; with all of `STEPS` it is closed."""
    life = opened(number, owner, at, priority=rng.choice(("P1", "P2", "P3")))
    for step in STEPS[:steps]:
        life.until(life.now + timedelta(minutes=rng.uniform(4, 20)))
        step(life)
        life.carry_out()
    return life


def confirmed(number: str, owner: str, at: datetime, first_feedback_at: datetime) -> Life:
    """A case just confirmed as complex, the first feedback promised by then."""
    life = opened(number, owner, at)
    _contact(life)
    _triage(life)
    _confirm(life, first_feedback_at)
    life.carry_out()
    return life


def _contact(life: Life, covers: tuple[str, ...] | None = None) -> None:
    life.ask(
        LogContact,
        channel="phone",
        occurred_at=life.now,
        parts=PARTS,
        emotion="calm",
        text="t2",
        covers=covers,
    )


def _triage(life: Life) -> None:
    yields = {"product": "洗衣机 W-7", "occurred": "昨天", "impact": "person"}
    traits = ("needs_time_to_verify",)
    life.ask(Triage, priority=life.case.priority, traits=traits, yields=yields)


def _confirm(life: Life, first_feedback_at: datetime | None = None) -> None:
    life.ask(
        ConfirmComplex,
        complexity="medium",
        channel="phone",
        told_at=life.now,
        first_feedback_at=first_feedback_at or life.now + timedelta(hours=3),
        answer="agreed",
    )


def _promise(life: Life) -> None:
    promise = NextPromise(subject="检查结果", latest_by=life.now + timedelta(hours=5))
    life.ask(MakePromise, promise=promise)


def _complete(stage: str, to: str | None = None, **yields: str) -> Callable[[Life], None]:
    return lambda life: life.ask(CompleteStage, stage=stage, to=to, yields=yields)


def _cover_all(life: Life) -> None:
    _contact(life, tuple(promise.id for promise in life.case.open_promises))


STEPS: Sequence[Callable[[Life], None]] = (
    _contact,
    _triage,
    _confirm,
    _contact,
    _promise,
    _complete("diagnose", findings="轴承磨损", root_cause="product/part"),
    _complete("plan", to="implement", solution="更换轴承", kind="cure"),
    _complete("implement", done="轴承已更换"),
    _cover_all,
    lambda life: life.ask(RecordVerification, outcome="fixed", note="没有异响了"),
    lambda life: life.ask(Resolve, basis="customer_confirmed", note="客户确认"),
    lambda life: life.ask(
        RecordRevisit,
        outcome="content",
        occurred_at=life.now,
        early="customer_asked",
        note="一切正常",
    ),
)
