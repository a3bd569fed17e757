"""Internal notes: that there is one, by whom and for whom. Its words stay where they are kept."""

from collections.abc import Iterator

from domain.case import Case
from domain.notes import NoteAdded, NoteJoined
from messages.telling import Telling, sentence
from messages.voice import Voice

EN: dict[str, str] = {
    "command.add_note": "write an internal note",
    "event.note_added": "{by} wrote an internal note.",
    "event.note_added.naming": "{by} wrote an internal note for {people}.",
    "event.note_joined": "{by} sent the same internal note once more; it counts once.",
    "brief.note_added": "note by {by}",
    "brief.note_joined": "the same note by {by} again",
    "about.note_mention": "named in a note",
    "about.note_added": "a new note",
    "details.notes": "- **Notes** {count}, the last by {by}, {at}",
    "notice.note_mention.title": "{number}: {by} mentions you in a note",
    "notice.note_mention.body": (
        "“{title}” (owner {owner}): {by} has written something that you should see. It stands among the notes"
        " of the case; the customer can't read it."
    ),
    "notice.note_added.title": "{number}: {by} wrote a note on your case",
    "notice.note_added.body": (
        "“{title}”: {by} has left a note. It stands among the notes of the case; the customer can't read it."
    ),
}
ZH_CN: dict[str, str] = {
    "command.add_note": "写内部备注",
    "event.note_added": "{by} 写了一条内部备注。",
    "event.note_added.naming": "{by} 写了一条内部备注，请 {people} 查看。",
    "event.note_joined": "{by} 把同一条内部备注又发了一遍，只算一次。",
    "brief.note_added": "{by} 写了备注",
    "brief.note_joined": "{by} 重复发了同一条备注",
    "about.note_mention": "备注中被提到",
    "about.note_added": "新的备注",
    "details.notes": "- **备注** {count} 条，最近一条由 {by} 写于 {at}",
    "notice.note_mention.title": "{number}：{by} 在备注里提到了你",
    "notice.note_mention.body": (
        "《{title}》（负责人 {owner}）：{by} 写了一些需要你看的内容，请到个案的备注中查看。客户看不到备注。"
    ),
    "notice.note_added.title": "{number}：{by} 在你的个案里写了备注",
    "notice.note_added.body": (
        "《{title}》：{by} 留了一条备注，请到个案的备注中查看。客户看不到备注。"
    ),
}


def _note(event: NoteAdded, voice: Voice) -> dict[str, str]:
    people = [voice.person(handle) for handle in event.note.mentions]
    return {
        "by": voice.person(event.note.by),
        "people": voice.listed(people),
    }


def _sentence(event: NoteAdded, voice: Voice) -> str:
    key = "event.note_added.naming" if event.note.mentions else "event.note_added"
    return voice.say(key, **_note(event, voice))


def _state(case: Case, voice: Voice) -> Iterator[str]:
    if case.notes:
        last = case.notes[-1]
        by, at = voice.person(last.by), voice.moment(last.at)
        yield voice.say("details.notes", count=case.total("notes"), by=by, at=at)


def _called(case: Case, note_id: str, voice: Voice) -> str | None:
    """A note by when it was written."""
    return next((voice.moment(note.at) for note in case.notes if note.id == note_id), None)


TELLING = Telling(
    en=EN,
    zh_cn=ZH_CN,
    sentences={NoteAdded: _sentence, NoteJoined: sentence()},
    briefs={NoteAdded: _note},
    things={"n": _called},
    state=_state,
)
