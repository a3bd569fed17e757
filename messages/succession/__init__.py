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


def _inherited(action: Action, voice: Voice) -> dict[str, str]:
    """What whoever stands in has to keep, and the reports that are asked of them, each by the window of its visit."""
    windows = [voice.window(each) for each in json.loads(action.params.get("reports", "[]"))]
    said = []
    if action.params.get("handed") or not windows:
        said.append(voice.say("inherited.promises", former=voice.person(action.params["former"])))
    if windows:
        key = "inherited.reports.too" if said else "inherited.reports"
        former = voice.person(action.params["former"])
        said.append(voice.say(key, windows=voice.listed(windows), former=former))
    return {"inherited": voice.say("list.sentence").join(said)}


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={LineReplaced: sentence(of=_line), WorkTakenOver: sentence()},
    notices={"work_inherited": _inherited},
    readers=dict.fromkeys(("former", "heir"), person),
    reasons=("succession",),
)
