"""What a feature brings to the engine, and the book in which all of it stands together.

The engine knows no feature: it looks up in the book what a command does, what an event changes and
what falls due. `domain.book` assembles the one of this product.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.case import Case
from domain.case.escalations import Escalation
from domain.command import Command
from domain.deadline import Deadline
from domain.entry import Entry
from domain.errors import Refusal
from domain.event import Event
from domain.frozen import Frozen, changed
from domain.owed import Owed, OwedEntry
from domain.plan.escalations import Cause

if TYPE_CHECKING:
    from domain.draft import Draft

Change = dict[str, Any]
"""Fields of the case with their new values."""
Handler = Callable[["Draft", Any], None]
"""Carries a command out, or raises Refusal."""
Fold = Callable[["Case", Any], Change]
"""What an event changes in the case."""
Fire = Callable[["Draft", Deadline, "datetime | None"], None]
"""What happens when a deadline is reached; the last is since when nobody was watching."""
Guard = Callable[["Draft"], "Refusal | None"]
"""Lets a transition of the SOP pass, or says why not."""
Effect = Callable[["Draft"], None]
"""What a transition of the SOP does besides leading somewhere."""
Step = Callable[["Draft"], None]
"""Something a feature does at a moment that belongs to another."""


class Fault(StrEnum):
    """Whose fault a refusal is; the API has one status for each."""

    CONFLICT = "conflict"
    """Not as the case stands."""
    INVALID = "invalid"
    """Not with these values."""
    UNKNOWN = "unknown"
    """What it is about is not there."""
    NOT_YOURS = "not_yours"
    """Somebody else has to do it."""


class Duty(NamedTuple):
    """What somebody owes, as the line sees it that was called because it is overdue (REQ C0)."""

    is_done: Callable[[Case, Escalation], bool]
    """Whether what the line was called for is done: then the call ends by itself."""
    insists: Callable[[Case], bool] = lambda case: True
    """Whether it is not enough that somebody has taken it on: people are told again until it is done."""


class Meaning(NamedTuple):
    """What a refusal's code means, for whoever reads the reference."""

    text: str
    fault: Fault = Fault.CONFLICT


def conflict(text: str) -> Meaning:
    return Meaning(text)


def invalid(text: str) -> Meaning:
    return Meaning(text, Fault.INVALID)


def unknown(text: str) -> Meaning:
    return Meaning(text, Fault.UNKNOWN)


def not_yours(text: str) -> Meaning:
    return Meaning(text, Fault.NOT_YOURS)


@dataclass(frozen=True, kw_only=True)
class Rules:
    """One feature's part of the book. What it doesn't need it leaves out."""

    handlers: Mapping[type[Command], Handler] = field(default_factory=dict)
    """Command → what it does."""
    after_closing: tuple[type[Command], ...] = ()
    """The commands that a closed case still takes."""
    waking: tuple[type[Command], ...] = ()
    """Of these those that bring one back whose run has ended, if it would take them."""
    signals: tuple[type[Command], ...] = ()
    """The commands that are told, durable with no worker alive; nobody waits for what becomes of them."""
    internal: tuple[type[Command], ...] = ()
    """The commands that the shell gives itself. Every other one is asked, and waits for its answer."""
    folds: Mapping[type[Event], Fold] = field(default_factory=dict)
    """Event → what it changes. Several features may fold one event; each sees the case before it."""
    makes: Mapping[type[Event], tuple[str, Callable[[Any], str]]] = field(default_factory=dict)
    """Event → the list of the receipt that names what it made, and its id."""
    due: Callable[[Case], Iterable[Deadline]] | None = None
    """What the feature makes due in a case that is not closed."""
    due_after_closing: Callable[[Case], Iterable[Deadline]] | None = None
    """The same in a closed one."""
    fires: Mapping[str, Fire] = field(default_factory=dict)
    """Kind of deadline → what happens then."""
    outdone: Mapping[str, str] = field(default_factory=dict)
    """Kind of deadline → the kind that makes it pointless when both are due."""
    duties: Mapping[Cause, Duty] = field(default_factory=dict)
    """Cause of a call up the line → the duty behind it."""
    guards: Mapping[str, Guard] = field(default_factory=dict)
    effects: Mapping[str, Effect] = field(default_factory=dict)
    """Names that the policy's transitions may use."""
    refusals: Mapping[str, Meaning] = field(default_factory=dict)
    """Code → what it means. Codes are part of the API: never renamed, never reused."""
    listed: Mapping[str, Callable[[Case, Any], Entry]] = field(default_factory=dict)
    """List of the case → what lists of cases show of one of its records."""
    owed: Mapping[str, Callable[[Case], Owed | None]] = field(default_factory=dict)
    """Name → what a case that is not closed asks of somebody under it, None while it asks nothing."""
    results: Mapping[str, Callable[[Draft, Any, str], None]] = field(default_factory=dict)
    """Name of an action → what its result means for the case."""
    leads_on: Mapping[str, Callable[[Case], bool]] = field(default_factory=dict)
    """Command that leaves a stage → whether the case has had already what that stage waits for."""
    on_moving: Step | None = None
    """Before a case goes on to another stage."""
    on_stage_done: Callable[[Draft, str], None] | None = None
    """When the work of a stage is done."""
    afterwards: Step | None = None
    """After every command, in the order of the book."""


class Book:
    """The rules of all features together. Raises ValueError when two of them claim the same name."""

    def __init__(self, features: Iterable[Rules]) -> None:
        rules = tuple(features)
        self.handlers = _joined(each.handlers for each in rules)
        self.after_closing = tuple(chain.from_iterable(each.after_closing for each in rules))
        self.waking = tuple(chain.from_iterable(each.waking for each in rules))
        self.signals = tuple(chain.from_iterable(each.signals for each in rules))
        self.internal = tuple(chain.from_iterable(each.internal for each in rules))
        others = {*self.signals, *self.internal}
        self.asked = tuple(command for command in self.handlers if command not in others)
        """The commands that people ask, each with its answer: neither signals nor the shell's own."""
        self.makes = _joined(each.makes for each in rules)
        self.fires = _joined(each.fires for each in rules)
        self.outdone = _joined(each.outdone for each in rules)
        self.duties = _joined(each.duties for each in rules)
        self.guards = _joined(each.guards for each in rules)
        self.effects = _joined(each.effects for each in rules)
        self.refusals = _joined(each.refusals for each in rules)
        self.listed = _joined(each.listed for each in rules)
        self.owed = _joined(each.owed for each in rules)
        self.results = _joined(each.results for each in rules)
        self.leads_on = _joined(each.leads_on for each in rules)
        self.on_moving = tuple(each.on_moving for each in rules if each.on_moving)
        self.on_stage_done = tuple(each.on_stage_done for each in rules if each.on_stage_done)
        self.afterwards = tuple(each.afterwards for each in rules if each.afterwards)
        self._due = tuple(each.due for each in rules if each.due)
        self._due_closed = tuple(each.due_after_closing for each in rules if each.due_after_closing)
        self.folds: dict[type[Event], tuple[Fold, ...]] = {}
        for each in rules:
            for event, fold in each.folds.items():
                self.folds[event] = (*self.folds.get(event, ()), fold)

    @property
    def lists(self) -> tuple[str, ...]:
        """The lists that a receipt may have."""
        return tuple(dict.fromkeys(name for name, _ in self.makes.values()))

    @property
    def events(self) -> frozenset[type[Event]]:
        """The events that can be folded."""
        return frozenset(self.folds)

    def evolve(self, case: Case, event: Event) -> Case:
        """The case after one more event. KeyError for an event no feature folds."""
        change: Change = {"version": case.version + 1}
        for fold in self.folds[type(event)]:
            change.update(fold(case, event))
        return changed(case, change)

    def deadlines(self, case: Case) -> list[Deadline]:
        """What is due, earliest first; nothing before the case is opened."""
        if not case.is_opened:
            return []
        sources = self._due_closed if case.is_closed else self._due
        found = [deadline for due in sources for deadline in due(case)]
        return sorted(found, key=lambda d: (d.due_at, d.key))

    def owed_in(self, case: Case) -> dict[str, Owed | None]:
        """What a case asks of people by name, all names of it; nothing before it is opened."""
        if not case.is_opened:
            return {}
        return {name: None if case.is_closed else of(case) for name, of in self.owed.items()}

    def entries(self, before: Case, now: Case) -> tuple[Entry, ...]:
        """What lists show of the records, and of what is owed, that is new or another than before. A new plan, or
        another core, may show all of them otherwise."""
        known: set[int] = set()
        asked: dict[str, Owed | None] = {}
        if before.plan is now.plan and before.core == now.core:
            known = {id(record) for name in self.listed for record in getattr(before, name)}
            asked = self.owed_in(before)
        records = (
            entry(now, record)
            for name, entry in self.listed.items()
            for record in getattr(now, name)
            if id(record) not in known
        )
        owed = (
            OwedEntry(id=name, owed=what)
            for name, what in self.owed_in(now).items()
            if name not in asked or asked[name] != what
        )
        return (*records, *owed)


def _joined(parts: Iterable[Mapping[Any, Any]]) -> dict[Any, Any]:
    joined: dict[Any, Any] = {}
    for part in parts:
        if twice := joined.keys() & part.keys():
            raise ValueError(f"two features claim {', '.join(sorted(map(str, twice)))}")
        joined.update(part)
    return joined


def nothing(case: Case, event: Event) -> Change:
    """The fold of an event that is history alone."""
    return {}


def appended(name: str, what: str) -> Fold:
    """The fold that adds the event's `what` to the case's list `name`."""

    def fold(case: Case, event: Any) -> Change:
        return {name: (*getattr(case, name), getattr(event, what))}

    return fold


def replaced(case: Case, name: str, record_id: str, /, **update: object) -> Change:
    """The case's list `name` with the record of that id updated."""
    records: tuple[Any, ...] = getattr(case, name)
    return {name: tuple(changed(r, update) if r.id == record_id else r for r in records)}


def flagged(clock: str, **update: bool) -> Fold:
    """The fold that marks one of the case's clocks."""

    def fold(case: Case, event: Any) -> Change:
        running: Frozen | None = getattr(case, clock)
        return {clock: running and changed(running, update)}

    return fold
