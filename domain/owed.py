"""What the case itself asks of somebody by a time, apart from its promises and other records (REQ C0)."""

from datetime import datetime
from typing import Literal

from domain.case import Case
from domain.clocks import Clock
from domain.entry import Entry
from domain.frozen import Frozen


class Owed(Frozen):
    """Who owes something by when; `about` is a word that says more of it. It is owed until it is done, so
    it stays one after its time has passed, which a `Deadline` doesn't."""

    owner: str
    due_at: datetime
    about: str


class OwedEntry(Entry):
    """What a case asks under one name; without `owed` nothing is owed now."""

    kind: Literal["owed"] = "owed"
    id: str
    owed: Owed | None = None


def within(case: Case, clock: Clock, about: str) -> Owed:
    """Owed by the case's owner before a clock has run out."""
    return Owed(owner=case.owner, due_at=clock.due(case.rules)[0], about=about)
