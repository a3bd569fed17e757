"""Each thing that happened, as one sentence a colleague understands."""

from collections.abc import Mapping

from domain.case import Case
from domain.event import Event
from domain.plan import Plan
from domain.plan.terms import Language
from messages.book import BOOK
from messages.speech import voice_of


def timeline_line(
    event: Event,
    plan: Plan,
    language: Language,
    case: Case | None = None,
    people: Mapping[str, str] | None = None,
) -> str:
    """The sentence for one event. With the case, its promises, visits and messages are called by what they are;
    with `people`, handle → name, people by their names. A time in another year than the event's names it."""
    voice = voice_of(plan, language, case, now=event.at, people=people)
    line = BOOK.sentences[type(event)](event, voice)
    if unseen_since := getattr(event, "unseen_since", None):
        line = voice.say("event.unseen", line=line, since=voice.moment(unseen_since))
    note_of = BOOK.notes.get(type(event))
    if note_of and (note := note_of(event)):
        line = voice.say("event.note", line=line, note=note)
    return line
