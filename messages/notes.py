"""Internal notes: that there is one, by whom and for whom. Its words stay where they are kept."""

from domain.notes import NoteAdded
from messages.telling import Telling
from messages.voice import Voice

EN: dict[str, str] = {
    "command.add_note": "write an internal note",
    "event.note_added": "{by} wrote an internal note ({note}).",
    "event.note_added.naming": "{by} wrote an internal note ({note}) and called {people} to it.",
    "brief.note_added": "note {note} by {by}",
    "about.note_mention": "a note that names you",
    "about.note_added": "a note on your case",
    "notice.note_mention.title": "{number}: {by} mentions you in a note",
    "notice.note_mention.body": (
        "“{title}” (owner {owner}): {by} has written something on this case that you should see. It stands"
        " among the notes of the case; the customer can't read it."
    ),
    "notice.note_added.title": "{number}: {by} wrote a note on your case",
    "notice.note_added.body": (
        "“{title}”: {by} has left you and the others a note. It stands among the notes of the case; the"
        " customer can't read it."
    ),
}
ZH_CN: dict[str, str] = {
    "command.add_note": "写内部备注",
    "event.note_added": "{by} 写了一条内部备注（{note}）。",
    "event.note_added.naming": "{by} 写了一条内部备注（{note}），并请 {people} 查看。",
    "brief.note_added": "{by} 的备注 {note}",
    "about.note_mention": "有备注提到您",
    "about.note_added": "您的个案有新备注",
    "notice.note_mention.title": "{number}：{by} 在备注里提到了您",
    "notice.note_mention.body": (
        "“{title}”（负责人 {owner}）：{by} 在这个个案里写了一些需要您看的内容，请到个案的备注中查看。客户看不到这些内容。"
    ),
    "notice.note_added.title": "{number}：{by} 在您的个案里写了备注",
    "notice.note_added.body": (
        "“{title}”：{by} 给您和同事留了一条备注，请到个案的备注中查看。客户看不到这些内容。"
    ),
}


def _note(event: NoteAdded, voice: Voice) -> dict[str, str]:
    people = [voice.person(handle) for handle in event.note.mentions]
    return {
        "note": event.note.id,
        "by": voice.person(event.note.by),
        "people": voice.listed(people),
    }


def _sentence(event: NoteAdded, voice: Voice) -> str:
    key = "event.note_added.naming" if event.note.mentions else "event.note_added"
    return voice.say(key, **_note(event, voice))


TELLING = Telling(
    en=EN,
    zh_cn=ZH_CN,
    sentences={NoteAdded: _sentence},
    briefs={NoteAdded: _note},
)
