"""A command answered "received" and refused when it was decided: its sender is told (REQ J3)."""

from typing import Literal

from domain.case.actions import REFUSED
from domain.command import Command
from domain.draft import Draft
from domain.errors import Problem
from domain.event import Event
from domain.rules import Rules, nothing


class NoteRefusal(Command):
    """A command answered "received" was refused when it was decided; its sender is told (REQ J3)."""

    kind: Literal["note_refusal"] = "note_refusal"
    refused: str
    refused_key: str
    problem: Problem


class CommandRefused(Event):
    """A command answered "received" was refused later. Words for it are made by whoever shows it: text kept in
    an event could never be reworded, for a replay compares events."""

    kind: Literal["command_refused"] = "command_refused"
    command: str
    key: str
    problem: Problem


def _note_refusal(draft: Draft, command: NoteRefusal) -> None:
    draft.emit(
        CommandRefused,
        command=command.refused,
        key=command.refused_key,
        problem=command.problem,
    )
    problem = command.problem
    draft.tell(
        command.actor.handle,
        about="command_refused",
        command=command.refused,
        refusal=problem.code,
        **{f"{REFUSED}fields": ", ".join(problem.fields)},
        **{f"{REFUSED}{name}": value for name, value in problem.params.items()},
    )


RULES = Rules(
    handlers={NoteRefusal: _note_refusal},
    after_closing=(NoteRefusal,),
    internal=(NoteRefusal,),
    folds={CommandRefused: nothing},
)
Commands = NoteRefusal
Events = CommandRefused
