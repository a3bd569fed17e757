"""Internal notes: what colleagues tell each other about a case; never shown to the customer (REQ B5a)."""

from typing import Literal

from domain.case.notes import Note
from domain.command import Command
from domain.draft import Draft
from domain.event import Event
from domain.rules import Rules, appended


class AddNote(Command):
    """Write a note. `text` is the id of its words, `mentions` are the handles that it names."""

    kind: Literal["add_note"] = "add_note"
    text: str
    mentions: tuple[str, ...] = ()


class NoteAdded(Event):
    kind: Literal["note_added"] = "note_added"
    note: Note


def _add(draft: Draft, command: AddNote) -> None:
    """Whoever is named is told, and so is the owner of what others write (REQ C1a)."""
    author = command.actor.handle
    named = tuple(handle for handle in command.mentions if handle != author)
    note = Note(
        id=draft.case.next_id("n", "notes"),
        by=author,
        at=draft.heard_at,
        text=command.text,
        mentions=named,
    )
    draft.emit(NoteAdded, note=note)
    draft.tell(*named, about="note_mention", ref=note.id, by=author)
    if draft.case.owner not in (author, *named):
        draft.tell(draft.case.owner, about="note_added", ref=note.id, by=author)


RULES = Rules(
    handlers={AddNote: _add},
    after_closing=(AddNote,),
    folds={NoteAdded: appended("notes", "note")},
    makes={NoteAdded: ("notes", lambda event: event.note.id)},
)
Commands = AddNote
Events = NoteAdded
