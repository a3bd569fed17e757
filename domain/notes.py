"""Internal notes: what colleagues tell each other about a case; never shown to the customer (REQ B5a)."""

from datetime import timedelta
from typing import Literal

from domain.case.notes import Note
from domain.command import Command
from domain.draft import Draft
from domain.event import Event
from domain.rules import Rules, appended, nothing


class AddNote(Command):
    """Write a note. `text` is the id of its words, `mentions` are the handles that it names."""

    kind: Literal["add_note"] = "add_note"
    text: str
    mentions: tuple[str, ...] = ()


class NoteAdded(Event):
    kind: Literal["note_added"] = "note_added"
    note: Note


class NoteJoined(Event):
    """Somebody wrote a note once more: a second click."""

    kind: Literal["note_joined"] = "note_joined"
    note: str


THE_SAME_MOMENT = timedelta(minutes=1)
"""Between two clicks on one button there is less."""


def _add(draft: Draft, command: AddNote) -> None:
    """Whoever is named is told, and so is the owner of what others write (REQ C1a). A second click counts once."""
    author = command.actor.handle
    if first := _the_same(draft, command):
        draft.emit(NoteJoined, note=first.id)
        return
    named = tuple(handle for handle in command.mentions if handle != author)
    note = Note(
        id=draft.case.next_id("n", "notes"),
        by=author,
        at=draft.heard_at,
        text=command.text,
        mentions=named,
        digest=command.digest if draft.case.core >= 2 else "",
    )
    draft.emit(NoteAdded, note=note)
    draft.tell(*named, about="note_mention", ref=note.id, by=author)
    if draft.case.owner not in (author, *named):
        draft.tell(draft.case.owner, about="note_added", ref=note.id, by=author)


def _the_same(draft: Draft, command: AddNote) -> Note | None:
    """The last note, if it is the same person's in the same words of the same moment."""
    last = draft.case.notes[-1] if draft.case.notes else None
    if last is None or not last.digest or last.digest != command.digest:
        return None
    soon = abs(draft.heard_at - last.at) < THE_SAME_MOMENT
    return last if soon and last.by == command.actor.handle else None


RULES = Rules(
    handlers={AddNote: _add},
    after_closing=(AddNote,),
    folds={NoteAdded: appended("notes", "note"), NoteJoined: nothing},
    makes={
        NoteAdded: ("notes", lambda event: event.note.id),
        NoteJoined: ("notes", lambda event: event.note),
    },
)
Commands = AddNote
Events = NoteAdded | NoteJoined
