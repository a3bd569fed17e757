"""Internal notes: for colleagues, never for the customer (REQ B5a)."""

import re
from datetime import datetime

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import BaseModel, model_validator

from api.asking import Asked, AskedIn
from api.auth import STAFF, OneOf
from api.dependencies import DependenciesIn
from api.lookups import TextsOfCase, load_case, load_texts
from api.problems import ApiProblem
from api.routes import CASE, commands
from api.wire import MANY, In, Words, example
from db import people
from domain.case.notes import Note
from domain.notes import AddNote

COLLEAGUES = STAFF | {"department"}
"""Who may write and read notes. A channel's machine is nobody's colleague."""
MENTION = re.compile(
    r"(?<![A-Za-z0-9._%+-])@([a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?)(?![A-Za-z0-9_])"
)
"""`@handle`, but no e-mail address; a full stop after it is the sentence's."""


class NoteIn(In):
    """A note. `@handle` tells that person."""

    model_config = example(text="@chen.jie the second bearing this month: is it the same batch?")

    text: Words

    @model_validator(mode="after")
    def _calls_few(self) -> "NoteIn":
        if len(self.mentions) > MANY:
            raise ValueError(f"a note calls at most {MANY} people")
        return self

    @property
    def mentions(self) -> tuple[str, ...]:
        """The handles it names, each once."""
        return tuple(dict.fromkeys(MENTION.findall(self.text)))

    def command(self, asked: Asked) -> AddNote:
        return AddNote(**asked.signature, text=asked.text_id, mentions=self.mentions)


class NoteOut(BaseModel):
    id: str
    by: str
    at: datetime
    text: str
    mentions: list[str]

    @classmethod
    def of(cls, note: Note, words: TextsOfCase) -> "NoteOut":
        text = words.get(note.text, {}).get("note", "")
        return cls(id=note.id, by=note.by, at=note.at, text=text, mentions=list(note.mentions))


class NoteList(BaseModel):
    items: list[NoteOut]


router = commands("notes", COLLEAGUES)
reading = APIRouter(prefix=CASE, tags=["notes"], dependencies=[Depends(OneOf(COLLEAGUES))])


@router.post("/notes", name="note", summary="Write an internal note")
async def add_note(number: str, body: NoteIn, asked: AskedIn) -> Response:
    """For colleagues; the customer never sees it. Whoever is named by `@handle` is told, and so is the
    owner when somebody else writes."""
    if repeated := await asked.repeated():
        return repeated
    known = await people.get_many(asked.deps.database, body.mentions)
    for handle in body.mentions:
        if handle not in known or not known[handle].active:
            raise ApiProblem("unknown_person", fields=("text",), handle=handle)
    return await asked.ask(number, body.command(asked), words={"note": body.text})


@reading.get("/notes", summary="Internal notes of a case")
async def get_notes(number: str, deps: DependenciesIn) -> NoteList:
    """The oldest first."""
    case, words = await load_case(deps, number), await load_texts(deps, number)
    return NoteList(items=[NoteOut.of(note, words) for note in case.notes])
