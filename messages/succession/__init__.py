"""Succession: somebody has left, or leads in another's place."""

from domain.succession import LineReplaced, WorkTakenOver
from messages.succession import en, zh_cn
from messages.telling import Telling, person, sentence
from messages.voice import Voice


def _line(event: LineReplaced, voice: Voice) -> dict[str, str]:
    """Who answers for the case now, each named once, and who has left."""
    people = [voice.person(who) for who in dict.fromkeys(event.line.model_dump().values())]
    gone = voice.listed([voice.person(who) for who in event.gone])
    return {
        "lead": people[0],
        "further": voice.say("line.further", people=voice.listed(people[1:])) if people[1:] else "",
        "gone": voice.say("line.gone", people=gone) if gone else "",
    }


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={LineReplaced: sentence(of=_line), WorkTakenOver: sentence()},
    readers=dict.fromkeys(("former", "heir"), person),
    reasons=("succession",),
)
