"""Which core decides a case: its numbers, and the switch from one to the next (REQ I3).

A change of outcome for the same input needs a new core number. Open cases keep the core they were opened
with until a new run takes them up; that they go on under another is an event, so that each part of a case's
life is folded by the core that decided it.
"""

from typing import Literal

from domain.case import Case
from domain.command import Command
from domain.draft import Draft
from domain.event import Event
from domain.rules import Change, Rules


class SwitchCore(Command):
    """A run takes the case up under a newer core."""

    kind: Literal["switch_core"] = "switch_core"
    core: int


class CoreSwitched(Event):
    """From here on the case is decided, and its events are folded, by `core`."""

    kind: Literal["core_switched"] = "core_switched"
    core: int


def _switch(draft: Draft, command: SwitchCore) -> None:
    if command.core > draft.case.core:
        draft.emit(CoreSwitched, core=command.core)


def _switched(case: Case, event: CoreSwitched) -> Change:
    return {"core": event.core}


RULES = Rules(
    handlers={SwitchCore: _switch},
    internal=(SwitchCore,),
    after_closing=(SwitchCore,),
    folds={CoreSwitched: _switched},
)
Commands = SwitchCore
Events = CoreSwitched
