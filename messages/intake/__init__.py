"""How a case comes in: who it is for, how pressing it is, and who takes it."""

from collections.abc import Iterator

from domain.case import Case
from domain.intake import CaseOpened
from messages.intake import en, zh_cn
from messages.telling import Telling, sentence
from messages.voice import Voice


def _state(case: Case, voice: Voice) -> Iterator[str]:
    yield voice.say("details.priority", priority=voice.word("priority", case.priority))
    yield voice.say("details.owner", owner=voice.person(case.owner), tier=case.tier)
    yield voice.say(
        "details.customer",
        level=voice.word("customer_level", case.customer_level),
        channel=voice.word("channel", case.channel),
        emotion=voice.word("emotion", case.emotion),
    )


TELLING = Telling(en=en.TEXTS, zh_cn=zh_cn.TEXTS, sentences={CaseOpened: sentence()}, state=_state)
