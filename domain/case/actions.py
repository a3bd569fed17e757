"""What the shell is to carry out, as the case keeps it."""

from datetime import datetime
from typing import Literal

from domain.frozen import Frozen

ActionName = Literal["notify", "draft_apology", "open_linked_case", "pass_on_message"]


REFUSED = "refused_"
"""Begins the params of an action that belong to the refusal it tells of, and not to the action."""


class Action(Frozen):
    """Something the shell must carry out; its result comes back as a command."""

    id: str
    name: ActionName
    to: str
    about: str
    """Key of the text people read (messages room)."""
    params: dict[str, str] = {}
    ref: str | None = None
    """What it is about: the id of a promise, escalation, message …"""
    requested_at: datetime
    status: Literal["to_do", "failed"] = "to_do"
    error: str | None = None
    joins: str | None = None
    """The action whose notice this one lets grow, in place of another notice."""

    @property
    def notice(self) -> str:
        """The id of the notice that it tells: its own, or the one that grows."""
        return self.joins or self.id
