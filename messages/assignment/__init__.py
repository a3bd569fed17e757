"""Assignment: whose case it is, and what its next owner is told."""

import json
from datetime import datetime

from domain.assignment import OwnerAssigned
from messages.assignment import en, zh_cn
from messages.telling import Telling, person
from messages.voice import Voice


def _promised(voice: Voice, value: str) -> str:
    return voice.listed([voice.subject(subject) for subject in value.split("; ")])


def _handed(voice: Voice, value: str) -> str:
    """Every open promise with its time, and whose it is where somebody else keeps it."""
    lines = []
    for subject, due, owner in json.loads(value) if value else ():
        known = {"subject": voice.subject(subject), "owner": voice.person(owner)}
        if "/" in due:  # somebody is to be at the customer's door from when to when
            key, known["window"] = "handover.visit", voice.window(due)
        else:
            key, known["due"] = "handover.promise", voice.moment(datetime.fromisoformat(due))
        lines.append(voice.say(f"{key}.other" if owner else key, **known))
    return voice.in_a_row(lines)


def _waiting(voice: Voice, value: str) -> str:
    """What is owed besides promises, and what is going on, each with its time."""
    lines = []
    for name, moment, who, cause in json.loads(value) if value else ():
        known = {"who": voice.person(who), "cause": voice.word("cause", cause)}
        due = voice.moment(datetime.fromisoformat(moment))
        lines.append(voice.say(f"handover.{name}", due=due, **known))
    return voice.in_a_row(lines)


def _assigned(event: OwnerAssigned, voice: Voice) -> str:
    """Nobody hands a case to themselves: they take it on."""
    taken = event.owner == event.by
    key = "event.owner_assigned.taken" if taken else "event.owner_assigned"
    return voice.say(key, **voice.fields(event))


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={OwnerAssigned: _assigned},
    readers={
        "owner": person,
        "successor": person,
        "promised": _promised,
        "handed": _handed,
        "waiting": _waiting,
    },
    added={
        "promised": "notice.handover",
        "standing": "notice.standing",
        "handed": "notice.handed",
        "waiting": "notice.waiting",
    },
)
