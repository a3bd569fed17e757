"""Internal notes: for colleagues, never for the customer (REQ B5a)."""

import re
import unicodedata
from collections.abc import Container
from datetime import datetime

from fastapi.responses import Response
from pydantic import BaseModel, field_validator

from api.asking import Asked, AskedIn
from api.auth import STAFF
from api.field_errors import wrong
from api.lookups import CaseIn, TextsIn, TextsOfCase
from api.problems import ApiProblem
from api.reach import Reach
from api.routes import commands, reads
from api.wire import MANY, Cursor, In, Limit, Words, example
from db import people
from db.pages import MAX_LIMIT, page_of
from domain.case.notes import Note
from domain.notes import AddNote

COLLEAGUES = STAFF | {"department"}
"""Who may write and read notes. A channel's machine is nobody's colleague."""
MENTION = re.compile(r"(?<![A-Za-z0-9._%+-])@([A-Za-z0-9._-]+)")
"""`@handle`, whole, but no e-mail address."""
HANDLE = re.compile(r"[a-z][a-z0-9._-]{0,63}")
"""What stands after an @ and can only be meant for a colleague: no measure (@5mm)."""


class NoteIn(In):
    """A note. `@handle` calls a colleague, however it is spelt (＠Chen.Jie too); to write of somebody
    without calling them, leave out the @."""

    model_config = example(text="@chen.jie the second bearing this month: is it the same batch?")

    text: Words

    @field_validator("text")
    @classmethod
    def _calls_few(cls, text: str) -> str:
        if len(_mentions(text)) > MANY:
            raise wrong("too_many_called", most=MANY)
        return text

    def mentions(self, colleagues: Container[str]) -> tuple[str, ...]:
        """The colleagues it calls, each once."""
        return tuple(handle for handle in _mentions(self.text) if handle in colleagues)

    def strangers(self, colleagues: Container[str]) -> tuple[str, ...]:
        """What is written like a call and calls nobody. After a word it is an address (王小明@qq.com)."""
        return tuple(
            handle
            for handle, begins_a_word in _mentions(self.text).items()
            if begins_a_word and handle not in colleagues and HANDLE.fullmatch(handle)
        )

    def command(self, asked: Asked, colleagues: Container[str]) -> AddNote:
        mentions = self.mentions(colleagues)
        return AddNote(**asked.signature, text=asked.text_id, mentions=mentions)


def _mentions(text: str) -> dict[str, bool]:
    """What stands after each @, in small letters, and whether the @ began a word."""
    plain = unicodedata.normalize("NFKC", text)
    found: dict[str, bool] = {}
    for match in MENTION.finditer(plain):
        before = plain[: match.start()][-1:]
        after = plain[match.end() : match.end() + 1]
        handle = match[1].lower().rstrip("._-")
        if handle and after != "@":
            found[handle] = found.get(handle, False) or not before.isalnum()
    return found


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


class NotePage(BaseModel):
    items: list[NoteOut]
    next: str | None


router = commands("notes", COLLEAGUES, reach=Reach.NUMBER)
reading = reads("notes", COLLEAGUES)


@router.post("/notes", name="note", summary="Write an internal note")
async def add_note(number: str, body: NoteIn, asked: AskedIn) -> Response:
    """For colleagues; the customer never sees it. Whoever is named by `@handle` is told, and so is the
    owner when somebody else writes. A closed case takes notes while a message waits to be marked."""
    if repeated := await asked.repeated():
        return repeated
    named = await people.get_many(asked.deps.database, _mentions(body.text))
    colleagues = {one.handle for one in named.values() if one.active and one.roles & COLLEAGUES}
    if strangers := body.strangers(colleagues):
        raise ApiProblem("unknown_mention", fields=("text",), handles=strangers)
    return await asked.ask(number, body.command(asked, colleagues), words={"note": body.text})


@reading.get("/notes", summary="Internal notes of a case")
async def get_notes(
    case: CaseIn,
    words: TextsIn,
    newest_first: bool = False,
    cursor: Cursor = None,
    limit: Limit = MAX_LIMIT,
) -> NotePage:
    """The oldest first, or the newest; `next` goes on."""
    page = page_of(case.notes, "notes", newest_first=newest_first, cursor=cursor, limit=limit)
    return NotePage(items=[NoteOut.of(note, words) for note in page.items], next=page.next)
