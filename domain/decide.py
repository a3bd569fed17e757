"""`decide(case, command, now) -> Decision`: the only place where a command becomes events.

Pure and total: every stage × command gives a decision or a `Refusal`. What time has already made
due is not done here unless the command is `tick`; a promise is judged by when things occurred.

A change of outcome for the same input needs a new core number (DESIGN "Core number"): open cases
keep the core they were opened with, and rules branch on `case.core`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from domain import gathering
from domain.book import BOOK, AnyEvent
from domain.case import Case
from domain.case.actions import Action
from domain.command import Command, as_heard
from domain.draft import ActionRequested, Draft
from domain.errors import Refusal
from domain.intake import OpenCase
from domain.receipt import Receipt

CORE = 2
"""The newest core. Cases opened from now on are decided by it."""


@dataclass(frozen=True)
class Decision:
    """An accepted command: the events it gives and the case they lead to."""

    case: Case
    events: tuple[AnyEvent, ...]

    @property
    def actions(self) -> tuple[Action, ...]:
        """What the shell has to carry out because of it."""
        return tuple(v.action for v in self.events if isinstance(v, ActionRequested))

    @property
    def receipt(self) -> Receipt:
        """What the sender gets to know."""
        upcoming = self.case.next_promise
        made: dict[str, tuple[str, ...]] = {}
        for event in self.events:
            if type(event) in BOOK.makes:
                name, id_of = BOOK.makes[type(event)]
                made[name] = (*made.get(name, ()), id_of(event))
        return Receipt(
            number=self.case.number,
            version=self.case.version,
            stage=self.case.stage,
            events=tuple(v.name for v in self.events if not isinstance(v, ActionRequested)),
            next_promise_due=upcoming.latest_by if upcoming else None,
            **made,
        )


def decide(case: Case, command: Command, now: datetime) -> Decision:
    """Decide a command at `now` (aware UTC).

    Raises Refusal, and nothing has changed. An accepted command may give no events at all (a tick
    with nothing due).
    """
    if not case.is_opened and not isinstance(command, OpenCase):
        raise Refusal("case_not_open", number=case.number)
    if case.is_closed and not isinstance(command, BOOK.after_closing):
        raise gathering.closed(case)
    if case.core >= 2:
        command = as_heard(command, now)
    draft = Draft(BOOK, case, command, now)
    BOOK.handlers[type(command)](draft, command)
    for step in BOOK.afterwards:
        step(draft)
    return Decision(case=draft.case, events=cast(tuple[AnyEvent, ...], tuple(draft.events)))
