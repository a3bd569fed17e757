"""Notes stay in their order, and change nothing that the customer can feel."""

from hypothesis import strategies as st
from hypothesis.stateful import invariant

from domain.case import Case
from domain.command import Command
from domain.decide import Decision
from domain.draft import ActionRequested
from domain.notes import AddNote, NoteAdded
from laws.history import History


def _nothing_else(
    history: History, case: Case, command: Command, event: NoteAdded, decision: Decision
) -> None:
    asked = [each.action for each in decision.events if isinstance(each, ActionRequested)]
    told = [action.to for action in asked if action.ref == event.note.id]
    assert len(told) == len(set(told)), "nobody is told twice"
    assert command.actor.handle not in told


class Notes(History):
    fields = {
        AddNote: lambda at: {
            "text": st.just("t1"),
            "mentions": st.sampled_from([(), ("sun.yu",), ("li.min", "chen.jie")]),
        },
    }
    laws = {NoteAdded: (_nothing_else,)}

    @invariant()
    def notes_stay_in_their_order(self) -> None:
        written = [event.note for event in self.events if isinstance(event, NoteAdded)]
        assert list(self.whole.notes) == written
