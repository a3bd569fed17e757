"""Succession: somebody has left, or leads in another's place."""

import json

from domain.case.actions import Action
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


def _reports(action: Action, voice: Voice) -> dict[str, str]:
    """The reports that are asked of whoever stands in, each by the window of its visit."""
    windows = [voice.window(each) for each in json.loads(action.params.get("reports", "[]"))]
    asked = voice.say("inherited.reports", windows=voice.listed(windows)) if windows else ""
    return {"reports": asked}


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={LineReplaced: sentence(of=_line), WorkTakenOver: sentence()},
    notices={"work_inherited": _reports},
    readers=dict.fromkeys(("former", "heir"), person),
    reasons=("succession",),
)
