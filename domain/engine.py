"""What the engine itself brings to the book: time that passes, and the refusals any command may get."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from domain.command import Command
from domain.deadline import Deadline
from domain.draft import Draft
from domain.rules import Rules, conflict, invalid, not_yours

LATE = timedelta(minutes=1)
"""A deadline noticed more than this after its time was missed by an outage, not by a busy worker."""


class Tick(Command):
    """Time has passed. `since` is set when nobody was there to notice on time: the outage's start."""

    kind: Literal["tick"] = "tick"
    since: datetime | None = None


def _tick(draft: Draft, command: Tick) -> None:
    fire(draft, command.since)


def fire(draft: Draft, unseen_since: datetime | None) -> None:
    """Let time do what is due by now, in order, each once.

    What a later fact of the same moment makes pointless is left out: after an outage a customer's
    agent gets one honest message, not a reminder and a break together.
    """
    while due := _ripe(draft):
        missed = draft.now - due.due_at > LATE
        draft.book.fires[due.kind](draft, due, unseen_since if missed else None)


def _ripe(draft: Draft) -> Deadline | None:
    outdone = draft.book.outdone
    due = [d for d in draft.book.deadlines(draft.case) if d.due_at <= draft.now]
    present = {(d.kind, d.ref) for d in due}
    for deadline in due:
        if (outdone.get(deadline.kind), deadline.ref) not in present:
            return deadline
    return None


RULES = Rules(
    handlers={Tick: _tick},
    after_closing=(Tick,),
    internal=(Tick,),
    refusals={
        "case_not_open": conflict("nothing but opening is possible before a case is opened"),
        "case_closed": conflict("the case is closed; a customer message reopens it"),
        "reason_required": invalid("the command needs a reason"),
        "time_in_future": invalid("something reported as past lies in the future"),
        "time_before_case": invalid("something reported lies before the case was opened"),
        "told_too_early": invalid(
            "the customer can't have been told before there was anything to tell"
        ),
        "line_required": not_yours("somebody further up the line must do that"),
        "idempotency_key_reused": invalid("the key was used for another request"),
    },
)
Commands = Tick
